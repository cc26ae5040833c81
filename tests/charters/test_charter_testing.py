"""Charter tests: what a charter expects of itself is run with the real engine, and each surprise is told with its line."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from guichet_cli.core.charter_tests import run_tests, staged
from guichet_cli.load.charter import build, packaged, parse
from guichet_cli.load.charter_skeleton import SKELETON, skeleton
from guichet_cli.load.charter_text import read_charter_text
from guichet_cli.load.shape import dossier_shape

DATA = parse(SKELETON.read_bytes())


def surprises(data):
    """Give the surprises of a charter's data as (criterion, test, kind, expected, found)."""
    runs = run_tests(build(data, "", "en"), data, dossier_shape())
    return [(run.criterion, run.name, s.kind, s.expected, s.found) for run in runs for s in run.surprises]


def changed(pointer, value):
    """Give the skeleton's data with one value changed; the pointer names criteria and tests by position."""
    data = copy.deepcopy(DATA)
    *path, last = pointer
    place = data
    for token in path:
        place = place[token]
    place[last] = value
    return data


def call(*arguments, cwd):
    """Run the command line and give its exit code, stdout and stderr."""
    environment = {**os.environ, "GUICHET_LANG": "en", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "guichet_cli", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("name", packaged())
def test_a_packaged_charter_does_what_its_tests_say(name):
    """Every test that a packaged charter carries finds what it expects."""
    text = read_charter_text(name, "fr")
    runs = list(run_tests(text.charter("fr"), text.data, dossier_shape()))
    assert len(runs) > 100
    assert [run for run in runs if run.surprises] == []


def test_every_criterion_and_rule_carries_its_tests():
    """Each criterion has a test that is met and one that fails; where it is conditional, one that is not concerned and one unknown."""
    for name in packaged():
        for criterion in read_charter_text(name, "fr").data["criteria"]:
            found = {test["outcome"] for test in criterion["tests"]}
            assert "met" in found, criterion["id"]
            assert found & {"unmet", "missing", "partial"}, criterion["id"]
            if "when" in criterion:
                assert {"not_applicable", "undetermined"} <= found, criterion["id"]


SURPRISES = [
    pytest.param(
        ("criteria", 0, "tests", 0, "outcome"),
        "unmet",
        ("ETH-01", "a use and an exclusion", "outcome", "unmet", "met"),
        id="another outcome",
    ),
    pytest.param(
        ("criteria", 1, "tests", 0, "level"),
        "blocking",
        ("EXP-01", "told before", "level", "blocking", "major"),
        id="another level",
    ),
    pytest.param(
        ("criteria", 0, "tests", 0, "evidenced"),
        False,
        ("ETH-01", "a use and an exclusion", "evidenced", "false", "true"),
        id="evidenced or not",
    ),
    pytest.param(
        ("rules", 0, "tests", 0, "warns"), True, ("X-01", "in order", "warns", "true", "false"), id="a silent rule"
    ),
    pytest.param(
        ("rules", 0, "tests", 1, "warns"), False, ("X-01", "go-live first", "warns", "false", "true"), id="a loud rule"
    ),
    pytest.param(
        ("criteria", 0, "tests", 0, "dossier", "ethics", "purpose", "intended_use"),
        7,
        ("ETH-01", "a use and an exclusion", "shape", "", "DOS-021 /ethics/purpose/intended_use"),
        id="a dossier of the wrong shape",
    ),
    pytest.param(
        ("criteria", 0, "tests", 0, "as_of"),
        "2026-02-30",
        ("ETH-01", "a use and an exclusion", "date", "YYYY-MM-DD", "2026-02-30"),
        id="a day that does not exist",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "surprise"), SURPRISES)
def test_a_wrong_expectation_is_a_surprise(pointer, value, surprise):
    """What a test expects and what the engine finds are told side by side, in the charter's own words."""
    assert surprise in surprises(changed(pointer, value))


def test_the_same_tests_without_a_mistake_surprise_nobody():
    """The charter that the cases above are taken from has no surprise."""
    assert surprises(DATA) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("criteria", 1, "when"), {"not": DATA["criteria"][1]["when"]}),
        (("criteria", 0, "schema", "required"), []),
        (("criteria", 2, "schema", "rate"), {"of": "applicable", "over": "validated", "minimum": 75}),
        (("criteria", 4, "schema", "age"), {"of": "updated_on", "months": 120}),
        (("criteria", 0, "expected", "prototype"), "full"),
        (("criteria", 1, "level"), "minor"),
        (("criteria", 3, "cases"), []),
        (("rules", 0, "schema", "ascending"), ["go_live", "first_real_data"]),
    ],
    ids=["condition inverted", "nothing required", "rate upside down", "age", "phase", "level", "case dropped", "rule"],
)
def test_a_criterion_that_is_broken_no_longer_passes_its_tests(pointer, value):
    """A mutation of what a criterion asks is caught by the tests that the criterion carries."""
    assert surprises(changed(pointer, value))


