"""Two requirements compared: what the second asks more, what it asks less, and what cannot be ordered.

A schema is a conjunction, so each keyword is compared by itself; only what the data proves is called stricter or looser.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.failure import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STRICTER, LOOSER, UNORDERED = 1, -1, 0
BOUNDS = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minItems", "minLength"), STRICTER),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxItems", "maxLength"), LOOSER),
}
"""What raising each bound does."""
MEMBERS = {
    "age": {"months": LOOSER, "days": LOOSER},
    "rate": {"minimum": STRICTER, "maximum": LOOSER},
    "bounds": {"minimum": STRICTER, "maximum": LOOSER},
    "computed": {"tolerance": LOOSER},
    "gap": {"maximum": LOOSER},
    "totals": {"tolerance": LOOSER},
    "sincere": {"minimum": LOOSER},
}
"""What raising each number of the vocabulary does; a keyword that differs by anything else cannot be ordered."""
OPTIONAL = {"rate": {"minimum", "maximum"}, "bounds": {"minimum", "maximum"}}
"""Members that bound nothing when they are left out."""
UNITS = {
    "values": ("enum", "const"),
    "condition": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
}
"""Keywords that mean something only together."""
SILENT = frozenset({"title", "description", "$comment"})

Schema = Mapping[str, Any]


class Difference(NamedTuple):
    """One difference: which way it goes, the place in the answer, the keyword, and what it said before and after."""

    direction: int
    place: str
    keyword: str
    old: Any
    new: Any


def differences(old: Schema, new: Schema, place: str = "") -> Iterator[Difference]:
    """Give what changes from one requirement to another."""
    for unit, names in UNITS.items():
        before, after = ({name: schema[name] for name in names if name in schema} for schema in (old, new))
        if not same(before, after):
            yield from _UNIT[unit](before, after, place)
    together = {name for names in UNITS.values() for name in names} | SILENT
    for keyword in sorted({*old, *new} - together):
        was, becomes = old.get(keyword), new.get(keyword)
        if not same(was, becomes) and not keyword.startswith("x-"):
            yield from _keyword(keyword, was, becomes, place, closed=_closed(old, new))


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same data: 1 is 1.0, and is not true."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _keyword(keyword: str, old: Any, new: Any, place: str, *, closed: bool) -> Iterator[Difference]:
    if keyword == "properties":
        yield from _properties(old or {}, new or {}, place, closed=closed)
    elif keyword == "required":
        yield from (Difference(LOOSER, f"{place}/{name}", keyword, True, False) for name in _without(old, new))
        yield from (Difference(STRICTER, f"{place}/{name}", keyword, False, True) for name in _without(new, old))
    elif keyword == "items":
        yield from differences(old or {}, new or {}, f"{place}/[]")
    elif keyword in {"allOf", "anyOf"}:
        yield from _branches(keyword, old or [], new or [], place)
    elif keyword == "not" and old is not None and new is not None:
        yield from (part._replace(direction=-part.direction) for part in differences(old, new, place))
    else:
        yield Difference(_direction(keyword, old, new), place, keyword, old, new)


def _direction(keyword: str, old: Any, new: Any) -> int:
    """Give which way a keyword that holds a value goes."""
    if keyword in {"uniqueItems", "additionalProperties"}:
        open_, shut = ({None, False}, True) if keyword == "uniqueItems" else ({None, True}, False)
        known = all(isinstance(value, bool | None) for value in (old, new))
        return UNORDERED if not known else STRICTER if old in open_ and new is shut else LOOSER
    if old is None or new is None:
        return STRICTER if old is None else LOOSER
    if keyword == "type":
        return _sets(_types(old), _types(new))
    if keyword in BOUNDS:
        return _raised(old, new) * BOUNDS[keyword]
    if keyword == "ascending":
        return STRICTER if _runs_through(old, new) else LOOSER if _runs_through(new, old) else UNORDERED
    if keyword in MEMBERS:
        return _members(keyword, old, new)
    return UNORDERED


def _members(keyword: str, old: Schema, new: Schema) -> int:
    found = set()
    for name in {*old, *new}:
        before, after = old.get(name), new.get(name)
        if same(before, after):
            continue
        way = MEMBERS[keyword].get(name, UNORDERED)
        if is_number(before) and is_number(after):
            found.add(_raised(before, after) * way)
        elif name in OPTIONAL.get(keyword, ()) and None in {before, after}:
            found.add(STRICTER if before is None else LOOSER)
        else:
            found.add(UNORDERED)
    return found.pop() if len(found) == 1 else UNORDERED


def _properties(old: Schema, new: Schema, place: str, *, closed: bool) -> Iterator[Difference]:
    if closed and set(old) != set(new):
        # where other members are refused, naming one allows it
        yield Difference(UNORDERED, place, "properties", sorted(old), sorted(new))
        return
    for name in sorted({*old, *new}):
        yield from differences(old.get(name, {}), new.get(name, {}), f"{place}/{name}")


def _closed(old: Schema, new: Schema) -> bool:
    return any(schema.get("additionalProperties", True) is not True for schema in (old, new))


def _branches(keyword: str, old: Sequence[Schema], new: Sequence[Schema], place: str) -> Iterator[Difference]:
    """Compare lists of schemas: what is in both leaves, the others are compared one by one, in order."""
    more = STRICTER if keyword == "allOf" else LOOSER
    if not old or not new:  # the keyword itself comes or goes
        yield Difference(STRICTER if not old else LOOSER, place, keyword, old or None, new or None)
        return
    for before, after in zip_longest(_without(old, new), _without(new, old)):
        if before is None or after is None:
            yield Difference(more if before is None else -more, place, keyword, before, after)
        else:
            yield from differences(before, after, place)


def _values(old: Schema, new: Schema, place: str) -> Iterator[Difference]:
    before, after = (_listed(unit) for unit in (old, new))
    keyword = "const" if "const" in {**old, **new} and "enum" not in {**old, **new} else "enum"
    if before is None or after is None:
        yield Difference(STRICTER if before is None else LOOSER, place, keyword, before, after)
    elif not _without(before, after) or not _without(after, before):
        lost, won = _without(before, after), _without(after, before)
        yield Difference(STRICTER if lost else LOOSER, place, "enum", lost, won)
    else:
        yield Difference(UNORDERED, place, keyword, before, after)


def _listed(unit: Schema) -> list[Any] | None:
    values = unit.get("enum")
    if "const" in unit:
        return [value for value in ([unit["const"]] if values is None else values) if same(value, unit["const"])]
    return None if values is None else list(values)


def _condition(old: Schema, new: Schema, place: str) -> Iterator[Difference]:
    if ("if" in old) is not ("if" in new):
        yield Difference(STRICTER if "if" in new else LOOSER, place, "if", old or None, new or None)
    elif not same(old.get("if"), new.get("if")):
        yield Difference(UNORDERED, place, "if", old, new)
    elif "if" in old:
        for name in ("then", "else"):
            yield from differences(old.get(name, {}), new.get(name, {}), place)


def _contains(old: Schema, new: Schema, place: str) -> Iterator[Difference]:
    if ("contains" in old) is not ("contains" in new):
        yield Difference(STRICTER if "contains" in new else LOOSER, place, "contains", old or None, new or None)
    elif "contains" in old and same(old["contains"], new["contains"]):
        for name, way in (("minContains", STRICTER), ("maxContains", LOOSER)):
            before, after = old.get(name, 1 if way is STRICTER else None), new.get(name, 1 if way is STRICTER else None)
            if before != after:
                known = before is not None and after is not None
                direction = _raised(before, after) * way if known else STRICTER if before is None else LOOSER
                yield Difference(direction, place, name, before, after)
    elif "contains" in old:
        monotone = "maxContains" not in {**old, **new} and old.get("minContains", 1) == new.get("minContains", 1)
        parts = differences(old["contains"], new["contains"], f"{place}/[]")
        yield from (part if monotone else part._replace(direction=UNORDERED) for part in parts)


_UNIT = {"values": _values, "condition": _condition, "contains": _contains}


def _raised(old: Any, new: Any) -> int:
    return (new > old) - (new < old) if is_number(old) and is_number(new) else UNORDERED


def _types(value: Any) -> set[str]:
    names = {value} if isinstance(value, str) else set(value)
    return names | {"integer"} if "number" in names else names


def _sets(old: set[str], new: set[str]) -> int:
    return STRICTER if new < old else LOOSER if old < new else UNORDERED


def _without(items: Iterable[Any] | None, others: Iterable[Any] | None) -> list[Any]:
    known = list(others or ())
    return [item for item in items or () if not any(same(item, other) for other in known)]


def _runs_through(short: Sequence[Any], long: Sequence[Any]) -> bool:
    """Tell whether a list has all the items of another, in the same order."""
    pending = iter(long)
    return len(short) < len(long) and all(any(same(item, other) for other in pending) for item in short)
