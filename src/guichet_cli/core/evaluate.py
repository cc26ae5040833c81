"""Evaluation: one criterion, one dossier, one date → one finding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core import ledger
from guichet_cli.core.calendar import Turn, dates_of, turns
from guichet_cli.core.conditions import holds, level_of, present, unknown_facts
from guichet_cli.core.failure import Failure, Scene
from guichet_cli.core.model import Expectation, Level, Outcome
from guichet_cli.core.pointer import resolve
from guichet_cli.core.requirement import compile_schema, failures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guichet_cli.core.failure import Check
    from guichet_cli.core.model import Criterion, Dossier

CREDIT = {Outcome.MET: Fraction(1), Outcome.PARTIAL: Fraction(1, 2)}
PROVABLE = frozenset({Outcome.MET, Outcome.PARTIAL})
PHASE = "/project/phase"


class Subject(NamedTuple):
    """What every criterion looks at: the dossier as cleaned, its data, the run's date, accepted claims and plans."""

    dossier: Dossier
    data: Mapping[str, Any]
    as_of: date
    claims: Mapping[str, str]
    """The pointer of the accepted claim for each criterion."""
    plans: Mapping[str, str]
    """The pointer of the valid plan for each criterion."""
    guidance: frozenset[str] = frozenset()

    @property
    def scene(self) -> Scene:
        """What requirements may look at beside the value they stand on."""
        return Scene(self.data, self.as_of.isoformat(), self.guidance)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What evaluation establishes before it is put into words."""

    outcome: Outcome
    level: Level
    expectation: Expectation | None
    credit: Fraction = Fraction(0)
    claimed: bool = False
    failures: tuple[Failure, ...] = ()
    unknown: tuple[str, ...] = ()
    """Pointers of the absent facts that an undetermined criterion hangs on."""
    exhibits: tuple[ledger.Exhibit, ...] = ()
    proven: bool = False
    plan: str | None = None
    turns: tuple[Turn, ...] = ()
    """Dates at which what is asked of this dossier has changed, or will."""


class Requirement:
    """A criterion with its schemas compiled, ready to judge many dossiers."""

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.full: Check = compile_schema(criterion.schema)
        self.cases = tuple((case["when"], compile_schema(case["schema"])) for case in criterion.cases)
        self.dates = dates_of(criterion)
        self.weaker = None if criterion.partial is None else compile_schema(criterion.partial)

    def judge(self, subject: Subject) -> Judgement:
        """Give the outcome of the criterion: the first of the contract's ten that holds."""
        criterion, data, as_of = self.criterion, subject.data, subject.as_of
        phase = resolve(data, PHASE)
        expectation = criterion.expected.get(phase) if isinstance(phase, str) and present(phase) else None
        level, level_unknown = level_of(criterion.level, data, as_of)
        if expectation is Expectation.NONE:
            return Judgement(outcome=Outcome.NOT_DUE, level=level, expectation=expectation)
        dated = self._turns(subject)
        if holds(criterion.when, data, as_of) is False:
            return Judgement(outcome=Outcome.NOT_APPLICABLE, level=level, expectation=expectation, turns=dated)
        unknown = [] if expectation else [PHASE]
        unknown += unknown_facts(criterion.when, data, as_of)
        if holds(criterion.when, data, as_of):
            # what else it hangs on is asked only once it applies
            unknown += level_unknown
            for when, _ in self.cases:
                unknown += unknown_facts(when, data, as_of)
        if unknown:
            return Judgement(
                outcome=Outcome.UNDETERMINED,
                level=level,
                expectation=expectation,
                unknown=tuple(dict.fromkeys(unknown)),
                turns=dated,
            )
        if criterion.id in subject.claims:
            return Judgement(outcome=Outcome.NOT_APPLICABLE, level=level, expectation=expectation, claimed=True)
        return self._answered(subject, level, expectation or Expectation.FULL)

    def fails(self, subject: Subject) -> list[Failure]:
        """Give what the answer fails of the requirement and of the cases that hold."""
        value = _answer(subject, self.criterion.at)
        found = failures(self.full, value, subject.scene, self.criterion.at)
        for when, check in self.cases:
            if holds(when, subject.data, subject.as_of):
                found += failures(check, value, subject.scene, self.criterion.at)
        return found

    def _answered(self, subject: Subject, level: Level, expectation: Expectation) -> Judgement:
        found = self.fails(subject)
        plan = subject.plans.get(self.criterion.id)
        outcome = self._outcome(found, subject, plan, expectation)
        credit = CREDIT.get(outcome, Fraction(outcome is Outcome.PLANNED and expectation is Expectation.PLAN))
        shown = tuple(ledger.exhibits(self.criterion, subject.data, subject.dossier.proofs, subject.as_of))
        proven = not self.criterion.proof_required or any(exhibit.state == "ok" for exhibit in shown)
        return Judgement(
            outcome=outcome,
            level=level,
            expectation=expectation,
            credit=credit,
            failures=tuple(found),
            exhibits=shown,
            proven=outcome in PROVABLE and proven,
            plan=plan,
            turns=self._turns(subject),
        )

    def _turns(self, subject: Subject) -> tuple[Turn, ...]:
        return tuple(turns(self.criterion, self.dates, subject.data, subject.as_of)) if self.dates else ()

    def _outcome(self, found: list[Failure], subject: Subject, plan: str | None, expectation: Expectation) -> Outcome:
        if not found:
            return Outcome.MET
        if plan and expectation is Expectation.PLAN:
            return Outcome.PLANNED
        value = _answer(subject, self.criterion.at)
        if self.weaker and not failures(self.weaker, value, subject.scene, self.criterion.at):
            return Outcome.PARTIAL
        if not all(failure.absent for failure in found):
            return Outcome.UNMET
        return Outcome.PLANNED if plan else Outcome.MISSING


def _answer(subject: Subject, at: str) -> Any:
    """Give what is judged; a block that is not there is an empty one, whose members are all absent."""
    value = resolve(subject.data, at)
    return {} if value is None else value
