"""Validation: a dossier against the schemas of what it may say → problems of shape, and the data without them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import Scene, is_date, is_number
from guichet_cli.core.model import Problem
from guichet_cli.core.patterns import later
from guichet_cli.core.pointer import resolve, tokens
from guichet_cli.core.requirement import failures
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guichet_cli.core.failure import Check, Failure

BOOLEAN_WORDS = frozenset({"true", "false", "oui", "non", "yes", "no", "vrai", "faux", "on", "off", "y", "n", "o"})
PLAIN_NUMBER = later(r"[-+]?\d+(\.\d+)?")
THOUSANDS = later(r"[-+]?[1-9]\d{0,2},\d{3}")
"""12,500 is twelve and a half in French, twelve thousand five hundred in English: nobody but its author knows."""
DECIMAL_COMMA = later(r"[-+]?\d[\d\u00a0\u202f ]*(,\d+)?")
FRENCH_DATE = later(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
FORMS = {
    "^[a-z0-9][a-z0-9-]*$": "charter",
    "^[a-z][a-z0-9-]{0,63}$": "desk",
    "^[A-Z]{2}$": "country",
    "^[0-9A-Fa-f]{64}$": "sha256",
    "^(none|[0-9]{4}-[0-9]{2}-[0-9]{2})$": "date_or_none",
    "^[A-Z][A-Z0-9]*-[A-Z0-9-]+$": "criterion",
    "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$": "ledger",
    "^[0-9][0-9AB][0-9]{3}$": "insee",
    "^[a-z]{2,3}$": "language",
}
"""The patterns of the dossier's schemas, in words: which sentence shows what to write."""
_BRANCHES = (dict, list)
MOST = 200
"""How many mistakes of shape are told one by one: beyond, they are counted."""
CODES = {
    "additionalProperties": "DOS-020",
    "type": "DOS-021",
    "enum": "DOS-022",
    "minimum": "DOS-023",
    "maximum": "DOS-023",
    "exclusiveMinimum": "DOS-023",
    "format": "DOS-024",
    "pattern": "DOS-024",
    "maxLength": "DOS-025",
    "maxItems": "DOS-025",
    "uniqueItems": "DOS-025",
    "required": "DOS-026",
    "const": "DOS-026",
}


def validate(data: Mapping[str, Any], shape: Check) -> tuple[dict[str, Any], list[Problem]]:
    """Give the data with what breaks the shape read as absent, and one problem for each mistake."""
    found = failures(shape, data, Scene(data, ""))
    holes: list[Any] = []
    answers = _answers(data, holes)
    problems = [_problem(failure) for failure in found[:MOST]]
    problems += [Problem(code=CODES[failure.keyword], pointer=failure.pointer) for failure in found[MOST:]]
    problems += [Problem(code="DOS-027", pointer=pointer) for pointer in (_empty_items(answers) if holes else ())]
    problems += [_twice(answers, pointer) for pointer in _repeated_ids(answers)]
    return without(answers, [f.pointer for f in found if f.keyword != "required"]), problems


def bounded(problems: Sequence[Problem]) -> list[Problem]:
    """Give the first problems to tell one by one, and one that counts the others."""
    told = list(problems[:MOST])
    if len(problems) > MOST:
        told.append(Problem(code="DOS-030", params={"n": len(problems) - MOST, "most": MOST}))
    return told


def without_nulls(value: Any) -> Any:
    """Give data without its null, blank and empty members: a key left blank is a question not answered. List items become null."""
    return _answers(value, [])


def _answers(value: Any, holes: list[Any]) -> Any:
    """Give data without its silent members; each list item that becomes null adds to `holes`."""
    if isinstance(value, dict):
        return {
            key: _answers(item, holes) if isinstance(item, _BRANCHES) else item
            for key, item in value.items()
            if not _silent(item)
        }
    if isinstance(value, list):
        items = [None if _blank(item) else _answers(item, holes) for item in value]
        if None in items:
            holes.append(items)
        return items
    return value


