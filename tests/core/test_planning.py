"""The plan, as facts: what it announces is what happens, and no smaller set reaches the verdict."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from building import AS_OF, EXAMPLES, charter, criterion, finding, grand_est, judged

from guichet_cli.core.model import EFFORTS, Expectation, Level, Outcome, Proof, Verdict
from guichet_cli.core.plan import GROUPS, actions, plan_of
from guichet_cli.core.pointer import tokens
from guichet_cli.core.reach import TARGETS, smallest
from guichet_cli.core.suppose import closed, rejudged, suppose
from guichet_cli.load.dossier import load_dossier

DOSSIERS = {
    path.stem: dossier
    for path in sorted(EXAMPLES.rglob("*.yaml"))
    if (dossier := load_dossier(str(path))).data is not None
}
VERDICTS = list(Verdict)
KINDS = (
    # the outcomes of findings, their credit, whether their proof is wanting
    (Outcome.MET, Fraction(1), False),
    (Outcome.MET, Fraction(1), True),
    (Outcome.PARTIAL, Fraction(1, 2), False),
    (Outcome.PLANNED, Fraction(0), False),
    (Outcome.UNMET, Fraction(0), False),
    (Outcome.MISSING, Fraction(0), False),
    (Outcome.UNDETERMINED, Fraction(0), False),
)
SEAL = "5e" * 32
ENTRY = {"id": "EV-999", "title": "Pièce", "path": "p.pdf", "date": "2026-01-02", "sha256": SEAL, "valid_until": "none"}
LEAST_EXACT, MOST_MOVED = 45, 12
"""How many criteria are tried to the point, and how often an answer also moves another criterion."""
each_example = pytest.mark.parametrize("name", DOSSIERS)


def drawn(seed):
    """Give a scorecard drawn at random: two commitments, seven criteria of any level, outcome and effort."""
    chance = Random(seed)  # noqa: S311 the same draws each time is the point
    names = [f"ETH-{n:02}" for n in range(1, 4)] + [f"EQU-{n:02}" for n in range(1, 5)]
    levels = chance.choices(["blocking", "major", "minor"], [1, 2, 4], k=len(names))
    asked = [criterion(name, level=level) for name, level in zip(names, levels, strict=True)]
    card = judged({"project": {"phase": "pilot"}}, *asked)
    floors = {each.id: Fraction(chance.choice([0, 50, 80, 100])) for each in card.charter.commitments}
    commitments = tuple(replace(each, floor=floors[each.id]) for each in card.charter.commitments)
    minimum = Fraction(chance.choice([0, 60, 90]))
    card = replace(card, charter=replace(card.charter, commitments=commitments, minimum_coverage=minimum))
    findings = []
    for found in card.findings:
        outcome, credit, wanting = chance.choice(KINDS)
        findings.append(
            replace(
                found,
                outcome=outcome,
                credit=credit,
                proof_missing=wanting,
                evidenced=not wanting and credit > 0,
                effort=chance.choice(EFFORTS),
            )
        )
    return rejudged(card, findings)


def asking(gaps):
    """Give what a set of gaps asks: how many, then how many of high effort, then of medium."""
    efforts = [gap.effort for gap in gaps]
    return len(efforts), efforts.count("high"), efforts.count("medium")


@pytest.mark.parametrize("seed", range(40))
def test_no_smaller_set_reaches_the_verdict(seed):
    """Of all sets of gaps that reach a verdict, the one that is announced is the smallest, and of those the easiest."""
    card = drawn(seed)
    for target in TARGETS:
        announced = smallest(card, target)
        reached = closed(card, announced).verdict
        assert VERDICTS.index(reached) <= VERDICTS.index(target)
        every = (some for size in range(len(announced) + 1) for some in combinations(card.gaps, size))
        enough = (some for some in every if VERDICTS.index(closed(card, some).verdict) <= VERDICTS.index(target))
        assert min(map(asking, enough)) == asking(announced)


def test_the_trials_are_not_all_alike():
    """The generated scorecards have every verdict, and some need optional gaps to lift a floor or a coverage."""
    cards = [drawn(seed) for seed in range(40)]
    assert {card.verdict for card in cards} >= {Verdict.INADMISSIBLE, Verdict.INCOMPLETE}
    optional = [gap for card in cards for gap in smallest(card, Verdict.ADMISSIBLE) if gap.level is Level.MINOR]
    assert len(optional) > 10


@each_example
@pytest.mark.parametrize("target", TARGETS)
def test_the_set_of_an_example_reaches_its_target(name, target):
    """On the examples as well, closing the set gives the verdict or better; leaving any one of it open does not."""
    card = grand_est()(DOSSIERS[name], AS_OF)
    gaps = smallest(card, target)
    assert VERDICTS.index(closed(card, gaps).verdict) <= VERDICTS.index(target)
    for gap in set(gaps):
        rest = [each for each in gaps if each != gap]
        assert VERDICTS.index(closed(card, rest).verdict) > VERDICTS.index(target)


@pytest.mark.parametrize("card", [*map(drawn, range(12)), *(grand_est()(each, AS_OF) for each in DOSSIERS.values())])
def test_what_a_step_says_of_itself(card):
    """The verdict that a gap holds back, and the one that closing it alone gives, are those of the whole judgement."""
    for step in plan_of(card, {}).steps:
        if not step.promise:
            others = [gap for gap in card.gaps if gap != step.finding]
            assert step.ceiling is closed(card, others).verdict
            assert step.alone is closed(card, [step.finding]).verdict
            assert (step.unlocks == "verdict") is (step.ceiling is not Verdict.ADMISSIBLE)


def merged(data, more):
    """Give data with other data laid over it; lists are replaced."""
    if not isinstance(data, dict) or not isinstance(more, dict):
        return copy.deepcopy(more)
    return {**data, **{key: merged(data.get(key), value) for key, value in more.items()}}


def answering(dossier, each):
    """Give a dossier where the charter's own example answers a criterion, with a document that proves it."""
    data = merged(dossier.data, each.example)
    proofs = dict(dossier.proofs)
    if each.proof_required:
        place = each.proof_at[0]
        *above, last = tokens(place if place.startswith("/") else f"{each.at}/{place}")
        holder = data
        for token in above:
            holder = holder.setdefault(token, {})
        holder[last] = ["EV-999"]
        data["evidence"] = [*(data.get("evidence") or []), ENTRY]
        proofs["p.pdf"] = Proof(state="file", sha256=SEAL)
    return replace(dossier, data=data, proofs=proofs)


