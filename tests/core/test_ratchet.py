"""The ratchet, as facts: what is known, what is new or worse, what is gone, and what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from building import AS_OF, EXAMPLES, criterion, grand_est, judged
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core.baseline import Debt, Mark, Project, Ratchet, project_of
from guichet_cli.core.model import Dossier, Level, Outcome, Verdict
from guichet_cli.load.source import read_source

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


ANSWERS = st.fixed_dictionaries({}, optional={name: st.sampled_from([GOOD, BAD]) for name in ("ETH-01", "ETH-02")})
CARDS = st.lists(st.builds(card, ANSWERS, st.sampled_from("PQR")), max_size=4)
SELECTIONS = st.sampled_from(["", "ETH-01", "ETH-02"])


@given(first=CARDS, runs=st.lists(st.tuples(CARDS, SELECTIONS), max_size=4))
def test_tightening_never_adds(first, runs):
    """Whatever is judged, in whatever order and selection, the file written is a lighter part of the one before."""
    before = recorded(*first)
    for cards, selected in runs:
        ratchet = Ratchet(known=before, takes=lambda code, only=selected: code.startswith(only))
        for each in cards:
            ratchet.mark(each)
        after = ratchet.kept()
        for project, debts in after.items():
            assert debts.keys() <= before[project].keys()
            assert all(before[project][mark].covers(debt) for mark, debt in debts.items())
        kept = {(project, mark) for project, debts in after.items() for mark in debts}
        gone = {(project.name, debt.criterion) for project, debt in ratchet.gone()}
        assert all(
            (project, mark) in kept or (project.name, debt.criterion) in gone
            for project, debts in before.items()
            for mark, debt in debts.items()
        )
        before = after


def test_what_a_file_does_not_take_in():
    """Gaps that are new and gaps that are heavier are counted, lighter ones and those of a first file are not."""
    ratchet = Ratchet(known=recorded(card({"ETH-02": GOOD}), card({"ETH-01": BAD}, project="Q")))
    ratchet.mark(card({"ETH-01": BAD}))
    ratchet.mark(card(project="Q"))
    assert ratchet.refused() == 2
    first = Ratchet()
    first.mark(card())
    assert first.refused() == 0


TEXTS = {
    name: (EXAMPLES / "grand-est-2024" / f"{name}.yaml").read_bytes() for name in ("inacheve", "radiologie-triage")
}
STYLES = st.fixed_dictionaries(
    {
        "width": st.sampled_from([20, 80, 1_000]),
        "indent": st.integers(2, 6),
        "default_flow_style": st.sampled_from([None, True, False]),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


def shuffled(value, chance):
    """Give data whose mappings have their keys in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], chance) for key in chance.sample(list(value), len(value))}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


@settings(max_examples=15, deadline=None)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    style=STYLES,
    chance=st.randoms(use_true_random=False),
    comments=st.sampled_from(["", "# bonjour\n\n"]),
)
def test_a_baseline_survives_reformatting(name, style, chance, comments):
    """A dossier written again, its keys in another order, with other indents, folds, comments and line ends, has no new gap."""
    said = read_source(TEXTS[name]).data
    text = yaml.safe_dump(shuffled(said, chance), sort_keys=False, allow_unicode=True, **style)
    again = read_source((comments + text).encode())
    assert again.data == said
    before, after = (
        grand_est()(Dossier(path="d.yaml", data=source, spans=spans), AS_OF)
        for source, spans in ((said, {}), (again.data, again.spans))
    )
    ratchet = Ratchet(known=recorded(before))
    assert [finding.criterion for finding in ratchet.mark(after).gaps if not finding.known] == []
    assert (ratchet.gone(), ratchet.kept()) == ([], recorded(before))
