"""What crosses between processes comes back equal: every example, in both languages, and whatever a dossier says."""

import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.checking import Checker
from guichet_cli.core.packed import Packer
from guichet_cli.load.dossier import load_dossier, load_dossier_bytes

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
DAY = date(2026, 11, 23)
CHECKERS = {lang: Checker(lang=lang, as_of=DAY) for lang in ("fr", "en")}
LINES = (
    "dossier: 1",
    "charter: ai-act-deployer-2026",
    "charter: unknown",
    "project: {id: A, phase: pilot, desk: nancy}",
    "project: {id: B, phase: idea}",
    "system: {generative: true, uses_personal_data: true, decision_domain: care}",
    "ethics: {purpose: {intended_use: Aider au tri des images., users: [médecins]}}",
    "equity: {territory: 3}",
    "not_applicable: [{criterion: EQU-05, reason: Aucune décision individuelle ne dépend de cet outil documentaire.}]",
    "plans: [{criterion: ENV-03, action: Mesurer, owner: DSI, due: 2027-03-31}]",
    "evidence: [{id: EV-1, path: ../x.csv, date: 2026-01-01}]",
    "users: {rights: {proofs: [EV-1, EV-2]}}",
    "a: {b: [1",
    "environment: {}",
    "environment: {}",
)


def returned(card):
    """Give a scorecard as it comes back, and how many bytes it took."""
    packer = Packer(card.charter)
    sent = pickle.dumps(packer.pack(card), pickle.HIGHEST_PROTOCOL)
    return packer.unpack(pickle.loads(sent), card.as_of), len(sent)  # noqa: S301 our own


@pytest.mark.parametrize("lang", CHECKERS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_examples(path, lang):
    """The scorecard of an example comes back equal, in less than 40 kB."""
    card = CHECKERS[lang].card(load_dossier(str(path)))
    back, size = returned(card)
    assert (back, repr(back)) == (card, repr(card))
    assert size < 40_000


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), max_size=10), lang=st.sampled_from(sorted(CHECKERS)))
def test_whatever_a_dossier_says(lines, lang):
    """Whatever a dossier says, well-formed or not, its scorecard comes back equal."""
    card = CHECKERS[lang].card(load_dossier_bytes("\n".join(lines).encode()))
    assert returned(card)[0] == card
