"""The vocabulary: each keyword by facts, exact at its bounds, and total whatever is written."""

from __future__ import annotations

from functools import cache, partial

import pytest
from building import charter_data, entries, requirements, subschemas, without
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core.failure import Scene
from guichet_cli.core.requirement import compile_schema, failures
from guichet_cli.core.vocabulary import VOCABULARY
from guichet_cli.core.wording import detail
from guichet_cli.load.data import LANGUAGES, language

AS_OF = "2026-11-23"
ROOT = {"root": {"day": "2026-01-31", "n": 3}}
TOO_BIG = 10**30


def failing(schema, value, root=None):
    """Give what a value fails of a schema, with pointers below `/at`."""
    return failures(compile_schema(schema), value, Scene(ROOT if root is None else root, AS_OF), "/at")


def row(value, *, attribute="sex", group="F", n=100, **more):
    """Give one row of a table of subgroups."""
    return {"attribute": attribute, "group": group, "n": n, "value": value, **more}


women, men, others = (partial(row, metric="m", group=group) for group in "FHX")


LACKS_A = [("/at/a", "required", True)]
IN_ORDER = {"ascending": ["a", "b", "c"]}
UNTIL_NOW = {"ascending": ["a", "@as_of"]}
MONTHS = {"age": {"of": "a", "months": 36}}
DAYS = {"age": {"of": "a", "days": "b"}}
RATE = {"rate": {"of": "a", "over": "b", "minimum": 75, "maximum": 90}}
WEIGHTED = {"rate": {"of": {"product": ["a", 1.5]}, "over": "b", "minimum": 75, "maximum": 90}}
BOUNDS = {"bounds": {"of": {"product": ["a", {"sum": ["b", 1]}]}, "minimum": 0.3, "maximum": 10}}
APART = {"bounds": {"of": {"difference": ["a", "b"]}, "minimum": -0.1}}
DIFFERENCE = {"bounds": {"of": {"difference": ["a", "b"]}, "maximum": 0.1}}
COMPUTED = {"computed": {"value": "a", "is": {"product": ["b", 0.001]}, "tolerance": 0.1}}
GAP = {
    "gap": {
        "value": "value",
        "by": ["attribute", "metric"],
        "group": "group",
        "n": "n",
        "minimum_n": 50,
        "maximum": 0.1,
    }
}
IGNORED = {"gap": {**GAP["gap"], "insufficient": "ignored"}}
TOTALS = {"totals": {"value": "value", "by": ["attribute"], "group": "group", "is": 100, "tolerance": 2}}
PROSE = "Le délai d’accès à un avis spécialisé dépasse trois mois dans deux territoires."
PLAIN = (
    "Un outil aide le médecin. Il lit vos images. Il ne décide pas. Le médecin décide avec vous. Vous pouvez dire non."
)

