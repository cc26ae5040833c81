"""Baselines: the gaps that were known at some time, by project and fingerprint; only new or worse ones are news."""

from __future__ import annotations

from collections import Counter
from posixpath import normpath
from typing import TYPE_CHECKING, Literal, NamedTuple

from guichet_cli.core.classes import dataclass, field, replace
from guichet_cli.core.model import LEVELS, Level, Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guichet_cli.core.model import Finding, Scorecard

    State = Literal["new", "updated", "unchanged"]

FORMAT = 1
HEAVINESS = {
    Outcome.MET: 0,  # its proof is not there
    Outcome.PARTIAL: 1,
    Outcome.PLANNED: 2,
    Outcome.UNDETERMINED: 3,
    Outcome.MISSING: 3,
    Outcome.UNMET: 4,
}
"""How heavy the outcomes of a gap are."""


class Project(NamedTuple):
    """Whose gaps they are: a project's id, or the path of a dossier that has none."""

    kind: Literal["id", "path"]
    name: str


class Mark(NamedTuple):
    """Which gap of a project: a fingerprint, and its turn among those that share it."""

    fingerprint: str
    turn: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Debt:
    """A gap as it was: its criterion, its outcome and its level."""

    criterion: str
    outcome: Outcome
    level: Level

    def covers(self, other: Debt) -> bool:
        """Tell whether another state of the gap is no worse."""
        lighter = HEAVINESS[other.outcome] <= HEAVINESS[self.outcome]
        return lighter and LEVELS.index(other.level) >= LEVELS.index(self.level)

    def lightened(self, other: Debt) -> Debt:
        """Give the gap at the lighter outcome and the lighter level of two states."""
        outcome = min(self.outcome, other.outcome, key=lambda outcome: HEAVINESS[outcome])
        return replace(self, outcome=outcome, level=max(self.level, other.level, key=LEVELS.index))


Debts = dict[Project, dict[Mark, Debt]]


def project_of(card: Scorecard) -> Project:
    """Give whose gaps a scorecard holds."""
    name = card.project.get("id")
    if isinstance(name, str) and name.strip():
        return Project("id", name)
    return Project("path", normpath(card.path))


def gaps_of(card: Scorecard) -> Iterator[tuple[Finding, Mark]]:
    """Give the gaps of a scorecard, each with what tells it from the others."""
    turns = Counter[str]()
    for finding in card.findings:
        if finding.gap:
            yield finding, Mark(finding.fingerprint, turns[finding.fingerprint])
            turns[finding.fingerprint] += 1


@dataclass(kw_only=True, slots=True)
class Ratchet:
    """Scorecards against a baseline, one at a time: which gaps are known, which of the baseline's are gone, what to keep."""

    known: Mapping[Project, Mapping[Mark, Debt]] | None = None
    """The baseline; None where there is none yet."""
    takes: Callable[[str], bool] = lambda _: True
    """Whether the call selects a criterion."""
    seen: Debts = field(default_factory=dict)

    def mark(self, card: Scorecard) -> Scorecard:
        """Give a scorecard with its known gaps marked."""
        if card.verdict is Verdict.UNREADABLE:  # nothing is known of a project that cannot be read
            return card
        project = project_of(card)
        old = (self.known or {}).get(project, {})
        seen = self.seen.setdefault(project, {})
        marked = set[int]()
        for finding, mark in gaps_of(card):
            now = Debt(criterion=finding.criterion, outcome=finding.outcome, level=finding.level)
            if mark in old and old[mark].covers(now):
                marked.add(id(finding))
            if self.takes(finding.criterion):
                seen[mark] = _heavier(seen[mark], now) if mark in seen else now
        if not marked:
            return card
        findings = (replace(finding, known=True) if id(finding) in marked else finding for finding in card.findings)
        return replace(card, findings=tuple(findings))

    def state_of(self, card: Scorecard, finding: Finding) -> State:
        """Give how a finding stands against the baseline; what is no gap was never in it."""
        if finding.known or not finding.gap:
            return "unchanged"
        old = (self.known or {}).get(project_of(card), {})
        return "updated" if any(mark.fingerprint == finding.fingerprint for mark in old) else "new"

    def gone(self) -> list[tuple[Project, Debt]]:
        """Give what the baseline holds and the projects that were judged no longer have."""
        return [
            (project, debt)
            for project, debts in (self.known or {}).items()
            if project in self.seen
            for mark, debt in debts.items()
            if mark not in self.seen[project] and self.takes(debt.criterion)
        ]

    def refused(self) -> int:
        """Give how many gaps a baseline that exists does not take in: those that are new, and those that are heavier."""
        known = self.known
        if known is None:
            return 0
        return sum(
            mark not in known.get(project, {}) or not known[project][mark].covers(now)
            for project, debts in self.seen.items()
            for mark, now in debts.items()
        )

    def kept(self) -> Debts:
        """Give the baseline to write: all gaps where there was none, else the old one without what is gone or lighter."""
        if self.known is None:
            return {project: debts for project, debts in self.seen.items() if debts}
        kept: Debts = {}
        for project, debts in self.known.items():
            seen = self.seen.get(project)
            for mark, debt in debts.items():
                if seen is None or not self.takes(debt.criterion):  # not judged here: nothing is known of it
                    kept.setdefault(project, {})[mark] = debt
                elif mark in seen:
                    kept.setdefault(project, {})[mark] = debt.lightened(seen[mark])
        return kept


def _heavier(one: Debt, other: Debt) -> Debt:
    """Give the heavier outcome and level of two dossiers of one project."""
    outcome = max(one.outcome, other.outcome, key=lambda outcome: HEAVINESS[outcome])
    return replace(one, outcome=outcome, level=min(one.level, other.level, key=LEVELS.index))
