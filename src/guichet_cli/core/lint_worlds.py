"""Worlds: whether conditions can be true together, found by trying the few combinations of facts that tell them apart."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from itertools import islice, pairwise
from operator import and_, or_
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.conditions import COMPARE, UNDETERMINED, branches, holds, met_by
from guichet_cli.core.failure import is_date, is_number
from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guichet_cli.core.lint_fields import Field, Fields

MOST_PARTS = 200
"""How many facts, values and dates conditions may name together, by the same rule."""
MOST_WORLDS = 200_000
"""How many dossiers one condition is tried on: past that, it is taken to be possible, and it is said."""
MOST_TRIES = 150_000
"""How many values are tried in all for one charter, by the same rule."""
WIDTH = 1_000
"""How many worlds cost as much to combine as one value to try."""
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


class Truth(NamedTuple):
    """Where a condition is true and where it is false, a bit for each world; where neither is set, it is unknown."""

    true: int
    false: int


class Axis(NamedTuple):
    """What worlds differ by: the values of one fact, or the days; each stands for as many worlds in a row as the stride."""

    values: Sequence[Any]
    stride: int


class Worlds:
    """The dossiers, few of them, on which the conditions of one charter are tried, all those of one condition at once."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.tries_left = MOST_TRIES
        self.undecided = False
        """Whether some conditions were taken to be possible without being tried."""

    def possible(self, *together: Mapping[str, Any]) -> bool:
        """Tell whether conditions can all be true of one dossier on one day; where that is too long to try, they can."""
        leaves = list(islice(_leaves(together), MOST_PARTS + 1))
        if len(together) > MOST_PARTS or sum(len(leaf.get("in", "1")) for leaf in leaves) > MOST_PARTS:
            self.undecided = True
            return True
        axes, size = self._axes(leaves)
        self.tries_left -= sum(len(axes[leaf.get("fact", "")].values) + size // WIDTH for leaf in leaves)
        if size > MOST_WORLDS or self.tries_left < 0:
            self.undecided = True
            return True
        everywhere = (1 << size) - 1
        for part in together:
            everywhere &= _truth(part, axes, size).true
        return everywhere != 0

    def _axes(self, leaves: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Axis], int]:
        """Give what worlds differ by, by fact, the days under no name; and how many worlds that makes."""
        named: dict[str, list[Any]] = {}
        days: list[str] = []
        for leaf in leaves:
            if "fact" in leaf:
                named.setdefault(leaf["fact"], []).extend(_named(leaf))
            days += (day for day in leaf.get("as_of", {}).values() if is_date(day))
        pools: dict[str, Sequence[Any]] = {fact: self.values(named[fact], self.fields.at(fact)) for fact in named}
        axes, size = {}, 1
        for name, values in {**pools, "": around(days) or [SOME_DAY]}.items():
            axes[name] = Axis(values, size)
            size *= len(values)
        return axes, size

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


def _truth(condition: Mapping[str, Any], axes: Mapping[str, Axis], size: int) -> Truth:
    """Give where a condition is true and where it is false."""
    everywhere = (1 << size) - 1
    if "not" in condition:
        return Truth(*reversed(_truth(condition["not"], axes, size)))
    for name in ("all", "any"):
        if name in condition:
            parts = [_truth(part, axes, size) for part in condition[name]]
            if name == "any":
                parts = [Truth(*reversed(part)) for part in parts]
            both = Truth(reduce(and_, (p.true for p in parts), everywhere), reduce(or_, (p.false for p in parts), 0))
            return both if name == "all" else Truth(*reversed(both))
    axis = axes[condition.get("fact", "")]
    if "fact" in condition:
        found = [met_by(condition, value) for value in axis.values]
    else:
        found = [holds(condition, {}, day) for day in axis.values]
    return Truth(*(_spread([each is word for each in found], axis.stride, size) for word in (True, False)))


def _spread(chosen: list[bool], stride: int, size: int) -> int:
    """Give the worlds in which an axis has one of the values that are chosen."""
    ones, bits = (1 << stride) - 1, 0
    for index, each in enumerate(chosen):
        if each:
            bits |= ones << index * stride
    width = len(chosen) * stride
    while width < size:
        bits |= bits << width
        width *= 2
    return bits & ((1 << size) - 1)


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
