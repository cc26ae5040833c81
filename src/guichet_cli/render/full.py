"""The scorecard in a terminal: one dossier in full, or a row for each of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level, Verdict
from guichet_cli.render import alike_of
from guichet_cli.render.card import draw_header, draw_rates, draw_verdict
from guichet_cli.render.charter_review import charter_review
from guichet_cli.render.gaps import draw_all, draw_gaps, place_of
from guichet_cli.render.overview import Overview
from guichet_cli.render.page import LEVEL_STYLES, MARGIN, Page
from guichet_cli.render.told import cut_short

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run


class Full:
    """A page: the first scorecard waits until it is known whether it is the only one."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.only: Scorecard | None = None
        self.overview: Overview | None = None
        self.alike = alike_of(run)

    def begin(self) -> str:
        """Give nothing: what is drawn depends on how many dossiers come."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Keep the first scorecard, or a row of each when there are several; with `--show all`, draw each of these too."""
        if not card.charter.commitments:  # a charter that was reviewed, not a dossier
            return charter_review(card, self.run)
        if self.alike:
            self.alike.add(card)
        if self.overview is None and self.only is None:
            self.only = card
            return ""
        if self.overview is None:
            self.overview = Overview(Page(self.run), self.run)
        first, self.only = self.only, None
        added = [each for each in (first, card) if each is not None]
        for each in added:
            self.overview.add(each)
        return "".join(self._drawn(each) + self._rule() for each in added) if self.run.show == "all" else ""

    def end(self) -> str:
        """Give the page of the only dossier, or the table of several."""
        if self.overview is not None:
            self.overview.draw()
            return self.overview.page.text() + self._ending()
        return self._drawn(self.only) + self._ending() if self.only is not None else ""

    def _drawn(self, card: Scorecard) -> str:
        page = Page(self.run)
        if card.verdict is Verdict.UNREADABLE:
            draw_unreadable(page, card)
        else:
            draw_header(page, card)
            draw_rates(page, card)
            draw_verdict(page, card)
            (draw_all if self.run.show == "all" else draw_gaps)(page, card)
        return page.text()

    def _ending(self) -> str:
        """Give the texts that are alike, where that is asked, and how far a run came that was interrupted."""
        page = Page(self.run)
        if self.alike:
            self.alike.drawn(page)
        if partial := cut_short(self.run):
            page.blank()
            page.prose(page.plain(partial), accent=(page.plain(partial), LEVEL_STYLES[Level.BLOCKING]))
        return page.text()

    def _rule(self) -> str:
        """Give what stands between two pages."""
        page = Page(self.run)
        page.blank()
        page.line((("─" if self.run.unicode else "-") * page.width, "dim"))
        page.blank()
        return page.text()


def draw_unreadable(page: Page, card: Scorecard) -> None:
    """Write why a dossier could not be read, and what to do."""
    for finding in card.findings:
        place = f"{place_of(page, finding.location, page.width)}: "
        code = page.plain(finding.criterion)
        message = f"{place}{code} {page.plain(finding.message)}"
        page.prose(message, rest=" " * MARGIN, accent=(code, LEVEL_STYLES[finding.level]))
        if finding.remedy:
            page.prose(page.plain(finding.remedy), first=" " * MARGIN + page.sign("→ "))
    page.blank()
    draw_verdict(page, card)
