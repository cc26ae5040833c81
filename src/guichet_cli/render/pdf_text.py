"""Anyone's text for paper: one line in letters that the fonts have, with places to break a word that no line can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from guichet_cli.core.printable import notation
from guichet_cli.render.told import LONGEST, inert

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = (
    r"\u0020-\u007e\u00a0-\u024f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0477\u048c-\u04c4\u1e00-\u1eff"
    r"\u2010-\u2027\u202f-\u2037\u2039-\u203f\u20a0-\u20b5\u20b8-\u20ba\u20bd\u2190-\u21ff\u2241-\u226b\u2500-\u25ff"
    r"\u00bc-\u00be\u2122\u2153\u2154\u2713\u2717"
)
"""What the fonts that come with typst can show, upright, bold and of one width; a test looks at each."""
FOREIGN = re.compile(f"[^{SHOWN}]")
LONG = 25
ENDLESS = re.compile(rf"\S{{{LONG},}}")
JOINT = re.compile(r"(?<=[._/-])")
BREAK = "\u200b"
PIECE = 8
"""How many characters of such a word stand together."""


def printed(text: str, longest: int = LONGEST) -> str:
    r"""Give anyone's text as one bounded line that the fonts have; what they lack is written out, as `\u4E2D`."""
    line = FOREIGN.sub(lambda found: notation(found[0]), normalize("NFC", inert(text, longest)))
    return ENDLESS.sub(_breakable, line)


def all_printed(value: object) -> object:
    """Give plain data with every text of it as paper shows it."""
    if isinstance(value, str):
        return printed(value)
    if isinstance(value, dict):
        return {key: all_printed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [all_printed(each) for each in value]
    return value


def _breakable(found: re.Match[str]) -> str:
    """Give a long word with places to break it: after its signs, and within what has none."""
    return BREAK.join(piece for part in JOINT.split(found[0]) for piece in _pieces(part))


def _pieces(part: str) -> Iterator[str]:
    step = PIECE if len(part) >= LONG else LONG
    return (part[start : start + step] for start in range(0, len(part), step))
