"""The examples: each judged as its facts deserve, by expectations written by hand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from guichet_cli.checking import Checker
from guichet_cli.load.dossier import load_dossier

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "grand-est-2024"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
VERDICTS = {
    "admissible": ("recevable", "admissible"),
    "admissible_with_reservations": ("recevable avec réserves", "admissible with reservations"),
    "incomplete": ("à compléter", "incomplete"),
    "inadmissible": ("non recevable", "inadmissible"),
    "unreadable": ("illisible", "unreadable"),
}
WITHOUT_GAP = "flux-urgences"


def expected(name):
    """Give what was written by hand of an example."""
    return yaml.safe_load((ROOT / "tests" / "examples" / f"{name}.expected.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def cards():
    """Give the scorecard of each example."""
    checker = Checker(lang="fr", as_of=date(2026, 11, 23))
    return {name: checker.card(load_dossier(str(EXAMPLES / f"{name}.yaml"))) for name in NAMES}


def test_every_project_type_is_there():
    """There is one example for each of the six project types, one unfinished, one broken, one unreadable."""
    assert (
        sorted(
            [
                "radiologie-triage",
                "flux-urgences",
                "scribe-ambiant",
                "dermatologie-telexpertise",
                "prescription-verification",
                "absences-rendez-vous",
                "inacheve",
                "casse",
                "illisible",
            ]
        )
        == NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_example_is_judged_as_expected(name, cards):
    """An example has the verdict, the outcomes, the missing proofs and the warnings that its facts deserve."""
    card, wanted = cards[name], expected(name)
    criteria = {f.criterion: f for f in card.findings if f.commitment}

    assert str(card.verdict) == wanted["verdict"]
    if "outcomes" in wanted:
        assert {code: str(f.outcome) for code, f in criteria.items()} == wanted["outcomes"]
    if "proof_missing" in wanted:
        assert sorted(code for code, f in criteria.items() if f.proof_missing) == sorted(wanted["proof_missing"])
    if "warnings" in wanted:
        said = {f.criterion for f in card.findings if f.level == "warning"}
        assert said == set(wanted["warnings"])


@pytest.mark.parametrize("name", NAMES)
def test_problems_are_where_the_file_has_them(name, cards):
    """A mistake of text or shape is found at its line, and there is no other."""
    found = [
        (f.criterion, f.location.span.line)
        for f in cards[name].findings
        if f.criterion.startswith("DOS-") and f.level != "warning"
    ]
    wanted = [(problem["code"], problem["line"]) for problem in expected(name).get("problems", [])]
    assert sorted(found) == sorted(wanted)


def test_one_example_has_no_gap_and_ships_its_proofs(cards):
    """One example is admissible without any gap, with every rate proved by files that are shipped."""
    card = cards[WITHOUT_GAP]
    assert not card.gaps
    assert all(rates.evidenced == rates.declared == 100 for rates in card.rates)


def test_changing_a_proof_reopens_its_gap(tmp_path):
    """One byte more in a shipped proof, and the criterion that needs it is a gap again."""
    import shutil

    shutil.copytree(EXAMPLES, tmp_path / "copy")
    proof = next(
        path for path in sorted((tmp_path / "copy" / "preuves" / WITHOUT_GAP).iterdir()) if "aipd" in path.name
    )
    proof.write_bytes(proof.read_bytes() + b"\n")
    card = Checker(lang="fr", as_of=date(2026, 11, 23)).card(
        load_dossier(str(tmp_path / "copy" / f"{WITHOUT_GAP}.yaml"))
    )
    assert "ETH-08" in {gap.criterion for gap in card.gaps if gap.proof_missing}


@pytest.mark.parametrize(("readme", "language"), [("README.fr.md", 0), ("README.md", 1)])
@pytest.mark.parametrize("name", NAMES)
def test_readme_tells_what_each_example_shows(name, readme, language, cards):
    """The examples' page names each file with its verdict, and only criteria that are gaps, warnings or claims in it."""
    text = (ROOT / "examples" / readme).read_text("utf-8")
    card = cards[name]
    verdict = VERDICTS[str(card.verdict)][language]

    (row,) = [line for line in text.splitlines() if line.startswith(f"| [`{name}.yaml`]")]
    assert row.split("|")[-2].strip() == verdict

    paragraph = text.split(f"**`{name}.yaml`**")[1].split("**`")[0]
    assert f"**{verdict}**" in paragraph.replace("\n", " ")
    known = {f.criterion for f in card.findings}
    assert set(re.findall(r"\b(?:ETH|EXP|EQU|ENV|USR|X|DOS)-\d{2,3}\b", paragraph)) <= known
