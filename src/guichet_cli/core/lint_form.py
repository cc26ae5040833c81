"""The form of a charter: what breaks `charter.schema.json`, one flaw a mistake, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.lint_fields import LONGEST
from guichet_cli.core.pointer import under
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LANGUAGES = frozenset({"fr", "en"})
KEYWORDS = "vocabulary.schema.json"
BOUNDS = {
    "minimum": "≥",
    "exclusiveMinimum": ">",
    "maximum": "≤",
    "exclusiveMaximum": "<",
}
FORMS = {
    r"^[a-z0-9][a-z0-9-]{0,63}$": "slug",
    r"^\d+\.\d+\.\d+$": "version",
    r"^[A-Z]{2,6}$": "prefix",
    r"^(/[A-Za-z0-9_/-]+)?$": "pointer",
    r"^/(project|system)/[A-Za-z0-9_/-]+$": "fact",
    r"^\d{4}-\d{2}-\d{2}$": "date",
    r"^[A-Z]{2,6}-[0-9]{2,3}$": "id",
    r"^[A-Z]{1,6}-[0-9]{2,3}$": "id",
    r"^https?://": "url",
    r"^[a-z][a-z0-9_]*$": "column",
    r"^(@as_of|/?[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*)$": "name",
}
"""The patterns of `charter.schema.json`, in words: which sentence shows what to write."""
SIZES = frozenset({"minItems", "minLength", "minProperties", "maxItems", "maxLength", "maxProperties"})
LINKS = frozenset({"$ref", "$dynamicRef", "$id", "$anchor", "$defs", "definitions", "$schema"})


class Mistake(NamedTuple):
    """A flaw of the form before it has an owner: code, place, which sentence, what it cites."""

    code: str
    pointer: str
    variant: str
    params: Mapping[str, Any]


def mistakes(errors: Iterable[Any], lost: Iterable[str] = ()) -> list[Mistake]:
    """Give what validation errors of `jsonschema` say, each once; `lost` are places whose value could not be read."""
    told = set(lost)
    found: dict[tuple[str, str, str], Mistake] = {}
    for error in errors:
        for mistake in _told(error):
            if mistake.pointer not in told and under(mistake.pointer, mistake.params.get("name", "")) not in told:
                key = (mistake.code, mistake.pointer, str(mistake.params.get("name", "")))
                found.setdefault(key, mistake)
    misshapen = {pointer for code, pointer, _ in found if code == "CHA-004"}
    # what does not even look like a date is not told besides that it is none
    return [one for one in found.values() if one.code != "CHA-041" or one.pointer not in misshapen]


def _told(error: Any) -> Iterator[Mistake]:
    if error.validator in {"oneOf", "anyOf"}:
        yield from _branch(error)
    elif error.validator == "required":
        yield from _absent(error)
    elif error.validator == "additionalProperties":
        yield from _unknown(error)
    else:
        yield _wrong(error)


def _place(error: Any) -> str:
    return under("", *error.absolute_path)


def _absent(error: Any) -> Iterator[Mistake]:
    pointer = _place(error)
    for name in error.validator_value:
        if name not in error.instance:
            text = set(error.validator_value) <= LANGUAGES
            yield Mistake("CHA-010" if text else "CHA-002", pointer, "", {"name": name})


def _unknown(error: Any) -> Iterator[Mistake]:
    known = list(error.schema.get("properties", ()))
    requirement = error.schema.get("$id") == KEYWORDS
    for name in error.instance:
        if name in known or (requirement and name.startswith("x-")):
            continue
        near = nearest(name[:LONGEST], known) or ""
        code, variant = ("CHA-051" if requirement else "CHA-003"), "near" if near else ""
        if requirement and name in LINKS:
            variant = "link"
        yield Mistake(code, under(_place(error), name), variant, {"key": name, "nearest": near})


def _wrong(error: Any) -> Mistake:
    pointer, keyword, wanted = _place(error), error.validator, error.validator_value
    found = _brief(error.instance)
    if keyword == "enum":
        near = nearest(found[:LONGEST], [str(choice) for choice in wanted]) or ""
        return Mistake(
            "CHA-004", pointer, "near" if near else "enum", {"found": found, "expected": tuple(wanted), "nearest": near}
        )
    if keyword == "type":
        names = wanted if isinstance(wanted, list) else [wanted]
        return Mistake("CHA-004", pointer, f"type_{names[0]}", {"found": found})
    if keyword in BOUNDS:
        return Mistake("CHA-004", pointer, "bound", {"found": found, "sign": BOUNDS[keyword], "bound": wanted})
    if keyword == "pattern":
        return Mistake("CHA-004", pointer, FORMS.get(wanted, "pattern"), {"found": found, "pattern": wanted})
    if keyword == "format":
        return Mistake("CHA-041", pointer, "date", {"found": found})
    if keyword in SIZES:
        return Mistake("CHA-004", pointer, keyword, {"bound": wanted, "size": len(error.instance)})
    return Mistake("CHA-004", pointer, "other", {"found": found, "keyword": keyword})


def _branch(error: Any) -> Iterator[Mistake]:
    """Give the mistakes of the alternative that is meant: the one whose shape the value has."""
    groups: dict[int, list[Any]] = {}
    for inner in error.context:
        groups.setdefault(inner.schema_path[0], []).append(inner)
    meant = [group for group in groups.values() if not any(_other_shape(inner, error) for inner in group)]
    if len(meant) == 1 or (meant and error.validator == "anyOf"):
        for inner in min(meant, key=len):
            yield from _told(inner)
        return
    variant = "condition" if error.validator == "oneOf" else "other"
    yield Mistake("CHA-004", _place(error), variant, {"found": _brief(error.instance), "keyword": error.validator})


def _other_shape(inner: Any, error: Any) -> bool:
    if len(inner.absolute_path) > len(error.absolute_path):
        return False
    if inner.validator == "enum":
        return not isinstance(error.instance, str)
    return inner.validator in {"type", "required", "additionalProperties"}


def _brief(value: Any) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)
