"""A line of words, some of them with a style, and how a terminal is told: what rich draws, without loading its console."""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

ATTRIBUTES = {"bold": "1", "dim": "2"}
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}


class Text:
    """A line being made; `plain` is its words."""

    __slots__ = ("plain", "spans")

    def __init__(self, words: str = "") -> None:
        self.plain = words
        self.spans: list[tuple[int, int, str]] = []

    @classmethod
    def assemble(cls, *parts: str | tuple[str, str]) -> Self:
        """Give a line of words, each alone or with its style."""
        text = cls()
        for part in parts:
            text.append(*((part,) if isinstance(part, str) else part))
        return text

    def append(self, more: str | Text, style: str = "") -> Self:
        """Add words, or another line with its styles."""
        start = len(self.plain)
        words = more if isinstance(more, str) else more.plain
        self.plain += words
        if isinstance(more, Text):
            self.spans += [(start + begin, start + end, name) for begin, end, name in more.spans]
        if style and words:
            self.spans.append((start, len(self.plain), style))
        return self

    def crop(self, length: int) -> None:
        """Keep so many of the first characters."""
        self.plain = self.plain[:length]
        self.spans = [(begin, min(end, length), style) for begin, end, style in self.spans if begin < length]

    def highlight(self, words: str, style: str) -> None:
        """Give a style to some words, wherever they stand."""
        start = self.plain.find(words)
        while start >= 0:
            end = start + len(words)
            self.spans.append((start, end, style))
            start = self.plain.find(words, end)

    def drawn(self, *, color: bool) -> str:
        """Give the line as a terminal takes it."""
        if not color or not self.spans:
            return self.plain
        edges = sorted({0, len(self.plain), *(edge for begin, end, _ in self.spans for edge in (begin, end))})
        return "".join(self._piece(begin, end) for begin, end in pairwise(edges))

    def _piece(self, begin: int, end: int) -> str:
        """Give a stretch in which no style begins or ends."""
        names = " ".join(style for first, last, style in self.spans if first <= begin and end <= last).split()
        codes = [code for name, code in ATTRIBUTES.items() if name in names]
        codes += [COLOURS[name] for name in names if name in COLOURS][-1:]
        words = self.plain[begin:end]
        return f"\x1b[{';'.join(codes)}m{words}\x1b[0m" if codes else words

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __len__(self) -> int:
        return len(self.plain)

    def __str__(self) -> str:
        return self.plain
