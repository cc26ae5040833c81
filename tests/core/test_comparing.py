"""Two records of the same dossiers: who is matched with whom, and which way each criterion moved."""

from dataclasses import replace
from fractions import Fraction

import pytest

from guichet_cli.core.compare import BETTER, OTHER, WORSE, Move, compare
from guichet_cli.core.model import Finding, Level, Location, Outcome, Verdict
from guichet_cli.core.record import Judged, Rated, Record

MET, PARTIAL, PLANNED, UNMET, MISSING, _, NOT_APPLICABLE, NOT_DUE = Outcome
CREDITS = {MET: 1, PARTIAL: Fraction(1, 2)}


def finding(outcome=MISSING, code="ETH-01", **more):
    """Give a finding; its credit is the usual one of its outcome."""
    settings = {
        "title": "Title",
        "evidenced": False,
        "message": "m",
        "remedy": "r",
        "locations": (Location(path="d.yaml", pointer="/ethics"),),
        "fingerprint": code,
        "credit": Fraction(CREDITS.get(outcome, 0)),
        "commitment": "ethics",
        "level": Level.BLOCKING,
        **more,
    }
    return Finding(criterion=code, outcome=outcome, **settings)


def record(*findings, path="d.yaml", project="P", charter="c", **more):
    """Give the record of some findings."""
    settings = {
        "sha256": "",
        "phase": "pilot",
        "as_of": "2026-11-23",
        "tool": "0",
        "verdict": Verdict.INCOMPLETE,
        "rates": (),
        **more,
    }
    return Record(path=path, project=project, charter=Judged(charter, "1", "x"), findings=findings, **settings)


def matched(old, new):
    """Give who is matched, who left, who came, each by the project and the path."""
    found = compare([record(project=p, path=d) for p, d in old], [record(project=p, path=d) for p, d in new])
    name = lambda one: f"{one.project}:{one.path}"  # noqa: E731
    return (
        [f"{name(pair.old)} {name(pair.new)}" for pair in found.pairs],
        [name(one) for one in found.removed],
        [name(one) for one in found.added],
    )


MATCHES = (
    # old, new: pairs, removed, added
    ([("A", "a")], [("B", "b")], ["A:a B:b"], [], []),
    ([], [("B", "b")], [], [], ["B:b"]),
    ([("A", "a")], [], [], ["A:a"], []),
    ([("A", "a"), ("B", "b")], [("B", "a"), ("A", "b")], ["B:b B:a", "A:a A:b"], [], []),
    ([("", "x/a"), ("", "x/b")], [("", "x/b"), ("", "y/a")], [":x/b :x/b", ":x/a :y/a"], [], []),
    ([("A", "a"), ("A", "b")], [("A", "b"), ("A", "c")], ["A:b A:b"], ["A:a"], ["A:c"]),
    ([("A", "x/a"), ("", "b")], [("A", "y/a"), ("", "x/a")], ["A:x/a A:y/a"], [":b"], [":x/a"]),
    ([("", "x/a"), ("", "y/a")], [("", "z/a"), ("", "b")], [], [":x/a", ":y/a"], [":z/a", ":b"]),
)


@pytest.mark.parametrize(("old", "new", "pairs", "removed", "added"), MATCHES)
def test_matches(old, new, pairs, removed, added):
    """Two alone are one; else the project matches, then the path, then the file's name, each where one alone bears it."""
    assert matched(old, new) == (pairs, removed, added)


WAYS = (
    # before, after, which way
    (finding(MISSING), finding(MET), BETTER),
    (finding(MET), finding(MISSING), WORSE),
    (finding(MISSING), finding(PARTIAL), BETTER),
    (finding(PARTIAL), finding(UNMET), WORSE),
    (finding(UNMET), finding(MISSING), BETTER),
    (finding(MISSING), finding(UNMET), WORSE),
    (finding(MISSING), finding(PLANNED), BETTER),
    (finding(MISSING, level=Level.MAJOR), finding(MISSING), WORSE),
    (finding(MISSING), finding(MISSING, level=Level.MAJOR), BETTER),
    (finding(MET), finding(MET, level=Level.MAJOR), OTHER),
    (finding(MET, proof_missing=True), finding(MET), BETTER),
    (finding(MET), finding(MET, proof_missing=True), WORSE),
    (finding(PARTIAL, proof_missing=True), finding(PARTIAL), BETTER),
    (finding(PARTIAL), finding(PARTIAL, proof_missing=True), WORSE),
    (finding(MISSING), finding(NOT_APPLICABLE), BETTER),
    (finding(NOT_DUE), finding(NOT_APPLICABLE), OTHER),
    (None, finding(MISSING), WORSE),
    (finding(MISSING), None, BETTER),
    (None, finding(MET), OTHER),
    (finding(MET), None, OTHER),
)


