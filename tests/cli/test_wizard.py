"""The wizard, as a person meets it: a terminal, a question a line, answers typed, everything saved as it is given."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time

import pytest
from calling import MODULE

from guichet_cli.write.manuscript import Manuscript

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

WAIT = 40
"""How many seconds a loaded machine may take to say something."""


class Terminal:
    """A call in a terminal of 80 columns: what it shows is awaited, what is typed is sent."""

    def __init__(self, guichet, *arguments):
        self.shown = ""
        self.number, self.master = pty.fork()
        if self.number == 0:  # the call itself
            os.chdir(guichet.work)
            os.execve(sys.executable, [*MODULE, *arguments], guichet.environment({"COLUMNS": "80", "TERM": "dumb"}))  # noqa: S606

    def read(self, seconds):
        """Take what is shown within so many seconds; tell whether something may still come."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        try:
            data = os.read(self.master, 65_536) if ready else b""
        except OSError:  # the other end is closed
            return False
        self.shown += data.decode(errors="replace").replace("\r\n", "\n")
        return not ready or data != b""

    def wait(self, text):
        """Wait for a text, forget what came before its end, and give it."""
        end = time.monotonic() + WAIT
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} never came: {self.shown}"
            assert self.read(0.5) or text in self.shown, f"{text!r} never came: {self.shown}"
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def type(self, text):
        """Type a line."""
        os.write(self.master, f"{text}\n".encode())

    def answer(self, question, *lines):
        """Wait for a question, then type some lines, each at its prompt."""
        before = self.wait(question)
        for line in lines:
            before += self.wait("> ")
            self.type(line)
        return before

    def interrupt(self):
        """Press Ctrl+C at the prompt, again where nothing comes of it: Python shows a prompt a little before it listens."""
        before, pressed = self.wait("> "), 0.0
        end = time.monotonic() + WAIT
        self.shown = ""
        while not self.shown.strip("^C\n"):  # the terminal itself may echo what is pressed
            now = time.monotonic()
            assert now < end, f"Ctrl+C was never heeded: {before}"
            if now - pressed > 4:
                os.write(self.master, b"\x03")
                pressed = now
            if not self.read(0.5):
                break
        return self.end()

    def end(self):
        """Give all that is still shown, and the exit code."""
        end = time.monotonic() + WAIT
        while self.read(0.5):
            assert time.monotonic() < end, f"the call never ended: {self.shown}"
        _, status = os.waitpid(self.number, 0)
        os.close(self.master)
        return self.shown, os.waitstatus_to_exitcode(status)


