"""Rows: what a batch keeps of a scorecard once the next one comes, and the orders and groups that they are shown in."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.model import Level, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guichet_cli.core.model import Finding, Location, Rates, Scorecard

SORTS = ("path", "verdict", "lowest", "coverage", "blocking", "project")
"""What rows can be sorted by: `path` is the order of the call, the others put first what needs a look first."""
GROUPS = ("desk", "phase", "verdict")
LONGEST = 200
"""How many characters of an id or a title a row keeps: a stranger writes them."""
STALE = frozenset({"expired", "changed", "missing", "empty", "unreadable", "not_regular", "outside", "too_big"})
"""States of a document that an entry names and that proves nothing, or nothing any more."""
WORST_FIRST = tuple(reversed(Verdict))


class Rate(NamedTuple):
    """The numbers of one commitment, exact, 0 to 100; None where nothing is counted."""

    declared: Fraction | None
    evidenced: Fraction | None
    coverage: Fraction | None
    complete: bool


class Fault(NamedTuple):
    """Why a file could not be read."""

    code: str
    message: str
    location: Location


class Row(NamedTuple):
    """A dossier on one line: who it is, its rates, and how many things need a look."""

    path: str
    id: str
    """Nothing where the dossier does not say."""
    title: str
    phase: str
    desk: str
    verdict: Verdict
    rates: Mapping[str, Rate]
    """By the prefix of the commitment, in the charter's order."""
    lowest: str
    """The prefix of the commitment with the lowest declared rate; nothing where nothing is counted."""
    blocking: int
    waived: int
    stale: int
    """How many documents named as proof are expired, altered or not there."""
    fault: Fault | None

    @property
    def coverage(self) -> Fraction | None:
        """The least coverage of a commitment."""
        return min((rate.coverage for rate in self.rates.values() if rate.coverage is not None), default=None)

    @property
    def least(self) -> Fraction | None:
        """The lowest declared rate."""
        return self.rates[self.lowest].declared if self.lowest else None


def row_of(card: Scorecard) -> Row:
    """Give what a batch keeps of a scorecard; what its rates count is all of it, selected or not."""
    whole = card.whole
    unreadable = card.verdict is Verdict.UNREADABLE
    first = card.findings[0] if unreadable and card.findings else None
    return Row(
        path=card.path,
        **{key: said(card.project[key])[:LONGEST] for key in ("id", "title", "phase", "desk")},
        verdict=card.verdict,
        rates={rates.commitment.prefix: _rate(rates) for rates in card.rates},
        lowest=card.lowest.commitment.prefix if card.lowest else "",
        blocking=0
        if unreadable
        else sum(finding.gap and finding.level is Level.BLOCKING for finding in whole.findings),
        waived=sum(finding.waived for finding in whole.findings),
        stale=_stale(whole.findings),
        fault=Fault(first.criterion, first.message, first.location) if first else None,
    )


def sorted_rows(rows: Iterable[Row], by: str) -> list[Row]:
    """Give rows in one of the orders of `SORTS`; rows that are equal there stay in the order of the call."""
    if by not in SORTS:
        raise ValueError(by)
    return list(rows) if by == "path" else sorted(rows, key=_KEYS[by])


def grouped_rows(rows: Iterable[Row], by: str) -> Mapping[str, Sequence[Row]]:
    """Give rows by one of `GROUPS`: verdicts worst first, the others by value, what says nothing last under an empty name."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(getattr(row, by)), []).append(row)
    if by == "verdict":
        return {name: groups[name] for name in map(str, WORST_FIRST) if name in groups}
    return {name: groups[name] for name in sorted(groups, key=lambda name: (not name, name))}


def said(value: object) -> str:
    """Give a value of the project when it is text, else nothing."""
    return value if isinstance(value, str) else ""


@lru_cache(maxsize=4096)
def _shared(value: Fraction | None) -> Fraction | None:
    """Give a number, the same object each time: dossiers answer the same criteria, and ten thousand rows keep one of each."""
    return value


_alike = lru_cache(maxsize=4096)(Rate)


def _rate(rates: Rates) -> Rate:
    numbers = (rates.declared, rates.evidenced, rates.coverage)
    return _alike(*map(_shared, numbers), rates.complete)


def _stale(findings: Iterable[Finding]) -> int:
    """Count documents once, however many criteria name them."""
    details = (detail for finding in findings for detail in finding.details)
    return len({detail.message for detail in details if detail.keyword == "proof" and detail.reason in STALE})


def _low(value: Fraction | None) -> Fraction:
    return Fraction(-1) if value is None else value


_KEYS: Mapping[str, Callable[[Row], tuple[object, ...]]] = {
    "verdict": lambda row: (WORST_FIRST.index(row.verdict), -row.blocking),
    "lowest": lambda row: (_low(row.least),),
    "coverage": lambda row: (_low(row.coverage),),
    "blocking": lambda row: (row.verdict is not Verdict.UNREADABLE, -row.blocking),
    "project": lambda row: (not row.id, row.id),
}
