"""The gate: the bar that a pipeline sets, and what it stopped over a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.model import LEVELS, Level, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from guichet_cli.core.model import Finding, Rates, Scorecard

BARS = ("blocking", "major", "minor", "never")
BASES = ("declared", "evidenced")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """The bar that a pipeline sets: no gap at or above a level, no rate under a number."""

    fail_on: str = "blocking"
    """`blocking` | `major` | `minor` | `never`"""
    fail_under: Fraction | None = None
    basis: str = "declared"
    """Which rate `fail_under` compares: `declared` | `evidenced`."""

    def clears(self, card: Scorecard) -> bool:
        """Tell whether a scorecard clears the bar; an unreadable dossier never does."""
        return card.verdict is not Verdict.UNREADABLE and not self.stopping(card) and not self.under(card)

    def barred(self, card: Scorecard) -> Sequence[Finding]:
        """Give the gaps at or above the bar, tolerated or not."""
        if self.fail_on == "never":
            return ()
        levels = LEVELS[: LEVELS.index(Level(self.fail_on)) + 1]
        return [finding for finding in card.gaps if finding.level in levels]

    def stopping(self, card: Scorecard) -> Sequence[Finding]:
        """Give the gaps that close the gate: at or above the bar, in no baseline and under no waiver."""
        return [finding for finding in self.barred(card) if not (finding.known or finding.waived)]

    def under(self, card: Scorecard) -> Sequence[Rates]:
        """Give the rates that close the gate: those under the number, compared exactly."""
        if self.fail_under is None:
            return ()
        compared = ((rates, self.compared(rates)) for rates in card.rates)
        return [rates for rates, rate in compared if rate is not None and rate < self.fail_under]

    def compared(self, rates: Rates) -> Fraction | None:
        """Give the rate of a commitment that `fail_under` compares."""
        return rates.evidenced if self.basis == "evidenced" else rates.declared


@dataclass(kw_only=True, slots=True)
class Passage:
    """Why a gate is cleared or not, one scorecard at a time."""

    gate: Gate
    dossiers: int = 0
    unreadable: int = 0
    stopping: Counter[Level] = field(default_factory=Counter)
    """How many gaps of each level close the gate."""
    stopped: int = 0
    """How many dossiers have one, those that are unreadable among them."""
    under: int = 0
    """How many dossiers have a rate under the number."""
    lowest: Rates | None = None
    """The lowest of the rates that are compared."""
    known: int = 0
    waived: int = 0
    """How many gaps at or above the bar are tolerated; one that is both counts as waived."""
    left_out: int = 0
    """How many gaps the call does not select."""
    warnings: int = 0
    """How many findings weigh nothing and close nothing."""

    def add(self, card: Scorecard) -> None:
        """Take in one more scorecard."""
        gate = self.gate
        self.dossiers += 1
        self.left_out += sum(finding.gap for finding in card.left_out)
        self.warnings += sum(finding.level is Level.WARNING for finding in card.findings)
        barred = gate.barred(card)
        if card.verdict is Verdict.UNREADABLE:  # nothing tolerates it
            self.unreadable += 1
            self.stopping.update(finding.level for finding in barred)
            self.stopped += bool(barred)
            return
        stopping = gate.stopping(card)
        self.stopping.update(finding.level for finding in stopping)
        self.stopped += bool(stopping)
        self.waived += sum(finding.waived for finding in barred)
        self.known += sum(finding.known and not finding.waived for finding in barred)
        self.under += bool(gate.under(card))
        for rates in card.rates:
            rate, least = gate.compared(rates), gate.compared(self.lowest) if self.lowest else None
            if rate is not None and (least is None or rate < least):
                self.lowest = rates

    @property
    def cleared(self) -> bool:
        """Whether every dossier clears the gate."""
        return not (self.unreadable or self.stopped or self.under)
