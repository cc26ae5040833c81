"""Charter diff: what a new version asks more or less is decided by its data, and so is the version that it must announce."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core.charter_diff import advised, compare, honoured, needed
from guichet_cli.core.failure import Scene
from guichet_cli.core.json_schema import KEYWORDS
from guichet_cli.core.requirement import compile_schema, failures
from guichet_cli.core.schema_diff import LOOSER, STRICTER, UNORDERED, differences
from guichet_cli.core.scope import NARROWER, WIDER, widened
from guichet_cli.core.vocabulary import VOCABULARY
from guichet_cli.load.charter import packaged, parse
from guichet_cli.load.charter_skeleton import SKELETON, skeleton
from guichet_cli.load.charter_text import read_charter_text
from guichet_cli.load.data import language
from guichet_cli.render.charter_diff_words import sentence
from guichet_cli.render.requirement_words import RequirementWords

DATA = parse(SKELETON.read_bytes())


def edited(*edits):
    """Give the skeleton's data after edits of (path, value); the value `None` takes the member out."""
    data = copy.deepcopy(DATA)
    for path, value in edits:
        *way, last = path
        place = data
        for token in way:
            place = place[token]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return data


def found(*edits):
    """Give the changes that edits make as (item, kind, part, bump)."""
    return [(c.item, c.kind, c.part, c.bump) for c in compare(DATA, edited(*edits))]


