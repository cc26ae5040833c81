"""The ratchet, as facts: what is known, what is new or worse, what is gone, and what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import criterion, judged

from guichet_cli.core.baseline import Debt, Mark, Project, Ratchet, project_of
from guichet_cli.core.model import Level, Outcome, Verdict

A, B = (criterion(name, at=f"/ethics/{name}") for name in ("ETH-01", "ETH-02"))


def card(answers=None, project="P", criteria=(A, B)):
    """Give a scorecard of two blocking criteria; one that has no answer is missing."""
    return judged({"project": {"id": project, "phase": "pilot"}, "ethics": answers or {}}, *criteria)


def recorded(*cards):
    """Give the baseline that some scorecards make."""
    ratchet = Ratchet()
    for each in cards:
        ratchet.mark(each)
    return ratchet.kept()


def known(ratchet, made):
    """Give the criteria whose gaps are known."""
    return [finding.criterion for finding in ratchet.mark(made).findings if finding.known]


GOOD, BAD = {"x": "good"}, {"x": "bad"}
WORSE = (
    # before, after, known after
    (None, None, True),
    (None, BAD, False),
    (BAD, None, True),
    (BAD, BAD, True),
    (GOOD, None, False),
)


@pytest.mark.parametrize(("before", "after", "is_known"), WORSE)
def test_only_new_or_worse_gaps_are_news(before, after, is_known):
    """A gap as heavy as it was, or lighter, is known; one that was not there, or whose outcome is heavier, is not."""
    old = card({"ETH-01": before} if before else {})
    new = card({"ETH-01": after} if after else {})
    assert ("ETH-01" in known(Ratchet(known=recorded(old)), new)) is is_known


def test_a_heavier_level_is_news():
    """A gap of a level heavier than it was counts, a lighter one is known."""
    major, blocking = (card(criteria=[criterion("ETH-01", level=level)]) for level in ("major", "blocking"))
    assert known(Ratchet(known=recorded(major)), blocking) == []
    assert known(Ratchet(known=recorded(blocking)), major) == ["ETH-01"]


HEAVIER = (
    ("met", "partial"),
    ("partial", "planned"),
    ("planned", "missing"),
    ("planned", "undetermined"),
    ("missing", "unmet"),
)


@pytest.mark.parametrize(("lighter", "heavier"), HEAVIER)
def test_outcomes_have_an_order(lighter, heavier):
    """An outcome is worse than the one before it; what is missing and what is undetermined weigh the same."""
    light, heavy = (Debt(criterion="X", outcome=Outcome(o), level=Level.MAJOR) for o in (lighter, heavier))
    assert heavy.covers(light)
    assert not light.covers(heavy)
    assert heavy.lightened(light) == light.lightened(heavy) == light


def test_projects_are_told_apart():
    """A gap is known of its own project only; a dossier without an id goes by its path."""
    ratchet = Ratchet(known=recorded(card()))
    assert known(ratchet, card(project="Q")) == []
    nameless = replace(card(project=" "), path="./a/../b.yaml")
    assert project_of(nameless) == Project("path", "b.yaml")
    assert known(Ratchet(known=recorded(nameless)), replace(nameless, path="b.yaml")) == ["ETH-01", "ETH-02"]
    assert known(Ratchet(known=recorded(nameless)), card(project="b.yaml")) == []


def test_tightening_only_removes():
    """What is written is never more nor heavier than what was known: fixed gaps go, new and worse ones do not come."""
    old = recorded(card({"ETH-01": BAD}), card(project="Q"))
    ratchet = Ratchet(known=old)
    ratchet.mark(card({"ETH-02": BAD}))
    (one, two) = old[Project("id", "P")].items()
    lighter = replace(one[1], outcome=Outcome.MISSING)
    assert two[1].outcome is Outcome.MISSING
    assert ratchet.kept() == {
        Project("id", "P"): {one[0]: lighter, two[0]: two[1]},
        Project("id", "Q"): old[Project("id", "Q")],
    }
    fixed = Ratchet(known=old)
    fixed.mark(card({"ETH-01": GOOD, "ETH-02": GOOD}))
    assert [(project.name, debt.criterion) for project, debt in fixed.gone()] == [("P", "ETH-01"), ("P", "ETH-02")]
    assert set(fixed.kept()) == {Project("id", "Q")}


def test_what_is_not_looked_at_stays():
    """A project that was not judged or could not be read, and a criterion that is not selected, keep their known gaps."""
    old = recorded(card())
    unread = Ratchet(known=old)
    unread.mark(replace(card(), verdict=Verdict.UNREADABLE))
    partly = Ratchet(known=old, takes=lambda code: code == "ETH-01")
    partly.mark(card({"ETH-01": GOOD, "ETH-02": GOOD}))
    assert (unread.gone(), unread.kept()) == ([], old)
    assert [debt.criterion for _, debt in partly.gone()] == ["ETH-01"]
    assert [debt.criterion for debts in partly.kept().values() for debt in debts.values()] == ["ETH-02"]


def test_twins():
    """Of gaps that share a fingerprint, as many are known as there were."""
    made = card()
    twin = replace(made, findings=(*made.findings, *map(replace, made.findings)))
    ratchet = Ratchet(known=recorded(made))
    assert known(ratchet, twin) == ["ETH-01", "ETH-02"]
    assert [mark.turn for mark in recorded(twin)[Project("id", "P")]] == [0, 0, 1, 1]
    assert isinstance(next(iter(recorded(twin)[Project("id", "P")])), Mark)


def test_two_dossiers_of_one_project():
    """A project that has two dossiers has the heavier of its gaps."""
    old = recorded(card(), card({"ETH-01": BAD}))
    assert known(Ratchet(known=old), card({"ETH-01": BAD})) == ["ETH-01", "ETH-02"]


def test_states():
    """A gap is new, worse than it was, or as it was; what is no gap is as it was."""
    ratchet = Ratchet(known=recorded(card({"ETH-02": GOOD})))
    made = ratchet.mark(card({"ETH-01": BAD}))
    states = {finding.criterion: ratchet.state_of(made, finding) for finding in made.findings}
    assert states == {"ETH-01": "updated", "ETH-02": "new"}
    same = ratchet.mark(card({"ETH-02": GOOD}))
    assert [ratchet.state_of(same, finding) for finding in same.findings] == ["unchanged", "unchanged"]
