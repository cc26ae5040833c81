"""Prose for a terminal: cut and wrapped by the cells that it takes, broken at plain spaces only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from guichet_cli.core.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST = 2
"""How many cells the widest character takes: no line is narrower."""
LONGEST = 400
"""How many characters of one message are shown."""
ASCII = (
    ("«\u00a0", '"'),
    ("\u00a0»", '"'),
    *((character, '"') for character in "«»“”„"),
    *((character, "'") for character in "‘’‚"),
    *((character, "-") for character in "–—−‑·•"),
    ("…", "..."),
    ("→", "->"),
    ("≤", "<="),
    ("≥", ">="),
    ("×", "x"),
    ("✓", "+"),
    ("✗", "x"),
    ("\u2009", "\u202f"),
)
"""What stands for each sign where the terminal has only ASCII; accented letters are the terminal's encoding to settle."""
COMMANDS = ((re.compile(r"::(?=[A-Za-z-]+(?:[ :]|$))"), ": :"), (re.compile(r"##(?=[A-Za-z]*\[)"), "# #"))
"""What the logs of CI servers obey at the beginning of a line, or anywhere in it, and what is written in its place."""
_BLANKS = re.compile(r"[ \t\r\n]+")


def plain(text: str, *, unicode: bool, longest: int = LONGEST) -> str:
    """Give anyone's text as one harmless line: bounded, blanks as single spaces, nothing that a terminal obeys."""
    line = visible(shortened(_BLANKS.sub(" ", text[: 10 * longest]).strip(" "), longest))
    return line if unicode else ascii_signs(line)


def unobeyed(text: str) -> str:
    """Give a text that the logs of CI servers do not obey."""
    for command, stand_in in COMMANDS:
        text = command.sub(stand_in, text)
    return text


def ascii_signs(text: str) -> str:
    """Give a text with an ASCII stand-in for each sign of typography."""
    for sign, stand_in in ASCII:
        text = text.replace(sign, stand_in)
    return text


def shortened(text: str, longest: int) -> str:
    """Give a text of at most so many characters, ended at a word where it is cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    word = head.rfind(" ", longest // 2)
    return (head[:word] if word > 0 else head).rstrip(" ,;:.") + "…"


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
