"""What became of a desk's requests between two submissions, as facts."""

from dataclasses import replace
from fractions import Fraction

import pytest

from guichet_cli.core.model import Finding, Level, Location, Outcome, Status, Verdict
from guichet_cli.core.record import Judged, Record
from guichet_cli.core.requests import Fate, counts, follow, requests_of

CREDITS = {Outcome.MET: 1, Outcome.PARTIAL: Fraction(1, 2)}
ANSWERED, UNCHANGED, WITHDRAWN, NEW = Fate


def finding(outcome, *, code="ETH-08", level=Level.BLOCKING, commitment="ethics", pointer="/ethics", **more):
    """Give a finding; its credit is the usual one of its outcome."""
    settings = {
        "title": "Titre",
        "evidenced": False,
        "message": "m",
        "remedy": "r",
        "locations": (Location(path="d.yaml", pointer=pointer),),
        "fingerprint": f"{code}{pointer}",
        "credit": Fraction(CREDITS.get(outcome, 0)),
        **more,
    }
    return Finding(criterion=code, commitment=commitment, level=level, outcome=outcome, **settings)


def record(*findings, charter="c", verdict=Verdict.INCOMPLETE):
    """Give the record of some findings."""
    return Record(
        path="d.yaml",
        sha256="",
        project="P",
        phase="pilot",
        charter=Judged(charter, "1", "x"),
        as_of="2026-11-23",
        tool="0",
        verdict=verdict,
        rates=(),
        findings=findings,
    )


MET, PARTIAL, PLANNED, UNMET, MISSING, _, NOT_APPLICABLE, NOT_DUE = Outcome
TABLE = (
    # what it was, what it is, what became of the request, whether in part
    (MISSING, {}, MET, {}, ANSWERED, False),
    (UNMET, {}, PLANNED, {"credit": Fraction(1)}, ANSWERED, False),
    (MET, {"proof_missing": True}, MET, {}, ANSWERED, False),
    (MISSING, {}, MISSING, {}, UNCHANGED, False),
    (MISSING, {}, UNMET, {}, UNCHANGED, False),
    (MISSING, {}, PARTIAL, {}, UNCHANGED, True),
    (MISSING, {}, MET, {"proof_missing": True}, UNCHANGED, True),
    (PARTIAL, {"proof_missing": True}, PARTIAL, {}, UNCHANGED, True),
    (PARTIAL, {}, MISSING, {}, UNCHANGED, False),
    (MISSING, {}, NOT_APPLICABLE, {}, WITHDRAWN, False),
    (MISSING, {}, NOT_APPLICABLE, {"claimed": True}, WITHDRAWN, False),
    (MISSING, {}, NOT_DUE, {}, WITHDRAWN, False),
    (MISSING, {}, MISSING, {"status": Status.FUTURE}, WITHDRAWN, False),
    (MET, {}, UNMET, {}, NEW, False),
    (NOT_DUE, {}, MISSING, {}, NEW, False),
)


@pytest.mark.parametrize(("old", "was", "new", "now", "fate", "partly"), TABLE)
def test_fates(old, was, new, now, fate, partly):
    """A request is answered, unchanged, withdrawn or new by what its criterion was and is; partly where it came nearer."""
    (followed,) = follow(record(finding(old, **was)), record(finding(new, **now)))

    assert (followed.number, followed.fate, followed.partly) == ("ETH-08", fate, partly)


def test_what_was_no_gap_and_is_none_is_no_request():
    """A criterion met on both sides, or a warning, is not told."""
    sides = record(finding(MET), finding(UNMET, code="X-01", level=Level.WARNING))
    assert follow(sides, sides) == ()


def test_a_criterion_that_is_gone_is_withdrawn_and_a_mistake_that_is_gone_is_answered():
    """The charter no longer asks the one; the other was mended."""
    gone = record(finding(UNMET), finding(UNMET, code="DOS-021", commitment=None, pointer="/system/pue"))
    assert [(each.number, each.fate) for each in follow(gone, record())] == [
        ("DOS-021 system.pue", ANSWERED),
        ("ETH-08", WITHDRAWN),
    ]


def test_a_submission_that_cannot_be_read_answers_nothing():
    """Requests stay open, and the file itself is a new one."""
    fault = finding(UNMET, code="DOS-001", commitment=None, pointer="")
    followed = follow(record(finding(MISSING)), record(fault, verdict=Verdict.UNREADABLE))
    assert [(each.number, each.fate) for each in followed] == [("ETH-08", UNCHANGED), ("DOS-001", NEW)]


def test_a_file_that_was_mended_is_answered():
    """What the text of the file was asked is answered once it reads."""
    fault = finding(UNMET, code="DOS-001", commitment=None, pointer="")
    followed = follow(record(fault, verdict=Verdict.UNREADABLE), record(finding(MISSING)))
    assert [(each.number, each.fate) for each in followed] == [("DOS-001", ANSWERED), ("ETH-08", NEW)]


def test_another_charter_has_other_requests():
    """Requests of two charters have nothing in common, even under one number."""
    assert follow(record(finding(MISSING)), record(finding(MET), charter="d")) == ()


def test_a_request_that_is_closed_keeps_the_level_that_it_was_asked_at():
    """Counted by level: what is open at its level now, what is closed at its level then."""
    blocking, minor = finding(MISSING), replace(finding(MET), level=Level.MINOR)
    answered = counts(follow(record(blocking), record(minor)))[ANSWERED]
    still = counts(follow(record(blocking), record(replace(blocking, level=Level.MAJOR))))[UNCHANGED]
    assert (answered[Level.BLOCKING], answered[Level.MINOR]) == (1, 0)
    assert (still[Level.BLOCKING], still[Level.MAJOR]) == (0, 1)


def test_numbers_are_apart_and_last():
    """Mistakes under one code are told apart by their place, twins by their turn; another order changes no number."""
    mistakes = [
        finding(UNMET, code="DOS-021", commitment=None, pointer=pointer, message=str(n))
        for n, pointer in enumerate(("/system/pue", "/ethics/months", "/ethics/months"))
    ]
    numbers = [request.number for request in requests_of(mistakes, mistakes)]
    assert numbers == ["DOS-021 system.pue", "DOS-021 ethics.months", "DOS-021 ethics.months (2)"]
    assert [request.number for request in requests_of(mistakes, mistakes[::-1])] == numbers[::-1]
