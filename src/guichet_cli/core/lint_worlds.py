"""Worlds: whether conditions can be true together, found by trying the few combinations of facts that tell them apart."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.conditions import COMPARE, UNDETERMINED, branches, holds
from guichet_cli.core.failure import is_date, is_number
from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.lint_fields import Field, Fields

MOST_PARTS = 200
"""How many facts, values and dates conditions may name together before they are left alone."""
MOST_TRIES = 1_000_000
"""How many facts are read in all for one charter: past that, conditions are taken to be possible."""
SOME_DAY = date(2026, 1, 1)
ELSE = "\0"
"""A text that no condition names."""


class Node(NamedTuple):
    """A condition within another, and where it is."""

    pointer: str
    data: Mapping[str, Any]


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


class Worlds:
    """The dossiers, few of them, on which the conditions of one charter are tried."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.tries_left = MOST_TRIES

    def possible(self, *together: Mapping[str, Any]) -> bool:
        """Tell whether conditions can all be true of one dossier on one day; where that is too long to try, they can."""
        leaves = list(islice(_leaves(together), MOST_PARTS + 1))
        if len(together) > MOST_PARTS or sum(len(leaf.get("in", "1")) for leaf in leaves) > MOST_PARTS:
            return True
        named: dict[str, list[Any]] = {}
        for leaf in leaves:
            if "fact" in leaf:
                named.setdefault(leaf["fact"], []).extend(_named(leaf))
        values = {fact: self.values(named[fact], self.fields.at(fact)) for fact in named}
        days = around(day for leaf in leaves for day in leaf.get("as_of", {}).values() if is_date(day)) or [SOME_DAY]
        self.tries_left -= prod(map(len, values.values())) * len(days) * len(leaves)
        if self.tries_left < 0:
            return True
        for chosen in product(*values.values()):
            data = _dossier(zip(values, chosen, strict=True))
            if any(all(holds(part, data, day) for part in together) for day in days):
                return True
        return False

    def values(self, named: list[Any], field: Field | None) -> list[Any]:
        """Give values of a fact that stand for all: those that conditions name, and one that none names, if there is one."""
        inner = self.fields.row(field) if field is not None else None
        found = [value for _, value in dict.fromkeys((type(value), value) for value in named)]
        if inner is not None and inner.choices is not None:
            found += [choice for choice in inner.choices if choice not in found and choice != UNDETERMINED][:1]
        elif all(map(is_number, found)):
            between = [(low + high) / 2 for low, high in pairwise(sorted(found))]
            found = sorted({number for value in found for number in (value - 1, value, value + 1)}.union(between))
        elif all(map(is_date, found)):
            found = [day.isoformat() for day in around(found)]
        else:
            found.append(ELSE)
        return [[], *_subsets(found)] if field is not None and field.kind == "list" else found


def _leaves(together: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for part in together:
        for node in nodes("", part):
            if not branches(node.data):
                yield node.data


def _named(leaf: Mapping[str, Any]) -> list[Any]:
    return list(leaf["in"]) if "in" in leaf else [leaf[name] for name in ("is", *COMPARE) if name in leaf]


def _subsets(values: list[Any]) -> Iterator[list[Any]]:
    if len(values) > 8:
        yield from ([value] for value in values)
        yield values
        return
    for mask in range(1, 2 ** len(values)):
        yield [value for index, value in enumerate(values) if mask >> index & 1]


def around(days: Iterable[str]) -> list[date]:
    """Give the days that conditions name, with the eve and the morrow of each."""
    least, most = date.min + timedelta(days=1), date.max - timedelta(days=1)
    kept = {min(max(date.fromisoformat(day), least), most) for day in days}
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
