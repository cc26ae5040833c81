"""What is read of a zip archive, as facts: every archive is a stranger's."""

# `os`, not `Path`: names stay as they are typed, and the functions under test take them so:
# ruff: noqa: PTH102, PTH103, PTH107, PTH112, PTH123, PTH202, PTH208, S311

import hashlib
import json
import os
import pickle
import random
import re
import stat
import struct
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from guichet_cli.errors import GuichetError
from guichet_cli.load import archive as archives
from guichet_cli.load.archive import SHELF, Archive, Shelf
from guichet_cli.load.discovery import NO_ARCHIVE, find_dossiers, named_file
from guichet_cli.load.dossier import load_all, load_dossier, load_entry
from guichet_cli.load.limits import ARCHIVE
from guichet_cli.load.reading import FileLostError
from guichet_cli.load.sieve import Exclusion, Sieve

DOSSIER = "dossier: 1\n"
PROOF = b"accord du comit\xc3\xa9\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give an empty working directory, and leave no archive open."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    SHELF.clear()


def packed(name, members, compression=zipfile.ZIP_DEFLATED):
    """Write an archive of members: a name or a ZipInfo, and what it holds."""
    with zipfile.ZipFile(name, "w", compression) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return name


def about(name, **fields):
    """Give a member of which some fields are set as no tool would."""
    info = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def patched(name, *changes):
    """Replace bytes of an archive, everywhere."""
    with open(name, "rb") as file:
        data = file.read()
    for old, new in changes:
        assert old in data
        data = data.replace(old, new)
    with open(name, "wb") as file:
        file.write(data)
    return name


def rows(*paths, **options):
    """Give, by path as shown, what became of each thing found: `judged`, `skipped`, or why it was not read."""
    found = {}
    for entry in find_dossiers(paths, **options).entries:
        dossier = load_entry(entry)
        why = "skipped" if dossier is None else next((p.variant or p.code for p in dossier.problems), "judged")
        assert entry.path not in found
        found[entry.path] = why
    return found


def test_one_row_for_each_dossier():
    """An archive is read as a folder of its name: sorted, dossiers only, hidden ones left out, each with its place."""
    packed(
        "lot.zip",
        [
            ("b/dossier.yaml", DOSSIER),
            ("a/dossier.YML", DOSSIER),
            ("a/compose.yaml", "services: {}"),
            ("a/preuves/x.pdf", PROOF),
            (".git/x.yaml", DOSSIER),
            ("a/.x.yaml", DOSSIER),
            ("__MACOSX/a/._dossier.YML", b"\x00\x05\x16\x07"),
            ("a/.DS_Store", b"\x00"),
            ("c.json", '{"dossier": 1}'),
            ("broken.yaml", "a: ["),
        ],
    )
    expected = {
        "lot.zip/a/compose.yaml": "skipped",
        "lot.zip/a/dossier.YML": "judged",
        "lot.zip/b/dossier.yaml": "judged",
        "lot.zip/broken.yaml": "bracket",
        "lot.zip/c.json": "judged",
    }
    assert rows("lot.zip") == expected
    assert list(rows("lot.zip")) == list(expected)


def test_path_that_goes_into_an_archive():
    """A row's path can be given back: a file of an archive, which is judged whatever it holds, or a folder of it."""
    packed("lot.zip", [("é/a.yaml", DOSSIER), ("é/b.txt", "x: 1"), ("é/s/c.yaml", DOSSIER), ("éa/d.yaml", DOSSIER), ("../e.yaml", "")])  # fmt: skip
    assert rows("lot.zip/é/a.yaml") == {"lot.zip/é/a.yaml": "judged"}
    assert rows("./lot.zip/e\u0301/b.txt") == {"./lot.zip/é/b.txt": "judged"}
    for path in ("lot.zip/é", "lot.zip/é/", "lot.zip\\é"):
        assert list(rows(path)) == ["lot.zip/é/a.yaml", "lot.zip/é/s/c.yaml"]
    for path in ("lot.zip/nulle", "lot.zip/../e.yaml", "lot.zip/é/a.yaml/x", "no.zip/a.yaml", "lot.zip/a\0b"):
        with pytest.raises(GuichetError, match="path_missing"):
            find_dossiers([path])
    os.mkdir("d.zip")
    damaged("d.zip/a.yaml", DOSSIER.encode())
    assert rows("d.zip", "d.zip/a.yaml") == {"d.zip/a.yaml": "judged"}


