"""Likeness: the texts of a run that are nearly the same, and where each stands. A pointer for a reader, never a judgement."""

from __future__ import annotations

from array import array
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.classes import dataclass
from guichet_cli.core.model import Location, Span
from guichet_cli.core.quoting import KEPT, SHOWN, alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guichet_cli.core.model import Quote, Scorecard

BANDS = 8
"""A signature is cut into as many pieces: texts that share one of them are compared."""
WINDOW = 32
"""With how many of those that follow it a text is compared, among all that share a piece: what a hostile batch may cost."""
GROUPS = 1_000
PLACES = 100
"""How many groups are given, and how many places of each; all are counted."""


class Likeness(NamedTuple):
    """Places whose texts are nearly the same, or that one document proves, and how the text begins."""

    kind: str
    """`text`; `guidance`, taken from the charter; `document`, the same file."""
    begins: str
    """How the text of the first place begins; the path of a document."""
    places: tuple[Location, ...]
    """The first of them, in the order of the run."""
    source: str
    """The criterion whose text in the charter `guidance` is; nothing for the others."""
    times: int
    """How many places there are."""
    dossiers: int
    """How many dossiers they are in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Likenesses:
    """All that a run has: the groups that most dossiers share first."""

    groups: tuple[Likeness, ...] = ()
    count: int = 0
    """How many groups there are."""
    compared: int = 0
    """How many texts were compared."""


class Gathering:
    """What is kept of the texts of a run: some 250 bytes each."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.pointers: dict[str, str] = {}
        self.places: list[str] = []
        """The pointer of each quote; one text for all that stand at the same."""
        self.numbers = array("I")
        """Of each quote: its dossier, line, column, and where its beginning ends in `begins`."""
        self.begins = bytearray()
        self.signatures = array("Q")
        """Of each quote, as many words as there are bands; none of a document."""
        self.texts = array("I")
        """The quotes that have a signature."""
        self.same: dict[tuple[str, object], list[int]] = {}
        """The quotes of one document, or taken from one text of the charter."""

    def add(self, card: Scorecard) -> None:
        """Keep the texts of one more scorecard."""
        self.paths.append(card.path)
        for quote in card.quotes:
            self._keep(quote)

    def _keep(self, quote: Quote) -> None:
        number = len(self.places)
        self.places.append(self.pointers.setdefault(quote.pointer, quote.pointer))
        self.begins += quote.begins.encode("utf-8", "replace")
        self.numbers.extend((len(self.paths) - 1, quote.line, quote.column, len(self.begins)))
        if quote.kind == "document":
            self.same.setdefault(("document", quote.signature), []).append(number)
        elif quote.source:
            self.same.setdefault(("guidance", quote.source), []).append(number)
        else:
            self.texts.append(number)
            self.signatures.frombytes(quote.signature)

    def likenesses(self) -> Likenesses:
        """Give the groups, those that most dossiers share first, then in the order of the run."""
        found = [("text", "", [self.texts[each] for each in group]) for group in self._near()]
        found += [(kind, str(of) if kind == "guidance" else "", group) for (kind, of), group in self.same.items()]
        groups = [
            (dossiers, kind, of, group)
            for kind, of, group in found
            if (dossiers := len({self.numbers[4 * each] for each in group})) > 1 or kind != "document"
        ]
        groups.sort(key=lambda group: (-group[0], -len(group[3]), group[3][0]))
        told = [
            Likeness(kind, self._begins(group[0]), tuple(map(self._place, group[:PLACES])), of, len(group), dossiers)
            for dossiers, kind, of, group in groups[:GROUPS]
        ]
        return Likenesses(groups=tuple(told), count=len(groups), compared=len(self.places))

    def _begins(self, number: int) -> str:
        start = self.numbers[4 * number - 1] if number else 0
        return self.begins[start : self.numbers[4 * number + 3]].decode()[:SHOWN]

    def _place(self, number: int) -> Location:
        dossier, line, column, _ = self.numbers[4 * number : 4 * number + 4]
        span = Span(line, column, line, column) if line else None
        return Location(path=self.paths[dossier], pointer=self.places[number], span=span)

    def _near(self) -> Iterator[list[int]]:
        """Give the texts that are nearly the same, from one to the next, group by group."""
        above = array("I", range(len(self.texts)))
        for band in range(BANDS):
            key = self.signatures[band::BANDS].__getitem__
            for _, bucket in groupby(sorted(range(len(above)), key=key), key=key):
                self._join(list(bucket), above)
        groups: dict[int, list[int]] = {}
        for each in range(len(above)):
            root = _root(above, each)
            if root != each:
                groups.setdefault(root, [root]).append(each)
        yield from groups.values()

    def _signature(self, each: int) -> bytes:
        return self.signatures[BANDS * each : BANDS * (each + 1)].tobytes()

    def _join(self, bucket: list[int], above: array[int]) -> None:
        """Put together the texts of a bucket that are nearly the same; what is compared does not depend on their order."""
        if len(bucket) < 2:
            return
        heads: list[tuple[int, tuple[int, ...]]] = []
        for written, equal in groupby(sorted(bucket, key=self._signature), key=self._signature):
            head, *same = equal
            _union(above, head, same)
            heads.append((head, KEPT.unpack(written)))
        for start, (head, signature) in enumerate(heads):
            near = (each for each, other in heads[start + 1 : start + 1 + WINDOW] if alike(signature, other))
            _union(above, head, near)


def _union(above: array[int], one: int, others: Iterable[int]) -> None:
    """Put texts in the group of another: the first of a group, in the order of the run, stands above all of it."""
    for other in others:
        low, high = sorted((_root(above, one), _root(above, other)))
        above[high] = low


def _root(above: array[int], each: int) -> int:
    while above[each] != each:
        above[each] = each = above[above[each]]
    return each
