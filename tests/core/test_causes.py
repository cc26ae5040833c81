"""Why a criterion moved between two records, as facts: what is sure, what is not, and in which order."""

from dataclasses import replace
from fractions import Fraction

import pytest
from building import charter, criterion

from guichet_cli.core.causes import Cause, Causes, substance
from guichet_cli.core.model import Detail, Finding, Level, Location, Outcome, Verdict
from guichet_cli.core.record import Judged, Record

MET, PARTIAL, PLANNED, UNMET, MISSING, _, NOT_APPLICABLE, NOT_DUE = Outcome
CARE = {"fact": "/system/decision_domain", "is": "care"}
ASKED = {c.id: c for c in charter(criterion(when=CARE), criterion("ETH-02", at="/ethics/other")).criteria}
OTHER = {"ETH-01": charter(criterion()).criteria[0], "ETH-02": ASKED["ETH-02"]}


def detail(pointer="/ethics/answer/x", keyword="required", message="m", reason=""):
    """Give a detail of a finding."""
    return Detail(pointer=pointer, keyword=keyword, message=message, reason=reason)


def finding(outcome=MISSING, *details, code="ETH-01", **more):
    """Give a finding."""
    settings = {
        "title": "t",
        "evidenced": False,
        "message": "m",
        "remedy": "r",
        "locations": (Location(path="d.yaml", pointer="/ethics/answer"),),
        "fingerprint": code,
        "credit": Fraction(outcome is MET),
        "commitment": "ethics",
        "level": Level.BLOCKING,
        **more,
    }
    return Finding(criterion=code, outcome=outcome, details=details, **settings)


def record(data=None, sha256="a", charter="x", **more):
    """Give a record of a dossier."""
    settings = {
        "path": "d.yaml",
        "project": "P",
        "phase": "pilot",
        "as_of": "2026-11-23",
        "tool": "1",
        "verdict": Verdict.INCOMPLETE,
        "rates": (),
        "findings": (),
        "criteria": ASKED,
        **more,
    }
    return Record(sha256=sha256, charter=Judged("c", "1", charter), data=data, **settings)


def why(old, new, was=None, now=None):
    """Give why a criterion moved."""
    return Causes(old, new)(was, now)


