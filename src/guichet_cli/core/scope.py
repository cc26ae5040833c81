"""Two conditions compared: whether the second holds wherever the first does, as far as the data proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_number
from guichet_cli.core.schema_diff import UNORDERED

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDER, NARROWER = 1, -1
SIGNS = {"gt": NARROWER, "ge": NARROWER, "lt": WIDER, "le": WIDER}
"""What raising each bound does to the projects concerned."""


def widened(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> int:
    """Give `WIDER`, `NARROWER`, or `UNORDERED` when the data does not prove either.

    Only conditions over the same facts, built the same way, are ordered: another fact may be unknown in a dossier.
    """
    ways = _ways(old, new) if old and new else {UNORDERED}
    ways.discard(None)
    return ways.pop() or UNORDERED if len(ways) == 1 else UNORDERED


def undated(condition: Mapping[str, Any] | None) -> Any:
    """Give a condition with its dates left out: two that are then the same differ by their dates alone."""
    if condition is None:
        return None
    if "as_of" in condition:
        return {"as_of": list(condition["as_of"])}
    if "not" in condition:
        return {"not": undated(condition["not"])}
    name = next((name for name in ("all", "any") if name in condition), None)
    return {name: [undated(part) for part in condition[name]]} if name else dict(condition)


def _ways(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[int | None]:
    """Give the ways in which the leaves of two conditions differ; None for leaves that are the same."""
    if old == new:
        return {None}
    for name in ("all", "any"):
        if name in old and name in new and len(old[name]) == len(new[name]):
            return set().union(*(_ways(a, b) for a, b in zip(old[name], new[name], strict=True)))
    if "not" in old and "not" in new:
        return {way and -way for way in _ways(old["not"], new["not"])}
    if "as_of" in old and "as_of" in new and set(old["as_of"]) == set(new["as_of"]):
        ((word, before),) = old["as_of"].items()
        later = new["as_of"][word] > before
        return {NARROWER if later is (word == "from") else WIDER}
    if "fact" in old and old["fact"] == new.get("fact"):
        return {_fact(old, new)}
    return {UNORDERED}


def _fact(old: Mapping[str, Any], new: Mapping[str, Any]) -> int:
    before, after = _values(old), _values(new)
    if before is not None and after is not None:
        return WIDER if before < after else NARROWER if after < before else UNORDERED
    sign = next((name for name in SIGNS if name in old and name in new), None)
    if sign is None or not (is_number(old[sign]) and is_number(new[sign])):
        return UNORDERED
    return SIGNS[sign] * (1 if new[sign] > old[sign] else -1)


def _values(condition: Mapping[str, Any]) -> frozenset[tuple[type, Any]] | None:
    if "is" in condition:
        return frozenset({(type(condition["is"]), condition["is"])})
    return frozenset((type(value), value) for value in condition["in"]) if "in" in condition else None
