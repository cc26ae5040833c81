"""Conditions: facts that dossiers have, values that they may take, and branches that can come true."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.conditions import COMPARE, UNDETERMINED, branches, holds
from guichet_cli.core.failure import is_date, is_number
from guichet_cli.core.lint_book import under
from guichet_cli.core.lint_fields import LONGEST
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.lint_fields import Field, Fields
    from guichet_cli.core.model import Problem

PHASE = "/project/phase"
MOST_CASES = 20_000
"""How many combinations of facts are tried: a condition over more is taken to be possible."""


class Node(NamedTuple):
    """A condition within another, and where it is."""

    pointer: str
    data: Mapping[str, Any]


def conditions(book: Book) -> Iterator[Problem]:
    """Give what is wrong with the conditions of a charter, one by one and together."""
    for entry in book.entries():
        for part in book.conditions(entry):
            for node in nodes(part.pointer, part.data):
                yield from _leaf(node, book)
            yield from _impossible(Node(*part), book)
        yield from _phase(entry, book)
        yield from _levels(entry, book)
        yield from _cases(entry, book)


def nodes(pointer: str, condition: Mapping[str, Any]) -> Iterator[Node]:
    """Give a condition and all those that it is made of."""
    yield Node(pointer, condition)
    for name in ("all", "any"):
        for index, part in enumerate(condition.get(name, ())):
            yield from nodes(under(pointer, name, index), part)
    if "not" in condition:
        yield from nodes(f"{pointer}/not", condition["not"])


def facts(condition: Mapping[str, Any] | None) -> Iterator[str]:
    """Give the facts that a condition reads."""
    for node in nodes("", condition or {}):
        if "fact" in node.data:
            yield node.data["fact"]


def _leaf(node: Node, book: Book) -> Iterator[Problem]:
    if "as_of" in node.data:
        ((word, day),) = node.data["as_of"].items()
        if not is_date(day):
            yield book.flaw("CHA-041", under(node.pointer, "as_of", word), "date", found=day)
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


def _impossible(node: Node, book: Book) -> Iterator[Problem]:
    """Give the smallest conditions, of those that one is made of, that can never be true; then one that always is."""
    found = list(_never(node, book))
    yield from found
    if not found and possible([({"not": node.data})], book.fields) is False:
        yield book.flaw("CHA-043", node.pointer, "always")


def _never(node: Node, book: Book) -> Iterator[Problem]:
    inner = [
        flaw
        for name in ("all", "any")
        for index, part in enumerate(node.data.get(name, ()))
        for flaw in _never(Node(under(node.pointer, name, index), part), book)
    ]
    if "not" in node.data:
        inner += _never(Node(f"{node.pointer}/not", node.data["not"]), book)
    yield from inner
    if not inner and possible([node.data], book.fields) is False:
        yield book.flaw("CHA-043", node.pointer)


def _phase(entry: Entry, book: Book) -> Iterator[Problem]:
    when = book.part(entry, "when") if entry.asks else None
    for node in nodes(f"{entry.pointer}/when", when) if isinstance(when, dict) else ():
        if node.data.get("fact") == PHASE:
            yield book.flaw("CHA-045", under(node.pointer, "fact"))


def _levels(entry: Entry, book: Book) -> Iterator[Problem]:
    level = book.part(entry, "level")
    if not isinstance(level, list):
        return
    before = _given(entry, book)
    for index, branch in enumerate(level):
        place = under(entry.pointer, "level", index)
        last = index == len(level) - 1
        if last and "when" in branch:
            yield book.flaw("CHA-044", f"{place}/when", "last")
        elif not last and "when" not in branch:
            yield book.flaw("CHA-044", place, "early")
            return
        own = [branch["when"]] if "when" in branch else []
        alone = not own or possible(own, book.fields) is not False
        if alone and possible([*before, *own], book.fields) is False:
            yield book.flaw("CHA-044", place, "never")
        before = [*before, *({"not": condition} for condition in own)]


def _cases(entry: Entry, book: Book) -> Iterator[Problem]:
    cases = book.part(entry, "cases")
    given = _given(entry, book)
    for index, case in enumerate(cases if isinstance(cases, list) else ()):
        if given and possible([case["when"]], book.fields) and possible([*given, case["when"]], book.fields) is False:
            yield book.flaw("CHA-043", under(entry.pointer, "cases", index, "when"), "case")


def _given(entry: Entry, book: Book) -> list[Mapping[str, Any]]:
    """Give what is true wherever an entry asks anything: its `when`, and a phase that expects something."""
    when, expected = book.part(entry, "when"), book.part(entry, "expected")
    given = [when] if isinstance(when, dict) and possible([when], book.fields) else []
    asked = [phase for phase, word in expected.items() if word != "none"] if isinstance(expected, dict) else []
    return [*given, {"fact": PHASE, "in": asked}] if asked else given


def possible(together: Iterable[Mapping[str, Any]], fields: Fields) -> bool | None:
    """Tell whether conditions can all be true of one dossier on one day; None when there are too many cases to try."""
    parts = list(together)
    leaves = [node.data for part in parts for node in nodes("", part) if not branches(node.data)]
    named: dict[str, list[Any]] = {}
    days = [day for leaf in leaves for day in leaf.get("as_of", {}).values() if is_date(day)]
    for leaf in leaves:
        if "fact" in leaf:
            named.setdefault(leaf["fact"], []).extend(_named(leaf))
    worlds = {fact: _worlds(values, fields.at(fact), fields) for fact, values in named.items()}
    dates = _around(days) or [date(2026, 1, 1)]
    if prod(map(len, worlds.values())) * len(dates) > MOST_CASES:
        return None
    for values in product(*worlds.values()):
        data = _dossier(zip(worlds, values, strict=True))
        if any(all(holds(part, data, day) for part in parts) for day in dates):
            return True
    return False


def _named(leaf: Mapping[str, Any]) -> list[Any]:
    if "in" in leaf:
        return list(leaf["in"])
    return [leaf[name] for name in ("is", *COMPARE) if name in leaf]


def _worlds(values: list[Any], field: Field | None, fields: Fields) -> list[Any]:
    """Give values of a fact that stand for all: those that conditions name, and one that none names, if there is one."""
    listed = field is not None and field.kind == "list"
    inner = fields.row(field) if field is not None else None
    own = list(dict.fromkeys((type(value), value) for value in values))
    found = [value for _, value in own]
    if inner is not None and inner.choices is not None:
        others = [choice for choice in inner.choices if choice not in found and choice != UNDETERMINED]
        found += others[:1]
    elif all(is_number(value) for value in found):
        found = sorted({number for value in found for number in (value - 1, value, value + 1)} | _between(found))
    elif all(is_date(value) for value in found):
        found = [day.isoformat() for day in _around(found)]
    else:
        found.append("\0")
    if listed:
        return [[], *_subsets(found)]
    return found


def _between(numbers: list[Any]) -> set[Any]:
    ordered = sorted(set(numbers))
    return {(low + high) / 2 for low, high in zip(ordered, ordered[1:], strict=False)}


def _subsets(values: list[Any]) -> Iterator[list[Any]]:
    if len(values) > 8:
        yield from ([value] for value in values)
        yield values
        return
    for mask in range(1, 2 ** len(values)):
        yield [value for index, value in enumerate(values) if mask >> index & 1]


def _around(days: Iterable[str]) -> list[date]:
    """Give the days that conditions name, with the eve and the morrow of each."""
    named = [date.fromisoformat(day) for day in days]
    least, most = date.min + timedelta(days=1), date.max - timedelta(days=1)
    kept = [min(max(day, least), most) for day in named]
    return sorted({day + timedelta(days=step) for day in kept for step in (-1, 0, 1)})


def _dossier(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for fact, value in values:
        *above, last = fact.split("/")[1:]
        holder = data
        for token in above:
            inner = holder.setdefault(token, {})
            holder = inner if isinstance(inner, dict) else {}
        holder[last] = value
    return data
