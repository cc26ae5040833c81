"""`guichet plan` and `guichet explain` on a dossier, as their users meet them."""

from __future__ import annotations

import csv
import io
import json

import pytest

DAY = ("--as-of", "2026-11-23")
PLANNED = """\
dossier: 1
project: {id: P, phase: pilot}
plans:
  - {criterion: ETH-01, action: Écrire, owner: Dr Weber, due: 2026-11-01}
  - {criterion: ENV-01, action: Mesurer, owner: DSI, due: 2027-01-31}
"""
WORDS = {
    "fr": ("Pour être recevable : 2 lacunes", "En retard (1)", "À combler", "Pour commencer", "Écrire (Dr Weber)"),
    "en": ("To be admissible: 2 gaps", "Overdue (1)", "To close", "To begin with", "Écrire (Dr Weber)"),
}


@pytest.fixture
def plan(guichet, small):
    """Give what plans a dossier against the small charter."""

    def run(path, *options, lang="en", **environment):
        return guichet("--lang", lang, "plan", path, "--charter", small, *DAY, *options, **environment)

    return run


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_plan(guichet, plan, lang):
    """What is late comes first, with who promised what; how far each verdict is, in the reader's language."""
    ended = plan(guichet.write("d.yaml", PLANNED), lang=lang)
    text = " ".join(ended.text.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert (ended.code, ended.said) == (0, "")
    assert [words for words in WORDS[lang] if words not in text] == []
    assert text.index("ETH-01") < text.index("ETH-02")


def test_the_smallest_set(plan, answered):
    """With a target only what it needs is shown; a verdict that is reached already needs nothing."""
    path = answered("d.yaml", blocking=False, major=False)
    asked = {
        target: plan(path, "--target", target, "-f", "json").document
        for target in ("admissible", "admissible_with_reservations")
    }
    codes = {target: [step["criterion"] for step in found["steps"]] for target, found in asked.items()}
    assert codes == {"admissible": ["ETH-01", "ETH-02"], "admissible_with_reservations": ["ETH-01"]}
    done = plan(answered("done.yaml"), "--target", "admissible")
    assert (done.code, "already" in done.text, "Nothing to do." in done.text) == (0, True, True)


def test_a_supposition(plan, answered):
    """What is supposed is shown before and after, and is what the dossier gets once it is written."""
    before, after = answered("before.yaml", blocking=False), answered("after.yaml")
    supposed = plan(before, "--what-if", "eth-01=met", "-f", "json").document
    real = plan(after, "-f", "json").document
    assert supposed["what_if"] == {"ETH-01": "met"}
    assert supposed["before"] == plan(before, "-f", "json").document["now"]
    assert (supposed["now"], supposed["steps"]) == (real["now"], real["steps"])
    text = plan(before, "--what-if", "ETH-01=met,ENV-01=missing").text
    assert "If ETH-01 were met and proven and ENV-01 were missing:" in text
    assert "Verdict: incomplete → admissible" in text


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--what-if", "ETH-01"), ("“ETH-01”", "CODE=OUTCOME")),
        (("--what-if", "ETH-01=done"), ("“done”", "met, partial")),
        (("--what-if", "ETH-01=undetermined"), ("“undetermined”", "met, partial")),
        (("--what-if", "ETH-99=met"), ("“ETH-99”",)),
        (("--what-if", "ETH-01=partial"), ("ETH-01", "ETH-01=met")),
        (("--what-if", "DOS-032=met"), ("DOS-032", "no criterion")),
        (("--target", "recevable"), ("“recevable”", "admissible, admissible_with_reservations")),
        (("--target", "incomplete"), ("“incomplete”",)),
        (("-f", "xlsx"), ("“xlsx”", "icalendar")),
        (("-o", "d.yaml"), ("d.yaml",)),
    ],
)
def test_what_cannot_be_honoured(guichet, plan, options, named):
    """A supposition that no answer brings about, a verdict that is no target, an output over the dossier: 2, and why."""
    path = guichet.write("d.yaml", PLANNED)
    ended = plan(path, *options)
    assert (ended.code, ended.text) == (2, "")
    assert [words for words in named if words not in ended.said] == []
    assert (guichet.work / path).read_text(encoding="utf-8") == PLANNED


