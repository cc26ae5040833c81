"""Supposing: what a scorecard becomes when some of its findings are otherwise, the others as they are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from guichet_cli.core.classes import replace
from guichet_cli.core.evaluate import CREDIT
from guichet_cli.core.model import PROVABLE, Expectation, Outcome
from guichet_cli.core.scoring import rates_of, verdict_of, with_gains

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from guichet_cli.core.model import Finding, Scorecard

SUPPOSABLE = (Outcome.MET, Outcome.PARTIAL, Outcome.PLANNED, Outcome.MISSING, Outcome.UNMET)
"""Outcomes that an answer brings about; the others hang on facts, which no supposition changes."""


def supposed(finding: Finding, outcome: Outcome) -> Finding:
    """Give a criterion's finding as another answer would make it, its proof there where it has one to give."""
    planned = outcome is Outcome.PLANNED and finding.expectation is Expectation.PLAN
    return replace(
        finding,
        outcome=outcome,
        credit=CREDIT.get(outcome, Fraction(planned)),
        evidenced=outcome in PROVABLE,
        proof_missing=False,
        gain=Fraction(0),
    )


def settled(findings: Iterable[Finding], gaps: Collection[Finding]) -> list[Finding]:
    """Give findings with some gaps closed: criteria met with their proof, mistakes of form gone."""
    return [
        supposed(finding, Outcome.MET) if finding in gaps else finding
        for finding in findings
        if finding.commitment is not None or finding not in gaps
    ]


def closed(card: Scorecard, gaps: Iterable[Finding]) -> Scorecard:
    """Give the scorecard of a dossier where some gaps are closed."""
    return rejudged(card, settled(card.findings, frozenset(gaps)))


def suppose(card: Scorecard, outcomes: Mapping[str, Outcome]) -> Scorecard:
    """Give the scorecard of a dossier where some criteria have another outcome; a code of form that is met is mended."""
    say, findings = card.charter.language.say, []
    for finding in card.findings:
        outcome = outcomes.get(finding.criterion)
        if outcome is None:
            findings.append(finding)
        elif finding.commitment is not None:
            message = say("finding.supposed", outcome=say(f"outcome.{outcome}"))
            findings.append(replace(supposed(finding, outcome), message=message, details=()))
    return rejudged(card, findings)


def rejudged(card: Scorecard, findings: Iterable[Finding]) -> Scorecard:
    """Give a scorecard with other findings: its numbers and its verdict are theirs."""
    found = tuple(with_gains(findings))
    rates = tuple(rates_of(commitment, found) for commitment in card.charter.commitments)
    return replace(card, findings=found, rates=rates, verdict=verdict_of(card.charter, rates, found))
