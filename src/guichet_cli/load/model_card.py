"""The front matter of a Hugging Face model card: what it says of emissions, with its line."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from guichet_cli.core.failure import is_number
from guichet_cli.errors import GuichetError
from guichet_cli.load.named import named_bytes
from guichet_cli.load.paths import shown_path
from guichet_cli.load.source import read_source

SIZE = 4_000_000
KEY = "co2_eq_emissions"
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class Card(NamedTuple):
    """What a model card says: grams of CO2e as the format has it, the tool that it names, the line."""

    emissions: float
    source: str
    line: int


def read_card(path: str) -> Card:
    """Give what a card says of emissions. Raises GuichetError for a file that says nothing of them."""
    shown = shown_path(path)
    raw = named_bytes(path, SIZE)
    front = _FRONT.match(raw) if len(raw) <= SIZE else None
    if front is None:
        raise GuichetError("error.card_front", path=shown)
    source = read_source(front[1])
    if source.data is None:
        span = source.problems[0].span
        raise GuichetError("error.card_unreadable", place=f"{shown}:{span.line + 1 if span else 2}")
    told: Any = source.data.get(KEY)
    if told is None:
        raise GuichetError("error.card_silent", path=shown)
    pointer, value, tool = f"/{KEY}", told, ""
    if isinstance(told, dict):
        pointer, value, tool = f"/{KEY}/emissions", told.get("emissions"), str(told.get("source") or "")
    span = source.spans.get(pointer) or source.spans.get(f"/{KEY}")
    line = span.line + 1 if span else 1
    if not is_number(value):
        raise GuichetError("error.card_number", place=f"{shown}:{line}")
    return Card(float(value), tool, line)