ETH, EXP, EQU, ENV, USR = range(5)
CASES = [
    ([(("criteria", ENV, "level"), "major")], ("ENV-01", "stricter", "level", "major")),
    ([(("criteria", ETH, "level"), "major")], ("ETH-01", "looser", "level", "minor")),
    ([(("criteria", EXP, "level"), "blocking")], ("EXP-01", "stricter", "level", "major")),
    ([(("criteria", EXP, "level", 1, "is"), "minor")], ("EXP-01", "looser", "level", "minor")),
    ([(("criteria", EXP, "level", 0, "when", "is"), False)], ("EXP-01", "changed", "level", "major")),
    ([(("criteria", ETH, "expected", "idea"), "plan")], ("ETH-01", "stricter", "expected", "major")),
    ([(("criteria", ETH, "expected", "pilot"), "none")], ("ETH-01", "looser", "expected", "minor")),
    ([(("criteria", EXP, "when", "is"), "organisation")], ("EXP-01", "scope", "when", "major")),
    ([(("criteria", EXP, "when"), None)], ("EXP-01", "scope", "when", "major")),
    ([(("criteria", ETH, "at"), "/ethics/need")], ("ETH-01", "changed", "at", "major")),
    ([(("criteria", ETH, "proof"), "required")], ("ETH-01", "stricter", "proof", "major")),
    ([(("criteria", EXP, "proof"), "optional")], ("EXP-01", "looser", "proof", "minor")),
    ([(("criteria", EXP, "proof_at"), ["document"])], ("EXP-01", "changed", "proof_at", "major")),
    ([(("criteria", EQU, "not_applicable"), "forbidden")], ("EQU-01", "stricter", "not_applicable", "major")),
    ([(("criteria", USR, "not_applicable"), "allowed")], ("USR-01", "looser", "not_applicable", "minor")),
    ([(("criteria", EQU, "schema", "rate", "minimum"), 70)], ("EQU-01", "looser", "schema", "minor")),
    ([(("criteria", EQU, "schema", "rate", "minimum"), 80)], ("EQU-01", "stricter", "schema", "major")),
    ([(("criteria", EQU, "schema", "age", "months"), 24)], ("EQU-01", "stricter", "schema", "major")),
    ([(("criteria", EQU, "schema", "rate", "of"), "passed")], ("EQU-01", "changed", "schema", "major")),
    ([(("criteria", ETH, "partial"), None)], ("ETH-01", "stricter", "partial", "major")),
    ([(("criteria", USR, "partial"), {"required": ["public_url"]})], ("USR-01", "looser", "partial", "minor")),
    ([(("criteria", EQU, "partial", "rate", "minimum"), 60)], ("EQU-01", "stricter", "partial", "major")),
    ([(("criteria", ENV, "cases"), [])], ("ENV-01", "looser", "case", "minor")),
    ([(("criteria", ENV, "cases", 0, "when", "is"), False)], ("ENV-01", "scope", "case", "major")),
    ([(("criteria", ETH, "cases"), DATA["criteria"][ENV]["cases"])], ("ETH-01", "stricter", "case", "major")),
    ([(("criteria", ETH, "commitment"), "users")], ("ETH-01", "changed", "commitment", "major")),
    ([(("criteria", ETH, "status"), "future")], ("ETH-01", "moved", "status", "minor")),
    ([(("criteria", ETH, "effort"), "high")], ("ETH-01", "reworded", "effort", "patch")),
    ([(("criteria", ETH, "basis"), "legal")], ("ETH-01", "reworded", "basis", "patch")),
    ([(("criteria", ETH, "title", "fr"), "Autre titre")], ("ETH-01", "reworded", "title", "patch")),
    ([(("criteria", ETH, "examples", "weak", "en"), "Other")], ("ETH-01", "reworded", "weak", "patch")),
    ([(("criteria", ETH, "references", 0, "at"), "art. 6")], ("ETH-01", "sourced", "references", "patch")),
    ([(("criteria", EQU, "thresholds", 0, "origin"), "sourced")], ("EQU-01", "sourced", "thresholds", "patch")),
    ([(("criteria", ETH, "tests", 0, "name"), "other")], ("ETH-01", "reworded", "tests", "patch")),
    ([(("weights", "blocking"), 2)], ("", "changed", "weights", "major")),
    ([(("commitments", 0, "prefix"), "ETX")], ("ethics", "changed", "prefix", "major")),
    ([(("minimum_coverage",), 70)], ("", "stricter", "minimum_coverage", "major")),
    ([(("minimum_coverage",), 50)], ("", "looser", "minimum_coverage", "minor")),
    ([(("commitments", 0, "floor"), 40)], ("ethics", "looser", "floor", "minor")),
    ([(("commitments", 0, "floor"), 60)], ("ethics", "stricter", "floor", "major")),
    ([(("notice", "en"), "Other")], ("", "reworded", "notice", "patch")),
    ([(("references", "rgpd", "url"), "https://example.org/")], ("rgpd", "sourced", "document", "patch")),
    ([(("rules", 0, "schema", "required"), ["go_live"])], ("X-01", "looser", "schema", "minor")),
    ([(("rules", 0, "at"), "/project")], ("X-01", "changed", "at", "minor")),
    ([(("rules", 0, "warns", "fr"), "Autre")], ("X-01", "reworded", "warns", "patch")),
    ([(("rules",), None)], ("X-01", "removed", "", "minor")),
    ([(("criteria", USR), None)], ("USR-01", "removed", "", "major")),
    ([(("commitments", 4), None)], ("users", "removed", "", "major")),
]


@pytest.mark.parametrize(
    ("edits", "change"), CASES, ids=[f"{change[0]}-{change[2]}-{change[1]}" for _, change in CASES]
)
def test_each_change_is_named_for_what_it_does(edits, change):
    """One edit is one change, of the kind that the data proves, and it calls for the version that it deserves."""
    assert found(*edits) == [change]


ADDED = [
    ({"level": "blocking"}, "major"),
    ({"level": "major"}, "major"),
    ({"level": "minor"}, "minor"),
    ({"level": [{"when": {"fact": "/system/generative", "is": True}, "is": "blocking"}, {"is": "minor"}]}, "major"),
    ({"level": "blocking", "status": "future"}, "minor"),
    ({"level": "blocking", "status": "obsolete"}, "minor"),
]


@pytest.mark.parametrize(("members", "bump"), ADDED)
def test_a_criterion_that_is_added_weighs_what_it_can_block(members, bump):
    """A new criterion calls for a major version when it counts and may block or reserve, else for a minor one."""
    new = copy.deepcopy(DATA)
    new["criteria"].append({**new["criteria"][USR], "id": "USR-02", **members})
    ((item, kind, *_, asked),) = [(c.item, c.kind, c.bump) for c in compare(DATA, new)]
    assert (item, kind, asked) == ("USR-02", "added", bump)


