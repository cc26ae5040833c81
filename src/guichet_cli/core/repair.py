"""Repairs: of the mistakes of shape, those with one sure answer, and that answer. What anybody must decide is left alone."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.failure import is_date
from guichet_cli.core.pointer import escape, resolve, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Problem

TRUE = frozenset({"true", "oui", "o", "yes", "y", "vrai", "on"})
SURE = 0.8
"""How alike (0 to 1, `difflib`) a mistyped key and a known one must be."""
CLEAR = 0.1
"""By how much the second best must be less alike."""
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:,\d+)?|[-+]?\d+,\d+")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:er)?\s+([^\W\d_]{3,9})\.?\s+(\d{4})")
_MONTHS = (
    ("janvier", "janv", "january", "jan"),
    ("fevrier", "fevr", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "september", "sep"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)


class Repair(NamedTuple):
    """What to write at a place: another value, or another key before the same value."""

    pointer: str
    value: Any = None
    key: str = ""


def repair(problem: Problem, data: Mapping[str, Any], written: str, fields: Fields) -> Repair | None:
    """Give the repair of a mistake of shape, None where there is no sure one; `written` is the scalar as the text has it."""
    if problem.code == "DOS-020":
        key = _meant(problem, data, fields)
        return Repair(problem.pointer, key=key) if key else None
    value = _value(problem, written, fields)
    return None if value is None else Repair(problem.pointer, value=value)


def _value(problem: Problem, written: str, fields: Fields) -> Any:
    found = problem.params.get("found")
    match problem.code, problem.variant:
        case "DOS-021", "boolean_word":
            return str(found).strip().casefold() in TRUE
        case "DOS-021", "unquoted":
            return _number(str(problem.params["fixed"]))
        case "DOS-021", "decimal_comma":
            return _number(str(problem.params["fixed"])) if _GROUPED.fullmatch(str(found).strip()) else None
        case "DOS-021", "quoted":
            return written if isinstance(found, int | float) and not isinstance(found, bool) else None
        case "DOS-022", _:
            return _choice(str(found), fields, problem.pointer) if isinstance(found, str) else None
        case "DOS-024", "french_date":
            return problem.params["fixed"]
        case "DOS-024", "date":
            return _in_words(str(found))
    return None


def _meant(problem: Problem, data: Mapping[str, Any], fields: Fields) -> str:
    """Give the known key that an unknown one surely stands for, empty when none does or when it is written already."""
    above = problem.pointer.rpartition("/")[0]
    near, key = problem.params.get("nearest"), problem.params["key"]
    if not near or near in (resolve(data, above) or {}):
        return ""
    if problem.variant == "invisible":
        return str(near)
    holder = fields.at(wild(above))
    others = [_likeness(key, other) for other in fields.names(holder) if other != near] if holder else []
    best = _likeness(key, near)
    return str(near) if best >= SURE and all(best - other >= CLEAR for other in others) else ""


def wild(pointer: str) -> str:
    """Give a pointer in which `[]` stands for any item of a list, as the schemas' fields are named."""
    return "".join(f"/{'[]' if token.isdecimal() else escape(token)}" for token in tokens(pointer))


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, _folded(word), _folded(other)).ratio()


def _choice(found: str, fields: Fields, pointer: str) -> Any:
    """Give the code of a choice written in other letters, or in its words; two that fit are none."""
    known = fields.at(wild(pointer))
    if known is None or not known.choices:
        return None
    words = known.schema.get("x-enum", {})
    fitting = {
        code
        for code in known.choices
        if isinstance(code, str) and _folded(found) in map(_folded, (code, *words.get(code, {}).values()))
    }
    return fitting.pop() if len(fitting) == 1 else None


def _folded(word: str) -> str:
    """Give a word without its accents, its case, and what joins its parts."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return re.sub(r"[\s_-]+", " ", bare.replace("’", "'")).strip().casefold()


def _number(text: str) -> int | float | None:
    if len(text) > 15:
        return None
    return float(text) if "." in text else int(text)


def _in_words(found: str) -> str | None:
    """Give the ISO date of one written in words: 23 novembre 2026, 1er mars 2026, 3 May 2026."""
    match = _WRITTEN_DATE.fullmatch(found.strip())
    if match is None:
        return None
    month = next((n for n, names in enumerate(_MONTHS, 1) if _folded(match[2]) in names), 0)
    date = f"{match[3]}-{month:02}-{int(match[1]):02}"
    return date if is_date(date) else None
