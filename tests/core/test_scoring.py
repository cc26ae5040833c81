"""The four numbers, the verdict and the gate, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from building import AS_OF, charter
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core.gate import Gate
from guichet_cli.core.model import (
    Expectation,
    Finding,
    Level,
    Location,
    Outcome,
    Scorecard,
    Status,
    Verdict,
)
from guichet_cli.core.scoring import floored, rates_of, verdict_of
from guichet_cli.render.numbers import tenth, whole

CHARTER = charter()
ETHICS = CHARTER.commitments[0]
WEIGHTS = {"blocking": Fraction(3, 2), "major": Fraction(5, 4), "minor": Fraction(1), "warning": Fraction(0)}
CREDIT = {"met": Fraction(1), "partial": Fraction(1, 2)}
NUMBERS = ("evidenced", "declared", "possible", "coverage")


def found(outcome, level="minor", *, credit=None, evidenced=None, commitment="ethics", **said):
    """Give a finding; a met or partial one is evidenced unless it is said not to be."""
    credit = CREDIT.get(outcome, Fraction(0)) if credit is None else Fraction(credit)
    return Finding(
        criterion="ETH-01" if commitment else "DOS-021",
        title="",
        commitment=commitment,
        level=Level(level),
        outcome=Outcome(outcome),
        credit=credit,
        evidenced=outcome in CREDIT if evidenced is None else evidenced,
        message="",
        remedy="",
        locations=(Location(path="d.yaml", pointer=""),),
        fingerprint="",
        weight=WEIGHTS[level] if commitment else Fraction(0),
        expectation=Expectation.FULL,
        **said,
    )


def numbers(*findings):
    """Give evidenced, declared, possible and coverage."""
    rates = rates_of(ETHICS, findings)
    return tuple(getattr(rates, name) for name in NUMBERS)


OUT = [found("not_due"), found("not_applicable"), found("not_applicable", claimed=True)]
EXAMPLES = [
    ([], (None, None, None, None)),
    (OUT, (None, None, None, None)),
    ([found("met")], (100, 100, 100, 100)),
    ([found("met", evidenced=False)], (0, 100, 100, 100)),
    ([found("met"), *OUT], (100, 100, 100, 100)),
    ([found("partial")], (50, 50, 50, 100)),
    ([found("unmet")], (0, 0, 0, 100)),
    ([found("missing")], (0, 0, 100, 0)),
    ([found("undetermined")], (0, 0, 100, 0)),
    ([found("planned", credit=1)], (0, 100, 100, 100)),
    ([found("planned", credit=0)], (0, 0, 100, 100)),
    # 1.5 + 1.25 + 1 = 3.75 of weight
    ([found("met", "blocking"), found("unmet", "major"), found("missing")], (40, 40, Fraction(200, 3), Fraction(220, 3))),
    ([found("partial", "blocking", evidenced=False), found("met", "major"), found("undetermined")],
     (Fraction(100, 3), Fraction(160, 3), 80, Fraction(220, 3))),
    ([found("met"), found("unmet", status=Status.FUTURE), found("unmet", commitment="equity")], (100, 100, 100, 100)),
    ([found("met"), found("unmet", "warning", commitment=None)], (100, 100, 100, 100)),
]  # fmt: skip


@pytest.mark.parametrize(("findings", "expected"), EXAMPLES)
def test_numbers(findings, expected):
    """The four numbers are weighted shares of what is due and applicable; nothing else is on either side."""
    assert numbers(*findings) == expected


def test_counts():
    """Each outcome is counted, claims beside; what is to come or of another commitment is not."""
    rates = rates_of(ETHICS, [*OUT, found("met"), found("met", status=Status.FUTURE), found("met", commitment="users")])
    assert rates.counts == {**{str(each): 0 for each in Outcome}, "met": 1, "not_due": 1, "not_applicable": 2}
    assert rates.claimed == 1


@st.composite
def findings_(draw):
    """Give findings such as an evaluation may make."""
    made = []
    for _ in range(draw(st.integers(0, 8))):
        outcome = draw(st.sampled_from([str(each) for each in Outcome]))
        credit = draw(st.sampled_from([0, 1])) if outcome == "planned" else None
        evidenced = outcome in CREDIT and draw(st.booleans())
        level = draw(st.sampled_from(["blocking", "major", "minor"]))
        status = draw(st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.FUTURE]))
        made.append(found(outcome, level, credit=credit, evidenced=evidenced, status=status))
    return made


@settings(max_examples=150, derandomize=True, deadline=None)
@given(findings_())
def test_order_of_numbers(findings):
    """0 ≤ evidenced ≤ declared ≤ possible ≤ 100, coverage between 0 and 100, or all four are null."""
    evidenced, declared, possible, coverage = numbers(*findings)
    if declared is None:
        assert numbers(*findings) == (None,) * 4
        assert not any(each.counted for each in findings)
    else:
        assert 0 <= evidenced <= declared <= possible <= 100
        assert 0 <= coverage <= 100


@settings(max_examples=150, derandomize=True, deadline=None)
@given(findings_())
def test_meeting_one_lowers_no_number(findings):
    """A due finding that becomes met, with its proof, lowers none of the four numbers."""
    before = numbers(*findings)
    for index, each in enumerate(findings):
        if each.counted:
            met = replace(each, outcome=Outcome.MET, credit=Fraction(1), evidenced=True)
            after = numbers(*findings[:index], met, *findings[index + 1 :])
            assert all(new >= old for old, new in zip(before, after, strict=True))


SHOWN = [
    ([found("met")], 100.0, 100),
    ([found("partial")], 50.0, 50),
    ([found("met")] * 2 + [found("unmet")], 66.6, 66),
    ([found("met")] * 999 + [found("partial")], 99.9, 99),
    ([found("met")] * 9999 + [found("unmet")], 99.9, 99),
    ([found("met"), found("planned", credit=1)], 99.9, 99),
    ([found("unmet")] * 999 + [found("met")], 0.1, 0),
    ([found("unmet")] * 1001 + [found("met")], 0.0, 0),
    ([], None, None),
]


@pytest.mark.parametrize(("findings", "machines", "people"), SHOWN)
def test_shown(findings, machines, people):
    """A rate is rounded down to 0.1 for machines and to 1 for people, and kept under 100 unless all is met."""
    rates = rates_of(ETHICS, findings)
    assert tenth(rates.declared, complete=rates.complete) == machines
    assert whole(rates.declared, complete=rates.complete) == people


@pytest.mark.parametrize(
    ("rate", "steps", "complete", "shown"),
    [
        (Fraction(100), 1, True, 100),
        (Fraction(100), 1, False, 99),
        (Fraction(100), 10, False, Fraction(999, 10)),
        (Fraction(9999, 100), 10, False, Fraction(999, 10)),
        (Fraction(999, 10), 10, False, Fraction(999, 10)),
        (Fraction(0), 10, False, 0),
    ],
)
def test_floored(rate, steps, complete, shown):
    """99.9 and 99 are the most that an incomplete commitment shows, even where its rate is 100."""
    assert floored(rate, steps, complete=complete) == shown


SHAPE = replace(found("unmet", "blocking", commitment=None), expectation=None)
FULL = [found("met") for _ in range(9)]
REASONS = {
    "all is met": (FULL, "admissible"),
    "nothing counts": ([], "admissible"),
    "a minor gap": ([*FULL, found("unmet")], "admissible"),
    "a warning": ([*FULL, found("unmet", "warning", commitment=None)], "admissible"),
    "a blocking gap to come": ([*FULL, found("unmet", "blocking", status=Status.FUTURE)], "admissible"),
    "a blocking criterion that is not due": ([*FULL, found("not_due", "blocking")], "admissible"),
    "a major gap": ([*FULL, found("unmet", "major")], "admissible_with_reservations"),
    "a major answer without its proof": (
        [*FULL, found("met", "major", proof_missing=True)],
        "admissible_with_reservations",
    ),
    "a rate under its floor": ([found("unmet"), found("unmet"), found("met")], "admissible_with_reservations"),
    "a rate at its floor": ([found("unmet"), found("met")], "admissible"),
    "coverage under the minimum": ([found("missing"), found("missing"), found("met")], "incomplete"),
    "coverage at the minimum": ([*[found("met")] * 3, *[found("missing")] * 2], "admissible"),
    "a blocking criterion that is missing": ([*FULL, found("missing", "blocking")], "incomplete"),
    "a blocking criterion that is undetermined": ([*FULL, found("undetermined", "blocking")], "incomplete"),
    "a blocking criterion that is partly met": ([*FULL, found("partial", "blocking")], "incomplete"),
    "a blocking answer without its proof": ([*FULL, found("met", "blocking", proof_missing=True)], "incomplete"),
    "a mistake of form": ([*FULL, SHAPE], "incomplete"),
    "a blocking contradiction where a plan is enough": (
        [*FULL, replace(found("unmet", "blocking"), expectation=Expectation.PLAN)],
        "incomplete",
    ),
    "a blocking contradiction": ([*FULL, found("unmet", "blocking")], "inadmissible"),
    "a blocking contradiction first": (
        [found("unmet", "blocking"), found("missing", "blocking"), found("unmet", "major"), SHAPE],
        "inadmissible",
    ),
    "an incomplete dossier before reservations": (
        [*FULL, found("missing", "blocking"), found("unmet", "major")],
        "incomplete",
    ),
}


@pytest.mark.parametrize(("findings", "verdict"), REASONS.values(), ids=REASONS)
def test_verdict(findings, verdict):
    """Each reason alone leads to its verdict, and of several the gravest speaks."""
    rates = [rates_of(commitment, findings) for commitment in CHARTER.commitments]
    assert verdict_of(CHARTER, rates, findings) == verdict


def card(*findings, verdict=None):
    """Give the scorecard of some findings."""
    rates = tuple(rates_of(commitment, findings) for commitment in CHARTER.commitments)
    return Scorecard(
        path="d.yaml",
        sha256="",
        project={},
        charter=CHARTER,
        as_of=AS_OF,
        verdict=verdict or verdict_of(CHARTER, rates, findings),
        rates=rates,
        findings=tuple(findings),
    )


CARDS = {
    "unreadable": card(verdict=Verdict.UNREADABLE),
    "blocking": card(*FULL, found("unmet", "blocking")),
    "shape": card(*FULL, SHAPE),
    "unproven": card(*FULL, found("met", "blocking", proof_missing=True)),
    "major": card(*FULL, found("partial", "major")),
    "unknown key": card(*FULL, found("unmet", "major", commitment=None)),
    "minor": card(*FULL, found("missing")),
    "warning": card(*FULL, found("unmet", "warning", commitment=None)),
    "to come": card(*FULL, found("unmet", "blocking", status=Status.FUTURE)),
    "nothing": card(*FULL),
}
CLEARED = {
    "blocking": {"major", "unknown key", "minor", "warning", "to come", "nothing"},
    "major": {"minor", "warning", "to come", "nothing"},
    "minor": {"warning", "to come", "nothing"},
    "never": CARDS.keys() - {"unreadable"},
}


@pytest.mark.parametrize("fail_on", CLEARED)
def test_gate(fail_on):
    """The gate bars gaps at or above its level; an unreadable dossier never clears it, warnings are never gated."""
    gate = Gate(fail_on=fail_on)
    assert {name for name, each in CARDS.items() if gate.clears(each)} == CLEARED[fail_on]


def test_gate_reads_exact_rates():
    """A declared rate under the number bars, its exact value and not the one shown; a null rate never does."""
    two_thirds = card(found("met"), found("met"), found("unmet"))
    for fail_under, clears in ((Fraction(200, 3), True), (Fraction(667, 10), False), (Fraction(666, 10), True)):
        assert Gate(fail_on="never", fail_under=fail_under).clears(two_thirds) is clears
    assert Gate(fail_on="never", fail_under=Fraction(100)).clears(card()) is True
    assert Gate(fail_on="never", fail_under=Fraction(0)).clears(CARDS["unreadable"]) is False
    assert Gate(fail_on="blocking", fail_under=Fraction(0)).clears(CARDS["blocking"]) is False


def test_lowest():
    """The lowest is the commitment with the least declared rate; one of which nothing counts is left out."""
    low = card(found("met"), found("partial", commitment="users"), found("not_due", commitment="equity"))
    assert low.lowest.commitment.id == "users"
    assert card(found("not_due")).lowest is None


def test_gaps_are_in_order():
    """Gaps come by level, then effort, then id."""
    made = [
        replace(found("unmet", level, effort=effort), criterion=name)
        for level, effort, name in (
            ("minor", "low", "ETH-01"),
            ("blocking", "high", "ETH-02"),
            ("blocking", "low", "USR-01"),
            ("blocking", "low", "ENV-01"),
            ("major", "medium", "ETH-03"),
        )
    ]
    assert [gap.criterion for gap in card(*made).gaps] == ["ENV-01", "USR-01", "ETH-02", "ETH-03", "ETH-01"]
