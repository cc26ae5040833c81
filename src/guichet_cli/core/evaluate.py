"""Evaluation: one criterion, one dossier, one date → one finding."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guichet_cli.core import ledger
from guichet_cli.core.calendar import Asked, Turn, dates_of, turns
from guichet_cli.core.classes import dataclass
from guichet_cli.core.conditions import Facts, grade_of, missing_facts, present, truth_of
from guichet_cli.core.failure import Failure, Scene
from guichet_cli.core.model import PROVABLE, Expectation, Level, Outcome
from guichet_cli.core.requirement import failures, late_schema

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import date

    from guichet_cli.core.model import Criterion, Dossier

NOTHING, WHOLE = Fraction(0), Fraction(1)
# a member by its class costs ten times what it costs by a name
MET, PARTIAL, PLANNED, FULL = Outcome.MET, Outcome.PARTIAL, Outcome.PLANNED, Expectation.FULL
PLAN, NONE = Expectation.PLAN, Expectation.NONE
CREDIT = {MET: WHOLE, PARTIAL: Fraction(1, 2)}
PHASE = "/project/phase"


class Subject:
    """What every criterion looks at: the dossier as cleaned, its data, the run's date, accepted claims and plans."""

    __slots__ = ("as_of", "claims", "data", "dossier", "facts", "ledger", "plans", "scene")

    def __init__(
        self,
        dossier: Dossier,
        data: Mapping[str, Any],
        as_of: date,
        claims: Mapping[str, str],
        plans: Mapping[str, str],
        guidance: Container[str] = (),
    ) -> None:
        """Keep what each criterion would look for again; `claims` and `plans` are pointers, by criterion."""
        self.dossier, self.data, self.as_of, self.claims, self.plans = dossier, data, as_of, claims, plans
        self.facts = Facts(data, as_of)
        self.scene = Scene(data, self.facts.today, guidance)
        self.ledger = ledger.by_id(data)


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
        self.applies = truth_of(criterion.when)
        self.grade = grade_of(criterion.level)
        self.full = late_schema(criterion.schema)
        self.cases = tuple((truth_of(case["when"]), late_schema(case["schema"])) for case in criterion.cases)
        self.dates = dates_of(criterion)
        schemas = (case["schema"] for case in criterion.cases)
        truths = (truth for truth, _ in self.cases)
        self.asked = Asked(self.applies, self.grade, tuple(zip(truths, schemas, strict=True)), criterion.at)
        self.weaker = None if criterion.partial is None else late_schema(criterion.partial)

    def judge(self, subject: Subject) -> Judgement:
        """Give the outcome of the criterion: the first of the contract's ten that holds."""
        criterion, facts = self.criterion, subject.facts
        phase = facts[PHASE]
        expectation = criterion.expected.get(phase) if isinstance(phase, str) and present(phase) else None
        level, level_unknown = self.grade(facts)
        if expectation is NONE:
            return Judgement(outcome=Outcome.NOT_DUE, level=level, expectation=expectation)
        applies = self.applies(facts)
        if applies is False:
            return Judgement(
                outcome=Outcome.NOT_APPLICABLE, level=level, expectation=expectation, turns=self._turns(subject)
            )
        unknown = [] if expectation else [PHASE]
        unknown += self._unknown(subject, level_unknown) if applies else self._hanging(criterion.when, subject)
        if unknown:
            return Judgement(
                outcome=Outcome.UNDETERMINED,
                level=level,
                expectation=expectation,
                unknown=tuple(dict.fromkeys(unknown)),
                turns=self._turns(subject),
            )
        if criterion.id in subject.claims:
            return Judgement(outcome=Outcome.NOT_APPLICABLE, level=level, expectation=expectation, claimed=True)
        return self._answered(subject, level, expectation or FULL)

    def _unknown(self, subject: Subject, level_unknown: list[str]) -> list[str]:
        """Give the absent facts that level and cases hang on: asked only once a criterion applies."""
        found = list(level_unknown)
        for (truth, _), case in zip(self.cases, self.criterion.cases, strict=True):
            if truth(subject.facts) is None:
                found += self._hanging(case["when"], subject)
        return found

    def _hanging(self, condition: Mapping[str, Any] | None, subject: Subject) -> Iterator[str]:
        return missing_facts(condition, subject.facts)

    def fails(self, subject: Subject) -> list[Failure]:
        """Give what the answer fails of the requirement and of the cases that hold."""
        value = _answer(subject, self.criterion.at)
        found = failures(self.full, value, subject.scene, self.criterion.at)
        for truth, check in self.cases:
            if truth(subject.facts):
                found += failures(check, value, subject.scene, self.criterion.at)
        return found

    def _answered(self, subject: Subject, level: Level, expectation: Expectation) -> Judgement:
        found = self.fails(subject)
        plan = subject.plans.get(self.criterion.id)
        outcome = self._outcome(found, subject, plan, expectation)
        planned = outcome is PLANNED and expectation is PLAN
        credit = WHOLE if planned else CREDIT.get(outcome, NOTHING)
        shown = tuple(self._exhibits(subject))
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

    def _exhibits(self, subject: Subject) -> Iterator[ledger.Exhibit]:
        proofs, today = subject.dossier.proofs, subject.facts.today
        return ledger.exhibits(self.criterion, subject.data, subject.ledger, proofs, today)

    def _turns(self, subject: Subject) -> tuple[Turn, ...]:
        return tuple(turns(self.asked, self.dates, subject.facts, subject.as_of)) if self.dates else ()

    def _outcome(self, found: list[Failure], subject: Subject, plan: str | None, expectation: Expectation) -> Outcome:
        if not found:
            return MET
        if plan and expectation is PLAN:
            return PLANNED
        value = _answer(subject, self.criterion.at)
        if self.weaker and not failures(self.weaker, value, subject.scene, self.criterion.at):
            return PARTIAL
        if not all(failure.absent for failure in found):
            return Outcome.UNMET
        return PLANNED if plan else Outcome.MISSING


def _answer(subject: Subject, at: str) -> Any:
    """Give what is judged; a block that is not there is an empty one, whose members are all absent."""
    value = subject.facts[at]
    return {} if value is None else value
