"""Requirements: pointers that the schemas know, keywords that fit their field, answers that a dossier can give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_date, is_number
from guichet_cli.core.lint_fields import LONGEST
from guichet_cli.core.lint_patterns import LONGEST as LONGEST_PATTERN
from guichet_cli.core.lint_patterns import unsafe
from guichet_cli.core.lint_sites import operands, place_of, sites
from guichet_cli.core.operands import AS_OF
from guichet_cli.core.pointer import under
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.lint_fields import Field
    from guichet_cli.core.lint_sites import Site
    from guichet_cli.core.model import Problem

FITS = {
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), ("text", "date")),
    **dict.fromkeys(
        ("minItems", "maxItems", "uniqueItems", "items", "contains", "minContains", "maxContains"), ("list",)
    ),
    **dict.fromkeys(("gap", "totals"), ("list",)),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), ("number",)),
    **dict.fromkeys(("properties", "required", "additionalProperties"), ("object",)),
    **dict.fromkeys(("ascending", "age", "rate", "bounds", "computed"), ("object",)),
}
"""The kinds of field that each keyword says something about: on any other it holds whatever is written."""
TYPES = {"string": ("text", "date"), "array": ("list",), "integer": ("number",)}
COUNTS = (("minItems", "maxItems"), ("minLength", "maxLength"), ("minContains", "maxContains"))


def requirements(book: Book) -> Iterator[Problem]:
    """Give what is wrong with the requirements of a charter, keyword by keyword."""
    for entry in book.entries():
        at = book.part(entry, "at")
        if not isinstance(at, str):
            continue
        if book.fields.at(at) is None:
            yield _unknown_pointer(book, f"{entry.pointer}/at", at)
            continue
        yield from _proofs(entry, at, book)
        for part in book.requirements(entry):
            for site in sites(part, at, book.fields):
                yield from _site(site, book)


def _site(site: Site, book: Book) -> Iterator[Problem]:
    yield from _members(site, book)
    yield from _pattern(site, book)
    yield from _operands(site, book)
    kind = site.field.kind
    if kind == "any":
        return
    for keyword in site.data:
        if keyword in FITS and kind not in FITS[keyword]:
            yield book.flaw("CHA-055", under(site.pointer, keyword), f"kind_{kind}", keyword=keyword)
    yield from _type(site, book)
    yield from _values(site, book)
    yield from _bounds(site, book)


def _unknown_pointer(book: Book, place: str, pointer: str) -> Problem:
    near = book.fields.near(pointer)
    return book.flaw("CHA-050", place, "near" if near else "", found=pointer, nearest=near)


def _proofs(entry: Entry, at: str, book: Book) -> Iterator[Problem]:
    written = book.part(entry, "proof_at") if entry.asks else None
    names = written if isinstance(written, list) else ["proofs"] if entry.data.get("proof") == "required" else []
    for index, name in enumerate(names):
        pointer = name if name.startswith("/") else f"{at}/{name}"
        place = f"{entry.pointer}/proof_at/{index}" if written else f"{entry.pointer}/proof"
        field = book.fields.at(pointer)
        if field is None and written:
            yield _unknown_pointer(book, place, pointer)
        elif field is None or not book.fields.evidence(field):
            yield book.flaw("CHA-057", place, found=pointer)


def _members(site: Site, book: Book) -> Iterator[Problem]:
    if site.field.kind != "object" or site.field.open:
        return
    known = book.fields.names(site.field)
    members = site.data.get("properties", {})
    places = [(name, under(site.pointer, "properties", name)) for name in members]
    places += [
        (name, under(site.pointer, "required", index))
        for index, name in enumerate(site.data.get("required", ()))
        if name not in members
    ]
    for name, place in places:
        if name not in known:
            near = nearest(name[:LONGEST], known) or ""
            yield book.flaw("CHA-050", place, "near" if near else "", found=f"{site.place}/{name}", nearest=near)


def _pattern(site: Site, book: Book) -> Iterator[Problem]:
    pattern = site.data.get("pattern")
    reason = unsafe(pattern) if isinstance(pattern, str) else ""
    if reason:
        shown = pattern if isinstance(pattern, str) else ""
        yield book.flaw("CHA-052", f"{site.pointer}/pattern", reason, found=shown, bound=LONGEST_PATTERN)


def _operands(site: Site, book: Book) -> Iterator[Problem]:
    kinds: dict[str, str] = {}
    for operand in operands(site):
        pointer = place_of(operand, site)
        field = book.fields.at(pointer)
        if field is None:
            yield _unknown_pointer(book, operand.pointer, pointer)
            continue
        kind = "date" if operand.name == AS_OF else field.kind
        if kind != "any" and not _suits(kind, operand.wants):
            yield book.flaw("CHA-055", operand.pointer, f"operand_{operand.wants}", found=pointer or operand.name)
        elif operand.wants == "either" and kind != "any":
            kinds.setdefault(kind, operand.pointer)
    if any(not isinstance(operand, str) for operand in site.data.get("ascending", ())):
        kinds.setdefault("number", f"{site.pointer}/ascending")
    if len(kinds) > 1:
        yield book.flaw("CHA-055", f"{site.pointer}/ascending", "mixed")


def _suits(kind: str, wants: str) -> bool:
    if wants == "text":
        return kind == "text"
    if wants == "column":
        return kind not in {"list", "object"}
    return kind in {"number", "date"} if wants == "either" else kind == wants


def _type(site: Site, book: Book) -> Iterator[Problem]:
    asked = site.data.get("type")
    names = asked if isinstance(asked, list) else [asked] if asked else []
    if names and not any(site.field.kind in TYPES.get(name, (name,)) for name in names):
        yield book.flaw("CHA-055", f"{site.pointer}/type", f"kind_{site.field.kind}", keyword="type")


def _values(site: Site, book: Book) -> Iterator[Problem]:
    wanted = [(under(site.pointer, "enum", index), value) for index, value in enumerate(site.data.get("enum", ()))]
    if "const" in site.data:
        wanted.append((f"{site.pointer}/const", site.data["const"]))
    for place, value in wanted:
        if not _may_be(value, site.field):
            choices = site.field.choices or ()
            near = nearest(str(value)[:LONGEST], [str(choice) for choice in choices]) if isinstance(value, str) else ""
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            variant = "value_near" if near else "value_listed" if choices else "value"
            expected = tuple(str(choice).lower() if isinstance(choice, bool) else choice for choice in choices)
            yield book.flaw("CHA-055", place, variant, found=shown, nearest=near or "", expected=expected)


def _may_be(value: Any, field: Field) -> bool:
    if field.choices is not None:
        return any(type(value) is type(choice) and value == choice for choice in field.choices)
    tests = {"text": lambda v: isinstance(v, str), "date": is_date, "number": is_number}
    return tests[field.kind](value) if field.kind in tests else field.kind == "list" and isinstance(value, list)


def _bounds(site: Site, book: Book) -> Iterator[Problem]:
    own, known = site.data, site.field.schema
    if site.field.kind == "number":
        for keyword in ("minimum", "exclusiveMinimum"):
            high = _lowest(own, known)
            if keyword in own and high is not None:
                value, strict = high
                if own[keyword] > value or (own[keyword] == value and (strict or keyword != "minimum")):
                    yield book.flaw("CHA-055", f"{site.pointer}/{keyword}", "bound", low=own[keyword], high=value)
        low = known.get("minimum", known.get("exclusiveMinimum"))
        for keyword in ("maximum", "exclusiveMaximum"):
            if keyword in own and low is not None and own[keyword] < low:
                yield book.flaw("CHA-055", f"{site.pointer}/{keyword}", "bound", low=low, high=own[keyword])
    for least, most in COUNTS:
        limits = [schema[most] for schema in (own, known) if most in schema]
        if least == "minItems" and (own.get("uniqueItems") or known.get("uniqueItems")):
            limits += [len(choices) for choices in [book.fields.item(site.field).choices] if choices is not None]
        if least in own and limits and own[least] > min(limits):
            yield book.flaw("CHA-055", f"{site.pointer}/{least}", "bound", low=own[least], high=min(limits))


def _lowest(*schemas: Any) -> tuple[Any, bool] | None:
    """Give the lowest upper bound of schemas, and whether it is itself left out."""
    bounds = [(schema["maximum"], False) for schema in schemas if "maximum" in schema]
    bounds += [(schema["exclusiveMaximum"], True) for schema in schemas if "exclusiveMaximum" in schema]
    return min(bounds, key=lambda bound: (bound[0], not bound[1]), default=None)
