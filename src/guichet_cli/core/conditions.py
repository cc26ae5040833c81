"""Applicability: a closed tree over facts, with three values: true, false, and unknown (`None`)."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

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
    return _fact(condition, data)


def unknown_facts(condition: Mapping[str, Any] | None, data: Any, as_of: date) -> Iterator[str]:
    """Give the pointers of the absent facts that leave a condition unknown; none when it is known."""
    if condition is None or holds(condition, data, as_of) is not None:
        return
    if "fact" in condition:
        yield condition["fact"]
        return
    for part in condition.get("all") or condition.get("any") or [condition["not"]]:
        yield from unknown_facts(part, data, as_of)


def facts(condition: Mapping[str, Any] | None) -> Iterator[str]:
    """Give the pointers of all the facts that a condition reads."""
    if condition is None or "as_of" in condition:
        return
    if "fact" in condition:
        yield condition["fact"]
        return
    for part in condition.get("all") or condition.get("any") or [condition["not"]]:
        yield from facts(part)


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _fact(condition: Mapping[str, Any], data: Any) -> bool | None:
    value = resolve(data, condition["fact"])
    if not present(value):
        return None
    if "is" in condition or "in" in condition:
        wanted = condition["in"] if "in" in condition else [condition["is"]]
        return any(_same(item, choice) for item in (value if isinstance(value, list) else [value]) for choice in wanted)
    comparison = next(name for name in COMPARE if name in condition)
    return _compare(comparison, value, condition[comparison])


def _same(value: Any, choice: Any) -> bool:
    return type(value) is type(choice) and value == choice


def _compare(comparison: str, value: Any, bound: Any) -> bool | None:
    if type(value) not in {int, float, str} or isinstance(value, str) is not isinstance(bound, str):
        return None
    return bool(COMPARE[comparison](value, bound))
