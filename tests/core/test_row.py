"""What a batch keeps of a dossier, and the orders and groups that it is shown in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet_cli.core.model import Location, Verdict
from guichet_cli.core.row import GROUPS, SORTS, Fault, Rate, Row, grouped_rows, sorted_rows


def rate(declared, coverage):
    """Give the numbers of a commitment."""
    return Rate(*(None if n is None else Fraction(n) for n in (declared, declared, coverage)), complete=False)


def row(name, verdict="incomplete", *, declared=(50,), coverage=(80,), blocking=0, **more):
    """Give a row whose commitments have these rates."""
    rates = {f"C{n}": rate(*pair) for n, pair in enumerate(zip(declared, coverage, strict=True))}
    counted = {prefix: each.declared for prefix, each in rates.items() if each.declared is not None}
    known = {"id": name, "title": "", "phase": "", "desk": "", "waived": 0, "stale": 0, "fault": None, **more}
    lowest = min(counted, key=counted.get) if counted else ""
    return Row(path=name, verdict=Verdict(verdict), rates=rates, lowest=lowest, blocking=blocking, **known)


FAULT = Fault("DOS-001", "", Location(path="d", pointer=""))
ROWS = [
    row("a", "admissible", declared=(90, 70), coverage=(100, 95), phase="pilot", desk="reims"),
    row("b", "inadmissible", declared=(40, None), coverage=(60, None), blocking=3, phase="idea", desk="nancy"),
    row("c", "incomplete", declared=(20, 30), coverage=(40, 99), blocking=5, phase="pilot", desk="nancy"),
    row("d", "unreadable", declared=(), coverage=(), fault=FAULT, id=""),
    row("e", "incomplete", declared=(20, 90), coverage=(80, 60), blocking=7, phase="pilot", desk="reims"),
]

ORDERS = {
    "path": "abcde",
    "verdict": "dbeca",  # the worst first, then the most blocking gaps
    "lowest": "dceba",
    "coverage": "dcbea",
    "blocking": "decba",
    "project": "abced",  # what has no id comes last
}


@pytest.mark.parametrize("by", SORTS)
def test_order(by):
    """Each order is the one that is told; what could not be read comes first where a look is needed."""
    assert "".join(each.path for each in sorted_rows(ROWS, by)) == ORDERS[by]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("desk", {"nancy": "bc", "reims": "ae", "": "d"}),
        ("phase", {"idea": "b", "pilot": "ace", "": "d"}),
        ("verdict", {"unreadable": "d", "inadmissible": "b", "incomplete": "ce", "admissible": "a"}),
    ],
)
def test_groups(by, groups):
    """Groups keep the order of their rows; what says nothing is the last group, and the worst verdict the first."""
    found = {name: "".join(each.path for each in rows) for name, rows in grouped_rows(ROWS, by).items()}
    assert list(found.items()) == list(groups.items())


def test_unknown_order():
    """An order that does not exist is refused, not taken for another."""
    with pytest.raises(ValueError, match="colour"):
        sorted_rows(ROWS, "colour")


def test_numbers_of_a_row():
    """The lowest rate and the least coverage are those of what is counted; of nothing, there is none."""
    assert [(each.least, each.coverage) for each in ROWS[1:4]] == [(40, 60), (20, 40), (None, None)]


@given(st.permutations(ROWS), st.sampled_from(SORTS), st.sampled_from(GROUPS))
def test_no_row_is_lost(rows, sort, group):
    """Whatever the order of the call, each row stands in one group, once."""
    found = [each for members in grouped_rows(sorted_rows(rows, sort), group).values() for each in members]
    assert sorted(each.path for each in found) == list("abcde")
