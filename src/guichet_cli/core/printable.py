r"""Text that no terminal obeys: what would move the cursor, colour, reorder or hide is written out, as `\x1B` or `\u202E`."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f"
    r"\u2028\u2029"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufeff\ufffe\uffff"
    r"\U000e0000-\U000e007f"
    r"\ud800-\udfff]"
)
"""Controls, line separators, bidi controls, byte order marks, tag characters, lone surrogates."""


def notation(character: str) -> str:
    r"""Give the written form of a character: `\x1B`, `\u202E`, `\U000E0041`."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02X}"
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def visible(text: str) -> str:
    """Give a text on one line, with every unprintable character written out."""
    return UNPRINTABLE.sub(lambda match: notation(match[0]), text)
