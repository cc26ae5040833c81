"""`guichet diff`: what moved between two states of a dossier, why, and what is said when nothing did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

DAY = ("--as-of", "2026-11-23")
EVIL = "<script>alert(1)</script> @everyone | ::error::x [a](javascript:b) `c` \\u202e\\x1b[2J"
PROJECT = "project: {id: P, phase: pilot}\n"


@pytest.fixture
def diff(guichet, small):
    """Give what compares two paths against the small charter, in English."""

    def run(old, new, *options):
        return guichet("--lang", "en", "diff", old, new, *options, GUICHET_CHARTER=small, GUICHET_AS_OF=DAY[1])

    return run


@pytest.fixture
def save(guichet, small):
    """Give what saves the result of a dossier."""

    def run(name, *dossiers, charter=None, as_of=DAY[1], lang="en"):
        options = ("--charter", charter or small, "--as-of", as_of, "--lang", lang, "-f", "json", "-o", name)
        ended = guichet("check", *dossiers, *options, "--exit-zero")
        assert ended.code == 0, ended.said
        return name

    return run


def moves(ended):
    """Give what moved in a JSON comparison of one dossier: the way and the kinds of causes of each criterion."""
    (pair,) = ended.document["pairs"]
    return {m["criterion"]: (m["way"], [c["kind"] for c in m["causes"] if c["sure"]]) for m in pair["criteria"]}


def causes(ended, criterion):
    """Give the causes of one criterion in a JSON comparison of one dossier."""
    (pair,) = ended.document["pairs"]
    return next(move["causes"] for move in pair["criteria"] if move["criterion"] == criterion)


def test_the_same_twice(diff, answered):
    """A dossier compared with itself has not moved, whatever its gaps, and --exit-code gives 0."""
    path = answered("a.yaml", major=False)

    ended = diff(path, path, "--exit-code")

    assert ended.code == 0
    assert "Nothing moved" in ended.text


def test_an_answer_that_came(diff, answered):
    """An answer that is there now closes the gap: the criterion, its places, the verdict and the rates are told."""
    old, new = answered("old.yaml", blocking=False, major=False), answered("new.yaml", major=False)

    ended = diff(old, new, "-f", "json")
    (pair,) = ended.document["pairs"]

    assert moves(ended) == {"ETH-01": ("better", ["answer"])}
    assert causes(ended, "ETH-01")[0]["pointers"] == ["/ethics/purpose/intended_use"]
    assert (pair["old"]["verdict"], pair["new"]["verdict"]) == ("incomplete", "admissible_with_reservations")
    assert pair["commitments"][0]["declared"] == {"old": 0.0, "new": 66.6}


@pytest.mark.parametrize("saved", [(True, True), (True, False), (False, True)])
def test_results_and_dossiers_mix(diff, answered, save, saved):
    """Saved results are compared with each other and with dossiers, with the same conclusions."""
    paths = [answered("old.yaml", minor=False), answered("new.yaml", major=False)]
    sides = [save(f"{path}.json", path) if kept else path for path, kept in zip(paths, saved, strict=True)]

    assert moves(diff(*sides, "-f", "json")) == {"ETH-02": ("worse", ["answer"]), "ENV-01": ("better", ["answer"])}


def test_exit_code_only_when_asked(diff, answered):
    """The exit code is 0 for a difference, 1 with --exit-code, as that of git."""
    old, new = answered("old.yaml"), answered("new.yaml", minor=False)

    assert [diff(old, new).code, diff(old, new, "--exit-code").code] == [0, 1]


def test_a_fact_that_changed(guichet, diff, answered):
    """When the phase changes what is asked, the fact is the cause."""
    text = (guichet.work / "charters" / "small.yaml").read_text(encoding="utf-8")
    later = text.replace("expected: {idea: full", "expected: {idea: none")
    (guichet.work / "charters" / "small.yaml").write_text(later, encoding="utf-8")
    new = answered("new.yaml", major=False)
    old = guichet.write("old.yaml", (guichet.work / new).read_text(encoding="utf-8").replace("pilot", "idea"))

    assert causes(diff(old, new, "-f", "json"), "ETH-02")[0] == {
        "kind": "fact",
        "pointers": ["/project/phase"],
        "what": None,
        "sure": True,
        "message": "a fact changed (`project.phase`)",
    }


def test_a_charter_that_changed(guichet, small, answered, save):
    """When only the charter changed, it is the cause, with both versions; its digest tells it from another of the same."""
    dossier = answered("a.yaml", minor=False)
    text = (guichet.work / small).read_text(encoding="utf-8")
    stricter = guichet.write("stricter.yaml", text.replace("level: minor", "level: major").replace("1.2.3", "2.0.0"))
    old, new = save("old.json", dossier), save("new.json", dossier, charter=stricter)

    ended = guichet("--lang", "en", "diff", old, new)

    assert "Charter: small 1.2.3 → small 2.0.0" in ended.text
    assert "missing, minor → missing, major" in ended.text
    assert "Why: the charter (1.2.3 → 2.0.0)." in ended.text


def test_another_charter(guichet, answered, save):
    """Two charters are not compared criterion by criterion, and that is a move."""
    dossier = answered("a.yaml")
    old, new = save("old.json", dossier), save("new.json", dossier, charter="grand-est-2024")

    ended = guichet("--lang", "en", "diff", old, new, "--exit-code")

    assert ended.code == 1
    assert "two different charters" in ended.text
    assert "ETH-01" not in ended.text


LEDGER = """\
evidence:
  - {id: EV-1, title: T, path: proof.txt, date: 2026-01-02, valid_until: 2026-12-31, sha256: HASH}
