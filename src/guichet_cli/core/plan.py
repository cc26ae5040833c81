"""The plan: what to do first in a dossier, what each gap holds back, and exactly what closing it gives."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.failure import is_date
from guichet_cli.core.model import EFFORTS, Expectation, Outcome, Verdict
from guichet_cli.core.reach import TARGETS, smallest
from guichet_cli.core.scoring import ANSWERED, rates_of, verdict_of
from guichet_cli.core.statements import entries
from guichet_cli.core.suppose import closed, suppose, supposed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from guichet_cli.core.model import Finding, Scorecard

GROUPS = (
    *("overdue", "form", "facts"),
    *("inadmissible", "incomplete", "admissible_with_reservations"),
    *("floor", "rate", "proof", "promised"),
)
"""What a step is about, first things first."""


class Action(NamedTuple):
    """What the dossier says will be done about a criterion, by whom and when."""

    pointer: str
    action: str
    owner: str
    due: str
    overdue: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A gap to close, or a promise to keep: what it holds back, and what closing it, and nothing else, gives."""

    finding: Finding
    ceiling: Verdict
    """The best verdict that can be had while it stays open."""
    alone: Verdict
    """The verdict once it alone is closed."""
    evidenced: Fraction = Fraction(0)
    """Points of its commitment's `evidenced` rate that closing it with its proof gives."""
    low: bool = False
    """Whether it would raise a rate that is under its floor, or a coverage under the minimum."""
    needed: frozenset[Verdict] = frozenset()
    """The verdicts that the smallest set with this gap in it reaches."""
    actions: tuple[Action, ...] = ()

    @property
    def action(self) -> Action | None:
        """The action to look at: the next one that is due, else the last one that was."""
        return next((each for each in self.actions if not each.overdue), self.actions[-1] if self.actions else None)

    @property
    def overdue(self) -> bool:
        """Whether what was promised was due before the review, and nothing else is promised."""
        return self.action is not None and self.action.overdue

    @property
    def promise(self) -> bool:
        """Whether nothing is to be gained here: an action that is enough at this phase is to be kept."""
        return not self.finding.gap

    @property
    def plan_suffices(self) -> bool:
        """Whether a dated action closes it at this phase."""
        return self.finding.gap and self.finding.expectation is Expectation.PLAN and self.finding.credit < 1

    @property
    def sure(self) -> bool:
        """Whether what it gives is certain: a criterion that hangs on an absent fact may turn out not to apply."""
        return self.finding.outcome is not Outcome.UNDETERMINED

    @property
    def unlocks(self) -> str:
        """What closing it opens the way to: `verdict` | `floor` | `rate` | `proof`, nothing for a promise."""
        if self.promise:
            return ""
        if self.ceiling is not Verdict.ADMISSIBLE:
            return "verdict"
        return "floor" if self.low else "rate" if self.finding.gain else "proof"

    @property
    def group(self) -> str:
        """What the step is about, the first of the groups that holds."""
        if self.overdue:
            return "overdue"
        if self.finding.commitment is None:
            return "form"
        if not self.sure:
            return "facts"
        return str(self.ceiling) if self.unlocks == "verdict" else self.unlocks or "promised"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is to be done in one dossier, first things first."""

    card: Scorecard
    """The scorecard that is planned for: the dossier's own, or what it becomes under the suppositions."""
    steps: tuple[Step, ...]
    target: Verdict | None = None
    what_if: Mapping[str, Outcome] = field(default_factory=dict)
    """The outcomes that are supposed, by code."""
    before: Scorecard | None = None
    """The dossier's own scorecard, when something is supposed."""

    def needed(self, target: Verdict) -> int:
        """Give how many gaps the smallest set that reaches a verdict has."""
        return sum(target in step.needed for step in self.steps)

    @property
    def shown(self) -> tuple[Step, ...]:
        """The steps that the target needs; without a target, all."""
        return self.steps if self.target is None else tuple(step for step in self.steps if self.target in step.needed)

    @property
    def first(self) -> Step | None:
        """The step to begin with: what comes first and does not hang on a fact."""
        return next((step for step in self.shown if step.sure and not step.promise), None)


