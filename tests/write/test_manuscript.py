"""A dossier's text changed in one place: either what was meant and nothing else, or nothing at all."""

from __future__ import annotations

import copy
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core.pointer import resolve, tokens, under
from guichet_cli.write.manuscript import CannotEditError, Manuscript, UnreadableManuscriptError

WORDS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "é è",
            "oui",
            "no",
            "12:30",
            "1.10",
            "2025-01-01",
            "x: y",
            "# z",
            "- q",
            "l\nm",
            "",
            " s",
            "'",
            '"',
        ),
        *("null", "~", "0o17", "1e3", "[x", "{", "*a", "&b", "!t", "%", "@", "`", "|", ">", "?", "x #y", "="),
        *("\u2028", "\x85", "\x07", "é" * 90, "a b " * 60),
    ]
)
SCALARS = st.one_of(
    WORDS,
    st.booleans(),
    st.integers(-9, 99_999),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=10,
)
NOTHING = re.compile(r"[ \t]*(?:null|Null|NULL|~)?[ \t]*(?:[ \t]#[^\n\r]*)?")
"""What an edit that only adds may take away: a word for nothing, which a comment may follow."""


@st.composite
def texts(draw):
    """Draw a dossier's text: in lines, between brackets or both, with comments, either line end, either byte order mark."""
    data = draw(st.dictionaries(WORDS, VALUES, max_size=4))
    style = draw(st.sampled_from([False, True, None]))
    width, indent = draw(st.sampled_from([20, 10_000])), draw(st.sampled_from([2, 4]))
    text = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, default_flow_style=style, width=width, indent=indent
    )
    chance = draw(st.randoms(use_true_random=False))
    lines = []
    for line in text.split("\n"):
        if style is False and chance.random() < 0.2:
            lines.append(f"{' ' * chance.randint(0, 6)}# comment {chance.randint(0, 9)}")
        lines.append(line)
    written = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    return written.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])), "surrogatepass")


def places(value, pointer=""):
    """Give every place of some data, with what stands there."""
    yield pointer, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, under(pointer, key))


def read(data):
    """Give the manuscript of some bytes, None where they are no dossier."""
    try:
        return Manuscript(data)
    except UnreadableManuscriptError:
        return None


def with_value(data, pointer, value):
    """Give data with a value at a place, the blocks above it made as needed: a second way to what an edit must give."""
    changed = copy.deepcopy(data)
    here = changed
    *above, last = tokens(pointer)
    for name in above:
        if isinstance(here, list):
            here = here[int(name)]
        else:
            if here.get(name) is None:
                here[name] = {}
            here = here[name]
    if isinstance(here, dict):
        here[last] = value
    elif int(last) == len(here):
        here.append(value)
    else:
        here[int(last)] = value
    return changed


def outside(before, after):
    """Give the stretches by which two texts differ: the one taken away, and the one put in its place."""
    head = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    rest = min(len(before), len(after)) - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def only_adds(before, after):
    """Tell whether every character of a text is in another, in order, a word for nothing apart."""
    taken, _ = outside(before, after)
    return taken == "" or NOTHING.fullmatch(taken) is not None or _in_order(taken, outside(before, after)[1])


def _in_order(few, many):
    found = iter(many)
    return all(character in found for character in few)


@settings(max_examples=80)
@given(texts(), VALUES.filter(lambda value: value is not None), st.data())
def test_put_adds_and_moves_nothing(text, value, data):
    """A value put where there is none is read back at its place, and the text around it is as it was."""
    before = read(text)
    if before is None:
        return
    pointer, here = data.draw(st.sampled_from(list(places(before.data))))
    pointer += data.draw(st.sampled_from(["/nouveau", "/n1/n2"])) if isinstance(here, dict) else ""
    try:
        after = before.put(pointer, value)
    except CannotEditError:
        return

    assert here is None or isinstance(here, dict)
    assert after.data == with_value(before.data, pointer, value)
    assert only_adds(before.text, after.text)


@settings(max_examples=80)
@given(texts(), VALUES.filter(lambda value: value is not None), st.data())
def test_append_adds_and_moves_nothing(text, value, data):
    """An item added at the end of a list is read back as its last one, and the text around it is as it was."""
    before = read(text)
    if before is None:
        return
    pointer, here = data.draw(
        st.sampled_from(
            [(p, v) for p, v in places(before.data) if p and (v is None or isinstance(v, list))] or [("/neuf", None)]
        )
    )
    try:
        after = before.append(pointer, value)
    except CannotEditError:
        return

    assert after.data == with_value(before.data, pointer, [*(here or []), value])
    assert only_adds(before.text, after.text)


