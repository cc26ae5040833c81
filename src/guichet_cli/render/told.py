"""What a format tells of a scorecard: the gaps then the warnings, or every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level
from guichet_cli.render.harmless import plain, unobeyed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render import Run

LONGEST = 1_000
"""How many characters of one text go to a machine or a file: more than any charter writes."""


def told(card: Scorecard, show: str) -> Sequence[Finding]:
    """Give the gaps, most urgent first, and the warnings; with `all`, then the others."""
    warnings = [finding for finding in card.findings if finding.level is Level.WARNING]
    settled = [f for f in card.findings if not f.gap and f.level is not Level.WARNING] if show == "all" else []
    return [*card.gaps, *warnings, *settled]


def marks(finding: Finding, language: Language) -> Sequence[str]:
    """Give what lets the gate tolerate a finding, in words: a waiver, a baseline that knows it."""
    return [language.say(f"card.{mark}") for mark in ("waived", "known") if getattr(finding, mark)]


def inert(text: str, longest: int = LONGEST) -> str:
    """Give anyone's text as one harmless line: nothing that a terminal or the logs of a CI server obey."""
    return unobeyed(plain(text, unicode=True, longest=longest))


def cut_short(run: Run) -> str:
    """Give a sentence that says how far a run came that was interrupted; nothing for one that came to its end."""
    told = run.interrupted()
    return run.language.count("card.interrupted", told.judged, asked=told.asked) if told else ""


def advice(finding: Finding, language: Language) -> str:
    """Give what a finding says, its marks then, last, what to do, as one harmless line."""
    marked = ", ".join(marks(finding, language))
    return " ".join(filter(None, (inert(finding.message), f"({marked})" if marked else "", inert(finding.remedy))))
