"""`guichet import`: proposals with their units, written on demand, never over an answer; odd figures are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

GENUINE = Path(__file__).parent / "files" / "codecarbon-3.3.2.csv"
"""Three short runs, as CodeCarbon 3.3.2 wrote them on a machine without a GPU, with a PUE of 1.4."""
DOSSIER = "dossier: 1\nenvironment:\n  training:\n    # à nous\n    runs: 2   # oui\n"
HEADER = "run_id,codecarbon_version,duration,emissions,energy_consumed,country_iso_code,gpu_count,pue"
CARD = "---\nlicense: mit\nco2_eq_emissions:\n  emissions: {emissions}\n  source: Code Carbon\n---\n# Modèle\n"


@pytest.fixture
def offered(guichet):
    """Give what imports a file, in English, into a dossier with one answer."""
    guichet.write("dossier.yaml", DOSSIER)

    def run(kind, text, *options):
        name = {"codecarbon": "emissions.csv", "model-card": "README.md"}[kind]
        guichet.write(name, text)
        return guichet("--lang", "en", "import", kind, name, *options)

    return run


def rows(*lines):
    """Give a CSV of CodeCarbon's columns that matter."""
    return "\n".join((HEADER, *lines, ""))


def test_genuine(guichet, offered):
    """A file that CodeCarbon wrote gives energy, emissions, runs, PUE and intensity, each with its unit and its making."""
    ended = offered("codecarbon", GENUINE.read_text(encoding="utf-8"))
    assert ended.code == 0
    assert ended.text.splitlines() == [
        "environment.training.energy_kwh: 5.625e-05 kWh (sum, number of trainings: 3)",
        "environment.training.emissions_kgco2e: 3.152e-06 kgCO2e (sum, number of trainings: 3)",
        "environment.training.runs: 3 offered, filled in already (2), left as it is",
        "environment.training.tool: codecarbon (measuring tool)",
        "environment.training.grid_gco2e_per_kwh: 56.04 gCO2e/kWh (emissions ÷ energy)",
        "environment.training.includes_pue: true (PUE applied by CodeCarbon: 1.4)",
        "environment.training.pue: 1.4 (column pue)",
    ]
    assert ended.said == "6 values to add to dossier.yaml; nothing is written. To write them: --apply\n"
    assert (guichet.work / "dossier.yaml").read_text() == DOSSIER


def test_apply(guichet, offered):
    """--apply fills the blanks, keeps answers and comments, and a second time there is nothing left to write."""
    text = rows("a,3.3.2,3600,0.112,2,FRA,2,1.0", "b,3.3.2,1800,0.056,1,FRA,2,1.0")
    assert offered("codecarbon", text, "--apply").code == 0
    added = (
        "    energy_kwh: 3\n    emissions_kgco2e: 0.168\n    tool: codecarbon\n    grid_gco2e_per_kwh: 56\n"
        "    includes_pue: false\n    gpu_hours: 3\n"
    )
    assert (guichet.work / "dossier.yaml").read_text() == DOSSIER + added
    assert (
        offered("codecarbon", text, "--apply").said == "Nothing to add to dossier.yaml: it is all filled in already.\n"
    )
    assert guichet("check", "dossier.yaml", "-f", "concise").text.count("DOS-") == 0


