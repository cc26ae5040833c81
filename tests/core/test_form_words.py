"""What stands above the questions of a form, as facts."""

import pytest
from building import ALWAYS, charter, criterion

from guichet_cli.core.criterion_words import levels_text
from guichet_cli.core.field_words import described, named, sample, words_of, written
from guichet_cli.core.form import Entry
from guichet_cli.core.form_words import LAID, Note, criterion_notes, field_notes
from guichet_cli.core.lint_fields import Field, Fields
from guichet_cli.load.data import language

EN = language("en")
CARE = {"fact": "/system/decision_domain", "is": "care"}


def english(**said):
    """Give keywords of a schema in English."""
    return {f"x-{name}": {"en": text} for name, text in said.items()}


def field(**schema):
    """Give a field of a schema."""
    return Field(schema=schema, document="d.json")


def fields():
    """Give the fields of a small dossier."""
    row = {
        "type": "object",
        "properties": {
            "what": {"type": "string", **english(title="What", description="What is it.")},
            "kind": {"type": "string", "enum": ["long", "no"], "x-enum": {"long": {"en": "Long"}}},
            "n": {"type": "integer", "minimum": 1, **english(unit="kg")},
        },
    }
    members = {
        "rows": {"type": "array", "items": row},
        "words": {"type": "array", "items": {"type": "string", "enum": ["aa", "b"], "x-enum": {"b": {"en": "Bee"}}}},
    }
    return Fields({"dossier.schema.json": {"type": "object", "properties": members}})


WRITTEN = (
    (field(type="string"), ""),
    (field(type="string", enum=["a"]), ""),
    (field(type="object"), ""),
    (field(type="array"), ""),
    (field(), ""),
    (field(type="string", **english(unit="days")), EN.say("field.unit", unit="days")),
    (field(type="boolean"), EN.say("field.written.boolean")),
    (field(type="string", format="date"), EN.say("field.written.date")),
    (field(type="number", minimum=0, maximum=1), f"{EN.say('field.written.number')}, {EN.say('field.between', low=0, high=1)}"),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "said"), WRITTEN)
def test_written(asked, said):
    """How an answer is written is a sentence; a text, a word of a list and what has parts need none."""
    sentence = said[:1].upper() + said[1:]
    assert written(asked, EN) == (f"{sentence.rstrip('.')}." if said else "")


def test_described():
    """A field is its name and what is asked, each a sentence; without a name it is its key."""
    assert described(field(**english(title="Name", description="What is it?")), "key", EN) == "Name. What is it?"
    assert described(field(), "key", EN) == "key."


def test_sample():
    """Examples are texts and numbers; what has parts is no example in a sentence."""
    assert sample(field(examples=["a", 1, 2.5, ["b"], None]), EN) == EN.say("field.example", example="a, 1, 2.5")
    assert sample(field(examples=[{}]), EN) == sample(field(), EN) == ""


def test_words():
    """Text is broken at plain spaces and line ends, never at a space that holds; a place is called by its last key."""
    assert list(words_of(" a\u00a0b \n c\td ")) == ["a\u00a0b", "c", "d"]
    assert [named(pointer) for pointer in ("/a/b", "/a", "")] == ["b", "a", ""]


def test_criterion():
    """A criterion is introduced by what it is, what it asks, when it applies, and what the phases expect of it."""
    always, when = charter(criterion(), criterion("ETH-02", when=CARE)).criteria
    head = EN.say("form.criterion", id="ETH-01", title="title (en)", level="blocking")
    first, asks, expected = criterion_notes(always, EN)
    assert (first, asks) == (Note(head), Note("asks (en)", 2, 2))
    assert (expected.text.startswith("Expected – idea"), expected.indent, expected.hanging) == (True, 2, 2)
    notes = list(criterion_notes(when, EN))
    assert len(notes) == 4
    assert (notes[2].text.startswith("Applies if "), notes[2].indent, notes[2].hanging) == (True, 2, 2)


def test_criterion_that_no_phase_expects():
    """Where no phase expects anything, nothing is said of it."""
    (one,) = charter(criterion(expected=dict.fromkeys(ALWAYS, "none"))).criteria
    assert len(list(criterion_notes(one, EN))) == 2


def test_levels():
    """A level that depends on facts is told with each condition, and what it is otherwise."""
    branches = [{"is": "blocking", "when": CARE}, {"is": "minor"}]
    told = levels_text(branches, EN)
    assert told.startswith(EN.say("explain.level_if", level="blocking", when="¤").partition("¤")[0])
    assert told.endswith(EN.messages["word.semicolon"] + EN.say("explain.level_else", level="minor"))
    assert levels_text("major", EN) == "major"


def test_field():
    """A field is what is asked, how it is written, an example, whether it is optional, then its words laid out."""
    asked = field(
        type="string",
        enum=["long", "no"],
        examples=["no"],
        **{"x-enum": {"long": {"en": "Long"}}},
        **english(title="It"),
    )
    entry = Entry(name="it", pointer="/it", field=asked, optional=True)
    head, *words = field_notes(entry, fields(), EN)
    assert head == Note(f"It. {EN.say('field.example', example='no')} {EN.say('form.optional')}")
    assert words == [Note(f"long{LAID * 2}Long", 2, 8), Note("no", 2, 8)]


def test_a_block_is_not_optional():
    """Of a block, its members say which of them are optional."""
    member = Entry(name="m", pointer="/b/m", field=field(type="string"))
    block = Entry(name="b", pointer="/b", field=field(type="object"), members=(member,), optional=True)
    assert list(field_notes(block, fields(), EN)) == [Note("b.")]


def test_list_of_words():
    """A list says how its items are written, and which words they may be."""
    known = fields()
    entry = Entry(name="words", pointer="/words", field=known.at("/words"))
    assert list(field_notes(entry, known, EN)) == [
        Note("words."),
        Note(EN.say("form.list"), 2, 2),
        Note("aa", 4, 6),
        Note(f"b{LAID * 3}Bee", 4, 6),
    ]


def test_list_of_rows():
    """A list of rows says how a row is written, key by key; a key that no row has is passed over."""
    known = fields()
    entry = Entry(name="rows", pointer="/rows", field=known.at("/rows"), columns=("what", "nothing", "kind", "n"))
    assert list(field_notes(entry, known, EN)) == [
        Note("rows."),
        Note(EN.say("form.rows"), 2, 2),
        Note(f"-{LAID}what: What. What is it.", 4, 8),
        Note(f"{LAID}{LAID}kind: kind. {EN.say('form.choices', choices='long (Long), no')}.", 4, 8),
        Note(f"{LAID}{LAID}n: n. {written(known.at('/rows/[]/n'), EN).rstrip('.')}.", 4, 8),
    ]