plans:
  - {criterion: ETH-02, action: Faire, owner: Nous, due: 2026-12-15}
"""


@pytest.fixture
def proven(guichet, small):
    """Give a dossier whose proof and whose plan are worth something until the end of 2026, and its charter."""
    from hashlib import sha256

    guichet.write("proof.txt", "preuve")
    ledger = LEDGER.replace("HASH", sha256(b"preuve").hexdigest())
    purpose = "ethics: {purpose: {intended_use: Aider., proofs: [EV-1]}}\n"
    text = (guichet.work / small).read_text(encoding="utf-8")
    text = text.replace("    effort: low\n", "    proof: required\n    effort: low\n")
    guichet.write(
        "small2.yaml", text.replace("properties: {intended_use", "properties: {proofs: {type: array}, intended_use")
    )
    return guichet.write("dossier.yaml", f"dossier: 1\n{PROJECT}{purpose}{ledger}")


def test_dates_that_passed(guichet, proven, save):
    """A proof that expired and a plan past its due date moved by the date alone, saved or judged again."""
    options = ("--charter", "small2.yaml", "--as-of", "2027-02-01", "-f", "json")
    old = save("old.json", proven, charter="small2.yaml")
    new = save("new.json", proven, charter="small2.yaml", as_of="2027-02-01")
    for ended in (guichet("diff", old, proven, *options), guichet("diff", old, new, *options[-2:])):
        assert [(c["kind"], c["what"]) for c in causes(ended, "ETH-01")] == [("date", "expired")]
        assert [(c["kind"], c["what"]) for c in causes(ended, "ETH-02")] == [("date", "plan")]
        assert moves(ended)["ETH-01"][0] == moves(ended)["ETH-02"][0] == "worse"


def test_a_document_that_changed(guichet, proven, save):
    """When a document is not what it was, that is the cause, though the dossier is the same to the byte."""
    old = save("old.json", proven, charter="small2.yaml")
    guichet.write("proof.txt", "autre chose")

    ended = guichet("diff", old, proven, "--charter", "small2.yaml", *DAY, "-f", "json")

    assert [(c["kind"], c["what"]) for c in causes(ended, "ETH-01")] == [("proof", "changed")]


def test_a_turn_of_the_calendar(guichet, example, save):
    """Where the charter's calendar has a turn between the two dates, the day is told."""
    old = save("old.json", example("scribe-ambiant"), charter="grand-est-2024")

    ended = guichet("--lang", "en", "diff", old, example("scribe-ambiant"), "--as-of", "2027-01-01")

    assert "what is asked changes on 2 December 2026" in ended.text


def test_claims_and_plans(guichet, example):
    """A claim and a plan that are new are told as such."""
    text = Path(example("radiologie-triage")).read_text(encoding="utf-8")
    guichet.write("a.yaml", text)
    claim = '\nnot_applicable:\n  - {criterion: EQU-08, reason: "L’outil ne répartit aucun rendez-vous, aucun lit, aucune place."}\n'
    guichet.write("b.yaml", text.replace("\nplans:", f"{claim}plans:"))

    ended = guichet("diff", "a.yaml", "b.yaml", *DAY, "-f", "json")

    assert "claim" in moves(ended)["EQU-08"][1]