CASES = [
    # each operand at most the next: all numbers, or all dates
    (IN_ORDER, {"a": 1, "b": 1, "c": 2.5}, []),
    (IN_ORDER, {"a": "2026-01-01", "b": "2026-01-01", "c": "2026-02-01"}, []),
    (IN_ORDER, {"a": 0.1, "b": 0.09, "c": 2}, [("/at/a", "ascending", False)]),
    (IN_ORDER, {"a": 1, "b": 3, "c": 2}, [("/at/b", "ascending", False)]),
    (IN_ORDER, {"a": "2026-02-01", "b": "2026-01-01", "c": "2026-02-01"}, [("/at/a", "ascending.dates", False)]),
    (IN_ORDER, {"a": 1, "b": 2}, [("/at/c", "required", True)]),
    (IN_ORDER, {"a": "2026-02-30", "b": "soon", "c": None}, [(f"/at/{k}", "required", True) for k in "abc"]),
    (IN_ORDER, {"a": True, "b": 1, "c": 2}, LACKS_A),
    (IN_ORDER, {"a": 1, "b": "2026-01-01", "c": "2026-02-01"}, [("/at/a", "ascending", False)]),
    (UNTIL_NOW, {"a": AS_OF}, []),
    (UNTIL_NOW, {"a": "2026-11-24"}, [("/at/a", "ascending.dates", False)]),
    ({"ascending": ["@as_of", "a"]}, {"a": "2026-11-22"}, [("/at/a", "ascending.dates", False)]),
    ({"ascending": ["/root/day", "a/b"]}, {"a": {"b": "2026-01-31"}}, []),
    ({"ascending": ["/root/day", "a/b"]}, {"a": {"b": "2026-01-30"}}, [("/root/day", "ascending.dates", False)]),
    (
        {"ascending": ["/root/none", "a/0"]},
        {"a": []},
        [("/root/none", "required", True), ("/at/a/0", "required", True)],
    ),
    ({"ascending": [{"sum": ["@as_of", 1]}, "a"]}, {"a": 3}, [("/at", "required", True)]),
    (IN_ORDER, "no object", [(f"/at/{k}", "required", True) for k in "abc"]),
    # a date, not in the future, and not older than that to the day
    (MONTHS, {"a": "2023-11-23"}, []),
    (MONTHS, {"a": "2023-11-22"}, [("/at/a", "age.months", False)]),
    (MONTHS, {"a": AS_OF}, []),
    (MONTHS, {"a": "2026-11-24"}, [("/at/a", "future", False)]),
    (MONTHS, {"a": "2023-02-29"}, LACKS_A),
    (MONTHS, {"a": 2023}, LACKS_A),
    (MONTHS, {}, LACKS_A),
    (MONTHS, [], LACKS_A),
    (DAYS, {"a": "2026-11-13", "b": 10}, []),
    (DAYS, {"a": "2026-11-12", "b": 10}, [("/at/a", "age.days", False)]),
    (DAYS, {"a": "2026-11-12", "b": 10.5}, [("/at/a", "age.days", False)]),
    (DAYS, {"a": "2026-11-13"}, [("/at/b", "required", True)]),
    (DAYS, {"a": "2026-11-13", "b": "2026-11-13"}, LACKS_A),
    # a rate between two bounds, which are in
    (RATE, {"a": 75, "b": 100}, []),
    (RATE, {"a": 90, "b": 100}, []),
    (RATE, {"a": 74.999, "b": 100}, [("/at/a", "rate.minimum", False)]),
    (RATE, {"a": 90.001, "b": 100}, [("/at/a", "rate.maximum", False)]),
    (RATE, {"a": 0, "b": 0}, [("/at/a", "rate.impossible", False)]),
    (RATE, {"a": 3, "b": 2}, [("/at/a", "rate.impossible", False)]),
    (RATE, {"a": -1, "b": 2}, [("/at/a", "rate.impossible", False)]),
    (WEIGHTED, {"a": 50, "b": 100}, []),
    (WEIGHTED, {"a": 49, "b": 100}, [("/at/a", "rate.weighted.minimum", False)]),
    (WEIGHTED, {"a": 61, "b": 100}, [("/at/a", "rate.weighted.maximum", False)]),
    (RATE, {"a": 3}, [("/at/b", "required", True)]),
    (RATE, {"a": "80", "b": 100}, LACKS_A),
    (RATE, {"a": "2026-01-01", "b": 100}, LACKS_A),
    ({"rate": {"of": "a", "over": "b", "minimum": 30, "maximum": 30}}, {"a": 0.03, "b": 0.1}, []),
    ({"rate": {"of": "a", "over": "b"}}, {"a": 0, "b": 1}, []),
    # a computed value between two bounds, which are in
    (BOUNDS, {"a": 0.1, "b": 2}, []),
    (BOUNDS, {"a": 0.1, "b": 1.99}, [("/at/a", "bounds.minimum", False)]),
    (BOUNDS, {"a": 5, "b": 1}, []),
    (BOUNDS, {"a": 5, "b": 1.001}, [("/at/a", "bounds.maximum", False)]),
    (BOUNDS, {"a": 1}, [("/at/b", "required", True)]),
    (BOUNDS, {"a": "2026-01-01", "b": 1}, LACKS_A),
    (BOUNDS, {"a": TOO_BIG, "b": 1}, LACKS_A),
    (DIFFERENCE, {"a": 0.8, "b": 0.7}, []),
    (DIFFERENCE, {"a": 0.3, "b": 0.1}, [("/at/a", "bounds.difference.maximum", False)]),
    (APART, {"a": 0, "b": 0.1}, []),
    (APART, {"a": 0, "b": 0.11}, [("/at/a", "bounds.difference.minimum", False)]),
    (
        {"bounds": {"of": {"difference": ["a", "b"]}, "minimum": 1}},
        {"a": 1, "b": 1},
        [("/at/a", "bounds.minimum", False)],
    ),
    (
        {"bounds": {"of": {"sum": ["a", "b"]}, "maximum": 9}},
        {"a": 1, "b": 8.1},
        [("/at/a", "bounds.sum.maximum", False)],
    ),
    ({"bounds": {"of": {"sum": ["a", "b"]}, "minimum": 9}}, {"a": 1, "b": 7}, [("/at/a", "bounds.sum.minimum", False)]),
    ({"bounds": {"of": "a", "minimum": 9}}, {"a": 1}, [("/at/a", "minimum", False)]),
    ({"bounds": {"of": {"sum": ["a", "b"]}, "minimum": 0.3, "maximum": 0.3}}, {"a": 0.1, "b": 0.2}, []),
    # a value equal to a computed one, within the tolerance, which is in
    (COMPUTED, {"a": 1.1, "b": 1000}, []),
    (COMPUTED, {"a": 0.9, "b": 1000}, []),
    (COMPUTED, {"a": 1.1001, "b": 1000}, [("/at/a", "computed", False)]),
    (COMPUTED, {"a": 0.8999, "b": 1000}, [("/at/a", "computed", False)]),
    # small figures are held as closely as large ones; a billionth stands for nought
    (COMPUTED, {"a": 0.0000011, "b": 0.001}, []),
    (COMPUTED, {"a": 0.0000012, "b": 0.001}, [("/at/a", "computed", False)]),
    (COMPUTED, {"a": 0, "b": 0.001}, [("/at/a", "computed", False)]),
    (COMPUTED, {"a": 0, "b": 0}, []),
    (COMPUTED, {"a": 0.0000000001, "b": 0}, []),
    (COMPUTED, {"a": 0.00000000011, "b": 0}, [("/at/a", "computed", False)]),
    (COMPUTED, {"a": 1}, [("/at/b", "required", True)]),
    (COMPUTED, {"b": 1000}, LACKS_A),
    ({"computed": {"value": "a", "is": {"product": ["b", 1.1]}}}, {"a": 3.3, "b": 3}, []),
    (
        {"computed": {"value": "a", "is": {"readability": "b"}}},
        {"a": 60, "b": "Trop court."},
        [("/at/b", "required", True)],
    ),
    ({"computed": {"value": "a", "is": {"readability": "b"}, "tolerance": 0.5}}, {"a": 100, "b": PLAIN}, []),
    ({"computed": {"value": "a", "is": {"readability": "b"}}}, {"a": 3, "b": PLAIN}, [("/at/a", "computed", False)]),
    # the largest gap between groups that are large enough
    (GAP, [], []),
    (GAP, [row(0.8, metric="m"), row(0.7, metric="m", group="H")], []),
    (GAP, [row(0.8, metric="m"), row(0.699, metric="m", group="H")], [("/at/1/value", "gap", False)]),
    (GAP, [women(0.9), men(0.7), others(0.8)], [("/at/1/value", "gap", False)]),
    (GAP, [women(0.8), women(0.1, metric="o"), men(0.8), men(0.1, metric="o")], []),
    (GAP, [women(0.8)], [("/at/0/value", "gap.alone", True)]),
    (GAP, [women(0.8, n=50), men(0.7, n=50)], []),
    (GAP, [women(0.8), men(0.8, n=49)], [("/at/1/n", "gap.insufficient", False)]),
    (IGNORED, [women(0.8), men(0.1, n=49)], []),
    (IGNORED, [women(0.8), men(0.1, n=49), others(0.6)], [("/at/2/value", "gap", False)]),
    # a group told twice is no second group, however it is spelt
    (GAP, [women(0.8), women(0.8)], [("/at/1/group", "repeated", False)]),
    (GAP, [women(0.8), men(0.8), women(0.2)], [("/at/2/group", "repeated", False)]),
    (
        GAP,
        [row(0.8, metric="m", group="75  ans"), row(0.8, metric="m", group=" 75 Ans ")],
        [("/at/1/group", "repeated", False)],
    ),
    (IGNORED, [women(0.8), women(0.8, n=1)], [("/at/1/group", "repeated", False)]),
    (GAP, [women(0.8), men(0.8), row(0.8, metric="m", group=None)], [("/at/2/group", "required", True)]),
    (GAP, [women(0.8), row(0.8, metric="m", group=["H"])], [("/at/1/group", "required", True)]),
    (GAP, [row(0.8), men(0.7)], [("/at/0/metric", "required", True)]),
    (GAP, [women("0,8"), men(0.7)], [("/at/0/value", "required", True)]),
    (GAP, [women(0.8), men(0.8, n="many")], [("/at/1/n", "required", True)]),
    (GAP, [row(0.8, metric={}), men(0.8)], [("/at/0/metric", "required", True)]),
    (GAP, ["text", None], [("/at/0/value", "required", True), ("/at/1/value", "required", True)]),
    (GAP, {"rows": []}, [("/at", "required", True)]),
    (GAP, None, [("/at", "required", True)]),
    # shares that add up, within the tolerance, which is in
    (TOTALS, [women(60.1), men(39.9)], []),
    (TOTALS, [women(60), men(42)], []),
    (TOTALS, [women(60), men(42.1)], [("/at/0/value", "totals", False)]),
    (TOTALS, [women(60), men(37.9)], [("/at/0/value", "totals", False)]),
    (TOTALS, [row(100), row(40, attribute="age"), men(40, attribute="age")], [("/at/1/value", "totals", False)]),
    (TOTALS, [women(60), men(None)], [("/at/1/value", "required", True)]),
    (TOTALS, [women(60), {"value": 40, "group": "H"}], [("/at/1/attribute", "required", True)]),
    (TOTALS, [women(60), {"value": 40, "attribute": "sex"}], [("/at/1/group", "required", True)]),
    (TOTALS, [women(60), women(40)], [("/at/1/group", "repeated", False)]),
    (TOTALS, "text", [("/at", "required", True)]),
    ({"totals": {**TOTALS["totals"], "is": 0.3, "tolerance": 0}}, [women(0.1), men(0.2)], []),
    # no placeholder, no long text twice
    ({"sincere": {}}, {"a": PROSE, "b": ["Court.", "Court."]}, []),
    ({"sincere": {}}, {"a": "À compléter", "b": "TBD"}, [(f"/at/{k}", "sincere.placeholder", False) for k in "ab"]),
    ({"sincere": {}}, {"a": PROSE, "b": [f" {PROSE.upper()} "]}, [("/at/b/0", "sincere.repeated", False)]),
    ({"sincere": {}}, {"b": [PROSE], "a": PROSE}, [("/at/b/0", "sincere.repeated", False)]),
    ({"sincere": {"minimum": 90}}, {"a": PROSE, "b": PROSE}, []),
    ({"sincere": {}}, 12, []),
]


