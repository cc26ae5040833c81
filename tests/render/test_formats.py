"""One corpus, every format: read back by another parser, the same gaps everywhere, and nothing that anyone obeys."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from reading import READERS, annotations, results, rows, sarif_schema, suites, tokens
from small_charter import DOSSIERS, INJECTION, INJECTIONS, judged, run_of

from guichet_cli.core.model import Level, Span, Verdict
from guichet_cli.render import DOCUMENTS, FORMATS, render, writer
from guichet_cli.render import sarif as sarif_format
from guichet_cli.render.markdown import LARGEST
from guichet_cli.render.places import address, relative

GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"json": "json", "concise": "txt", "jsonl": "jsonl", "sarif": "sarif", "github": "txt", "gitlab": "json"}
SUFFIX |= {"junit": "xml", "markdown": "md", "csv": "csv"}
UNSAFE = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
OBEYED = re.compile(r"^\s*::[A-Za-z-]+(?: .*)?::|##[A-Za-z]*\[", re.MULTILINE)
FORMULA = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff\u00ad]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
WHOLE_NUMBER = re.compile(r"-?\d+")
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "pattern": r"^[^\n\r]+$"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/|\.\./|[A-Za-z]:/)."},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
MACHINES = [name for name in FORMATS if name != "full"]

each_case = pytest.mark.parametrize("case", DOSSIERS)
each_language = pytest.mark.parametrize("lang", ["fr", "en"])
each_format = pytest.mark.parametrize("name", MACHINES)


def elsewhere(card, path):
    """Give the scorecard of the same dossier under another path."""
    places = [tuple(replace(place, path=path) for place in finding.locations) for finding in card.findings]
    findings = (replace(finding, locations=place) for finding, place in zip(card.findings, places, strict=True))
    return replace(card, path=path, findings=tuple(findings))


def everywhere():
    """Give scorecards of which every text, the charter's included, is hostile."""
    (card,) = judged("injected", "fr")
    texts = iter(INJECTIONS * 100)
    reference = next(f for f in judged("gaps", "fr")[0].findings if f.references).references[0]
    findings = tuple(
        replace(
            finding,
            title=next(texts),
            message=INJECTION,
            remedy=next(texts),
            references=(replace(reference, title=next(texts), at=next(texts), url="javascript:alert(1)"),),
        )
        for finding in card.findings
    )
    rates = tuple(replace(r, commitment=replace(r.commitment, title=next(texts), prefix=INJECTION)) for r in card.rates)
    criteria = tuple(
        replace(c, texts=replace(c.texts, title=next(texts), asks=next(texts), why=INJECTION, remedy=next(texts)))
        for c in card.charter.criteria
    )
    commitments = tuple(r.commitment for r in rates)
    charter = replace(
        card.charter,
        title=INJECTION,
        notice=next(texts),
        version=next(texts),
        criteria=criteria,
        commitments=commitments,
    )
    hostile = replace(card, findings=findings, rates=rates, charter=charter)
    return [hostile, elsewhere(hostile, INJECTION), replace(elsewhere(hostile, "=a.yaml"), verdict=Verdict.UNREADABLE)]


CORPUS = {
    **{case: (lambda lang, case=case: judged(case, lang)) for case in DOSSIERS},
    "everywhere": lambda _: everywhere(),
}
each_corpus = pytest.mark.parametrize("case", CORPUS)


def drawn(name, case, lang="fr", **more):
    """Render a case."""
    return render(name, CORPUS[case](lang), run_of(lang, **more))


def gaps_of(cards):
    """Give how many gaps there are of each code and level."""
    return Counter((gap.criterion, str(gap.level)) for card in cards for gap in card.gaps)


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
    limit = 3_500 if name != "json" and name != "jsonl" else 10**9
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


@each_corpus
@pytest.mark.parametrize("show", ["gaps", "all"])
def test_sarif_fits_the_official_schema(case, show):
    """Every log fits the schema of SARIF 2.1.0."""
    schema = sarif_schema()
    if schema is None:
        pytest.skip(
            "no schema of SARIF: npm pack @microsoft/jest-sarif, unpack it, and name it in GUICHET_SARIF_SCHEMA"
        )
    kind = validator_for(schema)
    found = kind(schema, format_checker=kind.FORMAT_CHECKER).iter_errors(json.loads(drawn("sarif", case, show=show)))
    assert [error.message for error in found] == []


@each_corpus
def test_sarif_says_where_and_by_which_rule(case):
    """A result's rule is at its index, its place is a relative URI without `..`, its fingerprint is its own."""
    log = json.loads(drawn("sarif", case, show="all"))
    marks = [result["partialFingerprints"]["guichet/v1"] for result in results(drawn("sarif", case, show="all"))]
    assert len(set(marks)) == len(marks)
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        taxa = {taxon["id"] for taxonomy in run["taxonomies"] for taxon in taxonomy["taxa"]}
        for rule in rules:
            assert {r["target"]["id"] for r in rule.get("relationships", ())} <= taxa
            assert rule.get("helpUri", "https://").startswith("https://")
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] == "none" or result["kind"] == "fail"
            for place in result["locations"] + result.get("relatedLocations", []):
                artifact, region = (place["physicalLocation"][key] for key in ("artifactLocation", "region"))
                assert artifact["uriBaseId"] in run["originalUriBaseIds"]
                assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", artifact["uri"])
                assert ".." not in artifact["uri"].split("/")
                assert region["startLine"] >= 1


