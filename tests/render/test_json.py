"""What machines read: the JSON of a run, its schema, and that its numbers are those of the scorecards."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from small_charter import DOSSIERS, judged, run_of

from guichet_cli.core.gate import Gate
from guichet_cli.core.model import Level, Outcome, Verdict
from guichet_cli.render import render
from guichet_cli.render.document import as_json
from guichet_cli.render.json import dossier as as_data
from guichet_cli.render.json import dossier_text, finding_json
from guichet_cli.render.written import finding_text

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "scorecard.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
NOT_FRENCH = re.compile(r"'|[ ][:;!?%»]|«(?!\u00a0)|(?<!\u00a0)[»:]|(?<!\u202f)[;!?%]")

each_case = pytest.mark.parametrize("case", DOSSIERS)
each_language = pytest.mark.parametrize("lang", ["fr", "en"])


def document(case, lang="fr"):
    """Give the JSON document of a case, read."""
    return json.loads(render("json", judged(case, lang), run_of(lang)))


def objects(schema, where="#"):
    """Give every schema inside a schema, with the place of each."""
    yield where, schema
    for holder in ("properties", "$defs"):
        for key, inner in schema.get(holder, {}).items():
            yield from objects(inner, f"{where}/{holder}/{key}")
    if "items" in schema:
        yield from objects(schema["items"], f"{where}/items")


def resolved(schema):
    """Give what a schema says, through its reference."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return {**SCHEMA["$defs"][name], **schema} if name else schema


def covered(value, schema, where="#"):
    """Give the places of a value that its schema does not describe."""
    schema = resolved(schema)
    schema = resolved(schema["anyOf"][0]) if "anyOf" in schema and value is not None else schema
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in schema.get("properties", {}):
                yield f"{where}/{key}"
            else:
                yield from covered(inner, schema["properties"][key], f"{where}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from covered(inner, schema["items"], f"{where}/items")


def test_schema_is_sound():
    """The schema is itself a JSON Schema of the 2020-12 draft."""
    Draft202012Validator.check_schema(SCHEMA)


def test_schema_speaks_both_languages():
    """Every property is described in French and in English, with French typography, and readers may meet more keys."""
    for where, schema in objects(SCHEMA):
        assert "additionalProperties" not in schema, where
        if where == "#" or where.split("/")[-2] == "properties":
            said = schema["x-description"]
            assert set(said) == {"fr", "en"}, where
            assert said["fr"] != said["en"], where
            assert not NOT_FRENCH.search(re.sub(r"`[^`]*`", "", said["fr"])), said["fr"]


@each_case
@each_language
def test_document_fits_its_schema(case, lang):
    """Every document fits the schema, and has no key that the schema does not describe."""
    read = document(case, lang)
    assert [error.message for error in VALIDATOR.iter_errors(read)] == []
    assert list(covered(read, SCHEMA)) == []


def test_no_dossier():
    """A run without dossiers is a document too."""
    read = json.loads(render("json", [], run_of("fr")))
    assert [error.message for error in VALIDATOR.iter_errors(read)] == []
    assert read["charter"] is None
    assert read["summary"]["lowest"] is None


@each_case
def test_counts_agree_with_the_scorecards(case):
    """Verdicts, gaps and outcomes are as many in the document as in the scorecards."""
    cards, read = judged(case, "fr"), document(case)
    gaps = [gap for card in cards for gap in card.gaps]
    assert read["summary"]["dossiers"] == len(cards) == len(read["dossiers"])
    assert read["summary"]["verdicts"] == {str(v): sum(card.verdict is v for card in cards) for v in Verdict}
    assert read["summary"]["gaps"] == {
        str(level): sum(gap.level is level for gap in gaps) for level in Level if level is not Level.WARNING
    }
    for card, dossier in zip(cards, read["dossiers"], strict=True):
        assert len(dossier["findings"]) == len(card.findings)
        assert sum(finding["gap"] for finding in dossier["findings"]) == len(card.gaps)
        for rates in dossier["commitments"]:
            found = [f for f in dossier["findings"] if f["commitment"] == rates["id"] and f["status"] == "active"]
            assert rates["counts"] == {str(o): sum(f["outcome"] == o for f in found) for o in Outcome}
            assert rates["claimed"] == sum(f["claimed"] for f in found)


@each_case
def test_rates_are_in_order(case):
    """Evidenced is never over declared, nor declared over possible; 100 is only for what is wholly met."""
    for dossier in document(case)["dossiers"]:
        for rates in dossier["commitments"]:
            if rates["declared"] is not None:
                assert 0 <= rates["evidenced"] <= rates["declared"] <= rates["possible"] <= 100
                counts = rates["counts"]
                left = sum(counts[o] for o in ("partial", "planned", "unmet", "missing", "undetermined"))
                assert rates["declared"] < 100 or not left


@each_case
def test_numbers_do_not_change_with_the_language(case):
    """The two languages differ by their sentences only."""
    prose = {"lang", "title", "message", "remedy", "details"}

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key not in prose}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    assert bare(document(case, "fr")) == bare(document(case, "en"))


def test_gate_is_that_of_the_run():
    """The document says which bar was set, and whether it is cleared."""
    cards = judged("reserved", "fr")
    assert document("reserved")["gate"] == {
        "cleared": True,
        "fail_on": "blocking",
        "fail_under": None,
        "basis": "declared",
    }
    run = run_of("fr")
    barred = json.loads(render("json", cards, type(run)(**{**_fields(run), "gate": Gate(fail_on="major")})))
    assert barred["gate"]["cleared"] is False


def _fields(run):
    return {name: getattr(run, name) for name in run.__slots__}


def test_charter_is_said_once_when_there_is_one():
    """The charter stands at the top when it is the same for all, and in each dossier always."""
    read = document("several")
    assert read["charter"] == read["dossiers"][0]["charter"]
    assert read["charter"]["provenance"] == "derived"


@each_case
def test_same_bytes_twice(case):
    """Two renderings give the same document, on standard separators and a final end of line."""
    texts = {render("json", judged(case, "fr"), run_of("fr")) for _ in range(2)}
    assert len(texts) == 1
    assert texts.pop().endswith("}\n")


@each_case
@each_language
def test_text_is_that_of_the_data(case, lang):
    """A finding written piece by piece is its data encoded in one go, wherever it is shown from."""
    for card in judged(case, lang):
        for path in (card.path, "elsewhere.yaml"):
            for finding in card.findings:
                assert finding_text(finding, path) == as_json(finding_json(finding, path))
        assert dossier_text(card) == as_json(as_data(card))
