"""The gate and its account, as facts: what closes it, what it tolerates, what it looks at."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from building import criterion, judged

from guichet_cli.core.gate import Gate, Passage
from guichet_cli.core.model import Verdict
from guichet_cli.core.selection import Selection, codes_of, strangers
from guichet_cli.load.data import language
from guichet_cli.render.gate import gate_line

LEVELS = {"ETH-01": "blocking", "ETH-02": "blocking", "EXP-01": "major", "EQU-01": "minor"}
PILOT = {"project": {"id": "P", "phase": "pilot"}}


def card(answer=None, **marks):
    """Give a scorecard with a gap for each criterion but those answered; `marks` are by criterion, `-` as `_`."""
    criteria = [criterion(name, level=level, at=f"/ethics/{name}") for name, level in LEVELS.items()]
    made = judged({**PILOT, "ethics": {name: {"x": "good"} for name in answer or ()}}, *criteria)
    found = (
        replace(f, **{marks[key]: True}) if (key := f.criterion.replace("-", "_")) in marks else f
        for f in made.findings
    )
    return replace(made, findings=tuple(found))


STOPPING = (
    ("blocking", {}, ["ETH-01", "ETH-02"]),
    ("major", {}, ["ETH-01", "ETH-02", "EXP-01"]),
    ("minor", {}, ["ETH-01", "ETH-02", "EXP-01", "EQU-01"]),
    ("never", {}, []),
    ("major", {"ETH_01": "known"}, ["ETH-02", "EXP-01"]),
    ("major", {"ETH_01": "waived", "EXP_01": "known"}, ["ETH-02"]),
    ("blocking", {"ETH_01": "waived", "ETH_02": "known"}, []),
)


@pytest.mark.parametrize(("fail_on", "marks", "stopping"), STOPPING)
def test_stopping(fail_on, marks, stopping):
    """A gap at or above the bar closes the gate unless a waiver or the baseline has it."""
    gate, made = Gate(fail_on=fail_on), card(**marks)
    assert [finding.criterion for finding in gate.stopping(made)] == stopping
    assert gate.clears(made) is (stopping == [])


def test_basis():
    """`fail_under` compares the declared rate or the evidenced one, as asked."""
    made = card(answer=LEVELS)
    rates = tuple(replace(r, evidenced=Fraction(40)) if r.declared is not None else r for r in made.rates)
    made = replace(made, rates=rates)
    facts = {("declared", 100): True, ("evidenced", 40): True, ("evidenced", Fraction("40.1")): False}
    for (basis, bound), cleared in facts.items():
        assert Gate(fail_on="never", fail_under=Fraction(bound), basis=basis).clears(made) is cleared


SELECTIONS = (
    ((), (), ["ETH-01", "ETH-02", "EXP-01", "EQU-01"]),
    (("ETH",), (), ["ETH-01", "ETH-02"]),
    (("E",), ("ETH",), ["EXP-01", "EQU-01"]),
    (("ETH-02",), ("ETH",), ["ETH-02"]),
    (("ETH",), ("ETH-01",), ["ETH-02"]),
    (("ETH",), ("ETH",), []),
    ((), ("E",), []),
)


@pytest.mark.parametrize(("select", "ignore", "taken"), SELECTIONS)
def test_selection(select, ignore, taken):
    """The longest prefix that fits a code decides; nothing but the lists and the gate changes."""
    made = card()
    picked = Selection(select=select, ignore=ignore).apply(made)
    assert [gap.criterion for gap in picked.gaps if gap.commitment] == [
        n for n in [g.criterion for g in made.gaps] if n in taken
    ]
    assert (picked.rates, picked.verdict) == (made.rates, made.verdict)
    assert picked.whole.gaps == made.gaps
    assert Gate(fail_on="minor").clears(picked) is (taken == [])


def test_an_unreadable_card_keeps_its_reason():
    """What could not be read says why, whatever is selected."""
    made = replace(card(), verdict=Verdict.UNREADABLE)
    assert Selection(select=("USR",)).apply(made) == made


def test_codes():
    """Comma lists and repeats are one list, in capitals; a code that no known one begins with is a stranger."""
    assert codes_of(["eth, equ-02,", "ETH", " DOS-020"]) == ("ETH", "EQU-02", "DOS-020")
    assert strangers(("ETH", "EQU-1", "EQX"), ["ETH-01", "EQU-10"]) == ["EQX"]


NB, NN = "\u00a0", "\u202f"
LINES = (
    # cards, gate, French, English
    ([card(LEVELS)], {}, f"Barrière franchie{NB}: aucune lacune bloquante.", "Gate cleared: no blocking gap."),
    (
        [card(LEVELS)],
        {"fail_on": "never"},
        f"Barrière franchie{NB}: aucun niveau n’arrête (--fail-on never).",
        "Gate cleared: no level stops (--fail-on never).",
    ),
    (
        [card(LEVELS)],
        {"fail_on": "major", "fail_under": Fraction(60)},
        f"Barrière franchie{NB}: aucune lacune bloquante ou majeure{NN}; aucun taux déclaré sous 60{NB}%.",
        "Gate cleared: no blocking or major gap; no declared rate under 60%.",
    ),
    ([card()], {}, f"Barrière non franchie{NB}: 2 lacunes bloquantes.", "Gate not cleared: 2 blocking gaps."),
    (
        [card(), card(LEVELS), card(["ETH-01"])],
        {"fail_on": "minor"},
        f"Barrière non franchie{NB}: 3 lacunes bloquantes, 2 majeures et 2 mineures dans 2 dossiers.",
        "Gate not cleared: 3 blocking gaps, 2 major and 2 minor in 2 dossiers.",
    ),
    (
        [card(ETH_01="known", ETH_02="waived")],
        {},
        f"Barrière franchie{NB}: aucune lacune bloquante hors de ce que l’appel tolère (1 déjà connue et 1 sous dérogation).",
        "Gate cleared: no blocking gap beside what the call tolerates (1 known and 1 waived).",
    ),
    (
        [card(ETH_01="known"), replace(card(), verdict=Verdict.UNREADABLE)],
        {"fail_under": Fraction("33.5"), "basis": "evidenced"},
        f"Barrière non franchie{NB}: 3 lacunes bloquantes dans 2 dossiers, dont 1 illisible{NN}; taux étayé sous 33,5{NB}% dans "
        f"1 dossier (le plus faible{NB}: ethics (en), 0{NB}%){NN}; lacunes tolérées{NB}: 1 déjà connue.",
        "Gate not cleared: 3 blocking gaps in 2 dossiers, 1 of them unreadable; evidenced rate under 33.5% in 1 dossier "
        "(the lowest: ethics (en), 0%); tolerated gaps: 1 known.",
    ),
    (
        [card(), *[replace(card(ETH_01="known"), verdict=Verdict.UNREADABLE)] * 2],
        {"fail_on": "never"},
        f"Barrière non franchie{NB}: 2 dossiers illisibles.",
        "Gate not cleared: 2 unreadable dossiers.",
    ),
    (
        [card(LEVELS), replace(card(), verdict=Verdict.UNREADABLE)],
        {},
        f"Barrière non franchie{NB}: 1 dossier illisible.",
        "Gate not cleared: 1 unreadable dossier.",
    ),
    (
        [Selection(select=("EXP",)).apply(card())],
        {},
        f"Barrière franchie{NB}: aucune lacune bloquante{NN}; 3 lacunes laissées de côté par --select ou --ignore.",
        "Gate cleared: no blocking gap; 3 gaps left out by --select or --ignore.",
    ),
)


@pytest.mark.parametrize(("cards", "bar", "french", "english"), LINES)
def test_line(cards, bar, french, english):
    """One line says whether the gate is cleared, and why, in the reader's language."""
    passage = Passage(gate=Gate(**bar))
    for each in cards:
        passage.add(each)
    assert passage.cleared is all(passage.gate.clears(each) for each in cards)
    percent = language("fr").messages["card.rate"][3]
    assert gate_line(passage, language("fr")).replace(f"{percent}%", f"{NB}%") == french
    assert gate_line(passage, language("en")) == english


def test_exit_zero_is_told():
    """The line says that the exit code was asked to be 0, when it would not be."""
    for each, told in ((card(), True), (card(LEVELS), False)):
        passage = Passage(gate=Gate())
        passage.add(each)
        assert ("--exit-zero" in gate_line(passage, language("en"), exit_zero=True)) is told