def _silent(value: Any) -> bool:
    """Tell whether a member says nothing: blank, or a block of questions all left blank."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, dict) and bool(value) and all(map(_silent, value.values())))


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def without(data: Any, pointers: Iterable[str]) -> Any:
    """Give data with some places read as absent: a member goes, a list item becomes null so that the others stay put."""
    for pointer in pointers:
        *above, last = tokens(pointer) or [""]
        holder = resolve(data, "".join(f"/{token}" for token in above))
        if isinstance(holder, dict):
            holder.pop(last, None)
        elif isinstance(holder, list):
            holder[int(last)] = None
    return data


def _problem(failure: Failure) -> Problem:
    params = dict(failure.params)
    code, variant = CODES[failure.keyword], ""
    if failure.keyword == "additionalProperties":
        variant, params["nearest"] = _key_variant(params["key"], params.pop("known"))
    elif failure.keyword == "type":
        variant, hint = _type_variant(params["expected"], params["found"])
        params |= hint
        params["expected"] = ""
    elif failure.keyword == "enum":
        params["nearest"] = nearest(str(params["found"]), [str(choice) for choice in params["expected"]])
        variant = "near" if params["nearest"] else ""
    elif failure.keyword in {"format", "pattern"}:
        variant, hint = _format_variant(failure.keyword, params)
        params |= hint
    elif failure.keyword in {
        "maxLength",
        "maxItems",
        "uniqueItems",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "required",
    }:
        variant = failure.keyword
    return Problem(code=code, variant=variant, pointer=failure.pointer, params=params)


def _key_variant(key: str, known: frozenset[str]) -> tuple[str, str | None]:
    """Give which sentence tells best why a key is not known, and the key that was meant."""
    seen = "".join(character for character in key if character.isascii() and character.isprintable()).strip()
    if seen != key and seen in known:
        return "invisible", seen  # a non-breaking space, a zero-width character: what is read is not what is seen
    near = nearest(key, known)
    return ("near", near) if near else ("", None)


def _type_variant(expected: tuple[str, ...], found: Any) -> tuple[str, dict[str, Any]]:
    """Give which sentence tells best what was written where something else is asked, and what to write instead."""
    wanted = expected[0]
    if isinstance(found, dict | list):
        return f"{wanted}_nested", {"nested": "block" if isinstance(found, dict) else "list"}
    if wanted == "boolean":
        return ("boolean_word", {}) if isinstance(found, str) and found.casefold() in BOOLEAN_WORDS else ("boolean", {})
    if wanted in {"number", "integer"} and isinstance(found, str) and PLAIN_NUMBER.fullmatch(found.strip()):
        return "unquoted", {"fixed": found.strip()}
    if wanted in {"number", "integer"} and isinstance(found, str) and _decimal_comma(found.strip()):
        return "decimal_comma", {"fixed": re.sub(r"[\s\u00a0\u202f]", "", found).replace(",", ".")}
    if wanted == "string" and (is_number(found) or isinstance(found, bool)):
        return "quoted", {}  # 1.10 has become 1.1 on the way, 08105 8105: what was written is not known any more
    return wanted, {}


def _decimal_comma(written: str) -> bool:
    return bool(DECIMAL_COMMA.fullmatch(written)) and not THOUSANDS.fullmatch(written)


def _format_variant(keyword: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    found = params["found"]
    if keyword == "pattern":
        form = FORMS.get(params["pattern"])
        return f"pattern.{form}" if form else "pattern", {}
    if params["format"] == "date":
        french = FRENCH_DATE.fullmatch(found.strip())
        fixed = f"{french[3]}-{french[2]:0>2}-{french[1]:0>2}" if french else ""
        return ("french_date", {"fixed": fixed}) if is_date(fixed) else ("date", {})
    return "uri", {}


def _empty_items(value: Any, pointer: str = "") -> Iterable[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        place = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if item is None:
            yield place
        else:
            yield from _empty_items(item, place)


def _repeated_ids(data: Mapping[str, Any]) -> Iterable[str]:
    seen: set[str] = set()
    ledger = data.get("evidence")
    for index, entry in enumerate(ledger if isinstance(ledger, list) else []):
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str):
            if name in seen:
                yield f"/evidence/{index}/id"
            seen.add(name)


def _twice(data: Mapping[str, Any], pointer: str) -> Problem:
    return Problem(code="DOS-029", pointer=pointer, params={"id": resolve(data, pointer)})