@pytest.fixture
def terminal(guichet):
    """Give what starts a call in a terminal; nothing is left running."""
    started = []

    def start(*arguments):
        started.append(Terminal(guichet, *arguments))
        return started[-1]

    yield start
    for each in started:
        try:
            os.kill(each.number, signal.SIGKILL)
            os.waitpid(each.number, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def saved(guichet):
    """Give what the dossier says on the disk."""
    return Manuscript((guichet.work / "dossier.yaml").read_bytes()).data


def test_a_first_session(terminal, guichet):
    """Facts are asked with help, mistakes are told, blanks are kept, one can go back; ^C leaves all saved and says how to go on."""
    call = terminal("init", "--lang", "fr")
    assert not (guichet.work / "dossier.yaml").exists()
    call.answer("1/31  Identifiant du projet", "TRI-9")
    call.wait("→ project.id : TRI-9".replace(" :", "\u00a0:"))
    assert saved(guichet)["project"] == {"id": "TRI-9"}
    call.answer("Titre du projet", "")
    call.answer("Résumé du projet", "ne sait pas")
    helped = call.answer("Phase du projet", "?", "pilotte", "3")
    assert "ETH-03" in helped
    assert "Vouliez-vous dire" in helped
    call.wait("→ project.phase")
    assert saved(guichet)["project"] == {"id": "TRI-9", "title": None, "summary": None, "phase": "pilot"}
    call.answer("Guichet destinataire", "nancy")
    call.answer("Nom du porteur", "<")
    call.answer("Guichet destinataire", "reims")
    call.wait("→ project.desk")
    assert saved(guichet)["project"]["desk"] == "reims"
    call.wait("Nom du porteur")
    rest, code = call.interrupt()
    text = (guichet.work / "dossier.yaml").read_text(encoding="utf-8")

    assert code == 130
    assert "guichet init dossier.yaml" in rest
    assert text.startswith("# yaml-language-server: $schema=./dossier.fr.schema.json\n")
    assert (guichet.work / "dossier.fr.schema.json").exists()
    assert re.search(r"^  # Titre du projet\..*\n(  # .*\n)*  title:$", text, re.MULTILINE)


def test_a_session_is_taken_up_again(terminal, guichet):
    """A second session starts after what is answered, and comes back to the blanks at the end of the facts."""
    guichet.write("dossier.yaml", "# à moi\ndossier: 1\nproject:\n  id: A # court\n  title:\n  phase: pilot\n")
    call = terminal("init", "--lang", "fr")
    call.wait("2 réponses sont déjà données")
    first = call.answer("Résumé du projet", "Un tri.")
    assert "Titre du projet" not in first
    call.wait("→ project.summary")
    assert call.interrupt()[1] == 130
    lines = (guichet.work / "dossier.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[:6] == ["# à moi", "dossier: 1", "project:", "  id: A # court", "  title:", "  phase: pilot"]
    assert lines[-1] == "  summary: Un tri."


def told(name, **facts):
    """Give the answers by which only some questions are left."""
    lead = dict.fromkeys(("name", "role", "organisation", "contact"), "A")
    every = {"id": name, "title": "A", "summary": "A", "desk": "nancy", **{f"lead.{key}": v for key, v in lead.items()}}
    return [word for key, value in {**every, **facts}.items() for word in ("-d", f"project.{key}={value}")]


def test_lists_rows_and_the_end(terminal, guichet):
    """Lists are asked line by line, rows key by key; an answer that the charter finds short is saved and told; the end says what next."""
    guichet.write("charter.yaml", ROWS_AND_LISTS)
    call = terminal("init", "--lang", "en", "--interactive", "--charter", "charter.yaml", *told("A", phase="pilot"))
    call.answer("Intended use", "Too short")
    call.wait("The charter asks for more")
    call.answer("Intended users", "3, nurse", "nurses", "")
    call.answer("Discarded options", "y")
    call.answer("Option studied", "A reminder")
    call.answer("Uses AI", "maybe", "no")
    call.answer("Add one?", "n")
    rest, code = call.end()

    assert code == 0
    assert saved(guichet)["ethics"] == {
        "purpose": {"intended_use": "Too short", "users": ["physician", "nurse"]},
        "need": {"alternatives": [{"option": "A reminder", "uses_ai": False}]},
    }
    assert "guichet check dossier.yaml --charter charter.yaml" in " ".join(rest.split())
    assert "guichet plan dossier.yaml" in " ".join(rest.split())


def test_an_action_where_one_is_enough(terminal, guichet):
    """Where a dated action is enough, it is asked with its owner and its day; nothing else is written for the criterion."""
    guichet.write("charter.yaml", ROWS_AND_LISTS.replace("idea: full", "idea: plan"))
    call = terminal("init", "--lang", "fr", "--charter", "charter.yaml", *told("A", phase="idea"))
    call.answer("une action datée suffit", "Écrire la finalité")
    call.answer("Responsable de l’action", "Dr A")
    call.answer("Date d’échéance", "31/02/2027", "31/03/2027")
    call.answer("une action datée suffit", "<")
    call.answer("Date d’échéance", "30/03/2027")
    call.answer("une action datée suffit", "")
    call.answer("Solutions écartées", "")
    _, code = call.end()

    assert code == 0
    assert saved(guichet)["plans"] == [
        {"criterion": "ETH-01", "action": "Écrire la finalité", "owner": "Dr A", "due": "2027-03-30"}
    ]
    assert saved(guichet)["ethics"] == {"need": {"alternatives": None}}


def test_end_of_file_is_a_pause(terminal, guichet):
    """Ctrl+D at a terminal stops with everything saved, and is no mistake."""
    call = terminal("init", "--lang", "en", *told("A"))
    call.wait("Project phase")
    call.wait("> ")
    os.write(call.master, b"\x04")
    rest, code = call.end()
    assert (code, "guichet init dossier.yaml" in rest) == (0, True)
    assert saved(guichet)["project"]["id"] == "A"


def test_answers_from_a_pipe(guichet):
    """Answers may come from a pipe when questions are asked for; where they run out, the call says so and keeps what was said."""
    ended = guichet("init", "--interactive", "--lang", "fr", stdin=b"A\nTri\n")
    assert (ended.code, "--no-input" in ended.said) == (2, True)
    assert saved(guichet)["project"] == {"id": "A", "title": "Tri"}
    closed = guichet("init", "new.yaml", "--interactive", "--lang", "fr")
    assert (closed.code, "--no-input" in closed.said) == (2, True)
    assert not (guichet.work / "new.yaml").exists()


def test_another_hand_on_the_file(terminal, guichet):
    """A dossier that somebody changes during the interview is not written over."""
    guichet.write("dossier.yaml", "dossier: 1\n")
    call = terminal("init", "--lang", "fr")
    call.wait("Identifiant du projet")
    guichet.write("dossier.yaml", "dossier: 1\n# moi aussi\n")
    call.wait("> ")
    call.type("A")
    _, code = call.end()
    assert code == 2
    assert (guichet.work / "dossier.yaml").read_text(encoding="utf-8") == "dossier: 1\n# moi aussi\n"


def test_undetermined_is_settled(terminal, guichet):
    """A fact that was left undetermined is asked again, and the answer takes its place."""
    guichet.write("dossier.yaml", "dossier: 1\nsystem:\n  medical_device: {status: undetermined} # à voir\n")
    call = terminal("init", "--lang", "fr", *told("A", phase="pilot"), "-d", "system.decision_domain=soin")
    while "Qualification du logiciel" not in call.wait("> "):
        call.type("")
    call.type("2")
    call.wait("→ system.medical_device.status")
    assert b"  medical_device: {status: not_device} # " in (guichet.work / "dossier.yaml").read_bytes()


ROWS_AND_LISTS = """\
charter: 1
id: rows
version: '1.0.0'
provenance: derived
title: {fr: Charte, en: Charter}
notice: {fr: Une charte d’essai., en: A charter to try.}
weights: {blocking: 2, major: 1, minor: 1}
minimum_coverage: 0
tests_as_of: 2026-11-23
commitments:
  - {id: ethics, prefix: ETH, title: {fr: Éthique, en: Ethics}, floor: 0}
references:
  source: {title: Un texte, url: 'https://example.org/texte', seen: memory}
criteria:
  - id: ETH-01
    commitment: ethics
    level: blocking
    basis: charter
    expected: {idea: full, prototype: full, pilot: full, deployed: full}
    at: /ethics/purpose
    schema: {required: [intended_use, users], properties: {intended_use: {minLength: 40}, users: {minItems: 1}}}
    effort: low
    title: {fr: Finalité, en: Purpose}
    asks: {fr: Dites à quoi sert le projet., en: Say what the project is for.}
    why: {fr: Pour savoir., en: To know.}
    remedy: {fr: Écrivez une phrase., en: Write a sentence.}
    examples: {good: {fr: Une phrase., en: A sentence.}, weak: {fr: Rien., en: Nothing.}}
    references: [{ref: source, at: art. 1}]
    tests: [{name: rien, dossier: {project: {phase: pilot}}, outcome: missing}]
  - id: ETH-02
    commitment: ethics
    level: major
    basis: charter
    expected: {idea: full, prototype: full, pilot: full, deployed: full}
    at: /ethics/need
    schema:
      required: [alternatives]
      properties:
        alternatives: {contains: {required: [option, uses_ai], properties: {option: {minLength: 5}, uses_ai: {const: false}}}}
    effort: low
    title: {fr: Besoin, en: Need}
    asks: {fr: Comparez une solution sans IA., en: Compare an option without AI.}
    why: {fr: Pour savoir., en: To know.}
    remedy: {fr: Écrivez une ligne., en: Write a row.}
    examples: {good: {fr: Une ligne., en: A row.}, weak: {fr: Rien., en: Nothing.}}
    references: [{ref: source, at: art. 2}]
    tests: [{name: rien, dossier: {project: {phase: pilot}}, outcome: missing}]
"""
"""A charter with a text, a list and rows."""
