"""Settings: options and environment as values, refused in the reader's language."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from guichet_cli.core.failure import is_date
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def choice(option: str, value: str, allowed: Sequence[str]) -> str:
    """Give a value that is one of those allowed. Raises GuichetError, naming the nearest."""
    if value in allowed:
        return value
    near = nearest(value, list(allowed))
    key = "usage.bad_choice_near" if near else "usage.bad_choice"
    raise GuichetError(key, option=option, value=value, allowed=", ".join(allowed), nearest=near or "")


def form_of(asked: str | None, output: str | None, forms: Sequence[str], suffixes: Mapping[str, str]) -> str:
    """Give the form asked for, else what the output's name ends with, else text. Raises GuichetError for what is no form."""
    usual = next((form for suffix, form in suffixes.items() if (output or "").lower().endswith(suffix)), "text")
    return choice("--format", asked or usual, forms)


def as_date(value: str | None) -> date:
    """Give the run's date: the option, SOURCE_DATE_EPOCH, else today. Raises GuichetError for what is no date."""
    if value is not None:
        if not is_date(value):
            raise GuichetError("usage.bad_date", option="--as-of", value=value)
        return date.fromisoformat(value)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isdecimal() or len(epoch) > 11:
            raise GuichetError("usage.bad_epoch", value=epoch)
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


def as_rate(option: str, value: str | None) -> Fraction | None:
    """Give a rate between 0 and 100, exact; the decimal comma is understood. Raises GuichetError."""
    if value is None:
        return None
    digits = value.replace(",", ".")
    whole, _, decimals = digits.partition(".")
    if (whole + decimals).isdecimal() and len(digits) < 10 and whole:
        rate = Fraction(digits)
        if rate <= 100:
            return rate
    raise GuichetError("usage.bad_rate", option=option, value=value)
