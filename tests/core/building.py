"""Small makers of charters and dossiers for the tests of the core, and walks over plain data."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from pathlib import Path

from guichet_cli.core.json_schema import nothing
from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Dossier
from guichet_cli.load.charter import DEFAULT, build, load_charter, packaged, parse
from guichet_cli.load.shape import dossier_shape

AS_OF = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "examples"
COMMITMENTS = (
    ("ethics", "ETH"),
    ("explainability", "EXP"),
    ("equity", "EQU"),
    ("environment", "ENV"),
    ("users", "USR"),
)
APPLICATORS = ("items", "contains", "not", "if", "then", "else")
"""JSON Schema keywords whose operand is a schema."""
LISTS = ("allOf", "anyOf")
"""JSON Schema keywords whose operand is a list of schemas."""
ALWAYS = dict.fromkeys(("idea", "prototype", "pilot", "deployed"), "full")


def words(text):
    """Give a text in both languages."""
    return {"fr": f"{text} (fr)", "en": f"{text} (en)"}


def criterion(name="ETH-01", **said):
    """Give a criterion's data: blocking, always expected in full, judged on `/ethics/answer`."""
    return {
        "id": name,
        "commitment": next(one for one, prefix in COMMITMENTS if prefix == name[:3]),
        "level": "blocking",
        "basis": "charter",
        "expected": ALWAYS,
        "at": "/ethics/answer",
        "schema": {"required": ["x"], "properties": {"x": {"const": "good"}}},
        "effort": "low",
        **{text: words(text) for text in ("title", "asks", "why", "remedy")},
        "examples": {"good": words("good"), "weak": words("weak")},
        "references": [],
        **said,
    }


def charter(*criteria, rules=(), lang="en", **said):
    """Give a charter of some criteria, with the weights, floors and coverage of the packaged one."""
    data = {
        "id": "test",
        "version": "1.0.0",
        "provenance": "derived",
        "title": words("charter"),
        "notice": words("notice"),
        "weights": {"blocking": 1.5, "major": 1.25, "minor": 1},
        "minimum_coverage": 60,
        "commitments": [{"id": one, "prefix": prefix, "title": words(one), "floor": 50} for one, prefix in COMMITMENTS],
        "criteria": criteria,
        "rules": rules,
        **said,
    }
    return build(data, "0" * 64, lang)


def judged(data, *criteria, rules=(), lang="en", proofs=None, as_of=AS_OF):
    """Give the scorecard of a dossier's data against some criteria, whatever its shape."""
    dossier = Dossier(path="dossier.yaml", data=copy.deepcopy(data), proofs=proofs or {})
    return Judge(charter(*criteria, rules=rules, lang=lang), nothing)(dossier, as_of)


def finding(card, name):
    """Give the finding of a criterion."""
    return next(found for found in card.findings if found.criterion == name)


@cache
def grand_est(lang="fr"):
    """Give the judge of the packaged charter; made once for each language."""
    return Judge(load_charter(DEFAULT, lang), dossier_shape())


@cache
def charter_data():
    """Give the packaged charter as plain data, its tests included."""
    return parse(packaged()[DEFAULT].read_bytes())


def charter_tests(only=None):
    """Give each test of each packaged criterion: id of the criterion, name, whole dossier, date, and what it expects."""
    for each in charter_data()["criteria"]:
        if only not in {None, each["id"]}:
            continue
        for test in each["tests"]:
            as_of = date.fromisoformat(test.get("as_of", charter_data()["tests_as_of"]))
            yield each["id"], test["name"], {"dossier": 1, **copy.deepcopy(test["dossier"])}, as_of, test


def entries(data, path=()):
    """Give the path of every mapping entry of plain data, those inside lists included."""
    if isinstance(data, dict):
        for key, item in data.items():
            yield (*path, key)
            yield from entries(item, (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from entries(item, (*path, index))


def at(data, path):
    """Give the value at a path."""
    for token in path:
        data = data[token]
    return data


def without(data, path):
    """Give data without one entry."""
    data = copy.deepcopy(data)
    del at(data, path[:-1])[path[-1]]
    return data


def replaced(data, path, value):
    """Give data with another value at a path; the whole of it for the empty path."""
    if not path:
        return value
    data = copy.deepcopy(data)
    at(data, path[:-1])[path[-1]] = value
    return data


def subschemas(schema, place=()):
    """Give every schema inside a requirement with the names that lead to it, itself first."""
    yield place, schema
    for key, sub in schema.get("properties", {}).items():
        yield from subschemas(sub, (*place, key))
    for keyword in APPLICATORS:
        if keyword in schema:
            rows = ("[]",) if keyword in {"items", "contains"} else ()
            yield from subschemas(schema[keyword], (*place, *rows))
    for keyword in LISTS:
        for sub in schema.get(keyword, ()):
            yield from subschemas(sub, place)


def requirements(each):
    """Give the requirements of a criterion or a rule: its schema, those of its cases, the weaker one."""
    yield each["schema"]
    for case in each.get("cases", ()):
        yield case["schema"]
    if "partial" in each:
        yield each["partial"]


def conditions(each):
    """Give the conditions of a criterion or a rule: `when`, those of its levels, those of its cases."""
    levels = each.get("level")
    for holder in (each, *(levels if isinstance(levels, list) else ()), *each.get("cases", ())):
        if "when" in holder:
            yield holder["when"]