def test_run_told_twice(offered):
    """A run that CodeCarbon wrote twice counts once, as it was in the end."""
    ended = offered("codecarbon", rows("a,3.3.2,1000,0.05,1,FRA,,1", "a,3.3.2,2000,0.1,2,FRA,,1"))
    assert "energy_kwh: 2 kWh (sum, number of trainings: 1)" in ended.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "columns, which tell the units: energy_consumed, emissions, codecarbon_version, run_id"),
        (rows(), "holds no training"),
        (rows("a,3.3.2,1,0.05,-1,FRA,,1"), "emissions.csv:2: `energy_consumed` is -1, which is no measure"),
        (rows("a,3.3.2,1,0.05,nan,FRA,,1"), "emissions.csv:2: `energy_consumed`"),
        (rows("a,3.3.2,1000,0.05,1,FRA,,1", "b,3.3.2,1000,56,1,FRA,,1"), "emissions.csv:3: 56,000 gCO2e per kWh"),
        (rows("a,3.3.2,1000,0.05,1,FRA,,0.5"), "a PUE of 0.5 is not possible"),
        (rows("a,3.3.2,1,5 kg,1,FRA,,1"), "emissions.csv:2: `emissions` is “5 kg”, which is no number"),
        (rows('a,3.3.2,1,"\x1b[2J\u202e=cmd()",1,FRA,,1'), "which is no number"),
        (rows("a,3.3.2,1000,0.05,0,FRA,,1"), "emissions.csv:2: 0.05 kgCO2e without any energy consumed"),
        (rows("a,3.3.2,3600,112,2000,FRA,,1"), "emissions.csv:2: 2,000 kWh over that duration is 2,000 kW"),
        (rows("a,3.3.2,1000,0.5,1_0,FRA,,1"), "`energy_consumed` is “1_0”, which is no number"),
        ('run_id,"\n', "no CSV file"),
    ],
)
def test_refused_runs(guichet, offered, text, words):
    """A file without units, or with figures that cannot be, is refused at its line, the dossier as it was."""
    ended = offered("codecarbon", text, "--apply")
    assert (ended.code, ended.out) == (2, b"")
    assert words in ended.said
    assert not {"\x1b", "\u202e"} & set(ended.said)
    assert (guichet.work / "dossier.yaml").read_text() == DOSSIER


def test_card(guichet, offered):
    """A card's grams become the dossier's kilograms, and both are shown."""
    ended = offered("model-card", CARD.format(emissions=1690), "--apply")
    assert ended.text.splitlines() == [
        "environment.training.emissions_kgco2e: 1.69 kgCO2e (1,690 g in the card, ÷ 1,000)",
        "environment.training.tool: codecarbon (measuring tool)",
    ]
    assert "emissions_kgco2e: 1.69\n" in (guichet.work / "dossier.yaml").read_text()


def test_card_alone(offered):
    """The short form of the format, a number alone, is read too."""
    assert "0.5 kgCO2e" in offered("model-card", "---\r\nco2_eq_emissions: 500\r\n---\r\n").text


@pytest.mark.parametrize(
    ("text", "energy", "words"),
    [
        (CARD.format(emissions=0.33), None, "README.md:4: 0.33 g is very little for a training"),
        (CARD.format(emissions=0.33), 6, "looks like a figure in kg. If it is in kg: --unit kg"),
        (CARD.format(emissions=330000), 6, "README.md:4: 55,000 gCO2e per kWh is not plausible"),
        (CARD.format(emissions=-3), None, "which is no measure"),
        (CARD.format(emissions="beaucoup"), None, "README.md:4: the emissions"),
        ("---\nlicense: mit\n---\n", None, "says nothing of its emissions"),
        ("# Modèle\n", None, "has no YAML front matter"),
        ("---\na: [\n---\n", None, "the YAML front matter cannot be read"),
        ("---\n" + "a: &a [x]\n" * 2 + "---\n", None, "says nothing"),
    ],
)
def test_refused_card(guichet, offered, text, energy, words):
    """A card that is 1 000 times off, or says nothing that can be used, is questioned at its line."""
    if energy is not None:
        guichet.write("dossier.yaml", f"{DOSSIER}    energy_kwh: {energy}\n")
    ended = offered("model-card", text, "--apply")
    assert ended.code == 2, ended.text
    assert words in ended.said


def test_unit(offered):
    """Told that a card's figure is in kilograms, the tool takes it as such."""
    assert "0.33 kgCO2e (330 g in the card" in offered("model-card", CARD.format(emissions=0.33), "--unit", "kg").text


def test_no_dossier(guichet):
    """Without a dossier there is nothing to propose to."""
    guichet.write("README.md", CARD.format(emissions=1690))
    assert guichet("import", "model-card", "README.md").code == 2
