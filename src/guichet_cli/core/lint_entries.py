"""Entries: ids, commitments, references, weights and expectations, that is what criteria are told and counted by."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_number
from guichet_cli.core.lint_fields import LONGEST
from guichet_cli.core.model import LEVELS, Level
from guichet_cli.core.pointer import under
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.model import Problem

PHASES = ("idea", "prototype", "pilot", "deployed")
STRICTNESS = {"none": 0, "plan": 1, "full": 2}


def ids(book: Book) -> Iterator[Problem]:
    """Give ids that are not unique, not of their commitment, or used before."""
    retired = {name: index for index, name in enumerate(book.get("/retired", list)) if isinstance(name, str)}
    prefixes = _prefixes(book)
    seen: dict[str, str] = {}
    for entry in book.entries():
        name, place = entry.data.get("id"), f"{entry.pointer}/id"
        if not isinstance(name, str):
            continue
        if name in seen:
            yield book.flaw("CHA-020", place, beside=[seen[name]], id=name)
        seen.setdefault(name, place)
        if name in retired:
            yield book.flaw("CHA-022", place, beside=[f"/retired/{retired[name]}"], id=name)
        if not book.sound(place):
            continue
        commitment, prefix = entry.data.get("commitment"), name.partition("-")[0]
        if entry.asks:
            wanted = prefixes.get(commitment) if isinstance(commitment, str) else None
            if wanted and prefix != wanted:
                yield book.flaw("CHA-021", place, id=name, prefix=wanted, commitment=commitment)
        elif prefix in prefixes.values():
            yield book.flaw("CHA-021", place, "rule", id=name, prefix=prefix)


def commitments(book: Book) -> Iterator[Problem]:
    """Give commitments that are not declared, declared twice, or without any criterion."""
    declared: dict[str, str] = {}
    for member in ("id", "prefix"):
        seen: dict[str, str] = {}
        for index, item in enumerate(book.get("/commitments", list)):
            name, place = item.get(member) if isinstance(item, dict) else None, f"/commitments/{index}/{member}"
            if isinstance(name, str):
                if name in seen:
                    yield book.flaw("CHA-020", place, beside=[seen[name]], id=name)
                seen.setdefault(name, place)
        declared = declared or seen
    used = set()
    for entry in book.criteria() if declared else ():
        name = entry.data.get("commitment")
        if isinstance(name, str):
            used.add(name)
            if name not in declared:
                near = nearest(name[:LONGEST], list(declared)) or ""
                yield book.flaw("CHA-023", f"{entry.pointer}/commitment", "near" if near else "", id=name, nearest=near)
    for name in declared.keys() - used:
        yield book.flaw("CHA-024", declared[name], id=name)


def references(book: Book) -> Iterator[Problem]:
    """Give references to documents that are not listed, and listed documents that nothing refers to."""
    known = book.get("/references")
    used: set[str] = set()
    for entry in book.entries() if known else ():
        for block, member in (("references", "ref"), ("thresholds", "ref")):
            items = entry.data.get(block)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                name = item.get(member) if isinstance(item, dict) else None
                if isinstance(name, str):
                    used.add(name)
                    if name not in known:
                        near = nearest(name[:LONGEST], known) or ""
                        place = under(entry.pointer, block, index, member)
                        yield book.flaw("CHA-030", place, "near" if near else "", id=name, nearest=near)
    for name in known:
        if name not in used:
            yield book.flaw("CHA-031", under("/references", name), id=name)


def numbers(book: Book) -> Iterator[Problem]:
    """Give weights out of order."""
    weights = book.get("/weights")
    names = [str(level) for level in LEVELS if level is not Level.WARNING]
    for heavy, light in pairwise(names):
        values = weights.get(heavy), weights.get(light)
        if all(map(is_number, values)) and values[0] < values[1]:
            place = f"/weights/{heavy}"
            yield book.flaw(
                "CHA-070",
                place,
                beside=[f"/weights/{light}"],
                heavy=heavy,
                light=light,
                value=values[0],
                other=str(values[1]),
            )


def expectations(book: Book) -> Iterator[Problem]:
    """Give criteria that expect less of a later phase, ask it of nobody, or may be waved aside though they block."""
    for entry in book.criteria():
        expected = book.part(entry, "expected")
        words = [(phase, str(expected[phase])) for phase in PHASES] if isinstance(expected, dict) else []
        for (earlier, before), (later, after) in pairwise(words):
            if STRICTNESS[after] < STRICTNESS[before]:
                yield book.flaw("CHA-059", under(entry.pointer, "expected", later), earlier=earlier, later=later)
        if words and all(word == "none" for _, word in words):
            yield book.flaw("CHA-059", f"{entry.pointer}/expected", "nobody")
        if entry.data.get("not_applicable") == "allowed" and str(Level.BLOCKING) in levels_of(entry):
            yield book.flaw("CHA-058", f"{entry.pointer}/not_applicable")


def levels_of(entry: Entry) -> list[Any]:
    """Give the levels that a criterion may have, as far as they can be read."""
    level = entry.data.get("level")
    if isinstance(level, list):
        return [branch.get("is") for branch in level if isinstance(branch, dict)]
    return [level]


def _prefixes(book: Book) -> dict[str, str]:
    items = [item for item in book.get("/commitments", list) if isinstance(item, dict)]
    return {
        item["id"]: item["prefix"]
        for item in items
        if isinstance(item.get("id"), str) and isinstance(item.get("prefix"), str)
    }
