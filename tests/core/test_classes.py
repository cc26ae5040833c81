"""Classes of data behave as those of the standard library do."""

import copy
import dataclasses
import pickle

import pytest

from guichet_cli.core import classes


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
