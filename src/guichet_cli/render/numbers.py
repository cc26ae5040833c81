"""How rates are shown: rounded down, and under 100 unless everything counted is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.scoring import floored

if TYPE_CHECKING:
    from fractions import Fraction

    from guichet_cli.core.language import Language

NOTHING = "–"
"""What is shown for a commitment of which nothing is counted."""


def tenth(rate: Fraction | None, *, complete: bool) -> float | None:
    """Give a rate for machines: floored to 0.1, None when nothing is counted."""
    return None if rate is None else float(floored(rate, 10, complete=complete))


def whole(rate: Fraction | None, *, complete: bool) -> int | None:
    """Give a rate for people: floored to an integer, None when nothing is counted."""
    return None if rate is None else int(floored(rate, 1, complete=complete))


def exactly(value: Fraction, language: Language) -> str:
    """Give a number with all its decimals, as the language writes it: sums that are shown add up."""
    from decimal import Decimal

    text = f"{Decimal(value.numerator) / Decimal(value.denominator):,f}"
    return text.replace(",", "\u202f").replace(".", ",") if language.code == "fr" else text
