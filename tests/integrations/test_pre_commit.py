"""The hooks: their manifest, the files that they look at, and pre-commit itself running them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from proving import ROOT, loaded, pasted, run, tool

HOOKS = {hook["id"]: hook for hook in loaded((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
EXAMPLES = ROOT / "examples" / "grand-est-2024"


def test_manifest():
    """Pre-commit accepts the manifest."""
    code, said = run(tool("pre-commit"), "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT)
    assert code == 0, said


def test_configuration_to_paste(tmp_path):
    """Pre-commit accepts the configuration that the document tells to paste, and its hooks exist."""
    text = pasted()["pre-commit"]
    (tmp_path / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")

    assert {hook["id"] for hook in loaded(text)["repos"][0]["hooks"]} == set(HOOKS)
    code, said = run(tool("pre-commit"), "validate-config", ".pre-commit-config.yaml", cwd=tmp_path)
    assert code == 0, said


@pytest.mark.parametrize(
    ("hook", "seen", "passed_over"),
    [
        (
            "guichet-check",
            ["dossier.yaml", "a/dossier.yml", "dossier-triage.yaml", "dossier.v2.yaml", "dossiers/triage.yaml"],
            [
                "autre.yaml",
                "mon-dossier.json",
                "dossiers/README.md",
                "dossiers/a/b.yaml",
                "dossierx.yaml",
                "guichet.yaml",
            ],
        ),
        ("guichet-charter-lint", ["charters/a.yaml", "x/charters/b.yml"], ["charter.yaml", "charters/a/b.yaml"]),
    ],
)
def test_files(hook, seen, passed_over):
    """Each hook looks at the files that it is for, and leaves the others alone."""
    pattern = re.compile(HOOKS[hook]["files"])

    assert [path for path in seen if not pattern.search(path)] == []
    assert [path for path in passed_over if pattern.search(path)] == []


@pytest.mark.parametrize("hook", HOOKS)
def test_entries_run(hook):
    """Each hook's command takes options and files after it, as pre-commit puts them."""
    program, *arguments = HOOKS[hook]["entry"].split()
    file = (
        EXAMPLES / "flux-urgences.yaml" if hook == "guichet-check" else ROOT / "charters" / "ai-act-deployer-2026.yaml"
    )

    code, said = run(tool(program), *arguments, "--fail-on", "never", str(file))

    assert code == 0, said


@pytest.mark.skipif(not os.environ.get("GUICHET_SLOW_TESTS"), reason="builds an environment: set GUICHET_SLOW_TESTS")
def test_try_repo(tmp_path):
    """Pre-commit builds the hook from a commit of this repository, fails on a dossier with gaps and passes on one without."""
    pre_commit, git = tool("pre-commit"), shutil.which("git")
    if git is None:
        pytest.skip("git is not there")
    source, work = tmp_path / "guichet", tmp_path / "work"
    kept = (
        "src",
        "charters",
        "schemas",
        "pyproject.toml",
        "hatch_build.py",
        "README.md",
        "LICENSE",
        ".pre-commit-hooks.yaml",
    )
    for name in kept:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        source.mkdir(exist_ok=True)
        copy(ROOT / name, source / name)
    (work / "preuves").mkdir(parents=True)
    for name in ("autre.yaml", "dossier.yaml"):
        (work / name).write_text("dossier: 1\n", encoding="utf-8")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "GUICHET_LANG": "en"}
    for folder in (source, work):
        commit(git, folder)

    command = (pre_commit, "try-repo", str(source), "guichet-check", "--all-files", "--verbose")
    code, said = run(*command, cwd=work, env=environment)
    assert code == 1, said
    assert "dossier.yaml:1:1: " in said
    assert "autre.yaml" not in said

    shutil.copy(EXAMPLES / "flux-urgences.yaml", work / "dossier.yaml")
    shutil.copytree(EXAMPLES / "preuves", work / "preuves", dirs_exist_ok=True)
    commit(git, work)
    code, said = run(*command, cwd=work, env=environment)
    assert code == 0, said


def commit(git, folder):
    """Commit all that a folder holds."""
    author = ("-c", "user.name=guichet", "-c", "user.email=guichet@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "-A"), (*author, "commit", "-qm", "x")):
        subprocess.run([git, *arguments], cwd=folder, check=True, capture_output=True)
