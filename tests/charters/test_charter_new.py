"""Charter new: what is created works at once, and nothing that exists is ever lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from guichet_cli.load.charter import parse
from guichet_cli.load.charter_skeleton import NAME, SKELETON, skeleton


def call(*arguments, cwd):
    """Run the command line and give its exit code, stdout and stderr."""
    environment = {**os.environ, "GUICHET_LANG": "en", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "guichet_cli", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_new_charter_works(tmp_path):
    """The file that is created passes lint and its own tests, and a dossier can be judged against it."""
    code, out, err = call("charter", "new", "chu-exemple", cwd=tmp_path)
    assert (code, out) == (0, "")
    assert "chu-exemple.yaml" in err
    assert [path.name for path in tmp_path.iterdir()] == ["chu-exemple.yaml"]
    assert parse((tmp_path / "chu-exemple.yaml").read_bytes())["id"] == "chu-exemple"
    for command in (("lint",), ("lint", "--fail-on", "minor"), ("test",)):
        code, out, err = call("charter", *command, "chu-exemple.yaml", cwd=tmp_path)
        assert code == 0, (command, out, err)
    (tmp_path / "dossier.yaml").write_text("dossier: 1\nproject: {phase: pilot}\n", encoding="utf-8")
    code, out, err = call("check", "dossier.yaml", "--charter", "chu-exemple.yaml", cwd=tmp_path)
    assert code == 1
    assert "ETH-01" in out


def test_the_skeleton_shows_each_thing_once():
    """Five commitments with one whole criterion each, a rule, and each form that a charter may use."""
    data = parse(SKELETON.read_bytes())
    assert [criterion["commitment"] for criterion in data["criteria"]] == [c["id"] for c in data["commitments"]]
    assert len(data["criteria"]) == 5
    assert len(data["rules"]) == 1
    used = {member for criterion in data["criteria"] for member in criterion}
    assert {"when", "cases", "partial", "proof", "not_applicable", "thresholds", "tests"} <= used
    assert any(isinstance(criterion["level"], list) for criterion in data["criteria"])
    assert skeleton("x").count("\nid: x\n") == 1
    assert SKELETON.read_text(encoding="utf-8").count(NAME) == 1


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_what_exists_is_never_overwritten(kind, tmp_path):
    """A name that is taken is exit 2, the remedy last, and what is there stays as it was."""
    target = tmp_path / "essai.yaml"
    if kind == "file":
        target.write_text("precious", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "nowhere")
    code, out, err = call("charter", "new", "essai", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err == "guichet: “essai.yaml” is already there, and stays as it is. Give another name with -o.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["essai.yaml"]
    if kind == "file":
        assert target.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["Charte", "-x", "a b", "a/b", "", "é", "a" * 65, "a\n"])
def test_a_name_that_no_charter_can_have_is_refused(name, tmp_path):
    """An id is lower case, digits and hyphens; anything else is exit 2, and nothing is written."""
    code, out, _ = call("charter", "new", "--", name, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path):
    """A file that cannot be written is exit 2, and leaves nothing behind."""
    code, _, err = call("charter", "new", "essai", "-o", "no/essai.yaml", cwd=tmp_path)
    assert code == 2
    assert "no/essai.yaml" in err
    assert list(tmp_path.iterdir()) == []


def test_stdout_gets_the_same_text(tmp_path):
    """`-o -` prints the skeleton and writes no file."""
    code, out, err = call("charter", "new", "essai", "-o", "-", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert out == skeleton("essai")
    assert list(tmp_path.iterdir()) == []
