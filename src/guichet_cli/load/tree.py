"""Parser events to plain data and spans, in one pass without recursion: depth and nodes are counted as they stream."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from yaml import events as yaml_events

from guichet_cli.core.model import Problem
from guichet_cli.core.pointer import escape
from guichet_cli.core.printable import excerpt
from guichet_cli.load.frames import AWAITED, KEY_KINDS, OPEN, SKIPPED, Anchored, Complaints, Frame, first_line, span_of
from guichet_cli.load.limits import Limits, UnreadableError
from guichet_cli.load.scalars import FIRST_CHARACTERS, TAG, NumberLostError, TagMismatchError, plain, tagged
from guichet_cli.load.syntax import says_more

if TYPE_CHECKING:
    from collections.abc import Callable

    from guichet_cli.core.model import Span
    from guichet_cli.load.screening import Screened


class Tree:
    """The data of one document as its events arrive; `finish` gives the mapping at its root."""

    def __init__(self, screened: Screened, limits: Limits) -> None:
        self._text = screened.text
        self._restore = screened.restore if screened.suspect else None
        self._limits = limits
        self._most_nodes = limits.nodes
        self._longest = limits.scalar
        self._nodes = 0
        self._repeated = 0
        self._documents = 0
        self._refused: UnreadableError | None = None
        self._anchors: dict[str, Anchored] = {}
        self._frame = Frame({}, "", "", {}, 0, None)
        self._stack: list[Frame] = []
        self.spans: dict[str, Span] = self._frame.spans
        self._complaints = Complaints(screened.text, limits)
        self.problems = self._complaints.problems
        self.handlers: dict[type, Callable[[Any], None]] = {
            yaml_events.ScalarEvent: self._scalar,
            yaml_events.MappingStartEvent: self._mapping,
            yaml_events.SequenceStartEvent: self._sequence,
            yaml_events.MappingEndEvent: self._close,
            yaml_events.SequenceEndEvent: self._close,
            yaml_events.AliasEvent: self._alias,
            yaml_events.DocumentStartEvent: self._document,
            yaml_events.DocumentEndEvent: self._end,
            yaml_events.StreamStartEvent: _nothing,
            yaml_events.StreamEndEvent: _nothing,
        }

    def finish(self) -> dict[str, Any]:
        """Give the mapping at the root, empty for an empty document."""
        return self._frame.value.get("") or {}

    def _document(self, event: Any) -> None:
        self._documents += 1
        self._frame.key = ""
        if self._documents > 1:
            if not says_more(self._text, event.start_mark.index):
                return
            raise UnreadableError(self._complaints.problem("DOS-004", event))

    def _scalar(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > self._most_nodes:
            raise self._complaints.over("nodes", event)
        value = event.value
        if len(value) > self._longest:
            raise self._complaints.over("scalar", event)
        if event.tag is not None or (value[:1] in FIRST_CHARACTERS and not event.style):
            value = self._meaning(event)
        if self._restore is not None and type(value) is str:
            value = self._printable(value, event)
        if event.anchor is not None:
            weight = event.end_mark.index - event.start_mark.index
            self._anchors[event.anchor] = Anchored(value, 1, 0, weight)
        if self._frame.key is AWAITED:
            self._key(value, event)
        else:
            self._place(value, event)

    def _meaning(self, event: Any) -> Any:
        """Give what a scalar means, None beside a problem where it cannot be kept."""
        tag, text = event.tag, event.value
        try:
            if tag is None:
                return plain(text)
            return text if tag == "!" else tagged(tag, text)
        except NumberLostError as lost:
            self._report("DOS-011", event, lost.variant, value=excerpt(text, 40))
        except TagMismatchError:
            self._refuse_tag(event)
        return None

    def _printable(self, text: str, event: Any) -> str:
        value, first = self._restore(text) if self._restore else (text, "")
        if first:
            self._report("DOS-012", event, "key" if self._frame.key is AWAITED else "", character=first)
        return value

    def _key(self, key: Any, event: Any) -> None:
        frame = self._frame
        if type(key) is not str:
            self._refuse_key(key, event)
            return
        if len(key) > self._limits.key:
            raise self._complaints.over("key", event)
        if not key.isascii():
            key = unicodedata.normalize("NFC", key)
        elif key == "<<" and type(event) is yaml_events.ScalarEvent and not event.style and event.tag is None:
            frame.key = SKIPPED
            self._report("DOS-009", event)
            return
        frame.entry = entry = f"{frame.pointer}/{escape(key) if '~' in key or '/' in key else key}"
        if key in frame.value:
            self._refuse_duplicate(key, entry, event)
            return
        frame.key = key
        frame.spans[entry] = span_of(event)

    def _refuse_key(self, key: Any, event: Any) -> None:
        self._frame.entry = self._frame.pointer
        self._frame.key = SKIPPED
        cited = getattr(event, "value", None) or ""
        self._report("DOS-007", event, KEY_KINDS[type(key)], key=excerpt(cited, 40))

    def _refuse_duplicate(self, key: str, entry: str, event: Any) -> None:
        frame = self._frame
        frame.key = SKIPPED
        frame.dropped = frame.dropped or set()
        if key in frame.dropped:
            return
        frame.dropped.add(key)
        first = frame.spans[entry]
        params = {"key": excerpt(key), "first_line": first.line}
        span = span_of(event)
        self.problems.append(Problem(code="DOS-006", pointer=entry, span=span, related=(first,), params=params))

    def _place(self, value: Any, event: Any) -> None:
        """Put a scalar or an alias where it belongs."""
        frame = self._frame
        key = frame.key
        if key is None:
            block = getattr(event, "style", None) in {"|", ">"}
            frame.spans[f"{frame.pointer}/{len(frame.value)}"] = (
                first_line(event, self._text) if block else span_of(event)
            )
            frame.value.append(value)
        elif not self._stack:
            self._place_root(value, event)
        else:
            if key is not SKIPPED:
                frame.value[key] = value
            frame.key = AWAITED

    def _place_root(self, value: Any, event: Any) -> None:
        if value is None and (self._documents > 1 or not self.problems):
            return
        if value is None:
            raise UnreadableError(self.problems[0])
        # the line that follows says more: the parser often takes the text before a mistake for a document
        self._refused = UnreadableError(self._complaints.problem("DOS-005", event, "scalar"))

    def _end(self, _event: Any) -> None:
        if self._refused is not None:
            raise self._refused

    def _mapping(self, event: Any) -> None:
        self._open(event, {}, AWAITED)

    def _sequence(self, event: Any) -> None:
        self._open(event, [], None)

    def _open(self, event: Any, value: Any, key: Any) -> None:
        self._nodes += 1
        if self._nodes > self._most_nodes:
            raise self._complaints.over("nodes", event)
        depth = len(self._stack) + 1
        if depth > self._limits.depth:
            raise self._complaints.over("depth", event)
        if depth == 1:
            self._check_root(event, value)
        parent = self._frame
        pointer, spans = self._slot(parent, event)
        kept = event.tag in {None, "!", TAG + ("seq" if key is None else "map")}
        if not kept:
            self._refuse_tag(event)
        self._frame = frame = Frame(value, key, pointer, spans if kept else {}, depth, event)
        frame.kept = kept
        if event.anchor is not None:
            frame.nodes = self._nodes - 1
            frame.weight = self._repeated
            self._anchors[event.anchor] = OPEN
        self._stack.append(parent)

    def _slot(self, parent: Frame, event: Any) -> tuple[str, dict[str, Span]]:
        """Give the pointer of a mapping or list that begins, and where its spans go: nowhere for what is not kept."""
        if parent.key is None:
            pointer = parent.here()
            parent.spans[pointer] = first_line(event, self._text)
            return pointer, parent.spans
        if parent.key is AWAITED or parent.key is SKIPPED:
            return parent.here(), {}
        return parent.entry, parent.spans

    def _check_root(self, event: Any, value: Any) -> None:
        if isinstance(value, list):
            raise UnreadableError(self._complaints.problem("DOS-005", event, "list"))
        if event.tag not in {None, "!", TAG + "map"}:
            self._refuse_tag(event)
            raise UnreadableError(self.problems[-1])
        self.spans[""] = first_line(event, self._text)

    def _close(self, event: Any) -> None:
        frame = self._frame
        parent = self._frame = self._stack.pop()
        value = frame.value if frame.kept else None
        for key in frame.dropped or ():
            del frame.value[key]
        parent.deepest = max(parent.deepest, frame.deepest)
        if frame.began.anchor is not None:
            self._anchor(frame, value, event)
        key = parent.key
        if key is None:
            parent.value.append(value)
        elif key is AWAITED:
            self._refuse_key(frame.value, frame.began)
        else:
            if key is not SKIPPED:
                parent.value[key] = value
            parent.key = AWAITED

    def _anchor(self, frame: Frame, value: Any, event: Any) -> None:
        name = frame.began.anchor
        if self._anchors[name] is OPEN:  # else an anchor of the same name was set inside
            weight = event.end_mark.index - frame.began.start_mark.index + self._repeated - frame.weight
            height = frame.deepest - len(self._stack)
            self._anchors[name] = Anchored(value, self._nodes - frame.nodes, height, weight)

    def _alias(self, event: Any) -> None:
        name = event.anchor
        anchored = self._anchors.get(name)
        if anchored is None:
            params = {"name": excerpt(name)}
            raise UnreadableError(self._complaints.problem("DOS-001", event, "alias", params=params))
        self._budget(anchored, event)
        frame = self._frame
        if anchored is OPEN:
            self._report("DOS-010", event, name=excerpt(name))
        if frame.key is not AWAITED:
            self._place(anchored.value, event)
        elif anchored is OPEN:
            frame.key, frame.entry = SKIPPED, frame.pointer
        else:
            self._key(anchored.value, event)

    def _budget(self, anchored: Anchored, event: Any) -> None:
        """Count what an alias repeats as if it were written out."""
        self._nodes += anchored.nodes
        self._repeated += anchored.weight
        deepest = len(self._stack) + anchored.height
        self._frame.deepest = max(self._frame.deepest, deepest)
        if self._nodes > self._most_nodes:
            raise self._complaints.over("nodes", event)
        if deepest > self._limits.depth:
            raise self._complaints.over("depth", event)
        if self._repeated > self._limits.size:
            raise self._complaints.over("size", event)

    def _report(self, code: str, event: Any, variant: str = "", /, **params: Any) -> None:
        self._complaints.report(code, event, self._frame.here(), variant, params)

    def _refuse_tag(self, event: Any) -> None:
        self._report("DOS-008", event, tag=excerpt(event.tag.replace(TAG, "!!")))


def _nothing(_event: Any) -> None:
    pass
