"""Sums: what each criterion weighs in each number of a commitment, line by line, adding up exactly to the rate."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.model import Status
from guichet_cli.core.scoring import ANSWERED, possible_credit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Finding, Rates, Scorecard

NUMBERS = ("declared", "evidenced", "possible", "coverage")


class Line(NamedTuple):
    """What one counted criterion brings to each of the four numbers: its weight, or the part of it that it has."""

    finding: Finding
    weight: Fraction
    declared: Fraction
    evidenced: Fraction
    possible: Fraction
    coverage: Fraction


class Sum(NamedTuple):
    """The lines of a commitment, its rates, and its criteria that do not count."""

    rates: Rates
    lines: tuple[Line, ...]
    apart: tuple[Finding, ...]

    def total(self, number: str) -> Fraction:
        """Give the sum of a column: `weight`, or one of the four numbers."""
        return sum((getattr(line, number) for line in self.lines), Fraction(0))


def sum_of(card: Scorecard, rates: Rates) -> Sum:
    """Give the sum behind the rates of a commitment."""
    mine = [f for f in card.whole.findings if f.commitment == rates.commitment.id]
    return Sum(rates, tuple(line_of(f) for f in mine if f.counted), tuple(f for f in mine if not f.counted))


def line_of(finding: Finding) -> Line:
    """Give what a counted finding brings to each number."""
    weight = finding.weight
    return Line(
        finding=finding,
        weight=weight,
        declared=weight * finding.credit,
        evidenced=weight * finding.credit if finding.evidenced else Fraction(0),
        possible=weight * possible_credit(finding),
        coverage=weight if finding.outcome in ANSWERED else Fraction(0),
    )


def why_apart(findings: Sequence[Finding]) -> dict[str, list[str]]:
    """Give the codes of findings that do not count, by the reason: a status, a claim, or an outcome."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        active = finding.status is Status.ACTIVE
        reason = "claimed" if finding.claimed else str(finding.outcome if active else finding.status)
        found.setdefault(reason, []).append(finding.criterion)
    return found
