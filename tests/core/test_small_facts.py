"""What the core does where the packaged charters and examples never go, as plain tables."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from building import AS_OF, charter, criterion, finding, judged
from jsonschema import Draft202012Validator

from guichet_cli.core import statements
from guichet_cli.core.asking import readers
from guichet_cli.core.charter_diff import _level
from guichet_cli.core.classes import dataclass
from guichet_cli.core.conditions import level_of
from guichet_cli.core.failure import Failure, Scene
from guichet_cli.core.form import Places, form, given
from guichet_cli.core.interview import Interview
from guichet_cli.core.json_schema import nothing
from guichet_cli.core.lint_fields import Fields
from guichet_cli.core.lint_form import mistakes
from guichet_cli.core.lint_patterns import unsafe, unsafe_patterns
from guichet_cli.core.lint_worlds import Worlds
from guichet_cli.core.model import Dossier, Level, Outcome, Problem, Verdict
from guichet_cli.core.plan import plan_of
from guichet_cli.core.record import record_of
from guichet_cli.core.repair import repair
from guichet_cli.core.requests import Fate, Followed
from guichet_cli.core.requirement import compile_schema, failures
from guichet_cli.core.scope import undated, widened
from guichet_cli.core.scoring import floored
from guichet_cli.core.sincerity import _texts
from guichet_cli.core.stationery import stationery
from guichet_cli.core.validate import MOST, bounded, validate, without_nulls
from guichet_cli.core.waivers import with_warning
from guichet_cli.core.wording import condition_text
from guichet_cli.load import stationery as stationery_file
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.data import language
from guichet_cli.load.shape import dossier_shape

PATTERNS = (
    # a pattern, and why it is refused
    ("[a-z]+", ""),
    ("(?>a+)b", "start"),
    ("^(?>a|b)c", ""),
    ("^(?>a+)+$", "nested"),
    ("^(?:(?>ab)c)*$", ""),
    ("a{1}b", ""),
    ("^(?:a|b)$", ""),
    ("^(?:a?b|c)$", ""),
    ("(?:^a|^b)c*d", ""),
    ("(?:^a|b)c*d", "start"),
    ("(^a)b*c", ""),
    ("()b*c", "start"),
    ("^(?:^a)?b", ""),
    ("^a*(?:$|b)", ""),
    ("^(?:(?=a)b)*", "looks"),
    ("(?=a)", "looks"),
    ("^[^a]*a$", ""),
    ("^[^a]*b$", ""),
    ("a" * 513, "long"),
    ("(", "invalid"),
)


@pytest.mark.parametrize(("pattern", "why"), PATTERNS)
def test_pattern(pattern, why):
    """A pattern is refused where a search could go over the same characters again and again."""
    assert unsafe(pattern) == why


def test_patterns_of_a_charter():
    """Each pattern that is refused is named by its place; what is called `pattern` and is no text is looked into."""
    value = {"a": [{"pattern": "x"}, {"pattern": "(x+)+"}], "pattern": {"pattern": "("}, "b": "(x+)+"}
    assert list(unsafe_patterns(value)) == [("/a/1/pattern", "nested"), ("/pattern/pattern", "invalid")]


def test_classes_have_slots():
    """A class of data without slots is refused."""
    with pytest.raises(TypeError, match="slots"):
        dataclass(slots=False)


def test_obsolete_criteria_read_nothing():
    """What no charter asks any more reads no fact."""
    when = {"fact": "/system/decision_domain", "is": "care"}
    asked = charter(criterion(when=when), criterion("ETH-02", when=when, status="obsolete"))
    assert [by.id for by in readers(asked, dossier_fields()).decides["/system/decision_domain"]] == ["ETH-01"]


LEVELS = (
    ([{"is": "major", "when": {"fact": "/system/x", "is": 1}}], {}, Level.MAJOR, ["/system/x"]),
    ([{"is": "major", "when": {"fact": "/system/x", "is": 1}}], {"system": {"x": 2}}, Level.MAJOR, []),
    ([{"is": "major", "when": {"fact": "/system/x", "is": 1}}, {"is": "minor"}], {"system": {"x": 2}}, Level.MINOR, []),
)


@pytest.mark.parametrize(("branches", "data", "level", "unknown"), LEVELS)
def test_level_without_an_end(branches, data, level, unknown):
    """A level of which no branch holds is its last; one that hangs on an absent fact is the heaviest, and names it."""
    assert level_of(branches, data, AS_OF) == (level, unknown)


def test_answers_of_a_form():
    """Null is no answer of a form, a list is one."""
    assert list(given(None)) == []
    assert list(given({"a": {"b": None, "c": [1, 2]}, "d": 0})) == ["/a/c", "/d"]


def test_unknown_places_have_a_rank():
    """A place that the schemas do not know comes after its neighbours, whatever is below it."""
    places = Places(charter(criterion()), dossier_fields())
    known, unknown = places.order("/ethics/purpose"), places.order("/ethics/nowhere/deep")
    assert known[0] == unknown[0]
    assert (known < unknown, len(unknown)) == (True, 2)


def test_a_criterion_without_places_begins_nowhere():
    """A criterion none of whose places was chosen introduces no question of a form."""
    places = Places(charter(criterion()), dossier_fields())
    chosen = places.selected("minimal")
    entries = form(places, chosen._replace(places=frozenset({"/project/id"})))
    assert [entry.criteria for entry in entries] == [()]


BARE = Fields({"dossier.schema.json": {"type": "object", "properties": {"ethics": {"type": "object", "properties": {"rows": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "string"}}}}}}}}})  # fmt: skip


def test_what_no_schema_knows_is_not_asked():
    """A fact or an answer that the schemas do not know is no question; an action needs its place."""
    asking = Interview(Places(charter(criterion()), BARE), nothing, AS_OF)
    assert asking.questions(Dossier(path="", data={"project": {"phase": "pilot"}})) == []
    planned = Interview(Places(charter(criterion(expected={"pilot": "plan"})), BARE), nothing, AS_OF)
    with pytest.raises(LookupError, match="/plans"):
        planned.questions(Dossier(path="", data={"project": {"phase": "pilot"}}))


def test_a_row_that_is_not_there_is_its_list():
    """Where a list has no such row yet, the list is what is missing."""
    asked = criterion(
        at="/ethics",
        schema={"required": ["rows"], "properties": {"rows": {"items": {"required": ["x"]}, "minItems": 1}}},
    )
    asking = Interview(Places(charter(asked), BARE), nothing, AS_OF)
    for rows in ([], [None], [{}]):
        dossier = Dossier(path="", data={"project": {"phase": "pilot"}, "ethics": {"rows": rows}})
        assert {place for place, by in asking.missing(dossier) if by} <= {"/ethics/rows", "/ethics/rows/0/x"}


NEAR = (
    ("/ethics/row", "/ethics/rows"),
    ("/ethic/rows", "/ethics/rows"),
    ("/ethic/nothing", "/ethics"),
    ("/ethics/qqqqq", ""),
    ("/ethics/rows", ""),
    ("/ethics/rows/0/y/z", ""),
)


@pytest.mark.parametrize(("pointer", "known"), NEAR)
def test_near_field(pointer, known):
    """The known place that is nearest to an unknown one has its rest where it can, and none is none."""
    assert BARE.near(pointer) == known


UNDATED = (
    (None, None),
    ({"as_of": {"from": "2026-01-01"}}, {"as_of": ["from"]}),
    ({"not": {"as_of": {"before": "2026-01-01"}}}, {"not": {"as_of": ["before"]}}),
    (
        {"all": [{"as_of": {"from": "2026-01-01"}}, {"fact": "/a", "is": 1}]},
        {"all": [{"as_of": ["from"]}, {"fact": "/a", "is": 1}]},
    ),
    ({"any": [{"fact": "/a", "is": 1}]}, {"any": [{"fact": "/a", "is": 1}]}),
)


@pytest.mark.parametrize(("condition", "said"), UNDATED)
def test_undated(condition, said):
    """A condition without its dates keeps what it compares them with."""
    assert undated(condition) == said


def test_bounds_that_are_no_numbers_have_no_order():
    """A bound that is a date, or one that the other condition has not, orders nothing."""
    fact = {"fact": "/a"}
    assert widened({**fact, "ge": "2026-01-01"}, {**fact, "ge": "2027-01-01"}) == 0
    assert widened({**fact, "ge": 1}, {**fact, "le": 2}) == 0


def test_always():
    """No condition is a condition that always holds; a single part in brackets needs none."""
    english = language("en")
    assert condition_text(None, english) == english.messages["condition.always"]


def test_plans_of_another_charter():
    """A plan that names no criterion is refused; the first plan of a criterion counts."""
    by_id = {one.id: one for one in charter(criterion()).criteria}
    sound = {"criterion": "ETH-01", "action": "Write it", "owner": "A", "due": "2027-01-01"}
    accepted, refused = statements.plans({"plans": [{"action": "x"}, sound, dict(sound), "no"]}, by_id, AS_OF)
    assert accepted == {"ETH-01": "/plans/1"}
    assert [problem.pointer.startswith("/plans/0") for problem in refused] == [True]


def test_many_problems_are_counted():
    """Beyond the first, mistakes are counted; as many as are told are told one by one."""
    one = Problem(code="DOS-021")
    assert bounded([one] * MOST) == [one] * MOST
    *first, last = bounded([one] * (MOST + 3))
    assert (len(first), last.code, last.params) == (MOST, "DOS-030", {"n": 3, "most": MOST})


def test_a_request_has_a_side():
    """A request of nothing is refused."""
    with pytest.raises(ValueError, match="side"):
        _ = Followed("1", Fate.NEW, False, None, None).finding


def test_a_template_may_write_a_dollar():
    """Two dollars are one in a template, and name nothing."""
    own = Path(str(stationery_file.__file__)).with_name("letter-en.md").read_text(encoding="utf-8")
    assert stationery(f"{own}\n$$body, 5 $$\n", "letter.md") == f"{own}\n$$body, 5 $$"


def test_record():
    """A record of a scorecard has what it says; what is no text is no name; rates are floored to a tenth, never to 100."""
    card = judged(
        {"project": {"id": 3, "phase": "pilot"}, "ethics": {"answer": {"x": "good"}}}, criterion(), criterion("ETH-02")
    )
    record = record_of(card, tool="1", data={"a": 1})
    assert (record.path, record.name, record.project, record.phase, record.as_of, record.tool) == (
        "dossier.yaml",
        "dossier.yaml",
        "",
        "pilot",
        "2026-11-23",
        "1",
    )
    assert (record.verdict, record.findings, record.data, record.readable) == (
        card.verdict,
        card.findings,
        {"a": 1},
        True,
    )
    assert (record.reads("ETH-01"), record.reads("EQU-01")) == ({"/project/phase", "/ethics/answer/x"}, None)
    ethics, *others = record.rates
    assert (ethics.id, ethics.prefix, ethics.numbers["coverage"], ethics.numbers["evidenced"]) == (
        "ethics",
        "ETH",
        100,
        100,
    )
    assert all(value is None for each in others for value in each.numbers.values())
    assert not replace(record, verdict=Verdict.UNREADABLE).readable
    assert replace(record, path="a/b/c.yaml").name == "c.yaml"
    third = replace(card, rates=tuple(replace(r, declared=Fraction(200, 3), complete=False) for r in card.rates[:1]))
    assert record_of(third, tool="1", data=None).rates[0].numbers["declared"] == Fraction(666, 10)


def test_plan_of_an_unreadable_dossier():
    """Where a dossier cannot be read, to mend it is the one step to every verdict."""
    card = replace(judged({"project": {"phase": "pilot"}}, criterion()), verdict=Verdict.UNREADABLE)
    plan = plan_of(card, {}, target=Verdict.ADMISSIBLE)
    assert [(step.finding.criterion, step.ceiling, step.alone) for step in plan.steps] == [
        ("ETH-01", Verdict.UNREADABLE, Verdict.UNREADABLE)
    ]
    assert plan.needed(Verdict.ADMISSIBLE) == 1
    assert plan.shown == plan.steps


def test_step():
    """The first step is the first that is sure and still open; a dated action suffices where the phase expects no more."""
    when = {"fact": "/system/decision_domain", "is": "care"}
    card = judged(
        {"project": {"phase": "pilot"}}, criterion(when=when), criterion("ETH-02", expected={"pilot": "plan"})
    )
    plan = plan_of(card, {"project": {"phase": "pilot"}})
    assert finding(card, "ETH-01").outcome is Outcome.UNDETERMINED
    assert plan.first.finding.criterion == "ETH-02"
    assert {step.finding.criterion: step.plan_suffices for step in plan.steps} == {"ETH-01": False, "ETH-02": True}


REPAIRS = (
    # a mistake, the scalar as written, what is to be written
    (Problem(code="DOS-020", pointer="/a/item", params={"nearest": "items", "key": "item"}), "", "items"),
    (Problem(code="DOS-020", pointer="/project/desks", params={"nearest": "desk", "key": "d"}), "", None),
    (
        Problem(
            code="DOS-020",
            variant="invisible",
            pointer="/system/x",
            params={"nearest": "hosting", "key": "hosting\u200b"},
        ),
        "",
        "hosting",
    ),
    (Problem(code="DOS-020", pointer="/x", params={"nearest": None, "key": "x"}), "", None),
    (Problem(code="DOS-022", pointer="/nowhere", params={"found": "pilot"}), "pilot", None),
    (Problem(code="DOS-022", pointer="/project/phase", params={"found": " Pilote"}), "Pilote", "pilot"),
    (Problem(code="DOS-022", pointer="/project/phase", params={"found": 3}), "3", None),
    (
        Problem(code="DOS-021", variant="unquoted", pointer="/x", params={"found": "x", "fixed": "1" * 15}),
        "",
        111111111111111,
    ),
    (Problem(code="DOS-021", variant="unquoted", pointer="/x", params={"found": "x", "fixed": "1" * 16}), "", None),
    (Problem(code="DOS-021", variant="unquoted", pointer="/x", params={"found": "x", "fixed": "1.50"}), "", 1.5),
)


@pytest.mark.parametrize(("problem", "written", "value"), REPAIRS)
def test_repair(problem, written, value):
    """What surely was meant is written; where the place is unknown, the number too long or the word another's, nothing is."""
    mended = repair(problem, {}, written, dossier_fields())
    assert (mended and (mended.key or mended.value)) == value


