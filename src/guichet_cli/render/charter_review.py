"""The review of a charter, as a person reads it: which file, what to mend, most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.render.gaps import draw_findings, draw_tally
from guichet_cli.render.page import Page

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run


def charter_review(card: Scorecard, run: Run) -> str:
    """Give what is wrong with a charter: a card without commitments, so without any rate to draw."""
    page = Page(run)
    charter = card.charter
    page.line((page.path(card.path), "bold"))
    named = " ".join(filter(None, [page.plain(charter.title), page.plain(charter.version)]))
    if named:
        page.prose(named)
    gaps = card.gaps
    if gaps:
        draw_tally(page, gaps)
        draw_findings(page, gaps, gaps)
        page.blank()
        command = f"guichet explain {gaps[0].criterion}".replace(" ", "\u00a0")
        page.prose(page.say("charter.lint.explain", command=command), style="dim")
    else:
        page.prose(page.say("charter.lint.clean"))
    page.blank()
    return page.text()
