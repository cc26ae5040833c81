"""The built wheel, installed alone in a fresh environment: what it holds, and that it works with no checkout in sight.

`.ci/run` builds it and names it in WHEEL_UNDER_TEST; without that, these tests have nothing to look at.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from guichet_cli.load.compiling import MAKERS

ROOT = Path(__file__).resolve().parents[2]
WHEEL = os.environ.get("WHEEL_UNDER_TEST", "")
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GUICHET_", "PYTHON", "VIRTUAL_"))},
    "PYTHONUTF8": "1",
    "COLUMNS": "80",
}

pytestmark = pytest.mark.skipif(not WHEEL, reason="no wheel to look at: .ci/run builds one and sets WHEEL_UNDER_TEST")


@pytest.fixture(scope="module")
def names():
    """Give what the wheel holds."""
    with zipfile.ZipFile(WHEEL) as wheel:
        return frozenset(wheel.namelist())


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Give the scripts of an environment that has the wheel and nothing else, not even the test tools."""
    home = tmp_path_factory.mktemp("alone")
    venv.create(home / "venv", with_pip=True)
    scripts = home / "venv" / SCRIPTS
    subprocess.run(
        [scripts / "python", "-m", "pip", "install", "--quiet", WHEEL], check=True, cwd=home, env=ENVIRONMENT
    )
    return scripts


@pytest.fixture
def folder(tmp_path):
    """Give a folder far from the checkout, with one example."""
    shutil.copytree(ROOT / "examples" / "grand-est-2024", tmp_path / "dossiers")
    return tmp_path


def output(command, folder):
    """Run a command that must succeed, and give what it prints."""
    run = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)

    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize(("source", "target"), [("charters/*.yaml", "charters"), ("schemas/*.json", "schemas")])
def test_data_is_packaged(source, target, names):
    """Every charter and every schema of the checkout is in the wheel."""
    expected = {f"guichet_cli/data/{target}/{path.name}" for path in ROOT.glob(source)}

    assert expected
    assert expected <= names


def test_words_types_and_licence_are_packaged(names):
    """The locales, the mark of typed packages and the licence are in the wheel, and no test is."""
    locales = {f"guichet_cli/locales/{lang}.json" for lang in ("fr", "en")}

    assert {*locales, "guichet_cli/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"guichet_cli"}


def test_charters_are_compiled_from_the_bytes_they_lie_beside():
    """Each charter's compiled form carries the digests of the YAML and of the code in the same wheel: it will be used."""
    with zipfile.ZipFile(WHEEL) as wheel:
        for path in ROOT.glob("charters/*.yaml"):
            raw = wheel.read(f"guichet_cli/data/charters/{path.name}")
            compiled = json.loads(wheel.read(f"guichet_cli/compiled/{path.stem}.json"))

            assert hashlib.sha256(raw).hexdigest() == compiled["sha256"]
            made = hashlib.sha256(b"".join(wheel.read(f"guichet_cli/{name}") for name in MAKERS))
            assert made.hexdigest() == compiled["compiler"]


@pytest.mark.parametrize("script", ["guichet", "guichet-cli"])
def test_both_names_answer(script, installed, folder):
    """The command answers under both of its names."""
    assert output([installed / script, "--version"], folder).startswith("guichet ")


@pytest.mark.parametrize("call", [["guichet"], ["python", "-m", "guichet_cli"]], ids=" ".join)
def test_an_example_is_judged(call, installed, folder):
    """An example is judged as admissible by the wheel alone, in both languages."""
    command = [installed / call[0], *call[1:], "check", "dossiers/flux-urgences.yaml", "--as-of", "2026-11-23"]

    assert "ADMISSIBLE" in output([*command, "--lang", "en"], folder)
    assert "RECEVABLE" in output([*command, "--lang", "fr"], folder)
    assert json.loads(output([*command, "--format", "json"], folder))["dossiers"][0]["verdict"] == "admissible"


def test_charters_are_found(installed, folder):
    """The wheel lists and shows its charters, and explains a criterion."""
    assert "grand-est-2024" in output([installed / "guichet", "charter", "list"], folder)
    assert "ETH-08" in output([installed / "guichet", "charter", "show"], folder)
    assert "ETH-08" in output([installed / "guichet", "explain", "ETH-08"], folder)


def test_nothing_is_written_where_it_runs(installed, folder):
    """Judging leaves nothing behind in the folder of the dossiers."""
    before = sorted(folder.rglob("*"))
    output([installed / "guichet", "check", "--exit-zero", "dossiers"], folder)

    assert sorted(folder.rglob("*")) == before