@pytest.mark.parametrize(("schema", "value", "expected"), CASES, ids=repr)
def test_cases(schema, value, expected):
    """A keyword holds or fails at its places, by an absence or by a contradiction, and says so in both languages."""
    found = failing(schema, value)
    assert [failure[:3] for failure in found] == expected
    for failure in found:
        for code in LANGUAGES:
            said = detail(failure, language(code)).message
            assert said != detail(failure._replace(keyword="unheard-of"), language(code)).message
            assert "{" not in said


SAID = [
    (
        {"bounds": {"of": {"difference": ["delay_days", "digital_delay_days"]}, "maximum": 7}},
        {"delay_days": 22, "digital_delay_days": 12},
        "`delay_days` (22) dépasse `digital_delay_days` (12) de 10\u202f; l’écart accepté est de 7 au plus.",
        "`delay_days` (22) exceeds `digital_delay_days` (12) by 10; the gap may be 7 at most.",
    ),
    (
        {"bounds": {"of": {"difference": ["dataset_pct", "target_pct"]}, "minimum": -10, "maximum": 10}},
        {"dataset_pct": 29.5, "target_pct": 48},
        "`dataset_pct` (29,5) est inférieur de 18,5 à `target_pct` (48)\u202f; l’écart accepté est de 10 au plus.",
        "`dataset_pct` (29.5) is below `target_pct` (48) by 18.5; the gap may be 10 at most.",
    ),
    (
        {"bounds": {"of": {"sum": ["a/b", "a/c", 1]}, "maximum": 78}},
        {"a": {"b": 40, "c": 48}},
        "Le total de `a.b` (40), `a.c` (48) et 1 est 89\u202f; il faut au plus 78.",
        "The total of `a.b` (40), `a.c` (48) and 1 is 89; it must be at most 78.",
    ),
    (
        {"computed": {"value": "kg", "is": {"product": ["kwh", "/root/n", 0.001]}, "tolerance": 0.1}},
        {"kg": 26, "kwh": 46},
        "`at.kg` vaut 26, mais le calcul `kwh` (46) × `root.n` (3) × 0,001 donne 0,138 (tolérance\xa0: 10\u202f%).",
        "`at.kg` is 26, but the computation `kwh` (46) × `root.n` (3) × 0.001 gives 0.138 (tolerance: 10%).",
    ),
    (
        {"gap": GAP["gap"]},
        [women(0.8), women(0.8)],
        "«\xa0F\xa0» figure deux fois dans la même comparaison\u202f; gardez une seule ligne par groupe.",
        "“F” appears twice in the same comparison; keep one row for each group.",
    ),
]


