"""Saved results: what `guichet check --format json` wrote, read back; keys that are not known are passed over."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from guichet_cli.core.failure import is_date, is_number
from guichet_cli.core.pointer import dotted, under
from guichet_cli.core.printable import excerpt
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.discovery import named_file
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

SIZE = 64_000_000
"""Bytes of a result at most: some five hundred dossiers."""
MAJOR = "1"
VERSION = re.compile(rf"{MAJOR}\.[0-9]+", re.ASCII)
RESULT = re.compile(rb'\s*\{\s*"format_version"')
"""How a result begins; a dossier has no such key."""


class Part(NamedTuple):
    """A mapping of a result, and where it is: what is asked of it is there and of its kind, or the call ends."""

    data: dict[str, Any]
    pointer: str
    path: str

    def text(self, key: str) -> str:
        """Give a text."""
        return str(self._of(key, str))

    def texts(self, *keys: str) -> Iterator[str]:
        """Give several texts."""
        return map(self.text, keys)

    def optional(self, key: str) -> str:
        """Give a text, empty where there is none."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> tuple[str, ...]:
        """Give a list of texts, empty where there is none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(key)
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Give a truth."""
        return bool(self._of(key, bool))

    def number(self, key: str) -> Fraction | None:
        """Give a number as the decimal that was written, None for null."""
        value = self.data.get(key)
        if value is not None and not is_number(value):
            self.refuse(key)
        return None if value is None else Fraction(str(value))

    def whole(self, key: str) -> int | None:
        """Give an integer, None for null or nothing."""
        value = self.data.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def day(self, key: str) -> date:
        """Give a date."""
        if not is_date(self.data.get(key)):
            self.refuse(key)
        return date.fromisoformat(self.text(key))

    def one_of(self, key: str, words: type[StrEnum] | tuple[str, ...]) -> str:
        """Give one of the words that are known."""
        value = self.text(key)
        if value not in tuple(words):
            self.refuse(key)
        return value

    def part(self, key: str) -> Part:
        """Give the mapping below a key."""
        return Part(self._of(key, dict), under(self.pointer, key), self.path)

    def parts(self, key: str) -> list[Part]:
        """Give the mappings of a list."""
        found = []
        for index, item in enumerate(self._of(key, list)):
            pointer = under(self.pointer, key, index)
            if not isinstance(item, dict):
                refuse(self.path, pointer)
            found.append(Part(item, pointer, self.path))
        return found

    def refuse(self, key: str) -> NoReturn:
        """Raise GuichetError for what is below a key."""
        refuse(self.path, under(self.pointer, key))

    def _of(self, key: str, kind: type) -> Any:
        value = self.data.get(key)
        if type(value) is not kind:
            self.refuse(key)
        return value


def refuse(path: str, pointer: str) -> NoReturn:
    """Raise GuichetError for a place of a result that does not have its form."""
    raise GuichetError("error.result_form", path=shown_path(path), field=excerpt(dotted(pointer) or "/"))


def is_result(raw: bytes) -> bool:
    """Tell whether some bytes are meant to be a saved result."""
    return RESULT.match(raw.removeprefix(b"\xef\xbb\xbf")) is not None


def result_in(path: str) -> bytes | None:
    """Give the bytes of a file when they are meant to be a saved result. Raises GuichetError for one that is too big."""
    try:
        raw = read_regular(path, SIZE)
    except FileLostError:
        return None
    if is_result(raw) and len(raw) > SIZE:
        raise GuichetError("error.result_size", path=shown_path(path), most=SIZE // 1_000_000)
    return raw if is_result(raw) else None


def result_bytes(path: str) -> bytes:
    """Give the bytes of a result's file. Raises GuichetError when it cannot be read or is too big."""
    try:
        raw = read_regular(named_file(path).source or "", SIZE)
    except FileLostError:
        raise GuichetError("error.path_unreadable", path=shown_path(path)) from None
    if len(raw) > SIZE:
        raise GuichetError("error.result_size", path=shown_path(path), most=SIZE // 1_000_000)
    return raw


def read_result(raw: bytes, path: str) -> Part:
    """Give a result of a form that this version reads. Raises GuichetError."""
    shown = shown_path(path)
    try:
        document = json.loads(raw, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise GuichetError("error.result_json", path=shown) from None
    if not isinstance(document, dict) or "format_version" not in document:
        raise GuichetError("error.result_other", path=shown)
    version = document["format_version"]
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise GuichetError("error.result_version", path=shown, found=excerpt(str(version)), known=MAJOR)
    result = Part(document, "", path)
    result.one_of("lang", LANGUAGES)
    return result


def _refused(constant: str) -> NoReturn:
    """Refuse NaN and the infinities, which are no JSON."""
    raise ValueError(constant)
