"""What a tree under construction keeps: the mapping or list being filled, and what anchors stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.model import Problem, Span
from guichet_cli.load.limits import Limits, UnreadableError
from guichet_cli.load.positions import line_end

if TYPE_CHECKING:
    from collections.abc import Mapping

AWAITED: Any = object()
"""The next node of the mapping is a key."""
SKIPPED: Any = object()
"""The next node of the mapping is the value of an entry that is not kept."""
KEY_KINDS: dict[type, str] = {
    type(None): "empty",
    bool: "boolean",
    int: "number",
    float: "number",
    list: "list",
    dict: "mapping",
}
"""How a key that is not text is called."""

_new = tuple.__new__
"""Makes a span in half the time of its class."""


class Anchored(NamedTuple):
    """What an alias repeats: the value, how many nodes and levels it has, how many characters it stands for."""

    value: Any
    nodes: int
    height: int
    weight: int


OPEN = Anchored(None, 1, 0, 0)
"""An anchor inside its own value."""


class Frame:
    """A mapping or a list being filled: `key` is the entry being read, None in a list."""

    __slots__ = ("began", "deepest", "dropped", "entry", "kept", "key", "nodes", "pointer", "spans", "value", "weight")

    def __init__(self, value: Any, key: Any, pointer: str, spans: dict[str, Span], depth: int, began: Any) -> None:
        self.value = value
        self.key = key
        self.pointer = pointer
        self.entry = pointer
        self.spans = spans
        self.deepest = depth
        self.began = began
        self.dropped: set[str] | None = None
        self.kept = True
        self.nodes = 0
        self.weight = 0

    def here(self) -> str:
        """Give the pointer of the node that comes next."""
        if self.key is None:
            return f"{self.pointer}/{len(self.value)}"
        return self.pointer if self.key is AWAITED else self.entry


class Complaints:
    """The problems of one text, each at the event that it is about."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self.problems: list[Problem] = []

    def report(
        self, code: str, event: Any, pointer: str, variant: str = "", params: Mapping[str, Any] | None = None
    ) -> None:
        """Add a problem at an event."""
        self.problems.append(self.problem(code, event, variant, pointer, params))

    def problem(
        self, code: str, event: Any, variant: str = "", pointer: str = "", params: Mapping[str, Any] | None = None
    ) -> Problem:
        """Give a problem at an event."""
        return Problem(
            code=code, variant=variant, pointer=pointer, span=first_line(event, self._text), params=params or {}
        )

    def over(self, cap: str, event: Any) -> UnreadableError:
        """Give the refusal of a text that goes over a cap at an event."""
        variant = "repeats" if cap == "size" else cap  # the file's own size is told before it is parsed
        return UnreadableError(self.problem("DOS-003", event, variant, params={"limit": getattr(self._limits, cap)}))


def span_of(event: Any) -> Span:
    """Give the span of an event's own text."""
    start, end = event.start_mark, event.end_mark
    return _new(Span, (start.line + 1, start.column + 1, end.line + 1, end.column + 1))


def first_line(event: Any, text: str) -> Span:
    """Give the span of what an event begins, cut at the end of its first line."""
    start, end = event.start_mark, event.end_mark
    if end.line == start.line and end.column > start.column:
        return span_of(event)
    column = start.column + 1
    return Span(start.line + 1, column, start.line + 1, column + line_end(text, start.index) - start.index)
