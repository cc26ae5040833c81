"""A desk's own letter: which places it may name, what is refused and at which line, how it is filled in."""

import pytest

from guichet_cli.core.stationery import BLOCKS, INLINE, filled, stationery
from guichet_cli.errors import GuichetError
from guichet_cli.load.stationery import packaged_stationery

SOUND = "$opinion\n\n$requests\n\n$provenance\n"
REFUSED = (
    ("$opinion\n$requests\n", "error.template_lacks", "d.md", "$provenance"),
    (f"a\n$requets\n{SOUND}", "error.template_unknown_near", "d.md:2", "$requests"),
    (f"{SOUND}${{zzzzzzzz}}", "error.template_unknown", "d.md:6", None),
    (f"{SOUND}Coût : 5 $", "error.template_dollar", "d.md:6", None),
    (f"{SOUND}$Desk", "error.template_dollar", "d.md:6", None),
    (f"{SOUND}Voici : $rates", "error.template_alone", "d.md:6", None),
    (f"{SOUND}a\x1bb", "error.template_text", "d.md:6", None),
)


@pytest.mark.parametrize(("text", "key", "place", "nearest"), REFUSED)
def test_refused(text, key, place, nearest):
    """What cannot be filled in is refused, with its line and, where one is near, the place that was meant."""
    with pytest.raises(GuichetError) as refused:
        stationery(text, "d.md")
    params = refused.value.params
    assert (refused.value.key, params.get("place", params.get("path"))) == (key, place)
    assert nearest is None or nearest in {params.get("nearest"), params.get("name")}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_packaged(lang):
    """The packaged letters are sound, and name every place that there is but the bare date's twin."""
    text = stationery(packaged_stationery(lang), "letter")
    assert {name for name in INLINE + BLOCKS if f"${name}" not in text} == set()


def test_values_are_not_read_again():
    """What fills a place is never a place, a heading or a dollar of the letter."""
    values = {"opinion": "$requests ${desk} $$", "requests": "# x", "provenance": "p", "desk": "D"}
    assert filled(SOUND, values) == "$requests ${desk} $$\n\n# x\n\np\n"


FILLED = (
    (
        "# Objet\n\nBonjour\n\n## Demandes\n\n$requests\n\n## Suite\n\nMerci\n",
        "# Objet\n\nBonjour\n\n## Suite\n\nMerci\n",
    ),
    ("## Demandes\n\nVoici.\n\n$requests\n\nMerci\n", "## Demandes\n\nVoici.\n\nMerci\n"),
    ("## Vide\n\n## Autre\n\na $$ b\n", "## Vide\n\n## Autre\n\na $ b\n"),
    ("$requests\n", "\n"),
)


@pytest.mark.parametrize(("text", "expected"), FILLED)
def test_empty_places(text, expected):
    """A heading above places that are all empty goes with them; words of the desk's own never do."""
    assert filled(text, {"requests": ""}) == expected
