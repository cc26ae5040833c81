"""Where things stand in a text: the stretch of each key and value, so that one of them changes and nothing else moves."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from yaml import events as yaml_events

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.pointer import under
from guichet_cli.load.source import parser

if TYPE_CHECKING:
    from guichet_cli.load.screening import Screened

_DASH = re.compile(r"(?:^|(?<=\n))([ ]*)-(?=\s)", re.MULTILINE)


@dataclass(slots=True)
class Place:
    """A value in a text: what it is, where it begins and ends (character numbers), and how its members are laid out."""

    kind: str
    """`scalar` | `mapping` | `sequence` | `alias`"""
    start: int
    end: int
    """Just after the last character written of it; an empty scalar ends where it begins."""
    key: tuple[int, int] | None = None
    """The stretch of its key, None for the root and for items."""
    text: str = ""
    """A scalar's text, unquoted."""
    style: str = ""
    """A scalar's quotes or block mark; `{` or `[` of a collection between brackets; `&` where a name or a tag stands before."""
    column: int = 0
    """Of a collection in lines: how many characters stand before its keys or dashes."""
    members: list[str] = field(default_factory=list)


class Outline(dict[str, Place]):
    """The places of a document by pointer; a key written twice is at none."""

    def __init__(self, screened: Screened) -> None:
        """Read a text that the loader accepts; it raises what the parser raises for any other."""
        super().__init__()
        self._text = screened.text
        self._restore = screened.restore if screened.suspect else None
        self._open: list[tuple[str, Place]] = []
        self._key: tuple[str, tuple[int, int]] | None = None
        self._twice: set[str] = set()
        for event in iter(parser(screened.text).get_event, None):
            self._take(event)
        for pointer in self._twice:
            for other in [other for other in self if other == pointer or other.startswith(f"{pointer}/")]:
                del self[other]

    def _take(self, event: Any) -> None:
        end: Any = event.end_mark
        if isinstance(event, (yaml_events.MappingEndEvent, yaml_events.SequenceEndEvent)):
            pointer, place = self._open.pop()
            if place.style in {"{", "["}:
                place.end = end.index
            self._reach(place.end)
        elif isinstance(event, yaml_events.NodeEvent):
            place = self._place(event)
            if self._open and self._open[-1][1].kind == "mapping" and self._key is None:
                self._await_value(event, place)
                return
            pointer = self._pointer()
            place.key = self._key[1] if self._key else None
            self._key = None
            self._put(pointer, place)
            if place.kind in {"mapping", "sequence"}:
                self._open.append((pointer, place))

    def _await_value(self, event: Any, place: Place) -> None:
        """Take a key; one that is a collection or a link is passed over by the loader, and has no name here."""
        name = unicodedata.normalize("NFC", place.text) if place.kind == "scalar" else ""
        self._key = (name, (place.start, place.end))
        parent = self._open[-1][1]
        if not parent.members and not parent.style.startswith("{"):
            parent.column = event.start_mark.column
        if place.kind in {"mapping", "sequence"}:
            self._open.append(("\0", place))

    def _pointer(self) -> str:
        if not self._open:
            return ""
        pointer, parent = self._open[-1]
        if parent.kind == "mapping":
            return under(pointer, self._key[0] if self._key else "")
        return under(pointer, len(parent.members))

    def _put(self, pointer: str, place: Place) -> None:
        if pointer in self:
            self._twice.add(pointer)
        self[pointer] = place
        if self._open:
            parent = self._open[-1][1]
            if parent.kind == "sequence" and not parent.members and parent.style != "[":
                parent.column = self._dash(parent.start, place.start)
            parent.members.append(pointer)
            self._reach(place.end)

    def _reach(self, end: int) -> None:
        if self._open:
            parent = self._open[-1][1]
            parent.end = max(parent.end, end)

    def _dash(self, start: int, end: int) -> int:
        if self._text.startswith("-", start):
            return start - (max(self._text.rfind("\n", 0, start), self._text.rfind("\r", 0, start)) + 1)
        found = _DASH.search(self._text.replace("\r", "\n"), start, end)
        return len(found[1]) if found else 0

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml_events.AliasEvent):
            return Place("alias", start, end)
        named = "&" if event.anchor is not None or event.tag is not None else ""
        if isinstance(event, yaml_events.ScalarEvent):
            style = event.style or ""
            if style in {"|", ">"}:
                end = start + len(self._text[start:end].rstrip())
            value = self._restore(event.value)[0] if self._restore else event.value
            return Place("scalar", start, max(start, end), text=value, style=named or style)
        kind = "mapping" if isinstance(event, yaml_events.MappingStartEvent) else "sequence"
        bracket = ("{" if kind == "mapping" else "[") if event.flow_style else ""
        return Place(kind, start, end if bracket else start, style=bracket or named)
