"""Bytes to text: UTF-8 and UTF-16 are read, everything else is named for what it is."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Problem
from guichet_cli.core.patterns import later
from guichet_cli.core.printable import excerpt
from guichet_cli.load.limits import Limits, UnreadableError
from guichet_cli.load.positions import span_at

if TYPE_CHECKING:
    from guichet_cli.core.model import Span

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"\x7fELF", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
)
_UTF32 = later(rb"\xff\xfe\0\0|\0\0\xfe\xff|[^\0]\0\0\0|\0\0\0[^\0]")
_UTF16 = (
    (later(rb"\xff\xfe|[^\0]\0(?!\0\0)"), "utf-16-le"),
    (later(rb"\xfe\xff|\0[^\0]"), "utf-16-be"),
)
_ILL_FORMED = later(rb"[\xc0\xc1][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|[\xf5-\xff][\x80-\xbf]{3}")
"""Over-long, surrogate and out-of-range sequences: wrong UTF-8, which Windows-1252 text hardly ever resembles."""
_NOT_CP1252 = later(rb"[\0\x81\x8d\x8f\x90\x9d]")
_WORD = later(rb"[^\s\"'`,;:()\[\]{}<>]{1,40}")


def refuse(variant: str, span: Span | None = None, **params: Any) -> UnreadableError:
    """Give the refusal of bytes that are no readable text."""
    return UnreadableError(Problem(code="DOS-002", variant=variant, span=span, params=params))


def decode(data: bytes, limits: Limits) -> str:
    """Give the text of a file's bytes, without its byte order mark."""
    if len(data) > limits.size:
        raise UnreadableError(Problem(code="DOS-003", variant="size", params={"limit": limits.size}))
    for magic, variant in _MAGIC:
        if data.startswith(magic):
            raise refuse(variant)
    if _UTF32.match(data):
        raise refuse("utf32")
    for pattern, encoding in _UTF16:
        if pattern.match(data):
            return _decode_utf16(data, encoding)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _explain(data, error.start, truncated=error.reason == "unexpected end of data") from None


def _decode_utf16(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace").removeprefix("\ufeff")
        raise refuse("utf16", span_at(before, len(before))) from None
    return text.removeprefix("\ufeff")


def _explain(data: bytes, start: int, *, truncated: bool) -> UnreadableError:
    before = data[:start].decode("utf-8")
    span = span_at(before, len(before))
    if _NOT_CP1252.search(data) or _ILL_FORMED.match(data, start):
        return refuse("invalid", span)
    if truncated:
        return refuse("truncated", span)
    word = _word_around(data, start)
    return refuse("cp1252", span, word=excerpt(word.decode("cp1252", "replace")))


def _word_around(data: bytes, start: int) -> bytes:
    first = max(0, start - 20)
    for found in _WORD.finditer(data, first, start + 40):
        if found.start() <= start < found.end():
            return found[0]
    return data[start : start + 1]
