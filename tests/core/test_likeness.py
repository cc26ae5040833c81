"""The texts of a run that are nearly the same, as facts: which are put together, where they are, what a batch costs."""

import random

import pytest

from guichet_cli.core import likeness
from guichet_cli.core.likeness import BANDS, WINDOW, Gathering
from guichet_cli.core.model import Dossier
from guichet_cli.core.quoting import Sources, quotes

WORDS = [f"{head}{tail}" for head in ("soin", "tri", "lit", "dose", "avis") for tail in "abcdefghijklmnopqrst"]


class Card:
    """What a gathering looks at in a scorecard."""

    def __init__(self, path, data, guidance=None):
        self.path = path
        self.quotes = quotes(Dossier(path=path, data=data), Sources(guidance or {}))


def prose(seed, length=60):
    """Give a text of its own."""
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311 the same each time


def found(cards):
    """Give the groups of a run: the kind of each, and where its texts are."""
    gathering = Gathering()
    for card in cards:
        gathering.add(card)
    return gathering.likenesses()


def places(cards):
    """Give where the texts of each group are."""
    return {(g.kind, frozenset((p.path, p.pointer) for p in g.places)) for g in found(cards).groups}


def test_between_dossiers_and_between_criteria():
    """A text is found again in another dossier, and at another place of its own; others are not."""
    cards = [
        Card("a", {"ethics": {"need": prose(1)}, "users": {"feedback": prose(1) + " soina"}}),
        Card("b", {"equity": {"bias": prose(2)}}),
        Card("c", {"explainability": {"note": prose(1)}, "users": {"feedback": prose(3)}}),
    ]
    (group,) = found(cards).groups
    assert (group.kind, group.times, group.dossiers) == ("text", 3, 2)
    assert [(p.path, p.pointer) for p in group.places] == [
        ("a", "/ethics/need"),
        ("a", "/users/feedback"),
        ("c", "/explainability/note"),
    ]


def test_taken_from_the_charter():
    """A text of the charter is shown with its criterion, even where one dossier alone has it."""
    (group,) = found([Card("a", {"ethics": {"need": prose(1).title()}}, {prose(1): "ETH-02"})]).groups
    assert (group.kind, group.source, group.times, group.dossiers) == ("guidance", "ETH-02", 1, 1)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_the_dossiers(seed):
    """The order of the dossiers changes no group."""
    cards = [Card(f"{n}.yaml", {"ethics": {"need": prose(n % 7) + f" {WORDS[n]}"}}) for n in range(40)]
    shuffled = random.Random(seed).sample(cards, len(cards))  # noqa: S311 the same each time
    assert places(cards) == places(shuffled)
    assert len(places(cards)) == 7


def test_hostile_batch(monkeypatch):
    """However near to each other its texts are, a batch costs a bounded number of comparisons for each."""
    compared = []
    alike = likeness.alike
    monkeypatch.setattr(likeness, "alike", lambda one, other: compared.append(1) or alike(one, other))
    common = prose(1, 400)
    cards = [Card(f"{n}.yaml", {"ethics": {"need": f"{common} {prose(n + 2, 6)}"}}) for n in range(600)]
    (group,) = found(cards).groups
    assert group.dossiers == 600
    assert 0 < len(compared) <= BANDS * WINDOW * len(cards)
    assert len(compared) < len(cards) ** 2


def test_many_groups_and_places_are_counted(monkeypatch):
    """What is given is bounded, what there is is counted."""
    monkeypatch.setattr(likeness, "GROUPS", 2)
    monkeypatch.setattr(likeness, "PLACES", 3)
    told = found([Card(f"{n}", {"ethics": {"need": prose(n % 4)}}) for n in range(20)])
    assert (told.count, told.compared, len(told.groups)) == (4, 20, 2)
    assert [(g.times, len(g.places)) for g in told.groups] == [(5, 3), (5, 3)]
