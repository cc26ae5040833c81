"""Deletion: a requirement that taking something out of a dossier could satisfy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import Scene
from guichet_cli.core.lint_fields import ANYTHING
from guichet_cli.core.lint_patterns import unsafe_patterns
from guichet_cli.core.lint_sites import BRANCHES, Site, operands
from guichet_cli.core.operands import AS_OF
from guichet_cli.core.pointer import under
from guichet_cli.core.requirement import compile_schema, failures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.failure import Check
    from guichet_cli.core.lint_book import Book
    from guichet_cli.core.model import Problem

    Schema = Mapping[str, Any]
    Together = tuple[Schema, ...]
    """Schemas that all stand on the same value."""

SAYS_NOTHING = frozenset({"title", "description", "$comment"})
ITEM = "[]"


def deletion(book: Book) -> Iterator[Problem]:
    """Give what criteria constrain, or read as a premise, without asking that it be there."""
    for entry in book.criteria():
        for part in book.requirements(entry):
            case, whole = part.pointer.startswith(f"{entry.pointer}/cases/"), book.part(entry, "schema")
            found = list(_walk(book, part.pointer, part.data, (whole,) if case and isinstance(whole, dict) else ()))
            yield from found
            if not found and not case and _asks_nothing(part.data):
                yield book.flaw("CHA-053", part.pointer, "empty")


def runnable(schema: Schema) -> Check | None:
    """Give the check of a requirement of sound form, None when one of its patterns must not be run."""
    return None if any(unsafe_patterns(schema)) else compile_schema(schema)


def _asks_nothing(schema: Schema) -> bool:
    check = runnable(schema)
    return check is not None and not failures(check, {}, Scene({}, "2026-01-01"))


def _walk(book: Book, pointer: str, schema: Schema, above: Together) -> Iterator[Problem]:
    """Give what a schema does not ask for, given the schemas that stand on the same value."""
    together = (*above, schema, *schema.get("allOf", ()))
    for name, sub in schema.get("properties", {}).items():
        place = under(pointer, "properties", name)
        if not _demanded(together, (name,)) and set(sub) - SAYS_NOTHING:
            yield book.flaw("CHA-053", place, name=name)
        yield from _walk(book, place, sub, _below(together, name, but=sub))
    for keyword in ("items", "contains", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from _walk(book, f"{pointer}/{keyword}", schema[keyword], _below(together, ITEM, but=schema[keyword]))
    for keyword in ("then", "else"):
        if keyword in schema:
            yield from _walk(book, f"{pointer}/{keyword}", schema[keyword], together)
    for keyword in BRANCHES:
        for index, sub in enumerate(schema.get(keyword, ())):
            yield from _walk(book, under(pointer, keyword, index), sub, together)
    yield from _premises(book, pointer, schema, together)


def _premises(book: Book, pointer: str, schema: Schema, together: Together) -> Iterator[Problem]:
    if "if" in schema:
        yield from _premise(book, f"{pointer}/if", schema["if"], together, "premise")
    if "not" in schema:
        if "required" in schema["not"]:
            yield book.flaw("CHA-054", f"{pointer}/not/required")
        else:
            yield from _premise(book, f"{pointer}/not", schema["not"], together, "not")
    if "maxContains" in schema and "contains" in schema:
        items = _below(together, ITEM, but=schema["contains"])
        yield from _premise(book, f"{pointer}/contains", schema["contains"], items, "most")


def _premise(book: Book, pointer: str, schema: Schema, together: Together, variant: str) -> Iterator[Problem]:
    told: set[tuple[str, ...]] = set()
    for place, path in _reads(pointer, schema):
        if path not in told and not _demanded(together, path):
            told.add(path)
            yield book.flaw("CHA-053", place, variant, name=".".join(path).replace(f".{ITEM}", ITEM))


def _reads(pointer: str, schema: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what a premise reads: where it says so, and the names that lead there."""
    for name, sub in schema.get("properties", {}).items():
        yield under(pointer, "properties", name), (*path, name)
        yield from _reads(under(pointer, "properties", name), sub, (*path, name))
    for index, name in enumerate(schema.get("required", ())):
        yield under(pointer, "required", index), (*path, name)
    for operand in operands(Site(pointer, schema, "", ANYTHING)):
        if operand.name != AS_OF:
            yield operand.pointer, (*path, *operand.name.split("/"))
    for keyword in ("items", "contains"):
        if keyword in schema:
            yield from _reads(f"{pointer}/{keyword}", schema[keyword], (*path, ITEM))
    for keyword in ("not", "if", "then", "else"):
        if keyword in schema:
            yield from _reads(f"{pointer}/{keyword}", schema[keyword], path)
    for keyword in BRANCHES:
        for index, sub in enumerate(schema.get(keyword, ())):
            yield from _reads(under(pointer, keyword, index), sub, path)


def _demanded(together: Together, path: tuple[str, ...]) -> bool:
    """Tell whether schemas ask for a member, and for each one on the way to it."""
    for name in path:
        if name != ITEM and not any(name in schema.get("required", ()) for schema in together):
            return False
        together = _below(together, name)
    return True


def _below(together: Together, name: str, but: Schema | None = None) -> Together:
    """Give the schemas that stand on a member, or on every item, of the value that schemas stand on."""
    found = [
        schema.get("items") if name == ITEM else schema.get("properties", {}).get(name)
        for schema in (inner for schema in together for inner in (schema, *schema.get("allOf", ())))
    ]
    return tuple(schema for schema in found if isinstance(schema, dict) and schema is not but)