def test_sarif_text_means_just_that():
    """In a message no bracket makes a link and no brace a field; a reader that undoes the escapes finds the text."""
    (card,) = judged("gaps", "fr")
    text = "a [b](c) {0} \\ {{1}}"
    found = render(
        "sarif", [replace(card, findings=(replace(card.gaps[0], message=text, remedy="fin"),))], run_of("fr")
    )
    (result,) = results(found)
    said = result["message"]["text"]
    assert said == "a \\[b\\](c) {{0}} \\\\ {{{{1}}}} fin"


def test_sarif_marks():
    """A waived gap is suppressed, the others are said not to be; with a baseline each result has its state."""
    (card,) = judged("gaps", "fr")
    waived = replace(card, findings=tuple(replace(f, waived=f.criterion == "ETH-02") for f in card.findings))
    run = run_of("fr", state_of=lambda _, finding: "unchanged" if finding.criterion == "ETH-02" else "new")
    found = results(render("sarif", [waived], run))
    assert {r["ruleId"]: r["baselineState"] for r in found}["ETH-02"] == "unchanged"
    assert {r["baselineState"] for r in found} == {"new", "unchanged"}
    for result in found:
        assert bool(result["suppressions"]) is (result["ruleId"] == "ETH-02")
    assert "baselineState" not in results(drawn("sarif", "gaps"))[0]


@pytest.mark.parametrize(
    ("case", "exit_zero", "code"), [("gaps", False, 1), ("gaps", True, 0), ("admissible", False, 0)]
)
def test_sarif_tells_the_exit_code(case, exit_zero, code):
    """The log has the exit code of the process, and whether the gate is cleared whatever that is."""
    (run,) = json.loads(drawn("sarif", case, exit_zero=exit_zero))["runs"]
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": code}]
    assert run["properties"]["cleared"] is (case == "admissible")


def test_sarif_in_several_runs(monkeypatch):
    """Where there are more results than a reader takes, there are several runs, each whole, each with its own category."""
    monkeypatch.setattr(sarif_format, "LARGEST", 10)
    cards = judged("several", "fr")
    log = json.loads(render("sarif", cards, run_of("fr")))
    sizes = [len(run["results"]) for run in log["runs"]]
    assert max(sizes) == 10
    assert sum(sizes) == len(results(drawn("sarif", "several")))
    assert len({run["automationDetails"]["id"] for run in log["runs"]}) == len(sizes)
    for run in log["runs"]:
        assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


@each_corpus
def test_github_annotations(case):
    """At most ten annotations of each command, worst first, numbers for places; the last line counts every gap."""
    cards = CORPUS[case]("fr")
    text = drawn("github", case)
    found = annotations(text)
    ranks = [("error", "warning", "notice").index(command) for command, _, _ in found]
    assert ranks == sorted(ranks)
    assert max(Counter(ranks).values(), default=0) <= 10
    for _, properties, message in found:
        assert set(properties) <= {"file", "line", "col", "endColumn", "title"}
        assert all(properties[key].isdecimal() for key in ("line", "col", "endColumn") if key in properties)
        assert "\n" not in message
    last = text.split("\n")[-2]
    levels = Counter(str(gap.level) for card in cards for gap in card.gaps)
    words = {"blocking": "bloquante", "major": "majeure", "minor": "mineure"}
    assert {level: int(n) for level, word in words.items() for n in re.findall(rf"(\d+) {word}", last)} == levels
    left = sum(levels.values()) - sum(
        a[1]["title"].split(" ")[0] in {g.criterion for c in cards for g in c.gaps} for a in found
    )
    assert ("pas d’annotation" in last) is (left > 0)


def test_github_puts_unreadable_first():
    """What could not be read comes before the gaps of what could, minor gaps before warnings."""
    gaps, unreadable = judged("gaps", "fr")[0], judged("unreadable", "fr")[0]
    found = annotations(render("github", [gaps] * 20 + [unreadable], run_of("fr")))
    assert found[0][1]["title"].startswith("DOS-026")
    assert found[20][1]["title"].startswith("ENV-01")
    assert len(found) == 30


def test_github_keeps_paths_and_texts():
    """What a reader of the annotations decodes is the path and the text, whatever signs they have."""
    (card,) = judged("gaps", "fr")
    text = "100 % a:b, c%0Ad"
    found = annotations(
        render(
            "github",
            [elsewhere(replace(card, findings=(replace(card.gaps[0], message=text),)), "a,b:c %0A.yaml")],
            run_of("fr"),
        )
    )
    assert found[0][1]["file"] == "a,b:c %0A.yaml"
    assert found[0][2].startswith(text)


