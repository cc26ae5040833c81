"""`guichet doctor`: what it finds, in both forms, and what it calls broken."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from calling import ROOT

SECTIONS = {"tool", "python", "terminal", "dependencies", "yaml", "extras", "configuration", "charters"}


def test_what_is_found(guichet):
    """The document has every section, the packages that are needed with their versions, and the digest of each charter."""
    ended = guichet("doctor", "-f", "json", "--lang", "en")
    said = ended.document
    assert (ended.code, ended.said, said["problems"]) == (0, "", [])
    assert set(said) >= SECTIONS
    assert said["format_version"] == "1.0"
    assert {"typer", "pyyaml", "rich"} <= {each["name"] for each in said["dependencies"]}
    assert all(each["version"] for each in said["dependencies"])
    digests = {path.stem: sha256(path.read_bytes()).hexdigest() for path in (ROOT / "charters").glob("*.yaml")}
    assert {each["id"]: each["sha256"] for each in said["charters"]} == digests


@pytest.mark.parametrize(
    ("lang", "well"), [("fr", "Rien n’empêche guichet de fonctionner."), ("en", "Nothing keeps guichet from working.")]
)
def test_page(guichet, lang, well):
    """The page says the same in the reader's language, and ends with what matters."""
    ended = guichet("doctor", "--lang", lang, PYTHONUTF8="1")
    assert ended.code == 0
    assert ended.text.rstrip().endswith(well)
    assert "grand-est-2024" in ended.text
    assert "doctor." not in ended.text


def test_a_plain_output_is_a_remark(guichet):
    """An output that is not Unicode limits what is drawn and breaks nothing."""
    ended = guichet("doctor", "-f", "json", "--lang", "en", PYTHONIOENCODING="cp1252")
    said = ended.document
    assert (ended.code, said["terminal"]["encoding"], said["terminal"]["unicode"]) == (0, "cp1252", False)
    assert any("cp1252" in each["message"] for each in said["remarks"])


@pytest.mark.parametrize(
    ("content", "words"),
    [("charter = [\n", "guichet.toml"), ("charter = 3\n", None)],
    ids=["broken", "of another type"],
)
def test_a_configuration_is_told(guichet, content, words):
    """A configuration that cannot be read is a problem, exit code 1, and the rest is told all the same; one that can be is named."""
    guichet.write("guichet.toml", content)
    ended = guichet("doctor", "-f", "json", "--lang", "en", GUICHET_SHOW="all")
    said = ended.document
    assert len(said["charters"]) == 2
    assert said["configuration"]["variables"] == ["GUICHET_SHOW"]
    if words:
        assert ended.code == 1
        assert words in said["problems"][0]["message"]
    else:
        assert (ended.code, said["configuration"]["file"], said["configuration"]["keys"]) == (
            0,
            "guichet.toml",
            ["charter"],
        )


BROKEN = {
    "a package that is not there": (
        "from importlib import metadata\nreal = metadata.version\n"
        "def version(name):\n    if name == 'tabulate': raise metadata.PackageNotFoundError(name)\n    return real(name)\n"
        "metadata.version = version",
        "tabulate",
    ),
    "a package that is too old": (
        "from importlib import metadata\nreal = metadata.version\n"
        "metadata.version = lambda name: '13.2' if name == 'rich' else real(name)",
        "13.2",
    ),
    "a package that is too new": (
        "from importlib import metadata\nreal = metadata.version\n"
        "metadata.version = lambda name: '99.0' if name == 'typer' else real(name)",
        "99.0",
    ),
    "no charter": (
        "import guichet_cli.load.charter as c, pathlib\nc.folder = lambda name: pathlib.Path('nowhere')",
        "charter",
    ),
}


@pytest.mark.parametrize(("fault", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken(guichet, fault, words):
    """What keeps guichet from working is a problem with its remedy, and the exit code is 1."""
    ended = guichet.driver(fault, "doctor", "-f", "json", "--lang", "en")
    assert ended.code == 1, ended.said
    (problem,) = ended.document["problems"]
    assert words in problem["message"]
    assert problem["remedy"].startswith("Install again: python -m pip")
    assert guichet.driver(fault, "doctor", "--lang", "en").text.splitlines()[-1].startswith("Problem: ")


def test_libyaml_is_told(guichet):
    """Without libyaml the reading is slower, and nothing is broken."""
    ended = guichet.driver("import yaml\nyaml.__with_libyaml__ = False", "doctor", "-f", "json", "--lang", "en")
    assert (ended.code, ended.document["yaml"]) == (0, {"libyaml": False})
    assert any("libyaml" in each["message"] for each in ended.document["remarks"])


def test_stale_charters_are_told(guichet):
    """A charter that is read from its YAML at every start is a remark."""
    fault = "import guichet_cli.load.charter as c, pathlib\nc.PACKAGE = pathlib.Path('nowhere')"
    ended = guichet.driver(fault, "doctor", "-f", "json", "--lang", "en")
    said = json.loads(ended.out)
    assert [each["compiled"] for each in said["charters"]] == [False, False]
    assert (ended.code, sum("YAML" in each["message"] for each in said["remarks"])) == (0, 2)
