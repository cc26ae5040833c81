"""The Python interface, as facts."""

import os
import subprocess
import sys
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

import guichet_cli
from guichet_cli.errors import ExitCode, GuichetError

ROOT = Path(__file__).parents[1]
EXAMPLE = str(ROOT / "examples" / "grand-est-2024" / "flux-urgences.yaml")
AS_OF = date(2026, 11, 23)


def test_what_is_offered():
    """The interface is five names, each documented, and the package says that it is typed."""
    assert sorted(guichet_cli.__all__) == ["__version__", "check", "check_many", "load_charter", "load_dossier"]
    for name in guichet_cli.__all__:
        assert getattr(guichet_cli, name).__doc__
    assert files(guichet_cli).joinpath("py.typed").is_file()


def test_version_is_that_of_the_project():
    """The version is written twice and says the same."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert guichet_cli.__version__ == tomllib.load(file)["project"]["version"]


def test_check():
    """`check` gives a scorecard: the dossier's path, its verdict, the rates of five commitments, its gaps."""
    card = guichet_cli.check(EXAMPLE, as_of=AS_OF)
    assert (card.path, str(card.verdict)) == (EXAMPLE, "admissible")
    assert [rates.commitment.id for rates in card.rates] == [
        "ethics",
        "explainability",
        "equity",
        "environment",
        "users",
    ]
    assert list(card.gaps) == []


def test_check_speaks_a_language():
    """The texts of a scorecard are in the language asked; the findings are the same."""
    path = EXAMPLE.replace("flux-urgences", "inacheve")
    french, english = (guichet_cli.check(path, lang=lang, as_of=AS_OF) for lang in ("fr", "en"))
    assert [(f.criterion, f.outcome) for f in french.findings] == [(f.criterion, f.outcome) for f in english.findings]
    assert french.gaps[0].remedy != english.gaps[0].remedy


def test_check_is_dated():
    """Without a date a dossier is judged today; the date may change what is judged, and nothing else does."""
    assert guichet_cli.check(EXAMPLE).path == EXAMPLE
    assert guichet_cli.check(EXAMPLE, as_of=AS_OF) == guichet_cli.check(EXAMPLE, as_of=AS_OF)


def test_load_charter():
    """A charter is given by id or by path, in a language, with the digest of its text."""
    charter = guichet_cli.load_charter(lang="en")
    assert (charter.id, charter.title, len(charter.sha256)) == ("grand-est-2024", "Grand-Est charter 2024", 64)
    by_path = guichet_cli.load_charter(str(ROOT / "charters" / "grand-est-2024.yaml"), lang="en")
    assert (by_path.id, by_path.sha256) == (charter.id, charter.sha256)


def test_load_dossier():
    """A dossier has its data, and the line and column of each of its places."""
    dossier = guichet_cli.load_dossier(EXAMPLE)
    assert dossier.get("/project/id") == "PREVI-FLUX"
    assert dossier.locate("/project/id").span.line > 1
    assert dossier.problems == ()


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: guichet_cli.check("nowhere.yaml"), "error.path_missing"),
        (lambda: guichet_cli.check(str(ROOT)), "error.path_not_regular"),
        (lambda: guichet_cli.check(EXAMPLE, charter="grand-est-2023"), "error.charter_near"),
        (lambda: guichet_cli.load_charter("nowhere"), "error.charter_missing"),
        (lambda: guichet_cli.load_dossier("nowhere.yaml"), "error.path_missing"),
    ],
)
def test_calls_that_cannot_be_honoured(call, key):
    """What cannot be honoured raises one error, with the exit code of such a call."""
    with pytest.raises(GuichetError) as error:
        call()
    assert (error.value.key, error.value.exit_code) == (key, ExitCode.CALL)


def test_an_error_is_a_sentence():
    """The text of an error is what the command line would say, in the language of the call; another language is an error."""
    with pytest.raises(GuichetError, match=r"^“nowhere\.yaml” does not exist\. Check the name"):
        guichet_cli.check("nowhere.yaml", lang="en")
    with pytest.raises(GuichetError, match=r"^la charte «\u00a0nowhere\u00a0» n’est ni fournie"):
        guichet_cli.load_charter("nowhere")
    with pytest.raises(GuichetError, match="n’existe pas"):
        guichet_cli.load_dossier("nowhere.yaml")
    with pytest.raises(GuichetError, match="fr, en"):
        guichet_cli.check(EXAMPLE, lang="de")


def test_bad_content_is_no_error(tmp_path):
    """What is wrong in a dossier raises nothing: it is in the scorecard."""
    path = tmp_path / "a.yaml"
    path.write_text("a: [", encoding="utf-8")
    card = guichet_cli.check(str(path))
    assert (str(card.verdict), [finding.criterion for finding in card.findings]) == ("unreadable", ["DOS-001"])


def test_import_is_light():
    """`import guichet_cli` imports nothing, prints nothing and opens nothing but itself."""
    code = "import sys; before = set(sys.modules); import guichet_cli; print(sorted(set(sys.modules) - before - {'__future__'}))"
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert (ended.stdout, ended.stderr) == ("['guichet_cli']\n", "")


def test_paths_and_dates_as_programs_have_them():
    """A path may be a `Path`, one path is as good as a list, and a date may be ISO text; what is no date says so."""
    usual = guichet_cli.check(EXAMPLE, as_of=AS_OF)
    assert guichet_cli.check(Path(EXAMPLE), as_of="2026-11-23") == usual
    assert guichet_cli.load_dossier(Path(EXAMPLE)).path == EXAMPLE
    for paths in (EXAMPLE, Path(EXAMPLE), [Path(EXAMPLE)]):
        assert list(guichet_cli.check_many(paths, as_of=AS_OF)) == [usual]
    for wrong in ("2026-13-01", "hier", 3):
        with pytest.raises(GuichetError, match="2026-11-23"):
            guichet_cli.check(EXAMPLE, as_of=wrong)
