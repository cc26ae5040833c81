"""Outcomes: every combination of what decides one, against the contract's list written out once more."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from building import AS_OF, charter, criterion, finding, judged

from guichet_cli.core.json_schema import nothing
from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Dossier, Proof

PHASES = {"none": "idea", "plan": "prototype", "full": "pilot", "unknown": None}
EXPECTED = {"idea": "none", "prototype": "plan", "pilot": "full", "deployed": "full"}
PLANS = {
    "none": [],
    "valid": [{"criterion": "USR-01", "action": "Write it", "owner": "The lead", "due": "2026-11-23"}],
    "invalid": [{"criterion": "USR-01", "action": "Write it", "owner": "The lead", "due": "2026-11-22"}],
}
REASON = "This project has no patient, so that nobody could answer this."
CLAIMS = {
    "none": [],
    "accepted": [{"criterion": "USR-01", "reason": REASON}],
    "refused": [{"criterion": "USR-01", "reason": "Not for us."}],
}
LEVELS = {
    "blocking": "blocking",
    "major": "major",
    "minor": "minor",
    "unknown": [{"when": {"fact": "/system/weighs", "is": True}, "is": "minor"}, {"is": "major"}],
}
ANSWERS = {
    "met": {"text": "long enough", "done": True},
    "partial": {"text": "long enough", "done": False},
    "contradicts": {"text": "short", "done": False},
    "half-written": {"text": "short", "done": None},
    "blank": None,
}
APPLIES = {"true": True, "false": False, "unknown": "undetermined"}
CASES = {"holds": "a", "fails": "b", "unknown": None}
TEXT = {"required": ["text"], "properties": {"text": {"minLength": 8}}}
WHOLE = {"required": ["text", "done"], "properties": {"text": {"minLength": 8}, "done": {"const": True}}}
WEIGHT = {"blocking": Fraction(3, 2), "major": Fraction(5, 4), "minor": Fraction(1)}


def contract(phase, plan, claim, level, answer, applies, case):
    """Give outcome, credit, whether it was claimed, and the level: the first line of the contract that holds."""
    heaviest = "major" if level == "unknown" else level
    claimable = level != "blocking"
    met = answer == "met" and case == "holds"
    weaker = answer in {"met", "partial"}
    # the case `b` asks for a field that nobody wrote: an absence
    contradicts = answer in {"partial", "contradicts"}
    if phase == "none":
        return "not_due", 0, False, heaviest
    if applies == "false":
        return "not_applicable", 0, False, heaviest
    if "unknown" in {applies, case, phase, level}:
        return "undetermined", 0, False, heaviest
    if claim == "accepted" and claimable:
        return "not_applicable", 0, True, heaviest
    if met:
        return "met", 1, False, heaviest
    if plan == "valid" and phase == "plan":
        return "planned", 1, False, heaviest
    if weaker:
        return "partial", Fraction(1, 2), False, heaviest
    if contradicts:
        return "unmet", 0, False, heaviest
    if plan == "valid":
        return "planned", 0, False, heaviest
    return "missing", 0, False, heaviest


def dossier(phase, plan, claim, answer, applies, case):
    """Give the dossier that a combination says."""
    return {
        "project": {"phase": PHASES[phase]},
        "system": {"applies": APPLIES[applies], "case": CASES[case]},
        "users": {"answer": ANSWERS[answer]},
        "plans": PLANS[plan],
        "not_applicable": CLAIMS[claim],
    }


def asked(level, **said):
    """Give the criterion that a combination is judged by."""
    return criterion(
        "USR-01",
        level=LEVELS[level],
        when={"fact": "/system/applies", "is": True},
        expected=EXPECTED,
        at="/users/answer",
        schema=WHOLE,
        cases=[{"when": {"fact": "/system/case", "is": "b"}, "schema": {"required": ["more"]}}],
        partial=TEXT,
        not_applicable="allowed",
        **said,
    )


COMBINATIONS = list(product(PHASES, PLANS, CLAIMS, ANSWERS, APPLIES, CASES))


@pytest.mark.parametrize("level", LEVELS)
def test_outcomes(level):
    """An outcome is the first of the contract's ten that holds, and its credit follows; no other thing matters."""
    judge = Judge(charter(asked(level)), nothing)
    seen = set()
    for phase, plan, claim, answer, applies, case in COMBINATIONS:
        data = dossier(phase, plan, claim, answer, applies, case)
        found = finding(judge(Dossier(path="d.yaml", data=data), AS_OF), "USR-01")
        outcome, credit, claimed, weighs = contract(phase, plan, claim, level, answer, applies, case)
        said = (str(found.outcome), found.credit, found.claimed, str(found.level))
        assert said == (outcome, credit, claimed, weighs), (phase, plan, claim, answer, applies, case)
        left = outcome not in {"not_due", "not_applicable"} and credit < 1
        assert found.gap is left, (phase, plan, claim, answer, applies, case)
        assert found.counted is (outcome not in {"not_due", "not_applicable"})
        assert found.weight == WEIGHT[weighs]
        assert found.evidenced is (outcome in {"met", "partial"})
        seen.add((outcome, credit, claimed))
    reached = {"not_due", "not_applicable", "undetermined"} if level == "unknown" else None
    assert {outcome for outcome, _, _ in seen} == (reached or set(map(str, type(found.outcome))))