def test_an_edited_result(guichet, save, answered):
    """A move that nothing explains is said to be so, with the command that verifies."""
    dossier = answered("a.yaml", minor=False)
    old = save("old.json", dossier)
    text = (
        (guichet.work / old)
        .read_text(encoding="utf-8")
        .replace('"outcome": "missing", "credit": 0.0', '"outcome": "met", "credit": 1.0')
    )
    guichet.write("edited.json", text)

    assert "guichet verify" in guichet("diff", old, "edited.json").text


def test_folders(guichet, small, answered):
    """Folders are compared dossier by dossier: by project, then by path; those of one side only are named."""
    for name in ("old/a.yaml", "old/b.yaml", "new/a.yaml", "new/c.yaml"):
        answered(name, minor=name != "new/a.yaml")

    ended = guichet("diff", "old", "new", "--charter", small, *DAY, "-f", "json")

    assert [pair["new"]["path"] for pair in ended.document["pairs"]] == ["new/a.yaml"]
    assert [r["path"] for r in ended.document["removed"]] == ["old/b.yaml"]
    assert [r["path"] for r in ended.document["added"]] == ["new/c.yaml"]
    assert ended.document["moved"] is True


def test_standard_input(guichet, small, answered, save):
    """One side may be standard input, a dossier or a result; both may not."""
    dossier = answered("a.yaml")
    raw, result = ((guichet.work / name).read_bytes() for name in (dossier, save("a.json", dossier)))
    for stdin in (raw, result):
        ended = guichet("diff", "-", dossier, "--charter", small, *DAY, "--exit-code", stdin=stdin)
        assert ended.code == 0, ended.text
    assert guichet("diff", "-", "-").code == 2


def test_unreadable_sides(diff, guichet, answered):
    """A dossier that can no longer be read moved by its verdict; its criteria did not."""
    new = guichet.write("new.yaml", "a: [")

    ended = diff(answered("old.yaml"), new, "-f", "json")

    assert ended.document["pairs"][0]["new"]["verdict"] == "unreadable"
    assert all(name.startswith("DOS-") for name in moves(ended))


REFUSED = [
    (b'{"format_version": "2.0", "dossiers": []}', "reads format 1"),
    (b'{"format_version": 1}', "reads format 1"),
    (b'{"format_version": "1.0"}', "does not have the form"),
    (b'{"format_version": "1.0", "lang": "fr", "as_of": "2026-02-30", "dossiers": []}', "“as_of”"),
    (b'{"format_version": "1.0", "lang": "fr", "as_of": NaN}', "no JSON"),
    (b'{"format_version": ' + b"[" * 100_000, "no JSON"),
]


def test_results_that_are_refused(guichet, answered):
    """A result of an unknown major, or without its form, ends the call with the remedy last."""
    dossier = answered("a.yaml")
    calls = [("diff", guichet.write(f"{number}.json", raw), dossier) for number, (raw, _) in enumerate(REFUSED)]

    for ended, (_, said) in zip(guichet.batch(*calls, GUICHET_LANG="en"), REFUSED, strict=True):
        assert (ended.code, ended.out) == (2, b"")
        assert said in ended.said


def test_keys_that_are_not_known(guichet, diff, answered, save):
    """Keys that a later minor version adds are passed over."""
    dossier = answered("a.yaml")
    document = json.loads((guichet.work / save("a.json", dossier)).read_bytes())
    document["format_version"], document["later"] = "1.7", {"x": 1}
    document["dossiers"][0]["later"] = document["dossiers"][0]["findings"][0]["later"] = [1]
    guichet.write("later.json", json.dumps(document))

    assert diff("later.json", dossier, "--exit-code").code == 0


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_hostile_text(guichet, diff, form):
    """What a dossier or a result says is inert in every form."""
    old = guichet.write("old.yaml", f'dossier: 1\n{PROJECT}"{EVIL}": 1\n')
    new = guichet.write("new.yaml", f'dossier: 1\nproject: {{id: "{EVIL}", phase: pilot}}\n"{EVIL} 2": 1\n')

    text = diff(old, new, "-f", form).text

    assert not set("\x1b\u202e") & set(text)
    if form == "json":
        json.loads(text)
        assert "::error::" not in text
    if form == "markdown":
        blocks = MarkdownIt("commonmark").enable("table").parse(text)
        kinds = {token.type for block in blocks for token in (block, *(block.children or ()))}
        assert not kinds & {"html_block", "html_inline", "link_open", "image"}
        assert "@everyone" not in text


