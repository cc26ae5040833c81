"""The words of an interview, as facts: groups, questions, hints, help, what an answer still lacks."""

import pytest
from building import AS_OF, criterion
from building import charter as charter_of

from guichet_cli.core.field_words import value_shown
from guichet_cli.core.form import Places
from guichet_cli.core.interview import FACTS, Interview, Question
from guichet_cli.core.lint_fields import Field
from guichet_cli.core.model import Dossier
from guichet_cli.core.question_words import (
    criterion_lines,
    group_title,
    help_lines,
    hint,
    question_lines,
    shortcoming,
    waiting_facts,
)
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.data import language
from guichet_cli.load.shape import dossier_shape

EN = language("en")
CARE = {"fact": "/system/decision_domain", "is": "care"}
PURPOSE = {
    "at": "/ethics/purpose",
    "schema": {"required": ["intended_use"], "properties": {"intended_use": {"minLength": 20}}},
}


def field(**schema):
    """Give a field of a schema."""
    return Field(schema=schema, document="d.json")


WORDS = field(
    type="string",
    enum=["yes", "no"],
    **{"x-enum": {"yes": {"en": "It is"}}, "x-description": {"en": "Is it?"}, "x-title": {"en": "It"}},
)
HINTS = (
    (WORDS, "1 to 2, or the word"),
    (field(type="boolean"), "yes/no"),
    (field(type="string", format="date"), "date, like 2026-11-23"),
    (field(type="number"), "number"),
    (field(type="number", minimum=0, maximum=10, **{"x-unit": {"en": "kWh"}}), f"number, kWh, {EN.say('field.between', low=0, high=10)}"),
    (field(type="integer", minimum=1), f"number, {EN.say('field.least', low=1)}"),
    (field(type="integer", maximum=9), f"number, {EN.say('field.most', high=9)}"),
    (field(type="string"), ""),
    (field(type="array"), ""),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "said"), HINTS)
def test_hint(asked, said):
    """A hint says how to answer: a number of the list, yes or no, a date, a number with its unit and limits."""
    assert hint(asked, EN) == said


def test_group():
    """A group of questions is called by the facts, or by its commitment."""
    some = charter_of(criterion())
    assert group_title(FACTS, some) == "The project and the system"
    assert group_title("equity", some) == "equity (en)"


def test_question():
    """A question is its name, what is asked, and the answers by number; a field without words is called by its key."""
    asked = Question(pointer="/a/it", field=WORDS, group=FACTS)
    assert list(question_lines(asked, EN)) == ["It", "Is it?", "1. It is", "2. no"]
    assert list(question_lines(Question(pointer="/a/b", field=field(type="string"), group=FACTS), EN)) == ["b"]


def test_action():
    """Where a dated action is enough, it is proposed in the place of the question."""
    asked = Question(pointer="/plans", field=WORDS, group="ethics", action=True)
    assert list(question_lines(asked, EN)) == [EN.say("wizard.action")]


def test_criterion():
    """A criterion is introduced by its id, its title, its level, and what it asks."""
    (one,) = charter_of(criterion()).criteria
    assert list(criterion_lines(one, EN)) == ["ETH-01 – title (en) (blocking)", "asks (en)"]


def test_help_of_a_criterion():
    """Help says what is asked and why, how to answer, when it applies, what each phase expects, an example, and the place."""
    (one,) = charter_of(criterion(when=CARE)).criteria
    shown = field(type="string", examples=["so"], **{"x-description": {"en": "Say it."}})
    lines = list(help_lines(Question(pointer="/a/b", field=shown, group="ethics", criterion=one), ("ETH-02",), EN))
    assert lines[:3] == ["asks (en)", "Why: why (en)", "How to answer: remedy (en)"]
    assert lines[3].startswith("Applies if ")
    assert lines[4].startswith("Expected – ")
    assert lines[5:7] == ["Example, from another project: good (en)", "Say it."]
    assert lines[7:] == [
        EN.say("field.example", example="so"),
        "The answer is written in `a.b`.",
        EN.say("wizard.legend"),
    ]
    (always,) = charter_of(criterion()).criteria
    again = list(help_lines(Question(pointer="/a/b", field=shown, group="ethics", criterion=always), (), EN))
    assert again == lines[:3] + lines[4:]


def test_help_of_a_fact():
    """Help about a fact says which criteria it decides, if any, and what each word means."""
    asked = Question(pointer="/a/it", field=WORDS, group=FACTS)
    ending = ["Is it?", "  yes: It is", "  no: ", "The answer is written in `a.it`.", EN.say("wizard.legend")]
    assert list(help_lines(asked, (), EN)) == ending
    plain = list(help_lines(Question(pointer="/a/b", field=field(type="string"), group=FACTS), (), EN))
    assert plain == ["The answer is written in `a.b`.", EN.say("wizard.legend")]
    decides = EN.say("wizard.help.decides", criteria="ETH-01 and ETH-02")
    assert list(help_lines(asked, ("ETH-01", "ETH-02"), EN)) == [decides, *ending]


def asking(data, *criteria):
    """Give what a small charter asks of a dossier, and its questions."""
    interview = Interview(Places(charter_of(*criteria, lang="en"), dossier_fields()), dossier_shape(), AS_OF)
    dossier = Dossier(path="", data=data)
    return interview.asked(dossier), interview.questions(dossier)


def test_shortcoming():
    """What an answer still lacks is said where its own criterion fails at its own place, and nowhere else."""
    data = {
        "project": {"phase": "pilot"},
        "system": {"decision_domain": "care"},
        "ethics": {"purpose": {"intended_use": "Short."}},
    }
    asked, _ = asking(data, criterion(**PURPOSE))
    ((one, _judgement),) = asked.lacking
    here = Question(pointer="/ethics/purpose/intended_use", field=field(type="string"), group="ethics", criterion=one)
    assert "20" in shortcoming(asked, here, EN)
    (other,) = charter_of(criterion("ETH-02")).criteria
    for pointer, whose in (("/ethics/purpose/users", one), (here.pointer, other), (here.pointer, None)):
        assert (
            shortcoming(asked, Question(pointer=pointer, field=here.field, group="ethics", criterion=whose), EN) == ""
        )


def test_waiting_facts():
    """The facts that somebody waits for are those that are not given; where nobody waits, none."""
    data = {"project": {"phase": "pilot"}}
    asked, _ = asking(data, criterion(when=CARE, **PURPOSE))
    assert "`system.decision_domain`" in waiting_facts(asked, data)
    assert "`project.phase`" not in waiting_facts(asked, data)
    told = {**data, "system": {"decision_domain": "research"}}
    assert waiting_facts(asking(told, criterion(when=CARE, **PURPOSE))[0], told) == []


SHOWN = (
    (True, "yes"),
    (False, "no"),
    ([], "none"),
    (["yes", "no"], "It is, no"),
    ("yes", "It is"),
    ("x", "x"),
    (1.5, "1.5"),
)


@pytest.mark.parametrize(("value", "said"), SHOWN)
def test_value_shown(value, said):
    """An answer is shown as a person reads it: yes or no, the meaning of a word, the items of a list."""
    assert value_shown(value, WORDS, EN) == said