def test_a_criterion_that_comes_into_force_counts_as_added():
    """From `future` to `active`, a criterion starts to count: a major version if it may block."""
    future = edited((("criteria", ETH, "status"), "future"))
    assert [(c.kind, c.bump) for c in compare(future, DATA)] == [("moved", "major")]


def test_what_does_not_count_breaks_nothing():
    """A criterion that is not in force may change without a major version."""
    old = edited((("criteria", ETH, "status"), "future"))
    new = copy.deepcopy(old)
    new["criteria"][ETH]["at"] = "/ethics/need"
    assert [(c.kind, c.bump) for c in compare(old, new)] == [("changed", "minor")]


FROM, LATER = ({"as_of": {"from": day}} for day in ("2026-05-16", "2027-05-16"))
BEFORE, PUT_OFF = ({"as_of": {"before": day}} for day in ("2026-05-16", "2027-05-16"))
CARE, MORE = ({"fact": "/system/decision_domain", "in": words} for words in (["care"], ["care", "research"]))
SCHEMA = {"schema": {"required": ["x"]}}


def levels(*branches):
    """Give a level by its branches."""
    return [*({"when": when, "is": word} for when, word in branches), {"is": "blocking"}]


PUT_BACK = [
    # a date that is put back, or facts that make fewer cases: what is asked less, and the other way round more
    ("cases", [{"when": FROM, **SCHEMA}], [{"when": LATER, **SCHEMA}]),
    ("cases", [{"when": {"all": [CARE, FROM]}, **SCHEMA}], [{"when": {"all": [CARE, LATER]}, **SCHEMA}]),
    ("cases", [{"when": MORE, **SCHEMA}], [{"when": CARE, **SCHEMA}]),
    ("when", {"all": [CARE, FROM]}, {"all": [CARE, LATER]}),
    ("level", levels((BEFORE, "minor")), levels((PUT_OFF, "minor"))),
    ("level", levels((BEFORE, "minor"), (CARE, "major")), levels((PUT_OFF, "minor"), (CARE, "major"))),
    ("level", levels((CARE, "minor")), levels((MORE, "minor"))),
    ("level", [{"when": MORE, "is": "blocking"}, {"is": "minor"}], [{"when": CARE, "is": "blocking"}, {"is": "minor"}]),
]


@pytest.mark.parametrize(("part", "before", "after"), PUT_BACK)
def test_a_later_date_is_a_looser_requirement(part, before, after):
    """What is asked later, or of fewer cases, is asked less: a minor version; brought forward, it is stricter: a major one."""
    old, new = (edited((("criteria", ETH, part), value)) for value in (before, after))
    part = part.removesuffix("s")
    assert [(c.kind, c.part, c.bump) for c in compare(old, new)] == [("looser", part, "minor")]
    assert [(c.kind, c.part, c.bump) for c in compare(new, old)] == [("stricter", part, "major")]
    for lang in ("fr", "en"):
        assert sentence(compare(old, new)[0], language(lang), {})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (levels((BEFORE, "minor"), (CARE, "major")), levels((PUT_OFF, "minor"), (MORE, "major"))),
        ([{"when": FROM, "is": "major"}, {"when": CARE, "is": "blocking"}, {"is": "minor"}],
         [{"when": LATER, "is": "major"}, {"when": CARE, "is": "blocking"}, {"is": "minor"}]),
        (levels((CARE, "minor")), levels(({"fact": "/system/generative", "is": True}, "minor"))),
    ],
    ids=["lighter and lighter", "heavier for some, lighter for others", "another fact"],
)  # fmt: skip
def test_a_level_that_moves_both_ways_is_not_ordered(before, after):
    """Where some dossiers may be asked more and others less, a level has changed, unless all go one way."""
    old, new = (edited((("criteria", ETH, "level"), value)) for value in (before, after))
    expected = "looser" if after[-1]["is"] == "blocking" and before[1].get("when") == CARE else "changed"
    assert [c.kind for c in compare(old, new)] == [expected]


