"""Two versions of a charter compared: what each criterion asks more or less, decided by the data, never by the words.

`compare(old, new)` takes what two charters' YAML says, and gives changes; `advised` gives the version that they deserve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.model import LEVELS, Expectation, Level
from guichet_cli.core.schema_diff import LOOSER, STRICTER, UNORDERED, differences, same
from guichet_cli.core.scope import NARROWER, WIDER, undated, widened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KINDS = ("removed", "added", "moved", "scope", "stricter", "looser", "changed", "reworded", "sourced")
"""What a change is, the gravest first; `sourced` is about references and where thresholds come from."""
BUMPS = ("none", "patch", "minor", "major")
GRAVE = frozenset({"removed", "scope", "stricter", "changed"})
"""Kinds that break a dossier which was fine."""
WORDS = frozenset({"reworded", "sourced"})
LANGUAGES = ("fr", "en")
TEXTS = ("title", "asks", "why", "remedy", "warns", "notice")
EXPECTATIONS = tuple(Expectation)
ORDERED = {"proof": ("optional", "required"), "not_applicable": ("allowed", "forbidden")}
"""Words of a criterion, the least demanding first."""
DEFAULTS = {"proof": "optional", "not_applicable": "forbidden", "proof_at": ["proofs"], "status": "active"}


class Change(NamedTuple):
    """One change: to what, of which kind, in which part, what it was and what it is, and the version that it calls for."""

    block: str
    """`charter` | `commitments` | `references` | `criteria` | `rules`"""
    item: str
    kind: str
    part: str
    place: str
    """Where in the part: a phase, a language, or the pointer of a field below the answer's."""
    old: Any
    new: Any
    bump: str
    keyword: str = ""
    """Of a requirement, the keyword that differs."""


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Give every change from a charter to another, the gravest kinds first, in the order of the charter."""
    found = [*_head(old, new), *_documents(old, new), *_reused(old, new)]
    for block in ("commitments", "criteria", "rules"):
        found += _items(block, old.get(block, ()), new.get(block, ()))
    return tuple(sorted(found, key=lambda change: KINDS.index(change.kind)))


def needed(changes: Iterable[Change]) -> str:
    """Give the part of the version that changes call for: `major`, `minor`, `patch`, or `none`."""
    return max((change.bump for change in changes), key=BUMPS.index, default="none")


def advised(version: str, bump: str) -> str:
    """Give the lowest version after one that says so much."""
    major, minor, patch = (int(number) for number in version.split("."))
    follow = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return ".".join(map(str, follow.get(bump, (major, minor, patch))))


def honoured(old: str, new: str, bump: str) -> bool:
    """Tell whether a version says, after another, at least what its changes call for."""
    before, after = ([int(number) for number in version.split(".")] for version in (old, new))
    said = next((name for name, a, b in zip(("major", "minor", "patch"), before, after, strict=True) if a != b), "none")
    return after >= before and BUMPS.index(said) >= BUMPS.index(bump)


def _head(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from _numbers("charter", "", "minimum_coverage", old, new)
    for level, weight in new["weights"].items():
        if weight != old["weights"][level]:
            yield Change("charter", "", "changed", "weights", level, old["weights"][level], weight, "major")
    yield from _texts("charter", "", old, new)
    for part in ("id", "provenance", "editorial", "retired", "tests_as_of"):
        if not same(old.get(part), new.get(part)):
            kind, bump = ("changed", "major") if part == "id" else ("reworded", "patch")
            yield Change("charter", "", kind, part, "", old.get(part), new.get(part), bump)


def _documents(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = old["references"], new["references"]
    for key in (*before, *(key for key in after if key not in before)):
        if not same(before.get(key), after.get(key)):
            was, becomes = (known[key]["title"] if key in known else None for known in (before, after))
            yield Change("references", key, "sourced", "document", "", was, becomes, "patch")


def _reused(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Give ids that come back after they were retired, or that name something else: another title, judged elsewhere."""
    retired = old.get("retired", ())
    for block in ("criteria", "rules"):
        before = {item["id"]: item for item in old.get(block, ())}
        for item in new.get(block, ()):
            was = before.get(item["id"])
            if was is None and item["id"] in retired:
                yield Change(block, item["id"], "changed", "reused", "", None, item["title"], "major")
            elif was is not None and was["at"] != item["at"] and not _titles(was) & _titles(item):
                yield Change(block, item["id"], "changed", "reused", "", was["title"], item["title"], "major")