def test_a_criterion_that_does_not_count(guichet, example):
    """A criterion that the facts put aside cannot be supposed met."""
    ended = guichet("--lang", "en", "plan", example("flux-urgences"), "--what-if", "ETH-22=met", *DAY)
    assert (ended.code, ended.text) == (2, "")
    assert "guichet explain ETH-22" in ended.said


def test_one_dossier(guichet, plan, example):
    """A folder of several dossiers, no dossier at all, an unreadable one: 2, 2, and 1 with what is to be mended."""
    for name in ("a/1.yaml", "a/2.yaml"):
        guichet.write(name, PLANNED)
    several, none, unreadable = plan("a"), guichet("plan"), guichet("plan", example("illisible"), "--lang", "en")
    assert (several.code, none.code, unreadable.code) == (2, 2, 1)
    assert "gives 2" in several.said
    assert "DOS-001" in unreadable.text
    formats = [guichet("plan", example("illisible"), "-f", name).code for name in ("json", "csv", "markdown")]
    assert formats == [1, 1, 1]


def test_standard_input_and_the_usual_name(guichet, plan, small):
    """`-` reads the dossier from standard input; without a name, ./dossier.yaml is planned."""
    guichet.write("dossier.yaml", PLANNED)
    piped = plan("-", "-f", "json", stdin=PLANNED.encode()).document
    usual = guichet("plan", "--charter", small, *DAY, "-f", "json", "--lang", "en").document
    assert piped["path"] == "-"
    assert [step["criterion"] for step in piped["steps"]] == [step["criterion"] for step in usual["steps"]]


def test_files(guichet, plan):
    """The suffix of the output gives the format; the file is whole, stdout empty, and nothing is left beside."""
    path = guichet.write("d.yaml", PLANNED)
    pytest.importorskip("icalendar", reason="pip install 'guichet-cli[calendar]'")
    for name in ("p.md", "p.csv", "p.json", "p.ics", "p.txt"):
        ended = plan(path, "-o", name)
        assert (ended.code, ended.out, ended.err) == (0, b"", b"")
    raw = {name: (guichet.work / f"p.{name}").read_bytes() for name in ("md", "csv", "json", "ics", "txt")}
    assert raw["md"].startswith(b"### P")
    assert next(csv.DictReader(io.StringIO(raw["csv"].decode("utf-8-sig"))))["criterion"] == "ETH-01"
    assert json.loads(raw["json"])["steps"][0]["actions"][0]["owner"] == "Dr Weber"
    assert raw["ics"].count(b"BEGIN:VTODO\r\n") == 2
    assert b"DUE;VALUE=DATE:20270131\r\n" in raw["ics"]
    assert raw["ics"] == plan(path, "-f", "icalendar").out
    assert sorted(p.name for p in guichet.work.glob("*p*.*")) == ["p.csv", "p.ics", "p.json", "p.md", "p.txt"]


def test_a_calendar_without_its_package(guichet, small):
    """Without the optional package: 2, and the line that installs it; the other formats do not need it."""
    path = guichet.write("d.yaml", PLANNED)
    gone = "sys.modules['icalendar'] = None"
    calls = [guichet.driver(gone, "plan", path, "--charter", small, *DAY, "-f", name) for name in ("icalendar", "csv")]
    assert [call.code for call in calls] == [2, 0]
    assert "pip install 'guichet-cli[calendar]'" in calls[0].said


def test_a_calendar_of_nothing(guichet, plan, answered):
    """A dossier without dated actions makes no calendar: 2, and how to write some."""
    pytest.importorskip("icalendar", reason="pip install 'guichet-cli[calendar]'")
    ended = plan(answered("d.yaml", minor=False), "-f", "icalendar")
    assert (ended.code, ended.text) == (2, "")
    assert "`plans`" in ended.said


