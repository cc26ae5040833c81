"""Prose for a terminal: cut and wrapped by the cells that it takes, broken at plain spaces only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from guichet_cli.render.harmless import LONGEST, ascii_signs, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LONGEST", "ascii_signs", "cut", "cut_start", "plain", "shortened", "wrapped"]

WIDEST = 2
"""How many cells the widest character takes: no line is narrower."""


def cut(text: str, width: int, dots: str = "…") -> str:
    """Give the beginning of a text that fits in so many cells."""
    if cell_len(text) <= width:
        return text
    return _head(text, max(width - len(dots), 0)).rstrip(" ") + dots[: max(width, 0)]


def cut_start(text: str, width: int, dots: str = "…") -> str:
    """Give the end of a text that fits in so many cells: of a path, the end tells most."""
    if cell_len(text) <= width:
        return text
    tail = text[-4 * width :]
    while tail and cell_len(tail) > max(width - len(dots), 0):
        tail = tail[1:]
    return dots[: max(width, 0)] + tail


def wrapped(text: str, width: int) -> Iterator[str]:
    """Give a text in lines of at most so many cells; a longer word is broken, a non-breaking space is not."""
    width, line = max(width, WIDEST), ""
    for word in text.split(" "):
        if line and cell_len(line) + 1 + cell_len(word) <= width:
            line += f" {word}"
            continue
        if line:
            yield line
        line = word
        while cell_len(line) > width:
            head = _head(line, width)
            yield head
            line = line[len(head) :]
    if line:
        yield line


def _head(text: str, width: int) -> str:
    """Give as many of the first characters as fit in so many cells, measured together: some combine."""
    end = 0
    while end < len(text) and cell_len(text[: end + 1]) <= width:
        end += 1
    return text[:end]
