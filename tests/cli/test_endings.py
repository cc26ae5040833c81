"""How calls end: each exit code with its situation, and nobody ever meets a traceback."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="the signals and shells of POSIX")
full_disk = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full: a full disk cannot be played")  # noqa: PTH110
BUG = (
    "from guichet_cli.checking import Checker\ndef fault(*_): raise ZeroDivisionError('secret')\nChecker.card = fault\n"
)
CLOSED = ("sh", "-c", 'exec "$0" -m guichet_cli "$@" >&-', sys.executable)
FULL = ("sh", "-c", 'exec "$0" -m guichet_cli "$@" >/dev/full', sys.executable)
WRITERS = (
    ("check", "a.yaml"),
    ("check", "a.yaml", "-f", "json"),
    ("explain", "ETH-01"),
    ("charter", "show"),
    ("--help",),
)
"""Calls that write to stdout, each in its own way."""


def test_clear_and_gaps(guichet, example):
    """A dossier without any gap ends with 0; one with blocking gaps with 1; stderr says which, in one line."""
    clear = guichet("check", example("flux-urgences"), "--as-of", "2026-11-23")
    gaps = guichet("check", guichet.write("a.yaml"))
    assert (clear.code, clear.said) == (0, "Barrière franchie\u00a0: aucune lacune bloquante.\n")
    assert (gaps.code, gaps.said.startswith("Barrière non franchie\u00a0: ")) == (1, True)
    assert gaps.said.count("\n") == 1


def test_bug(guichet):
    """A fault of the tool ends with 3, says how to report it in the reader's language, and shows nothing of its inside."""
    guichet.write("a.yaml")
    french = guichet.driver(BUG, "check", "a.yaml")
    english = guichet.driver(BUG, "--lang", "en", "check", "a.yaml", "-f", "json")
    for ended, words in ((french, "Signalez-la"), (english, "Please report it")):
        assert (ended.code, ended.out) == (3, b"")
        assert words in ended.said
        assert "ZeroDivisionError" in ended.said
        assert ended.said.count("\n") == 1
        assert "Traceback" not in ended.said
        assert "secret" not in ended.said


def test_bug_told_in_full(guichet):
    """With `-v`, wherever it stands, a bug shows its trace, on stderr."""
    guichet.write("a.yaml")
    ended = guichet.driver(BUG, "check", "-v", "a.yaml")
    assert (ended.code, ended.out) == (3, b"")
    assert "Traceback" in ended.said
    assert "ZeroDivisionError: secret" in ended.said


def test_bug_while_writing(guichet):
    """A fault while a document is made is a bug, not a lost output: 3, and no file is left behind."""
    guichet.write("a.yaml")
    fault = "from guichet_cli.render.json import Json\ndef fault(*_): raise ValueError\nJson.end = fault\n"
    ended = guichet.driver(fault, "check", "a.yaml", "-f", "json", "-o", "out.json")
    assert ended.code == 3
    assert sorted(path.name for path in guichet.work.iterdir()) == ["a.yaml"]


def test_out_of_memory(guichet):
    """Where memory runs out, the call ends with 2 and a sentence."""
    guichet.write("a.yaml")
    ended = guichet.driver(BUG.replace("ZeroDivisionError('secret')", "MemoryError"), "check", "a.yaml", "-f", "json")
    assert (ended.code, ended.out) == (2, b"")
    assert "mémoire" in ended.said


@posix
@pytest.mark.parametrize(
    ("number", "code", "words"),
    [(signal.SIGINT, 130, "Interrompu."), (signal.SIGTERM, 143, "Arrêté."), (signal.SIGHUP, 129, "Arrêté.")],
)
def test_signals(guichet, number, code, words):
    """A call that is stopped ends at once with 128 plus the number of the signal, in one word, and leaves no file."""
    guichet.write("out.json", "before")
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process = guichet.start("check", "-", "-f", "json", "-o", "out.json", **pipes)
    process.stdin.write(b"# the process is reading once this is more than a pipe holds\n" * 5_000)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.decode()) == (code, b"", f"{words}\n")
    assert [path.name for path in guichet.work.iterdir()] == ["out.json"]
    assert (guichet.work / "out.json").read_text() == "before"


@posix
def test_killed(guichet, example):
    """A call that is killed midway leaves the previous file whole, and the next call is not disturbed."""
    guichet.write("out.json", "before")
    process = guichet.start("check", "-", "-f", "json", "-o", "out.json", stdin=subprocess.PIPE)
    process.stdin.write(b"# comment\n" * 30_000)
    process.kill()
    with suppress(BrokenPipeError):
        process.communicate(timeout=30)
    assert (guichet.work / "out.json").read_text() == "before"
    again = guichet("check", example("flux-urgences"), "-o", "out.json", "-f", "json", "--as-of", "2026-11-23")
    assert (again.code, again.out) == (0, b"")
    assert (guichet.work / "out.json").read_bytes().startswith(b'{"format_version"')


@posix
@pytest.mark.parametrize("call", WRITERS, ids=" ".join)
def test_closed_pipe(guichet, call):
    """A reader that leaves, as `| head` does, ends the call with 141, and nothing is said about it."""
    guichet.write("a.yaml")
    process = guichet.start(*call, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert (process.stderr.read(), process.wait(timeout=30)) == (b"", 141)
    process.stderr.close()


@full_disk
@pytest.mark.parametrize("call", [*WRITERS, ("--version",)], ids=" ".join)
def test_full_disk(guichet, call):
    """A document that cannot be written whole is never a success: 2, in one sentence."""
    guichet.write("a.yaml")
    ended = guichet(*call, program=FULL)
    assert (ended.code, ended.said.count("\n")) == (2, 1)
    assert "en entier (stdout)" in ended.said


@posix
@pytest.mark.parametrize("call", [WRITERS[0], WRITERS[1], ("--help",), ("--version",)], ids=" ".join)
def test_no_stdout(guichet, call):
    """Without a standard output nothing can be delivered: 2."""
    guichet.write("a.yaml")
    ended = guichet(*call, program=CLOSED)
    assert (ended.code, ended.said.count("\n")) == (2, 1)


@posix
def test_no_stderr(guichet):
    """Nobody there to read what is said is no fault: the code is the same without stderr, and on a full one."""
    guichet.write("a.yaml")
    for away in ("2>&-", "2>/dev/full") if os.path.exists("/dev/full") else ("2>&-",):  # noqa: PTH110
        shell = ("sh", "-c", f'exec "$0" -m guichet_cli "$@" {away}', sys.executable)
        assert guichet("check", "a.yaml", "-v", program=shell).code == 1
        assert guichet("check", "nowhere.yaml", program=shell).code == 2
