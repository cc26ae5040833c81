"""Classes of data behave as those of the standard library do."""

import copy
import dataclasses
import pickle
import typing

import pytest

from guichet_cli.core import classes, model


def declared(module):
    """Give a class of data as a module makes it."""

    @module.dataclass(frozen=True, kw_only=True, slots=True)
    class Place:
        """A place."""

        path: str
        line: int = 1
        seen: list = module.field(default_factory=list)

        @property
        def shown(self):
            """The place as text."""
            return f"{self.path}:{self.line}"

    return Place


OURS, THEIRS = declared(classes), declared(dataclasses)


def test_like_the_standard_library():
    """Values, defaults, representation, comparison and hash are those of `dataclasses`."""
    for given in ({"path": "a"}, {"path": "a", "line": 2, "seen": [1]}):
        ours, theirs = OURS(**given), THEIRS(**given)
        assert repr(ours).partition("(")[2] == repr(theirs).partition("(")[2]
        assert (ours.shown, ours.seen) == (theirs.shown, theirs.seen)
        assert (ours == OURS(**given), ours == OURS(path="b"), ours == theirs) == (True, False, False)
    assert OURS(path="a").seen is not OURS(path="a").seen
    assert hash(OURS(path="a", seen=())) == hash(THEIRS(path="a", seen=()))
    assert OURS.__doc__ == THEIRS.__doc__
    assert [each.name for each in dataclasses.fields(OURS)] == [each.name for each in dataclasses.fields(THEIRS)]


@pytest.mark.parametrize("given", [{}, {"path": "a", "odd": 1}, {"line": 1, "seen": [], "odd": 1}], ids=str)
def test_refused(given):
    """What lacks a value or has one too many is refused, on both."""
    for kind in (OURS, THEIRS):
        with pytest.raises(TypeError):
            kind(**given)
        with pytest.raises(TypeError):
            kind("a")


def test_frozen():
    """Nothing of an instance changes, and nothing is added to it."""
    for kind in (OURS, THEIRS):
        with pytest.raises(AttributeError):
            kind(path="a").path = "b"
        with pytest.raises(AttributeError):
            del kind(path="a").path


def test_copies():
    """An instance is copied, pickled and made anew with some values changed."""
    from guichet_cli.core.model import Location, Span

    place = Location(path="a", pointer="/b", span=Span(1, 2, 3, 4))
    assert copy.copy(place) == copy.deepcopy(place) == pickle.loads(pickle.dumps(place)) == place  # noqa: S301
    assert classes.replace(place, path="c") == dataclasses.replace(place, path="c") != place


def test_positional():
    """Where values may come without a name, they do, in order."""

    @classes.dataclass(slots=True)
    class Pair:
        one: int
        two: int = 2

    pair = Pair(1)
    pair.one = 3
    assert (pair.one, pair.two) == (3, 2)
    for values, named in (((1, 2, 3), {}), ((1,), {"one": 1})):
        with pytest.raises(TypeError):
            Pair(*values, **named)


@pytest.mark.parametrize("made", [0, classes.COLD + 1], ids=["few", "many"])
def test_many(made):
    """A class of which there are many instances takes and refuses what it did when there were few."""
    ours, theirs = declared(classes), declared(dataclasses)
    first = ours.__init__
    for _ in range(made):
        ours(path="a")
    assert (ours.__init__ is first) == (made == 0)
    assert (ours(path="b").path, ours(path="b").line, ours(path="b").seen) == ("b", 1, [])
    assert ours(path="a").seen is not ours(path="a").seen
    assert repr(ours(path="a", line=2, seen=[3])) == repr(theirs(path="a", line=2, seen=[3]))
    for values, given in ((("a",), {}), ((), {}), ((), {"path": "a", "odd": 1})):
        with pytest.raises(TypeError):
            ours(*values, **given)
    with pytest.raises(AttributeError):
        ours(path="a").path = "b"


def named(module):
    """Give a tuple with names as a module makes it."""

    class Row(module.NamedTuple):
        """A row."""

        path: str
        line: int = 1
        seen: tuple = ()

        @property
        def shown(self):
            """The row as text."""
            return f"{self.path}:{self.line}"

    return Row


NAMED = named(classes)


@pytest.mark.parametrize("kind", [NAMED, named(typing)])
def test_tuple_with_names(kind):
    """A tuple with names has the values, defaults, representation, comparison and copies of the one of `typing`."""
    row = kind("a", seen=(1,))
    assert (row, row.shown, *row) == (("a", 1, (1,)), "a:1", "a", 1, (1,))
    assert repr(row).endswith("Row(path='a', line=1, seen=(1,))")
    assert kind._fields == kind.__match_args__ == ("path", "line", "seen")
    assert row._asdict() == {"path": "a", "line": 1, "seen": (1,)}
    assert (row._replace(line=2), kind._make(("b", 3, ()))) == (("a", 2, (1,)), ("b", 3, ()))
    assert type(row._replace(line=2)) is type(copy.copy(row)) is type(copy.deepcopy(row)) is kind
    assert kind.__doc__ == "A row."
    for values, given in (((), {}), (("a", 1, (), 2), {}), (("a",), {"path": "b"}), (("a",), {"odd": 1})):
        with pytest.raises(TypeError):
            kind(*values, **given)
    with pytest.raises(AttributeError):
        row.path = "b"
    with pytest.raises(TypeError):
        kind._make(("b",) * 4)


def test_tuple_travels():
    """A tuple with names comes back from `pickle` as it was."""
    place = model.Span(1, 2, 3, 4)
    back = pickle.loads(pickle.dumps(place))  # noqa: S301 our own bytes
    assert back == place
    assert type(back) is model.Span
