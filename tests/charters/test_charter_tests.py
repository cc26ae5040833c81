"""Every packaged charter passes the tests that it carries."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache

import pytest

from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Dossier, Level
from guichet_cli.load.charter import load_charter, packaged, parse
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.shape import dossier_shape

DATA = {name: parse(path.read_bytes()) for name, path in packaged().items()}
CRITERIA = [(name, each["id"]) for name, data in DATA.items() for each in data["criteria"]]
RULES = [(name, each["id"]) for name, data in DATA.items() for each in data.get("rules", ())]
FAILING = {"unmet", "missing", "partial"}


@cache
def judge(name, lang):
    """Give the judge of a packaged charter."""
    return Judge(load_charter(name, lang), dossier_shape())


def said(name, block, item):
    """Give the data of a criterion or a rule."""
    return next(each for each in DATA[name][block] if each["id"] == item)


def judged(name, test, lang):
    """Give the scorecard of a test's dossier against its whole charter; nothing in it may have the wrong form."""
    as_of = date.fromisoformat(test.get("as_of", DATA[name]["tests_as_of"]))
    data = {"dossier": 1, **copy.deepcopy(test["dossier"])}
    card = judge(name, lang)(Dossier(path="test.yaml", data=data), as_of)
    wrong = [each.message for each in card.findings if not each.commitment and each.level is not Level.WARNING]
    assert wrong == [], test["name"]
    return card


@pytest.mark.parametrize(("name", "item"), CRITERIA)
def test_criterion(name, item):
    """A criterion finds in each of its tests the outcome that the test states, at the level that it states."""
    for test in said(name, "criteria", item)["tests"]:
        found = next(each for each in judged(name, test, "fr").findings if each.criterion == item)
        assert str(found.outcome) == test["outcome"], (test["name"], found.message)
        if "level" in test:
            assert str(found.level) == test["level"], test["name"]
        if "evidenced" in test:
            assert found.evidenced is test["evidenced"], test["name"]


@pytest.mark.parametrize(("name", "item"), RULES)
def test_rule(name, item):
    """A coherence rule warns where its tests say so, and only there; its warning is no gap and has no weight."""
    outcomes = set()
    for test in said(name, "rules", item)["tests"]:
        found = [each for each in judged(name, test, "fr").findings if each.criterion == item]
        assert bool(found) is test["warns"], test["name"]
        assert all((each.level, each.weight, each.gap) == (Level.WARNING, 0, False) for each in found)
        outcomes.add(test["warns"])
    assert outcomes == {True, False}


@pytest.mark.parametrize(("name", "item"), CRITERIA)
def test_tests_are_enough(name, item):
    """A criterion has a test that is met and one that fails; a conditional one, also not applicable and undetermined."""
    each = said(name, "criteria", item)
    outcomes = {test["outcome"] for test in each["tests"]}
    assert "met" in outcomes
    assert outcomes & FAILING
    if "when" in each:
        assert {"not_applicable", "undetermined"} <= outcomes
    if "partial" in each:
        assert "partial" in outcomes
    names = [test["name"] for test in each["tests"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_is_in_words(lang):
    """One test in ten, judged in each language: each finding has a message, a gap has a remedy, no field is left open."""
    for name, item in CRITERIA:
        for test in said(name, "criteria", item)["tests"][::10]:
            for found in judged(name, test, lang).findings:
                assert found.message, (item, test["name"])
                assert found.remedy or not found.gap
                for text in (found.message, found.remedy, *(part.message for part in found.details)):
                    assert "{" not in text
                    assert "None" not in text
