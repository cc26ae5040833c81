"""Requirements: each JSON Schema keyword by facts, and what a charter may not say."""

from __future__ import annotations

import pytest

from guichet_cli.core.failure import Scene
from guichet_cli.core.json_schema import KEYWORDS
from guichet_cli.core.requirement import UnknownKeywordError, compile_schema, failures
from guichet_cli.core.wording import detail
from guichet_cli.load.data import LANGUAGES, language

SCENE = Scene({}, "2026-11-23")
X = "/x"


def fails(schema, value, at=""):
    """Give what a value fails, as pointer, keyword and whether by an absence."""
    return [failure[:3] for failure in failures(compile_schema(schema), value, SCENE, at)]


HOLDS = [
    ({"type": "string"}, ""),
    ({"type": "number"}, 1.5),
    ({"type": "integer"}, 2.0),
    ({"type": ["string", "array"]}, []),
    ({"enum": ["a", 1]}, 1.0),
    ({"const": False}, False),
    ({"required": ["x"]}, {"x": ""}),
    ({"required": ["x"]}, "no object"),
    ({"properties": {"x": {"minLength": 3}}}, {}),
    ({"properties": {"x": {"minLength": 3}}}, {"x": None}),
    ({"properties": {"x": {"required": ["y"]}}}, {}),
    ({"additionalProperties": False, "properties": {"x": {}}}, {"x": 1}),
    ({"additionalProperties": {"type": "string"}}, {"x": "a", "y": None}),
    ({"items": {"type": "string"}}, ["a", None]),
    ({"minItems": 2}, ["a", "b"]),
    ({"maxItems": 1}, ["a", None]),
    ({"minLength": 3}, "  abc "),
    ({"maxLength": 3}, "  abc "),
    ({"minLength": 3}, 1),
    ({"uniqueItems": True}, [1, True, "1", None]),
    ({"uniqueItems": False}, [1, 1]),
    ({"contains": {"const": 1}}, [2, 1]),
    ({"contains": {"const": 1}}, "no array"),
    ({"contains": {"const": 1}, "minContains": 0}, []),
    ({"contains": {"const": 1}, "minContains": 2, "maxContains": 2}, [1, 2, 1]),
    ({"pattern": "b"}, "abc"),
    ({"format": "date"}, "2024-02-29"),
    ({"format": "uri"}, "https://exemple.fr/a?b=c"),
    ({"minimum": 1, "maximum": 2}, 1),
    ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, 1.5),
    ({"minimum": 1}, True),
    ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, 1.5),
    ({"anyOf": [{"minimum": 5}, {"maximum": 2}]}, 1.5),
    ({"not": {"const": 1}}, 2),
    ({"if": {"const": 1}, "then": {"const": 1}, "else": {"const": 2}}, 2),
    ({"if": {"const": 1}}, 1),
    ({"title": "a", "description": "b", "$comment": "c", "x-title": {}, "default": 1, "examples": []}, 3),
]


@pytest.mark.parametrize(("schema", "value"), HOLDS, ids=repr)
def test_holds(schema, value):
    """A value that a keyword accepts, or does not speak of, fails nothing."""
    assert fails(schema, value) == []