def substance(card, but):
    """Give what each finding but one says, without its words."""
    return [
        (f.criterion, f.outcome, f.credit, f.evidenced, f.level)
        for f in card.findings
        if f.criterion != but and f.level is not Level.WARNING
    ]


def declared(card, name):
    """Give the declared and the evidenced rate of a commitment."""
    return next((rates.declared, rates.evidenced) for rates in card.rates if rates.commitment.id == name)


def trials():
    """Close each gap of each example in its dossier, by the charter's own example; give what was announced and what came."""
    judge = grand_est()
    for dossier in DOSSIERS.values():
        card = judge(dossier, AS_OF)
        for step in plan_of(card, judge.read(dossier)).steps:
            each = judge.by_id.get(step.finding.criterion)
            if each is None or each.example is None or step.promise or not step.sure:
                continue
            after = judge(answering(dossier, each), AS_OF)
            came = finding(after, each.id)
            if came.outcome is Outcome.MET and not came.gap:
                yield card, step, after


def test_each_announced_gain_is_true():
    """Closing a gap in the dossier gives its commitment the very points that were announced, and that very verdict.

    Where the answer moves nothing but its own criterion; the others are told apart, and are few.
    """
    exact, moved = set(), set()
    for before, step, after in trials():
        name = step.finding.criterion
        if substance(before, name) != substance(after, name):
            moved.add((before.path, name))
            continue
        exact.add(name)
        old, new = (declared(card, step.finding.commitment) for card in (before, after))
        assert (new[0] - old[0], new[1] - old[1]) == (step.finding.gain, step.evidenced), name
        assert after.verdict is step.alone, name
        assert [r.declared for r in after.rates] == [r.declared for r in closed(before, [step.finding]).rates]
    assert len(exact) >= LEAST_EXACT
    assert len(moved) <= MOST_MOVED


