"""Conditions: facts that dossiers have, values that they may take, and branches that can come true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.conditions import COMPARE, UNDETERMINED
from guichet_cli.core.failure import is_date, is_number
from guichet_cli.core.lint_fields import LONGEST
from guichet_cli.core.lint_worlds import Node, Worlds, nodes
from guichet_cli.core.pointer import under
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.lint_fields import Field
    from guichet_cli.core.model import Problem

PHASE = "/project/phase"


class Review(NamedTuple):
    """A charter whose conditions are read, and the dossiers that they are tried on."""

    book: Book
    worlds: Worlds


def leaves(book: Book) -> Iterator[Problem]:
    """Give what is wrong with each fact, value and date that conditions name."""
    for entry in book.entries():
        for part in book.conditions(entry):
            for node in nodes(part.pointer, part.data):
                yield from _leaf(node, book)


def conditions(book: Book) -> Iterator[Problem]:
    """Give what is wrong with the conditions of a charter taken together: what never happens, or always."""
    review = Review(book, Worlds(book.fields))
    exhausted = False
    for entry in book.entries():
        review.worlds.undecided = False
        for part in book.conditions(entry):
            yield from _idle(Node(*part), review)
        yield from _phase(entry, book)
        yield from _levels(entry, review)
        yield from _cases(entry, review)
        if review.worlds.undecided and not exhausted:
            exhausted = review.worlds.tries_left < 0
            yield book.flaw("CHA-046", entry.pointer, "rest" if exhausted else "")


def _leaf(node: Node, book: Book) -> Iterator[Problem]:
    if "fact" not in node.data:
        return
    pointer = node.data["fact"]
    field = book.fields.at(pointer)
    if field is None or field.kind == "object":
        near = book.fields.near(pointer) if field is None else ""
        yield book.flaw("CHA-040", under(node.pointer, "fact"), "near" if near else "", found=pointer, nearest=near)
        return
    for name in COMPARE:
        if name in node.data:
            yield from _comparison(under(node.pointer, name), node.data[name], field, book)
    if "is" in node.data:
        yield from _value(under(node.pointer, "is"), node.data["is"], field, book)
    for index, value in enumerate(node.data.get("in", ())):
        yield from _value(under(node.pointer, "in", index), value, field, book)


def _comparison(place: str, bound: Any, field: Field, book: Book) -> Iterator[Problem]:
    if field.kind not in {"number", "date", "any"}:
        yield book.flaw("CHA-042", place)
    elif field.kind == "date" and not is_date(bound):
        yield book.flaw("CHA-041", place, "date", found=str(bound))
    elif field.kind == "number" and not is_number(bound):
        yield book.flaw("CHA-041", place, "number", found=str(bound))


def _value(place: str, value: Any, field: Field, book: Book) -> Iterator[Problem]:
    field = book.fields.row(field)
    choices = field.choices
    if value == UNDETERMINED:
        yield book.flaw("CHA-041", place, "undetermined")
    elif choices is not None:
        if not any(type(value) is type(choice) and value == choice for choice in choices):
            near = nearest(str(value)[:LONGEST], [str(choice) for choice in choices]) or ""
            shown = tuple(str(choice).lower() if isinstance(choice, bool) else choice for choice in choices)
            variant = "near" if near and isinstance(value, str) and field.kind != "boolean" else ""
            yield book.flaw("CHA-041", place, variant, found=_shown(value), nearest=near, expected=shown)
    elif field.kind == "number" and not is_number(value):
        yield book.flaw("CHA-041", place, "number", found=_shown(value))
    elif field.kind == "date" and not is_date(value):
        yield book.flaw("CHA-041", place, "date", found=_shown(value))
    elif field.kind == "text" and not isinstance(value, str):
        yield book.flaw("CHA-041", place, "text", found=_shown(value))


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _idle(node: Node, review: Review) -> Iterator[Problem]:
    """Give the smallest conditions, of those that one is made of, that can never be true; else the one that always is."""
    never = list(_never(node, review))
    yield from never
    if not never and not review.worlds.possible({"not": node.data}):
        yield review.book.flaw("CHA-043", node.pointer, "always")


def _never(node: Node, review: Review) -> Iterator[Problem]:
    inner = [Node(f"{node.pointer}/not", node.data["not"])] if "not" in node.data else []
    for name in ("all", "any"):
        inner += [Node(under(node.pointer, name, index), part) for index, part in enumerate(node.data.get(name, ()))]
    found = [flaw for part in inner for flaw in _never(part, review)]
    yield from found
    if not found and not review.worlds.possible(node.data):
        yield review.book.flaw("CHA-043", node.pointer)


def _phase(entry: Entry, book: Book) -> Iterator[Problem]:
    when = book.part(entry, "when") if entry.asks else None
    for node in nodes(f"{entry.pointer}/when", when) if isinstance(when, dict) else ():
        if node.data.get("fact") == PHASE:
            yield book.flaw("CHA-045", under(node.pointer, "fact"))


def _levels(entry: Entry, review: Review) -> Iterator[Problem]:
    level = review.book.part(entry, "level")
    if not isinstance(level, list):
        return
    before = _given(entry, review)
    for index, branch in enumerate(level):
        place = under(entry.pointer, "level", index)
        last = index == len(level) - 1
        if last and "when" in branch:
            yield review.book.flaw("CHA-044", f"{place}/when", "last")
        elif not last and "when" not in branch:
            yield review.book.flaw("CHA-044", place, "early")
            return
        own = [branch["when"]] if "when" in branch else []
        if review.worlds.possible(*own) and not review.worlds.possible(*before, *own):
            yield review.book.flaw("CHA-044", place, "never")
        before = [*before, *({"not": condition} for condition in own)]


def _cases(entry: Entry, review: Review) -> Iterator[Problem]:
    cases, given = review.book.part(entry, "cases"), _given(entry, review)
    for index, case in enumerate(cases if isinstance(cases, list) else ()):
        if review.worlds.possible(case["when"]) and not review.worlds.possible(*given, case["when"]):
            yield review.book.flaw("CHA-043", under(entry.pointer, "cases", index, "when"), "case")


def _given(entry: Entry, review: Review) -> list[Mapping[str, Any]]:
    """Give what is true wherever an entry asks anything: its `when`, and a phase that expects something."""
    when, expected = review.book.part(entry, "when"), review.book.part(entry, "expected")
    given: list[Mapping[str, Any]] = [when] if isinstance(when, dict) and review.worlds.possible(when) else []
    asked = [phase for phase, word in expected.items() if word != "none"] if isinstance(expected, dict) else []
    return [*given, {"fact": PHASE, "in": asked}] if asked else given
