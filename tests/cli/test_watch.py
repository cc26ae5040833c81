"""`guichet check --watch`: what is judged again, when, and how it ends. Real processes, real files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

PATIENCE = 30
WAITING = "Watching"
ENGLISH = {"GUICHET_LANG": "en", "PYTHONUNBUFFERED": "1", "GUICHET_FORMAT": "concise"}
posix = pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
DOSSIER = """dossier: 1
project: {id: A, phase: pilot}
ethics:
  purpose: {intended_use: Aider au tri., target_population: Adultes., proofs: [EV-1]}
evidence:
  - {id: EV-1, title: Note, path: preuves/note.txt, date: 2026-01-31}
"""


def packed(path, text):
    """Write an archive of a dossier and its document."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("p/dossier.yaml", text)
        archive.writestr("p/preuves/note.txt", "note")


class Watching:
    """A call that watches, and what it has said so far."""

    def __init__(self, process, said):
        """Keep a process, and the file that its standard error goes to."""
        self.process = process
        self.file = said

    def rounds(self):
        """Give how often it has judged and waits again."""
        return self.said().count(WAITING)

    def said(self):
        """Give what it said to the person."""
        return self.file.read_text(encoding="utf-8")

    def until(self, rounds):
        """Wait until it has judged that often."""
        end = time.monotonic() + PATIENCE
        while self.rounds() < rounds:
            assert time.monotonic() < end, (rounds, self.said())
            assert self.process.poll() is None, self.said()
            time.sleep(0.02)

    def end(self, number):
        """Send a signal, and give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watch(guichet):
    """Give what starts a watch in English, and ends it with the test."""
    pytest.importorskip("watchfiles", reason='--watch needs its extra: pip install "guichet-cli[watch]"')
    started = []

    def start(*arguments):
        environment = guichet.environment(ENGLISH)
        command = [sys.executable, "-m", "guichet_cli", "check", "--watch", "--as-of", "2026-11-23", *arguments]
        said = guichet.folder / f"said-{len(started)}"
        with said.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=guichet.work, env=environment, stdout=subprocess.DEVNULL, stderr=file
            )
        started.append(process)
        found = Watching(process, said)
        found.until(1)
        return found

    yield start
    for process in started:
        process.kill()
        process.wait()


@posix
def test_every_file_that_counts_is_watched(guichet, small, watch):
    """A change of the dossier, of its proof, and of the charter's file has the dossier judged again; another file has not."""
    guichet.write("dossier.yaml", DOSSIER)
    guichet.write("preuves/note.txt", "une note")
    charter = guichet.work / small
    running = watch("dossier.yaml", "--charter", small, "-v")
    guichet.write("dossier.yaml", DOSSIER.replace("Adultes.", "''"))
    running.until(2)
    guichet.write("preuves/note.txt", "une autre note")
    running.until(3)
    (guichet.work / "preuves" / "note.txt").unlink()
    running.until(4)
    charter.write_bytes(charter.read_bytes() + b"# changed\n")
    running.until(5)
    digests = {line for line in running.said().splitlines() if "sha256" in line}
    assert len(digests) == 2
    guichet.write("autre.txt", "rien")
    guichet.write("preuves/autre.txt", "rien")
    time.sleep(1.5)
    assert running.rounds() == 5
    assert running.end(signal.SIGINT) == 130


@posix
def test_editors_replace_files(guichet, watch):
    """A file that an editor writes beside and renames, or takes away for a moment, is judged once it is back; nothing is said meanwhile."""
    name = guichet.write("dossier.yaml")
    running = watch(name)
    for content in ("dossier: 1\nproject: {phase: idea}\n", "dossier: 1\nproject: {phase: pilot}\n"):
        rounds = running.rounds()
        guichet.write("beside", content)
        (guichet.work / "beside").replace(guichet.work / name)
        running.until(rounds + 1)
    path = guichet.work / name
    path.rename(guichet.work / "away")
    time.sleep(0.2)
    (guichet.work / "away").rename(path)
    guichet.write(name, "dossier: 1\n")
    running.until(4)
    assert "dossier.yaml" not in running.said()


@posix
def test_a_file_that_is_gone_is_said_and_waited_for(guichet, watch):
    """A dossier that is deleted, or a charter that is broken, is said; the watch goes on and judges once it is mended."""
    name = guichet.write("dossier.yaml")
    running = watch(name)
    (guichet.work / name).unlink()
    running.until(2)
    assert "dossier.yaml" in running.said()
    guichet.write(name)
    running.until(3)


@posix
def test_folders_are_watched(guichet, watch):
    """In a folder, a dossier that changes or appears has it judged again, and the file of the call is written again."""
    guichet.write("dossiers/un.yaml")
    running = watch("dossiers", "-f", "json", "-o", "out.json")
    time.sleep(1.5)
    assert running.rounds() == 1
    guichet.write("dossiers/deux.yaml")
    running.until(2)
    guichet.write("dossiers/deux.yaml", "dossier: 1\nproject: {phase: idea}\n")
    running.until(3)
    assert (guichet.work / "out.json").read_bytes().count(b'"verdict"') == 2


@posix
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_the_end(guichet, watch, number, code):
    """^C ends it with 130 and not a word; SIGTERM with 143, as any other call."""
    running = watch(guichet.write("dossier.yaml"))
    before = running.said()
    assert running.end(getattr(signal, number)) == code
    time.sleep(0.1)
    assert number == "SIGTERM" or running.said() == before
    assert "Traceback" not in running.said()


def test_a_call_that_cannot_be_honoured_ends(guichet):
    """The first time, a path or a charter that is not there ends the call, as without --watch."""
    pytest.importorskip("watchfiles", reason="--watch needs its extra")
    guichet.write("dossier.yaml")
    assert guichet("check", "--watch", "absent.yaml").code == 2
    assert guichet("check", "--watch", "dossier.yaml", "--charter", "absente").code == 2


def test_what_cannot_be_watched(guichet):
    """The standard input, a baseline to write, and documents one after the other on stdout are refused, with what to do."""
    name = guichet.write("dossier.yaml")
    for call, words in (
        (("-",), "--watch"),
        ((name, "--write-baseline", "b.json"), "--write-baseline"),
        ((name, "-f", "json"), "--output"),
    ):
        ended = guichet("check", "--watch", *call)
        assert (ended.code, ended.out) == (2, b"")
        assert words in ended.said


def test_without_the_extra(guichet):
    """Where the library is not installed, one sentence says what to install; nothing is judged."""
    name = guichet.write("dossier.yaml")
    ended = guichet.driver("sys.modules['watchfiles'] = None", "check", "--watch", name, "--lang", "en")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.said.endswith('python -m pip install "guichet-cli[watch]"\n')


def test_no_file_sets_it(guichet):
    """A configuration cannot have every call watch: it would never end."""
    guichet.write("guichet.toml", "watch = true\n")
    guichet.write("dossier.yaml")
    assert guichet("check").code == 2


def test_extra_is_declared():
    """The package has the extra that the sentence names."""
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(need.startswith("watchfiles") for need in project["optional-dependencies"]["watch"])


def test_archive_is_watched(guichet, watch):
    """A dossier in an archive is judged again when the archive changes; nothing beside the archive is taken for its documents."""
    packed(guichet.work / "lot.zip", DOSSIER)
    watching = watch("lot.zip")
    guichet.write("preuves/note.txt", "another")
    time.sleep(1.2)
    assert watching.rounds() == 1
    packed(guichet.work / "lot.zip", DOSSIER.replace("pilot", "idea"))
    watching.until(2)
