"""Scoring: findings to the four rates of each commitment, and to a verdict."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import lcm
from operator import mul
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import replace
from guichet_cli.core.model import Expectation, Level, Outcome, Rates, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from guichet_cli.core.model import Charter, Commitment, Finding

ANSWERED = frozenset({Outcome.MET, Outcome.PARTIAL, Outcome.PLANNED, Outcome.UNMET})
NOTHING, WHOLE = Fraction(0), Fraction(1)
OPEN = frozenset({Outcome.MISSING, Outcome.UNDETERMINED, Outcome.PLANNED})


def share(findings: Sequence[Finding], credit: Callable[[Finding], Fraction]) -> Fraction | None:
    """Give the weighted share of a credit over counted findings, 0 to 100; None when none is counted."""
    parts = [(f.weight.as_integer_ratio(), credit(f).as_integer_ratio()) for f in findings]
    # whole numbers over one denominator each: the same sums as of fractions, at a tenth of the cost
    scale, unit = lcm(*{weight[1] for weight, _ in parts}), lcm(*{part[1] for _, part in parts})
    weights = [weight * (scale // under) for (weight, under), _ in parts]
    whole = unit * sum(weights)
    earned = (part * (unit // under) for _, (part, under) in parts)
    return Fraction(100 * sum(map(mul, weights, earned)), whole) if whole else None


def possible_credit(finding: Finding) -> Fraction:
    """Give the credit that is still within reach: 1 where nothing yet speaks against it."""
    return WHOLE if finding.outcome in OPEN else finding.credit


def rates_of(commitment: Commitment, findings: Iterable[Finding]) -> Rates:
    """Give the four numbers of a commitment from its findings."""
    mine = [f for f in findings if f.commitment == commitment.id and f.status is Status.ACTIVE]
    counted = [f for f in mine if f.counted]
    counts = Counter(str(f.outcome) for f in mine)
    return Rates(
        commitment=commitment,
        evidenced=share(counted, lambda f: f.credit if f.evidenced else NOTHING),
        declared=share(counted, lambda f: f.credit),
        possible=share(counted, possible_credit),
        coverage=share(counted, lambda f: WHOLE if f.outcome in ANSWERED else NOTHING),
        counts={str(outcome): counts[outcome] for outcome in Outcome},
        claimed=sum(f.claimed for f in mine),
        complete=all(f.outcome is Outcome.MET for f in counted),
    )


def verdict_of(charter: Charter, rates: Sequence[Rates], findings: Sequence[Finding]) -> Verdict:
    """Give the verdict that findings deserve: the first of the contract's list that holds."""
    gaps = [f for f in findings if f.gap]
    blocking = [f for f in gaps if f.level is Level.BLOCKING]
    if any(f.outcome is Outcome.UNMET and f.expectation is Expectation.FULL for f in blocking):
        return Verdict.INADMISSIBLE
    misshapen = any(f.commitment is None for f in gaps)
    if blocking or misshapen or any(r.coverage is not None and r.coverage < charter.minimum_coverage for r in rates):
        return Verdict.INCOMPLETE
    if any(f.level is Level.MAJOR for f in gaps):
        return Verdict.ADMISSIBLE_WITH_RESERVATIONS
    if any(r.declared is not None and r.declared < r.commitment.floor for r in rates):
        return Verdict.ADMISSIBLE_WITH_RESERVATIONS
    return Verdict.ADMISSIBLE


def with_gains(findings: Iterable[Finding]) -> list[Finding]:
    """Give findings with the points of `declared` that closing each one would give its commitment."""
    found = list(findings)
    counts = Counter((f.commitment, f.weight.as_integer_ratio()) for f in found if f.counted)
    whole: dict[str | None, Fraction] = {}
    for (commitment, weight), times in counts.items():
        whole[commitment] = whole.get(commitment, Fraction(0)) + times * Fraction(*weight)
    gains: dict[tuple[Any, ...], Fraction] = {}

    def gain(f: Finding) -> Fraction:
        kind = (f.commitment, f.weight.as_integer_ratio(), f.credit.as_integer_ratio())
        if kind not in gains:
            gains[kind] = 100 * f.weight * (1 - f.credit) / whole[f.commitment]
        return gains[kind]

    return [replace(f, gain=gain(f)) if f.counted and f.outcome is not Outcome.MET else f for f in found]


def floored(rate: Fraction, steps: int, *, complete: bool) -> Fraction:
    """Give a rate rounded down to `1/steps`, and kept under 100 unless every counted finding is met."""
    down = Fraction(rate * steps // 1, steps)
    return down if complete or down < 100 else 100 - Fraction(1, steps)
