"""Completion: what each shell's script asks and is answered, and the scripts at work in the shells that are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from calling import SCRIPT

from guichet_cli.cli.candidates import candidates
from guichet_cli.cli.commands import COMMANDS
from guichet_cli.cli.completion import SHELLS
from guichet_cli.load.charter import packaged
from guichet_cli.render import FORMATS


def words(*typed):
    """Give the candidates of some words, without what they mean."""
    return [word for word, _ in candidates(typed).words]


def shell(name):
    """Give the path of a shell; the test is skipped where it, or the installed command, is not there."""
    found = shutil.which(name)
    if found is None or os.name == "nt" or not SCRIPT.exists():
        pytest.skip(f"{name} and the command guichet are not both there")
    return found


def test_commands():
    """The commands are proposed, each with what it does; those of a group after its name."""
    assert set(words("")) == set(COMMANDS)
    assert words("che") == ["check"]
    assert all(about for _, about in candidates([""]).words)
    assert {"list", "show", "lint", "test"} <= set(words("charter", ""))
    assert words("--lang", "fr", "bad") == ["badge"]


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_every_command(name):
    """Every command proposes its help, and what it proposes begins with what is typed."""
    found = words(name, "--")
    assert "--help" in found
    assert all(word.startswith("--") for word in found)


def test_options_and_their_values():
    """Options are proposed by name, their values by what they may be, joined to them or not."""
    assert words("check", "--fail-u") == ["--fail-under"]
    assert words("check", "--fail-on", "") == ["blocking", "major", "minor", "never"]
    assert words("check", "--fail-on=m") == ["--fail-on=major", "--fail-on=minor"]
    assert set(words("check", "--format", "")) == set(FORMATS)
    assert "sarif=" in words("check", "--report", "")
    assert words("--lang", "") == ["fr", "en"]
    assert words("check", "--as-of", "") == []
    assert words("schema", "sc") == ["scorecard"]
    assert words("completion", "z") == ["zsh"]


def test_charters_and_criteria():
    """Charters are proposed by id, criteria and rules by code, those of the charter that the call names."""
    assert words("check", "--charter", "") == list(packaged())
    assert words("charter", "show", "gr") == ["grand-est-2024"]
    assert "ETH-08" in words("explain", "eth-")
    assert words("check", "--select", "ETH-01,EQU-0")[0] == "ETH-01,EQU-01"
    assert "AIE-01" in words("explain", "--charter", "ai-act-deployer-2026", "")
    assert "ETH-08" not in words("explain", "--charter", "ai-act-deployer-2026", "")
    assert words("explain", "--charter", "absente.yaml", "") == []


def test_files_are_left_to_the_shell():
    """Where a file or a folder goes, the shell adds its own."""
    assert candidates(["check", ""]).kind == "files"
    assert candidates(["check", "--output", ""]).kind == "files"
    assert candidates(["check", "--report", "sarif="]).kind == "files"
    assert candidates(["charter", "docs", "-o", ""]).kind == "dirs"
    assert candidates(["explain", ""]).kind == "words"


@pytest.mark.parametrize(
    "typed", [["inconnue", ""], ["check", "--inconnue", ""], ["--lang"], ["--", ""], ["check", "\x1b[2J"], ["é" * 5000]]
)
def test_anything_may_be_typed(typed):
    """Whatever stands on the line, there is an answer."""
    assert candidates(typed).kind in {"words", "files", "dirs"}


@pytest.mark.parametrize(
    ("asked", "typed", "answer"),
    [
        ("zsh", ["check", "--fail-on=b"], ["words", "--fail-on=blocking"]),
        ("bash", ["check", "--fail-on", "=", "b"], ["words", "blocking"]),
        ("bash", ["check", "--fail-on", "="], ["words", "blocking", "major", "minor", "never"]),
        ("powershell", ["bad."], ["words", "badge"]),
        ("powershell", ["completion", "."], ["words", *SHELLS]),
    ],
)
def test_protocol(guichet, asked, typed, answer):
    """Each script is answered in its own way of cutting words: a kind, then a candidate a line."""
    ended = guichet("completion", asked, "--", *typed)
    assert ended.code == 0
    assert [line.partition("\t")[0] for line in ended.text.splitlines()] == answer


@pytest.mark.parametrize("name", SHELLS)
def test_script(guichet, name):
    """Each shell has its script, which calls back the command; an unknown shell is refused by name."""
    ended = guichet("completion", name)
    assert (ended.code, ended.said) == (0, "")
    assert f"completion {name} " in ended.text
    assert guichet("completion", "tcsh").code == 2


def test_it_answers_beside_a_broken_configuration(guichet):
    """A configuration that is broken does not keep the shell from completing."""
    guichet.write("guichet.toml", "charter = [\n")
    assert guichet("completion", "zsh", "--", "che").text.startswith("words\ncheck\t")


def run(command, folder, script):
    """Run a shell's script with the installed command first on its path; give what it printed, a line each."""
    environment = {
        "PATH": f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "GUICHET_LANG": "en",
    }
    ended = subprocess.run(
        [*command, script], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return ended.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (["guichet", "che"], ["check"]),
        (["guichet", "check", "--fail-on", "=", "b"], ["blocking"]),
        (["guichet", "check", "--charter", "gr"], ["grand-est-2024"]),
        (["guichet", "explain", "ETH-08"], ["ETH-08"]),
        (["guichet", "check", "doss"], ["dossier été.yaml", "dossiers"]),
    ],
)
def test_bash(tmp_path, line, found):
    """In bash, the script fills in what the command answers, and the names of files as they are."""
    (tmp_path / "dossier été.yaml").touch()
    (tmp_path / "dossiers").mkdir()
    typed = " ".join(f"'{word}'" for word in line)
    script = (
        f'eval "$(guichet completion bash)"; COMP_WORDS=({typed}); COMP_CWORD={len(line) - 1}; '
        'compopt() { :; }; _guichet_completion; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert sorted(run([shell("bash"), "--norc", "-c"], tmp_path, script)) == found


def test_fish(tmp_path):
    """In fish, a line is completed as the person would see it, with what each candidate means."""
    (tmp_path / "dossier.yaml").touch()
    fish = [shell("fish"), "--no-config", "-c"]
    source = "guichet completion fish | source; complete -C"
    assert run(fish, tmp_path, f"{source} 'guichet che'")[0].startswith("check\tJudge dossiers")
    assert run(fish, tmp_path, f"{source} 'guichet check --charter gr'")[0].split("\t")[0] == "grand-est-2024"
    assert run(fish, tmp_path, f"{source} 'guichet check --fail-on '")[0] == "blocking"
    assert [line.split("\t")[0] for line in run(fish, tmp_path, f"{source} 'guichet check doss'")] == ["dossier.yaml"]


def test_zsh(tmp_path):
    """In zsh, the script is accepted, and hands to the shell what the command answers."""
    (tmp_path / "dossier.yaml").touch()
    script = (
        "_describe() { print -l -- ${(P)3}; }; _files() { print files; }; compdef() { print -- $@; }; "
        'eval "$(guichet completion zsh)"; words=(guichet check --charter gr); CURRENT=4; _guichet; '
        "words=(guichet explain ETH-08); CURRENT=3; _guichet; words=(guichet check ''); CURRENT=3; _guichet"
    )
    found = run([shell("zsh"), "-f", "-c"], tmp_path, script)
    assert found[0] == "_guichet guichet guichet-cli"
    assert found[1].startswith("grand-est-2024:")
    assert "files" in found
    assert any(line.startswith("ETH-08:") for line in found)


def test_scripts_are_packaged():
    """The scripts lie beside the code that prints them."""
    folder = Path(sys.modules["guichet_cli.cli.completion"].__file__).parent
    assert {path.suffix[1:] for path in folder.glob("completion.*")} >= {*SHELLS.values()}
