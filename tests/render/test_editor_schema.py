"""The schema that editors read: the same documents as the packaged schema, in one piece, with the charter's words at each field."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from guichet_cli.cli.schema import dossier_schema
from guichet_cli.core.asking import readers
from guichet_cli.core.model import Status
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.data import LANGUAGES
from guichet_cli.render.editor_schema import editor_schema

ROOT = Path(__file__).parents[2]
SCHEMAS = {path.name: json.loads(path.read_bytes()) for path in (ROOT / "schemas").glob("*.schema.json")}
REGISTRY = Registry().with_resources([(name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()])
FORMATS = Draft202012Validator.FORMAT_CHECKER
PACKAGED = Draft202012Validator(SCHEMAS["dossier.schema.json"], registry=REGISTRY, format_checker=FORMATS)
EXAMPLES = {
    path.name: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 it makes texts and nothing else
    for path in sorted((ROOT / "examples").rglob("*.yaml"))
    if "illisible" not in path.name and "casse" not in path.name
}
STRANGE = (
    None,
    True,
    0,
    -1,
    1.5,
    10**9,
    "",
    "oui",
    "2026-03-31",
    "31/03/2026",
    "EV 3",
    "none",
    [],
    ["x", "x"],
    {},
    {"inconnu": 1},
)
GENERATED = 200


@cache
def schema(lang, charter=DEFAULT):
    """Give the schema for editors in a language."""
    return json.loads(dossier_schema(charter, lang))


def mistakes(validator, dossier):
    """Give what a schema refuses in a document: the place and the keyword of each."""
    return sorted((list(map(str, error.absolute_path)), error.validator) for error in validator.iter_errors(dossier))


def subschemas(said, where=""):
    """Give every schema inside a schema, with its place."""
    yield where, said
    for name, inner in said.get("properties", {}).items():
        yield from subschemas(inner, f"{where}/{name}")
    if "items" in said:
        yield from subschemas(said["items"], f"{where}/[]")


def kinds(said):
    """Give the types that a schema takes."""
    return set(said["type"]) if isinstance(said["type"], list) else {said["type"]}


def at(said, pointer):
    """Give the schema of a place."""
    for name in pointer.split("/")[1:]:
        said = said["items"] if name == "[]" else said["properties"][name]
    return said


def generated(seed):
    """Give a document made at random from what the schema describes, some of it wrong."""
    chance = random.Random(seed)  # noqa: S311

    def value(said):
        if chance.random() < 0.06:
            return chance.choice(STRANGE)
        kind = said.get("type")[0] if isinstance(said.get("type"), list) else said.get("type")
        if "const" in said or "enum" in said:
            return chance.choice(said.get("enum", [said.get("const")]))
        if kind == "object":
            known = [name for name in said.get("properties", {}) if chance.random() < 0.25]
            odd = ["inconnu"] if chance.random() < 0.05 else []
            return {**{name: value(said["properties"][name]) for name in known}, **dict.fromkeys(odd, 1)}
        if kind == "array":
            return [value(said["items"]) for _ in range(chance.randrange(4))]
        return {
            "boolean": chance.random() < 0.5,
            "number": chance.choice((0, 0.9, 12.5, 150)),
            "integer": chance.choice((0, 1, 3, 107)),
            "string": chance.choice(("EV-003", "ETH-08", "texte", "2026-03-31", "2026-02-30", "FR", "fr", "a" * 64)),
        }.get(kind)

    return {"dossier": 1, **(found if isinstance(found := value(schema("fr")), dict) else {})}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("charter", packaged())
def test_sound_and_whole(lang, charter):
    """The schema is valid JSON Schema 2020-12, and refers to no other place."""
    said = schema(lang, charter)
    Draft202012Validator.check_schema(said)
    assert said["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert '"$ref"' not in json.dumps(said)
    assert '"x-title"' not in json.dumps(said)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_judged_alike(name):
    """Every example, its scalars all read as text, is refused at the same places and for the same reasons by both."""
    for lang in LANGUAGES:
        ours = Draft202012Validator(schema(lang), format_checker=FORMATS)
        assert mistakes(ours, EXAMPLES[name]) == mistakes(PACKAGED, EXAMPLES[name])


def answered(value):
    """Give a document without the keys that are left blank, as it is judged."""
    if isinstance(value, dict):
        return {key: answered(inner) for key, inner in value.items() if inner is not None or key == "dossier"}
    return [answered(inner) for inner in value] if isinstance(value, list) else value


def test_generated_documents_are_judged_alike():
    """Documents made at random are refused at the same places and for the same reasons by both, keys left blank apart."""
    ours = Draft202012Validator(schema("fr"), format_checker=FORMATS)
    verdicts = [(mistakes(ours, said), mistakes(PACKAGED, answered(said))) for said in map(generated, range(GENERATED))]
    assert [pair for pair in verdicts if pair[0] != pair[1]] == []
    assert 30 < sum(not own for own, _ in verdicts) < GENERATED - 30
    assert {keyword for own, _ in verdicts for _, keyword in own} >= {
        *("type", "enum", "format", "pattern", "minimum", "maximum", "additionalProperties", "uniqueItems"),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_speaks(lang):
    """Every field has a title, words to show over it, and what to write when a value is wrong."""
    for where, said in subschemas(schema(lang)):
        assert said["errorMessage"], where
        assert said["title"], where
        if not where.endswith("/[]") and where:
            assert said["markdownDescription"], where
        if "enum" in said:
            assert len(said["markdownEnumDescriptions"]) == len(said["enumDescriptions"]) == len(said["enum"]), where
            assert set(said["x-intellij-enum-metadata"]) == set(said["enum"]) - {None}, where
        if "pattern" in said and "enum" not in said:
            assert said["patternErrorMessage"], where


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("charter", packaged())
def test_every_criterion_is_told_where_it_is_answered(lang, charter):
    """Each criterion that a charter asks says its title, what it asks and why over some field."""
    said, read = schema(lang, charter), load_charter(charter, lang)
    hovers = "\n".join(inner.get("markdownDescription", "") for _, inner in subschemas(said)).replace("\\", "")
    for criterion in read.criteria:
        if criterion.status is not Status.OBSOLETE:
            asked = (criterion.id, criterion.texts.title, criterion.texts.asks, criterion.texts.why)
            assert [text for text in asked if text not in hovers] == [], criterion.id


def test_readers():
    """A field is asked by the criteria that constrain it or require it, and a fact names those that hang on it."""
    found = readers(load_charter(DEFAULT, "fr"), dossier_fields())
    assert [criterion.id for criterion in found.asks["/ethics/need/baseline/value"]] == ["ETH-02"]
    assert "ETH-08" in {criterion.id for criterion in found.asks["/ethics/dpia"]}
    assert "ETH-08" in {criterion.id for criterion in found.proves["/ethics/dpia/proofs"]}
    assert found.decides["/system/decision_domain"]
    assert "" not in found.asks
    assert "/ethics" not in found.asks


def test_snippets_answer_nothing():
    """A snippet lays fields out with nothing in them; only the beginning of a dossier writes its format and its charter."""

    def leaves(body):
        for inner in body.values() if isinstance(body, dict) else body if isinstance(body, list) else ():
            yield from leaves(inner)
        if not isinstance(body, dict | list):
            yield body

    said = schema("fr")
    written = {
        leaf
        for where, inner in subschemas(said)
        for snippet in inner.get("defaultSnippets", ())
        if kinds(inner) & {"object", "number", "integer"}
        for leaf in leaves(snippet["body"])
        if not str(leaf).startswith("$")
    }
    assert written == {1, DEFAULT}
    dpia = at(said, "/ethics/dpia")["defaultSnippets"][0]
    assert list(dpia["body"])[:2] == ["criteria", "status"]
    assert [snippet["body"] for snippet in at(said, "/charter")["defaultSnippets"]] == sorted(packaged())
    assert at(said, "/plans/[]/criterion")["defaultSnippets"][0]["body"] == "ETH-01"


def test_values_of_a_key_are_not_written_unasked():
    """No field has a single example or a default, which a server of YAML writes as soon as the key is chosen."""
    for where, said in subschemas(schema("fr")):
        assert "default" not in said, where
        assert len(said.get("examples", (1, 2))) > 1, where


def test_strange_charters_do_nothing():
    """The texts of a stranger's charter open no link, run no markup and carry no control character."""
    evil = "[x](command:evil) <img src=x> \x1b[2J \u202e **gras**"
    read = load_charter(DEFAULT, "fr")
    first = replace(read.criteria[0], texts=replace(read.criteria[0].texts, asks=evil))
    charter = replace(read, criteria=(first, *read.criteria[1:]))
    said = json.loads(editor_schema(charter, dossier_fields(), {}, "0"))
    hovers = "".join(inner.get("markdownDescription", "") for _, inner in subschemas(said))
    assert "\\[x\\](command" in hovers
    assert "\\*\\*gras" in hovers
    assert "\\<img" in hovers
    assert "<img" not in hovers.replace("\\<img", "")
    assert [sign for sign in ("\x1b", "\u202e") if sign in json.dumps(said, ensure_ascii=False)] == []