def _titles(item: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(lang, " ".join(item["title"][lang].casefold().split())) for lang in LANGUAGES}


def _items(block: str, old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> Iterator[Change]:
    before, after = ({item["id"]: item for item in items} for items in (old, new))
    for name, item in before.items():
        if name not in after:
            bump = "major" if block == "commitments" or (block == "criteria" and _counts(item)) else "minor"
            yield Change(block, name, "removed", "", "", item["title"], None, bump)
    for name, item in after.items():
        if name not in before:
            yield Change(block, name, "added", "", "", None, item["title"], _weight_of_addition(block, item))
            continue
        found = _changes(block, before[name], item)
        # a rule warns and never counts; neither does a criterion that is not active yet, or any more
        quiet = block == "rules" or (block == "criteria" and not _counts(item))
        yield from (change._replace(bump="minor") if quiet and change.bump == "major" else change for change in found)


def _counts(criterion: Mapping[str, Any]) -> bool:
    return bool(criterion.get("status", "active") == "active")


def _weight_of_addition(block: str, item: Mapping[str, Any]) -> str:
    light = block != "criteria" or not _counts(item) or max(_levels(item["level"]), key=_rank) is Level.MINOR
    return "minor" if light else "major"


def _changes(block: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    name = new["id"]
    yield from _texts(block, name, old, new)
    if block == "commitments":
        yield from _numbers(block, name, "floor", old, new)
        if old["prefix"] != new["prefix"]:
            yield _change(block, name, "changed", "prefix", "", old["prefix"], new["prefix"])
        return
    yield from _status(block, name, old, new)
    yield from _scope(block, name, "when", old.get("when"), new.get("when"))
    yield from _words(block, name, old, new)
    if block == "criteria":
        yield from _level(name, old["level"], new["level"])
        yield from _expected(name, old["expected"], new["expected"])
        yield from _partial(name, old.get("partial"), new.get("partial"))
        yield from _cases(name, old.get("cases", ()), new.get("cases", ()))
    yield from _schema(block, name, "schema", old["schema"], new["schema"])
    for part in ("references", "thresholds"):
        if not same(old.get(part), new.get(part)):
            yield Change(block, name, "sourced", part, "", old.get(part), new.get(part), "patch")
    if not same(old.get("tests"), new.get("tests")):
        before, after = (len(item.get("tests", ())) for item in (old, new))
        yield Change(block, name, "reworded", "tests", "", before, after, "patch")


def _change(block: str, name: str, kind: str, part: str, place: str, old: Any, new: Any) -> Change:
    bump = "major" if kind in GRAVE else "patch" if kind in WORDS else "minor"
    return Change(block, name, kind, part, place, old, new, bump)


def _kind(direction: int) -> str:
    return {STRICTER: "stricter", LOOSER: "looser"}.get(direction, "changed")


def _status(block: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = (item.get("status", "active") for item in (old, new))
    if before != after:
        yield Change(block, name, "moved", "status", "", before, after, _weight_of_addition(block, new))


def _scope(block: str, name: str, part: str, old: Any, new: Any) -> Iterator[Change]:
    """Compare conditions: who is concerned is one thing; to be asked later, or in fewer cases, is to be asked less."""
    if same(old, new):
        return
    way = widened(old, new)
    place = {WIDER: "wider", NARROWER: "narrower"}.get(way, "")
    kind = "scope"
    if place and (part == "case" or same(undated(old), undated(new))):
        kind = "stricter" if way == WIDER else "looser"
    yield _change(block, name, kind, part, place, old, new)


def _words(block: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Compare the parts that are a word or a plain value."""
    for part in ("commitment", "at", "proof", "proof_at", "not_applicable", "basis", "effort"):
        before, after = (item.get(part, DEFAULTS.get(part)) for item in (old, new))
        if not same(before, after):
            if part in ORDERED:
                order = ORDERED[part]
                kind = _kind(STRICTER if order.index(after) > order.index(before) else LOOSER)
            else:
                kind = "reworded" if part in {"basis", "effort"} else "changed"
            yield _change(block, name, kind, part, "", before, after)


def _numbers(block: str, name: str, part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old[part] != new[part]:
        kind = "stricter" if new[part] > old[part] else "looser"
        yield _change(block, name, kind, part, "", old[part], new[part])


def _texts(block: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for part, before, after in (
        *((part, old[part], new[part]) for part in TEXTS if part in old and part in new),
        *((part, old["examples"][part], new["examples"][part]) for part in ("good", "weak") if "examples" in old),
    ):
        for lang in LANGUAGES:
            if before[lang] != after[lang]:
                yield _change(block, name, "reworded", part, lang, before[lang], after[lang])


def _level(name: str, old: Any, new: Any) -> Iterator[Change]:
    if same(old, new):
        return
    before, after = ([_rank(level) for level in _levels(value)] for value in (old, new))
    if _conditions(old) == _conditions(new):
        direction = _one_way({(b > a) - (b < a) for a, b in zip(before, after, strict=True)})
    elif before == after:
        direction = _one_way({way for index in range(len(before)) for way in _moved(index, before, old, new)})
    elif min(after) >= max(before):
        direction = STRICTER
    else:  # a level that hangs on a fact is the heaviest where nobody gives it: only a plain word can be lighter
        direction = LOOSER if isinstance(new, str) and max(after) <= min(before) else UNORDERED
    yield _change("criteria", name, _kind(direction), "level", "", old, new)


def _one_way(ways: set[int]) -> int:
    ways.discard(0)
    return ways.pop() if len(ways) == 1 else UNORDERED


def _moved(index: int, ranks: list[int], old: Any, new: Any) -> Iterator[int]:
    """Give which way dossiers go that a branch of a level takes from those after it, or leaves to them."""
    before, after = _conditions(old)[index], _conditions(new)[index]
    if same(before, after):
        return
    way = widened(before, after)
    if way == UNORDERED:
        yield from (STRICTER, LOOSER)
    for other in ranks[index + 1 :]:
        yield way * ((ranks[index] > other) - (ranks[index] < other))


def _levels(level: Any) -> list[Level]:
    return [Level(level)] if isinstance(level, str) else [Level(branch["is"]) for branch in level]


def _conditions(level: Any) -> list[Any]:
    return [None] if isinstance(level, str) else [branch.get("when") for branch in level]


def _rank(level: Level) -> int:
    return -LEVELS.index(level)


def _expected(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for phase, word in new.items():
        if word != old[phase]:
            more = EXPECTATIONS.index(Expectation(word)) > EXPECTATIONS.index(Expectation(old[phase]))
            yield _change("criteria", name, "stricter" if more else "looser", "expected", phase, old[phase], word)


def _schema(block: str, name: str, part: str, old: Any, new: Any) -> Iterator[Change]:
    for direction, place, keyword, before, after in differences(old, new):
        yield _change(block, name, _kind(direction), part, place, before, after)._replace(keyword=keyword)


def _partial(name: str, old: Any, new: Any) -> Iterator[Change]:
    if (old is None) is not (new is None):
        kind = "looser" if old is None else "stricter"
        yield _change("criteria", name, kind, "partial", "", old is not None, new is not None)
    elif old is not None:
        yield from _schema("criteria", name, "partial", old, new)


def _cases(name: str, old: Any, new: Any) -> Iterator[Change]:
    """Compare what depends on a fact: cases under the same condition, then those whose condition alone changed."""
    before, after = list(old), list(new)
    for key in ("when", "schema"):
        for case in list(before):
            twin = next((other for other in after if same(case[key], other[key])), None)
            if twin is not None:
                before.remove(case)
                after.remove(twin)
                yield from _schema("criteria", name, "case", case["schema"], twin["schema"])
                yield from _scope("criteria", name, "case", case["when"], twin["when"])
    yield from (_change("criteria", name, "looser", "case", "", case["when"], None) for case in before)
    yield from (_change("criteria", name, "stricter", "case", "", None, case["when"]) for case in after)
