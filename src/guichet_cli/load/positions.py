r"""Where an index of a text is, in lines as an editor counts them: `\n`, `\r\n` and `\r` end one, nothing else."""

from __future__ import annotations

from guichet_cli.core.model import Span
from guichet_cli.core.patterns import later

_BREAK = later(r"\r\n?|\n")


def position(text: str, index: int) -> tuple[int, int]:
    """Give the 1-based line and column of an index."""
    line, start = 1, 0
    for found in _BREAK.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return line, index - start + 1


def span_at(text: str, index: int, length: int = 1) -> Span:
    """Give the span of a stretch of one line."""
    line, column = position(text, index)
    return Span(line, column, line, column + length)


def line_end(text: str, index: int) -> int:
    """Give the index at which the line of an index ends."""
    found = _BREAK.search(text, index)
    return found.start() if found else len(text)


def lines_of(text: str) -> list[str]:
    """Give the lines of a text, without their ends."""
    return _BREAK.split(text)
