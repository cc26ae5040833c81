"""Bars: one a commitment, where evidenced, merely declared and still possible differ by glyph, not only by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.classes import NamedTuple
from guichet_cli.render.ink import Text

if TYPE_CHECKING:
    from fractions import Fraction

    from guichet_cli.core.model import Rates


class Glyphs(NamedTuple):
    """The sign of each part of a bar."""

    evidenced: str
    declared: str
    possible: str


BLOCKS = Glyphs("█", "▒", "·")
LETTERS = Glyphs("#", "=", ".")
COLOURS = Glyphs("green", "yellow", "dim")


def bar(rates: Rates, width: int, glyphs: Glyphs) -> Text:
    """Give the bar of a commitment; what an answer has lost stays blank."""
    parts = Text()
    start = 0
    for name in Glyphs._fields:
        end = max(_cells(getattr(rates, name), width), start)
        parts.append(getattr(glyphs, name) * (end - start), getattr(COLOURS, name))
        start = end
    return parts


def _cells(rate: Fraction | None, width: int) -> int:
    """Give a rate as cells, rounded down: a bar is full only when everything is."""
    return int((rate or 0) * width // 100)
