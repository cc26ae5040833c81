"""`--compare-texts`, as facts: what is shown, in which formats, and that nothing depends on it."""

import json
import re

import pytest

AS_OF = ("--as-of", "2026-11-23")
TEXT = (
    "Le comité de pilotage du service suit chaque mois les alertes du modèle, compare les comptes rendus relus par deux "
    "médecins et décide de la suite à donner avant toute mise à jour chez les équipes de nuit."
)


@pytest.fixture
def batch(guichet):
    """Write three dossiers: two with one text, the first of them twice; and give a call that judges them."""
    for name, need, oversight in (("a", TEXT, TEXT), ("b", TEXT, "Bref."), ("c", "Autre.", "Bref.")):
        said = {"purpose": {"intended_use": need}, "need": {"problem": oversight}}
        guichet.write(f"{name}.yaml", json.dumps({"dossier": 1, "project": {"id": name}, "ethics": said}))
    return ("check", "a.yaml", "b.yaml", "c.yaml", *AS_OF)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["full", "markdown", "html", "json"])
def test_every_place_is_shown(guichet, batch, words, lang, name):
    """Both dossiers and both places of one are shown with how the text begins; what it does not mean is said."""
    shown = guichet(*batch, "--compare-texts", "--lang", lang, "-f", name).text.replace("\u200b", "")
    if name == "json":
        (group,) = json.loads(shown)["likenesses"]["groups"]
        assert (group["kind"], group["times"], group["dossiers"]) == ("text", 3, 2)
        assert TEXT.startswith(group["begins"])
        assert [(p["path"], p["line"]) for p in group["places"]] == [("a.yaml", 1), ("a.yaml", 1), ("b.yaml", 1)]
        return
    assert words[lang]["likeness.title"] in shown
    for place in ("a.yaml:1:", "b.yaml:1:", "Le comité de pilotage"):
        assert place in shown
    assert "c.yaml:1:" not in shown
    assert "jamais un score, jamais une accusation" in shown or "never a score, never an accusation" in shown


@pytest.mark.parametrize("name", ["full", "markdown", "html", "json"])
def test_nothing_depends_on_it(guichet, batch, name):
    """Without it nothing is compared; with it neither a rate nor the verdict, the gate, or the exit code is another."""
    without, compared = (guichet(*batch, *option, "-f", name) for option in ((), ("--compare-texts",)))
    assert (compared.code, compared.said) == (without.code, without.said)
    if name == "json":
        told = json.loads(compared.text)
        del told["likenesses"]
        assert told == json.loads(without.text)
    else:
        assert len(compared.text) > len(without.text)
        assert re.findall(r"\d+\s?%", compared.text) == re.findall(r"\d+\s?%", without.text)


@pytest.mark.parametrize("name", ["full", "json"])
def test_same_bytes_whatever_the_jobs(guichet, batch, name):
    """Workers bring the same texts: the result is the same to the byte."""
    one, two = (guichet(*batch, "--compare-texts", "-f", name, "--jobs", n) for n in "12")
    assert (one.code, one.text) == (two.code, two.text)


def test_from_elsewhere(guichet, batch):
    """A variable and a file ask for it as the command line does."""
    call = (*batch, "-f", "json")
    assert "likenesses" in json.loads(guichet(*call, GUICHET_COMPARE_TEXTS="1").text)
    guichet.write("guichet.toml", "compare-texts = true\n")
    assert "likenesses" in json.loads(guichet(*call).text)


def test_idle(guichet, batch):
    """It is refused where no format of the call shows likenesses."""
    ended = guichet(*batch, "-f", "csv", "--compare-texts")
    assert ended.code == 2
    assert "--compare-texts" in ended.said


def test_one_dossier(guichet, batch):
    """In one dossier, criteria are compared with each other; a hostile text has no effect on the page."""
    guichet.write(
        "d.yaml",
        json.dumps(
            {"dossier": 1, "ethics": {"purpose": {"intended_use": f"\u202e<b>[x](y)\x1b[31m {TEXT}"}, "n": {"p": TEXT}}}
        ),
    )
    shown = guichet("check", "d.yaml", *AS_OF, "--compare-texts", "-f", "full").text
    assert "\x1b" not in shown
    assert "\u202e" not in shown
