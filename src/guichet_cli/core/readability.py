"""Readability of a French text: the formula of Kandel and Moles, with syllables as Pyphen's dictionary cuts them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from guichet_cli.core.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = later(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
CHUNK = later(r"[^\W\d_]+")
SENTENCE_END = later(r"[.!?…:;]+(?=\s|$)|\n{2,}")
VOWEL = later(r"[aeiouyàâäéèêëîïôöùûüÿœæ]", re.IGNORECASE)
FEWEST_WORDS = 20
"""Under so many words a score says nothing."""


def kandel_moles(text: Any) -> Fraction | None:
    """Give 207 − 1.015 × words per sentence − 73.6 × syllables per word; None for what is no text, or too short a one."""
    words = WORD.findall(text) if isinstance(text, str) else []
    if len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, len([part for part in SENTENCE_END.split(text) if WORD.search(part)]))
    syllables = sum(_syllables(word.lower()) for word in words)
    score = 207 - Fraction("1.015") * len(words) / sentences - Fraction("73.6") * syllables / len(words)
    return Fraction(score * 10 // 1, 10)


@cache
def _syllables(word: str) -> int:
    cut = _hyphenation()
    return max(1, sum(len(cut(chunk)) + 1 for chunk in CHUNK.findall(word) if VOWEL.search(chunk)))


@cache
def _hyphenation() -> Callable[[str], list[Any]]:
    from pyphen import Pyphen

    # the usual minimum of two letters each side is for the eye of a typographer: syllables are wanted here
    positions: Callable[[str], list[Any]] = Pyphen(lang="fr_FR", left=1, right=1).positions
    return positions
