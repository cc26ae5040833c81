"""Examples: the tests that a charter carries, and what they say of its partial credit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import Scene, is_date
from guichet_cli.core.lint_conditions import PHASE
from guichet_cli.core.lint_deletion import runnable
from guichet_cli.core.lint_worlds import facts
from guichet_cli.core.pointer import resolve
from guichet_cli.core.requirement import failures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.lint_book import Book, Entry
    from guichet_cli.core.model import Problem

FAILING = frozenset({"unmet", "missing", "partial"})


def examples(book: Book) -> Iterator[Problem]:
    """Give the tests that criteria and rules lack, those that share a name, and partial credit that is no weaker."""
    for entry in book.entries():
        tests = entry.data.get("tests")
        if not book.sound(f"{entry.pointer}/tests") or (entry.asks and tests is None):
            continue
        listed = tests if isinstance(tests, list) else []
        yield from _names(entry, listed, book)
        yield from _lacking(entry, listed, book)
        if entry.asks:
            yield from _partial(entry, listed, book)


def _names(entry: Entry, tests: list[Any], book: Book) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, test in enumerate(tests):
        place = f"{entry.pointer}/tests/{index}/name"
        if test["name"] in seen:
            yield book.flaw("CHA-081", place, beside=[seen[test["name"]]], found=test["name"])
        seen.setdefault(test["name"], place)


def _lacking(entry: Entry, tests: list[Any], book: Book) -> Iterator[Problem]:
    place = f"{entry.pointer}/tests" if "tests" in entry.data else f"{entry.pointer}/id"
    if not entry.asks:
        said = {test["warns"] for test in tests}
        for variant, word in (("warns", True), ("silent", False)):
            if word not in said:
                yield book.flaw("CHA-080", place, variant)
        return
    if entry.data.get("status") == "obsolete":
        return
    outcomes = {test["outcome"] for test in tests}
    wanted = [("met", {"met"}), ("failing", FAILING)]
    if "when" in entry.data:
        wanted.append(("not_applicable", {"not_applicable"}))
    read = {fact for part in book.conditions(entry) for fact in facts(part.data)}
    if read - {PHASE}:
        wanted.append(("undetermined", {"undetermined"}))
    for variant, words in wanted:
        if not outcomes & words:
            yield book.flaw("CHA-080", place, variant)


def _partial(entry: Entry, tests: list[Any], book: Book) -> Iterator[Problem]:
    """Give a partial credit that a full answer does not earn: it would be no weaker than the requirement."""
    weaker, at = book.part(entry, "partial"), book.part(entry, "at")
    known = isinstance(at, str) and book.fields.at(at) is not None
    check = runnable(weaker) if known and isinstance(weaker, dict) else None
    if check is None:
        return
    place = f"{entry.pointer}/partial"
    full = book.part(entry, "schema")
    if full == weaker and not entry.data.get("cases"):
        yield book.flaw("CHA-056", place, "same")
    refused: list[tuple[str, str]] = []
    for index, test in enumerate(tests):
        if test["outcome"] == "met":
            day = test.get("as_of") or book.get("/tests_as_of", str)
            if not is_date(day):
                continue
            data = test["dossier"]
            value = resolve(data, at)
            scene = Scene(data, day)
            if not failures(check, {} if value is None else value, scene, at):
                return  # an answer of one kind may earn half where those of another kind earn all or nothing
            refused.append((f"{entry.pointer}/tests/{index}", test["name"]))
    for pointer, name in refused[:1]:
        yield book.flaw("CHA-056", place, beside=[pointer], found=name)
