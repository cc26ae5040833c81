"""Applicability: three values, as tables."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from building import AS_OF, entries, without
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core.conditions import holds, level_of, present, unknown_facts

DATA = {"system": {"yes": True, "no": False}}
ATOMS = {
    True: {"fact": "/system/yes", "is": True},
    False: {"fact": "/system/no", "is": True},
    None: {"fact": "/system/nothing", "is": True},
}
RANK = {False: 0, None: 1, True: 2}
VALUES = (True, False, None)
FACT = "/system/x"


def fact(value, **comparison):
    """Give the truth of a comparison of one fact that has a value."""
    return holds({"fact": FACT, **comparison}, {"system": {"x": value}}, AS_OF)


@pytest.mark.parametrize("values", [*product(VALUES, repeat=1), *product(VALUES, repeat=2), *product(VALUES, repeat=3)])
def test_all_any(values):
    """`all` is the least of its parts and `any` the greatest, where false < unknown < true."""
    parts = [ATOMS[value] for value in values]
    assert holds({"all": parts}, DATA, AS_OF) is min(values, key=RANK.__getitem__)
    assert holds({"any": parts}, DATA, AS_OF) is max(values, key=RANK.__getitem__)


@pytest.mark.parametrize(("value", "negated"), [(True, False), (False, True), (None, None)])
def test_not(value, negated):
    """`not` swaps true and false, and leaves the unknown unknown."""
    assert holds({"not": ATOMS[value]}, DATA, AS_OF) is negated


def test_no_condition_always_holds():
    """A criterion without `when` applies always."""
    assert holds(None, {}, AS_OF) is True


ABSENT = [None, "", "  ", "\t\n", "undetermined", [None], [""], ["undetermined"], [None, " "]]
ANSWERS = [[], {}, "none", 0, 0.0, False, "0", "Undetermined", ["undetermined", "a"], [None, "a"]]


@pytest.mark.parametrize("value", ABSENT, ids=repr)
def test_absent(value):
    """Null, blank, `undetermined`, and a list of nothing else, leave every comparison unknown."""
    assert present(value) is False
    for comparison in ({"is": "a"}, {"in": ["a", "b"]}, {"gt": 1}, {"le": "2026-01-01"}):
        assert fact(value, **comparison) is None
    assert list(unknown_facts({"fact": FACT, "is": "a"}, {"system": {"x": value}}, AS_OF)) == [FACT]


@pytest.mark.parametrize("value", ANSWERS, ids=repr)
def test_answers(value):
    """An empty list, `none`, zero and false are answers: they equal something or they do not."""
    assert present(value) is True
    assert fact(value, **{"is": "b"}) is False
    assert list(unknown_facts({"fact": FACT, "is": "b"}, {"system": {"x": value}}, AS_OF)) == []


COMPARED = [
    ("a", {"is": "a"}, True),
    ("a", {"is": "A"}, False),
    ("none", {"is": "none"}, True),
    (True, {"is": True}, True),
    (True, {"is": "true"}, False),
    (1, {"is": True}, False),
    (True, {"is": 1}, False),
    (2, {"is": 2.0}, True),
    ("2", {"is": 2}, False),
    ("b", {"in": ["a", "b"]}, True),
    ("c", {"in": ["a", "b"]}, False),
    (["a", "b"], {"is": "b"}, True),
    (["a", "b"], {"is": "c"}, False),
    (["a", "b"], {"in": ["c", "b"]}, True),
    ([], {"in": ["a"]}, False),
    (["undetermined", "a"], {"is": "a"}, True),
    (3, {"gt": 3}, False),
    (3, {"ge": 3}, True),
    (3, {"lt": 3.5}, True),
    (3.5, {"le": 3}, False),
    ("2026-03-01", {"ge": "2026-03-01"}, True),
    ("2026-02-28", {"ge": "2026-03-01"}, False),
    ("2026-03-01", {"lt": "2026-03-02"}, True),
    ("3", {"gt": 1}, None),
    (3, {"gt": "2026-01-01"}, None),
    (True, {"gt": 0}, None),
    ([3], {"gt": 1}, None),
    ({"a": 3}, {"gt": 1}, None),
]


@pytest.mark.parametrize(("value", "comparison", "truth"), COMPARED, ids=repr)
def test_comparisons(value, comparison, truth):
    """A fact equals a value of its own kind, a list through its items; what cannot be compared is unknown."""
    assert fact(value, **comparison) is truth


@pytest.mark.parametrize("data", [{}, {"system": None}, {"system": "text"}, {"system": []}, {"system": {}}, [], None])
def test_fact_under_no_mapping(data):
    """A fact whose block is not there, or is no block, is unknown."""
    assert holds({"fact": FACT, "is": "a"}, data, AS_OF) is None


@pytest.mark.parametrize(
    ("day", "begun", "not_yet"),
    [("2026-08-01", False, True), ("2026-08-02", True, False), ("2026-08-03", True, False)],
)
def test_as_of(day, begun, not_yet):
    """`from` holds on its day and after, `before` on no day but earlier ones; never unknown."""
    today = date.fromisoformat(day)
    assert holds({"as_of": {"from": "2026-08-02"}}, {}, today) is begun
    assert holds({"as_of": {"before": "2026-08-02"}}, {}, today) is not_yet
    assert list(unknown_facts({"as_of": {"from": "2026-08-02"}}, {}, today)) == []


OTHER = {"fact": "/system/other", "is": True}
UNKNOWN = [
    (None, []),
    (ATOMS[True], []),
    (ATOMS[None], ["/system/nothing"]),
    ({"not": ATOMS[None]}, ["/system/nothing"]),
    ({"all": [ATOMS[False], ATOMS[None]]}, []),
    ({"any": [ATOMS[True], ATOMS[None]]}, []),
    ({"all": [ATOMS[True], ATOMS[None], OTHER]}, ["/system/nothing", "/system/other"]),
    ({"any": [ATOMS[False], {"all": [ATOMS[True], OTHER]}]}, ["/system/other"]),
    ({"any": [{"all": [ATOMS[False], ATOMS[None]]}, OTHER]}, ["/system/other"]),
    ({"all": [{"as_of": {"from": "2020-01-01"}}, ATOMS[None]]}, ["/system/nothing"]),
    ({"all": [{"as_of": {"before": "2020-01-01"}}, ATOMS[None]]}, []),
]


@pytest.mark.parametrize(("condition", "pointers"), UNKNOWN, ids=repr)
def test_unknown_facts(condition, pointers):
    """What leaves a condition unknown is named, and nothing that no longer matters."""
    assert list(unknown_facts(condition, DATA, AS_OF)) == pointers


LEVELS = [
    ("minor", "minor", []),
    ([{"when": ATOMS[True], "is": "major"}, {"is": "blocking"}], "major", []),
    ([{"when": ATOMS[False], "is": "blocking"}, {"is": "minor"}], "minor", []),
    ([{"when": ATOMS[None], "is": "minor"}, {"is": "major"}], "major", ["/system/nothing"]),
    ([{"when": ATOMS[None], "is": "minor"}, {"when": OTHER, "is": "blocking"}, {"is": "major"}], "blocking", None),
    ([{"when": ATOMS[True], "is": "minor"}, {"when": ATOMS[None], "is": "blocking"}, {"is": "major"}], "minor", []),
    ([{"when": ATOMS[False], "is": "minor"}, {"when": ATOMS[None], "is": "minor"}, {"is": "minor"}], "minor", None),
    ([{"when": ATOMS[False], "is": "blocking"}, {"when": ATOMS[None], "is": "minor"}, {"is": "major"}], "major", None),
    ([{"when": ATOMS[None], "is": "minor"}, {"when": ATOMS[True], "is": "major"}, {"is": "blocking"}], "major", None),
    ([{"when": ATOMS[None], "is": "minor"}, {"when": ATOMS[False], "is": "blocking"}, {"is": "minor"}], "minor", None),
]


@pytest.mark.parametrize(("level", "word", "pointers"), LEVELS, ids=repr)
def test_levels(level, word, pointers):
    """The first true branch gives the level; an unknown one before it, the heaviest that may still hold, and what it hangs on."""
    assert level_of(level, DATA, AS_OF) == (word, ["/system/nothing"] if pointers is None else pointers)


NAMES = st.sampled_from(["/system/a", "/system/b", "/project/c"])
WORDS = st.sampled_from(["x", "none", "undetermined", "", True, False, 0, 1, 2.5, "2026-01-01"])
LEAVES = st.one_of(
    st.builds(lambda name, value: {"fact": name, "is": value}, NAMES, WORDS),
    st.builds(lambda name, values: {"fact": name, "in": values}, NAMES, st.lists(WORDS, min_size=1, max_size=3)),
    st.builds(
        lambda name, word, bound: {"fact": name, word: bound},
        NAMES,
        st.sampled_from(["gt", "ge", "lt", "le"]),
        st.sampled_from([0, 1.5, "2026-01-01"]),
    ),
    st.builds(lambda day: {"as_of": {"from": day}}, st.sampled_from(["2026-11-23", "2027-01-01"])),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(lambda many: {"all": many}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda many: {"any": many}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, parts),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "system": st.fixed_dictionaries({}, optional={"a": WORDS | st.lists(WORDS, max_size=3), "b": WORDS}),
        "project": st.fixed_dictionaries({}, optional={"c": WORDS | st.none()}),
    },
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(TREES, FACTS)
def test_removal_only_forgets(condition, data):
    """Taking a fact away leaves a condition as it was, or makes it unknown; it never makes it true or false."""
    before = holds(condition, data, AS_OF)
    assert (before is None) is bool(list(unknown_facts(condition, data, AS_OF)))
    for path in entries(data):
        assert holds(condition, without(data, path), AS_OF) in {None, before}