def test_archives_met_in_a_folder():
    """An archive met in a folder is opened where it stands; one that holds no dossier is counted with what is none."""
    os.makedirs("d/preuves")
    packed("d/b.ZIP", [("p/dossier.yaml", DOSSIER)])
    packed("d/preuves/mesures.zip", [("mesures.csv", "1")])
    packed("d/c.zip", [])
    for name in ("d/a.yaml", "d/c.yaml"):
        with open(name, "w", encoding="utf-8") as file:
            file.write(DOSSIER)
    with open("d/faux.zip", "wb") as file:
        file.write(b"%PDF-1.7")
    assert list(rows("d").items()) == [
        ("d/a.yaml", "judged"),
        ("d/b.ZIP/p/dossier.yaml", "judged"),
        ("d/c.yaml", "judged"),
        ("d/c.zip", "skipped"),
        ("d/faux.zip", "archive_not_zip"),
        ("d/preuves/mesures.zip", "skipped"),
    ]
    assert list(rows("d", archives=False)) == ["d/a.yaml", "d/c.yaml"]


NAMES = [
    # the name in the archive, the path as shown, what becomes of it
    ("../x.yaml", "\\x2E\\x2E/x.yaml", "archive_outside"),
    ("a/../../x.yaml", "a/\\x2E\\x2E/\\x2E\\x2E/x.yaml", "archive_outside"),
    ("a/../x.yaml", "a/\\x2E\\x2E/x.yaml", "archive_outside"),
    ("..\\x.yaml", "\\x2E\\x2E/x.yaml", "archive_outside"),
    ("/etc/x.yaml", "\\x2Fetc/x.yaml", "archive_outside"),
    ("\\\\server\\share\\x.yaml", "\\x2Fserver/share/x.yaml", "archive_outside"),
    ("C:\\x.yaml", "C:/x.yaml", "archive_outside"),
    ("c:x.yaml", "c:x.yaml", "archive_outside"),
    ("a\nb.yaml", "a\\x0Ab.yaml", "archive_name"),
    ("\x1b[2Ja.yaml", "\\x1B[2Ja.yaml", "archive_name"),
    ("\u202elmay.yaml", "\\u202Elmay.yaml", "archive_name"),
    ("a/" * 70 + "x.yaml", "a/" * 60 + "…0.yaml", "archive_name"),
    ("x" * 256 + ".yaml", "x" * 120 + "…0.yaml", "archive_name"),
    ("a/./b//x.yaml", "a/b/x.yaml", "judged"),
    ("a\\b\\x.yaml", "a/b/x.yaml", "judged"),
    ("-x.yaml", "-x.yaml", "judged"),
    ("%2e%2e/x.yaml", "%2e%2e/x.yaml", "judged"),
    ("=1+1 [b] {0} ☃.yaml", "=1+1 [b] {0} ☃.yaml", "judged"),
    ("x" * 250 + ".yaml", "x" * 250 + ".yaml", "judged"),
]


@pytest.mark.parametrize(("name", "shown", "what"), NAMES)
def test_names(name, shown, what):
    """A name that leads out or hides something is a row of its own, written so that nothing takes it for a path."""
    packed("lot.zip", [(name, DOSSIER)])
    assert rows("lot.zip") == {f"lot.zip/{shown}": what}


def test_name_with_nul():
    """A name with a NUL, which other tools cut there, is refused wherever its extension stands."""
    packed("lot.zip", [("a.yaml@.txt", DOSSIER), ("b.txt@.yaml", DOSSIER), ("a.yaml", DOSSIER)])
    patched("lot.zip", (b"@", b"\0"))
    assert rows("lot.zip") == {
        "lot.zip/a.yaml": "judged",
        "lot.zip/a.yaml\\x00.txt": "archive_name",
        "lot.zip/b.txt\\x00.yaml": "archive_name",
    }


ENCODINGS = [
    ("accès/été.yaml".encode(), "accès/été.yaml"),
    ("acce\u0300s/e\u0301te\u0301.yaml".encode(), "accès/été.yaml"),
    ("À Évaluer.yaml".encode("cp850"), "À Évaluer.yaml"),
    ("\u2603.yaml".encode(), "\u2603.yaml"),
]


