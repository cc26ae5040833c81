"""The tally of a run: how many dossiers, verdicts and gaps, the lowest rate, and whether the gate is cleared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from guichet_cli.core.classes import NamedTuple, dataclass, field
from guichet_cli.core.model import Verdict
from guichet_cli.core.row import said

if TYPE_CHECKING:
    from guichet_cli.core.gate import Gate
    from guichet_cli.core.model import Rates, Scorecard


class Frequent(NamedTuple):
    """A gap that dossiers share: on how many, of how many that its criterion concerns."""

    criterion: str
    title: str
    dossiers: int
    of: int


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
    concerned: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many dossiers each criterion is due and applicable in, by id and title."""
    phases: Counter[str] = field(default_factory=Counter)
    """How many dossiers are in each phase; under an empty name, those that do not say, or could not be read."""
    desks: Counter[str] = field(default_factory=Counter)
    """How many dossiers are for each desk; under an empty name, those that do not say, or could not be read."""
    lowest: Rates | None = None

    def add(self, card: Scorecard) -> None:
        """Count one more scorecard."""
        self.dossiers += 1
        self.verdicts[str(card.verdict)] += 1
        self.cleared = self.cleared and self.gate.clears(card)
        self.phases[said(card.project["phase"])] += 1
        self.desks[said(card.project["desk"])] += 1
        gaps = card.gaps
        for gap in gaps:
            self.gaps[str(gap.level)] += 1
        if card.verdict is not Verdict.UNREADABLE:
            self.frequent.update({(gap.criterion, gap.title): 1 for gap in gaps})
            self.concerned.update({(found.criterion, found.title): 1 for found in card.findings if found.counted})
        if card.lowest and (self.lowest is None or (card.lowest.declared or 0) < (self.lowest.declared or 0)):
            self.lowest = card.lowest

    def most_frequent(self) -> list[Frequent]:
        """Give the gaps that dossiers share, on most of them first; what concerns every dossier counts all that were read."""
        read = self.dossiers - self.verdicts[str(Verdict.UNREADABLE)]
        found = (Frequent(*gap, n, self.concerned.get(gap, read)) for gap, n in self.frequent.items())
        return sorted(found, key=lambda gap: (-gap.dossiers, gap.criterion, gap.title))
