"""Judging: a dossier, a charter, the shape and a date → a scorecard. The whole run of the core, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core import statements
from guichet_cli.core.account import documents, narrative
from guichet_cli.core.conditions import truth_of
from guichet_cli.core.evaluate import Requirement, Subject
from guichet_cli.core.model import EMPTY, Problem, Scorecard, Status, Verdict
from guichet_cli.core.pointer import resolve
from guichet_cli.core.reporting import criterion_finding, problem_finding, rule_finding
from guichet_cli.core.requirement import failures, late_schema
from guichet_cli.core.scoring import rates_of, verdict_of, with_gains
from guichet_cli.core.validate import bounded, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from guichet_cli.core.failure import Check
    from guichet_cli.core.model import Charter, Criterion, Dossier, Finding, Rates


class Judge:
    """A charter with its requirements compiled: judges any number of dossiers against it, one at a time."""

    def __init__(self, charter: Charter, shape: Check) -> None:
        self.charter = charter
        self.shape = shape
        self.asked = [criterion for criterion in charter.criteria if criterion.status is not Status.OBSOLETE]
        self.by_id = {criterion.id: criterion for criterion in charter.criteria}
        self.requirements: dict[str, Requirement] = {}
        self.rules = [(rule, truth_of(rule.when), late_schema(rule.schema)) for rule in charter.rules]

    def __call__(self, dossier: Dossier, as_of: date) -> Scorecard:
        """Give the scorecard of a dossier at a date."""
        if dossier.data is None:
            return self._card(dossier, EMPTY, as_of, Verdict.UNREADABLE, (), self._problems(dossier, dossier.problems))
        data, mistakes = validate(dossier.data, self.shape)
        plans, bad_plans = statements.plans(data, self.by_id, as_of)
        claims, bad_claims = statements.claims(data, self.by_id)
        subject = Subject(dossier, data, as_of, claims, plans, self.charter.guidance)
        judged = [self._finding(criterion, subject) for criterion in self.asked]
        flawed = statements.untold([*bad_plans, *bad_claims], mistakes)
        warned = [*flawed, *self._overridden(subject, judged)]
        findings = [
            *self._problems(dossier, bounded([*dossier.problems, *mistakes])),
            *with_gains(judged),
            *self._problems(dossier, warned),
            *self._incoherences(subject),
        ]
        rates = tuple(rates_of(commitment, findings) for commitment in self.charter.commitments)
        return self._card(dossier, data, as_of, verdict_of(self.charter, rates, findings), rates, findings)

    def read(self, dossier: Dossier) -> Mapping[str, Any]:
        """Give what a dossier says, as it is judged: what breaks the shape is absent."""
        return EMPTY if dossier.data is None else validate(dossier.data, self.shape)[0]

    def _finding(self, criterion: Criterion, subject: Subject) -> Finding:
        requirement = self.requirements.get(criterion.id)
        if requirement is None:
            requirement = self.requirements[criterion.id] = Requirement(criterion)
        return criterion_finding(criterion, requirement.judge(subject), subject.dossier, self.charter)

    def _problems(self, dossier: Dossier, problems: Iterable[Problem]) -> list[Finding]:
        found = [problem_finding(problem, dossier, self.charter.language) for problem in problems]
        return sorted(found, key=lambda finding: finding.location.span or (0,))

    def _overridden(self, subject: Subject, judged: Sequence[Finding]) -> Iterator[Problem]:
        """Warn of each accepted claim that stands beside an answer: the claim wins, and it is said."""
        for finding in judged:
            if finding.claimed:
                criterion = self.by_id[finding.criterion]
                answer = resolve(subject.data, criterion.at)
                if isinstance(answer, dict) and set(answer) & set(criterion.schema.get("properties", ())):
                    params = {"criterion": criterion.id, "nearest": "", "least": 0, "length": 0, "due": ""}
                    pointer = subject.claims[criterion.id]
                    yield Problem(code="DOS-031", variant="answered", pointer=pointer, params=params)

    def _incoherences(self, subject: Subject) -> Iterator[Finding]:
        for rule, applies, check in self.rules:
            if applies(subject.facts):
                value = subject.facts[rule.at]
                found = [] if value is None else failures(check, value, subject.scene, rule.at)
                found = [failure for failure in found if not failure.absent]
                if found:
                    yield rule_finding(rule, found, subject.dossier, self.charter.language)

    def _card(
        self,
        dossier: Dossier,
        data: Mapping[str, Any],
        as_of: date,
        verdict: Verdict,
        rates: tuple[Rates, ...],
        findings: Sequence[Finding],
    ) -> Scorecard:
        project = resolve(data, "/project")
        texts = project if isinstance(project, dict) else {}
        return Scorecard(
            path=dossier.path,
            sha256=dossier.sha256,
            project={key: texts.get(key) for key in ("id", "title", "phase", "desk")},
            charter=self.charter,
            as_of=as_of,
            verdict=verdict,
            rates=rates,
            findings=tuple(findings),
            narrative=narrative(data),
            documents=documents(data, dossier, self.asked, as_of),
        )