def test_a_comment_fits(guichet, diff):
    """The Markdown of a huge change is shorter than a forge's comment, and says what it leaves out."""
    name = "clé" * 40
    keys = "".join(f"{name}{n}: 1\n" for n in range(900))
    old, new = (
        guichet.write("old.yaml", f"dossier: 1\n{PROJECT}"),
        guichet.write("new.yaml", f"dossier: 1\n{PROJECT}{keys}"),
    )

    text = diff(old, new, "-f", "markdown").text

    assert len(text) < 65_536
    assert "do not fit here" in text


def test_output(guichet, diff, answered):
    """The suffix of --output decides the form; a side is never overwritten."""
    path = answered("a.yaml")

    assert diff(path, path, "-o", "out.md").code == 0
    assert (guichet.work / "out.md").read_text(encoding="utf-8").startswith("### A")
    assert diff(path, path, "-o", path).code == 2


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_both_languages(guichet, example, lang, form):
    """Every sentence exists in both languages."""
    ended = guichet("--lang", lang, "diff", example("radiologie-triage"), example("scribe-ambiant"), *DAY, "-f", form)

    assert ended.code == 0, ended.said
    assert ("Moins bien" if lang == "fr" else "Worse") in ended.text


def test_a_file_that_cannot_be_read(guichet, diff, answered):
    """What a dossier that cannot be read complains of is due to its text: no fact and no answer is said to have changed."""
    guichet.write("new.yaml", "a: [")
    ended = diff(answered("old.yaml"), "new.yaml", "-f", "json")
    assert moves(ended) == {"DOS-001": ("worse", ["text"])}
    assert "the text of the file" in diff("old.yaml", "new.yaml").text


def test_options_without_effect(guichet, diff, answered, save):
    """Saved results are not judged again: a date or a charter on the command line is refused, a variable is not heeded."""
    old, new = save("old.json", answered("old.yaml")), save("new.json", answered("new.yaml", minor=False))
    for options in (DAY, ("--charter", "grand-est-2024")):
        ended = guichet("--lang", "en", "diff", old, new, *options)
        assert (options, ended.code, ended.text, options[0] in ended.said) == (options, 2, "", True)
    assert diff(old, new).code == 0


def test_requests(diff, answered):
    """Each request is told answered, unchanged or new, by number and by level, in every form and language."""
    old, new = answered("old.yaml", blocking=False, major=False), answered("new.yaml", major=False, minor=False)
    document = diff(old, new, "-f", "json").document

    told = {each["number"]: (each["fate"], each["level"], each["partly"]) for each in document["pairs"][0]["requests"]}
    assert told == {
        "ETH-01": ("answered", "blocking", False),
        "ETH-02": ("unchanged", "major", False),
        "ENV-01": ("new", "minor", False),
    }
    nothing = {"blocking": 0, "major": 0, "minor": 0}
    assert document["summary"]["requests"] == {
        "answered": {**nothing, "blocking": 1},
        "unchanged": {**nothing, "major": 1},
        "withdrawn": nothing,
        "new": {**nothing, "minor": 1},
    }
    for form in ("text", "markdown"):
        text = diff(old, new, "-f", form).text
        for said in ("answered (1 blocking): ETH-01", "unchanged (1 major): ETH-02", "New requests (1 minor): ENV-01"):
            assert said in text


def test_requests_that_stay_open_are_told_when_nothing_moved(diff, answered):
    """The same dossier twice still has its requests, unchanged; a claim or a phase that no longer asks withdraws one."""
    path = answered("a.yaml", major=False)
    assert "Requests unchanged (1 major): ETH-02" in diff(path, path).text


def test_a_request_that_is_withdrawn(guichet, diff, small, answered):
    """What the phase no longer asks is withdrawn, not answered."""
    text = (guichet.work / small).read_text(encoding="utf-8")
    (guichet.work / small).write_text(text.replace("expected: {idea: full", "expected: {idea: none"), encoding="utf-8")
    old = answered("old.yaml", major=False)
    new = guichet.write("new.yaml", (guichet.work / old).read_text(encoding="utf-8").replace("pilot", "idea"))
    assert "Requests withdrawn (1 major): ETH-02" in diff(old, new).text