@each_corpus
def test_gitlab_fits_its_schema(case):
    """Every item fits what GitLab reads, and no fingerprint is there twice."""
    items = json.loads(drawn("gitlab", case))
    assert [error.message for error in Draft202012Validator(CODE_QUALITY).iter_errors(items)] == []
    assert len({item["fingerprint"] for item in items}) == len(items)


def test_fingerprints_are_stable():
    """A fingerprint depends on the path, the criterion and the place: not on the text, the line, the order or the language."""
    (card,) = judged("gaps", "fr")
    (other,) = judged("gaps", "en")
    moved = tuple(
        replace(f, locations=tuple(replace(p, span=Span(99, 1, 99, 2)) for p in f.locations))
        for f in reversed(other.findings)
    )
    path = elsewhere(card, "./sub/../dossier.yaml")

    def marks(given, **more):
        return {item["fingerprint"] for item in json.loads(render("gitlab", [given], run_of("fr", **more)))}

    assert marks(card) == marks(replace(other, findings=moved)) == marks(path)
    assert marks(card) == marks(elsewhere(card, "/repo/dossier.yaml"), root="/repo")
    assert not marks(card) & marks(elsewhere(card, "autre.yaml"))
    assert not marks(card) & marks(card, within="sub/")


@pytest.mark.parametrize(
    ("path", "root", "within", "known", "uri"),
    [
        ("a.yaml", "/repo", "", "a.yaml", "a.yaml"),
        ("./Données IA/a#1.yaml", "/repo", "", "Données IA/a#1.yaml", "Donn%C3%A9es%20IA/a%231.yaml"),
        ("/repo/sub/a.yaml", "/repo", "sub/", "sub/a.yaml", "sub/a.yaml"),
        ("a.yaml", "/repo", "sub/", "sub/a.yaml", "sub/a.yaml"),
        ("../a.yaml", "/repo", "sub/", "a.yaml", "a.yaml"),
        ("../../a.yaml", "/repo", "", "../../a.yaml", "a.yaml"),
        ("/etc/a.yaml", "/repo", "", "/etc/a.yaml", "file:///etc/a.yaml"),
        ("C:/repo/a b.yaml", "C:/repo", "", "a b.yaml", "a%20b.yaml"),
        ("D:/x/a b.yaml", "C:/repo", "", "D:/x/a b.yaml", "file:///D:/x/a%20b.yaml"),
        ("//server/x/a.yaml", "/repo", "", "//server/x/a.yaml", "file://server/x/a.yaml"),
        ("a:b.yaml", "", "", "a:b.yaml", "a%3Ab.yaml"),
        ("-", "/repo", "sub/", "-", "-"),
    ],
)
def test_paths(path, root, within, known, uri):
    """A path is what the repository knows it as, and a URI of RFC 3986 that gives it back."""
    run = run_of("fr", root=root, within=within)
    assert relative(path, run) == known
    assert address(path, run).uri == uri
    assert unquote(urlsplit(uri).path or uri).endswith(known.removeprefix("../../").removeprefix("//server"))


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
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula(case, separator):
    """Whatever sign a spreadsheet splits at, no cell begins as a formula does, but for plain numbers."""
    import csv
    import io

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
    assert kinds["list_item_open"] == sum(len(card.findings) for card in cards)
    assert kinds["bullet_list_open"] == sum(bool(card.findings) for card in cards)
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


def test_markdown_under_the_limit():
    """However many dossiers, the summary stays under its size, and the last line says what is left out."""
    (card,) = judged("gaps", "fr")
    many = [replace(card, path=f"dossiers/{number}.yaml") for number in range(1_500)]
    text = render("markdown", many, run_of("fr"))
    assert len(text.encode()) <= LARGEST
    last = text.split("\n")[-2]
    dossiers, gaps = map(
        int, re.search(r"ici\u00a0: (\d+) dossiers, (\d+) lacunes", last.replace("\u202f", "")).groups()
    )
    assert gaps == 1_500 * len(card.gaps) - len(READERS["markdown"](text))
    assert dossiers >= 500
    assert "--report json=FICHIER" in last
    everything = render("markdown", [*many, *everywhere() * 200], run_of("fr"))
    assert len(everything.encode()) <= LARGEST


@each_format
def test_flat_memory(name):
    """Ten times the dossiers take no more memory: what is written is not kept."""
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
    assert many < 1.5 * few + (2 * LARGEST if name == "markdown" else 60_000)


def test_levels_of_warnings():
    """A coherence rule that warns fails nothing anywhere: SARIF asks for a look, GitLab informs, JUnit passes."""
    assert [r["kind"] for r in results(drawn("sarif", "gaps")) if r["ruleId"] == "X-01"] == ["review"]
    assert [i["severity"] for i in json.loads(drawn("gitlab", "gaps")) if i["check_name"] == "X-01"] == ["info"]
    (suite,) = suites(drawn("junit", "gaps"))
    (test,) = [test for test in islice(suite.iter("testcase"), 99) if test.get("name").startswith("X-01")]
    assert [child.tag for child in test] == ["system-out"]
    assert sum(f.level is Level.WARNING for f in judged("gaps", "fr")[0].findings) == 2
