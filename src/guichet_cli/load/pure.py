"""PyYAML's parser in Python, for machines without libyaml, brought to read what libyaml 0.2.5 reads.

Every method here follows libyaml's `scanner.c`, where PyYAML's own takes other characters: tabs after an indicator, `?` and
`:` inside flow collections, the end of a tag, unknown directives, escapes of what is no character.
"""

# PyYAML's stubs leave its scanner's methods untyped:
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import FlowEntryToken, FlowSequenceEndToken, ScalarToken, TagToken, ValueToken

_BLANKS = frozenset(" \t\r\n")
_ENDS = frozenset("\0 \t\r\n")
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_")
_URI = _WORD | frozenset(";/?:@&=+$.!~*'()%")


class PureParser(Reader, Scanner, Parser):
    """A stream of events in pure Python, the same as libyaml's."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Skip blanks and comments; tabs too, where no key may start."""
        while True:
            while self.peek() == " " or (self.peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in "\0\r\n":
                    self.forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> ScalarToken:
        """Give a plain scalar, tabs inside it included."""
        start_mark = end_mark = self.get_mark()
        indent = self.indent + 1
        chunks: list[str] = []
        blanks, folded = "", False
        while self.peek() != "#" and not self._at_document_mark():
            length = self._plain_run(start_mark)
            if length:
                chunks += (blanks, self.prefix(length))
                self.forward(length)
                end_mark = self.get_mark()
                folded = False
            if self.peek() not in _BLANKS:
                break
            blanks, folded = self._plain_blanks(indent, start_mark)
            if not self.flow_level and self.column < indent:
                break
        if folded:
            self.allow_simple_key = True
        return ScalarToken("".join(chunks), True, start_mark, end_mark)

    def _at_document_mark(self) -> bool:
        return self.column == 0 and self.prefix(3) in {"---", "..."} and self.peek(3) in _ENDS

    def _plain_run(self, start_mark: Any) -> int:
        length = 0
        while (character := self.peek(length)) not in _ENDS:
            if character == ":":
                after = self.peek(length + 1)
                if self.flow_level and after in ",?[]{}":
                    self.forward(length)
                    raise _refusal("a plain scalar", start_mark, "found unexpected ':'", self.get_mark())
                if after in _ENDS:
                    break
            elif self.flow_level and character in ",[]{}":
                break
            length += 1
        return length

    def _plain_blanks(self, indent: int, start_mark: Any) -> tuple[str, bool]:
        """Give what the blanks between two words stand for, and whether they hold a line break."""
        spaces: list[str] = []
        breaks: list[str] = []
        while (character := self.peek()) in _BLANKS:
            if character in "\r\n":
                breaks.append(self.scan_line_break())
                continue
            if breaks and character == "\t" and self.column < indent:
                problem = "found a tab character that violates indentation"
                raise _refusal("a plain scalar", start_mark, problem, self.get_mark())
            spaces.append(character)
            self.forward()
        if not breaks:
            return "".join(spaces), False
        return "".join(breaks[1:]) or " ", True

    def scan_tag(self) -> TagToken:
        """Give a tag, which ends at a blank, or at a comma in a flow collection."""
        start_mark = self.get_mark()
        if self.peek(1) == "<":
            handle: str | None = None
            self.forward(2)
            suffix = self._tag_uri(start_mark, _URI | frozenset(",[]"))
            if not suffix or self.peek() != ">":
                raise _refusal("a tag", start_mark, "did not find the expected '>'", self.get_mark())
            self.forward()
        else:
            handle, suffix = self._short_tag(start_mark)
        if self.peek() not in _ENDS and not (self.flow_level and self.peek() == ","):
            raise _refusal("a tag", start_mark, "did not find expected whitespace or line break", self.get_mark())
        return TagToken((handle, suffix), start_mark, self.get_mark())

    def _short_tag(self, start_mark: Any) -> tuple[str | None, str]:
        length = 1
        while self.peek(length) in _WORD:
            length += 1
        if self.peek(length) == "!":
            handle = self.prefix(length + 1)
            self.forward(length + 1)
            suffix = self._tag_uri(start_mark, _URI)
            if not suffix:
                raise _refusal("a tag", start_mark, "did not find expected tag URI", self.get_mark())
            return handle, suffix
        head = self.prefix(length)[1:]
        self.forward(length)
        suffix = head + self._tag_uri(start_mark, _URI)
        return ("!", suffix) if suffix else (None, "!")

    def _tag_uri(self, start_mark: Any, characters: frozenset[str]) -> str:
        chunks: list[str] = []
        while (character := self.peek()) in characters:
            if character == "%":
                chunks.append(self.scan_uri_escapes("tag", start_mark))
            else:
                chunks.append(character)
                self.forward()
        return "".join(chunks)

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        """Give the chomping and indentation of a block scalar, in either order; what follows is looked at later."""
        chomping: bool | None = None
        increment: int | None = None
        while True:
            character = self.peek()
            if character in "+-" and chomping is None:
                chomping = character == "+"
            elif character in "0123456789" and increment is None:
                increment = int(character)
                if not increment:
                    raise _refusal("a block scalar", start_mark, "found an indentation indicator of 0", self.get_mark())
            else:
                return chomping, increment
            self.forward()

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        """Skip what stands after the indicators of a block scalar: blanks and a comment."""
        while self.peek() in " \t":
            self.forward()
        if self.peek() == "#":
            while self.peek() not in "\0\r\n":
                self.forward()
        if self.peek() not in "\0\r\n":
            raise _refusal("a block scalar", start_mark, "did not find expected comment or line break", self.get_mark())
        self.scan_line_break()

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Any]:
        """Find the indentation of a block scalar, which a tab cannot be part of."""
        found: tuple[list[str], int, Any] = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Any]:
        """Skip the empty lines of a block scalar."""
        found: tuple[list[str], Any] = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return found

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            mark = self.get_mark()
            raise _refusal("a block scalar", mark, "found a tab character where an indentation space is expected", mark)

    def fetch_stream_end(self) -> None:
        """End the last line, so that a key that still waits for its colon is noticed."""
        if self.column:
            self.line, self.column = self.line + 1, 0
        self.stale_possible_simple_keys()
        super().fetch_stream_end()

    def fetch_flow_collection_end(self, token: Any) -> None:
        """End a flow collection; a bracket too many ends none."""
        super().fetch_flow_collection_end(token)
        self.flow_level = max(0, self.flow_level)

    def parse_flow_sequence_entry_mapping_key(self) -> Any:
        """Give the key after a `?` in a flow list; after an empty one libyaml skips the token that ends it."""
        self.get_token()
        if self.check_token(ValueToken, FlowEntryToken, FlowSequenceEndToken):
            skipped = self.get_token()
            self.state = self.parse_flow_sequence_entry_mapping_value
            return self.process_empty_scalar(skipped.end_mark)
        self.states.append(self.parse_flow_sequence_entry_mapping_value)
        return self.parse_flow_node()

    def scan_directive_name(self, start_mark: Any) -> str:
        """Refuse the names that libyaml does not know, which PyYAML skips."""
        name: str = super().scan_directive_name(start_mark)
        if name not in {"YAML", "TAG"}:
            raise _refusal("a directive", start_mark, "found unknown directive name", start_mark)
        return name

    def scan_flow_scalar_non_spaces(self, double: Any, start_mark: Any) -> list[str]:
        """Refuse the escapes of what is no character, on which PyYAML fails."""
        try:
            return list(super().scan_flow_scalar_non_spaces(double, start_mark))
        except (ValueError, OverflowError):
            problem = "found invalid Unicode character escape code"
            raise _refusal("a quoted scalar", start_mark, problem, self.get_mark()) from None


def _refusal(what: str, start_mark: Any, problem: str, mark: Any) -> ScannerError:
    return ScannerError(f"while scanning {what}", start_mark, problem, mark)
