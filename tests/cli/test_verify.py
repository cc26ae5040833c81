"""`guichet verify`: a saved result is the true one to the byte, or the first place where it is not is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

FORGERIES = [
    ('"outcome": "missing", "credit": 0.0', '"outcome": "met", "credit": 1.0', "criterion ENV-01, `outcome`"),
    ('"declared": 0.0', '"declared": 90.0', "commitment environment, `declared`"),
    ('"verdict": "admissible"', '"verdict": "admissible_with_reservations"', "`verdict`"),
    ('"fail_on": "minor"', '"fail_on": "blocking"', "`gate.cleared`"),
    ('"version": "0.1.0"', '"version": "0.0.9"', "guichet “0.0.9”"),
    ('"provenance": "derived", "sha256": "', '"provenance": "derived", "sha256": "0', "the charter of the result"),
    ('"project": {"id": "A"', '"project": {"id": "B"', "`project.id`"),
    ('"message": "', '"message": "Bravo. ', "`message`"),
    ('"missing": 1', '"missing": 1.0', "`counts.missing`"),
]


@pytest.fixture
def saved(guichet, small, answered):
    """Give the result of a dossier with a minor gap, gated on minor ones, with its text."""
    dossier = answered("a.yaml", minor=False)
    options = (
        "--charter",
        small,
        "--as-of",
        "2026-11-23",
        "--fail-on",
        "minor",
        "--fail-under",
        "0",
        "--lang",
        "en",
    )
    assert guichet("check", dossier, *options, "-f", "json", "-o", "r.json").code == 1
    return (guichet.work / "r.json").read_text(encoding="utf-8")


@pytest.fixture
def verify(guichet, small):
    """Give what verifies a result of the small charter, in English."""

    def run(result="r.json", *dossiers, charter=small):
        options = () if charter is None else ("--charter", charter)
        return guichet("--lang", "en", "verify", result, *(dossiers or ("a.yaml",)), *options)

    return run


def test_a_true_result(saved, verify):
    """A result is true to the byte, whatever the language, the gate and the date of the verifier."""
    ended = verify()

    assert ended.code == 0, ended.text
    assert "to the byte" in ended.text
    assert "Paths are those that the result gives; they are not verified." in ended.text
    assert json.loads(saved)["lang"] == "en"


def test_the_gate_of_the_result(guichet, small, answered):
    """The bar is that of the result, to its decimals."""
    answered("a.yaml", minor=False)
    calls = []
    for bar in (("--fail-under", "12,5"), ("--fail-on", "never"), ("--fail-under", "60", "--basis", "evidenced")):
        calls.append(("check", "a.yaml", "--charter", small, *bar, "-f", "json", "-o", "r.json", "--exit-zero"))
        calls.append(("verify", "r.json", "a.yaml", "--charter", small))

    assert [ended.code for ended in guichet.batch(*calls)] == [0] * len(calls)


def test_the_path_does_not_matter(guichet, saved, verify):
    """The dossier may lie elsewhere, under another name, or come by standard input."""
    assert saved
    moved = guichet.write("ailleurs/envoyé.yaml", (guichet.work / "a.yaml").read_bytes())

    assert verify("r.json", moved).code == 0
    assert verify("r.json", guichet.work / moved).code == 0
    stdin = (guichet.work / "a.yaml").read_bytes()
    assert guichet("verify", "r.json", "-", "--charter", "charters/small.yaml", stdin=stdin).code == 0


def test_forgeries(guichet, saved, small):
    """Whatever is changed in a result, it is not the true one, and the first difference is told."""
    for number, (old, new, _) in enumerate(FORGERIES):
        assert old in saved
        guichet.write(f"{number}.json", saved.replace(old, new, 1))
    calls = [("verify", f"{number}.json", "a.yaml", "--charter", small) for number in range(len(FORGERIES))]

    for ended, (_, new, said) in zip(guichet.batch(*calls, GUICHET_LANG="en"), FORGERIES, strict=True):
        assert ended.code == 1, new
        assert said in " ".join(ended.text.split())


def test_what_the_date_does_not_change(guichet, saved, verify):
    """A result whose date is another one is the true one of that date where nothing hangs on it."""
    guichet.write("r.json", saved.replace('"as_of": "2026-11-23"', '"as_of": "2026-11-24"'))

    assert verify().code == 0


def test_reformatted(guichet, saved, small):
    """A result with the same content but other bytes is not the true one, and that is said."""
    changed = [saved.rstrip(), json.dumps(json.loads(saved), indent=1), saved.replace("\n", "\r\n")]
    for number, text in enumerate(changed):
        guichet.write(f"{number}.json", text)
    calls = [("verify", f"{number}.json", "a.yaml", "--charter", small) for number in range(len(changed))]

    for ended in guichet.batch(*calls, GUICHET_LANG="en"):
        assert ended.code == 1
        assert "Its content is right" in ended.text


def test_a_key_written_twice(guichet, saved, verify):
    """A key that is written twice, which readers take differently, is not the true text."""
    guichet.write("r.json", saved.replace('"verdict": ', '"verdict": "inadmissible", "verdict": ', 1))

    assert verify().code == 1


def test_a_dossier_that_changed(guichet, saved, verify):
    """A dossier of another digest is told by both digests, before what follows from it."""
    assert saved
    guichet.write("a.yaml", (guichet.work / "a.yaml").read_text(encoding="utf-8") + "# plus tard\n")

    ended = verify()

    assert ended.code == 1
    assert "sha256" in ended.text
    assert "ask for the one that was judged" in " ".join(ended.text.split())


def test_documents_that_are_not_there(guichet, example):
    """When the documents of the ledger do not lie beside the dossier, the difference says what may explain it."""
    dossier = Path(example("flux-urgences"))
    shutil.copytree(dossier.parent / "preuves", guichet.work / "preuves")
    shutil.copy(dossier, guichet.work / "d.yaml")
    assert guichet("check", "d.yaml", "-f", "json", "-o", "r.json", "--exit-zero").code == 0
    assert guichet("verify", "r.json", "d.yaml").code == 0
    shutil.rmtree(guichet.work / "preuves")

    ended = guichet("--lang", "en", "verify", "r.json", "d.yaml")

    assert ended.code == 1
    assert "must lie beside the dossier" in " ".join(ended.text.split())


def test_several_dossiers(guichet, small, answered):
    """A result of several dossiers is verified from a folder or from files in any order; their number must be the same."""
    answered("x/a.yaml")
    answered("x/b.yaml", minor=False)
    answered("x/c.yaml", major=False)
    guichet.write("x/d.yaml", "project: [\n")
    files = [f"x/{name}.yaml" for name in "dbca"]
    check = ("check", "x", "--charter", small, "-f", "json", "-o", "r.json", "--exit-zero")
    calls = [("verify", "r.json", *paths, "--charter", small) for paths in (["x"], files, files[1:])]

    assert [ended.code for ended in guichet.batch(check, *calls)] == [0, 0, 0, 2]


def test_charters(guichet, saved, verify, small):
    """A charter that is not provided must be given: without it the result cannot be verified; another one refutes it."""
    assert saved
    other = (guichet.work / small).read_text(encoding="utf-8").replace("Petite charte", "Autre charte")

    assert verify(charter=None).code == 2
    assert "--charter" in verify(charter=None).said
    assert verify(charter=guichet.write("other.yaml", other)).code == 1


def test_the_charter_that_a_dossier_names(guichet):
    """A dossier judged by the charter it names, by a charter that was imposed, or in default of one, is verified alike."""
    calls = []
    for name, options in (
        ("ai-act-deployer-2026", ()),
        ("ai-act-deployer-2026", ("--charter", "grand-est-2024")),
        ("nulle-part-2030", ()),
    ):
        path = guichet.write(f"{len(calls)}.yaml", f"dossier: 1\ncharter: {name}\nproject: {{id: D, phase: pilot}}\n")
        calls.append(("check", path, *options, "-f", "json", "-o", f"{path}.json", "--exit-zero"))
        calls.append(("verify", f"{path}.json", path))

    assert [ended.code for ended in guichet.batch(*calls)] == [0] * len(calls)


NO_RESULTS = [
    b"",
    b"[]",
    b"{}",
    b"\xff\xfe",
    b'{"format_version": "2.0"}',
    b'{"format_version": "1.0"}',
    b"dossier: 1\n",
    b"[" * 99_999,
]


def test_what_cannot_be_verified(guichet, small, answered):
    """What is no result of a format that is known cannot be verified."""
    answered("a.yaml")
    names = [guichet.write(f"{number}.json", raw) for number, raw in enumerate(NO_RESULTS)]

    for ended in guichet.batch(*(("verify", name, "a.yaml", "--charter", small) for name in names)):
        assert (ended.code, ended.out) == (2, b"")
        assert ended.err


def test_tolerated_gaps(guichet, saved, verify):
    """A result that tolerates gaps by a waiver or a baseline cannot be verified without them: that is neither true nor false."""
    for member in ("waived", "known"):
        guichet.write("r.json", saved.replace(f'"{member}": false', f'"{member}": true', 1))
        assert verify().code == 2
        assert "--no-waivers" in verify().said


def test_the_charter_of_the_settings(guichet, saved, verify, small):
    """A charter of the settings serves when the result's own is not provided, and never in the place of one that is."""
    assert saved
    guichet.write("guichet.toml", f'charter = "{small}"\n')
    assert verify(charter=None).code == 0
    options = ("--charter", "grand-est-2024", "-f", "json", "-o", "other.json", "--exit-zero")
    assert guichet("check", "a.yaml", *options).code == 0
    assert verify("other.json", charter=None).code == 0


