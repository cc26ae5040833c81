"""The composite action: its form, its inputs, and its scripts run as a runner runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from proving import ROOT, SHA, loaded, run, tool

ACTION = loaded((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step.get("name"): step for step in ACTION["runs"]["steps"]}
INPUTS = {name: given["default"] for name, given in ACTION["inputs"].items()}
EXAMPLES = ROOT / "examples" / "grand-est-2024"
EXPRESSION = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
bash = pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="the action's shell is bash")


def test_official_schema():
    """GitHub's own schema of actions accepts it."""
    code, said = run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", "action.yml", cwd=ROOT)
    assert code == 0, said


def test_no_finding_of_zizmor():
    """Zizmor, offline, finds nothing to report."""
    code, said = run(tool("zizmor"), "--offline", "--no-progress", "--no-config", "action.yml", cwd=ROOT)
    assert code == 0, said


def test_nothing_is_written_into_scripts():
    """No expression is written into a script's text: inputs come through the environment."""
    assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_actions_are_pinned():
    """Every action that is used is named by its full digest."""
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert used
    assert [name for name in used if not SHA.fullmatch(name)] == []


def test_every_input_is_used():
    """Every input is described, has a default, and goes somewhere."""
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert all(given["description"] and isinstance(given["default"], str) for given in ACTION["inputs"].values())
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(INPUTS)


@pytest.fixture
def step(tmp_path):
    """Give what runs the step that checks, with inputs, in a folder; it gives the code, what it said, and the outputs."""
    work = tmp_path / "dépôt avec espace"
    work.mkdir()
    programs = tmp_path / "temp" / "guichet" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("python", ()), ("guichet", ("-m", "guichet_cli"))):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {" ".join(module)} "$@"\n', encoding="utf-8")
        program.chmod(0o755)

    def check(**inputs):
        given = {**INPUTS, "as-of": "2026-11-23", **{name.replace("_", "-"): value for name, value in inputs.items()}}
        summary, outputs = tmp_path / "summary.md", tmp_path / "outputs"
        summary.write_text("", encoding="utf-8")
        outputs.write_text("", encoding="utf-8")
        own = {name: EXPRESSION.sub(lambda m: given[m[1]], value) for name, value in STEPS["Check"]["env"].items()}
        environment = {
            "PATH": os.environ["PATH"],
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(work),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(outputs),
            **own,
        }
        # as runners do it: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEPS["Check"]["run"]]
        ended = subprocess.run(command, cwd=work, env=environment, capture_output=True, encoding="utf-8", check=False)
        told = dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())
        return ended.returncode, ended.stdout + ended.stderr, told, summary.read_text(encoding="utf-8")

    check.work = work
    return check


def given(work, name, to="dossier.yaml"):
    """Put an example into the repository that is checked."""
    (work / to).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(EXAMPLES / f"{name}.yaml", work / to)
    shutil.copytree(EXAMPLES / "preuves", (work / to).parent / "preuves", dirs_exist_ok=True)


@bash
def test_a_dossier_that_fails(step):
    """Gaps are annotations, the summary and the files are written, the outputs told, and the step fails."""
    given(step.work, "radiologie-triage")

    code, said, told, summary = step()

    assert code == 1
    assert "::error file=dossier.yaml,line=" in said
    assert "TRI-IMAGE-54" in summary
    assert (told["cleared"], told["verdict"]) == ("false", "inadmissible")
    assert int(told["blocking"]) > 0
    assert json.loads((step.work / told["result-file"]).read_bytes())["gate"]["cleared"] is False
    assert json.loads((step.work / told["sarif-file"]).read_bytes())["version"] == "2.1.0"


@bash
def test_a_dossier_that_passes(step):
    """A dossier without a blocking gap passes; the language is that of the input."""
    given(step.work, "flux-urgences")

    code, said, told, summary = step(lang="en")

    assert code == 0, said
    assert (told["cleared"], told["verdict"], told["blocking"]) == ("true", "admissible", "0")
    assert "Verdict" in summary


@bash
def test_every_input_has_its_effect(step):
    """Paths with blanks, one a line; a gate, a charter, more arguments, and other names for the files."""
    given(step.work, "flux-urgences", "mes dossiers/a b.yaml")
    given(step.work, "absences-rendez-vous", "c.yaml")

    code, said, told, _ = step(
        paths="mes dossiers/a b.yaml\nc.yaml\n",
        fail_on="never",
        charter="grand-est-2024",
        fail_under="10",
        arguments="--report\njunit=out j.xml",
        result_file="un résultat.json",
        sarif_file="x.sarif",
    )

    assert code in {0, 1}, said
    assert (told["verdict"], told["result-file"]) == ("incomplete", "un résultat.json")
    assert len(json.loads((step.work / "un résultat.json").read_bytes())["dossiers"]) == 2
    assert (step.work / "out j.xml").is_file()
    assert (step.work / "x.sarif").is_file()


@bash
@pytest.mark.parametrize(
    "evil", ["$(touch pwned)", "`touch pwned`", "; touch pwned #", "--exit-zero", "'\"", "-o pwned"]
)
def test_inputs_are_never_code(step, evil):
    """Whatever an input says, it is a path that does not exist, or a value that is refused."""
    given(step.work, "flux-urgences")
    for inputs in ({"paths": evil}, {"fail_on": evil}, {"lang": evil}, {"charter": evil}):
        code, said, told, _ = step(**inputs)
        assert code == 2, said
        assert told == {}
        assert not (step.work / "pwned").exists()


@bash
def test_a_call_that_is_refused_tells_nothing(step):
    """A result that was there before is not told as that of a call that was refused."""
    (step.work / "guichet.json").write_text("{}", encoding="utf-8")

    code, _, told, _ = step(paths="absent.yaml")

    assert (code, told) == (2, {})


@bash
@pytest.mark.skipif(not os.environ.get("GUICHET_SLOW_TESTS"), reason="installs the package: set GUICHET_SLOW_TESTS")
def test_the_step_that_installs(tmp_path):
    """The step that installs makes an environment where the next one finds guichet."""
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name.startswith(("PIP_", "PATH", "SSL_", "HTTP", "http", "NO_", "no_"))
        },
        "RUNNER_TEMP": str(tmp_path),
        "SOURCE": str(ROOT),
        "VERSION": "",
        "HOME": str(tmp_path),
    }
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEPS["Install guichet"]["run"]]

    code, said = run(*command, env=environment, cwd=tmp_path)

    assert code == 0, said
    assert Path(tmp_path, "guichet", "bin", "guichet").is_file()