def test_mistakes_of_a_keyword_without_a_sentence():
    """A keyword of the format for which there is no sentence of its own is named, with what was found."""
    (mistake,) = mistakes(Draft202012Validator({"properties": {"a": {"const": 1}}}).iter_errors({"a": [2]}))
    assert mistake == ("CHA-004", "/a", "other", {"found": "[…]", "keyword": "const"})


def test_choices_of_a_constant():
    """A field that is a constant has one choice."""
    constant = Fields({"dossier.schema.json": {"type": "object", "properties": {"dossier": {"const": 1}}}})
    assert constant.at("/dossier").choices == (1,)


def test_many_values_of_a_list():
    """Of a list that conditions name many values of, each alone and all together are tried."""
    names = list("abcdefghi")
    rows = Fields({"dossier.schema.json": {"type": "object", "properties": {"system": {"type": "object", "properties": {"x": {"type": "array", "items": {"enum": names}}}}}}})  # fmt: skip
    worlds = Worlds(rows)
    assert worlds.values(names, rows.at("/system/x")) == [[], *([name] for name in names), names]
    assert len(worlds.values(names[:3], rows.at("/system/x"))) == 1 + 2**4 - 1


def test_sets_of_characters():
    """A set that leaves out some characters shares the others."""
    assert unsafe("^[^ab]*[^cd]*$") == "overlap"
    assert unsafe("^[^ab]*[ab]+$") == ""
    assert unsafe("^(?:a?b?)c$") == ""


