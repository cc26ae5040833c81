"""The ledger: what each entry is worth, and that nothing but `evidenced` hangs on it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from building import criterion, finding, grand_est, judged

from guichet_cli.core.model import Dossier, Proof

DIGEST = "0f" * 32
SOUND = {"id": "EV-1", "path": "p.pdf", "date": "2026-11-23", "sha256": DIGEST, "valid_until": "2026-11-23"}
FILE = {"p.pdf": Proof(state="file", sha256=DIGEST)}
ASKED = criterion(proof="required")


def without(*keys, **said):
    """Give the sound entry without some members, with others."""
    return {key: value for key, value in {**SOUND, **said}.items() if key not in keys}


def exhibited(ledger, proofs=None, named=("EV-1",), **asked):
    """Give the finding of an answer that is met and names entries of a ledger."""
    data = {
        "project": {"phase": "pilot"},
        "ethics": {"answer": {"x": "good", "proofs": list(named)}},
        "evidence": ledger,
    }
    return finding(judged(data, {**ASKED, **asked}, proofs=FILE if proofs is None else proofs), "ETH-01")


WORTH = {
    "a sound entry": ([SOUND], FILE, None),
    "no end of validity, said": ([without(valid_until="none")], FILE, None),
    "a digest in capitals": ([without(sha256=DIGEST.upper())], FILE, None),
    "an id that the ledger has not": ([without(id="EV-2")], FILE, "is not in the `evidence` list"),
    "no ledger": (None, FILE, "is not in the `evidence` list"),
    "no path": ([without("path")], FILE, "has no `path`"),
    "a path that is no text": ([without(path=3)], FILE, "has no `path`"),
    "a file that nobody looked for": ([SOUND], {}, "is not found"),
    "a missing file": ([SOUND], {"p.pdf": Proof(state="missing")}, "is not found"),
    "a file outside": ([SOUND], {"p.pdf": Proof(state="outside")}, "is outside the dossier’s folder"),
    "a folder": ([SOUND], {"p.pdf": Proof(state="not_regular")}, "is not a regular file"),
    "an empty file": ([SOUND], {"p.pdf": Proof(state="empty")}, "is empty"),
    "an unreadable file": ([SOUND], {"p.pdf": Proof(state="unreadable")}, "cannot be read"),
    "a huge file": ([SOUND], {"p.pdf": Proof(state="too_big")}, "is too large"),
    "no digest": ([without("sha256")], FILE, f"`sha256: {DIGEST}`"),
    "another digest": ([without(sha256="1f" * 32)], FILE, "has changed"),
    "no date": ([without("date")], FILE, "`date` is missing"),
    "a day that does not exist": ([without(date="2026-02-30")], FILE, "`date` is missing"),
    "a date to come": ([without(date="2026-11-24")], FILE, "after the date of this review"),
    "no end of validity": ([without("valid_until")], FILE, "`valid_until` is missing"),
    "an end that is no day": ([without(valid_until="soon")], FILE, "`valid_until` is missing"),
    "valid until yesterday": ([without(valid_until="2026-11-22")], FILE, "was valid until"),
    "the first of two entries with one id": ([without("date"), SOUND], FILE, "`date` is missing"),
}


@pytest.mark.parametrize(("ledger", "proofs", "reason"), WORTH.values(), ids=WORTH)
def test_worth(ledger, proofs, reason):
    """An entry proves when it is a file with its digest, dated, not to come, not expired; else the reason is told."""
    found = exhibited(ledger, proofs)
    assert (str(found.outcome), found.credit) == ("met", 1)
    assert (found.evidenced, found.proof_missing, found.gap) == (reason is None, reason is not None, reason is not None)
    if reason:
        assert reason in found.message
        assert [(part.keyword, part.pointer) for part in found.details] == [("proof", "/ethics/answer/proofs/0")]


def test_one_sound_entry_is_enough():
    """Of several entries one sound one proves, wherever it is named."""
    assert exhibited([SOUND], named=("EV-9", "EV-1")).evidenced
    assert exhibited([SOUND], proof_at=["elsewhere", "proofs"]).evidenced
    assert exhibited([SOUND], proof_at=["/ethics/answer/proofs"]).evidenced
    assert not exhibited([SOUND], proof_at=["elsewhere"]).evidenced


def test_nothing_named():
    """An answer that names no entry is met, and the place where to name one is told."""
    found = exhibited([SOUND], named=())
    assert (found.evidenced, found.proof_missing) == (False, True)
    assert "`ethics.answer.proofs`" in found.message
    assert "`ethics.answer.proofs`" in found.remedy


def test_optional_proof():
    """Where no proof is required, a met answer is evidenced, and a poor entry is no gap."""
    found = exhibited([], proof="optional")
    assert (found.evidenced, found.proof_missing, found.gap) == (True, False, False)


def test_repeated_ids_are_mistakes_of_form():
    """An id given to two entries is told at the second, once, and makes the dossier incomplete."""
    data = {"dossier": 1, "evidence": [SOUND, {**SOUND, "path": "q.pdf"}, {**SOUND, "id": "EV-2"}]}
    card = grand_est("en")(Dossier(path="d.yaml", data=data), judged({}).as_of)
    told = [(each.criterion, each.location.pointer) for each in card.findings if each.criterion.startswith("DOS")]
    assert told == [("DOS-029", "/evidence/1/id")]
    assert str(card.verdict) == "incomplete"


def test_ledger_moves_evidenced_only():
    """Whatever the ledger holds, outcome, credit, declared, possible and coverage are the same."""
    cards = []
    for ledger, proofs, _ in WORTH.values():
        data = {
            "project": {"phase": "pilot"},
            "ethics": {"answer": {"x": "good", "proofs": ["EV-1"]}},
            "evidence": ledger,
        }
        cards.append(judged(data, ASKED, proofs=proofs))
    assert {replace(card.rates[0], evidenced=None).declared for card in cards} == {Fraction(100)}
    assert {(card.rates[0].possible, card.rates[0].coverage) for card in cards} == {(100, 100)}
    assert {card.rates[0].evidenced for card in cards} == {0, 100}