def plan_of(
    card: Scorecard,
    data: Mapping[str, Any],
    *,
    target: Verdict | None = None,
    what_if: Mapping[str, Outcome] | None = None,
) -> Plan:
    """Give the plan of a dossier, from its scorecard and what it says of its actions."""
    if card.verdict is Verdict.UNREADABLE:
        return Plan(card=card, steps=tuple(_fault(finding) for finding in card.gaps), target=target)
    before = card if what_if else None
    card = suppose(card, what_if) if what_if else card
    promised, bench = actions(data, card.as_of), _Bench(card)
    sets = {verdict: frozenset(smallest(card, verdict)) for verdict in TARGETS}
    steps = [
        Step(
            finding=gap,
            ceiling=bench.ceiling(gap),
            alone=bench.alone(gap),
            evidenced=bench.evidenced(gap),
            low=bench.low(gap),
            needed=frozenset(verdict for verdict, gaps in sets.items() if gap in gaps),
            actions=promised.get(gap.criterion, ()),
        )
        for gap in bench.gaps
    ]
    kept = [f for f in card.findings if f.outcome is Outcome.PLANNED and f.counted and not f.gap]
    steps += [
        Step(finding=f, ceiling=Verdict.ADMISSIBLE, alone=card.verdict, actions=promised.get(f.criterion, ()))
        for f in kept
    ]
    ordered = tuple(sorted(steps, key=_first_things_first))
    return Plan(card=card, steps=ordered, target=target, what_if=what_if or {}, before=before)


def actions(data: Mapping[str, Any], as_of: date) -> dict[str, tuple[Action, ...]]:
    """Give the dated actions of each criterion, the soonest first."""
    found: dict[str, list[Action]] = {}
    for pointer, plan in entries(data, "plans"):
        criterion, due = plan.get("criterion"), plan.get("due")
        if isinstance(criterion, str) and is_date(due):
            action, owner = (text if isinstance(text := plan.get(key), str) else "" for key in ("action", "owner"))
            found.setdefault(criterion, []).append(
                Action(pointer, action, owner, str(due), str(due) < as_of.isoformat())
            )
    return {criterion: tuple(sorted(each, key=lambda action: action.due)) for criterion, each in found.items()}


def _fault(finding: Finding) -> Step:
    """Give what keeps a dossier from being read: until it is mended, nothing else can be planned."""
    return Step(finding=finding, ceiling=Verdict.UNREADABLE, alone=Verdict.UNREADABLE, needed=frozenset(TARGETS))


class _Bench:
    """A scorecard as it is and with every gap closed, on which gaps are tried one at a time."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.gaps = card.gaps
        self.done = closed(card, self.gaps)

    def ceiling(self, gap: Finding) -> Verdict:
        """Give the verdict when everything is closed but this gap."""
        return _verdict(self.done, gap, gap, [gap])

    def alone(self, gap: Finding) -> Verdict:
        """Give the verdict when this gap is closed and nothing else."""
        return _verdict(self.card, gap, supposed(gap, Outcome.MET), [each for each in self.gaps if each is not gap])

    def evidenced(self, gap: Finding) -> Fraction:
        """Give the points of the evidenced rate that closing a gap gives its commitment."""
        mine = [f.weight for f in self.card.findings if f.counted and f.commitment == gap.commitment]
        had = gap.credit if gap.evidenced else Fraction(0)
        return 100 * gap.weight * (1 - had) / sum(mine, Fraction(0)) if gap.weight and mine else Fraction(0)

    def low(self, gap: Finding) -> bool:
        """Tell whether closing a gap raises a rate under its floor, or a coverage under the minimum."""
        own = next((rates for rates in self.card.rates if rates.commitment.id == gap.commitment), None)
        if own is None or own.declared is None or own.coverage is None:
            return False
        uncovered = gap.outcome not in ANSWERED and own.coverage < self.card.charter.minimum_coverage
        return uncovered or (gap.credit < 1 and own.declared < own.commitment.floor)


def _verdict(card: Scorecard, gap: Finding, stand_in: Finding, gaps: Sequence[Finding]) -> Verdict:
    """Give the verdict of a scorecard where one finding has another in its place; only its commitment is counted anew."""
    mine = [stand_in if f.criterion == gap.criterion else f for f in card.findings if f.commitment == gap.commitment]
    rates = [rates_of(r.commitment, mine) if r.commitment.id == gap.commitment else r for r in card.rates]
    return verdict_of(card.charter, rates, gaps)


def _first_things_first(step: Step) -> tuple[object, ...]:
    finding = step.finding
    effort = EFFORTS.index(finding.effort) if finding.effort in EFFORTS else 0
    due = step.action.due if step.action and (step.overdue or step.promise) else ""
    place = finding.location.span or ()
    return GROUPS.index(step.group), due, effort, -finding.gain, -step.evidenced, finding.criterion, place
