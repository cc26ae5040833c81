"""Thresholds: the numbers that a charter says it chose, against those that its requirements hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.failure import is_number
from guichet_cli.core.lint_sites import operands, place_of, sites
from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Problem

COMPUTED = ("ascending", "age", "rate", "bounds", "computed", "gap", "totals")
CHOICES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), ("",)),
    **dict.fromkeys(("minItems", "maxItems", "minContains", "maxContains"), ("",)),
    "age": ("months", "days"),
    "rate": ("minimum", "maximum"),
    "bounds": ("minimum", "maximum"),
    "computed": ("tolerance",),
    "gap": ("maximum", "minimum_n"),
    "totals": ("tolerance",),
}
"""Where a requirement holds a number that somebody chose: the keyword, and the members of its operand."""
NO_CHOICE = (0, 1)
"""Numbers that say `nothing` or `something`, not `so many`."""
FULL = 100
"""What a rate reaches at most, whatever a charter says."""
INNER = frozenset({"properties", "required", "items", "contains", "not", "if", "then", "else", "allOf", "anyOf"})


class Number(NamedTuple):
    """A number that a requirement chooses: where the charter has it, and the places of a dossier that it is about."""

    pointer: str
    value: Any
    places: tuple[str, ...]


def thresholds(book: Book) -> Iterator[Problem]:
    """Give numbers that requirements choose without a word, and thresholds that they do not hold, or that hide their source."""
    for entry in book.criteria():
        at = book.part(entry, "at")
        if not book.sound(f"{entry.pointer}/thresholds") or not isinstance(at, str) or book.fields.at(at) is None:
            continue
        listed = entry.data.get("thresholds", [])
        held = _held(entry, at, book)
        for index, threshold in enumerate(listed):
            yield from _threshold(f"{entry.pointer}/thresholds/{index}", threshold, at, held, book)
        said = [
            (_plain(at + _rooted(each.get("at", ""))), each["value"]) for each in listed if is_number(each["value"])
        ]
        for number in _chosen(entry, at, book):
            # a margin is one threshold, on either side
            if not any(_about(number.places, place) and abs(value) == abs(number.value) for place, value in said):
                place = number.places[0].removeprefix(at) or "/"
                yield book.flaw("CHA-062", number.pointer, value=number.value, place=place)


def _chosen(entry: Entry, at: str, book: Book) -> Iterator[Number]:
    """Give the numbers that the requirements of an entry choose, those that the schemas of dossiers have anyway left aside."""
    for part in book.requirements(entry):
        for site in sites(part, at, book.fields):
            read = tuple(_plain(place_of(operand, site)) for operand in operands(site))
            for keyword, operand in site.data.items():
                for member in CHOICES.get(keyword, ()):
                    value = operand.get(member) if member else operand
                    known = FULL if keyword == "rate" else site.field.schema.get(keyword)
                    if is_number(value) and value not in NO_CHOICE and value != known:
                        pointer = under(site.pointer, keyword, *([member] if member else []))
                        yield Number(pointer, value, (_plain(site.place), *(read if member else ())))


def _threshold(
    pointer: str, threshold: Mapping[str, Any], at: str, held: set[tuple[str, Any]] | None, book: Book
) -> Iterator[Problem]:
    if threshold["origin"] == "sourced" and "ref" not in threshold:
        yield book.flaw("CHA-061", f"{pointer}/origin")
    written = threshold.get("at")
    place = at if written is None else at + _rooted(written)
    if written is not None and _through_lists(place, book.fields) is None:
        yield book.flaw("CHA-050", f"{pointer}/at", found=place, nearest="")
        return
    plain, value = _plain(place), threshold["value"]
    if held is not None and not any(number == value and _about([where], plain) for where, number in held):
        yield book.flaw("CHA-060", f"{pointer}/value", value=value, place=place)


def _held(entry: Entry, at: str, book: Book) -> set[tuple[str, Any]] | None:
    """Give the numbers of an entry's requirements, each at the places that it bounds; None when they are not sound."""
    parts = list(book.requirements(entry))
    cases = entry.data.get("cases")
    expected = 1 + (len(cases) if isinstance(cases, list) else 0) + ("partial" in entry.data)
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


def _about(places: Iterable[str], place: str) -> bool:
    """Tell whether one of these places is a place, or is below it."""
    return any(where == place or where.startswith(f"{place}/") for where in places)


def _rooted(written: str) -> str:
    return written if written.startswith("/") or not written else f"/{written}"


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
