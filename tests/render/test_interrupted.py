"""What documents say of a run that was interrupted: how far it came, and that it did not succeed."""

import json
from xml.etree import ElementTree as ET

import pytest
from small_charter import judged, run_of

from guichet_cli.render import Interrupted, render

SAID = {
    "fr": "Résultat partiel : 2 dossiers jugés sur 5, puis l’examen a été interrompu.",
    "en": "Partial result: 2 dossiers judged out of 5, then the check was interrupted.",
}


def drawn(name, lang):
    """Draw two dossiers of five."""
    cards = [*judged("gaps", lang), *judged("gaps", lang)]
    return render(name, cards, run_of(lang, interrupted=lambda: Interrupted(2, 5)))


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("name", ["full", "markdown", "html", "sarif", "junit"])
def test_said(name, lang):
    """A document that a person or a forge reads says how many dossiers were judged, and of how many."""
    assert SAID[lang] in " ".join(drawn(name, lang).replace("\u00a0", " ").split())


def test_not_successful():
    """To a reader of SARIF the run failed, with no exit code yet; to one of JUnit it has an error of its own."""
    (run,) = json.loads(drawn("sarif", "en"))["runs"][:1]
    (ended,) = run["invocations"]
    assert ended["executionSuccessful"] is False
    assert "exitCode" not in ended
    errors = ET.fromstring(drawn("junit", "en")).findall("testsuite[@name='guichet']/testcase/error")  # noqa: S314 our own
    assert [error.get("message") for error in errors] == [SAID["en"]]
