"""What the file system says of the files that a ledger names, as facts."""

# `os`, not `Path`: names stay as they are typed, and the functions under test take them so:
# ruff: noqa: PTH112, PTH208

import hashlib
import os

import pytest

from guichet_cli.core.model import Proof
from guichet_cli.load import evidence
from guichet_cli.load.evidence import DiskFolder, gather_proofs, plain_parts

posix = pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")


def prove(path, written):
    """Give what is known of a document, by the path of its folder."""
    return evidence.prove(None if path is None else DiskFolder(path), written)


CONTENT = b"accord du comit\xc3\xa9\n"
FILE = Proof(state="file", sha256=hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture(params=[True, False], ids=["by descriptor", "by path"])
def folder(request, tmp_path, monkeypatch):
    """Give a dossier's folder with some proofs in it, looked at in both ways."""
    if request.param and not evidence._BY_DESCRIPTOR:
        pytest.skip("folders cannot be opened here")
    monkeypatch.setattr(evidence, "_BY_DESCRIPTOR", request.param)
    root = tmp_path / "dossier"
    (root / "preuves").mkdir(parents=True)
    for name in ("a.pdf", "preuves/b.pdf", "preuves/été.pdf", "preuves/e\u0301tat.pdf"):
        (root / name).write_bytes(CONTENT)
    (root / "empty.pdf").touch()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return root


INSIDE = [
    ("a.pdf", "file"),
    ("preuves/b.pdf", "file"),
    ("./preuves//b.pdf", "file"),
    ("preuves\\b.pdf", "file"),
    ("preuves/e\u0301te\u0301.pdf", "file"),
    ("preuves/état.pdf", "file"),
    ("empty.pdf", "empty"),
    ("preuves", "not_regular"),
    (".", "not_regular"),
    ("", "missing"),
    ("  ", "missing"),
    ("c.pdf", "missing"),
    ("a.pdf/b", "missing"),
    ("preuves/x/y", "missing"),
    ("%2e%2e/secret.txt", "missing"),
    ("$HOME/x", "missing"),
    ("\uff0e\uff0e/secret.txt", "missing"),
]


@pytest.mark.parametrize(("path", "state"), INSIDE)
def test_inside(folder, path, state):
    """A plain path is looked up in the dossier's folder, whatever the separators and the form of accents."""
    assert prove(str(folder), path) == (FILE if state == "file" else Proof(state=state))


OUTSIDE = [
    "../secret.txt",
    "../nothing.txt",
    "preuves/../../secret.txt",
    "preuves/../a.pdf",
    "..",
    "..\\secret.txt",
    "/etc/passwd",
    "/etc/nothing",
    "~/x",
    "~root/x",
    "C:\\x.pdf",
    "c:x.pdf",
    "\\\\server\\share\\x",
    "//server/share/x",
    "http://example.org/x.pdf",
    "ftp://example.org/x",
    "smb://x/y",
    "file:///etc/passwd",
    "data:text/plain,x",
    "a\0b",
    "x" * 256,
    "é" * 128,
    "x/" * 3_000,
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_outside(path, monkeypatch):
    """A path that leads elsewhere is outside before the disk is looked at, whether the file exists or not."""
    for name in ("open", "stat", "lstat"):
        monkeypatch.setattr(evidence.os, name, None)
    assert plain_parts(path) is None
    assert prove("/nowhere", path) == Proof(state="outside")
    assert prove(None, path) == Proof(state="outside")


@posix
def test_links(folder):
    """A link is followed inside the folder only; what it meets outside changes nothing to the answer."""
    links = {
        "in.pdf": "preuves/b.pdf",
        "dir": "preuves",
        "chain.pdf": "in.pdf",
        "out.txt": "../secret.txt",
        "out-missing.txt": "../nothing.txt",
        "up": "..",
        "root": "/proc/self/root",
        "loop": "loop",
        "dangling": "nothing",
        "absolute.txt": str(folder.parent / "secret.txt"),
        "absolute-in.pdf": str(folder / "a.pdf"),
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    states = {name: prove(str(folder), name).state for name in links}
    looping = states.pop("loop")
    assert looping in {"unreadable", "missing"}
    assert states == {
        "in.pdf": "file", "dir": "not_regular", "chain.pdf": "file", "out.txt": "outside", "out-missing.txt": "outside",
        "up": "outside", "root": "outside", "dangling": "missing", "absolute.txt": "outside", "absolute-in.pdf": "file",
    }  # fmt: skip
    assert prove(str(folder), "dir/b.pdf") == FILE
    assert prove(str(folder), "up/secret.txt") == prove(str(folder), "up/nothing.txt") == Proof(state="outside")


@posix
def test_special_files(folder):
    """A FIFO is no proof, and is never opened."""
    os.mkfifo(folder / "fifo")
    assert prove(str(folder), "fifo") == Proof(state="not_regular")


@posix
def test_unreadable(folder):
    """A file that may not be read is no proof."""
    (folder / "a.pdf").chmod(0)
    if os.access(folder / "a.pdf", os.R_OK):
        pytest.skip("this user may read everything")
    assert prove(str(folder), "a.pdf") == Proof(state="unreadable")


def test_denied_by_the_system(folder, monkeypatch):
    """A refusal of the operating system is `unreadable`."""

    def denied(*_args, **_keywords):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(evidence, "_digest", denied)
    assert prove(str(folder), "a.pdf") == Proof(state="unreadable")


def test_too_big(folder, monkeypatch):
    """A file over the cap is not hashed, even when it grows while it is read."""
    monkeypatch.setattr(evidence, "LARGEST", len(CONTENT) - 1)
    assert prove(str(folder), "a.pdf") == Proof(state="too_big")
    descriptor = os.open(folder / "a.pdf", os.O_RDONLY)
    try:
        assert evidence._read(descriptor, 1) == Proof(state="too_big")
    finally:
        os.close(descriptor)


def test_each_file_is_read_once(folder, monkeypatch):
    """A file named a thousand times, by several paths, is hashed once."""
    reads = []
    read = evidence._read
    monkeypatch.setattr(evidence, "_read", lambda descriptor, size: reads.append(size) or read(descriptor, size))
    ledger = [{"path": path} for path in ("a.pdf", "./a.pdf", "preuves//b.pdf", "preuves/b.pdf") * 250]
    proofs = gather_proofs({"evidence": ledger}, DiskFolder(str(folder)))
    assert set(proofs.values()) == {FILE}
    assert len(proofs) == 4
    assert len(reads) == 2


LEDGERS = [
    (None, {}),
    ({}, {}),
    ({"evidence": None}, {}),
    ({"evidence": {"path": "a.pdf"}}, {}),
    ({"evidence": ["a.pdf", None, 1, {}, {"path": 1}, {"path": None}, {"path": ["a.pdf"]}]}, {}),
    ({"evidence": [{"path": "a.pdf"}, {"path": "z"}]}, {"a.pdf": FILE, "z": Proof(state="missing")}),
]


@pytest.mark.parametrize(("data", "proofs"), LEDGERS)
def test_ledger(folder, data, proofs):
    """Only text paths of mappings in a list are looked at."""
    assert gather_proofs(data, DiskFolder(str(folder))) == proofs


def test_no_descriptor_is_left_open(folder):
    """Whatever is found, no file stays open."""
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("needs /proc")
    before = len(os.listdir("/proc/self/fd"))
    for path, _ in INSIDE:
        prove(str(folder), path)
    assert len(os.listdir("/proc/self/fd")) == before


def test_current_folder(folder, monkeypatch):
    """A dossier typed without a folder has its proofs beside it."""
    monkeypatch.chdir(folder)
    assert prove("", "preuves/b.pdf") == FILE
