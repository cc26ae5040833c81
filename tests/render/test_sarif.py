"""SARIF, as its specification and its readers want it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from corpus import drawn, each_corpus
from jsonschema.validators import validator_for
from reading import results, sarif_schema
from small_charter import judged, run_of

from guichet_cli.render import render
from guichet_cli.render import sarif as sarif_format


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
    """In a message nothing makes a link or a field, and what is no link is as it was written: the places of a list."""
    (card,) = judged("gaps", "fr")
    text = "a [b](c) [[d](1)](2) `ethics.risks[1].owner` {0} \\ {{1}}"
    found = render(
        "sarif", [replace(card, findings=(replace(card.gaps[0], message=text, remedy="fin"),))], run_of("fr")
    )
    (result,) = results(found)
    said = result["message"]["text"]
    assert said == "a [b] (c) [[d] (1)] (2) `ethics.risks[1].owner` {{0}} \\ {{{{1}}}} fin"


@each_corpus
def test_no_text_of_sarif_is_a_link(case):
    """Whatever the texts, no message has what a viewer takes for a link, escaped or not."""
    log = json.loads(drawn("sarif", case, show="all"))
    rules = [rule for run in log["runs"] for rule in run["tool"]["driver"]["rules"]]
    said = [result["message"] for run in log["runs"] for result in run["results"]]
    said += [rule[part] for rule in rules for part in ("shortDescription", "fullDescription", "help")]
    assert [text["text"] for text in said if re.search(r"\]\(", text["text"])] == []


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
