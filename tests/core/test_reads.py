"""The places that a criterion looks at, and the places where two dossiers differ, as plain tables."""

import pytest
from building import charter, criterion

from guichet_cli.core.reads import compared, differences, is_fact, reads, touches

CARE, RISK = {"fact": "/system/decision_domain", "is": "care"}, {"fact": "/system/risk", "is": "high"}
READS = (
    # what a criterion says, what it looks at beside the phase
    ({}, {"/ethics/answer/x"}),
    ({"schema": {"required": ["x"]}}, {"/ethics/answer"}),
    ({"schema": {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b/c": {}}}], "not": {"properties": {"d": {"properties": {"deep": {}}}}}}}, {"/ethics/answer/a", "/ethics/answer/b~1c", "/ethics/answer/d"}),
    ({"schema": {"if": {"properties": {"a": {}}}, "then": {"properties": {"b": {}}}, "else": {"properties": {"c": {}}}, "allOf": [{"properties": {"d": {}}}]}}, {f"/ethics/answer/{name}" for name in "abcd"}),
    ({"when": {"all": [CARE, {"not": RISK}]}}, {"/ethics/answer/x", "/system/decision_domain", "/system/risk"}),
    ({"level": [{"is": "major", "when": CARE}, {"is": "minor"}]}, {"/ethics/answer/x", "/system/decision_domain"}),
    ({"cases": [{"when": RISK, "schema": {"properties": {"y": {}}}}]}, {"/ethics/answer/x", "/ethics/answer/y", "/system/risk"}),
    ({"partial": {"properties": {"z": {}}}}, {"/ethics/answer/x", "/ethics/answer/z"}),
)  # fmt: skip
DIFFERENCES = (
    (1, 1, []),
    (1, True, [""]),
    (1, 1.0, [""]),
    ({}, [], [""]),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    ({"a": 1, "b": {"c": 1}}, {"b": {"c": 2}, "d": 3}, ["/a", "/b/c", "/d"]),
    ({"a/b": 1}, {}, ["/a~1b"]),
    ([1, 2], [1, 3], ["/1"]),
    ([1], [1, 2, 3], ["/1", "/2"]),
    ([2, 2, 3], [1], ["/0", "/1", "/2"]),
    (None, {"a": 1}, [""]),
)
TOUCHES = (
    ("/a", "/a", True),
    ("/a/b", "/a", True),
    ("/a", "/a/b", True),
    ("/ab", "/a", False),
    ("/a", "/ab", False),
    ("/a/b", "/a/c", False),
)


@pytest.mark.parametrize(("said", "places"), READS)
def test_reads(said, places):
    """A criterion looks at the phase, at the facts of its conditions, and at the members that its requirements name at their top."""
    (one,) = charter(criterion(**said)).criteria
    assert reads(one) == {"/project/phase", *places}


def test_compared():
    """Of the operands of the vocabulary of requirements, those from the dossier's root are read; other texts are not."""
    schema = {
        "rate": {"of": "/a/b", "over": ["/c", "d"]},
        "const": "/e",
        "properties": {"x": {"ascending": "/f"}, "y": {"pattern": "/g"}},
    }
    assert compared([schema, {}]) == {"/a/b", "/c", "/f"}


@pytest.mark.parametrize(("old", "new", "places"), DIFFERENCES)
def test_differences(old, new, places):
    """Two values differ where they are not of one type and equal, as deep as both have the same form."""
    assert list(differences(old, new)) == places


@pytest.mark.parametrize(("one", "other", "told"), TOUCHES)
def test_touches(one, other, told):
    """Two places touch where one is the other, or inside it."""
    assert touches(one, other) is told


def test_facts():
    """What the project and the system are is what conditions read."""
    assert [is_fact(place) for place in ("/project", "/project/phase", "/system/x", "/systems", "/ethics/system")] == [
        True,
        True,
        True,
        False,
        False,
    ]