@pytest.mark.parametrize(("raw", "shown"), ENCODINGS)
def test_encodings_of_names(raw, shown):
    """Names without the mark of UTF-8 are read as macOS (UTF-8) and Windows (its old code page) write them."""
    packed("lot.zip", [("x" * len(raw), DOSSIER)])
    stand_in = b"x" * len(raw)
    patched("lot.zip", (stand_in, raw))
    assert rows("lot.zip") == {f"lot.zip/{shown}": "judged"}


KINDS = [
    (stat.S_IFLNK | 0o777, "archive_link"),
    (stat.S_IFIFO | 0o600, "not_regular"),
    (stat.S_IFCHR | 0o600, "not_regular"),
    (stat.S_IFDIR | 0o700, "not_regular"),
    (stat.S_IFREG | 0o000, "judged"),
    (0, "judged"),
]


@pytest.mark.parametrize(("mode", "what"), KINDS)
def test_kinds_of_members(mode, what):
    """Links are not followed, devices and pipes are not read; permissions mean nothing in an archive."""
    packed("lot.zip", [(about("x.yaml", external_attr=mode << 16), DOSSIER)])
    assert rows("lot.zip") == {"lot.zip/x.yaml": what}


def test_name_written_twice():
    """Of several members of one name, the same accents apart, none is read: one of them hides the others."""
    with pytest.warns(UserWarning, match="Duplicate"):
        packed("lot.zip", [("x.yaml", DOSSIER), ("x.yaml", "users: {}"), ("é.yaml", "1"), ("e\u0301.yaml", "2"), ("./y.yaml", DOSSIER)])  # fmt: skip
    assert rows("lot.zip") == {
        "lot.zip/x.yaml": "archive_twice",
        "lot.zip/y.yaml": "judged",
        "lot.zip/é.yaml": "archive_twice",
    }


def test_archives_in_an_archive():
    """An archive in an archive is told of, unless it is a document beside or below a dossier."""
    inner = [("p/dossier.yaml", DOSSIER), ("p/preuves/mesures.zip", "PK"), ("p/a.zip", "PK"), ("q/autre.zip", "PK")]
    assert rows(packed("lot.zip", inner)) == {
        "lot.zip/p/a.zip": "skipped",
        "lot.zip/p/dossier.yaml": "judged",
        "lot.zip/p/preuves/mesures.zip": "skipped",
        "lot.zip/q/autre.zip": "archive_nested",
    }
    assert rows(packed("deux.zip", [("a.zip", "PK"), ("n\n.yaml", "")])) == {
        "deux.zip/a.zip": "archive_nested",
        "deux.zip/n\\x0A.yaml": "archive_name",
    }


def with_flag(name, flag):
    """Set a flag of every member, in both places where an archive has them."""
    with open(name, "rb") as file:
        data = bytearray(file.read())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= flag
            at = data.find(mark, at + 1)
    with open(name, "wb") as file:
        file.write(data)


def test_members_that_cannot_be_read():
    """What is encrypted, compressed oddly, or damaged is a row; the others are judged."""
    text = DOSSIER + "# " + "x" * 50 + "\n"
    packed("clef.zip", [("x.yaml", DOSSIER)])
    with_flag("clef.zip", 1)
    packed("lzma.zip", [("x.yaml", DOSSIER)], zipfile.ZIP_LZMA)
    packed("somme.zip", [("a.yaml", text), ("b.yaml", DOSSIER)], zipfile.ZIP_STORED)
    patched("somme.zip", (b"xxxx", b"yyyy"))
    assert rows("clef.zip") == {"clef.zip/x.yaml": "archive_encrypted"}
    assert rows("lzma.zip") == {"lzma.zip/x.yaml": "archive_method"}
    assert rows("somme.zip") == {"somme.zip/a.yaml": "archive_damaged", "somme.zip/b.yaml": "judged"}