@pytest.mark.parametrize(("schema", "value", "french", "english"), SAID)
def test_messages_cite_what_was_seen(schema, value, french, english):
    """A keyword that computes says in words what it saw, and what was asked, in both languages."""
    (found,) = failing(schema, value)
    assert [detail(found, language(code)).message for code in ("fr", "en")] == [french, english]


def test_copied_guidance_is_told():
    """A text that is the charter's own example is told as copied."""
    scene = Scene({}, AS_OF, frozenset({" ".join(PROSE.split()).casefold()}))
    found = failures(compile_schema({"sincere": {}}), {"a": PROSE}, scene, "")
    assert [failure[:3] for failure in found] == [("/a", "sincere.copied", False)]


def test_every_keyword_has_cases_that_hold_and_that_fail():
    """No keyword of the vocabulary goes without a case on each side."""
    for expected in (bool, lambda found: not found):
        assert {name for schema, _, found in CASES if expected(found) for name in schema} == set(VOCABULARY)


LENGTHS = [
    ("2024-02-29", "2025-02-28", 12, True),
    ("2024-02-29", "2025-03-01", 12, False),
    ("2025-02-28", "2026-02-28", 12, True),
    ("2023-01-31", "2023-02-28", 1, True),
    ("2023-01-31", "2023-03-01", 1, False),
    ("2023-12-31", "2026-12-31", 36, True),
    ("2023-12-30", "2026-12-31", 36, False),
    ("2026-12-31", "2027-01-01", 0, False),
]


