"""The GitLab component: its form, the official schema, and its script run as a runner runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
import yaml
from proving import ROOT, VERSION, pasted, run, tool

TEXT = (ROOT / "templates" / "guichet" / "template.yml").read_text(encoding="utf-8")
INPUTS = yaml.safe_load(TEXT.partition("---")[0])["spec"]["inputs"]
EXAMPLES = ROOT / "examples" / "grand-est-2024"


def interpolated(**inputs):
    """Give the job as GitLab makes it of the component and its inputs."""
    given = {**{name: about["default"] for name, about in INPUTS.items()}, **inputs}
    text = TEXT.partition("---")[2]
    return yaml.safe_load(re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda m: json.dumps(given[m[1]]), text))["guichet"]


@pytest.mark.parametrize("what", ["component", "pasted"])
def test_official_schema(tmp_path, what):
    """GitLab's own schema accepts the job of the component, and the one that the document tells to paste."""
    checker = tool("check-jsonschema")
    path = tmp_path / "job.yml"
    text = pasted()["gitlab"] if what == "pasted" else yaml.safe_dump({"guichet": interpolated()}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")

    code, said = run(checker, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(path))

    assert code == 0, said


def test_inputs():
    """Every input is described, has a default and is used; none is written into a script; the version is the current one."""
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", TEXT))
    job = TEXT.partition("---")[2]

    assert used == set(INPUTS)
    assert all(about["description"] and "default" in about for about in INPUTS.values())
    assert "inputs." not in job[job.index("before_script:") :]
    assert INPUTS["version"]["default"] == VERSION


def test_what_the_document_includes():
    """The document includes the component with inputs that it has, in the current version."""
    (include,) = yaml.safe_load(pasted()["include"])["include"]

    assert set(include["inputs"]) <= set(INPUTS)
    assert include["component"].endswith(f"/guichet@{VERSION}")


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="the job's shell is that of Linux")
@pytest.mark.parametrize(("dossiers", "code"), [("dossier.yaml", 1), ("bon.yaml", 0), ("dossier.yaml bon.yaml", 1)])
def test_script(tmp_path, dossiers, code):
    """The script writes the reports that the job keeps, and fails when the gate is not cleared."""
    shutil.copy(EXAMPLES / "radiologie-triage.yaml", tmp_path / "dossier.yaml")
    shutil.copy(EXAMPLES / "flux-urgences.yaml", tmp_path / "bon.yaml")
    shutil.copytree(EXAMPLES / "preuves", tmp_path / "preuves")
    job = interpolated(paths=dossiers)
    (script,) = job["script"]
    variables = {
        **job["variables"],
        "PATH": os.environ["PATH"],
        "CI_PROJECT_DIR": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1795392000",
    }
    script = script.replace("/tmp/guichet/bin/guichet", f'"{sys.executable}" -m guichet_cli')  # noqa: S108 the job's own

    ended = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=variables, capture_output=True, encoding="utf-8", check=False
    )

    assert ended.returncode == code, ended.stderr
    for name in job["artifacts"]["paths"]:
        assert (tmp_path / name).stat().st_size > 0
    quality = json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_bytes())
    assert {gap["location"]["path"] for gap in quality} <= set(dossiers.split())
    suite = ET.parse(tmp_path / job["artifacts"]["reports"]["junit"]).getroot()  # noqa: S314 our own output
    assert suite.tag in {"testsuite", "testsuites"}
