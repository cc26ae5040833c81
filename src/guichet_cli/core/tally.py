"""The tally of a run: how many dossiers, verdicts and gaps, the lowest rate, and whether the gate is cleared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guichet_cli.core.model import Level, Verdict

if TYPE_CHECKING:
    from guichet_cli.core.gate import Gate
    from guichet_cli.core.model import Rates, Scorecard


@dataclass(kw_only=True, slots=True)
class Tally:
    """What a run adds up to, one scorecard at a time."""

    gate: Gate
    dossiers: int = 0
    cleared: bool = True
    verdicts: Counter[str] = field(default_factory=lambda: Counter({str(verdict): 0 for verdict in Verdict}))
    gaps: Counter[str] = field(default_factory=lambda: Counter({"blocking": 0, "major": 0, "minor": 0}))
    frequent: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many dossiers have a gap on each criterion, by id and title; what could not be read has verdicts, and no gap here."""
    lowest: Rates | None = None

    def add(self, card: Scorecard) -> None:
        """Count one more scorecard."""
        self.dossiers += 1
        self.verdicts[str(card.verdict)] += 1
        self.cleared = self.cleared and self.gate.clears(card)
        for gap in card.gaps:
            if gap.level is not Level.WARNING:
                self.gaps[str(gap.level)] += 1
        if card.verdict is not Verdict.UNREADABLE:
            self.frequent.update({(gap.criterion, gap.title): 1 for gap in card.gaps})
        if card.lowest and (self.lowest is None or (card.lowest.declared or 0) < (self.lowest.declared or 0)):
            self.lowest = card.lowest
