"""The gate, as facts: which call ends with 0, which with 1."""

import pytest

AS_OF = ("--as-of", "2026-11-23", "-f", "json")
ALL, NO_MINOR, NO_MAJOR, NO_BLOCKING = "all.yaml", "no-minor.yaml", "no-major.yaml", "no-blocking.yaml"
LEVELS = (
    ("blocking", {ALL: 0, NO_MINOR: 0, NO_MAJOR: 0, NO_BLOCKING: 1}),
    ("major", {ALL: 0, NO_MINOR: 0, NO_MAJOR: 1, NO_BLOCKING: 1}),
    ("minor", {ALL: 0, NO_MINOR: 1, NO_MAJOR: 1, NO_BLOCKING: 1}),
    ("never", {ALL: 0, NO_MINOR: 0, NO_MAJOR: 0, NO_BLOCKING: 0}),
)
RATES = (("66", 0), ("66.6", 0), ("66,66", 0), ("66.7", 1), ("100", 1), ("0", 0))
"""Ethics stands at 2/3 without its major criterion: floors compare the exact value."""


@pytest.fixture
def dossiers(answered):
    """Write a dossier for each thing that may be missing."""
    answered(ALL)
    answered(NO_MINOR, minor=False)
    answered(NO_MAJOR, major=False)
    answered(NO_BLOCKING, blocking=False)


def test_the_bar(guichet, small, dossiers):
    """A gap at or above the bar gives 1, one under it 0; `gate` says which bar it was."""
    facts = [(level, name, code) for level, codes in LEVELS for name, code in codes.items()]
    ended = guichet.batch(
        *(("check", name, "--charter", small, "--fail-on", level, *AS_OF) for level, name, _ in facts)
    )
    assert [(level, name, one.code) for (level, name, _), one in zip(facts, ended, strict=True)] == facts
    for (level, _, code), one in zip(facts, ended, strict=True):
        assert one.document["gate"] == {"cleared": code == 0, "fail_on": level, "fail_under": None, "basis": "declared"}


def test_rates_and_bars_together(guichet, small, dossiers):
    """The rate is compared exactly, with a point or a comma; either bar alone closes the gate."""
    call = ("check", NO_MAJOR, "--charter", small, *AS_OF, "--fail-on")
    ended = guichet.batch(
        *((*call, "never", "--fail-under", rate) for rate, _ in RATES), (*call, "major", "--fail-under", "1")
    )
    assert [one.code for one in ended] == [*(code for _, code in RATES), 1]


def test_exit_zero(guichet, small, dossiers, answered):
    """`--exit-zero` turns 1 into 0 and nothing else: the gate is not cleared, and an error of the call stays 2."""
    guichet.write("broken.yaml", "a: [")
    call = ("check", "--charter", small, "--exit-zero", *AS_OF)
    gaps, unreadable, missing, choice = guichet.batch(
        (*call, NO_BLOCKING), (*call, "broken.yaml"), (*call, "nowhere.yaml"), (*call, ALL, "--fail-on", "always")
    )
    assert [gaps.code, unreadable.code, missing.code, choice.code] == [0, 0, 2, 2]
    assert gaps.document["gate"]["cleared"] is False
    assert unreadable.document["gate"]["cleared"] is False


def test_unreadable_is_never_cleared(guichet, small, answered):
    """A file with a fatal mistake among good ones: its row says so, the others are judged, and the code is 1 at any bar."""
    answered("a.yaml")
    guichet.write("b.yaml", "dossier: 1\n\tproject: x\n")
    answered("c.yaml")
    call = ("check", "a.yaml", "b.yaml", "c.yaml", "--charter", small, "--fail-on", "never")
    json, full = guichet.batch((*call, *AS_OF), (*call, "--lang", "en"), GUICHET_LANG="en")
    assert (json.code, full.code) == (1, 1)
    assert [(d["path"], d["verdict"]) for d in json.document["dossiers"]] == [
        ("a.yaml", "admissible"),
        ("b.yaml", "unreadable"),
        ("c.yaml", "admissible"),
    ]
    assert "b.yaml:2:1" in full.text


def test_each_result_is_that_of_the_dossier_alone(guichet, small, dossiers):
    """A dossier in a batch has the findings that it has alone, in the order of the call."""
    names = (NO_MAJOR, ALL, NO_BLOCKING)
    together, *alone = guichet.batch(
        ("check", *names, "--charter", small, *AS_OF), *(("check", name, "--charter", small, *AS_OF) for name in names)
    )
    assert together.document["dossiers"] == [one.document["dossiers"][0] for one in alone]


def test_reproducible(guichet, small, dossiers):
    """Same bytes in, same bytes out: `--as-of`, else SOURCE_DATE_EPOCH, whatever the seed of hashes and the time zone."""
    call = ("check", NO_MAJOR, "--charter", small)
    outputs = {
        guichet(*call, "--as-of", "2026-11-23", "-f", "json", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati").out,
        guichet(*call, "-f", "json", SOURCE_DATE_EPOCH="1795478399", PYTHONHASHSEED="2").out,
        guichet(*call, "-f", "json", SOURCE_DATE_EPOCH="1795392000", PYTHONHASHSEED="3", TZ="America/Adak").out,
    }
    assert len(outputs) == 1
    assert b'"as_of": "2026-11-23"' in outputs.pop()
