"""Examples: the remedy of each criterion is proved by the answer that it gives to copy."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date

import pytest

from guichet_cli.core.charter_tests import staged
from guichet_cli.core.example import answer_of, example_of, with_answer
from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Outcome
from guichet_cli.core.reads import compared
from guichet_cli.load.charter import load_charter, packaged
from guichet_cli.load.charter_text import read_charter_text
from guichet_cli.load.shape import dossier_shape
from guichet_cli.load.source import read_source
from guichet_cli.render.snippet import snippet

STATEMENTS = ("plans", "not_applicable", "evidence")
TEXTS = {name: read_charter_text(name, "en") for name in packaged()}
CRITERIA = [
    pytest.param(name, index, id=f"{name}-{criterion['id']}")
    for name, text in TEXTS.items()
    for index, criterion in enumerate(text.data["criteria"])
]


def around(test, at):
    """Give what a test says beside its answer: the facts, what else the criterion reads, the day."""
    rest = with_answer(test["dossier"], at, None)
    return json.dumps([{k: v for k, v in rest.items() if k not in STATEMENTS}, test.get("as_of")], sort_keys=True)


def pairs(criterion):
    """Give each failing test with each `met` test that differs from it by its answer alone."""
    failing = [test for test in criterion["tests"] if test["outcome"] in {"unmet", "missing", "partial"}]
    met = [test for test in criterion["tests"] if test["outcome"] == "met"]
    at = criterion["at"]
    return [(bad, good) for bad in failing for good in met if around(bad, at) == around(good, at)]


@pytest.mark.parametrize(("name", "index"), CRITERIA)
def test_an_answer_that_is_enough_closes_the_gap_of_one_that_is_not(name, index):
    """Wherever two tests differ by the answer alone, the better answer closes the gap; every criterion has two such tests."""
    text = TEXTS[name]
    criterion = text.data["criteria"][index]
    charter = text.charter("en")
    judge = Judge(replace(charter, criteria=(charter.criteria[index],), rules=()), dossier_shape())
    compared = pairs(criterion)
    assert compared, f"{criterion['id']}: add a failing test with the same facts as a test that is met"
    for bad, good in compared:
        dossier = with_answer(bad["dossier"], criterion["at"], answer_of(good["dossier"], criterion["at"]))
        day = date.fromisoformat(bad.get("as_of", text.data["tests_as_of"]))
        (finding,) = (each for each in judge(staged(dossier), day).findings if each.criterion == criterion["id"])
        assert finding.outcome is Outcome.MET, (bad["name"], good["name"], finding.message)
        assert finding.credit == 1


@pytest.mark.parametrize(("name", "index"), CRITERIA)
def test_the_example_to_copy_reads_back(name, index):
    """The YAML to copy reads back as it is, whatever the width it is written at."""
    example = example_of(TEXTS[name].data["criteria"][index])
    assert example
    for width in (30, 76, 10_000):
        source = read_source(snippet(example, width=width).encode())
        assert source.problems == ()
        assert source.data == example


@pytest.mark.parametrize(("name", "index"), CRITERIA)
def test_the_example_to_copy_is_enough(name, index):
    """Beside the facts alone, the example is judged `met`: all that is compared is in it, and no proof that nothing declares."""
    text = TEXTS[name]
    criterion = text.data["criteria"][index]
    test = next(test for test in criterion["tests"] if test["outcome"] == "met")
    facts = copy.deepcopy({block: test["dossier"].get(block, {}) for block in ("project", "system")})
    for pointer in compared([criterion["schema"], *(case["schema"] for case in criterion.get("cases", ()))]):
        facts = with_answer(facts, pointer, None)
    charter = text.charter("en")
    judge = Judge(replace(charter, criteria=(charter.criteria[index],), rules=()), dossier_shape())
    dossier = staged(merged(facts, example_of(criterion)))
    assert "evidence" not in dossier.data
    card = judge(dossier, date.fromisoformat(test.get("as_of", text.data["tests_as_of"])))
    (finding,) = (each for each in card.findings if each.criterion == criterion["id"])
    assert finding.outcome is Outcome.MET, finding.message
    assert not [part for part in finding.details if part.keyword == "proof" and part.reason != "none"]


def merged(one, other):
    """Give two mappings as one, those inside them too."""
    found = dict(one)
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if both else value
    return found


@pytest.mark.parametrize("name", packaged())
def test_the_compiled_form_keeps_the_example(name):
    """A charter read from its compiled form has the examples of its YAML."""
    compiled, written = load_charter(name, "en"), TEXTS[name].charter("en")
    assert [c.example for c in compiled.criteria] == [c.example for c in written.criteria]


HOSTILE = [
    "yes",
    "null",
    "12",
    "0x1F",
    "2026-05-04",
    "a: b",
    "a #b",
    "- a",
    'it\'s “quoted” "so"',
    "tab\tand\nnewline",
    "",
    " padded ",
    "two  blanks " * 12,
    "un texte assez long pour être replié sur plusieurs lignes - avec un tiret, une virgule : et deux points # dièse",
    "x" * 200,
    "~",
    "*alias",
    "{a: b}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_survives_being_written_and_read_back(text):
    """A text is quoted where YAML would read something else, and nothing that a terminal obeys is written as such."""
    data = {"a": text, "b": [text, {"c": text, "d": [[text], []]}], "e": {}, "f": None, "g": True, "h": 1.5}
    assert read_source(snippet(data, "/x/y", 40).encode()).data == {"x": {"y": data}}


@pytest.mark.parametrize("text", ["\x1b[31mred", "\u202eright to left", "\x9b1m"])
def test_what_a_terminal_obeys_is_written_out(text):
    """A charter's example cannot colour, move or reorder what a reader sees."""
    assert text[0] not in snippet({"a": text, text: ["b"]}, "", 40)
