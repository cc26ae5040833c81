"""Applicability: a closed tree over facts, with three values: true, false, and unknown (`None`)."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import LEVELS, Level
from guichet_cli.core.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    Truth = Callable[["Facts"], bool | None]
    """Tells the truth of a compiled condition."""
    Grade = Callable[["Facts"], tuple[Level, list[str]]]
    """Tells the level that holds, and the absent facts it hangs on."""

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


class Facts(dict[str, Any]):
    """The facts of one dossier at one date, each looked up once, by its pointer."""

    def __init__(self, data: Any, as_of: date) -> None:
        super().__init__()
        self.data = data
        self.today = as_of.isoformat()
        self._others: dict[date, Facts] = {}

    def at(self, day: date) -> Facts:
        """Give the same facts at another date."""
        if day not in self._others:
            self._others[day] = Facts(self.data, day)
        return self._others[day]

    def __missing__(self, pointer: str) -> Any:
        """Look a fact up in the dossier's data."""
        value = self[pointer] = resolve(self.data, pointer)
        return value


def holds(condition: Mapping[str, Any] | None, data: Any, as_of: date) -> bool | None:
    """Give the truth of a condition over a dossier's data at a date; None when it hangs on an absent fact."""
    return truth_of(condition)(Facts(data, as_of))


def truth_of(condition: Mapping[str, Any] | None) -> Truth:
    """Compile a condition: give what tells its truth over facts, None when it hangs on an absent one."""
    if condition is None:
        return lambda _facts: True
    if "all" in condition:
        return _compound(condition["all"], whole=True)
    if "any" in condition:
        return _compound(condition["any"], whole=False)
    if "not" in condition:
        part = truth_of(condition["not"])
        return lambda facts: _negated(part(facts))
    if "as_of" in condition:
        bound = condition["as_of"]
        if "from" in bound:
            return lambda facts: bool(facts.today >= bound["from"])
        return lambda facts: bool(facts.today < bound["before"])
    return _fact(condition)


def _fact(condition: Mapping[str, Any]) -> Truth:
    pointer, words = condition["fact"], _words(condition)

    def truth(facts: Facts) -> bool | None:
        value = facts[pointer]
        if words and isinstance(value, str):
            return value in words if present(value) else None
        return met_by(condition, value)

    return truth


def _words(condition: Mapping[str, Any]) -> frozenset[str]:
    """Give the values that a condition wants where all of them are texts."""
    wanted = condition.get("in") or [condition.get("is")]
    return frozenset(wanted) if all(isinstance(word, str) for word in wanted) else frozenset()


def _compound(conditions: list[Mapping[str, Any]], *, whole: bool) -> Truth:
    """Compile `all` (`whole`) or `any`: the first part that settles it does, else one that is unknown leaves it so."""
    parts = tuple(truth_of(condition) for condition in conditions)

    def truth(facts: Facts) -> bool | None:
        found: bool | None = whole
        for part in parts:
            value = part(facts)
            if value is None:
                found = None
            elif value is not whole:
                return value
        return found

    return truth


def unknown_facts(condition: Mapping[str, Any] | None, data: Any, as_of: date) -> Iterator[str]:
    """Give the pointers of the absent facts that leave a condition unknown; none when it is known."""
    return missing_facts(condition, Facts(data, as_of))


def missing_facts(condition: Mapping[str, Any] | None, facts: Facts) -> Iterator[str]:
    """Give the pointers of the absent facts that leave a condition unknown; none when it is known."""
    if condition is None or truth_of(condition)(facts) is not None:
        return
    if "fact" in condition:
        yield condition["fact"]
    for part in branches(condition):
        yield from missing_facts(part, facts)


def branches(condition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the conditions that a condition is made of; none for a fact or a date."""
    if "not" in condition:
        return [condition["not"]]
    parts: list[Mapping[str, Any]] = condition.get("all") or condition.get("any") or []
    return parts


def level_of(level: Any, data: Any, as_of: date) -> tuple[Level, list[str]]:
    """Give the level that holds, and the absent facts it hangs on: then it is the heaviest that may still hold."""
    return grade_of(level)(Facts(data, as_of))


def grade_of(level: Any) -> Grade:
    """Compile a level: give what tells the one that holds over facts, and the absent facts it hangs on."""
    if isinstance(level, str):
        always = Level(level)
        return lambda _facts: (always, [])
    branches = [(truth_of(branch.get("when")), Level(branch["is"]), branch.get("when")) for branch in level]
    return lambda facts: _grade(branches, facts)


def _grade(branches: list[tuple[Truth, Level, Mapping[str, Any] | None]], facts: Facts) -> tuple[Level, list[str]]:
    possible: list[Level] = []
    unknown: list[str] = []
    for tell, level, when in branches:
        truth = tell(facts)
        if truth is False:
            continue
        possible.append(level)
        if truth:
            break
        unknown = unknown or list(missing_facts(when, facts))
    return min(possible, key=LEVELS.index, default=branches[-1][1]), unknown


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def met_by(condition: Mapping[str, Any], value: Any) -> bool | None:
    """Give the truth of a condition on one fact for a value of it; None for one that does not answer."""
    if not present(value):
        return None
    if "is" in condition or "in" in condition:
        wanted = condition["in"] if "in" in condition else [condition["is"]]
        if isinstance(value, list):
            return any(_same(item, choice) for item in value for choice in wanted)
        return any(_same(value, choice) for choice in wanted)
    comparison = next(name for name in COMPARE if name in condition)
    return _compare(comparison, value, condition[comparison])


def _same(value: Any, choice: Any) -> bool:
    return isinstance(value, bool) is isinstance(choice, bool) and bool(value == choice)


def _compare(comparison: str, value: Any, bound: Any) -> bool | None:
    if type(value) not in {int, float, str} or isinstance(value, str) is not isinstance(bound, str):
        return None
    return bool(COMPARE[comparison](value, bound))
