"""`guichet fix`: what it writes, what it only shows, what it leaves, and the exit code of each."""

from __future__ import annotations

import os
import stat

import pytest

WRONG = "# à moi\r\ndossier: 1\r\nprojet: {phase: pilote}   # oui\r\nsystem: {generative: oui, zzz: 1}\r\n"
RIGHT = "# à moi\r\ndossier: 1\r\nproject: {phase: pilot}   # oui\r\nsystem: {generative: true, zzz: 1}\r\n"


@pytest.fixture
def wrong(guichet):
    """Give a dossier with three mistakes that have one sure answer and one that has none."""
    path = guichet.work / "dossier.yaml"
    path.write_bytes(WRONG.encode())
    return path


def test_in_place(guichet, wrong):
    """Sure repairs are written, line ends and comments kept; what is left is told with its place, and gives 1."""
    ended = guichet("fix")
    assert wrong.read_bytes() == RIGHT.encode()
    assert ended.code == 1
    assert "dossier.yaml:3:1: DOS-020 corrigé\u00a0: projet → project\n" in ended.text
    assert "dossier.yaml:4:28: DOS-020 La clé" in ended.text
    assert ended.said == "3 corrections. 1 erreur reste à corriger à la main.\n"


def test_twice(guichet, wrong):
    """A second run finds nothing more to mend and leaves the file alone, its date included."""
    guichet("fix")
    before = wrong.stat().st_mtime_ns
    ended = guichet("--lang", "en", "fix")
    assert (ended.code, wrong.stat().st_mtime_ns) == (1, before)
    assert ended.said == "0 repairs. 1 mistake is left to mend by hand.\n"


@pytest.mark.parametrize("option", ["--diff", "-n"])
def test_nothing_written(guichet, wrong, option):
    """--diff and --dry-run write nothing, and give 1 because something would change."""
    ended = guichet("fix", option)
    assert (ended.code, wrong.read_bytes()) == (1, WRONG.encode())
    assert ("+project: {phase: pilot}   # oui" in ended.text) is (option == "--diff")


def test_stdin(guichet):
    """A dossier on standard input comes back mended on standard output, byte for byte, and nothing else does."""
    ended = guichet("fix", "-", stdin=WRONG.encode())
    assert ended.out == RIGHT.encode()
    assert "3 corrections" in ended.said


def test_clean(guichet):
    """Where nothing is wrong nothing is written, and the call gives 0."""
    guichet.write("dossier.yaml", "dossier: 1\n")
    ended = guichet("fix", "dossier.yaml")
    assert (ended.code, ended.out, ended.said) == (0, b"", "0 correction. 0 erreur reste à corriger à la main.\n")


def test_strangers(guichet):
    """A file of a folder that is no dossier is not touched; one that cannot be read is told and stops nothing."""
    guichet.write("a/compose.yaml", "services: {web: {privileged: oui}}\n")
    guichet.write("a/broken.yaml", "a: [\n")
    guichet.write("a/z.yaml", WRONG)
    ended = guichet("fix", "a")
    assert (guichet.work / "a/compose.yaml").read_text() == "services: {web: {privileged: oui}}\n"
    assert "phase: pilot}" in (guichet.work / "a/z.yaml").read_text()
    assert "a/broken.yaml:" in ended.text
    assert ended.code == 1


def test_hostile_text(guichet):
    """Nothing of a dossier acts on the terminal that shows its repairs."""
    guichet.write(
        "dossier.yaml", 'dossier: 1\nsystem: {generative: oui} # \u202e::error::\nproject: {phase: "\\e[2J"}\n'
    )
    for option in ("--diff", "-n"):
        ended = guichet("fix", option)
        assert not {"\x1b", "\u202e"} & set(ended.text + ended.said)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may write is not checked here")
def test_unwritable(guichet, wrong):
    """A folder where nothing can be written ends the call with 2, the file as it was."""
    guichet.work.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        ended = guichet("fix", "dossier.yaml")
    finally:
        guichet.work.chmod(stat.S_IRWXU)
    assert (ended.code, wrong.read_bytes()) == (2, WRONG.encode())


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_rights_kept(guichet, wrong):
    """Who may read a file is the same after it is mended."""
    wrong.chmod(0o640)
    guichet("fix")
    assert stat.S_IMODE(wrong.stat().st_mode) == 0o640


def test_both(guichet, wrong):
    """--diff and --dry-run together are an error of the call."""
    assert guichet("fix", "--diff", "--dry-run").code == 2