def test_an_id_that_names_something_else_is_flagged():
    """An id serves once: to give it another title and another place, or to bring it back, calls for a major version."""
    title = {"fr": "Tout autre chose", "en": "Something else"}
    new = edited((("criteria", ETH, "title"), title), (("criteria", ETH, "at"), "/ethics/need"))
    (change,) = [c for c in compare(DATA, new) if c.part == "reused"]
    assert (change.item, change.kind, change.bump) == ("ETH-01", "changed", "major")
    assert sentence(change, language("en"), {}).endswith("→ Something else")
    assert "Tout autre chose" in sentence(change, language("fr"), {})
    back = edited((("retired",), ["ETH-01"]), (("criteria", ETH), None))
    assert ("ETH-01", "reused") in {(c.item, c.part) for c in compare(back, DATA)}
    only_reworded = edited((("criteria", ETH, "title"), title))
    assert "reused" not in {c.part for c in compare(DATA, only_reworded)}


def test_order_and_form_are_no_change():
    """Criteria in another order, numbers written otherwise: nothing changed."""
    new = copy.deepcopy(DATA)
    new["criteria"].reverse()
    new["commitments"][0]["floor"] = 50.0
    new["version"] = "9.9.9"
    assert compare(DATA, new) == ()


@pytest.mark.parametrize("name", packaged())
def test_a_charter_does_not_differ_from_itself(name):
    """The same text has no difference with itself, and calls for no version."""
    data = read_charter_text(name, "fr").data
    assert compare(data, data) == ()
    assert needed(()) == "none"


SCHEMAS = [
    ({"minimum": 80}, {"minimum": 75}, LOOSER),
    ({}, {"maximum": 10}, STRICTER),
    ({"maxItems": 3}, {"maxItems": 5}, LOOSER),
    ({"exclusiveMaximum": 3}, {"exclusiveMaximum": 2}, STRICTER),
    ({"minLength": 10}, {}, LOOSER),
    ({"required": ["a"]}, {"required": ["a", "b"]}, STRICTER),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}, STRICTER),
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, LOOSER),
    ({}, {"enum": ["a", "b"]}, STRICTER),
    ({"const": "a"}, {}, LOOSER),
    ({"const": "a"}, {"enum": ["a", "b"]}, LOOSER),
    ({"const": "a"}, {"const": "b"}, UNORDERED),
    ({"const": True}, {"const": 1}, UNORDERED),
    ({"type": "number"}, {"type": "integer"}, STRICTER),
    ({"type": "string"}, {"type": ["string", "number"]}, LOOSER),
    ({"pattern": "a"}, {"pattern": "b"}, UNORDERED),
    ({}, {"uniqueItems": True}, STRICTER),
    ({"uniqueItems": True}, {"uniqueItems": False}, LOOSER),
    ({}, {"additionalProperties": False}, STRICTER),
    ({"properties": {"a": {"minimum": 1}}}, {"properties": {"a": {"minimum": 2}}}, STRICTER),
    ({"properties": {"a": {"minimum": 1}}}, {}, LOOSER),
    ({"items": {"minimum": 1}}, {"items": {"minimum": 0}}, LOOSER),
    ({"allOf": [{"minimum": 1}]}, {"allOf": [{"minimum": 1}, {"maximum": 9}]}, STRICTER),
    ({"anyOf": [{"minimum": 1}]}, {"anyOf": [{"minimum": 1}, {"maximum": 0}]}, LOOSER),
    ({"anyOf": [{"minimum": 1}, {"const": 0}]}, {"anyOf": [{"minimum": 2}, {"const": 0}]}, STRICTER),
    ({}, {"anyOf": [{"minimum": 1}]}, STRICTER),
    ({"not": {"minimum": 1}}, {"not": {"minimum": 2}}, LOOSER),
    ({"contains": {"const": 1}}, {"contains": {"const": 1}, "minContains": 2}, STRICTER),
    ({"contains": {"const": 1}, "maxContains": 2}, {"contains": {"const": 1}}, LOOSER),
    ({"contains": {"minimum": 1}}, {"contains": {"minimum": 2}}, STRICTER),
    ({"contains": {"minimum": 1}, "maxContains": 1}, {"contains": {"minimum": 2}, "maxContains": 1}, UNORDERED),
    ({"if": {"minimum": 1}, "then": {"maximum": 9}}, {"if": {"minimum": 1}, "then": {"maximum": 8}}, STRICTER),
    ({"if": {"minimum": 1}, "then": {"maximum": 9}}, {"if": {"minimum": 2}, "then": {"maximum": 9}}, UNORDERED),
    ({"if": {"minimum": 1}, "then": {"maximum": 9}}, {}, LOOSER),
    ({"ascending": ["a", "b"]}, {"ascending": ["a", "c", "b"]}, STRICTER),
    ({"ascending": ["a", "b"]}, {"ascending": ["b", "a"]}, UNORDERED),
    ({"age": {"of": "d", "months": 12}}, {"age": {"of": "d", "months": 24}}, LOOSER),
    ({"age": {"of": "d", "months": 12}}, {"age": {"of": "d", "days": 30}}, UNORDERED),
    ({"bounds": {"of": "a", "minimum": 1}}, {"bounds": {"of": "a", "minimum": 1, "maximum": 9}}, STRICTER),
    ({"computed": {"value": "a", "is": "b"}}, {"computed": {"value": "a", "is": "c"}}, UNORDERED),
    ({"sincere": {"minimum": 60}}, {"sincere": {"minimum": 90}}, LOOSER),
]


