"""JSON for machines, on one line: what a terminal or the logs of a CI server would obey is written as JSON escapes it."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from guichet_cli.core.patterns import later
from guichet_cli.core.printable import HIDDEN

if TYPE_CHECKING:
    import re

OBEYED = later(rf"[{HIDDEN}\t\n\r]|#(?=#)|:(?=:)")


def as_json(value: Any) -> str:
    """Give a value as JSON: the same data for its reader, nothing to obey for what shows it."""
    return OBEYED.sub(_escaped, dumps(value, ensure_ascii=False, allow_nan=False))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code < 0xE000:  # half a character: many readers refuse it
        return "\\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else dumps(match[0])[1:-1]
