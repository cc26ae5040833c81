"""What people open: JUnit reports, spreadsheets, job summaries."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from corpus import CORPUS, drawn, each_corpus, each_language, everywhere
from reading import READERS, rows, suites, tokens
from small_charter import judged, run_of

from guichet_cli.core.model import Verdict
from guichet_cli.render import render
from guichet_cli.render.markdown import LARGEST
from guichet_cli.render.markdown_text import escaped

FORMULA = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff\u00ad]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
WHOLE_NUMBER = re.compile(r"-?\d+")
JUNIT = {
    "testsuites": ({"testsuite"}, set(), {"name", "tests", "failures", "errors", "time"}),
    "testsuite": ({"properties", "testcase"}, {"name", "tests", "failures", "errors"}, {"skipped", "file"}),
    "properties": ({"property"}, set(), set()),
    "property": (set(), {"name", "value"}, set()),
    "testcase": ({"skipped", "error", "failure", "system-out"}, {"name"}, {"classname", "time", "file", "line"}),
    **dict.fromkeys(("failure", "error", "skipped"), (set(), set(), {"type", "message"})),
    "system-out": (set(), set(), set()),
}
"""The children, the attributes that must be there and those that may be, of each element.

JUnit has no official schema. This is the strictest in use, junit-10.xsd of the xUnit plugin of Jenkins, as far as it is used here;
`file` and `line`, which GitLab and others read, are not in it.
"""


@each_corpus
def test_junit_counts(case):
    """Each suite has the counts of its tests; a test passes, fails, is an error or is skipped, and names are not repeated."""
    cards = CORPUS[case]("fr")
    found = suites(drawn("junit", case))
    assert len(found) == len(cards)
    for suite, card in zip(found, cards, strict=True):
        tests = suite.findall("testcase")
        kinds = Counter(child.tag for test in tests for child in test)
        assert int(suite.get("tests")) == len(tests) == len(card.findings)
        for attribute, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == kinds[kind]
        assert kinds["failure"] + kinds["error"] == len(card.gaps)
        assert (kinds["error"] > 0) is (card.verdict is Verdict.UNREADABLE and len(card.gaps) > 0)
        assert all(len(test) <= 1 and test.get("line").isdecimal() and test.get("file") for test in tests)
        assert len({test.get("name") for test in tests}) == len(tests)
    assert "<!DOCTYPE" not in drawn("junit", case)


@each_corpus
def test_junit_fits_its_schema(case):
    """Every element has only the children and the attributes that its readers know, and those that they want."""
    for element in ET.fromstring(drawn("junit", case)).iter():  # noqa: S314 our own output
        children, wanted, known = JUNIT[element.tag]
        assert {child.tag for child in element} <= children
        assert wanted <= set(element.attrib) <= wanted | known


def test_junit_says_all_in_the_element():
    """What stands in a failure is the place, what is wrong and what to do: GitLab shows that and not the attributes."""
    (card,) = judged("gaps", "en")
    tests = suites(drawn("junit", "gaps", "en"))[0].findall("testcase")
    told = {finding.criterion: finding for finding in card.findings}
    shown = [(told[test.get("name").split(" ")[0]], fault) for test in tests for fault in test.findall("failure")]
    assert len(shown) == len(card.gaps)
    for finding, fault in shown:
        line = finding.location.span.line if finding.location.span else 1
        assert fault.text == f"dossier.yaml:{line}: {finding.message}\n{finding.remedy}"
        assert fault.get("message") == finding.message
    warned = next(test for test in tests if test.get("name").startswith("X-01")).findtext("system-out")
    assert warned == f"dossier.yaml:11: {told['X-01'].message}\n{told['X-01'].remedy}"


def test_junit_attaches_nothing():
    """No text has a file of the machine published: servers look for that word in the output of tests."""
    (card,) = judged("gaps", "en")
    evil = "[[ATTACHMENT|/etc/passwd]]"
    findings = tuple(replace(finding, message=evil, remedy=evil, title=evil) for finding in card.findings)
    text = render("junit", [replace(card, findings=findings)], run_of("en"))
    assert "ATTACHMENT|/etc/passwd" in text
    assert "[[ATTACHMENT" not in "".join(suites(text)[0].itertext()) + text


@each_corpus
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula(case, separator):
    """Whatever sign a spreadsheet splits at, no cell begins as a formula does, but for plain numbers."""
    text = drawn("csv", case)
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator):
        for cell in row:
            assert WHOLE_NUMBER.fullmatch(cell) or FORMULA.match(cell) is None, cell


@each_corpus
def test_csv_is_plain(case):
    """The columns are as many in every row, every cell is quoted, lines end as RFC 4180 wants, accents are announced."""
    text = drawn("csv", case)
    assert text.startswith('\ufeff"path",')
    assert text.count("\r\n") == text.count("\n") == 1 + sum(len(card.findings) for card in CORPUS[case]("fr"))
    for line in text.removeprefix("\ufeff").split("\r\n")[:-1]:
        assert re.fullmatch(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*', line)
    for row in rows(text):
        assert None not in row
        assert None not in row.values()


@each_corpus
@each_language
def test_markdown_has_only_our_own_markup(case, lang):
    """No element, link, image, mention or heading comes from a text; every row of a table has as many cells as its head."""
    cards = CORPUS[case](lang)
    text = drawn("markdown", case, lang, show="all")
    found = tokens(text)
    kinds = Counter(token.type for token in found)
    assert not set(kinds) & {
        "html_inline",
        "html_block",
        "link_open",
        "image",
        "fence",
        "code_block",
        "blockquote_open",
    }
    assert kinds["heading_open"] == len(cards) + (len(cards) > 1)
    assert kinds["table_open"] == sum(bool(card.rates) for card in cards) + (len(cards) > 1)
    gaps = {gap.criterion for card in cards if card.verdict != "unreadable" for gap in card.gaps}
    shared = min(len(gaps), 5) if len(cards) > 1 else 0
    assert kinds["list_item_open"] == sum(len(card.findings) for card in cards) + shared
    assert kinds["bullet_list_open"] == sum(bool(card.findings) for card in cards) + bool(shared)
    shown = "".join(token.content for token in found if token.type in {"text", "text_special"})
    assert re.search(r"@\w|https?://|www\.\w|:skull:|#\d|GH-\d", shown) is None
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_markdown_is_what_a_manager_reads():
    """The verdict with its reason, the rates, the gaps with what to do: in this order, and where the charter comes from."""
    text = drawn("markdown", "gaps", "en")
    order = [
        "RETIN-IA",
        "INADMISSIBLE",
        "is a reading of what was published",
        "Ethics and governance",
        "Gaps: 2",
        "ETH-02",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "64%" in text


def test_markdown_escapes_nothing_that_needs_none():
    """After a field's name a parenthesis is one: only what begins a text could begin a list."""
    assert escaped("a (`b`) ou `c`") == "a (`b`) ou `c`"
    assert escaped("- a") == "\\- a"
    assert escaped("1. `a`") == "1\\. `a`"


def test_markdown_under_the_limit():
    """However many dossiers, the summary stays under its size; it ends with what is left out, then with the gate."""
    (card,) = judged("gaps", "fr")
    many = [replace(card, path=f"dossiers/{number}.yaml") for number in range(1_500)]
    text = render("markdown", many, run_of("fr"))
    assert len(text.encode()) <= LARGEST
    last, _, gate = text.split("\n")[-4:-1]
    assert gate.startswith("**Barrière non franchie")
    dossiers, gaps = map(
        int, re.search(r"ici\u00a0: (\d+) dossiers, (\d+) lacunes", last.replace("\u202f", "")).groups()
    )
    assert gaps == 1_500 * len(card.gaps) - len(READERS["markdown"](text))
    assert dossiers >= 500
    assert "--report json=FICHIER" in last
    everything = render("markdown", [*many, *everywhere() * 200], run_of("fr"))
    assert len(everything.encode()) <= LARGEST
