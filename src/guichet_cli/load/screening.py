"""What a text is searched for before it is parsed, so that both parsers read the same thing.

An ordinary dossier pays one search. YAML 1.1 parsers break lines at NEL, LS and PS, skip some byte order marks, and libyaml
refuses the escapes of surrogates that JSON allows: those are swapped for characters that the text does not use, of the
same width, and put back in each scalar.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from guichet_cli.core.model import Problem
from guichet_cli.core.patterns import later
from guichet_cli.core.printable import BIDI, TAGS, UNPRINTABLE, excerpt, notation
from guichet_cli.load.decoding import refuse
from guichet_cli.load.limits import UnreadableError
from guichet_cli.load.positions import line_end, span_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
_FORBIDDEN = later(f"[{_CONTROLS}]")
_SEPARATORS = "\x85\u2028\u2029\ufeff"
_SUSPECT = later(f"[{_CONTROLS}{_SEPARATORS}{BIDI}{TAGS}]")
_ESCAPE = later(r"\\[0abvfeNLPxuU]")
_SURROGATE_ESCAPE = later(r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}")
_ESCAPED = later(r"\\(?:u|U0000)([0-9a-fA-F]{4})")
_PAIR = later("[\ud800-\udbff][\udc00-\udfff]")
_CONFLICT = later(r"(?<![^\r\n])(?:<{7} |={7}(?![^\r\n])|>{7} )")
_BEFORE_CONTENT = later(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*")
_YAML_1 = later(r"%YAML[ \t]+1\.[0-9]{1,3}[ \t]*(?:[ \t]#[^\r\n]*)?(?![^\r\n])")


class Screened:
    """A text ready for either parser, and the way back from what stands in for its odd characters."""

    __slots__ = ("_characters", "_escapes", "_written", "suspect", "text")

    def __init__(self, text: str) -> None:
        self.suspect = False
        self._characters: dict[int, str] = {}
        self._escapes: re.Pattern[str] | None = None
        self._written: dict[str, str] = {}
        self.text = text = _ended(_without_directive(text))
        _refuse_conflict(text)
        # two searches: of a set of characters alone, a search is five times as fast as of one or the other
        if _SUSPECT.search(text) or ("\\" in text and _ESCAPE.search(text)):
            self.suspect = True
            _refuse_forbidden(text)
            self._stand_in()

    def _stand_in(self) -> None:
        separators = [c for c in _SEPARATORS if c in self.text]
        escapes = sorted(set(_SURROGATE_ESCAPE.findall(self.text)))
        if not separators and not escapes:
            return
        free = _unused(self.text)
        for character in separators:
            other = next(free, None) or _refuse_character(self.text, character)
            self._characters[ord(other)] = character
            self.text = self.text.replace(character, other)
        swap: dict[str, str] = {}
        for escape in escapes:
            other = next(free, None) or _refuse_character(self.text, escape)
            swap[escape] = written = f"{escape[:-4]}{ord(other):04X}"
            self._characters[ord(other)] = chr(int(escape[-4:], 16))
            self._written[written] = escape
        if swap:
            self.text = _SURROGATE_ESCAPE.sub(lambda match: swap[match[0]], self.text)
            self._escapes = re.compile("|".join(re.escape(written) for written in self._written))

    def restore(self, value: str) -> tuple[str, str]:
        """Give a scalar as it was written with its unprintable characters made visible, and the first of those."""
        if self._characters:
            value = value.translate(self._characters)
            if self._escapes is not None:
                value = self._escapes.sub(lambda match: self._written[match[0]], value)
        value = _PAIR.sub(lambda match: match[0].encode("utf-16", "surrogatepass").decode("utf-16"), value)
        found = UNPRINTABLE.search(value)
        if found is None:
            return value, ""
        return UNPRINTABLE.sub(lambda match: notation(match[0]), value), notation(found[0])


def _unused(text: str) -> Iterator[str]:
    used = set(text) | {chr(int(code, 16)) for code in _ESCAPED.findall(text)}
    for code in chain(range(0xE000, 0xF900), range(0x3400, 0x9FF0)):
        if chr(code) not in used:
            yield chr(code)


def _refuse_character(text: str, written: str) -> str:
    raise refuse("control", span_at(text, text.index(written)), character=f"U+{ord(written[0]):04X}")


def _refuse_forbidden(text: str) -> None:
    found = _FORBIDDEN.search(text)
    if found:
        raise refuse("control", span_at(text, found.start()), character=f"U+{ord(found[0]):04X}")


def _refuse_conflict(text: str) -> None:
    if "=======" in text or "<<<<<<< " in text or ">>>>>>> " in text:
        found = _CONFLICT.search(text)
        if found:
            raise UnreadableError(Problem(code="DOS-001", variant="conflict", span=span_at(text, found.start(), 7)))


def _without_directive(text: str) -> str:
    """Make a comment of `%YAML 1.x`, which changes nothing here; any other directive is refused alike on both parsers."""
    if not text.startswith("%") and "\n%" not in text and "\r%" not in text:
        return text
    start = _content_start(text)
    if _YAML_1.match(text, start):
        text = f"{text[:start]}#{text[start + 1 :]}"
        start = _content_start(text)
    if text.startswith("%", start):
        params = {"text": excerpt(text[start : line_end(text, start)])}
        span = span_at(text, start)
        raise UnreadableError(Problem(code="DOS-001", variant="percent", span=span, params=params))
    return text


def _ended(text: str) -> str:
    """End a last line of blanks, which parsers of YAML 1.1 take for text where nothing ends it."""
    blank = text.endswith((" ", "\t")) and text.rstrip(" \t").endswith(("\n", "\r"))
    return f"{text}\n" if blank else text


def _content_start(text: str) -> int:
    found = _BEFORE_CONTENT.match(text)
    return found.end() if found else 0