FAILS = [
    ({"type": "string"}, 1, [("", "type", False)]),
    ({"type": "number"}, True, [("", "type", False)]),
    ({"type": "integer"}, 2.5, [("", "type", False)]),
    ({"type": ["string", "array"]}, {}, [("", "type", False)]),
    ({"enum": ["a", 1]}, True, [("", "enum", False)]),
    ({"const": 0}, False, [("", "const", False)]),
    ({"type": "string", "minLength": 3, "enum": ["abc"]}, 1, [("", "type", False)]),
    ({"enum": ["abc"], "minLength": 3}, "a", [("", "enum", False)]),
    ({"required": ["x", "y"]}, {"y": None}, [("/x", "required", True), ("/y", "required", True)]),
    ({"required": ["a/b~c"]}, {}, [("/a~1b~0c", "required", True)]),
    ({"properties": {"x": {"const": 1}}}, {"x": 2}, [(X, "const", False)]),
    ({"additionalProperties": False, "properties": {"x": {}}}, {"y": 1}, [("/y", "additionalProperties", False)]),
    ({"additionalProperties": False}, {"y": None}, [("/y", "additionalProperties", False)]),
    ({"additionalProperties": {"type": "string"}}, {"y": 1}, [("/y", "type", False)]),
    ({"items": {"required": ["x"]}}, [{"x": 1}, None, {}], [("/2/x", "required", True)]),
    ({"minItems": 2}, ["a", None], [("", "minItems", True)]),
    ({"minItems": 1}, [], [("", "minItems", False)]),
    ({"maxItems": 1}, [1, 2], [("", "maxItems", False)]),
    ({"minLength": 3}, "ab  ", [("", "minLength", True)]),
    ({"minLength": 1}, " \t\n", [("", "minLength", True)]),
    ({"maxLength": 3}, "abcd", [("", "maxLength", False)]),
    ({"uniqueItems": True}, ["a", "b", "a"], [("/2", "uniqueItems", False)]),
    ({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1.0}], [("/1", "uniqueItems", False)]),
    ({"contains": {"const": 1}}, [], [("", "contains", False)]),
    ({"contains": {"const": 1}}, [2], [("", "contains", True)]),
    ({"contains": {"required": ["x"], "properties": {"x": {"const": 1}}}}, [{"x": 2}], [("", "contains", True)]),
    ({"contains": {"const": 1}, "minContains": 2}, [1], [("", "contains", True)]),
    ({"contains": {"const": 1}, "maxContains": 1}, [1, 1], [("", "maxContains", False)]),
    ({"pattern": "^b"}, "abc", [("", "pattern", False)]),
    ({"format": "date"}, "2026-02-29", [("", "format", False)]),
    ({"format": "date"}, "23/11/2026", [("", "format", False)]),
    ({"format": "date"}, "20261123", [("", "format", False)]),
    ({"format": "uri"}, "exemple.fr", [("", "format", False)]),
    ({"format": "uri"}, "javascript:alert(1)", [("", "format", False)]),
    ({"minimum": 1}, 0.9, [("", "minimum", False)]),
    ({"maximum": 1}, 1.1, [("", "maximum", False)]),
    ({"exclusiveMinimum": 1}, 1, [("", "exclusiveMinimum", False)]),
    ({"exclusiveMaximum": 1}, 1, [("", "exclusiveMaximum", False)]),
    ({"allOf": [{"minimum": 5}, {"required": ["x"]}]}, 1, [("", "minimum", False)]),
    ({"not": {"const": 1}}, 1, [("", "not", False)]),
    ({"if": {"const": 1}, "then": {"const": 2}}, 1, [("", "const", False)]),
    ({"if": {"const": 1}, "else": {"const": 2}}, 3, [("", "const", False)]),
]


@pytest.mark.parametrize(("schema", "value", "expected"), FAILS, ids=repr)
def test_fails(schema, value, expected):
    """A value that a keyword refuses fails there, by an absence or by a contradiction, and says so in both languages."""
    assert fails(schema, value) == expected
    for failure in failures(compile_schema(schema), value, SCENE):
        for code in LANGUAGES:
            said = detail(failure, language(code)).message
            assert said != detail(failure._replace(keyword="unheard-of"), language(code)).message
            assert "{" not in said


def test_every_keyword_is_in_the_tables():
    """No keyword of the subset goes without a case that holds; none but those that cannot fail, without one that fails."""
    held = {keyword for schema, _ in HOLDS for keyword in schema}
    failed = {keyword for schema, _, _ in FAILS for keyword in schema}
    assert KEYWORDS.keys() - held - failed - {"$ref"} == set()
    assert KEYWORDS.keys() - failed == {"anyOf", "$ref"}


