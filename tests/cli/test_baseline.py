"""`--baseline` and `--write-baseline`, as facts: what is tolerated, what is written, what is refused."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "baseline.schema.json").read_text(encoding="utf-8"))
AS_OF = ("--as-of", "2026-11-23", "-f", "json")
MARKS = ("known", "waived")


@pytest.fixture
def check(guichet, small):
    """Give what judges dossiers against the small charter, with more options."""

    def run(*arguments, **environment):
        return guichet("check", *arguments, "--charter", small, *AS_OF, "--fail-on", "minor", **environment)

    return run


def gaps(ended):
    """Give the gaps of each dossier of a document, and which of them are known."""
    return {
        dossier["project"]["id"]: {f["criterion"]: f["known"] for f in dossier["findings"] if f["gap"]}
        for dossier in ended.document["dossiers"]
    }


def numbers(ended):
    """Give a document without its marks and its gate: what a baseline may not move."""
    document = ended.document
    for dossier in document["dossiers"]:
        for finding in dossier["findings"]:
            for mark in MARKS:
                del finding[mark]
    return {key: value for key, value in document.items() if key != "gate"}


def read(guichet, name="base.json"):
    """Give what a baseline holds: criterion, level and outcome of each gap, by project."""
    document = json.loads((guichet.work / name).read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA).validate(document)
    return {
        project.get("id", project.get("path")): [(g["criterion"], g["level"], g["outcome"]) for g in project["gaps"]]
        for project in document["projects"]
    }


def test_known_gaps_are_shown_and_tolerated(guichet, check, answered):
    """The gaps that were written down are shown, marked and tolerated; a new one closes the gate; no number moves."""
    answered("a.yaml", blocking=False, major=False)
    first = check("a.yaml", "--write-baseline", "base.json")
    again = check("a.yaml", "--baseline", "base.json")
    assert read(guichet) == {"A": [("ETH-01", "blocking", "missing"), ("ETH-02", "major", "missing")]}
    assert (first.code, again.code) == (1, 0)
    assert gaps(first) == {"A": {"ETH-01": False, "ETH-02": False}}
    assert gaps(again) == {"A": {"ETH-01": True, "ETH-02": True}}
    assert numbers(again) == numbers(first)
    assert again.document["gate"]["cleared"] is True
    answered("a.yaml", blocking=False, major=False, minor=False)
    new = check("a.yaml", "--baseline", "base.json")
    assert (new.code, gaps(new)["A"]) == (1, {"ETH-01": True, "ETH-02": True, "ENV-01": False})
    assert new.said.startswith(
        "Barrière non franchie\u00a0: 1 lacune mineure\u202f; lacunes tolérées\u00a0: 2 déjà connues"
    )


def test_reformatting_and_reordering(guichet, check, answered):
    """A dossier that says the same in another order, with comments and other quotes, has the same known gaps."""
    answered("a.yaml", blocking=False)
    check("a.yaml", "--write-baseline", "base.json")
    guichet.write(
        "a.yaml",
        "# bonjour\n\nenvironment: {functional_unit: 'Un examen.'}\nethics:\n\n  purpose:\n    target_population: >-\n      Adultes.\n"
        'project:\n  phase: "pilot"\n  id: A\ndossier: 1\n',
    )
    document = json.loads((guichet.work / "base.json").read_text(encoding="utf-8"))
    guichet.write("base.json", json.dumps(document, indent=4, sort_keys=True))
    ended = check("a.yaml", "--baseline", "base.json")
    assert (ended.code, gaps(ended)) == (0, {"A": {"ETH-01": True}})


def test_a_worse_gap_counts(guichet, check, answered):
    """What was missing and is now contradicted closes the gate."""
    answered("a.yaml", blocking=False)
    check("a.yaml", "--write-baseline", "base.json")
    text = (guichet.work / "base.json").read_text(encoding="utf-8").replace('"missing"', '"partial"')
    guichet.write("base.json", text)
    ended = check("a.yaml", "--baseline", "base.json")
    assert (ended.code, gaps(ended)) == (1, {"A": {"ETH-01": False}})


def test_tightening_only_removes(guichet, check, answered):
    """A file that exists loses what is gone and gains nothing; projects that are not judged keep theirs; stderr says so."""
    answered("a.yaml", blocking=False, major=False)
    answered("b.yaml", minor=False)
    check("a.yaml", "b.yaml", "--write-baseline", "base.json")
    answered("a.yaml", major=False, minor=False)
    gone = check("a.yaml", "--baseline", "base.json")
    before = (guichet.work / "base.json").read_bytes()
    kept = {"A": [("ETH-02", "major", "missing")], "B": [("ENV-01", "minor", "missing")]}
    assert "1 lacune connue n’existe plus\u00a0: ETH-01 (A)." in gone.said
    for options in (("--baseline", "base.json", "--write-baseline", "base.json"), ("--write-baseline", "base.json")):
        guichet.write("base.json", before)
        removed = check("a.yaml", *options)
        assert (options, removed.code, read(guichet)) == (options, 1, kept)
        assert "n’est plus dans le fichier\u00a0: ETH-01 (A)." in removed.said
    guichet.write("base.json", before)
    check("a.yaml", "--baseline", "base.json", "--write-baseline", "other.json")
    assert (read(guichet, "other.json"), (guichet.work / "base.json").read_bytes()) == (kept, before)


def test_a_file_to_come(guichet, check, answered):
    """`--baseline` and `--write-baseline` may name one file that does not exist yet; alone, `--baseline` may not."""
    answered("a.yaml", blocking=False)
    alone = check("a.yaml", "--baseline", "base.json")
    both = check("a.yaml", "--baseline", "base.json", "--write-baseline", "./base.json")
    again = check("a.yaml", "--baseline", "base.json", "--write-baseline", "base.json")
    assert (alone.code, alone.text) == (2, "")
    assert (both.code, again.code) == (1, 0)


def test_reproducible(guichet, check, answered):
    """The same dossiers give the same bytes, whatever their order and format."""
    answered("a.yaml", blocking=False)
    answered("b.yaml", major=False)
    check("a.yaml", "b.yaml", "--write-baseline", "one.json")
    check("b.yaml", "a.yaml", "--write-baseline", "two.json", PYTHONHASHSEED="7")
    assert (guichet.work / "one.json").read_bytes() == (guichet.work / "two.json").read_bytes()


def test_without_an_id(guichet, check):
    """A dossier without an id goes by its path, however it is typed; a hostile name changes nothing."""
    guichet.write("d/a.yaml", "dossier: 1\nproject: {phase: pilot}\n")
    check("d/a.yaml", "--write-baseline", "base.json")
    assert list(read(guichet)) == ["d/a.yaml"]
    assert check("./d/../d/a.yaml", "--baseline", "base.json").code == 0
    guichet.write("b.yaml", 'dossier: 1\nproject: {phase: pilot, id: "::error::##[x]"}\n')
    check("b.yaml", "--write-baseline", "hostile.json")
    assert list(read(guichet, "hostile.json")) == ["::error::##[x]"]
    assert b"::" not in (guichet.work / "hostile.json").read_bytes()


def test_marks_in_every_format(guichet, small, answered):
    """Every format that people read says that a gap is known; SARIF says how it stands against the baseline."""
    answered("a.yaml", blocking=False)
    call = ("check", "a.yaml", "--charter", small, "--fail-on", "minor")
    guichet(*call, "--write-baseline", "base.json")
    answered("a.yaml", blocking=False, major=False)
    formats = ("full", "concise", "markdown", "junit", "github", "gitlab")
    *shown, sarif, table = guichet.batch(
        *((*call, "--baseline", "base.json", "-f", name, "--lang", "fr") for name in (*formats, "sarif", "csv")),
    )
    told = {name: one.text.count("déjà connue") for name, one in zip(formats, shown, strict=True)}
    # JUnit says it in the attribute that some readers show and in the element that others do; Markdown ends with the gate
    assert told == {**dict.fromkeys(formats, 1), "junit": 2, "markdown": 2}
    states = {r["ruleId"]: r["baselineState"] for r in json.loads(sarif.text)["runs"][0]["results"]}
    assert states == {"ETH-01": "unchanged", "ETH-02": "new"}
    assert table.text.split("\r\n")[0].endswith('"known","location_path"')
    assert {one.code for one in (*shown, sarif, table)} == {1}


GAP = '{"criterion": "X", "level": "major", "outcome": "met", "fingerprint": "%s"}' % ("0" * 64)
BROKEN = (
    # the file's text, and what the sentence names
    ("", "base.json:1:1"),
    ('{"baseline": 1,\n "projects": [}', "base.json:2:15"),
    ("\xff\xfe", "base.json"),
    ("[" * 30_000, "base.json"),
    ("[]", "--write-baseline"),
    ('{"format_version": "1.0", "dossiers": []}', "--write-baseline"),
    ('{"baseline": 2, "projects": []}', "format 2 "),
    ('{"baseline": true, "projects": []}', "format True "),
    ('{"baseline": "1\\u001b[2J", "projects": []}', "format 1\\x1B[2J "),
    ('{"baseline": 1}', "`projects`"),
    ('{"baseline": 1, "projects": {}}', "`projects`"),
    ('{"baseline": 1, "projects": [null]}', "`projects[1]`"),
    ('{"baseline": 1, "projects": [{"gaps": []}]}', "`projects[1]`"),
    ('{"baseline": 1, "projects": [{"id": null, "gaps": []}]}', "`projects[1]`"),
    ('{"baseline": 1, "projects": [{"id": "a", "path": "b", "gaps": []}]}', "`projects[1]`"),
    ('{"baseline": 1, "projects": [{"id": "a", "gaps": []}, {"id": "a", "gaps": []}]}', "`projects[2]`"),
    ('{"baseline": 1, "projects": [{"id": "a", "gaps": [null]}]}', "gaps[1]"),
    ('{"baseline": 1, "projects": [{"id": "a", "gaps": [%s]}]}' % GAP.replace("major", "warning"), "level"),
    ('{"baseline": 1, "projects": [{"id": "a", "gaps": [%s]}]}' % GAP.replace("met", "not_due"), "outcome"),
    ('{"baseline": 1, "projects": [{"id": "a", "gaps": [%s]}]}' % GAP.replace("0" * 64, "0"), "fingerprint"),
    ('{"baseline": 1, "projects": [], "more": 1}', "`more`"),
    ('{"baseline": 1, "projects": [], "projects": []}', "base.json"),
)


def test_broken_files(guichet, answered):
    """A baseline that is not one is refused with its place, before anything is judged, and nothing is written."""
    answered("a.yaml")
    for number, (text, _) in enumerate(BROKEN):
        guichet.write(f"{number}/base.json", text.encode("latin-1"))
    calls = [("check", "a.yaml", *AS_OF, "--baseline", f"{number}/base.json") for number in range(len(BROKEN))]
    ended = guichet.batch(*calls, *((*call[:-2], "--write-baseline", call[-1]) for call in calls))
    for (text, named), one in zip((*BROKEN, *BROKEN), ended, strict=True):
        assert (text, one.code, one.text, one.said.count("\n")) == (text, 2, "", 1)
        assert "/base.json" in one.said
        assert named in one.said, (text, one.said)
    for number, (text, _) in enumerate(BROKEN):
        assert (guichet.work / f"{number}/base.json").read_bytes() == text.encode("latin-1")


def test_what_cannot_be_written(guichet, check, answered):
    """A baseline that cannot be written, or is read by the call, ends it with 2, and every previous file is as it was."""
    answered("a.yaml", blocking=False)
    guichet.write("out.json", "before")
    guichet.write("w.yaml", "waivers: 1\nentries: []\n")
    guichet.write("folder/x", "")
    facts = (
        ("nowhere/base.json", ()),
        ("folder", ()),
        ("a.yaml", ()),
        ("charters/small.yaml", ()),
        ("w.yaml", ("--waivers", "w.yaml")),
        ("out.json", ()),
    )
    before = {path: path.read_bytes() for path in guichet.work.rglob("*") if path.is_file()}
    for target, more in facts:
        ended = check("a.yaml", "-o", "out.json", "--write-baseline", target, *more)
        assert (target, ended.code, ended.text, ended.said.count("\n")) == (target, 2, "", 1)
    assert {path: path.read_bytes() for path in guichet.work.rglob("*") if path.is_file()} == before


def test_names_from_a_baseline(guichet, check):
    """What stderr says of gaps that are gone carries nothing that a terminal obeys, and names a few of them."""
    gap = '{"criterion": "\\u001b[2J%d", "level": "major", "outcome": "met", "fingerprint": "%064d"}'
    gaps = ", ".join(gap % (number, number) for number in range(9))
    guichet.write("base.json", '{"baseline": 1, "projects": [{"id": "A", "gaps": [%s]}]}' % gaps)
    guichet.write("a.yaml", "dossier: 1\nproject: {phase: pilot, id: A}\n")
    ended = check("a.yaml", "--baseline", "base.json")
    assert "9 lacunes connues n’existent plus" in ended.said
    assert "\\x1B[2J0 (A)" in ended.said
    assert "4 autres" in ended.said
    assert "\x1b" not in ended.said


def test_what_is_written_is_told(guichet, check, answered):
    """It is counted on stderr, with what a file that exists does not take in; `-q` silences it."""
    answered("a.yaml", blocking=False)
    first = check("a.yaml", "--write-baseline", "base.json")
    assert "1 lacune connue écrite dans base.json." in first.said
    assert "n’entre" not in first.said
    answered("a.yaml", blocking=False, major=False, minor=False)
    again = check("a.yaml", "--write-baseline", "base.json")
    assert "2 lacunes nouvelles ou aggravées n’entrent pas dans base.json" in again.said
    assert "1 lacune connue écrite dans base.json." in again.said
    assert check("a.yaml", "--write-baseline", "base.json", "-q").said == ""


def test_a_dash_is_no_file(guichet, answered):
    """`-` is standard output for a format, and no name of a baseline or a report: nothing of that name is written."""
    answered("a.yaml")
    for options in (("--write-baseline", "-"), ("--report", "json=-")):
        ended = guichet("check", "a.yaml", *options)
        assert (options, ended.code, ended.text, options[0] in ended.said) == (options, 2, "", True)
    assert not (guichet.work / "-").exists()
