"""Thresholds: the numbers that a charter says it chose, against those that its requirements hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_number
from guichet_cli.core.lint_sites import operands, place_of, sites

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Problem

COMPUTED = ("ascending", "age", "rate", "bounds", "computed", "gap", "totals")
INNER = frozenset({"properties", "required", "items", "contains", "not", "if", "then", "else", "allOf", "anyOf"})


def thresholds(book: Book) -> Iterator[Problem]:
    """Give thresholds that no requirement holds, that stand nowhere, or that name no source though they have one."""
    for entry in book.criteria():
        listed = book.part(entry, "thresholds")
        at = book.part(entry, "at")
        if not isinstance(listed, list) or not isinstance(at, str) or book.fields.at(at) is None:
            continue
        held = _held(entry, at, book)
        for index, threshold in enumerate(listed):
            yield from _threshold(f"{entry.pointer}/thresholds/{index}", threshold, at, held, book)


def _threshold(
    pointer: str, threshold: Mapping[str, Any], at: str, held: set[tuple[str, Any]] | None, book: Book
) -> Iterator[Problem]:
    if threshold["origin"] == "sourced" and "ref" not in threshold:
        yield book.flaw("CHA-061", f"{pointer}/origin")
    written = threshold.get("at")
    place = at if written is None else at + (written if written.startswith("/") else f"/{written}")
    if written is not None and _through_lists(place, book.fields) is None:
        yield book.flaw("CHA-050", f"{pointer}/at", found=place, nearest="")
        return
    plain, value = _plain(place), threshold["value"]
    if held is not None and not any(
        number == value and (where == plain or where.startswith(f"{plain}/")) for where, number in held
    ):
        yield book.flaw("CHA-060", f"{pointer}/value", value=value, place=place)


def _held(entry: Entry, at: str, book: Book) -> set[tuple[str, Any]] | None:
    """Give the numbers of an entry's requirements, each at the places that it bounds; None when they are not sound."""
    parts = list(book.requirements(entry))
    expected = 1 + len(entry.data.get("cases") or ()) + ("partial" in entry.data)
    if len(parts) < expected:
        return None
    found: set[tuple[str, Any]] = set()
    for part in parts:
        for site in sites(part, at, book.fields):
            found.update(
                (_plain(site.place), value)
                for value in _plain_numbers(site.data)
                if not isinstance(value, dict | list | bool)
            )
            computed = set(_numbers([site.data[keyword] for keyword in COMPUTED if keyword in site.data]))
            read = [_plain(place_of(operand, site)) for operand in operands(site)]
            found.update((place, value) for place in [*read, _plain(site.place)] for value in computed)
    return found


def _plain_numbers(schema: Mapping[str, Any]) -> Iterator[Any]:
    if "contains" in schema:
        yield schema.get("minContains", 1)
    for keyword, operand in schema.items():
        if keyword not in INNER and keyword not in COMPUTED:
            yield from operand if keyword == "enum" else [operand]


def _numbers(value: Any) -> Iterator[Any]:
    if is_number(value):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inner)


def _plain(place: str) -> str:
    return place.replace("/[]", "")


def _through_lists(place: str, fields: Fields) -> str | None:
    """Give a place with `[]` wherever the schemas have a list, None when no dossier has it."""
    known = ""
    for name in place.split("/")[1:]:
        field = fields.at(known)
        if field is not None and field.kind == "list" and name != "[]":
            known += "/[]"
        known += f"/{name}"
        if fields.at(known) is None:
            return None
    return known
