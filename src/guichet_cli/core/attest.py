"""Attesting: a saved result against the one that is computed again → the first place where they differ."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.pointer import resolve, tokens, under

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSENT = None
TOOL, DOSSIER, CHARTER, CRITERION, NUMBER, PLACE = "tool", "dossier_digest", "charter", "criterion", "number", "place"


class Difference(NamedTuple):
    """Where a result is not the true one: what it tells there, and what the computation gives."""

    pointer: str
    told: Any
    computed: Any


class Spot(NamedTuple):
    """What a difference is about: of which kind, the dossier's path, and the criterion or the commitment, and the member."""

    kind: str
    path: str
    item: str
    member: str


def first_difference(told: Any, computed: Any) -> Difference | None:
    """Give the first difference of two documents: what explains the others first, then in the order of the text."""
    places = chain(_heads(computed), [""])
    found = (each for place in places for each in _differences(resolve(told, place), resolve(computed, place), place))
    return next(found, None)


def spot(difference: Difference, told: Any, computed: Any) -> Spot:
    """Give what a difference is about."""
    parts = tokens(difference.pointer)
    here = f"/dossiers/{parts[1]}" if parts[0] == "dossiers" and len(parts) > 1 else ""
    path = str(resolve(computed, f"{here}/path") or resolve(told, f"{here}/path") or "") if here else ""
    below = parts[2:] if here else parts
    member = ".".join(below[2:])
    if parts[0] == "tool":
        return Spot(TOOL, "", "", "")
    if below == ["sha256"]:
        return Spot(DOSSIER, path, "", "")
    if below[:1] == ["charter"]:
        return Spot(CHARTER, path, "", "")
    for block, name, kind in (("findings", "criterion", CRITERION), ("commitments", "id", NUMBER)):
        if below[:1] == [block] and len(below) > 1:
            place = f"{here}/{block}/{below[1]}/{name}"
            return Spot(kind, path, str(resolve(computed, place) or resolve(told, place) or ""), member or name)
    return Spot(PLACE, path, "", ".".join(below) or "/")


def _heads(computed: Any) -> Iterator[str]:
    """Give the places that explain the others: the tool, the digests of the dossiers and of their charters, the findings."""
    yield "/tool/version"
    count = len(resolve(computed, "/dossiers") or ())
    for index in range(count):
        yield f"/dossiers/{index}/sha256"
    for index in range(count):
        yield f"/dossiers/{index}/charter/sha256"
    for index in range(count):
        yield f"/dossiers/{index}/findings"


def _differences(told: Any, computed: Any, pointer: str) -> Iterator[Difference]:
    if isinstance(told, dict) and isinstance(computed, dict):
        for key in (*computed, *(key for key in told if key not in computed)):
            yield from _differences(told.get(key, ABSENT), computed.get(key, ABSENT), under(pointer, key))
    elif isinstance(told, list) and isinstance(computed, list):
        for index in range(max(len(told), len(computed))):
            was, now = (side[index] if index < len(side) else ABSENT for side in (told, computed))
            yield from _differences(was, now, under(pointer, index))
    elif not _same(told, computed):
        yield Difference(pointer, told, computed)


def _same(told: Any, computed: Any) -> bool:
    return type(told) is type(computed) and bool(told == computed)
