"""JSON Lines: one dossier a line, an item of the `dossiers` of the JSON document. Lines of several runs can be put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.render.json import dossier_text

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run


class JsonLines:
    """One line a dossier."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def begin(self) -> str:
        """Give nothing: a line says all that it has to say."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Give the line of one dossier."""
        return dossier_text(card) + "\n"

    def end(self) -> str:
        """Give nothing: the last line is a line like the others."""
        return ""