@pytest.mark.parametrize("declared", [5, 500_000, 0xFFFFFFF0])
def test_size_that_lies(declared):
    """A member that declares another size than it has is damaged, or over the cap; what it would give beyond is not read."""
    text = (DOSSIER + "# " + "x" * 2_000_000).encode()
    packed("lot.zip", [("x.yaml", text)])
    patched("lot.zip", (struct.pack("<L", len(text)), struct.pack("<L", declared)))
    assert rows("lot.zip") == {"lot.zip/x.yaml": "size" if declared > 1_000_000 else "archive_damaged"}


def test_large_member():
    """A dossier of 50 MB, tiny when compressed, is over the cap: no more than the cap is decompressed."""
    packed("lot.zip", [("x.yaml", b"#" * 50_000_000), ("y.yaml", DOSSIER)])
    assert os.path.getsize("lot.zip") < 100_000
    assert rows("lot.zip") == {"lot.zip/x.yaml": "size", "lot.zip/y.yaml": "judged"}
    with Closing("lot.zip") as archive:
        assert len(archive.read("x.yaml", 1_000)) == 1_001


class Closing:
    """An archive that is open for a while."""

    def __init__(self, path):
        self.archive = Archive(path)

    def __enter__(self):
        """Give it."""
        return self.archive

    def __exit__(self, *_):
        """Close it."""
        self.archive.close()


CAPS = [("members", 1), ("directory", 60), ("total", 10)]


@pytest.mark.parametrize(("cap", "value"), CAPS)
def test_caps(cap, value, monkeypatch):
    """An archive over a cap is one row that says which, named or met."""
    os.mkdir("d")
    packed("d/lot.zip", [("x.yaml", DOSSIER), ("y.yaml", DOSSIER)])
    monkeypatch.setattr(archives, "ARCHIVE", replace(ARCHIVE, **{cap: value}))
    for path in ("d/lot.zip", "d"):
        assert rows(path) == {"d/lot.zip": f"archive_{cap}"}


def test_caps_are_told():
    """The sentence of a cap gives the limit."""
    from guichet_cli.load.dossier import lost_problem

    for cap in ("members", "directory", "total"):
        assert lost_problem(f"archive_{cap}").params == {"limit": getattr(ARCHIVE, cap)}
    assert lost_problem("vanished").params == {}


def damaged(name, data):
    """Write bytes."""
    with open(name, "wb") as file:
        file.write(data)


