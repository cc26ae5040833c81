"""Causes: why a criterion moved between two records of a dossier. What cannot be told for sure is told as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.evaluate import PHASE
from guichet_cli.core.failure import is_date
from guichet_cli.core.model import PROVABLE, Outcome
from guichet_cli.core.reads import differences, is_fact, touches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Detail, Finding
    from guichet_cli.core.record import Record

ANSWER, FACT, PROOF, CLAIM, PLAN, WAIVER = "answer", "fact", "proof", "claim", "plan", "waiver"
DATE, CHARTER, TOOL, TEXT, UNKNOWN = "date", "charter", "tool", "text", "unknown"
DATED = frozenset({"expired", "future"})
"""States of a proof that only time changes."""
BUILT_IN = "DOS-"
APART = frozenset({"proof", "as_of"})
"""Keywords of details that are about something else than the answer."""


class Cause(NamedTuple):
    """One reason why a criterion moved: of which kind, where in the dossier, and a detail that the kind explains."""

    kind: str
    pointers: tuple[str, ...] = ()
    what: str = ""
    """Of a proof, its state; of a date, the day of the turn, the state of the proof that it changed, or `plan`."""
    sure: bool = True


def substance(finding: Finding) -> tuple[object, ...]:
    """Give what makes a finding move when it changes: not its sentences nor its places, nor the level of what does not apply."""
    said = (finding.outcome, finding.status, finding.claimed, finding.waived)
    if finding.outcome in {Outcome.NOT_DUE, Outcome.NOT_APPLICABLE}:
        return said
    return (*said, finding.level, finding.credit, finding.evidenced, finding.proof_missing)


class Causes:
    """Why the criteria of one dossier moved, from what both records know."""

    def __init__(self, old: Record, new: Record) -> None:
        self.old, self.new = old, new
        self.same_dossier = bool(old.sha256) and old.sha256 == new.sha256
        self.same_date = old.as_of == new.as_of
        self.same_charter = old.charter.sha256 == new.charter.sha256
        known = old.data is not None and new.data is not None
        self.changed = tuple(differences(old.data, new.data)) if known else None
        self.dated = frozenset() if self.same_date else frozenset(_dated(old, new))

    def __call__(self, old: Finding | None, new: Finding | None) -> tuple[Cause, ...]:
        """Give the reasons for one criterion, those of the dossier first."""
        sides = [finding for finding in (new, old) if finding]
        causes = [*self._statements(old, new), *self._proofs(old, new), *self._answers(old, new)]
        if DATE not in {cause.kind for cause in causes}:
            causes += self._dates(sides, found=bool(causes))
        causes += self._charters(sides, found=bool(causes))
        return tuple(dict.fromkeys(causes)) or (self._last(old, new),)

    def _statements(self, old: Finding | None, new: Finding | None) -> Iterator[Cause]:
        """Tell of claims, plans and waivers."""
        if old is None or new is None:
            return
        if old.claimed != new.claimed:
            yield Cause(CLAIM)
        planned = [finding.outcome is Outcome.PLANNED for finding in (old, new)]
        if planned[0] != planned[1] and not self.same_dossier and new.criterion not in self.dated:
            yield Cause(PLAN)
        if old.waived != new.waived:
            yield Cause(WAIVER)

    def _proofs(self, old: Finding | None, new: Finding | None) -> Iterator[Cause]:
        """Tell of documents: those that the side without its proof complains about."""
        if old is None or new is None:
            return
        proven = [finding.evidenced for finding in (old, new)]
        if not {old.outcome, new.outcome} <= PROVABLE or proven[0] == proven[1]:
            return
        wanting = new if new.proof_missing else old
        said = [detail for detail in wanting.details if detail.keyword == "proof"]
        for detail in said:
            kind = DATE if detail.reason in DATED and not self.same_date else PROOF
            yield Cause(kind, (detail.pointer,), detail.reason)
        if not said:
            yield Cause(PROOF)

    def _answers(self, old: Finding | None, new: Finding | None) -> Iterator[Cause]:
        """Tell which facts and fields changed: by the data where both sides have it, else by what each complains of."""
        if self.same_dossier:
            return
        pointers = list(self._by_data(old, new)) if self.changed is not None else _by_details(old, new)
        for kind in (FACT, ANSWER):
            mine = tuple(p for p in dict.fromkeys(pointers) if is_fact(p) is (kind == FACT))
            if mine:
                yield Cause(kind, mine)

    def _by_data(self, old: Finding | None, new: Finding | None) -> Iterator[str]:
        places: set[str] = set()
        for side, finding in ((self.old, old), (self.new, new)):
            if finding is not None:  # a mistake of form, a coherence rule are about the places that they show
                places |= side.reads(finding.criterion) or _shown(finding)
        return (p for p in self.changed or () if any(touches(p, place) for place in places))

    def _dates(self, sides: Sequence[Finding], *, found: bool) -> Iterator[Cause]:
        if self.same_date:
            return
        first, last = sorted((self.old.as_of, self.new.as_of))
        reasons = [d.reason for finding in sides for d in finding.details if d.keyword == "as_of"]
        days = dict.fromkeys(reason for reason in reasons if is_date(reason) and first < reason <= last)
        yield from (Cause(DATE, (), day) for day in days)
        if days:
            return
        if sides[0].criterion in self.dated or (self.same_dossier and self.same_charter and not found):
            lapsed = Outcome.PLANNED in {finding.outcome for finding in sides}
            yield Cause(DATE, (), PLAN if lapsed else "")
        elif not found:
            yield Cause(DATE, sure=False)

    def _charters(self, sides: Sequence[Finding], *, found: bool) -> Iterator[Cause]:
        name = sides[0].criterion
        if self.same_charter or name.startswith(BUILT_IN):
            return
        asked = [side.criteria.get(name) for side in (self.old, self.new)]
        if len(sides) == 1 or (all(asked) and asked[0] != asked[1]):
            yield Cause(CHARTER)
        elif not all(asked):
            yield Cause(CHARTER, sure=self.same_dossier and not found)

    def _last(self, old: Finding | None, new: Finding | None) -> Cause:
        """Give what is left when nothing else explains a move."""
        if not (self.old.readable and self.new.readable):
            return Cause(TEXT)
        if self.old.tool != self.new.tool:
            return Cause(TOOL)
        if self.same_dossier:
            return Cause(UNKNOWN)
        if self.old.phase != self.new.phase:
            return Cause(FACT, (PHASE,), sure=False)
        return Cause(ANSWER, tuple(sorted(_shown(new) or _shown(old))), sure=False)


def _by_details(old: Finding | None, new: Finding | None) -> list[str]:
    """Give the places that only one side complains of, else those that the two complain of in other words."""
    sides = [[d for d in finding.details if d.keyword not in APART] if finding else [] for finding in (old, new)]
    for said in (_complaint, _words):
        before, after = ({said(detail) for detail in details} for details in sides)
        found = [detail.pointer for details in sides for detail in details if said(detail) in before ^ after]
        if found:
            return found
    return []


def _complaint(detail: Detail) -> tuple[str, str]:
    return detail.pointer, detail.keyword


def _words(detail: Detail) -> tuple[str, str]:
    return detail.pointer, detail.message


def _shown(finding: Finding | None) -> set[str]:
    return {location.pointer for location in finding.locations} if finding else set()


def _dated(old: Record, new: Record) -> Iterator[str]:
    """Give the criteria that one of the dossiers, unchanged, is judged differently by at the other's date."""
    for here, there in ((new, old), (old, new)):
        if here.again is not None:
            then = {finding.criterion: substance(finding) for finding in here.again(there.as_of)}
            now = {finding.criterion: substance(finding) for finding in here.findings}
            yield from (criterion for criterion in now if now[criterion] != then.get(criterion))
            return