def test_a_supposition_moves_what_it_names():
    """A supposed outcome has its credit; a plan is worth what the phase makes of it; other findings stay as they are."""
    asked = [criterion("ETH-01"), criterion("ETH-02"), criterion("ETH-03", expected={"pilot": "plan"})]
    card = judged({"project": {"phase": "pilot"}}, *asked)
    expected = {
        ("ETH-01", Outcome.MET): (1, True),
        ("ETH-01", Outcome.PARTIAL): (Fraction(1, 2), True),
        ("ETH-02", Outcome.PLANNED): (0, False),
        ("ETH-03", Outcome.PLANNED): (1, False),
        ("ETH-02", Outcome.UNMET): (0, False),
    }
    for (code, outcome), worth in expected.items():
        after = suppose(card, {code: outcome})
        found = finding(after, code)
        assert (found.outcome, found.credit, found.evidenced) == (outcome, *worth)
        assert substance(after, code) == substance(card, code)
        assert suppose(after, {code: Outcome.MISSING}).rates == card.rates
    assert suppose(card, {"ETH-02": Outcome.UNMET}).verdict is Verdict.INADMISSIBLE


def test_mistakes_of_form_are_mended():
    """Supposing a code of form met takes its findings away; the verdict is no longer held back by them."""
    dossier = DOSSIERS["casse"]
    card = grand_est()(dossier, AS_OF)
    codes = {f.criterion for f in card.gaps if f.commitment is None}
    after = suppose(card, dict.fromkeys(codes, Outcome.MET))
    assert codes
    assert [f for f in after.gaps if f.commitment is None] == []
    assert after.rates == card.rates


PLANS = [
    {"criterion": "ETH-01", "action": "Trop tard", "owner": "A", "due": "2026-11-22"},
    {"criterion": "ETH-02", "action": "Seconde", "owner": "B", "due": "2027-03-01"},
    {"criterion": "ETH-02", "action": "Trop tard", "owner": "B", "due": "2026-01-01"},
    {"criterion": "ETH-02", "action": "Prochaine", "owner": 3, "due": "2026-11-23"},
    {"criterion": "ETH-03", "action": "Sans date", "owner": "C", "due": "bientôt"},
    {"criterion": ["ETH-03"], "due": "2027-01-01"},
    "rien",
]


def test_what_was_promised():
    """The next action counts; only when all are past is a step late, and it comes first; what is no date is no action."""
    asked = [criterion(f"ETH-0{n}", level="minor", effort="low") for n in range(1, 4)]
    data = {"project": {"phase": "pilot"}, "plans": PLANS}
    plan = plan_of(judged(data, *asked), data)
    late, *others = plan.steps
    by_code = {step.finding.criterion: step for step in others}
    assert (late.finding.criterion, late.group, late.action.due) == ("ETH-01", "overdue", "2026-11-22")
    assert (by_code["ETH-02"].action.action, by_code["ETH-02"].action.owner) == ("Prochaine", "")
    assert [action.due for action in by_code["ETH-02"].actions] == ["2026-01-01", "2026-11-23", "2027-03-01"]
    assert by_code["ETH-03"].action is None
    assert set(actions(data, AS_OF)) == {"ETH-01", "ETH-02"}


def test_promises_are_kept_in_sight():
    """An action that is enough at this phase is no gap: it is the last thing of the plan, and no target needs it."""
    data = {"project": {"phase": "pilot"}, "plans": [{**PLANS[1], "criterion": "ETH-01"}]}
    card = judged(data, criterion("ETH-01", expected={"pilot": "plan"}), criterion("ETH-02"))
    first, last = plan_of(card, data).steps
    assert (first.finding.criterion, last.finding.criterion) == ("ETH-02", "ETH-01")
    assert (last.group, last.promise, last.needed, last.finding.expectation) == (
        "promised",
        True,
        frozenset(),
        Expectation.PLAN,
    )


@each_example
def test_first_things_first(name):
    """Steps come by group; all gaps are steps, each once, and the target shows those that it needs."""
    judge = grand_est()
    card = judge(DOSSIERS[name], AS_OF)
    plan = plan_of(card, judge.read(DOSSIERS[name]))
    places = [GROUPS.index(step.group) for step in plan.steps]
    assert places == sorted(places)
    assert sorted(s.finding.fingerprint for s in plan.steps if not s.promise) == sorted(
        g.fingerprint for g in card.gaps
    )
    for target in TARGETS:
        assert len(replace(plan, target=target).shown) == plan.needed(target) == len(smallest(card, target))


def test_a_charter_that_asks_nothing():
    """Without criteria there is nothing to do, and every verdict is reached."""
    card = judged({}, lang="fr")
    assert card.charter == charter(lang="fr")
    assert plan_of(card, {}).steps == ()