@pytest.mark.parametrize("status", ["future", "obsolete"])
def test_criteria_that_do_not_count_are_tested_too(status):
    """A criterion that is not asked yet, or any more, keeps its tests."""
    data = changed(("criteria", 0, "status"), status)
    assert surprises(data) == []
    data["criteria"][0]["tests"][0]["outcome"] = "missing"
    assert len(surprises(data)) == 1


def test_the_ledger_of_a_test_is_taken_at_its_word():
    """A test needs no file: what its ledger seals is there, and an entry without a digest still proves nothing."""
    sealed = {"id": "EV-001", "title": "Notice", "path": "notice.pdf", "date": "2026-01-01", "valid_until": "none"}
    assert staged({"evidence": [{**sealed, "sha256": "AB" * 32}]}).proofs["notice.pdf"].sha256 == "ab" * 32
    for digest, proved in (({"sha256": "ab" * 32}, True), ({}, False)):
        data = copy.deepcopy(DATA)
        test = data["criteria"][1]["tests"][0]
        test["dossier"]["explainability"]["information"]["patient"]["proofs"] = ["EV-001"]
        test["dossier"]["evidence"] = [{**sealed, **digest}]
        test["evidenced"] = proved
        assert surprises(data) == []


@cache
def mutated(folder):
    """Write a charter with one wrong expectation, and give its path and the line of the test."""
    text = skeleton("essai").replace("        outcome: partial\n", "        outcome: met\n", 1)
    path = Path(folder) / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return text[: text.index("name: no exclusion")].count("\n") + 1


def test_the_command_tells_where(tmp_path):
    """A surprise is printed with its file and line, and the exit code is 1; machines get the same in JSON."""
    line = mutated(str(tmp_path))
    code, out, err = call("charter", "test", "essai.yaml", cwd=tmp_path)
    assert (code, err) == (1, "")
    assert f"essai.yaml:{line}:9" in out
    assert "Expected outcome: met; found: partial." in out
    assert "35 tests, 1 surprise" in out
    code, out, err = call("charter", "test", "essai.yaml", "--format", "json", cwd=tmp_path)
    document = json.loads(out)
    assert (code, err) == (1, "")
    assert document["summary"] == {"charters": 1, "tests": 35, "surprises": 1}
    (surprise,) = document["charters"][0]["surprises"]
    assert surprise["location"] == {"pointer": "/criteria/0/tests/1", "line": line, "column": 9}
    assert (surprise["criterion"], surprise["expected"], surprise["found"]) == ("ETH-01", "met", "partial")


def test_the_command_refuses_what_is_no_charter(tmp_path):
    """A charter that is not there, or not sound, is a call that cannot be honoured: exit 2, the remedy last."""
    (tmp_path / "bad.yaml").write_text("charter: 1\nid: bad\n", encoding="utf-8")
    for name, said in (("nowhere", "nowhere"), ("bad.yaml", "bad.yaml:1:1")):
        code, out, err = call("charter", "test", name, cwd=tmp_path)
        assert (code, out) == (2, "")
        assert said in err


def test_nothing_in_a_charter_is_obeyed_by_the_terminal(tmp_path):
    """A test's name that would colour the screen is written out."""
    text = (
        skeleton("essai")
        .replace("name: told before", 'name: "\\e[31mred\\e[0m | `x`"')
        .replace("        outcome: met\n        level: major", "        outcome: unmet\n        level: major", 1)
    )
    (tmp_path / "essai.yaml").write_text(text, encoding="utf-8")
    _, out, err = call("charter", "test", "essai.yaml", cwd=tmp_path)
    assert "\x1b" not in out + err
