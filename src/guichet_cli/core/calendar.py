"""The calendar: which dates change what a criterion asks of a given dossier, and how."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.conditions import branches, holds, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.model import Criterion, Level


class Turn(NamedTuple):
    """A date from which a criterion asks something else of a dossier: another level, or more or less."""

    day: str
    past: bool
    kind: str
    """`level`, or `asked`: a condition on the date opens or closes a requirement."""
    before: Level
    after: Level


def dates_of(criterion: Criterion) -> tuple[str, ...]:
    """Give the dates that a criterion's conditions name, in order."""
    level = [] if isinstance(criterion.level, str) else [branch.get("when") for branch in criterion.level]
    conditions = [criterion.when, *level, *(case["when"] for case in criterion.cases)]
    return tuple(sorted({day for condition in conditions for day in _dates(condition)}))


def turns(criterion: Criterion, dates: Iterable[str], data: Any, as_of: date) -> Iterator[Turn]:
    """Give the dates at which what is asked of this dossier changes, with what it was the day before."""
    for day in dates:
        first = date.fromisoformat(day)
        eve = first - timedelta(days=1)
        (before, unknown), (after, still_unknown) = (level_of(criterion.level, data, each) for each in (eve, first))
        past = first <= as_of
        if unknown or still_unknown:
            continue
        if before is not after:
            yield Turn(day, past, "level", before, after)
        elif _asked(criterion, data, eve) != _asked(criterion, data, first):
            yield Turn(day, past, "asked", before, after)


def _asked(criterion: Criterion, data: Any, day: date) -> list[bool | None]:
    return [holds(when, data, day) for when in (criterion.when, *(case["when"] for case in criterion.cases))]


def _dates(condition: Mapping[str, Any] | None) -> Iterator[str]:
    if condition is None:
        return
    if "as_of" in condition:
        yield from condition["as_of"].values()
    for part in branches(condition):
        yield from _dates(part)
