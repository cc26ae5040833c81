"""The interview: facts first, then what the criteria that are due still lack; each answer changes what is left."""

from __future__ import annotations

import pytest
from building import AS_OF, criterion
from building import charter as charter_of

from guichet_cli.core.form import IDENTITY, TEMPLATES, Places, form, given
from guichet_cli.core.interview import FACTS, Interview, answered, blanks, later
from guichet_cli.core.model import Dossier
from guichet_cli.core.pointer import under
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.shape import dossier_shape

CARE = {"fact": "/system/decision_domain", "is": "care"}
PURPOSE = {
    "at": "/ethics/purpose",
    "schema": {
        "required": ["intended_use", "users"],
        "properties": {"intended_use": {"minLength": 20}, "users": {"minItems": 1}},
    },
}
PILOT = {"id": "A", "title": "A", "summary": "A", "phase": "pilot", "desk": "nancy"}
PILOT = {**PILOT, "lead": dict.fromkeys(("name", "role", "organisation", "contact"), "A")}


def interview(*criteria):
    """Give the interview of a small charter."""
    return Interview(Places(charter_of(*criteria, lang="en"), dossier_fields()), dossier_shape(), AS_OF)


def keys(asking, data, passed=frozenset()):
    """Give the questions that are put to a dossier, by group."""
    return [(q.group, q.key) for q in asking.questions(Dossier(path="", data=data), passed)]


def test_facts_come_first():
    """What a desk is told of any project comes first, with the facts that decide something; the rest waits for them."""
    asking = interview(criterion(when=CARE, **PURPOSE))
    assert keys(asking, {}) == [(FACTS, place) for place in (*IDENTITY, "/system/decision_domain")]
    assert keys(asking, {"project": PILOT}) == [(FACTS, "/system/decision_domain")]


@pytest.mark.parametrize(
    ("domain", "left"),
    [
        ("care", ["/ethics/purpose/intended_use", "/ethics/purpose/users"]),
        ("research", []),
        ("undetermined", []),
    ],
)
def test_questions_follow_the_facts(domain, left):
    """A criterion's questions come when it applies, and never when it does not."""
    data = {"project": PILOT, "system": {"decision_domain": domain}}
    asking = interview(criterion(when=CARE, **PURPOSE))
    assert [key for group, key in keys(asking, data) if group == "ethics"] == left


@pytest.mark.parametrize(("expected", "asked"), [("none", []), ("full", ["/ethics/purpose/intended_use"])])
def test_questions_follow_the_phase(expected, asked):
    """A criterion that is not due at the phase asks nothing; one that is asks for what is not answered."""
    asking = interview(criterion(**{**PURPOSE, "expected": {"pilot": expected}}))
    data = {"project": PILOT, "ethics": {"purpose": {"users": ["physician"]}}}
    assert [key for _, key in keys(asking, data)] == asked


def test_an_action_is_proposed_where_it_is_enough():
    """Where a dated action is enough, it is what is asked; passed over, the questions themselves are; begun, its rest is."""
    asking = interview(criterion(**{**PURPOSE, "expected": {"pilot": "plan"}}))
    data = {"project": PILOT}
    assert keys(asking, data) == [("ethics", "/plans#ETH-01")]
    passed = frozenset({"/plans#ETH-01"})
    assert keys(asking, data, passed) == [
        ("ethics", "/ethics/purpose/intended_use"),
        ("ethics", "/ethics/purpose/users"),
    ]
    begun = {**data, "plans": [{"criterion": "ETH-02"}, {"criterion": "ETH-01", "action": "Write it"}]}
    assert keys(asking, begun) == [("ethics", "/plans/1/owner"), ("ethics", "/plans/1/due")]
    begun["plans"][1] |= {"owner": "A", "due": "2027-03-31"}
    assert keys(asking, begun) == []


def test_what_is_answered_is_not_asked_again():
    """An answer that is too short is an answer; one that was passed over stays passed over; a met criterion is silent."""
    asking = interview(criterion(**PURPOSE))
    short = {"project": PILOT, "ethics": {"purpose": {"intended_use": "Short"}}}
    assert keys(asking, short) == [("ethics", "/ethics/purpose/users")]
    assert keys(asking, short, frozenset({"/ethics/purpose/users"})) == []
    met = {"project": PILOT, "ethics": {"purpose": {"intended_use": "x" * 20, "users": ["physician"]}}}
    assert keys(asking, met) == []


def test_claims_are_respected():
    """A criterion that the lead has claimed not applicable asks nothing."""
    claimable = {**PURPOSE, "level": "major", "not_applicable": "allowed"}
    data = {
        "project": PILOT,
        "not_applicable": [{"criterion": "ETH-01", "reason": "No use is intended at all: it is a method."}],
    }
    assert keys(interview(criterion(**claimable)), data) == []