def test_archives_that_cannot_be_opened():
    """What is no archive, or half of one, is an error when named and a row when met."""
    packed("lot.zip", [("x.yaml", DOSSIER * 100), ("y.yaml", DOSSIER)])
    with open("lot.zip", "rb") as file:
        whole = file.read()
    os.mkdir("d")
    directory = whole.find(b"PK\x01\x02")
    cases = {
        "texte": (b"dossier: 1\n", "archive_not_zip"),
        "vide": (b"", "archive_not_zip"),
        "tronquee": (whole[: len(whole) // 2], "archive_truncated"),
        "abimee": (whole[:directory] + b"XX" + whole[directory + 2 :], "archive_damaged"),
    }
    for name, (data, reason) in cases.items():
        damaged(f"d/{name}.zip", data)
        with pytest.raises(GuichetError) as error:
            find_dossiers([f"d/{name}.zip"])
        assert error.value.key == f"error.{reason}"
    assert rows("d") == {f"d/{name}.zip": reason for name, (_, reason) in cases.items()}


def test_name_that_says_utf8_and_is_not():
    """An archive whose names are not what they say cannot be opened."""
    packed("lot.zip", [("é.yaml", DOSSIER)])
    patched("lot.zip", ("é".encode(), b"\xff\xff"))
    with pytest.raises(GuichetError, match="archive_damaged"):
        find_dossiers(["lot.zip"])


def test_archive_without_dossiers():
    """An archive named in the call that holds nothing to judge is an error."""
    for name, members in (("vide.zip", []), ("pdf.zip", [("x.pdf", PROOF), (".x.yaml", DOSSIER)])):
        packed(name, members)
        with pytest.raises(GuichetError, match="archive_empty"):
            find_dossiers([name])


LEDGER = [
    ("preuves/x.pdf", "file"),
    ("./preuves//x.pdf", "file"),
    ("preuves\\x.pdf", "file"),
    ("preuves/e\u0301te\u0301.pdf", "file"),
    ("preuves/vide.pdf", "empty"),
    ("preuves", "not_regular"),
    ("preuves/lien.pdf", "not_regular"),
    ("preuves/deux.pdf", "unreadable"),
    ("preuves/faux.pdf", "unreadable"),
    ("preuves/zeros.bin", "too_big"),
    ("preuves/absent.pdf", "missing"),
    ("../q/x.pdf", "outside"),
    ("../../disque.pdf", "outside"),
    ("/etc/passwd", "outside"),
    ("disque.pdf", "missing"),
    ("dossier.yaml", "file"),
]


def test_proofs():
    """The documents of a dossier are those of its folder in the archive, and nothing of the disk or of another project."""
    damaged("disque.pdf", PROOF)
    ledger = "".join(f"  - {{path: '{path}'}}\n" for path, _ in LEDGER)
    with pytest.warns(UserWarning, match="Duplicate"):
        packed(
            "lot.zip",
            [
                ("p/dossier.yaml", f"evidence:\n{ledger}users: {{}}\n"),
                ("p/preuves/", ""),
                ("p/preuves/x.pdf", PROOF),
                ("p/preuves/été.pdf", PROOF),
                ("p/preuves/vide.pdf", b""),
                (about("p/preuves/lien.pdf", external_attr=(stat.S_IFLNK | 0o777) << 16), "../../../etc/passwd"),
                ("p/preuves/deux.pdf", PROOF),
                ("p/preuves/deux.pdf", b"autre"),
                (about("p/preuves/faux.pdf", compress_type=zipfile.ZIP_STORED), "dommage"),
                ("p/preuves/zeros.bin", b"\0" * 3_000_000),
                ("q/x.pdf", PROOF),
            ],
        )
    patched("lot.zip", (b"dommage", b"DOMMAGE"))
    (entry,) = find_dossiers(["lot.zip"]).entries
    proofs = load_entry(entry).proofs
    assert {path: proof.state for path, proof in proofs.items()} == dict(LEDGER)
    assert proofs["preuves/x.pdf"].sha256 == hashlib.sha256(PROOF).hexdigest()


def test_proofs_at_the_root():
    """The dossier of an archive of one project has its documents beside it."""
    packed("projet.zip", [("dossier.yaml", "users: {}\nevidence: [{path: x.pdf}]"), ("x.pdf", PROOF)])
    (entry,) = find_dossiers(["projet.zip"]).entries
    assert load_entry(entry).proofs["x.pdf"].state == "file"


def test_document_over_the_cap(monkeypatch):
    """A document over the cap is not hashed."""
    monkeypatch.setattr(archives, "LARGEST", len(PROOF) - 1)
    packed("projet.zip", [("dossier.yaml", "users: {}\nevidence: [{path: x.pdf}]"), ("x.pdf", PROOF)])
    (entry,) = find_dossiers(["projet.zip"]).entries
    assert load_entry(entry).proofs["x.pdf"].state == "too_big"


def test_each_document_is_read_once(monkeypatch):
    """A document that many dossiers name is hashed once in a run."""
    read = []
    digest = Archive._digest
    monkeypatch.setattr(Archive, "_digest", lambda self, key: read.append(key) or digest(self, key))
    packed(
        "lot.zip",
        [*((f"{n}.yaml", "users: {}\nevidence: [{path: x.pdf}, {path: ./x.pdf}]") for n in range(9)), ("x.pdf", PROOF)],
    )
    found = list(load_all(find_dossiers(["lot.zip"]).entries))
    assert {proof.state for dossier in found for proof in dossier.proofs.values()} == {"file"}
    assert read == ["x.pdf"]


def test_sieve_looks_into_archives():
    """`--exclude` leaves out members and folders of an archive; git knows nothing of them."""
    os.mkdir(".git")
    damaged(".gitignore", b"brouillons/\n*.json\n")
    packed(
        "lot.zip", [("p/a.yaml", DOSSIER), ("brouillons/b.yaml", DOSSIER), ("p/c.json", "{}"), ("q/d.yaml", DOSSIER)]
    )
    base = os.path.realpath(".")
    assert list(rows("lot.zip", left_out=Sieve(tops=["lot.zip"]))) == [
        "lot.zip/brouillons/b.yaml", "lot.zip/p/a.yaml", "lot.zip/p/c.json", "lot.zip/q/d.yaml",
    ]  # fmt: skip
    sieve = Sieve([Exclusion(pattern, base) for pattern in ("brouillons", "lot.zip/q/*", "c.json")], tops=["lot.zip"])
    assert list(rows("lot.zip", left_out=sieve)) == ["lot.zip/p/a.yaml"]
    assert (sieve.excluded, sieve.ignored) == (3, 0)
    damaged(".gitignore", b"*.zip\n")
    sieve = Sieve(tops=["."])
    with pytest.raises(GuichetError, match="folder_empty"):
        find_dossiers(["."], left_out=sieve)
    assert sieve.ignored == 1


def test_each_member_once():
    """An archive given twice is read once, where it was first met."""
    os.mkdir("d")
    packed("d/lot.zip", [("x.yaml", DOSSIER), ("y.yaml", DOSSIER)])
    assert list(rows("d/lot.zip", "d", "./d/lot.zip")) == ["d/lot.zip/x.yaml", "d/lot.zip/y.yaml"]


def test_entries_travel():
    """An entry of an archive is small, and reads the same in another process."""
    packed("lot.zip", [(f"{n}/dossier.yaml", DOSSIER) for n in range(3)])
    entries = find_dossiers(["lot.zip"]).entries
    again = pickle.loads(pickle.dumps(entries))  # noqa: S301 our own
    assert again == entries
    assert max(len(pickle.dumps(entry)) for entry in entries) < 400
    assert [dossier.data for dossier in load_all(reversed(again))] == [{"dossier": 1}] * 3


def test_directory_is_read_once(monkeypatch):
    """The directory of an archive is read once for the plan and once for all its members, and the file is then closed."""
    opened, closed = [], []
    start, close = Archive.__init__, Archive.close
    monkeypatch.setattr(Archive, "__init__", lambda self, path: opened.append(path) or start(self, path))
    monkeypatch.setattr(Archive, "close", lambda self: closed.append(self) or close(self))
    packed("a.zip", [(f"{n:03}.yaml", DOSSIER) for n in range(100)])
    packed("b.zip", [("x.yaml", DOSSIER), ("z\n.yaml", DOSSIER)])
    entries = find_dossiers(["a.zip", "b.zip"]).entries
    assert opened == ["a.zip", "b.zip"]
    assert len(list(load_all(entries))) == 102
    assert opened == ["a.zip", "b.zip"] * 2
    assert len(closed) == 4


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_no_descriptor_is_left_open():
    """Whatever is found, no archive stays open."""
    packed("a.zip", [("x.yaml", DOSSIER), ("y.yaml", DOSSIER)])
    damaged("faux.zip", b"PK\x03\x04")
    before = len(os.listdir("/proc/self/fd"))
    for path in ("a.zip", "."):
        assert rows(path)
    with pytest.raises(GuichetError):
        find_dossiers(["faux.zip"])
    assert len(os.listdir("/proc/self/fd")) == before


def test_archive_that_changes_during_the_run():
    """An archive that vanishes, is replaced or is written to meanwhile costs its own rows only."""
    packed("a.zip", [("x.yaml", DOSSIER), ("y.yaml", DOSSIER)])
    packed("b.zip", [("z.yaml", DOSSIER)])
    first, second, other = find_dossiers(["a.zip", "b.zip"]).entries
    assert load_entry(first).data == {"dossier": 1}
    packed("a.zip", [("x.yaml", "users: {}")])
    assert [problem.variant for problem in load_entry(second).problems] == ["vanished"]
    assert load_entry(first).data == {"users": {}}
    os.remove("a.zip")
    assert [problem.variant for problem in load_entry(first).problems] == ["vanished"]
    os.mkdir("a.zip")
    assert [problem.variant for problem in load_entry(first).problems] == ["not_regular"]
    assert load_entry(other).data == {"dossier": 1}


def test_archive_that_changes_while_it_is_read():
    """A member read while its archive was written to is not trusted."""
    packed("a.zip", [("x.yaml", DOSSIER)])
    with Closing("a.zip") as archive:
        os.utime("a.zip", (0, 0))
        with pytest.raises(FileLostError) as lost:
            archive.read("x.yaml", 100)
    assert lost.value.reason == "changed"


def test_threads_do_not_share_a_file():
    """Each thread has its own archive open, and a process that was forked opens its own."""
    packed("a.zip", [("x.yaml", DOSSIER)])
    shelf, seen = Shelf(), []
    mine = shelf.archive("a.zip")
    assert shelf.archive("a.zip") is mine

    def look():
        seen.append(shelf.archive("a.zip"))
        shelf.clear()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen[0] is not mine
    shelf._process = -1
    assert shelf.archive("a.zip") is not mine
    shelf.clear()


def test_system_refuses(monkeypatch):
    """What the system refuses to read in an archive is told as such, and what makes no sense to it as damage."""
    packed("a.zip", [("x.yaml", DOSSIER)])
    for number, reason in ((5, "other"), (22, "archive_damaged"), (13, "permission")):
        with Closing("a.zip") as archive:

            def refusing(*_, number=number):
                raise OSError(number, "no")

            monkeypatch.setattr(archive, "_zip", SimpleNamespace(open=refusing, close=archive._zip.close))
            with pytest.raises(FileLostError) as lost:
                archive.read("x.yaml", 100)
        assert lost.value.reason == reason


@pytest.mark.parametrize("seed", range(4))
def test_random_damage(seed):
    """However an archive is damaged, each of its dossiers is judged or is a row, or the archive is one: nothing else is raised."""
    chance = random.Random(seed)
    os.mkdir("d")
    packed(
        "lot.zip",
        [(f"é{n}/dossier.yaml", f"dossier: 1\nevidence: [{{path: x.pdf}}]\nusers: {{n: {n}}}") for n in range(3)],
    )
    with zipfile.ZipFile("lot.zip", "a") as archive:
        archive.writestr("é1/x.pdf", PROOF * 50)
    with open("lot.zip", "rb") as file:
        whole = file.read()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at] = chance.choice((0, 255, chance.randrange(256), data[at] ^ 1 << chance.randrange(8)))
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        damaged("d/lot.zip", bytes(data))
        assert rows("d")


def test_each_reason_has_its_sentences():
    """Each reason that an archive gives has its sentence and its remedy, in both languages."""
    folder = Path(archives.__file__).parent
    sources = "".join(
        (folder / f"{name}.py").read_text("utf-8") for name in ("archive", "contents", "discovery", "member")
    )
    reasons = {f"DOS-013.{reason}" for reason in re.findall(r'"(archive_\w+)"', sources)}
    assert len(reasons) == 13
    errors = {f"error.{name}" for name in NO_ARCHIVE} | {"error.archive_empty", "error.archive_excluded"}
    for lang in ("fr", "en"):
        words = json.loads((folder.parent / "locales" / f"{lang}.json").read_text("utf-8"))
        assert [key for key in reasons | errors for part in ("message", "remedy") if f"{key}.{part}" not in words] == []


def test_one_dossier_of_an_archive():
    """What reads one dossier takes a row's path too; what does not open archives says so, and not that there is nothing."""
    packed("lot.zip", [("a/one.yaml", DOSSIER), ("two.yaml", DOSSIER)])
    assert load_dossier("lot.zip/a/one.yaml").path == "lot.zip/a/one.yaml"
    assert load_dossier("lot.zip/a/one.yaml").data == {"dossier": 1}
    for path, key in (("lot.zip/a", "path_not_regular"), ("lot.zip/none.yaml", "path_missing")):
        with pytest.raises(GuichetError, match=key):
            load_dossier(path)
    with pytest.raises(GuichetError, match="path_in_archive"):
        find_dossiers(["lot.zip/two.yaml"], archives=False)
    with pytest.raises(GuichetError, match="path_in_archive"):
        named_file("lot.zip/two.yaml")


def test_one_order():
    """The rows of an archive stand in one order, whether it is named or met in a folder."""
    os.mkdir("d")
    packed("d/lot.zip", [("../evil.yaml", DOSSIER), ("C:/x.yaml", DOSSIER), ("a.yaml", DOSSIER)])
    assert list(rows("d")) == list(rows("d/*")) == [f"d/lot.zip/{name}" for name in ("C:/x.yaml", "\\x2E\\x2E/evil.yaml", "a.yaml")]  # fmt: skip
