"""A reader's language: sentences by key, numbers, plurals, quotation marks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NARROW = "\u202f"
SHOWN = 80
"""How many characters of a dossier's text a sentence cites."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """The tool's own words in one language, and how it writes numbers and quotations."""

    code: str
    """`fr` or `en`."""
    messages: Mapping[str, str]

    def say(self, key: str, /, **params: Any) -> str:
        """Give the sentence of a key with its fields filled in; values are shown as text, never as a format."""
        return self.messages[key].format_map({name: self.show(value) for name, value in params.items()})

    def count(self, key: str, n: float | Fraction, /, **params: Any) -> str:
        """Give the sentence of a key in the singular or the plural that `n` asks for."""
        singular = n < 2 if self.code == "fr" else n == 1
        return self.say(f"{key}.{'one' if singular else 'other'}", n=n, **params)

    def first(self, *keys: str, **params: Any) -> str:
        """Give the sentence of the first of these keys that the language has."""
        return self.say(next(key for key in keys if key in self.messages), **params)

    def show(self, value: Any) -> str:
        """Give a value as the language writes it: decimal comma, true and false as YAML has them."""
        if type(value) is str:
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float | Fraction):
            return self.number(value)
        return str(value)

    def number(self, value: float | Fraction) -> str:
        """Give a number as it was written, a computed one rounded, with the language's separators."""
        text = f"{value:,}" if isinstance(value, int) else _decimal(value)
        if self.code == "fr":
            return text.replace(",", NARROW).replace(".", ",")
        return text

    def day(self, written: str) -> str:
        """Give a date YYYY-MM-DD in words: `2 décembre 2027`, `1er août 2026`."""
        year, month, number = written.split("-")
        first = self.messages["day.first"] if number == "01" else number.lstrip("0")
        return f"{first} {self.messages[f'month.{month}']} {year}"

    def quote(self, value: Any) -> str:
        """Give a dossier's text between quotation marks, on one line, cut where it is long."""
        text = self.show(value)
        text = " ".join(text.split())
        if len(text) > SHOWN:
            text = text[: SHOWN - 1] + "…"
        return f"«\u00a0{text}\u00a0»" if self.code == "fr" else f"“{text}”"

    def series(self, items: Iterable[str], word: str = "and") -> str:
        """Give items as a list in words: `a, b et c`."""
        parts = list(items)
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.messages[f'word.{word}']} {parts[-1]}"


def _decimal(value: float | Fraction) -> str:
    exact = Fraction(str(value)) if isinstance(value, float) else value
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    places = 4 if abs(exact) < 1 or (exact * 10_000).denominator == 1 else 2
    rounded = f"{float(exact):,.{places}f}".rstrip("0").rstrip(".")
    return f"{float(exact):.2e}" if rounded in {"0", "-0"} else rounded