@pytest.mark.parametrize(("old", "new", "direction"), SCHEMAS)
def test_each_keyword_knows_its_direction(old, new, direction):
    """A keyword that moves is stricter, looser, or not to be ordered; the other way round it is the opposite."""
    assert [part.direction for part in differences(old, new)] == [direction]
    assert [part.direction for part in differences(new, old)] == [-direction]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 6) | st.sampled_from(["", "a", "bb", "ccc"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=5,
)
NUMBERS = st.integers(-2, 5)
LEAVES = st.fixed_dictionaries(
    {},
    optional={
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "minLength": st.integers(0, 3),
        "maxItems": st.integers(0, 3),
        "enum": st.lists(st.sampled_from([True, 1, 2, "a", "bb"]), min_size=1, max_size=3, unique_by=repr),
        "type": st.sampled_from(["number", "integer", "string", "object", "array", ["string", "integer"]]),
        "required": st.lists(st.sampled_from("abc"), unique=True, max_size=2),
        "uniqueItems": st.booleans(),
    },
)
REQUIREMENTS = st.recursive(
    LEAVES,
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
            "additionalProperties": st.booleans(),
            "items": inner,
            "contains": inner,
            "minContains": st.integers(0, 2),
            "maxContains": st.integers(0, 2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "minimum": NUMBERS,
            "required": st.lists(st.sampled_from("abc"), unique=True, max_size=2),
        },
    ),
    max_leaves=6,
)


def meets(schema, value):
    """Tell whether a value meets a requirement, as the engine sees it."""
    return not failures(compile_schema(schema), value, Scene({}, "2026-11-23"))


@settings(max_examples=200)
@given(old=REQUIREMENTS, other=REQUIREMENTS, edit=st.booleans(), values=st.lists(VALUES, min_size=1, max_size=12))
def test_stricter_and_looser_are_never_said_wrongly(old, other, edit, values):
    """If every difference is stricter, whatever meets the new requirement met the old one; the same the other way for looser."""
    new = {**old, **other} if edit else other
    ways = {part.direction for part in differences(old, new)}
    for value in values:
        if ways <= {STRICTER}:
            assert meets(old, value) or not meets(new, value)
        if ways <= {LOOSER}:
            assert meets(new, value) or not meets(old, value)