def test_missing_paths(verify, saved):
    """A path that is missing ends the call."""
    assert saved
    assert verify("nulle-part.json").code == 2
    assert verify("r.json", "nulle-part.yaml").code == 2


def test_hostile_result(guichet, saved):
    """What a result tells is written out, never obeyed."""
    evil = "\\u001b[2J\\u202e::error::x [b]y[/b]"
    guichet.write(
        "r.json", saved.replace('"message": "', f'"message": "{evil}', 1).replace('"id": "A"', f'"id": "{evil}"')
    )

    ended = guichet("verify", "r.json", "a.yaml", "--charter", "charters/small.yaml", GITHUB_ACTIONS="true")

    assert ended.code == 1
    assert not set("\x1b\u202e") & set(ended.text)
    assert "::error::" not in ended.text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_examples(guichet, example, lang):
    """The results of the examples are true, in both languages."""
    calls = []
    for name in ("radiologie-triage", "casse", "illisible"):
        calls.append(("check", example(name), "-f", "json", "-o", f"{name}.json", "--exit-zero"))
        calls.append(("verify", f"{name}.json", example(name)))

    assert [ended.code for ended in guichet.batch(*calls, GUICHET_LANG=lang)] == [0] * len(calls)


def test_a_selection(guichet, small, saved, verify):
    """A result that shows some findings says which, is verified as such, and is not the one of another selection."""
    options = ("--charter", small, "--as-of", "2026-11-23", "--lang", "en", "-f", "json", "-o", "r.json")
    guichet("check", "a.yaml", *options, "--select", "ETH,ENV", "--ignore", "ENV-01")
    text = (guichet.work / "r.json").read_text(encoding="utf-8")
    assert json.loads(text)["gate"]["select"] == ["ETH", "ENV"]
    true = verify()
    assert (true.code, "--select ETH,ENV --ignore ENV-01" in true.text) == (0, True)
    guichet.write("r.json", text.replace(', "ignore": ["ENV-01"]', ""))
    assert verify().code == 1
    for bad in ('"ENV-01"', "[1]"):
        guichet.write("r.json", text.replace('["ENV-01"]', bad))
        ended = verify()
        assert (ended.code, "gate.ignore" in ended.said) == (2, True)