@pytest.mark.parametrize(("old", "new", "way"), WAYS)
def test_way(old, new, way):
    """A criterion moves for the better or the worse by being a gap, then by credit, proof, outcome and level, in that order."""
    found = compare([record(*[old] if old else [])], [record(*[new] if new else [])])
    ((move,),) = (pair.moves for pair in found.pairs)
    assert (move.old, move.new, move.way, move.finding) == (old, new, way, new or old)
    assert not found.still


def test_order():
    """What became worse comes first, then what became better, then the rest; the highest level first in each, then by name."""
    before = [
        finding(MET, "ETH-01"),
        finding(MET, "ETH-02", level=Level.MINOR),
        finding(MISSING, "ETH-03"),
        finding(MET, "ETH-04"),
    ]
    after = [
        finding(MISSING, "ETH-02", level=Level.MINOR),
        finding(MISSING, "ETH-04"),
        finding(MISSING, "ETH-01"),
        finding(MET, "ETH-03"),
        finding(MET, "ETH-05"),
    ]
    (pair,) = compare([record(*before)], [record(*after)]).pairs
    assert [move.finding.criterion for move in pair.moves] == ["ETH-01", "ETH-04", "ETH-02", "ETH-03", "ETH-05"]


def test_what_is_the_same_did_not_move():
    """Another message, place or remedy is no move."""
    one = finding(MISSING)
    two = replace(one, message="other", remedy="other")
    found = compare([record(one)], [record(two)])
    assert (found.pairs[0].moves, found.still) == ((), True)


def test_other_charters_are_not_compared():
    """Criteria of two charters have nothing to do with each other: nothing moved, and that is no standstill."""
    (pair,) = compare([record(finding(MET))], [record(finding(MISSING), charter="other")]).pairs
    assert (pair.moves, pair.same_charter, pair.still) == ((), False, False)


def test_unreadable():
    """Of a dossier that could not be read nothing is known: only what was found in the file itself moved."""
    lost = record(finding(MISSING, "DOS-001", commitment=None), verdict=Verdict.UNREADABLE)
    usual = record(finding(MET))
    for old, new in ((usual, lost), (lost, usual)):
        (pair,) = compare([old], [new]).pairs
        assert [move.finding.criterion for move in pair.moves] == ["DOS-001"]
        assert not pair.still


def test_rates_stand_side_by_side():
    """The numbers of each commitment stand beside what they were, in the order of now; a side may lack one."""
    some = {
        name: Rated(name, name[:3], name, {"declared": Fraction(value)})
        for name, value in (("a", 1), ("b", 2), ("c", 3))
    }
    (pair,) = compare([record(rates=(some["a"], some["b"]))], [record(rates=(some["c"], some["b"]))]).pairs
    assert pair.rates == ((None, some["c"]), (some["b"], some["b"]), (some["a"], None))
    assert not pair.still


@pytest.mark.parametrize(
    ("old", "new", "still"),
    [
        ({}, {}, True),
        ({}, {"verdict": Verdict.ADMISSIBLE}, False),
        ({"rates": (Rated("a", "A", "one", {"declared": Fraction(1)}),)}, {"rates": (Rated("a", "A", "two", {"declared": Fraction(1)}),)}, True),
        ({"rates": (Rated("a", "A", "a", {"declared": Fraction(1)}),)}, {"rates": (Rated("a", "A", "a", {"declared": Fraction(2)}),)}, False),
    ],
)  # fmt: skip
def test_still(old, new, still):
    """Nothing moved where the verdict, the numbers and the criteria are the same."""
    found = compare([record(**old)], [record(**new)])
    assert (found.pairs[0].still, found.still) == (still, still)


def test_who_came_or_left_moved():
    """A dossier that only one side has is a move of the whole."""
    both = [record(project="A"), record(project="B", path="b.yaml")]
    assert compare(both, both).still
    assert not compare(both, [*both[:1], record(project="C", path="c.yaml"), both[1]]).still
    assert not compare([*both, record(project="C", path="c.yaml")], both).still


def test_a_move_has_a_side():
    """A move of nothing is refused."""
    with pytest.raises(ValueError, match="side"):
        _ = Move(None, None, OTHER, ()).finding
