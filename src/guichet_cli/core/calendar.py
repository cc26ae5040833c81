"""The calendar: which dates change what a criterion asks of a given dossier, and how."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.conditions import branches
from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.conditions import Facts, Grade, Truth
    from guichet_cli.core.model import Criterion, Level


class Turn(NamedTuple):
    """A date from which a criterion asks something else of a dossier, and what exactly."""

    day: str
    past: bool
    kind: str
    """`applies` | `ends`, the criterion as a whole; `asked` | `possible` | `dropped` | `changed`, some of its fields;
    `level` | `level_possible`. What is possible hangs on an absent fact from that day on."""
    before: Level
    after: Level
    fields: tuple[str, ...] = ()


def dates_of(criterion: Criterion) -> tuple[str, ...]:
    """Give the dates that a criterion's conditions name, in order."""
    level = [] if isinstance(criterion.level, str) else [branch.get("when") for branch in criterion.level]
    conditions = [criterion.when, *level, *(case["when"] for case in criterion.cases)]
    return tuple(sorted({day for condition in conditions for day in _dates(condition)}))


class Asked(NamedTuple):
    """What decides what a criterion asks, compiled: when it applies, its level, and its cases with their schemas."""

    applies: Truth
    grade: Grade
    cases: tuple[tuple[Truth, Mapping[str, Any]], ...]
    at: str


def turns(asked: Asked, dates: Iterable[str], facts: Facts, as_of: date) -> Iterator[Turn]:
    """Give the dates at which what is asked of this dossier changes, with what it was the day before."""
    for day in dates:
        first = date.fromisoformat(day)
        if first == date.min:
            continue
        eve, morning = (facts.at(each) for each in (first - timedelta(days=1), first))
        was, concerned = asked.applies(eve), asked.applies(morning)
        (before, _), (after, unknown) = asked.grade(eve), asked.grade(morning)
        turn = Turn(day, first <= as_of, "", before, after)
        if was is False or concerned is False:
            if was is not concerned and concerned is not None:
                yield turn._replace(kind="applies" if concerned else "ends")
            continue
        for kind, fields in _changed(asked, eve, morning).items():
            yield turn._replace(kind=kind, fields=tuple(dict.fromkeys(fields)))
        if before is not after:
            yield turn._replace(kind="level_possible" if unknown else "level")


def _changed(asked: Asked, eve: Facts, morning: Facts) -> dict[str, list[str]]:
    """Give the fields that cases ask for, may ask for, or no longer ask for, from a day on."""
    found: dict[str, list[str]] = {"asked": [], "possible": [], "dropped": []}
    for truth, schema in asked.cases:
        before, after = truth(eve), truth(morning)
        if before is not after:
            kind = "possible" if after is None else "asked" if after else "dropped"
            found[kind] += _required(schema, asked.at) or [asked.at]
    if found["dropped"] and set(found["dropped"]) == set(found["asked"]):
        found = {"changed": found["asked"], "possible": found["possible"]}
    return {kind: fields for kind, fields in found.items() if fields}


def _required(schema: Mapping[str, Any], at: str) -> list[str]:
    """Give the fields that a requirement asks for, as deep as it names them."""
    found = []
    for name in schema.get("required", ()):
        pointer = under(at, name)
        found += _required(schema.get("properties", {}).get(name, {}), pointer) or [pointer]
    return found


def _dates(condition: Mapping[str, Any] | None) -> Iterator[str]:
    if condition is None:
        return
    if "as_of" in condition:
        yield from condition["as_of"].values()
    for part in branches(condition):
        yield from _dates(part)
