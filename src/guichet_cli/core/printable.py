r"""Text that nothing obeys: what would move the cursor, colour, reorder or hide is written out, as `\x1B` or `\u202E`."""

from __future__ import annotations

from guichet_cli.core.patterns import later

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
TAGS = "\U000e0000-\U000e007f"
HIDDEN = rf"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff{BIDI}{TAGS}\ud800-\udfff"
"""Controls but TAB, LF, CR; line separators, byte order marks, bidi controls, tag characters, lone surrogates."""
UNPRINTABLE = later(f"[{HIDDEN}]")
UNPRINTABLE_IN_LINE = later(rf"[{HIDDEN}\t\n\r]")


def notation(character: str) -> str:
    r"""Give the written form of a character: `\x1B`, `\u202E`, `\U000E0041`."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02X}"
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def visible(text: str) -> str:
    """Give a text on one line, with every unprintable character written out."""
    if text.isprintable():  # some spaces are not, by which the pattern is not offended
        return text
    return UNPRINTABLE_IN_LINE.sub(lambda match: notation(match[0]), text)


def excerpt(text: str, longest: int = 60) -> str:
    """Give the beginning of a text, visible and short enough for a sentence."""
    return visible(text if len(text) <= longest else text[: longest - 1] + "…")