@pytest.mark.parametrize("proof", ["none", "there", "not there", "unnamed"])
def test_a_proof_never_changes_an_outcome(proof):
    """With a proof required, there or not, each outcome is the same; a met or partial answer without it is a gap."""
    judge = Judge(charter(asked("major", proof="required")), nothing)
    named = {"none": ["EV-9"], "there": ["EV-1"], "not there": ["EV-2"], "unnamed": None}[proof]
    ledger = [
        {"id": name, "path": path, "date": "2026-01-01", "sha256": "a" * 64, "valid_until": "none"}
        for name, path in (("EV-1", "there.pdf"), ("EV-2", "gone.pdf"))
    ]
    files = {"there.pdf": Proof(state="file", sha256="a" * 64), "gone.pdf": Proof(state="missing")}
    for phase, plan, claim, answer, applies, case in COMBINATIONS:
        data = dossier(phase, plan, claim, answer, applies, case)
        if data["users"]["answer"]:
            data["users"]["answer"] = {**data["users"]["answer"], "proofs": named}
        card = judge(Dossier(path="d.yaml", data={**data, "evidence": ledger}, proofs=files), AS_OF)
        found = finding(card, "USR-01")
        outcome, credit, claimed, weighs = contract(phase, plan, claim, "major", answer, applies, case)
        assert (str(found.outcome), found.credit, found.claimed, str(found.level)) == (outcome, credit, claimed, weighs)
        provable = outcome in {"met", "partial"}
        assert found.evidenced is (provable and proof == "there")
        assert found.proof_missing is (provable and proof != "there")
        assert found.gap is (found.counted and (credit < 1 or found.proof_missing))


@pytest.mark.parametrize(
    ("level", "heaviest"),
    [
        ([{"when": {"fact": "/system/a", "is": 1}, "is": "blocking"}, {"is": "minor"}], "blocking"),
        ([{"when": {"fact": "/system/a", "is": 1}, "is": "minor"}, {"is": "blocking"}], "blocking"),
        ([{"when": {"fact": "/system/a", "is": 1}, "is": "minor"}, {"is": "major"}], "major"),
    ],
)
def test_unknown_level_is_the_heaviest(level, heaviest):
    """A level that hangs on an absent fact makes the criterion undetermined at the heaviest level it may have."""
    found = finding(judged({"project": {"phase": "pilot"}}, criterion(level=level)), "ETH-01")
    assert (str(found.outcome), str(found.level)) == ("undetermined", heaviest)
    assert "system.a" in found.message


def test_without_a_phase_all_is_undetermined():
    """With the phase absent, `undetermined` or blank, a criterion that is met for every phase is undetermined."""
    answer = {"ethics": {"answer": {"x": "good"}}}
    for phase in (None, "", " ", "undetermined", "never heard of", 3):
        found = finding(judged({**answer, "project": {"phase": phase}}, criterion()), "ETH-01")
        assert str(found.outcome) == "undetermined"


def test_status():
    """A criterion to come is judged and not counted; a retired one is not asked."""
    data = {"project": {"phase": "pilot"}, "ethics": {"answer": {"x": "bad"}}}
    card = judged(data, criterion(status="future"), criterion("ETH-02", status="obsolete"), criterion("ETH-03"))
    assert [(each.criterion, each.counted, each.gap) for each in card.findings] == [
        ("ETH-01", False, False),
        ("ETH-03", True, True),
    ]
    assert card.rates[0].counts["unmet"] == 1


def test_unknown_facts_are_named_once():
    """An undetermined criterion names each fact that it hangs on once, the phase included, and no fact that is known."""
    when = {"any": [{"fact": "/system/a", "is": 1}, {"fact": "/system/b", "is": 1}, {"fact": "/system/a", "is": 2}]}
    found = finding(judged({"system": {"b": 2}}, criterion(when=when)), "ETH-01")
    assert [part.pointer for part in found.details] == ["/project/phase", "/system/a"]


def test_cases_all_hold():
    """Each case whose condition holds must hold too: one that fails is enough, one that does not apply is none."""
    cases = [
        {"when": {"fact": "/system/a", "is": 1}, "schema": {"required": ["y"]}},
        {"when": {"fact": "/system/a", "in": [1, 2]}, "schema": {"properties": {"x": {"enum": ["good", "best"]}}}},
    ]
    outcomes = []
    for fact, answer in ((1, {"x": "good", "y": 1}), (1, {"x": "good"}), (2, {"x": "good"}), (3, {"x": "good"})):
        data = {"project": {"phase": "pilot"}, "system": {"a": fact}, "ethics": {"answer": answer}}
        outcomes.append(str(finding(judged(data, criterion(cases=cases)), "ETH-01").outcome))
    assert outcomes == ["met", "missing", "met", "met"]


def test_gain():
    """A gap shows the points of its commitment's declared rate that closing it gives; all of them lead to 100."""
    data = {"project": {"phase": "pilot"}, "ethics": {"answer": {"x": "bad"}}, "system": {"b": {"x": "good"}}}
    others = [criterion("ETH-02", level="major"), criterion("ETH-03", level="minor", at="/system/b")]
    card = judged(data, criterion(), *others)
    whole = Fraction(15, 4)
    assert [each.gain for each in card.findings] == [150 / whole, 125 / whole, 0]
    assert card.rates[0].declared + sum(each.gain for each in card.findings) == 100
