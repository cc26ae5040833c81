"""The calendar: a date that changes what is asked is said on every finding that it concerns, with what changes."""

from __future__ import annotations

from datetime import date

import pytest
from building import criterion, finding, judged

CARE = {"fact": "/system/decision_domain", "is": "care"}
FROM, BEFORE = {"as_of": {"from": "2027-12-02"}}, {"as_of": {"before": "2027-12-02"}}
EVE, DAY = date(2027, 12, 1), date(2027, 12, 2)
PILOT = {"project": {"phase": "pilot"}}
CASE = {"schema": {"required": ["y"], "properties": {"y": {"required": ["z"], "properties": {"z": {"const": 1}}}}}}
MORE = {"schema": {"required": ["y", "z"]}}

TURNS = [
    # what the criterion says, the facts, the outcome, the last sentence on the eve, and on the day
    pytest.param(
        {"level": [{"when": BEFORE, "is": "minor"}, {"is": "blocking"}]},
        {},
        ("undetermined", "undetermined"),
        ("Level blocking from 2 December 2027 on.", "Level blocking since 2 December 2027 (minor before)."),
        id="the phase is not known",
    ),
    pytest.param(
        {"level": [{"when": {"all": [BEFORE, CARE]}, "is": "major"}, {"is": "minor"}]},
        PILOT,
        ("undetermined", "missing"),
        ("Level minor from 2 December 2027 on.", "Level minor since 2 December 2027 (major before)."),
        id="the level hangs on a fact until then",
    ),
    pytest.param(
        {"level": [{"when": {"all": [FROM, CARE]}, "is": "major"}, {"is": "minor"}]},
        PILOT,
        ("missing", "undetermined"),
        (
            "The level may be major from 2 December 2027 on.",
            "The level may be major since 2 December 2027 (minor before).",
        ),
        id="the level hangs on a fact from then on",
    ),
    pytest.param(
        {"when": FROM},
        PILOT,
        ("not_applicable", "missing"),
        ("Will apply to this project from 2 December 2027 on.", "Applies to this project since 2 December 2027."),
        id="begins to apply",
    ),
    pytest.param(
        {"when": BEFORE},
        PILOT,
        ("missing", "not_applicable"),
        (
            "Will no longer apply to this project from 2 December 2027 on.",
            "No longer applies to this project since 2 December 2027.",
        ),
        id="no longer applies",
    ),
    pytest.param(
        {"cases": [{"when": FROM, **CASE}]},
        PILOT,
        ("missing", "missing"),
        (
            "`ethics.answer.y.z` will be asked for from 2 December 2027 on.",
            "`ethics.answer.y.z` is asked for since 2 December 2027.",
        ),
        id="a field begins to be asked",
    ),
    pytest.param(
        {"cases": [{"when": {"all": [FROM, CARE]}, **MORE}]},
        PILOT,
        ("missing", "undetermined"),
        (
            "`ethics.answer.y` and `ethics.answer.z` may be asked for from 2 December 2027 on.",
            "`ethics.answer.y` and `ethics.answer.z` may be asked for since 2 December 2027.",
        ),
        id="fields may be asked, as a fact will tell",
    ),
    pytest.param(
        {"cases": [{"when": {"all": [BEFORE, CARE]}, **CASE}]},
        PILOT,
        ("undetermined", "missing"),
        (
            "`ethics.answer.y.z` will no longer be asked for from 2 December 2027 on.",
            "`ethics.answer.y.z` is no longer asked for since 2 December 2027.",
        ),
        id="a field is dropped",
    ),
    pytest.param(
        {"cases": [{"when": BEFORE, **CASE}, {"when": FROM, **CASE}]},
        PILOT,
        ("missing", "missing"),
        (
            "The answer expected in `ethics.answer.y.z` will change on 2 December 2027.",
            "The answer expected in `ethics.answer.y.z` changed on 2 December 2027.",
        ),
        id="another answer is expected of the same field",
    ),
]


@pytest.mark.parametrize(("said", "facts", "outcomes", "sentences"), TURNS)
def test_turns(said, facts, outcomes, sentences):
    """On the eve and on the day, a finding says what changes on that day, whatever its outcome."""
    for day, outcome, sentence in zip((EVE, DAY), outcomes, sentences, strict=True):
        found = finding(judged(facts, criterion(**said), as_of=day), "ETH-01")
        assert (str(found.outcome), found.message.endswith(sentence)) == (outcome, True), found.message
        assert [detail.reason for detail in found.details if detail.keyword == "as_of"] == ["2027-12-02"]


def test_everything_that_changes_on_a_day_is_said():
    """A day that changes the level and asks for a field says both."""
    said = {"level": [{"when": BEFORE, "is": "minor"}, {"is": "major"}], "cases": [{"when": FROM, **CASE}]}
    found = finding(judged(PILOT, criterion(**said), as_of=DAY), "ETH-01")
    assert found.message.endswith(
        "`ethics.answer.y.z` is asked for since 2 December 2027. Level major since 2 December 2027 (minor before)."
    )


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        (
            {"level": [{"when": {"all": [FROM, CARE]}, "is": "major"}, {"is": "minor"}]},
            {"decision_domain": "logistics"},
        ),
        ({"when": CARE, "cases": [{"when": FROM, **CASE}]}, {"decision_domain": "logistics"}),
        ({"level": [{"when": BEFORE, "is": "minor"}, {"is": "minor"}]}, {}),
    ],
    ids=["a date that concerns others", "a criterion that concerns others", "the same level before and after"],
)
def test_a_date_that_changes_nothing_is_not_said(said, facts):
    """A date that changes nothing for this dossier is passed over."""
    found = finding(judged({**PILOT, "system": facts}, criterion(**said), as_of=DAY), "ETH-01")
    assert "2027" not in found.message
    assert [detail for detail in found.details if detail.keyword == "as_of"] == []