def test_additional_members():
    """What a schema says of other members is asked of those that have a value."""
    check = compile_schema({"properties": {"a": {}}, "additionalProperties": {"minLength": 2}})
    found = failures(check, {"a": "x", "b": None, "c": "long", "d": "s"}, Scene(root={}, as_of=AS_OF.isoformat()))
    assert [failure.pointer for failure in found] == ["/d"]


def test_invisible_characters_in_a_key():
    """A key with characters that nobody sees is told apart from an unknown one, and from one that is nearly known."""
    data = {"project\u200b": {}, "projet": {}, "zzzzzzzz": {}}
    _, problems = validate(data, dossier_shape())
    told = {
        problem.pointer: (problem.variant, problem.params.get("nearest"))
        for problem in problems
        if problem.code == "DOS-020"
    }
    assert told == {"/project\u200b": ("invisible", "project"), "/projet": ("near", "project"), "/zzzzzzzz": ("", None)}


def test_a_warning_is_one_more_finding():
    """A scorecard with a warning has one more finding, the last; without one it is itself."""
    card = judged({"project": {"phase": "pilot"}}, criterion())
    warning = replace(card.findings[0], criterion="WAI-001")
    assert with_warning(card, None) is card
    assert [each.criterion for each in with_warning(card, warning).findings] == ["ETH-01", "WAI-001"]