FACT = "/system/app_kind"
SCOPES = [
    ({"fact": FACT, "in": ["a", "b"]}, {"fact": FACT, "is": "a"}, NARROWER),
    ({"fact": FACT, "is": "a"}, {"fact": FACT, "in": ["a", "b"]}, WIDER),
    ({"not": {"fact": FACT, "is": "a"}}, {"not": {"fact": FACT, "in": ["a", "b"]}}, NARROWER),
    ({"fact": FACT, "ge": 10}, {"fact": FACT, "ge": 5}, WIDER),
    ({"fact": FACT, "lt": 10}, {"fact": FACT, "lt": 5}, NARROWER),
    ({"as_of": {"from": "2026-01-01"}}, {"as_of": {"from": "2027-01-01"}}, NARROWER),
    ({"as_of": {"before": "2026-01-01"}}, {"as_of": {"before": "2027-01-01"}}, WIDER),
    ({"fact": FACT, "is": "a"}, {"fact": FACT, "is": "b"}, UNORDERED),
    ({"fact": FACT, "is": True}, {"fact": FACT, "in": [1, 2]}, UNORDERED),
    ({"fact": FACT, "is": "a"}, {"fact": "/system/other", "is": "a"}, UNORDERED),
    (None, {"fact": FACT, "is": "a"}, UNORDERED),
    (
        {"all": [{"fact": FACT, "is": "a"}, {"fact": FACT, "ge": 1}]},
        {"all": [{"fact": FACT, "in": ["a", "b"]}, {"fact": FACT, "ge": 2}]},
        UNORDERED,
    ),
    (
        {"any": [{"fact": FACT, "is": "a"}, {"fact": FACT, "ge": 1}]},
        {"any": [{"fact": FACT, "in": ["a", "b"]}, {"fact": FACT, "ge": 1}]},
        WIDER,
    ),
]


@pytest.mark.parametrize(("old", "new", "way"), SCOPES)
def test_a_scope_is_wider_or_narrower_only_where_the_data_proves_it(old, new, way):
    """The same facts, more values: more projects; anything else is a scope that changed."""
    assert widened(old, new) == way
    assert widened(new, old) == -way


@pytest.mark.parametrize(
    ("old", "bump", "least"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.1.0", "major", "1.0.0"),
    ],
)
def test_the_version_advised_is_the_lowest_that_says_it(old, bump, least):
    """The version advised honours the changes, and so does a later one; the old version does not."""
    assert advised(old, bump) == least
    assert honoured(old, least, bump)
    assert honoured(old, "10.0.0", bump)
    assert honoured(old, old, bump) is (bump == "none")
    assert not honoured("2.0.0", "1.9.9", "none")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", packaged())
def test_what_a_requirement_holds_is_said_in_words(name, lang):
    """No reader is shown data: each requirement of the packaged charters, come or gone, is said without braces or quotes."""
    words = RequirementWords(language(lang))
    for item in parse(packaged()[name].read_bytes())["criteria"]:
        for schema in (item["schema"], *(case["schema"] for case in item.get("cases", ())), item.get("partial", {})):
            said = words.requirement(schema)
            assert not set('{}"') & set(said), (item["id"], said)
            assert said or not schema, item["id"]


@pytest.mark.parametrize("keyword", sorted({*KEYWORDS, *VOCABULARY} - {"$ref"}))
def test_every_keyword_has_a_name(keyword):
    """Each keyword of requirements has a name in both languages."""
    assert "`" not in RequirementWords(language("fr")).name(keyword)
    assert "`" not in RequirementWords(language("en")).name(keyword)


SAID = [
    ({"if": {"required": ["a"], "properties": {"a": {"const": True}}}, "then": {"required": ["b"]}},
     "if", "if `a` is `true`, then `b` is asked for"),
    ({"ascending": ["/project/dates/first_real_data", "date", "@as_of"]},
     "ascending", "`project.dates.first_real_data` ≤ `date` ≤ the date of the day"),
    ({"computed": {"value": "kwh", "is": {"product": ["uses", "wh", 0.001]}, "tolerance": 0.1}},
     "computed", "`kwh` = `uses` × `wh` × 0.001, within 10%"),
    ({"rate": {"of": "passed", "over": "tested", "minimum": 75}}, "rate", "`passed` out of `tested`, ≥ 75%"),
    ({"age": {"of": "date", "months": 24}}, "age", "`date` is 24 months old at most"),
    ({"anyOf": [{"required": ["a"]}, {"properties": {"b": {"minItems": 2}}}]},
     "anyOf", "`a` is asked for or `b` (least number of items `2`)"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "keyword", "said"), SAID)
