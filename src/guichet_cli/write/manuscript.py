"""A dossier's text and the changes made to it: each one moves a stretch of it, and is read back before it is believed."""

from __future__ import annotations

import codecs
import copy
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import parents, resolve, tokens
from guichet_cli.load.decoding import decode
from guichet_cli.load.limits import DOSSIER
from guichet_cli.load.screening import Screened
from guichet_cli.load.source import read_source
from guichet_cli.write.block import Block, block, entry, flow, indented, item, scalar
from guichet_cli.write.outline import Outline, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Problem

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"[\r\n]|$(?![\s\S])")
_COMMENT = re.compile(r"[ \t]*(?:[ \t]#[^\r\n]*)?(?=[\r\n]|$(?![\s\S]))")


class CannotEditError(Exception):
    """A change that the text's layout does not let through safely; `pointer` is the place."""

    def __init__(self, pointer: str) -> None:
        super().__init__(pointer)
        self.pointer = pointer


class UnreadableManuscriptError(Exception):
    """Bytes that are no dossier, with the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Manuscript:
    """A dossier as text, never changed in place: each change gives another one, equal to it everywhere else."""

    def __init__(self, data: bytes) -> None:
        """Read a dossier's bytes. Raises UnreadableManuscriptError where no mapping can be composed."""
        self.bytes = data
        self.source = read_source(data)
        if self.source.data is None:
            raise UnreadableManuscriptError(self.source.problems[0])
        self.data: dict[str, Any] = self.source.data
        self.text = decode(data, DOSSIER)
        self.screened = Screened(self.text)

    @cached_property
    def outline(self) -> Outline:
        """Where each value stands."""
        return Outline(self.screened)

    @cached_property
    def newline(self) -> str:
        """How the text ends its lines."""
        found = re.search(r"\r\n|\n|\r", self.text)
        return found[0] if found else "\n"

    def put(self, pointer: str, value: Any, about: Sequence[str] = ()) -> Manuscript:
        """Give the text with a value where there is none, blocks above it made as needed; an answer is never written over.

        `about` are lines of comment to write above the key where it is new and stands on a line of its own.
        """
        if resolve(self.data, pointer) is not None:
            raise CannotEditError(pointer)
        names = pointer.split("/")
        keys = tokens(pointer)
        for depth in range(len(keys), 0, -1):
            at = "/".join(names[: depth + 1])
            place, above = self.outline.get(at), "/".join(names[:depth])
            if place is not None and resolve(self.data, at) is not None:
                break
            if place is not None:
                return self._fill(at, place, _nested(keys[depth:], value, about), pointer, value)
            if depth == 1 or isinstance(resolve(self.data, above), dict):
                lines = [*about] if depth == len(keys) else []
                lines += entry(keys[depth - 1], _nested(keys[depth:], value, about))
                return self._enter(above, lines, keys[depth - 1 :], pointer, value)
        raise CannotEditError(pointer)

    def append(self, pointer: str, value: Any, about: Sequence[str] = ()) -> Manuscript:
        """Give the text with one more item at the end of a list, made where there is none, under lines of comment."""
        items = resolve(self.data, pointer)
        if items is None:
            plain = value.value if isinstance(value, Block) else value
            lines = Block(tuple(item(value)), [plain])
            return self.put(pointer, lines, about)
        place = self.outline.get(pointer)
        if not isinstance(items, list) or place is None or place.kind != "sequence":
            raise CannotEditError(pointer)
        where = f"{pointer}/{len(items)}"
        if place.style == "[":
            return self._between_brackets(place, flow(_plain(value)), where, value)
        return self._after(place, indented(item(value), place.column), where, value)

    def replace(self, pointer: str, value: Any) -> Manuscript:
        """Give the text with another scalar in the place of one."""
        place = self.outline.get(pointer)
        if place is None or place.kind != "scalar" or place.style in {"&", "|", ">"} or isinstance(value, dict | list):
            raise CannotEditError(pointer)
        written = flow(value) if self._bracketed(pointer) else scalar(value)
        return self._spliced(place.start, place.end, written, pointer, value)

    def rename(self, pointer: str, key: str) -> Manuscript:
        """Give the text with another key before the same value, at the same place."""
        place = self.outline.get(pointer)
        above = next(parents(pointer))
        siblings = resolve(self.data, above)
        if place is None or place.key is None or not isinstance(siblings, dict) or key in siblings:
            raise CannotEditError(pointer)
        start, end = place.key
        text = f"{self.text[:start]}{scalar(key)}{self.text[end:]}"
        expected = copy.deepcopy(self.data)
        members = resolve(expected, above)
        old = tokens(pointer)[-1]
        renamed = {key if name == old else name: each for name, each in members.items()}
        members.clear()
        members.update(renamed)
        return self._read_back(text, expected, pointer)

    def _bracketed(self, pointer: str) -> bool:
        return any(self.outline[above].style in {"{", "["} for above in parents(pointer) if above in self.outline)

    def _fill(self, at: str, place: Place, value: Any, pointer: str, wanted: Any) -> Manuscript:
        """Write where a key stands with nothing after it, or with null."""
        if place.kind != "scalar" or place.style or place.key is None:
            raise CannotEditError(pointer)
        bare = _plain(value)
        if self._bracketed(at):
            written = flow(bare)
        elif isinstance(bare, dict | list) and bare:
            return self._fill_below(place, value, pointer, wanted)
        else:
            written = flow(bare) if isinstance(bare, dict | list) else scalar(bare)
        if place.start == place.end:
            written = f" {written}"
        return self._spliced(place.start, place.end, written, pointer, wanted)

    def _fill_below(self, place: Place, value: Any, pointer: str, wanted: Any) -> Manuscript:
        begins = place.key[0] if place.key else place.start
        column = begins - max(self.text.rfind("\n", 0, begins), self.text.rfind("\r", 0, begins)) - 1
        lines = value.lines if isinstance(value, Block) else block(value).lines
        end = self._end_of_line(place.end, pointer)
        # what says null goes, the comment after it stays
        head = self.text[: place.start] if place.start == place.end else self.text[: place.start].rstrip(" \t")
        below = "".join(f"{self.newline}{line}" for line in indented(lines, column + 2))
        text = f"{head}{self.text[place.end : end]}{below}{self.text[end:]}"
        return self._read_back(text, self._expected(pointer, wanted), pointer)

    def _enter(self, above: str, lines: list[str], keys: list[str], pointer: str, wanted: Any) -> Manuscript:
        """Write a new key, already in lines, at the end of a mapping."""
        place = self.outline.get(above)
        if place is None or (not above and not place.members):
            if above or self.data:
                raise CannotEditError(pointer)
            return self._begin(lines, pointer, wanted, place)
        if place.kind != "mapping":
            raise CannotEditError(pointer)
        if place.style == "{":
            inner = _plain(_nested(keys[1:], wanted))
            return self._between_brackets(place, f"{scalar(keys[0])}: {flow(inner)}", pointer, wanted)
        return self._after(place, indented(lines, place.column), pointer, wanted)

    def _begin(self, lines: list[str], pointer: str, wanted: Any, place: Place | None) -> Manuscript:
        """Write the first key of an empty file, after its comments."""
        if place is not None and place.style == "{":
            written = flow(_plain(self._expected(pointer, wanted)))
            return self._spliced(place.start, place.end, written, pointer, wanted)
        if place is not None and place.start != place.end:
            raise CannotEditError(pointer)
        text = self.text
        if text and not text.endswith(("\n", "\r")):
            text += self.newline
        text += "".join(f"{line}{self.newline}" for line in lines)
        return self._read_back(text, self._expected(pointer, wanted), pointer)

    def _after(self, place: Place, lines: list[str], pointer: str, wanted: Any) -> Manuscript:
        end = self._end_of_line(place.end, pointer)
        below = "".join(f"{self.newline}{line}" for line in lines)
        text = f"{self.text[:end]}{below}{self.text[end:]}"
        return self._read_back(text, self._expected(pointer, wanted), pointer)

    def _between_brackets(self, place: Place, written: str, pointer: str, wanted: Any) -> Manuscript:
        if place.members:
            last = self.outline.get(place.members[-1])
            if last is None:
                raise CannotEditError(pointer)
            return self._spliced(last.end, last.end, f", {written}", pointer, wanted)
        start = self.text.index(place.style, place.start) + 1
        return self._spliced(start, start, written, pointer, wanted)

    def _end_of_line(self, index: int, pointer: str) -> int:
        """Give where the line ends on which a value does; something else after it is a layout not to touch."""
        found = _COMMENT.match(self.text, index)
        if found is None:
            raise CannotEditError(pointer)
        return found.end()

    def _spliced(self, start: int, end: int, written: str, pointer: str, value: Any) -> Manuscript:
        text = f"{self.text[:start]}{written}{self.text[end:]}"
        return self._read_back(text, self._expected(pointer, value), pointer)

    def _expected(self, pointer: str, value: Any) -> dict[str, Any]:
        """Give what the text must say once changed."""
        expected = copy.deepcopy(self.data)
        here: Any = expected
        *above, last = tokens(pointer)
        for name in above:
            if isinstance(here, list):
                here = here[int(name)]
                continue
            if here.get(name) is None:
                here[name] = {}
            here = here[name]
        if isinstance(here, list):
            here[int(last) : int(last) + 1] = [_plain(value)]
        else:
            here[last] = _plain(value)
        return expected

    def _read_back(self, text: str, expected: dict[str, Any], pointer: str) -> Manuscript:
        """Give the text as changed, once it is read as what was meant and with no other problem than before."""
        try:
            changed = Manuscript(self._encoded(text))
        except UnreadableManuscriptError:
            raise CannotEditError(pointer) from None
        if changed.data != expected or _typed(changed.data) != _typed(expected):
            raise CannotEditError(pointer)
        if len(changed.source.problems) > len(self.source.problems):
            raise CannotEditError(pointer)
        return changed

    def _encoded(self, text: str) -> bytes:
        for mark, encoding in _ENCODINGS:
            if self.bytes.startswith(mark):
                return mark + text.encode(encoding)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            if self.bytes == self.text.encode(encoding, "surrogatepass"):
                return text.encode(encoding, "surrogatepass")
        raise CannotEditError("")


def _nested(keys: list[str], value: Any, about: Sequence[str] = ()) -> Any:
    """Give a value under keys not yet there, comments kept; `about` goes above the last one."""
    for key in reversed(keys):
        value = Block((*about, *entry(key, value)), {key: _plain(value)})
        about = ()
    return value


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Block) else value


def _typed(value: Any) -> Any:
    """Give a value with its types: in Python `1`, `1.0` and `True` are equal."""
    if isinstance(value, dict):
        return [(key, _typed(each)) for key, each in value.items()]
    if isinstance(value, list):
        return [_typed(each) for each in value]
    return type(value), value
