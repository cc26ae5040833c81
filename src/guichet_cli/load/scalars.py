"""What a plain scalar means: the core schema of YAML 1.2, in which `oui`, `no`, `12:30` and dates are text."""

from __future__ import annotations

import math
import re
from typing import Any

TAG = "tag:yaml.org,2002:"
FIRST_CHARACTERS = frozenset(["", *"~nNtTfF-+.0123456789"])
"""A plain scalar that begins otherwise is text."""

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC = re.compile(r"[-+]?[.0-9][.0-9a-fA-FxoiInN]*(?:[-+][0-9]+)?")
"""What any number matches, and no date: most of what begins like a number is told from one by it alone."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_DIGITS = 18
_LONGEST_FLOAT = 400


class NumberLostError(Exception):
    """A number that cannot be kept as it is written; `variant` says why."""

    def __init__(self, variant: str) -> None:
        super().__init__(variant)
        self.variant = variant


class TagMismatchError(Exception):
    """A tag that its scalar does not honour, or that is not of the core schema."""


def plain(text: str) -> Any:
    """Give what a plain scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMERIC.fullmatch(text):
        return text
    if _INTEGER.fullmatch(text):
        if len(text.lstrip("-+0")) > _DIGITS:
            raise NumberLostError("integer")
        return int(text.lstrip("-+0") or "0") * (-1 if text[0] == "-" else 1)
    if _BASED.fullmatch(text):
        return _based(text)
    if _FLOAT.fullmatch(text):
        return _float(text)
    if _INFINITE.fullmatch(text):
        raise NumberLostError("infinite")
    if text in _NAN:
        raise NumberLostError("not_a_number")
    return text


def tagged(tag: str, text: str) -> Any:
    """Give what a scalar under a core tag means."""
    name = tag.removeprefix(TAG)
    if tag == name:
        raise TagMismatchError
    if name == "str":
        return text
    value = plain(text)
    if name == "float" and type(value) is int:
        return float(value)
    kinds = {"int": int, "float": float, "bool": bool, "null": type(None)}
    if type(value) is not kinds.get(name):
        raise TagMismatchError
    return value


def _based(text: str) -> int:
    digits = text[2:].lstrip("0")
    if len(digits) > 20:
        raise NumberLostError("integer")
    value = int(digits or "0", 8 if text[1] == "o" else 16)
    if value >= 10**_DIGITS:
        raise NumberLostError("integer")
    return value


def _float(text: str) -> float:
    if len(text) > _LONGEST_FLOAT:
        raise NumberLostError("infinite")
    value = float(text)
    if math.isinf(value):
        raise NumberLostError("infinite")
    return value
