"""One corpus, every format: read back by another parser, the same gaps everywhere, and nothing that anyone obeys."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from corpus import CORPUS, drawn, each_case, each_corpus, each_format, each_language, gaps_of
from reading import READERS, results, suites
from small_charter import judged, run_of

from guichet_cli.core.model import Level, Span
from guichet_cli.render import DOCUMENTS, FORMATS, render, writer
from guichet_cli.render.markdown import LARGEST

GOLDEN = Path(__file__).parent / "golden"
ROW = 8_000
"""How many bytes the page of a batch takes for a dossier: its row, and no more."""
SUFFIX = {"json": "json", "concise": "txt", "jsonl": "jsonl", "sarif": "sarif", "github": "txt", "gitlab": "json"}
SUFFIX |= {"junit": "xml", "markdown": "md", "csv": "csv", "html": "html"}
UNSAFE = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
OBEYED = re.compile(r"^\s*::[A-Za-z-]+(?: .*)?::|##[A-Za-z]*\[", re.MULTILINE)


@each_format
@pytest.mark.parametrize(("case", "lang"), [("gaps", "fr"), ("gaps", "en"), ("several", "fr"), ("injected", "fr")])
def test_golden(name, case, lang, pytestconfig):
    """Each document is the one that was read and kept, to the byte."""
    path = GOLDEN / f"{case}.{lang}.{name}.{SUFFIX[name]}"
    text = drawn(name, case, lang).encode()
    if pytestconfig.getoption("update_golden"):
        path.write_bytes(text)
    assert text == path.read_bytes(), f"{path.name} differs: pytest --update-golden, then read the change"


@each_format
@each_corpus
def test_same_bytes_twice(name, case, monkeypatch):
    """Two renderings give the same bytes, whatever the environment."""
    before = drawn(name, case)
    for variable in ("GITHUB_ACTIONS", "CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TZ"):
        monkeypatch.setenv(variable, "1")
    assert drawn(name, case) == before


@pytest.mark.parametrize("name", READERS)
@each_case
@each_language
def test_same_gaps_in_every_format(name, case, lang):
    """Every format tells the gaps of the scorecards, each once, at its level."""
    expected = gaps_of(CORPUS[case](lang))
    found = Counter(READERS[name](drawn(name, case, lang)))
    if name == "concise":
        assert sum(found.values()) == sum(expected.values())
        expected = Counter({(code, None): n for (code, _), n in expected.items()})
    if name != "concise" or case not in {"injected", "hostile"}:
        assert found == sum((Counter({key: n}) for key, n in expected.items()), Counter())


@pytest.mark.parametrize("name", READERS)
@each_language
def test_showing_all_changes_no_gap(name, lang):
    """With `--show all` there may be more findings, never more gaps; where only gaps are told, all are."""
    every = drawn(name, "gaps", lang, show="all")
    if name == "concise":
        assert every.count("\n") == len(judged("gaps", lang)[0].findings)
    else:
        assert Counter(READERS[name](every)) == Counter(READERS[name](drawn(name, "gaps", lang)))


@each_format
@each_corpus
def test_nothing_is_obeyed(name, case):
    """No control, no bidi, no line separator; no line that the logs of a CI server obey but GitHub's own annotations."""
    for lang in ("fr", "en"):
        text = drawn(name, case, lang, show="all")
        body = text.removeprefix("\ufeff").replace("\r\n", "\n") if name == "csv" else text
        assert UNSAFE.search(body) is None
        assert "\r" not in body
        if name == "github":
            assert all(OBEYED.match(line) for line in body.split("\n")[:-2])
            body = "\n".join(line[2:] for line in body.split("\n"))
        if name in DOCUMENTS:  # a text for people is shown as it is: its stream knows where it goes
            assert OBEYED.search(body) is None


@each_format
@each_corpus
def test_size_is_bounded(name, case):
    """Very long text is cut: no text of a dossier or of a charter takes more than a thousand characters."""
    cards = CORPUS[case]("fr")
    endless = "é" * 200_000
    huge = [
        replace(card, findings=tuple(replace(f, message=endless, remedy=endless, title=endless) for f in card.findings))
        for card in cards
    ]
    limit = 3_500 if name not in {"json", "jsonl"} else 10**9
    findings = sum(len(card.findings) + len(card.charter.criteria) for card in cards)
    assert len(render(name, huge, run_of("fr"))) <= 20_000 + limit * findings


@each_format
def test_no_dossier(name):
    """A run without dossiers is a document too."""
    text = render(name, [], run_of("fr"))
    if name in READERS:
        assert READERS[name](text) == []


def test_documents():
    """What is read by machines is UTF-8 whatever the terminal; the page and the lines for people follow it."""
    assert set(FORMATS) - DOCUMENTS == {"full", "concise"}


def test_concise_lines():
    """A line is `path:line:column: CODE message remedy`, the remedy last, and there is nothing else."""
    (card,) = judged("gaps", "fr")
    lines = drawn("concise", "gaps").split("\n")
    assert lines.pop() == ""
    for line, gap in zip(lines, card.gaps, strict=True):
        at = gap.location.span or Span(1, 1, 1, 1)
        assert line == f"dossier.yaml:{at.line}:{at.column}: {gap.criterion} {gap.message} {gap.remedy}"
    assert drawn("concise", "admissible") == ""
    assert not set("«»’\u00a0\u202f") & set(drawn("concise", "gaps", unicode=False))


@each_corpus
def test_lines_are_items_of_the_document(case):
    """Each line of `jsonl` is an item of the `dossiers` of `json`."""
    lines = [json.loads(line) for line in drawn("jsonl", case).split("\n")[:-1]]
    assert lines == json.loads(drawn("json", case))["dossiers"]


@each_format
def test_flat_memory(name):
    """Ten times the dossiers take no more memory, but for the row of each on a page: what is written is not kept."""
    (card,) = judged("gaps", "fr")

    def peak(dossiers):
        format_writer = writer(name, run_of("fr"))
        format_writer.begin()
        tracemalloc.start()
        for number in range(dossiers):
            format_writer.add(replace(card, path=f"dossiers/{number}.yaml"))
        format_writer.end() if name != "markdown" else None
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    few, many = peak(20), peak(200)
    kept = {"markdown": 2 * LARGEST, "html": 180 * ROW}
    assert many < 1.5 * few + kept.get(name, 60_000)


def test_levels_of_warnings():
    """A coherence rule that warns fails nothing anywhere: SARIF asks for a look, GitLab informs, JUnit passes."""
    assert [r["kind"] for r in results(drawn("sarif", "gaps")) if r["ruleId"] == "X-01"] == ["review"]
    assert [i["severity"] for i in json.loads(drawn("gitlab", "gaps")) if i["check_name"] == "X-01"] == ["info"]
    (suite,) = suites(drawn("junit", "gaps"))
    (test,) = [test for test in islice(suite.iter("testcase"), 99) if test.get("name").startswith("X-01")]
    assert [child.tag for child in test] == ["system-out"]
    assert sum(f.level is Level.WARNING for f in judged("gaps", "fr")[0].findings) == 2
