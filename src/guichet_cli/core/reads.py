"""Reads: the places of a dossier that a criterion looks at, and which places differ between two dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.conditions import branches
from guichet_cli.core.evaluate import PHASE
from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.model import Criterion

INNER = ("allOf", "anyOf", "if", "then", "else", "not")
VOCABULARY = ("age", "ascending", "bounds", "computed", "gap", "rate", "totals")
FACTS = ("/project", "/system")


def reads(criterion: Criterion) -> frozenset[str]:
    """Give the pointers of the facts and fields that a criterion looks at, those of its proof apart."""
    levels = [] if isinstance(criterion.level, str) else [branch.get("when") for branch in criterion.level]
    conditions = [criterion.when, *levels, *(case["when"] for case in criterion.cases)]
    schemas = [criterion.schema, *(case["schema"] for case in criterion.cases), criterion.partial or {}]
    # a requirement that names no member is about the whole answer
    fields = {pointer for schema in schemas for pointer in _fields(schema, criterion.at)} or {criterion.at}
    facts = {fact for condition in conditions for fact in _facts(condition)}
    return frozenset({PHASE, *facts, *fields, *compared(schemas)})


def compared(schemas: Iterable[Any]) -> frozenset[str]:
    """Give the places that the vocabulary of requirements reads from the dossier's root."""
    return frozenset(_operands(list(schemas)))


def is_fact(pointer: str) -> bool:
    """Tell whether a place is one that conditions read."""
    return touches(pointer, FACTS[0]) or touches(pointer, FACTS[1])


def touches(pointer: str, other: str) -> bool:
    """Tell whether two places are the same, or one is inside the other."""
    return pointer == other or pointer.startswith(f"{other}/") or other.startswith(f"{pointer}/")


def differences(old: Any, new: Any, pointer: str = "") -> Iterator[str]:
    """Give the pointers of the values that differ, as deep as both sides have the same form."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in (*old, *(key for key in new if key not in old)):
            if key in old and key in new:
                yield from differences(old[key], new[key], under(pointer, key))
            else:
                yield under(pointer, key)
    elif isinstance(old, list) and isinstance(new, list):
        for index, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from differences(before, after, under(pointer, index))
        yield from (under(pointer, index) for index in range(*sorted((len(old), len(new)))))
    elif type(old) is not type(new) or old != new:
        yield pointer


def _facts(condition: Mapping[str, Any] | None) -> Iterator[str]:
    if condition is None:
        return
    if "fact" in condition:
        yield condition["fact"]
    for part in branches(condition):
        yield from _facts(part)


def _fields(schema: Any, at: str) -> Iterator[str]:
    """Give the members that a requirement names at its top."""
    if isinstance(schema, dict):
        yield from (under(at, name) for name in schema.get("properties", {}))
        for keyword in INNER:
            inner = schema.get(keyword)
            for part in inner if isinstance(inner, list) else [inner]:
                yield from _fields(part, at)


def _operands(schema: Any, *, inside: bool = False) -> Iterator[str]:
    """Give the places that the vocabulary reads from the dossier's root."""
    if isinstance(schema, dict):
        for keyword, inner in schema.items():
            yield from _operands(inner, inside=inside or keyword in VOCABULARY)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _operands(inner, inside=inside)
    elif inside and isinstance(schema, str) and schema.startswith("/"):
        yield schema