def test_the_same_bytes(guichet, plan):
    """The same dossier at the same date gives the same bytes, whatever the day, the zone and the hash seed."""
    path = guichet.write("d.yaml", PLANNED)
    for name in ("json", "csv", "markdown", "text"):
        runs = {
            plan(path, "-f", name, PYTHONHASHSEED=seed, TZ=zone).out
            for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
        }
        assert len(runs) == 1


def test_each_number_has_its_sum(guichet, example):
    """With a dossier, the lines of each commitment add up to the numbers that `check` shows, in every language."""
    path = example("dermatologie-telexpertise")
    (card,) = guichet("check", path, *DAY, "-f", "json").document["dossiers"]
    ids = [commitment["id"] for commitment in card["commitments"]]
    told = guichet("explain", *ids, "--dossier", path, *DAY, "-f", "json").document["topics"]
    for topic, commitment in zip(told, card["commitments"], strict=True):
        for number in ("declared", "evidenced", "possible", "coverage"):
            assert topic["sum"][number] == sum(line[number] for line in topic["lines"])
            assert topic["rates"][number] == commitment[number]
            exact = int(1000 * topic["sum"][number] / topic["sum"]["weight"] + 1e-9) / 10
            whole = number == "coverage" or all(line["outcome"] == "met" for line in topic["lines"])
            assert min(exact, 100 if whole else 99.9) == commitment[number]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "fr",
            (
                "Dans ",
                "Il s’applique, car",
                "la moitié du crédit",
                "poids 1,25 × crédit 0,5 = 0,625",
                "Faits qui décident",
            ),
        ),
        ("en", ("In ", "It applies, for", "half the credit", "weight 1.25 × credit 0.5 = 0.625", "Facts that decide")),
    ],
)
def test_why_an_outcome_is_what_it_is(guichet, example, lang, words):
    """With a dossier, a criterion's page begins with its outcome, why, and what it brings to the sum."""
    path = example("dermatologie-telexpertise")
    ended = guichet("--lang", lang, "explain", "equ-02", "--dossier", path, *DAY)
    text = " ".join(ended.text.replace("\u00a0", " ").split())
    assert (ended.code, ended.said) == (0, "")
    assert [word for word in words if word not in text] == []


def test_every_page_of_every_example(guichet, example):
    """Each criterion and commitment has its page on dossiers of every kind; an unreadable one gives 1 and says so."""
    names = ("inacheve", "casse", "scribe-ambiant", "illisible")
    forms = ("text", "markdown", "json")
    pages = [("explain", "--all", "--dossier", example(name), *DAY, "-f", form) for name in names for form in forms]
    named = [("explain", "ETH", "equity", "DOS-021", "X-04", "--dossier", example(name), *DAY) for name in names]
    for call, ended in zip([*pages, *named], guichet.batch(*pages, *named, GUICHET_LANG="en"), strict=True):
        unreadable = any("illisible" in word for word in call)
        assert (ended.code, ended.said) == (int(unreadable), ""), call
        if "json" not in call:
            assert ("could not be read" in " ".join(ended.text.split())) is unreadable


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ETH-01", "--all"), ("CODE…", "--all")),
        (("ETH-01", "--as-of", "2026-11-23"), ("--as-of", "--dossier")),
        (("ZZZ-12",), ("“ZZZ-12”", "ETH, EXP, EQU, ENV, USR")),
        (("ethcis",), ("“ethcis”", "ethics")),
        (("ETH-01", "--dossier", "absent.yaml"), ("absent.yaml",)),
    ],
)
def test_explanations_that_cannot_be_given(guichet, arguments, named):
    """A call that asks for two things, or for nothing known: 2, and what to write instead."""
    ended = guichet("--lang", "en", "explain", *arguments)
    assert (ended.code, ended.text) == (2, "")
    assert [words for words in named if words not in ended.said] == []
