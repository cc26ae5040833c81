"""Requests: what a desk asks of a dossier, under a number that lasts, and what the next submission makes of each."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.model import LEVELS, Level, Outcome, Status
from guichet_cli.core.pointer import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guichet_cli.core.model import Finding
    from guichet_cli.core.record import Record

ASKED = tuple(level for level in LEVELS if level is not Level.WARNING)
"""The levels of requests, heaviest first."""
Name = tuple[str, str, int]


class Fate(StrEnum):
    """What became of a request: answered, still open, no longer asked, or asked for the first time."""

    ANSWERED = "answered"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    NEW = "new"


class Request(NamedTuple):
    """A gap that a desk asks to close, and the number that it bears from one submission to the next."""

    number: str
    finding: Finding


class Followed(NamedTuple):
    """A request on both sides of two submissions, and what became of it; None where a side does not have it."""

    number: str
    fate: Fate
    partly: bool
    """Whether one that is still open was answered in part: its credit rose, or its proof came."""
    old: Finding | None
    new: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding as it was asked: of one that is open as it is now, of one that is closed as it was."""
        found = self.old if self.fate in {Fate.ANSWERED, Fate.WITHDRAWN} else self.new or self.old
        if found is None:
            raise ValueError("a request has at least one side")
        return found


def by_name(findings: Iterable[Finding]) -> dict[Name, Finding]:
    """Give findings by what names them: a criterion by its id, a mistake by its place as well, and its turn there."""
    named: dict[Name, Finding] = {}
    turns = Counter[tuple[str, str]]()
    for finding in findings:
        key = (finding.criterion, finding.fingerprint if finding.commitment is None else "")
        named[*key, turns[key]] = finding
        turns[key] += 1
    return named


def requests_of(findings: Iterable[Finding], ordered: Sequence[Finding]) -> tuple[Request, ...]:
    """Give the requests of a dossier's findings for the gaps of it that are given in order."""
    numbers = {id(finding): number_of(name, finding) for name, finding in by_name(findings).items()}
    return tuple(Request(numbers[id(gap)], gap) for gap in ordered)


def number_of(name: Name, finding: Finding) -> str:
    """Give the number of a request: the code and, of a mistake of form, which a code may have several of, its place."""
    code, fingerprint, turn = name
    place = dotted(finding.location.pointer) if fingerprint else ""
    return " ".join(filter(None, (code, place, f"({turn + 1})" if turn else "")))


def follow(old: Record, new: Record) -> tuple[Followed, ...]:
    """Give what became of the requests of a dossier, by fate, then level, then number; none where the charters differ."""
    if old.charter.id != new.charter.id:
        return ()
    before, after = (by_name(side.findings) for side in (old, new))
    return tuple(sorted(_followed(before, after, readable=new.readable), key=_by_fate))


def counts(followed: Iterable[Followed]) -> Mapping[Fate, Mapping[Level, int]]:
    """Give how many requests of each level have each fate."""
    found: dict[Fate, dict[Level, int]] = {fate: dict.fromkeys(ASKED, 0) for fate in Fate}
    for each in followed:
        found[each.fate][each.finding.level] += 1
    return found


def _followed(before: Mapping[Name, Finding], after: Mapping[Name, Finding], *, readable: bool) -> Iterator[Followed]:
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is not None and was.gap:
            fate = _fate(was, now, readable=readable)
            partly = fate is Fate.UNCHANGED and now is not None and _nearer(was, now)
            yield Followed(number_of(name, was), fate, partly, was, now)
        elif now is not None and now.gap:
            yield Followed(number_of(name, now), Fate.NEW, False, was, now)


def _fate(was: Finding, now: Finding | None, *, readable: bool) -> Fate:
    if not readable:  # a file that does not read answers nothing
        return Fate.UNCHANGED
    if now is None:  # a mistake that is gone is mended; a criterion that is gone is no longer the charter's
        return Fate.ANSWERED if was.commitment is None else Fate.WITHDRAWN
    if now.gap:
        return Fate.UNCHANGED
    asked_no_more = now.status is not Status.ACTIVE or now.outcome in {Outcome.NOT_APPLICABLE, Outcome.NOT_DUE}
    return Fate.WITHDRAWN if asked_no_more else Fate.ANSWERED


def _nearer(was: Finding, now: Finding) -> bool:
    """Tell whether an open request is nearer to its answer."""
    return now.credit > was.credit or (now.credit == was.credit and was.proof_missing and not now.proof_missing)


def _by_fate(each: Followed) -> tuple[int, int, str]:
    return tuple(Fate).index(each.fate), LEVELS.index(each.finding.level), each.number
