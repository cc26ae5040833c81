"""HTML: the report of a dossier, for experts or for the public; of several dossiers, the page that a desk looks at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.render.html_index import Index, PublicIndex
from guichet_cli.render.html_public import public_report
from guichet_cli.render.html_report import report

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run


class Html:
    """A page: the first scorecard waits until it is known whether it is the only one."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.only: Scorecard | None = None
        self.index = index_of(run)

    def begin(self) -> str:
        """Give nothing: what is drawn depends on how many dossiers come."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Keep the first scorecard, and the row of each."""
        self.only = None if self.index.rows else card
        self.index.add(card)
        return ""

    def end(self) -> str:
        """Give the report of the only dossier, or the page of several."""
        return report_of(self.only, self.run) if self.only else self.index.html()


def report_of(card: Scorecard, run: Run, overview: str = "") -> str:
    """Give the report of one scorecard for those whom the run writes for; `overview` is the file that leads to it."""
    return (public_report if run.audience == "public" else report)(card, run, overview)


def index_of(run: Run) -> Index:
    """Give the page of a batch for those whom the run writes for."""
    return PublicIndex(run) if run.audience == "public" else Index(run)