GAP, DONE = finding(), finding(MET)
ANSWER = ("/ethics/answer/x",)
LATER = {"as_of": "2027-01-01"}
CASES = {
    # the record before, and after; the finding before, and after; the causes
    "an answer": (record({"ethics": {"answer": {}}}), record({"ethics": {"answer": {"x": "good"}}}, "b"), GAP, DONE, [Cause("answer", ANSWER)]),
    "a fact": (record({"system": {}}), record({"system": {"decision_domain": "care"}}, "b"), finding(NOT_APPLICABLE), GAP, [Cause("fact", ("/system/decision_domain",))]),
    "both, the fact first": (
        record({}), record({"ethics": {"answer": {"x": 1}}, "system": {"decision_domain": "care"}}, "b"), GAP, DONE,
        [Cause("fact", ("/system",)), Cause("answer", ("/ethics",))],
    ),
    "another's answer": (record({"ethics": {"other": 1}}), record({"ethics": {"other": 2}}, "b"), GAP, DONE, [Cause("answer", ("/ethics/answer",), sure=False)]),
    "a finding that is no criterion's, by the places it shows": (
        record({"ethics": {"answer": 1}}, criteria={}), record({"ethics": {"answer": 2}}, "b", criteria={}), GAP, None, [Cause("answer", ("/ethics/answer",))],
    ),
    "a complaint that is gone": (record(), record(None, "b"), finding(MISSING, detail()), DONE, [Cause("answer", ANSWER)]),
    "a complaint that is new": (record(), record(None, "b"), DONE, finding(UNMET, detail()), [Cause("answer", ANSWER)]),
    "a complaint in other words": (record(), record(None, "b"), finding(MISSING, detail()), finding(UNMET, detail(message="n")), [Cause("answer", ANSWER)]),
    "a complaint that stays": (record(), record(None, "b"), finding(MISSING, detail()), finding(UNMET, detail()), [Cause("answer", ("/ethics/answer",), sure=False)]),
    "a fact that is complained of": (record(), record(None, "b"), finding(MISSING, detail("/system/x")), DONE, [Cause("fact", ("/system/x",))]),
    "a new finding, by its complaint": (record(), record(None, "b"), None, finding(UNMET, detail()), [Cause("answer", ANSWER)]),
    "a claim": (record(), record(), GAP, finding(NOT_APPLICABLE, claimed=True), [Cause("claim")]),
    "a waiver": (record(), record(), GAP, replace(GAP, waived=True), [Cause("waiver")]),
    "a plan": (record(), record(None, "b"), GAP, finding(PLANNED), [Cause("plan")]),
    "no plan any more": (record(), record(None, "b"), finding(PLANNED), GAP, [Cause("plan")]),
    "a plan of the same dossier is no news": (record(), record(), GAP, finding(PLANNED), [Cause("unknown")]),
    "a proof that is gone": (
        record(), record(), finding(MET, evidenced=True),
        finding(MET, detail("/e/0", "proof", reason="changed"), proof_missing=True), [Cause("proof", ("/e/0",), "changed")],
    ),
    "a proof that came": (record(), record(), finding(MET, detail("/e/0", "proof", reason="missing")), finding(PARTIAL, evidenced=True), [Cause("proof", ("/e/0",), "missing")]),
    "a proof that nobody speaks of": (record(), record(), finding(MET), finding(MET, evidenced=True), [Cause("proof")]),
    "no proof of what is no answer": (record(), record(), finding(MISSING), finding(MET, evidenced=True), [Cause("unknown")]),
    "a proof that ran out": (
        record(), record(**LATER), finding(MET, evidenced=True),
        finding(MET, detail("/e/0", "proof", reason="expired"), proof_missing=True), [Cause("date", ("/e/0",), "expired")],
    ),
    "a proof that ran out the same day": (
        record(), record(None, "b"), finding(MET, evidenced=True),
        finding(MET, detail("/e/0", "proof", reason="expired"), proof_missing=True), [Cause("proof", ("/e/0",), "expired")],
    ),
    "a proof that changed meanwhile": (
        record(), record(None, "b", **LATER), finding(MET, evidenced=True),
        finding(MET, detail("/e/0", "proof", reason="changed"), proof_missing=True), [Cause("proof", ("/e/0",), "changed")],
    ),
    "a day of the charter": (record(), record(**LATER), NOT_DUE, finding(MISSING, detail("", "as_of", reason="2026-12-01")), [Cause("date", (), "2026-12-01")]),
    "the last day counts": (record(**LATER), record(), NOT_DUE, finding(MISSING, detail("", "as_of", reason="2027-01-01")), [Cause("date", (), "2027-01-01")]),
    "the first day does not": (record(), record(**LATER), NOT_DUE, finding(MISSING, detail("", "as_of", reason="2026-11-23")), [Cause("date")]),
    "a reason that is no day": (record(), record(**LATER), NOT_DUE, finding(MISSING, detail("", "as_of", reason="soon")), [Cause("date")]),
    "only time passed": (record(), record(**LATER), GAP, DONE, [Cause("date")]),
    "only time passed, over a plan": (record(), record(**LATER), finding(PLANNED), GAP, [Cause("date", (), "plan")]),
    "time passed, and the dossier changed": (record({}), record({"ethics": 1}, "b", **LATER), GAP, DONE, [Cause("answer", ("/ethics",))]),
    "time passed, and nobody knows": (record(), record(None, "b", **LATER), GAP, DONE, [Cause("date", sure=False)]),
    "time passed, and so did the charter": (record(), record(charter="y", **LATER), GAP, DONE, [Cause("date", sure=False)]),
    "another requirement": (record(), record(charter="y", criteria=OTHER), GAP, DONE, [Cause("charter")]),
    "a criterion that is new": (record(), record(charter="y"), None, GAP, [Cause("charter")]),
    "a charter that nobody has": (record(), record(charter="y", criteria={}), GAP, DONE, [Cause("charter")]),
    "a charter that nobody has, and another dossier": (record(), record(None, "b", charter="y", criteria={}), GAP, DONE, [Cause("charter", sure=False)]),
    "a charter that nobody has, and a claim": (record(), record(charter="y", criteria={}), GAP, replace(GAP, claimed=True), [Cause("claim"), Cause("charter", sure=False)]),
    "the same requirement in another charter": (record(), record(charter="y"), GAP, DONE, [Cause("unknown")]),
    "what is no charter's": (record(None, "b"), record(charter="y"), finding(code="DOS-006"), None, [Cause("answer", ("/ethics/answer",), sure=False)]),
    "a text that could not be read": (record(), record(None, "b", verdict=Verdict.UNREADABLE), None, finding(code="DOS-001", commitment=None), [Cause("text")]),
    "another tool": (record(), record(tool="2"), GAP, DONE, [Cause("tool")]),
    "another phase": (record(), record(None, "b", phase="idea"), GAP, DONE, [Cause("fact", ("/project/phase",), sure=False)]),
    "nothing known of two dossiers": (record(None, ""), record(None, ""), GAP, DONE, [Cause("answer", ("/ethics/answer",), sure=False)]),
    "a finding that is gone, by its places": (record(), record(None, "b"), GAP, None, [Cause("answer", ("/ethics/answer",), sure=False)]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_causes(name):
    """A move has the reasons that the two records give for it, those of the dossier first; what is not sure says so."""
    old, new, was, now, causes = CASES[name]
    was, now = (finding(NOT_DUE) if side is NOT_DUE else side for side in (was, now))
    assert list(why(old, new, was, now)) == causes


@pytest.mark.parametrize("side", ["new", "old"])
def test_judged_again_at_the_other_date(side):
    """Where a dossier can be judged again, what is different at the other's date moved by the date, for sure."""
    asked = []

    def again(day):
        asked.append(day)
        return (GAP, finding(MET, code="ETH-02"))

    mine = {"again": again, "findings": (DONE, finding(MET, code="ETH-02"))}
    old = record({}, **(mine if side == "old" else {}))
    new = record({"ethics": 1}, "b", **LATER, **(mine if side == "new" else {}))
    causes = Causes(old, new)
    assert asked == ["2026-11-23" if side == "new" else "2027-01-01"]
    assert causes.dated == {"ETH-01"}
    assert list(causes(GAP, DONE)) == [Cause("answer", ("/ethics",)), Cause("date")]
    assert list(causes(finding(code="ETH-02"), finding(MET, code="ETH-02"))) == [Cause("answer", ("/ethics",))]
    assert list(causes(finding(PLANNED), GAP)) == [Cause("answer", ("/ethics",)), Cause("date", (), "plan")]


def test_substance():
    """Sentences and places are no substance; of what does not apply, neither is the level."""
    for one in (GAP, finding(NOT_DUE)):
        assert substance(replace(one, message="n", remedy="s", locations=(), title="u")) == substance(one)
    assert substance(replace(GAP, level=Level.MINOR)) != substance(GAP)
    assert substance(finding(NOT_APPLICABLE, level=Level.MINOR)) == substance(finding(NOT_APPLICABLE))
    assert substance(finding(NOT_APPLICABLE, claimed=True)) != substance(finding(NOT_APPLICABLE))
    for change in (
        {"evidenced": True},
        {"proof_missing": True},
        {"credit": Fraction(1, 2)},
        {"waived": True},
        {"outcome": UNMET},
    ):
        assert substance(replace(GAP, **change)) != substance(GAP)
