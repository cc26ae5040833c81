"""The requirement engine against the `jsonschema` package: the same validity, the same failing places.

The ways in which places may differ are the engine's own, documented, and written out in `readings`; validity never differs. Two are kept
out of the documents here and tested in test_requirement.py: a null is an absence, and lengths are measured on stripped text.
"""

from __future__ import annotations

import copy
from datetime import datetime
from functools import cache, partial
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from building import (
    APPLICATORS,
    EXAMPLES,
    LISTS,
    at,
    charter_data,
    charter_tests,
    entries,
    replaced,
    requirements,
    without,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import extend
from referencing import Registry, Resource

from guichet_cli.core.failure import Scene
from guichet_cli.core.pointer import escape, resolve
from guichet_cli.core.requirement import compile_schema, failures
from guichet_cli.core.vocabulary import VOCABULARY
from guichet_cli.load.data import schema as packaged_schema
from guichet_cli.load.dossier import load_dossier
from guichet_cli.load.shape import BLOCKS, dossier_shape

FORMATS = FormatChecker(formats=())
SHAPES = ("dossier.schema.json", *(f"{block}.schema.json" for block in BLOCKS))
REGISTRY = Registry().with_resources([(name, Resource.from_contents(packaged_schema(name))) for name in SHAPES])
SCENE = Scene({}, "2026-11-23")


@FORMATS.checks("date", raises=ValueError)
def is_day(value):
    """Tell whether a text is YYYY-MM-DD and names a day of the calendar."""
    return not isinstance(value, str) or (
        len(value) == 10 and value.isascii() and bool(datetime.strptime(value, "%Y-%m-%d"))  # noqa: DTZ007
    )


@FORMATS.checks("uri", raises=ValueError)
def is_address(value):
    """Tell whether a text is the whole address of a page."""
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return value.startswith(("http://", "https://")) and bool(parts.netloc) and not set(value) & set(" \t\n")


def patient_if(validator, premise, instance, schema):
    """Read `if` as the engine does: a required premise that is absent fails already, and neither branch adds to it."""
    read = [key for key in premise.get("properties", ()) if key in schema.get("required", ())]
    if isinstance(instance, dict) and any(key not in instance for key in read):
        return
    yield from Draft202012Validator.VALIDATORS["if"](validator, premise, instance, schema)


Strict = partial(Draft202012Validator, registry=REGISTRY, format_checker=FORMATS)
Patient = partial(extend(Draft202012Validator, {"if": patient_if}), registry=REGISTRY, format_checker=FORMATS)


def pointer(path):
    """Give a path as a pointer."""
    return "".join(f"/{escape(str(token))}" for token in path)


def readings(errors, base=()):
    """Give each set of failing places that errors of `jsonschema` may be told as."""
    found = {frozenset()}
    for error in errors:
        found = {have | more for have in found for more in reading(error, base)}
    return found


def reading(error, base):
    """Give the places of one error: a missing member, a missing block by its leaves, one branch of `anyOf`."""
    here = (*base, *error.absolute_path)
    if error.validator == "required":
        return missing(error, here)
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        return {frozenset(pointer((*here, key)) for key in error.instance if key not in known)}
    if error.validator == "anyOf":
        numbers = {child.relative_schema_path[0] for child in error.context}
        branches = [[child for child in error.context if child.relative_schema_path[0] == n] for n in numbers]
        return {places for branch in branches for places in readings(branch, base)}
    return {frozenset([pointer(here)])}


def missing(error, here):
    """Give the places of the members that an object lacks; a block is told by what it would lack if it were empty."""
    found = {frozenset()}
    for key in error.validator_value:
        if key in error.instance:
            continue
        block = error.schema.get("properties", {}).get(key, {})
        told = {frozenset([pointer((*here, key))])}
        if block.get("required"):
            told = readings(Patient(block).iter_errors({}), (*here, key))
        found = {have | more for have in found for more in told}
    return found


def told(check, value):
    """Give the failing places that the engine tells; of a repeated item, the list that it is in."""
    return frozenset(
        failure.pointer.rpartition("/")[0] if failure.keyword == "uniqueItems" else failure.pointer
        for failure in failures(check, value, SCENE)
    )


def disagreement(schema, check, value):
    """Give what the engine and the package do not say alike of a value; None when they agree."""
    places = told(check, value)
    if Strict(schema).is_valid(value) is bool(places):
        return f"valid: {not places}", places
    expected = readings(Patient(schema).iter_errors(value))
    return None if places in expected else (sorted(places), [sorted(each) for each in expected])


def plain(schema):
    """Give a requirement without the vocabulary's keywords; a property may have the name of one."""
    kept = {keyword: operand for keyword, operand in schema.items() if keyword not in VOCABULARY}
    if "properties" in kept:
        kept["properties"] = {key: plain(sub) for key, sub in kept["properties"].items()}
    for keyword in APPLICATORS:
        if keyword in kept:
            kept[keyword] = plain(kept[keyword])
    for keyword in LISTS:
        if keyword in kept:
            kept[keyword] = [plain(sub) for sub in kept[keyword]]
    return kept


def stripped(value):
    """Give data without nulls, its texts without blanks at their ends."""
    if isinstance(value, dict):
        return {key: stripped(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [stripped(item) for item in value if item is not None]
    return value.strip() if isinstance(value, str) else value


def without_nulls(value):
    """Give data without the members that are null; list items stay."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


class Subject(NamedTuple):
    """A requirement without vocabulary, compiled, with documents that it is made for."""

    schema: dict
    check: object
    documents: list


@cache
def subjects():
    """Give every requirement of the packaged charter with the answers of its criterion's tests."""
    found = []
    for each in (*charter_data()["criteria"], *charter_data()["rules"]):
        answers = [stripped(resolve(test["dossier"], each["at"])) for test in each["tests"]]
        documents = [{}, *(answer for answer in answers if answer is not None)]
        for requirement in requirements(each):
            schema = plain(requirement)
            if schema:
                found.append(Subject(schema, compile_schema(schema), documents))
    return found


@cache
def dossiers():
    """Give every dossier of the charter's tests, and those of the examples that can be read."""
    examples = [load_dossier(str(path)).data for path in sorted(EXAMPLES.glob("*/*.yaml"))]
    tests = [dossier for _, _, dossier, _, _ in charter_tests()]
    return [stripped(data) for data in (*tests, *examples) if data is not None]


def test_documents_of_charter_tests():
    """Every requirement says the same as the package of every answer that its criterion's tests hold."""
    for subject in subjects():
        for document in subject.documents:
            assert disagreement(subject.schema, subject.check, document) is None


def test_shape_of_dossiers():
    """The dossier's schemas say the same as the package of every dossier of the charter's tests and every example."""
    for dossier in dossiers():
        assert disagreement(packaged_schema("dossier.schema.json"), dossier_shape(), dossier) is None


def hints(schemas):
    """Give values that the keywords of some schemas turn on."""
    yield from (
        "",
        "a",
        "2026-02-28",
        "2026-02-30",
        "https://exemple.fr/x",
        "exemple.fr",
        0,
        1,
        -1.5,
        True,
        False,
        [],
        {},
    )
    for schema in schemas:
        yield from schema.get("enum", ())
        yield from ([schema["const"]] if "const" in schema else ())
        for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            if keyword in schema:
                yield from (schema[keyword], schema[keyword] - 1, schema[keyword] + 0.5)
        for keyword in ("minLength", "maxLength"):
            if schema.get(keyword, 1000) < 1000:
                yield from ("x" * schema[keyword], "x" * max(schema[keyword] - 1, 0), "x" * (schema[keyword] + 1))


def together(schemas):
    """Give the schemas that speak of the same value: those given, and what they apply in place."""
    for schema in schemas:
        yield schema
        yield from together([schema[keyword] for keyword in ("not", "if", "then", "else") if keyword in schema])
        yield from together([sub for keyword in LISTS for sub in schema.get(keyword, ())])
        if "$ref" in schema:
            document, _, fragment = schema["$ref"].partition("#")
            # within a document a fragment alone is enough here: every schema of a dossier repeats its definitions
            yield from together([resolve(packaged_schema(document or "dossier.schema.json"), fragment)])


@st.composite
def values(draw, schemas, depth=0):
    """Give values that some schemas may speak of, right or wrong."""
    here = [schema for schema in together(schemas) if isinstance(schema, dict)]
    names = list(dict.fromkeys(key for schema in here for key in schema.get("properties", ())))
    rows = [schema[keyword] for schema in here for keyword in ("items", "contains") if keyword in schema]
    kind = draw(st.integers(0, 9))
    if names and depth < 5 and kind:
        kept = draw(st.lists(st.sampled_from([*names, "elsewhere"]), unique=True, max_size=8))
        if kind > 5:
            kept = names
        subs = {key: [each["properties"][key] for each in here if key in each.get("properties", ())] for key in kept}
        return {key: draw(values(sub, depth + 1)) for key, sub in subs.items()}
    if rows and depth < 5 and kind:
        return [draw(values(rows, depth + 1)) for _ in range(draw(st.integers(0, 3)))]
    return draw(st.sampled_from(list(hints(here))))


JUNK = st.recursive(
    st.booleans() | st.integers(-5, 200) | st.floats(-5, 200) | st.text("ab\u00e9\u20ac0-", max_size=90),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated(draw, document):
    """Give a document with a few of its entries deleted, replaced, repeated or swapped with one another."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        paths = list(entries(document))
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        value = at(document, path)
        what = draw(st.sampled_from(["delete", "junk", "repeat", "swap"]))
        if what == "delete":
            document = without(document, path)
        elif what == "repeat":
            document = replaced(document, path, [*value, *value] if isinstance(value, list) else [value, value])
        elif what == "swap":
            document = replaced(document, path, at(document, draw(st.sampled_from(paths))))
        else:
            document = replaced(document, path, draw(JUNK))
    return stripped(document)


CALM = settings(max_examples=400, derandomize=True, deadline=None)


@CALM
@given(st.data())
def test_mutations_of_answers(data):
    """Every requirement says the same as the package of answers that are not what its author thought of."""
    subject = data.draw(st.sampled_from(subjects()))
    document = data.draw(st.sampled_from(subject.documents).flatmap(mutated))
    assert disagreement(subject.schema, subject.check, document) is None


@CALM
@given(st.data())
def test_generated_answers(data):
    """Every requirement says the same as the package of answers made up from its own words, bounds and lengths."""
    subject = data.draw(st.sampled_from(subjects()))
    document = stripped(data.draw(values([subject.schema])))
    assert disagreement(subject.schema, subject.check, document) is None


@settings(CALM, max_examples=150)
@given(st.data())
def test_mutations_of_dossiers(data):
    """The dossier's schemas say the same as the package of dossiers that went wrong in a few places."""
    dossier = data.draw(st.sampled_from(dossiers()).flatmap(mutated))
    assert disagreement(packaged_schema("dossier.schema.json"), dossier_shape(), dossier) is None


@pytest.mark.parametrize("block", BLOCKS)
def test_generated_blocks(block):
    """Each commitment's schema says the same as the package of blocks made up from its own words and bounds."""
    name = f"{block}.schema.json"
    documents = {each: packaged_schema(each) for each in SHAPES}
    check = compile_schema(packaged_schema(name), documents)

    @settings(CALM, max_examples=30)
    @given(values([packaged_schema(name)]))
    def agrees(made):
        assert disagreement(packaged_schema(name), check, stripped(made)) is None

    agrees()


def test_nulls_are_absences():
    """An answer whose members are null fails where the same answer without them fails, list items apart."""
    for subject in subjects():
        for document in subject.documents:
            for path in entries(document):
                null = replaced(document, path, None)
                assert told(subject.check, null) == told(subject.check, without_nulls(null))