def test_denied_condition():
    """A condition that must not hold is told as such."""
    english = language("en")
    inner = {"fact": "/system/x", "is": True}
    told = condition_text({"not": inner}, english)
    assert told == english.say("condition.not", condition=condition_text(inner, english, inside=True))


def test_level_of_many_branches():
    """A level that becomes a plain word is looser where that is no heavier than any it had, and else changed."""
    high, low = ({"is": one, "when": {"fact": "/system/x", "is": True}} for one in ("blocking", "major"))

    def kinds(old, new):
        return [change.kind for change in _level("ETH-01", old, new)]

    assert kinds([high, {"is": "major"}], "minor") == ["looser"]
    assert kinds([high, {"is": "minor"}], "major") == ["changed"]
    assert kinds([high, {"is": "major"}], [low, {"is": "minor"}, {"is": "minor"}]) == ["changed"]
    assert kinds("minor", [high, {"is": "minor"}]) == ["stricter"]
    assert kinds("major", "major") == []


def test_a_proposed_row():
    """Of a list that lacks a row, the list is asked for; of a row that lacks a member, the member; proofs are not asked about."""
    lacking = Failure(pointer="/ethics/rows/0/x", keyword="required", absent=True, params={})
    failing = [
        (lacking, {}, ["/ethics/rows"]),
        (
            lacking,
            {"ethics": {"rows": [{}]}},
            ["/ethics/rows/0/x"],
        ),
        (lacking, {"ethics": {"rows": [{"x": "y"}]}}, []),
    ]
    asking = Interview(Places(charter(criterion()), BARE), nothing, AS_OF)
    for failure, data, places in failing:
        assert list(asking._named(failure, data)) == places


