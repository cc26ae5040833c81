"""Faults of the machine around a call: what was there stays whole, what is new is whole, and the person is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="limits and owners of POSIX")
CRAMPED = (
    sys.executable,
    "-c",
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "sys.dont_write_bytecode = True;"  # Python itself would leave half a module behind
    "resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000));"
    "sys.argv = ['guichet', *sys.argv[1:]]; from guichet_cli.__main__ import main; sys.exit(main())",
)
"""A disk on which no file has more than 4 kB."""
WRITERS = {
    "a report": ("check", "a.yaml", "-f", "json", "-o", "out"),
    "a second report": ("check", "a.yaml", "-f", "concise", "--report", "json=out", "--report", "csv=out2"),
    "a baseline": ("check", "a.yaml", "--write-baseline", "out"),
    "a template": ("init", "out", "--template", "full", "--overwrite", "--no-input"),
    "a dossier": ("init", "out", "--update"),
    "a schema": ("schema", "dossier", "-o", "out"),
}


@posix
@pytest.mark.parametrize("name", WRITERS)
def test_full_disk_while_a_file_is_written(guichet, name):
    """Where the disk is full, the call ends with 2 and one sentence; the previous file is whole, no part is left."""
    guichet.write("a.yaml")
    guichet.write("out", "dossier: 1\nproject: {phase: pilot}\n")
    ended = guichet(*WRITERS[name], program=CRAMPED)
    assert ended.code == 2, ended.said
    assert "out" in ended.said
    assert (guichet.work / "out").read_text() == "dossier: 1\nproject: {phase: pilot}\n"
    assert sorted(path.name for path in guichet.work.iterdir()) == ["a.yaml", "out"]


def test_two_calls_write_one_file(guichet, example):
    """Two calls that write one file at once leave the whole document of one of them, and nothing beside."""
    calls = [("check", example(name), "-f", "json", "-o", "out.json") for name in ("flux-urgences", "inacheve")]
    for _ in range(3):
        processes = [guichet.start(*call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for call in calls]
        told = [process.communicate(timeout=60)[1] for process in processes]
        assert {process.returncode for process in processes} <= {0, 1}, told
        document = json.loads((guichet.work / "out.json").read_text(encoding="utf-8"))
        assert len(document["dossiers"]) == 1
        assert [path.name for path in guichet.work.iterdir()] == ["out.json"]


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_folder_that_cannot_be_written(guichet):
    """A folder where nothing may be written is a refusal with the name of the file, and costs nothing else."""
    guichet.write("a.yaml")
    guichet.work.chmod(0o500)
    try:
        ended = guichet("check", "a.yaml", "-f", "json", "-o", "out.json")
    finally:
        guichet.work.chmod(0o700)
    assert ended.code == 2
    assert "out.json" in ended.said


def test_every_line_end_is_judged_alike(guichet, example):
    """A dossier saved with CRLF, as on Windows, or with a byte order mark, is judged as it is with LF, at the same lines."""
    text = Path(example("inacheve")).read_bytes().replace(b"\r\n", b"\n")
    forms = {"lf": text, "crlf": text.replace(b"\n", b"\r\n"), "mark": b"\xef\xbb\xbf" + text}
    forms["utf16"] = text.decode().encode("utf-16")
    judged = set()
    for name, data in forms.items():
        (guichet.work / f"{name}.yaml").write_bytes(data)
        document = guichet("check", f"{name}.yaml", "-f", "json", "--as-of", "2026-11-23").document
        findings = document["dossiers"][0]["findings"]
        judged.add(str([(f["criterion"], f["outcome"], f["location"]["line"], f["message"]) for f in findings]))
    assert len(judged) == 1
