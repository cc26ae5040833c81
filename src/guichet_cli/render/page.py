"""A page of a terminal: lines of known width, where nobody's text is ever an instruction."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.printable import visible
from guichet_cli.render.bars import BLOCKS, LETTERS
from guichet_cli.render.ink import Text
from guichet_cli.render.numbers import NOTHING, whole
from guichet_cli.render.prose import LONGEST, ascii_signs, cut, plain, wrapped

if TYPE_CHECKING:
    from fractions import Fraction

    from guichet_cli.render import Run

NARROWEST = 20
MARGIN = 4
"""How far the text of a finding stands from the edge."""
LEVEL_MARKS = {Level.BLOCKING: "✗", Level.MAJOR: "!", Level.MINOR: "·", Level.WARNING: "?"}
LEVEL_STYLES = {Level.BLOCKING: "bold red", Level.MAJOR: "yellow", Level.MINOR: "cyan", Level.WARNING: "magenta"}
VERDICT_MARKS = {
    Verdict.ADMISSIBLE: "✓",
    Verdict.ADMISSIBLE_WITH_RESERVATIONS: "!",
    Verdict.INCOMPLETE: "!",
    Verdict.INADMISSIBLE: "✗",
    Verdict.UNREADABLE: "✗",
}
VERDICT_STYLES = {
    Verdict.ADMISSIBLE: "bold green",
    Verdict.ADMISSIBLE_WITH_RESERVATIONS: "bold yellow",
    Verdict.INCOMPLETE: "bold yellow",
    Verdict.INADMISSIBLE: "bold red",
    Verdict.UNREADABLE: "bold red",
}


class Page:
    """Lines as they are written; `text` gives them all."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.language = run.language
        self.width = max(run.width, NARROWEST)
        self.glyphs = BLOCKS if run.unicode else LETTERS
        self.dots = "…" if run.unicode else "..."
        self._written = StringIO()

    def plain(self, text: Any, longest: int = LONGEST) -> str:
        """Give anyone's text as one harmless line, in the signs that the terminal has."""
        return plain(str(text), unicode=self.run.unicode, longest=longest)

    def sign(self, signs: str) -> str:
        """Give signs of the tool's own, in those that the terminal has."""
        return signs if self.run.unicode else ascii_signs(signs)

    def path(self, path: str) -> str:
        """Give a path as typed, with what is not printable in it written out."""
        return self.plain(visible(path))

    def say(self, key: str, **params: Any) -> str:
        """Give the tool's own sentence."""
        return self.plain(self.language.say(key, **params))

    def count(self, key: str, n: int, **params: Any) -> str:
        """Give the tool's own sentence, in the singular or the plural."""
        return self.plain(self.language.count(key, n, **params))

    def percent(self, rate: Fraction | None, *, complete: bool, unit: bool = True) -> str:
        """Give a rate as people read it: rounded down, a dash when nothing is counted."""
        shown = whole(rate, complete=complete)
        if shown is None:
            return self.sign(NOTHING)
        return self.say("card.rate", n=shown) if unit else str(shown)

    def blank(self) -> None:
        """Leave a line."""
        self.draw(Text())

    def line(self, *parts: str | tuple[str, str]) -> None:
        """Write one line, cut where the page ends."""
        text = Text.assemble(*parts)
        if cell_len(text.plain) > self.width:
            text.crop(len(cut(text.plain, self.width, "")))
        self.draw(text)

    def prose(
        self,
        text: str,
        *,
        first: str = "",
        rest: str | None = None,
        style: str = "",
        accent: tuple[str, str] = ("", ""),
    ) -> None:
        """Write a paragraph: how its first line begins and the following ones, and which words of it stand out."""
        hanging = " " * cell_len(first) if rest is None else rest
        indent = first
        for line in wrapped(text, self.width - max(cell_len(first), cell_len(hanging))):
            drawn = Text.assemble(indent, (line, style))
            if accent[0]:
                drawn.highlight(*accent)
            self.draw(drawn)
            indent = hanging

    def draw(self, drawn: Text) -> None:
        """Write a line as it is: no line of prose is broken here."""
        self._written.write(f"{drawn.drawn(color=self.run.color)}\n")

    def text(self) -> str:
        """Give what is written, no line with blanks at its end."""
        written = self._written.getvalue()
        if not self.run.unicode:
            written = written.replace("\u00a0", " ").replace("\u202f", " ")
        return "\n".join(line.rstrip(" ") for line in written.split("\n"))