NESTED = {
    "required": ["a"],
    "properties": {
        "a": {"required": ["b", "c"], "properties": {"b": {"required": ["d"], "properties": {"d": {"minLength": 1}}}}}
    },
}


def test_missing_block_is_named_by_its_leaves():
    """A required block that is not there is named by each member that it lacks, however deep; an empty one too."""
    expected = [("/a/b/d", "required", True), ("/a/c", "required", True)]
    for value in ({}, {"a": None}, {"a": {}}, {"a": {"b": {}}}, {"a": {"b": None, "c": None}}):
        assert sorted(fails(NESTED, value)) == expected


def test_missing_block_without_required_members():
    """A required block of which no member is required is missing itself."""
    schema = {"required": ["a"], "properties": {"a": {"required": [], "properties": {"b": {"minLength": 1}}}}}
    assert fails(schema, {}) == [("/a", "required", True)]


def test_any_of_reports_the_nearest_branch():
    """Of several branches that fail, one speaks: only absences before a contradiction, then the fewest failures."""
    full = {"required": ["x", "y", "z"]}
    against = {"required": ["w"], "properties": {"w": {"const": 1}}}
    assert fails({"anyOf": [against, full]}, {"w": 2}) == [
        ("/x", "required", True),
        ("/y", "required", True),
        ("/z", "required", True),
    ]
    assert fails({"anyOf": [full, {"required": ["v"]}]}, {}) == [("/v", "required", True)]
    assert fails({"anyOf": [against, full, {"required": ["x"]}]}, {"w": 1}) == []


def test_absent_premise_does_not_speak():
    """A required premise that is absent fails once; neither branch of `if` adds to it."""
    schema = {
        "required": ["x"],
        "if": {"properties": {"x": {"const": 1}}},
        "then": {"required": ["y"]},
        "else": {"required": ["z"]},
    }
    assert fails(schema, {}) == [("/x", "required", True)]
    assert fails(schema, {"x": 1}) == [("/y", "required", True)]
    assert fails(schema, {"x": 2}) == [("/z", "required", True)]


def test_pointers_are_below_at():
    """A failure's pointer begins with the place that the requirement stands on."""
    assert fails({"items": {"required": ["x"]}}, [{}], at="/users/changes") == [
        ("/users/changes/0/x", "required", True)
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"minProperties": 1},
        {"properties": {"x": {"oneOf": []}}},
        {"allOf": [{"prefixItems": []}]},
        {"if": {"dependentRequired": {}}},
        {"contains": {"Type": "string"}},
        {"else": {"unheard-of": 1}, "if": {}},
    ],
    ids=repr,
)
def test_unknown_keyword(schema):
    """A keyword outside the subset is refused when the schema is compiled, wherever it stands; it is never passed over."""
    with pytest.raises(UnknownKeywordError):
        compile_schema(schema)


def test_recursive_reference():
    """A schema may refer to itself and to another document, which may refer back."""
    tree = {"$id": "tree", "properties": {"next": {"$ref": "#"}, "leaf": {"$ref": "leaf#/$defs/leaf"}}}
    leaf = {"$id": "leaf", "$defs": {"leaf": {"type": "string"}, "tree": {"$ref": "tree"}}}
    check = compile_schema(tree, {"tree": tree, "leaf": leaf})
    value = {"next": {"next": {"leaf": 1}, "leaf": "a"}, "leaf": 2}
    assert sorted(failure.pointer for failure in failures(check, value, SCENE)) == ["/leaf", "/next/next/leaf"]
    check = compile_schema({"$ref": "leaf#/$defs/tree"}, {"tree": tree, "leaf": leaf})
    assert [failure.pointer for failure in failures(check, value, SCENE)] == ["/next/next/leaf", "/leaf"]
