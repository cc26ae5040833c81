"""What a format tells of a scorecard: the gaps then the warnings, or every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level
from guichet_cli.render.harmless import plain, unobeyed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Finding, Scorecard

LONGEST = 1_000
"""How many characters of one text go to a machine or a file: more than any charter writes."""


def told(card: Scorecard, show: str) -> Sequence[Finding]:
    """Give the gaps, most urgent first, and the warnings; with `all`, then the others."""
    warnings = [finding for finding in card.findings if finding.level is Level.WARNING]
    settled = [f for f in card.findings if not f.gap and f.level is not Level.WARNING] if show == "all" else []
    return [*card.gaps, *warnings, *settled]


def inert(text: str, longest: int = LONGEST) -> str:
    """Give anyone's text as one harmless line: nothing that a terminal or the logs of a CI server obey."""
    return unobeyed(plain(text, unicode=True, longest=longest))


def advice(finding: Finding) -> str:
    """Give what a finding says then, last, what to do, as one harmless line."""
    return f"{inert(finding.message)} {inert(finding.remedy)}".strip()