@settings(max_examples=80)
@given(texts(), SCALARS, st.data())
def test_replace_changes_one_scalar(text, value, data):
    """A scalar that takes the place of another is read back there, and the text before and after it is as it was."""
    before = read(text)
    if before is None:
        return
    scalars = [pointer for pointer, here in places(before.data) if pointer and not isinstance(here, dict | list)]
    if not scalars:
        return
    pointer = data.draw(st.sampled_from(scalars))
    try:
        after = before.replace(pointer, value)
    except CannotEditError:
        return
    place = before.outline[pointer]

    assert after.data == with_value(before.data, pointer, value)
    assert after.text.startswith(before.text[: place.start])
    assert after.text.endswith(before.text[place.end :])


@settings(max_examples=80)
@given(texts(), st.data())
def test_rename_changes_one_key(text, data):
    """A key that is renamed keeps its value and its rank, and the text before and after it is as it was."""
    before = read(text)
    if before is None:
        return
    keys = [
        pointer
        for pointer, _ in places(before.data)
        if pointer and isinstance(resolve(before.data, pointer.rpartition("/")[0]), dict)
    ]
    if not keys:
        return
    pointer = data.draw(st.sampled_from(keys))
    try:
        after = before.rename(pointer, "renommé")
    except CannotEditError:
        return
    above, _, _ = pointer.rpartition("/")
    members, renamed = resolve(before.data, above), resolve(after.data, above)
    start, end = before.outline[pointer].key

    assert list(renamed.values()) == list(members.values())
    assert [key for key in renamed if key not in members] == ["renommé"]
    assert after.text.startswith(before.text[:start])
    assert after.text.endswith(before.text[end:])


@settings(max_examples=40)
@given(texts(), st.data())
def test_comments_say_nothing(text, data):
    """Comments written above a new key change nothing of what the dossier says."""
    before = read(text)
    if before is None:
        return
    pointer = data.draw(st.sampled_from([pointer for pointer, here in places(before.data) if isinstance(here, dict)]))
    try:
        bare = before.put(f"{pointer}/neuf", 1)
        told = before.put(f"{pointer}/neuf", 1, ["# what is asked: « ici »", "#"])
    except CannotEditError:
        return

    assert told.data == bare.data
    assert _in_order(bare.text, told.text)


BEFORE = """# c
a:   1  # x
b:
- x
- y: 1
f:
l: # todo
m: {n: 1,   o: [1, 2,]}
"""
EDITS = {
    "a blank key": (lambda m: m.put("/f", "oui: non"), "f:\n", 'f: "oui: non"\n'),
    "a blank key before a comment": (lambda m: m.put("/l", {"p": 1}), "l: # todo\n", "l: # todo\n  p: 1\n"),
    "a blank key left blank, with a comment": (
        lambda m: m.put("/q", None, ["# asked"]),
        "[1, 2,]}\n",
        "[1, 2,]}\n# asked\nq:\n",
    ),
    "a block that is not there, with a comment": (
        lambda m: m.put("/q/r", None, ["# asked"]),
        "[1, 2,]}\n",
        "[1, 2,]}\nq:\n  # asked\n  r:\n",
    ),
    "a list that is not there, with a comment": (
        lambda m: m.append("/q/r", "s", ["# asked"]),
        "[1, 2,]}\n",
        "[1, 2,]}\nq:\n  # asked\n  r:\n    - s\n",
    ),
    "an item": (lambda m: m.append("/b", "no"), "- y: 1\n", "- y: 1\n- no\n"),
    "an item between brackets": (lambda m: m.append("/m/o", "a, b"), "[1, 2,]", '[1, 2, "a, b",]'),
    "a key between brackets, its comment left out": (
        lambda m: m.put("/m/z", 3, ["# asked"]),
        "[1, 2,]}",
        "[1, 2,], z: 3}",
    ),
    "a number": (lambda m: m.replace("/a", "1.10"), "a:   1  #", 'a:   "1.10"  #'),
    "a key": (lambda m: m.rename("/a", "é"), "a:   1", "é:   1"),
}


@pytest.mark.parametrize(("edit", "old", "new"), EDITS.values(), ids=EDITS)
def test_edits_to_the_letter(edit, old, new):
    """Each kind of edit writes what a person would, and keeps the spaces and comments around it."""
    after = edit(Manuscript(BEFORE.encode()))

    assert after.text == BEFORE.replace(old, new)
    assert Manuscript(after.bytes).data == after.data


REFUSED = {
    "an answer that is there": lambda m: m.put("/a", 2),
    "a place inside a scalar": lambda m: m.put("/a/z", 2),
    "an item past the end": lambda m: m.put("/b/7", 2),
    "an item of what is no list": lambda m: m.append("/a", 2),
    "a block replaced by a scalar": lambda m: m.replace("/m", 2),
    "a name that is taken": lambda m: m.rename("/a", "b"),
}


@pytest.mark.parametrize("edit", REFUSED.values(), ids=REFUSED)
def test_edits_refused(edit):
    """An edit that would lose or misplace something is refused, with its place."""
    with pytest.raises(CannotEditError) as refused:
        edit(Manuscript(BEFORE.encode()))
    assert refused.value.pointer