@pytest.mark.parametrize(("day", "today", "months", "young"), LENGTHS)
def test_months_to_the_day(day, today, months, young):
    """A month goes to the same day of the next one, or to its end; the day after is too old."""
    check = compile_schema({"age": {"of": "a", "months": months}})
    assert (not failures(check, {"a": day}, Scene({}, today))) is young


PARTS = st.sampled_from(["a", "b", "a/b", "c/0/a", "/root/a", "/root/b", "@as_of", 0, 1.5, -2])
OPERANDS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"sum": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"product": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"difference": st.lists(inner, min_size=2, max_size=2)}),
        st.fixed_dictionaries({"readability": st.sampled_from(["a", "b", "/root/a", "@as_of"])}),
    ),
    max_leaves=4,
)
NAMES = st.sampled_from(["a", "b", "/root/a"])
LIMITS = st.fixed_dictionaries({}, optional={"minimum": st.integers(0, 50), "maximum": st.integers(50, 100)})
COLUMNS = st.sampled_from(["a", "b", "c"])
SCHEMAS = st.one_of(
    st.builds(lambda many: {"ascending": many}, st.lists(OPERANDS, min_size=2, max_size=3)),
    st.builds(lambda of, n: {"age": {"of": of, "months": n}}, NAMES | st.just("@as_of"), OPERANDS),
    st.builds(lambda of, n: {"age": {"of": of, "days": n}}, NAMES, OPERANDS),
    st.builds(lambda of, over, more: {"rate": {"of": of, "over": over, **more}}, OPERANDS, OPERANDS, LIMITS),
    st.builds(lambda of, more: {"bounds": {"of": of, "maximum": 9, **more}}, OPERANDS, LIMITS),
    st.builds(lambda one, other: {"computed": {"value": one, "is": other, "tolerance": 0.5}}, OPERANDS, OPERANDS),
    st.builds(
        lambda value, by, more: {"gap": {"value": value, "by": by, "group": "c", "n": "b", "maximum": 1, **more}},
        COLUMNS,
        st.lists(COLUMNS, min_size=1, max_size=2, unique=True),
        st.sampled_from([{}, {"minimum_n": 2}, {"minimum_n": 2, "insufficient": "ignored"}]),
    ),
    st.builds(
        lambda value, by: {"totals": {"value": value, "by": [by], "group": "c", "is": 3, "tolerance": 1}},
        COLUMNS,
        COLUMNS,
    ),
)
LEAVES = st.one_of(
    st.none() | st.booleans() | st.integers() | st.floats(),
    st.sampled_from([0, 1, 2, 3, "2026-01-01", "2026-11-23", "2030-01-01", "", "undetermined", PLAIN, 10**400, 1e300]),
    st.text(max_size=5),
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "c", "root"]), inner),
    max_leaves=12,
)
NEAR = st.sampled_from([0, 1, 2, 3, "2026-01-01", "2026-11-23"])
TABLE = st.fixed_dictionaries({"a": NEAR, "b": NEAR, "c": st.just([{"a": 2, "b": 1}])}) | st.lists(
    st.fixed_dictionaries({"a": NEAR, "b": NEAR, "c": NEAR}, optional={"d": NEAR}), max_size=3
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(SCHEMAS | st.just({"sincere": {}}), JSON | TABLE, JSON | st.fixed_dictionaries({"root": TABLE}))
def test_total(schema, value, root):
    """Whatever is written, a keyword answers; and what it answers can be said."""
    for failure in failing(schema, value, root):
        assert detail(failure, language("fr")).message


@settings(max_examples=400, derandomize=True, deadline=None)
@given(SCHEMAS, TABLE | JSON, st.fixed_dictionaries({"root": TABLE}) | JSON)
def test_deleting_never_satisfies(schema, value, root):
    """Taking any member away, of the answer or of the rest of the dossier, never makes a failing keyword hold."""
    if failing(schema, value, root):
        for path in entries(value):
            assert failing(schema, without(value, path), root), path
        for path in entries(root):
            assert failing(schema, value, without(root, path)), path


@cache
def written():
    """Give each keyword of the vocabulary that the packaged charter's criteria use, with its operand."""
    found = []
    for each in charter_data()["criteria"]:
        for requirement in requirements(each):
            for _, schema in subschemas(requirement):
                found += [{name: schema[name]} for name in schema.keys() & VOCABULARY.keys()]
    return found


def test_sincerity_judges_nobody():
    """No criterion asks for sincere texts: deleting a copied text satisfies the keyword, which is for rules only."""
    assert written()
    assert not [schema for schema in written() if "sincere" in schema]
