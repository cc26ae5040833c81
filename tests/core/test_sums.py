"""Sums and topics, as facts: the lines add up to the rates, and words mean what people expect."""

from __future__ import annotations

import pytest
from building import AS_OF, EXAMPLES, grand_est

from guichet_cli.core.model import Commitment
from guichet_cli.core.sums import NUMBERS, sum_of, why_apart
from guichet_cli.core.topics import Topics
from guichet_cli.load.charter import DEFAULT, load_charter
from guichet_cli.load.dossier import load_dossier

DOSSIERS = [d for path in sorted(EXAMPLES.rglob("*.yaml")) if (d := load_dossier(str(path))).data is not None]


@pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda dossier: dossier.path.rpartition("/")[2])
def test_lines_add_up(dossier):
    """Of each commitment, the lines of each number divided by the weights are the rate, exactly; no criterion is lost."""
    card = grand_est()(dossier, AS_OF)
    told = []
    for rates in card.rates:
        made = sum_of(card, rates)
        for number in NUMBERS:
            exact = getattr(rates, number)
            assert (100 * made.total(number) / made.total("weight") if made.lines else None) == exact
        told += [line.finding.criterion for line in made.lines]
        told += [code for codes in why_apart(made.apart).values() for code in codes]
    assert sorted(told) == sorted(f.criterion for f in card.findings if f.commitment)


@pytest.fixture(scope="module")
def topics():
    """Give what the packaged charter explains."""
    return Topics(load_charter(DEFAULT, "fr"), ["DOS-021", "DOS-022", "WAI-001"])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("equity", "EQU"),
        ("EQU", "EQU"),
        ("equ", "EQU"),
        ("Équité d’accès", "EQU"),
        ("equite d'acces", "EQU"),
        ("équité", "EQU"),
        ("impact", "ENV"),
        ("éq", None),
        ("", None),
        ("x", None),
        ("rgpd", None),
    ],
)
def test_a_commitment_has_several_names(topics, word, meant):
    """A commitment is meant by its id, its prefix, its title with or without accents, or the beginning of its title."""
    found = topics.find(word)
    assert (found.prefix if isinstance(found, Commitment) else found) == meant


@pytest.mark.parametrize("word", ["eth-08", "ETH-08", "x-04", "dos-021"])
def test_codes_are_known_in_any_case(topics, word):
    """A code is known whatever its case."""
    found = topics.find(word)
    assert getattr(found, "id", found) == word.upper()


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("ETI-08", "ETH-08"),
        ("EUQ-03", "EQU-03"),
        ("DOS-023", "DOS-02"),
        ("ENV-99", "ENV-"),
        ("DOS", "DOS-"),
        ("ethcis", "ethics"),
        ("environement", "environment"),
        ("ZZZ-12", None),
        ("RGPD-35", None),
        ("-", None),
        ("bidule", None),
        ("é" * 10_000, None),
    ],
)
def test_suggestions_are_sensible(topics, word, near):
    """A slip of the pen gets what was meant; a word that has nothing to do with the charter gets no suggestion."""
    found = topics.near(word)
    assert found == near if near is None else found.startswith(near)