def test_a_requirement_is_said_as_people_do(schema, keyword, said):
    """A condition, an order, a computation, a rate: each has its sentence."""
    operand = schema if keyword == "if" else schema[keyword]
    assert RequirementWords(language("en")).value(keyword, operand) == said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_change_has_its_sentence(lang):
    """Each change is told in words, from what it was to what it is, in both languages."""
    for edits, _ in CASES:
        for change in compare(DATA, edited(*edits)):
            assert sentence(change, language(lang), {"EQU-01": "/equity/accessibility/rgaa"})


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([(("criteria", ENV, "level"), "major")], "level: minor → major"),
        ([(("criteria", ETH, "expected", "idea"), "plan")], "expected at the idea phase: nothing → dated plan"),
        ([(("criteria", EQU, "schema", "rate", "minimum"), 70)], "`ethics`, rate (`minimum`): `75` → `70`"),
        (
            [(("criteria", ETH, "schema", "required"), ["intended_use"])],
            "`ethics.out_of_scope_uses` is no longer asked for",
        ),
        ([(("criteria", ETH, "why", "en"), "A sound tool is dangerous outside its intended use.")], None),
        ([(("criteria", ETH, "partial"), None)], "an incomplete answer no longer earns half the credit"),
    ],
)
def test_a_sentence_says_old_and_new(edits, said):
    """A sentence shows the value before and the value after; of a long text, the words around what changed."""
    (change,) = compare(DATA, edited(*edits))
    found = sentence(change, language("en"), dict.fromkeys(("ETH-01", "EQU-01"), "/ethics"))
    assert found == (said or "why (en): “… tool becomes dangerous …” → “… tool is dangerous …”")


def call(*arguments, cwd):
    """Run the command line and give its exit code, stdout and stderr."""
    environment = {**os.environ, "GUICHET_LANG": "en", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "guichet_cli", "charter", "diff", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_command_compares_two_files(tmp_path):
    """Two versions of a charter: the changes by kind, the version advised; --exit-code gives 1 when they differ."""
    old = skeleton("essai")
    new = old.replace("minimum: 75", "minimum: 80").replace("version: '0.1.0'", "version: '0.1.1'")
    (tmp_path / "a.yaml").write_text(old, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(new, encoding="utf-8")
    code, out, err = call("a.yaml", "b.yaml", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "Stricter (1)" in out
    assert "announce at least 1.0.0" in out.replace("\n", " ")
    assert call("a.yaml", "b.yaml", "--exit-code", cwd=tmp_path)[0] == 1
    assert call("a.yaml", "a.yaml", "--exit-code", cwd=tmp_path)[:2] == (0, "essai 0.1.0 → 0.1.0\n\nNo difference.\n")
    document = json.loads(call("a.yaml", "b.yaml", "--format", "json", cwd=tmp_path)[1])
    assert document["advice"] == {"bump": "major", "version": "1.0.0", "honoured": False}
    assert [change["kind"] for change in document["changes"]] == ["stricter"]
    markdown = call("a.yaml", "b.yaml", "--format", "markdown", cwd=tmp_path)[1]
    assert "### Stricter (1)\n\n- **EQU-01 Accessible interface**: " in markdown


def test_two_different_charters_get_no_advice(tmp_path):
    """Version numbers of different charters promise nothing to each other."""
    (tmp_path / "a.yaml").write_text(skeleton("un"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(skeleton("deux"), encoding="utf-8")
    code, out, _ = call("a.yaml", "b.yaml", cwd=tmp_path)
    assert code == 0
    assert "two different charters" in out
    assert json.loads(call("a.yaml", "b.yaml", "--format", "json", cwd=tmp_path)[1])["advice"]["honoured"] is None


@pytest.mark.parametrize("name", ["-", "nowhere.yaml"])
def test_a_charter_that_cannot_be_read_ends_the_call(name, tmp_path):
    """What is no charter, standard input included, is exit 2 with what to do."""
    code, out, err = call("grand-est-2024", name, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("guichet: ")
