"""The tests of charters as they ran: a table of surprises for people, a document for machines."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass
from guichet_cli.render.json import FORMAT_VERSION
from guichet_cli.render.json import charter as charter_data
from guichet_cli.render.page import Page
from guichet_cli.render.table import Arrangement, Column, draw_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.charter_tests import Surprise, TestRun
    from guichet_cli.core.model import Charter, Span
    from guichet_cli.render import Run

FORMATS = ("full", "json")


@dataclass(frozen=True, kw_only=True, slots=True)
class CharterRun:
    """One charter whose tests were run: where its text lies, and the span of each test that surprised."""

    charter: Charter
    path: str
    runs: Sequence[TestRun]
    spans: dict[str, Span | None]

    @property
    def surprises(self) -> Iterator[tuple[TestRun, Surprise]]:
        """Each surprise, with the test that it comes from."""
        return ((run, surprise) for run in self.runs for surprise in run.surprises)

    def place(self, run: TestRun) -> str:
        """Give where a test is written, as `file:line:column`."""
        span = self.spans.get(run.pointer)
        return f"{self.path}:{span.line}:{span.column}" if span else self.path


def tests_page(charters: Sequence[CharterRun], run: Run) -> str:
    """Give what ran and what surprised, charter by charter."""
    page = Page(run)
    for number, done in enumerate(charters):
        if number:
            page.blank()
        page.line((page.plain(done.charter.id), "bold"), f"  {page.plain(done.charter.version)}")
        listed = list(done.surprises)
        if listed:
            page.blank()
            _table(page, listed)
        for test, surprise in listed:
            page.blank()
            page.prose(page.plain(f"{test.criterion}  {test.name}"), style="bold", rest="  ")
            page.prose(page.path(done.place(test)), first="  ")
            page.prose(_sentence(page, surprise), first="  ")
        if listed:
            page.blank()
        tests = page.count("charter_test.tests", len(done.runs))
        found = page.count("charter_test.surprises", len(listed)) if listed else page.say("charter_test.none")
        page.prose(f"{tests}, {found}", style="bold red" if listed else "green")
    return page.text()


def tests_json(charters: Sequence[CharterRun], run: Run) -> str:
    """Give what ran and what surprised, as one JSON document."""
    document = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "guichet", "version": run.version},
        "lang": run.language.code,
        "charters": [
            {
                "path": done.path,
                "charter": charter_data(done.charter),
                "tests": len(done.runs),
                "surprises": [_entry(done, test, surprise) for test, surprise in done.surprises],
            }
            for done in charters
        ],
        "summary": {
            "charters": len(charters),
            "tests": sum(len(done.runs) for done in charters),
            "surprises": sum(len(list(done.surprises)) for done in charters),
        },
    }
    return dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _table(page: Page, listed: Sequence[tuple[TestRun, Surprise]]) -> None:
    names = [page.plain(test.name) for test, _ in listed]
    columns = [
        Column(page.say("charter_test.test"), names, right=False),
        Column(page.say("charter_test.criterion"), [page.plain(test.criterion) for test, _ in listed], right=False),
        Column(page.say("charter_test.expected"), [_expected(page, found) for _, found in listed], right=False),
        Column(page.say("charter_test.found"), [_found(page, found) for _, found in listed], right=False),
    ]
    draw_table(page, [Arrangement(columns), Arrangement([columns[1], *columns[2:]])])


def _expected(page: Page, surprise: Surprise) -> str:
    return page.plain(surprise.expected) if surprise.expected else page.say("charter_test.no_shape")


def _found(page: Page, surprise: Surprise) -> str:
    return page.plain(surprise.found, 40)


def _sentence(page: Page, surprise: Surprise) -> str:
    """Give what was expected, what was found, and what the engine says of it."""
    said = page.say(f"charter_test.kind.{surprise.kind}", expected=surprise.expected, found=surprise.found)
    return f"{said} {page.plain(surprise.message)}".rstrip(" ")


def _entry(done: CharterRun, test: TestRun, surprise: Surprise) -> dict[str, Any]:
    span = done.spans.get(test.pointer)
    return {
        "criterion": test.criterion,
        "test": test.name,
        "kind": surprise.kind,
        "expected": surprise.expected,
        "found": surprise.found,
        "message": surprise.message,
        "location": {
            "pointer": test.pointer,
            "line": span.line if span else None,
            "column": span.column if span else None,
        },
    }