def test_without_nulls():
    """A blank member is a question not answered, and goes; an item stays an item, whatever is left of it."""
    data = {"a": None, "b": {"c": " ", "d": 1}, "e": [None, " ", {"f": None}]}
    assert without_nulls(data) == {"b": {"d": 1}, "e": [None, None, {}]}


def test_prose_of_a_place_is_told_once():
    """A claim without a criterion's id is refused; what is no list of plans gives no plan."""
    by_id = {one.id: one for one in charter(criterion()).criteria}
    accepted, refused = statements.plans({"plans": [{"criterion": ["ETH-01"], "action": "x"}]}, by_id, AS_OF)
    assert (accepted, len(refused)) == ({}, 1)


FLOORED = (
    # a rate, whether all is met, what is shown of it to a tenth
    (Fraction(995, 10), False, Fraction(995, 10)),
    (Fraction(9999, 100), False, Fraction(999, 10)),
    (Fraction(100), False, Fraction(999, 10)),
    (Fraction(100), True, Fraction(100)),
    (Fraction(200, 3), False, Fraction(666, 10)),
    (Fraction(0), False, Fraction(0)),
)


@pytest.mark.parametrize(("rate", "complete", "shown"), FLOORED)
def test_floored(rate, complete, shown):
    """A rate is rounded down to a tenth; 100 is for where all is met."""
    assert floored(rate, 10, complete=complete) == shown


def test_proofs_are_no_question():
    """A list of proofs that a requirement asks for is not put as a question: documents are added another way."""
    asked = criterion(at="/ethics/dpia", schema={"required": ["status", "proofs"]})
    asking = Interview(Places(charter(asked), dossier_fields()), nothing, AS_OF)
    dossier = Dossier(path="", data={"project": {"phase": "pilot"}})
    put = [question.pointer for question in asking.questions(dossier) if question.group == "ethics"]
    assert put == ["/ethics/dpia/status"]


def test_a_computation_of_dates():
    """A computation over dates is no number: the requirement lacks its answer."""
    check = compile_schema({"computed": {"value": "a", "is": {"sum": ["b", 1]}}})
    dates = {"a": "2026-01-01", "b": 1}
    assert [(each.pointer, each.keyword) for each in failures(check, dates, Scene({}, AS_OF.isoformat()))] == [
        ("/a", "required")
    ]


def test_texts_in_order():
    """The texts of an answer come in the order of their keys; ledger, claims and plans are no prose at the top."""
    data = {"plans": "x", "b": ["2", {"plans": "3"}], "a": "1", "n": 4}
    assert [text for _, text in _texts(data, None)] == ["1", "2", "3"]
