"""Workbooks and documents of paper on the command line, as facts: where they go, and what is refused."""

import os

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
BEGINNINGS = {"xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}
PACKAGES = {"xlsx": ("xlsxwriter", "office"), "pdf": ("typst", "pdf")}
AS_OF = ("--as-of", "2026-11-23")
each_name = pytest.mark.parametrize("name", BEGINNINGS)


@each_name
def test_same_through_a_pipe_and_in_a_file(guichet, name):
    """The suffix gives the format, and a file, a report and a pipe hold the same bytes."""
    guichet.write("a.yaml")
    piped = guichet("check", "a.yaml", "-f", name, *AS_OF)
    saved = guichet("check", "a.yaml", "-o", f"a.{name}", "--report", f"{name}=b.{name}", *AS_OF)
    assert (piped.code, saved.code) == (1, 1)
    assert piped.out.startswith(BEGINNINGS[name])
    assert saved.out == b""
    assert (guichet.work / f"a.{name}").read_bytes() == (guichet.work / f"b.{name}").read_bytes() == piped.out


@posix
@each_name
def test_terminal(guichet, name):
    """On a terminal it is refused before anything is judged, with what to type; a report beside the page is not."""
    guichet.write("a.yaml")
    refused = on_a_terminal(guichet, "check", "a.yaml", "-f", name)
    assert refused[0] == 2
    assert refused[1] == b""
    assert f"-o rapport.{name}" in refused[2].decode()
    code, shown, _ = on_a_terminal(guichet, "check", "a.yaml", "--report", f"{name}=a.{name}")
    assert code == 1
    assert shown != b""


def on_a_terminal(guichet, *arguments):
    """Run a call whose standard output is a terminal: its code, what was shown, what was said."""
    import pty
    import subprocess
    import threading

    ours, theirs = pty.openpty()
    shown = bytearray()
    process = guichet.start(*arguments, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    reader = threading.Thread(target=read_all, args=(ours, shown))
    reader.start()
    said = process.communicate(timeout=60)[1]
    reader.join()
    os.close(ours)
    return process.returncode, bytes(shown), said


def read_all(terminal, shown):
    """Read a terminal until nobody writes there any more."""
    try:
        while chunk := os.read(terminal, 4096):
            shown += chunk
    except OSError:
        pass


@each_name
def test_without_the_extra(guichet, name):
    """Without its package a format is refused in one sentence, with the command that installs it; nothing is written."""
    guichet.write("a.yaml")
    package, extra = PACKAGES[name]
    hidden = (
        "import importlib.util as u\n"
        "found = u.find_spec\n"
        f"u.find_spec = lambda name, *more: None if name == {package!r} else found(name, *more)"
    )
    ended = guichet.driver(hidden, "check", "a.yaml", "-o", f"a.{name}")
    assert ended.code == 2
    assert f"pip install 'guichet-cli[{extra}]'" in ended.said
    assert not (guichet.work / f"a.{name}").exists()


@each_name
def test_not_imported_for_others(guichet, name):
    """A call that asks for another format does not import the package."""
    guichet.write("a.yaml")
    told = "import atexit\natexit.register(lambda: sys.stderr.write(','.join(sorted(sys.modules))))"
    ended = guichet.driver(told, "check", "a.yaml", "-f", "json")
    assert PACKAGES[name][0] not in ended.said.split(",")


def test_hostile(guichet):
    """A dossier whose every text is an attack gives a workbook and a document, and the same exit code."""
    guichet.write("=a.yaml", 'dossier: 1\nproject: {id: "=1+1", title: "<r><t>a</t></r> #import \\"b\\""}\n')
    ended = guichet("check", "=a.yaml", "-o", "a.xlsx", "--report", "pdf=a.pdf")
    assert ended.code == 1, ended.said
    assert (guichet.work / "a.pdf").read_bytes().startswith(b"%PDF-")
