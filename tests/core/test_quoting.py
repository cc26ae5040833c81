"""The texts that are compared, as facts: which near copies are recognised, and what is left out."""

from datetime import date

import pytest

from guichet_cli.checking import Checker
from guichet_cli.core.model import Dossier
from guichet_cli.core.quoting import KEPT, LEAST_WORDS, MOST_QUOTES, SHORTEST, Sources, alike, quotes, sources

DAY = date(2026, 11, 23)
TEXT = (
    "Le comité de pilotage du service suit chaque mois les alertes du modèle avec Marie Dupont, compare 120 comptes rendus "
    "relus par deux médecins et décide de la suite à donner avant toute mise à jour chez les équipes de nuit."
)
OTHER = (
    "Les patients sont informés par une affiche en salle d’attente puis par une notice remise à l’accueil, qui explique comment "
    "refuser que leurs images servent à la recherche, et à qui écrire pour poser une question sur l’outil."
)


def quoted(text, known=None):
    """Give what is kept of one text."""
    return quotes(Dossier(path="a", data={"ethics": {"need": text}}), known or Sources({}))


def near(one, other):
    """Tell whether two texts are recognised as nearly the same."""
    first, second = (KEPT.unpack(quoted(text)[0].signature) for text in (one, other))
    return alike(first, second)


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.replace("Marie Dupont", "Jean-Paul Lefèvre").replace("120", "3 400"),
        "  ".join(TEXT.split(" ")),
        TEXT.replace(",", " ;"),
    ],
)
def test_near_copy(copy):
    """Names, numbers, blanks and punctuation make no other text."""
    assert near(TEXT, copy)


def test_distinct_texts():
    """Two answers of the same length about the same tool are not alike."""
    assert not near(TEXT, OTHER)


@pytest.mark.parametrize("text", ["Court.", "oui " * SHORTEST, "a" * 10_000, ""])
def test_left_out(text):
    """What is short, or says nearly nothing, is not compared."""
    assert quoted(text) == ()


def test_names_alone():
    """A text of names has a signature of them: it is not like any other text of names."""
    one, other = (" ".join(f"{head}{n:c}" for n in range(97, 123)) for head in ("Anne", "Bruno"))
    assert len(one.split()) > LEAST_WORDS
    assert not near(one + " " * SHORTEST + one, other + " " * SHORTEST + other)


def test_bounded():
    """However many texts a dossier has, so many are compared; blocks where one repeats oneself are not."""
    data = {"ethics": {f"n{n}": f"{TEXT} {n}" for n in range(300)}, "plans": [TEXT], "evidence": [{"title": TEXT}]}
    found = quotes(Dossier(path="a", data=data), Sources({}))
    assert len(found) == MOST_QUOTES
    assert {quote.pointer.split("/")[1] for quote in found} == {"ethics"}


def test_nothing_to_read():
    """A dossier that cannot be read has no text."""
    assert quotes(Dossier(path="a", data=None), Sources({})) == ()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_charter_is_a_source(lang):
    """Guidance and the answers of the examples are recognised with their criterion, whatever the language that is read."""
    charter = Checker(lang=lang, as_of=DAY).judge("grand-est-2024").charter
    longest = max(charter.guidance, key=len)
    assert quoted(longest, sources(charter))[0].source == charter.guidance[longest]
    assert quoted(OTHER, sources(charter))[0].source == ""