def test_rows_ask_for_the_keys_that_matter():
    """A list of rows is one question, with the keys of a row that the criterion speaks of."""
    rows = {
        "at": "/ethics/need",
        "schema": {
            "required": ["alternatives"],
            "properties": {
                "alternatives": {"contains": {"required": ["uses_ai"], "properties": {"uses_ai": {"const": False}}}}
            },
        },
    }
    asking = interview(criterion(**rows))
    (question,) = asking.questions(Dossier(path="", data={"project": PILOT}))
    assert (question.pointer, question.columns) == ("/ethics/need/alternatives", ("uses_ai",))


def test_missing_fields_have_their_criterion():
    """What is missing is the facts first, asked by nobody, then the fields of each criterion, those of its proofs among them."""
    asked = {**PURPOSE, "proof": "required", "proof_at": ["proofs", "/evidence"]}
    found = interview(criterion(**asked), criterion("ETH-02", **PURPOSE)).missing(
        Dossier(path="", data={"project": {**PILOT, "title": " "}})
    )
    assert [(place, by and by.id) for place, by in found] == [
        ("/project/title", None),
        ("/ethics/purpose/intended_use", "ETH-01"),
        ("/ethics/purpose/users", "ETH-01"),
        ("/ethics/purpose/proofs", "ETH-01"),
        ("/evidence", "ETH-01"),
    ]
    assert interview().missing(Dossier(path="", data={"project": PILOT})) == []


def test_left_questions_come_last():
    """What was left blank another time comes after what was never put, within the facts and after them."""
    asking = interview(criterion(**PURPOSE))
    data = {"project": {**PILOT, "title": None}, "ethics": {"purpose": {"intended_use": None}}}
    left = frozenset(blanks(data))
    assert left == {"/project/title", "/ethics/purpose/intended_use"}
    ordered = [question.key for question in later(asking.questions(Dossier(path="", data=data)), left)]
    assert ordered == ["/project/title", "/ethics/purpose/users", "/ethics/purpose/intended_use"]


def test_answers_are_counted():
    """A list is one answer; blank, null and undetermined are none."""
    assert answered({"a": 1, "b": {"c": ["x", "y"], "d": None, "e": " "}, "f": "undetermined", "g": False}) == 3


@pytest.mark.parametrize("name", packaged())
def test_every_question_can_be_put(name):
    """Whatever the phase, each question of a packaged charter has a field, none twice, and none about documents."""
    asking = Interview(Places(load_charter(name, "fr"), dossier_fields()), dossier_shape(), AS_OF)
    for phase in ("idea", "prototype", "pilot", "deployed"):
        data = {"project": {"phase": phase}, "system": {"decision_domain": "care", "generative": True}}
        questions = asking.questions(Dossier(path="", data=data))
        passed = frozenset(question.key for question in questions)
        questions += asking.questions(Dossier(path="", data=data), passed)
        assert len(questions) > 10
        assert len({question.key for question in questions}) == len(questions)
        for question in questions:
            field = question.field
            assert field.kind in {"text", "date", "number", "boolean", "list"}
            assert not asking.places.fields.evidence(field)
            row = asking.places.fields.item(field) if field.kind == "list" else None
            if row is not None and row.kind == "object":
                kinds = [asking.places.fields.below(row, column).kind for column in question.columns]
                assert kinds
                assert not {"list", "object"} & set(kinds), question.pointer


def leaves(entries):
    """Give the fields of a form."""
    for entry in entries:
        yield from leaves(entry.members) if entry.members else [entry.pointer]


@pytest.mark.parametrize("template", TEMPLATES)
def test_forms_hold_what_was_chosen(template):
    """A form has the places of its template, each once, in the order of the schema, and introduces each criterion once."""
    places = Places(load_charter(DEFAULT, "fr"), dossier_fields())
    chosen = places.selected(template)
    entries = form(places, chosen)
    found = list(leaves(entries))
    assert set(found) == chosen.places
    assert found == sorted(found, key=places.order)

    def introduced(inner):
        for entry in inner:
            yield from (each.id for each in entry.criteria)
            yield from introduced(entry.members)

    assert sorted(introduced(entries)) == sorted(each.id for each in chosen.criteria)


def test_free_places_have_room():
    """An answer in a free space has its place in a form."""
    places = Places(load_charter(DEFAULT, "fr"), dossier_fields())
    answers = {"extensions": {"a b": {"c/d": 1}}}
    minimal = places.selected("minimal")
    entries = form(places, minimal._replace(places=minimal.places | set(given(answers))))
    assert under("/extensions", "a b", "c/d") in set(leaves(entries))
