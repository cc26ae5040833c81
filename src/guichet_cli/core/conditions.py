"""Applicability: a closed tree over facts, with three values: true, false, and unknown (`None`)."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import LEVELS, Level
from guichet_cli.core.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

UNDETERMINED = "undetermined"
"""The word by which a lead says that a fact is not settled yet; conditions read it as absent."""
COMPARE = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}


def present(value: Any) -> bool:
    """Tell whether a value answers: not null, not blank, not `undetermined`. `[]` and `none` are answers."""
    if isinstance(value, str):
        return bool(value.strip()) and value != UNDETERMINED
    if isinstance(value, list) and value:
        return any(present(item) for item in value)
    return value is not None


def holds(condition: Mapping[str, Any] | None, data: Any, as_of: date) -> bool | None:
    """Give the truth of a condition over a dossier's data at a date; None when it hangs on an absent fact."""
    if condition is None:
        return True
    if "all" in condition:
        return _all([holds(part, data, as_of) for part in condition["all"]])
    if "any" in condition:
        return _negated(_all([_negated(holds(part, data, as_of)) for part in condition["any"]]))
    if "not" in condition:
        return _negated(holds(condition["not"], data, as_of))
    if "as_of" in condition:
        bound, today = condition["as_of"], as_of.isoformat()
        return bool(today >= bound["from"] if "from" in bound else today < bound["before"])
    return met_by(condition, resolve(data, condition["fact"]))


def unknown_facts(condition: Mapping[str, Any] | None, data: Any, as_of: date) -> Iterator[str]:
    """Give the pointers of the absent facts that leave a condition unknown; none when it is known."""
    if condition is None or holds(condition, data, as_of) is not None:
        return
    if "fact" in condition:
        yield condition["fact"]
    for part in branches(condition):
        yield from unknown_facts(part, data, as_of)


def branches(condition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the conditions that a condition is made of; none for a fact or a date."""
    if "not" in condition:
        return [condition["not"]]
    parts: list[Mapping[str, Any]] = condition.get("all") or condition.get("any") or []
    return parts


def level_of(level: Any, data: Any, as_of: date) -> tuple[Level, list[str]]:
    """Give the level that holds, and the absent facts it hangs on: then it is the heaviest that may still hold."""
    if isinstance(level, str):
        return Level(level), []
    possible: list[Level] = []
    unknown: list[str] = []
    for branch in level:
        truth = holds(branch.get("when"), data, as_of)
        if truth is False:
            continue
        possible.append(Level(branch["is"]))
        if truth:
            break
        unknown = unknown or list(unknown_facts(branch["when"], data, as_of))
    return min(possible, key=LEVELS.index, default=Level(level[-1]["is"])), unknown


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def met_by(condition: Mapping[str, Any], value: Any) -> bool | None:
    """Give the truth of a condition on one fact for a value of it; None for one that does not answer."""
    if not present(value):
        return None
    if "is" in condition or "in" in condition:
        wanted = condition["in"] if "in" in condition else [condition["is"]]
        return any(_same(item, choice) for item in (value if isinstance(value, list) else [value]) for choice in wanted)
    comparison = next(name for name in COMPARE if name in condition)
    return _compare(comparison, value, condition[comparison])


def _same(value: Any, choice: Any) -> bool:
    return isinstance(value, bool) is isinstance(choice, bool) and bool(value == choice)


def _compare(comparison: str, value: Any, bound: Any) -> bool | None:
    if type(value) not in {int, float, str} or isinstance(value, str) is not isinstance(bound, str):
        return None
    return bool(COMPARE[comparison](value, bound))
