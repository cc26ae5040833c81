"""Which files a call means and what is read of them, as facts."""

# `os`, not `Path`: names stay as they are typed, and the functions under test take them so:
# ruff: noqa: PTH101, PTH102, PTH103, PTH107, PTH110, PTH118, PTH120, PTH123, PTH211

import hashlib
import io
import os
import socket

import pytest

from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load import discovery, dossier
from guichet_cli.load.dossier import find_dossiers, load_all, load_dossier, load_dossier_bytes, load_entry
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular

posix = pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names, text="dossier: 1\n"):
    """Write the same text under each name."""
    for name in names:
        if os.path.dirname(name):
            os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)


def shown(*paths):
    """Give the paths of a plan."""
    return [entry.path for entry in find_dossiers(paths).entries]


def refused(*paths):
    """Give the key of the error that a call's paths raise."""
    with pytest.raises(GuichetError) as error:
        find_dossiers(paths)
    assert error.value.exit_code == ExitCode.CALL
    return error.value.key


def variants(found):
    """Give the `DOS-013` variant of each dossier, None for one that is skipped."""
    return [d and [p.variant for p in d.problems] for d in found]


def test_folder_is_walked_in_order():
    """A folder gives its YAML and JSON files, sorted, whatever the case of the extension, hidden ones left out."""
    write("d/b.yaml", "d/a/z.yml", "d/a.YAML", "d/c.json", "d/.x.yaml", "d/.git/y.yaml", "d/notes.md", "d/yaml")
    assert shown("d") == ["d/a/z.yml", "d/a.YAML", "d/b.yaml", "d/c.json"]
    assert shown("d/") == ["d/a/z.yml", "d/a.YAML", "d/b.yaml", "d/c.json"]


def test_current_folder_has_plain_paths():
    """The files of the current folder are shown without a leading dot."""
    write("b.yaml", "a/c.yaml")
    assert shown(".") == ["a/c.yaml", "b.yaml"]


def test_what_is_left_out_can_be_said():
    """The caller may say which entries of a walked folder are passed over."""
    write("d/.a.yaml", "d/b.yaml")
    assert [e.path for e in find_dossiers(["d"], left_out=lambda entry: entry.name == "b.yaml").entries] == [
        "d/.a.yaml"
    ]


def test_each_file_once():
    """A file given twice, by a folder and a name, or by a link, is read once, where it was first met."""
    write("d/a.yaml", "d/b.yaml")
    assert shown("d/b.yaml", "d", "d/a.yaml", "./d/b.yaml", "-", "-") == ["d/b.yaml", "d/a.yaml", "-"]


@posix
def test_links():
    """Links inside the folder are followed to files only; those that leave it or lead nowhere are rows."""
    write("d/a.yaml", "secret.yaml")
    os.symlink("a.yaml", "d/b.yaml")
    os.symlink(".", "d/loop")
    os.symlink("loop.yaml", "d/loop.yaml")
    os.symlink("nothing", "d/nothing.yaml")
    os.symlink("../secret.yaml", "d/out.yaml")
    plan = find_dossiers(["d"])
    assert [(e.path, e.lost) for e in plan.entries] == [
        ("d/a.yaml", ""), ("d/loop.yaml", "loop"), ("d/nothing.yaml", "vanished"), ("d/out.yaml", "outside"),
    ]  # fmt: skip
    assert variants(load_all(plan.entries)) == [[], ["loop"], ["vanished"], ["outside"]]


def test_pattern_is_expanded():
    """A pattern that the shell left alone is expanded; a file of that very name wins."""
    write("d/a.yaml", "d/b.yaml", "d/e/c.yaml", "f[1].yaml")
    assert shown("d/*.yaml") == ["d/a.yaml", "d/b.yaml"]
    assert shown("d/**/*.yaml") == ["d/a.yaml", "d/b.yaml", "d/e/c.yaml"]
    assert shown("f[1].yaml") == ["f[1].yaml"]


REFUSED = [
    ("nothing.yaml", "error.path_missing"),
    ("", "error.path_missing"),
    ("a.yaml/b.yaml", "error.path_missing"),
    ("x\0y", "error.path_missing"),
    ("x" * 300, "error.path_unreadable"),
    ("*.yml", "error.pattern_empty"),
    ("empty", "error.folder_empty"),
]


@pytest.mark.parametrize(("path", "key"), REFUSED)
def test_refused_path(path, key):
    """A path of the call that cannot be honoured is an error, even after a good one."""
    write("a.yaml")
    os.mkdir("empty")
    assert refused(path) == key
    assert refused("a.yaml", path) == key


@posix
def test_refused_special_files():
    """A FIFO, a device, a socket or a looping link named in the call is an error, at once."""
    os.mkfifo("fifo.yaml")
    os.symlink("loop.yaml", "loop.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
        assert [refused(p) for p in ("fifo.yaml", "/dev/zero", "socket.yaml")] == ["error.path_not_regular"] * 3
    assert refused("loop.yaml") == "error.path_loop"


@posix
def test_permission():
    """What may not be read is an error when named, a row when met."""
    write("d/a.yaml", "d/b.yaml", "d/e/c.yaml")
    os.chmod("d/a.yaml", 0)
    os.chmod("d/e", 0)
    if os.access("d/a.yaml", os.R_OK):
        pytest.skip("this user may read everything")
    assert refused("d/a.yaml") == "error.path_permission"
    assert refused("d/e") == "error.path_permission"
    plan = find_dossiers(["d"])
    os.chmod("d/e", 0o700)
    assert variants(load_all(plan.entries)) == [["permission"], [], ["permission"]]


def test_permission_denied_by_the_system(monkeypatch):
    """A refusal of the operating system is an error when the path is named, a row when the folder is met."""
    write("d/a.yaml", "d/e/c.yaml")
    scandir = os.scandir

    def denied(path):
        if path in {"d/e", os.path.join("d", "e")}:
            raise PermissionError(13, "denied")
        return scandir(path)

    monkeypatch.setattr(discovery.os, "scandir", denied)
    assert refused("d/e") == "error.path_permission"
    assert [(e.path, e.lost) for e in find_dossiers(["d"]).entries] == [("d/a.yaml", ""), ("d/e", "permission")]


@posix
def test_special_files_met_in_a_folder():
    """A FIFO met in a folder is a row and blocks nothing."""
    write("d/b.yaml")
    os.mkfifo("d/a.yaml")
    assert variants(load_all(find_dossiers(["d"]).entries)) == [["not_regular"], []]


def test_not_a_dossier():
    """A file met in a folder that has no root of a dossier is skipped; a broken, empty-looking or named one is judged."""
    write("d/a.yaml", text="version: 3\n")
    write("d/b.yaml", text="")
    write("d/c.yaml", text="a: [")
    write("d/d.yaml", text="users: {}\n")
    found = list(load_all(find_dossiers(["d"]).entries))
    assert [d and d.path for d in found] == [None, None, "d/c.yaml", "d/d.yaml"]
    assert [d.data for d in load_all(find_dossiers(["d/a.yaml", "d/b.yaml"]).entries)] == [{"version": 3}, {}]


def test_lost_during_the_run(monkeypatch):
    """A file that vanishes, becomes a folder, or changes while it is read is a row; the others go on."""
    write("d/a.yaml", "d/b.yaml", "d/c.yaml", "d/d.yaml")
    plan = find_dossiers(["d"])
    os.remove("d/a.yaml")
    os.remove("d/b.yaml")
    os.mkdir("d/b.yaml")
    read = dossier.read_regular

    def changing(path, limit):
        if path.endswith("c.yaml"):
            raise FileLostError("changed")
        return read(path, limit)

    monkeypatch.setattr(dossier, "read_regular", changing)
    assert variants(load_all(plan.entries)) == [["vanished"], ["not_regular"], ["changed"], []]


@posix
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs /proc")
def test_size_that_lies():
    """A file that holds more than its size says has changed."""
    with pytest.raises(FileLostError) as lost:
        read_regular("/proc/self/status", 1_000_000)
    assert lost.value.reason == "changed"


def test_size_cap():
    """A file over the cap is refused after one byte too many, without a digest."""
    write("a.yaml", text="#" * 5_000_000)
    loaded = load_dossier("a.yaml")
    assert (loaded.data, loaded.sha256, [(p.code, p.variant) for p in loaded.problems]) == (
        None,
        "",
        [("DOS-003", "size")],
    )
    assert len(read_regular("a.yaml", 1_000_000)) == 1_000_001


def test_load_dossier():
    """A dossier has its path as typed, its data, its spans, the digest of its bytes and its proofs."""
    write("d/p/x.pdf", text="proof")
    write("d/a.yaml", text="dossier: 1\nevidence: [{id: E, path: p/x.pdf}, {id: F, path: p/y.pdf}]\n")
    loaded = load_dossier("./d/a.yaml")
    assert loaded.path == "./d/a.yaml"
    with open("d/a.yaml", "rb") as file:
        assert loaded.sha256 == hashlib.sha256(file.read()).hexdigest()
    assert loaded.locate("/evidence/1/path").span.line == 2
    assert {path: proof.state for path, proof in loaded.proofs.items()} == {"p/x.pdf": "file", "p/y.pdf": "missing"}
    assert loaded.proofs["p/x.pdf"].sha256 == hashlib.sha256(b"proof").hexdigest()


def test_load_dossier_of_no_file():
    """A path that is no file is an error of the call."""
    for path in ("x.yaml", "."):
        with pytest.raises(GuichetError):
            load_dossier(path)


def test_bytes_have_no_folder():
    """A dossier given as bytes has no folder: every proof is missing, or outside."""
    write("x.pdf")
    loaded = load_dossier_bytes(b"evidence: [{path: x.pdf}, {path: ../x.pdf}]")
    assert {path: proof.state for path, proof in loaded.proofs.items()} == {"x.pdf": "missing", "../x.pdf": "outside"}


def test_standard_input():
    """`-` reads standard input, once, up to the cap."""
    (entry,) = find_dossiers(["-", "-"]).entries
    assert load_entry(entry, stdin=io.BytesIO(b"users: {}")).data == {"users": {}}
    assert load_entry(entry, stdin=io.BytesIO(b"a: 1")).data == {"a": 1}
    assert load_entry(entry, stdin=io.BytesIO(b"#" * 2_000_000)).problems[0].variant == "size"


def test_standard_input_closed():
    """A closed standard input is an error of the call."""
    (entry,) = find_dossiers(["-"]).entries
    closed = io.BytesIO()
    closed.close()
    for stdin in (None, closed):
        with pytest.raises(GuichetError, match="stdin_closed"):
            load_entry(entry, stdin=stdin)


NAMES = [
    ("a\x1b[0m.yaml", "a\\x1B[0m.yaml"),
    ("a\nb.yaml", "a\\x0Ab.yaml"),
    ("a\u202eb.yaml", "a\\u202Eb.yaml"),
    ("été ☃.yaml", "été ☃.yaml"),
    ("a\udcff.yaml", "a\\xFF.yaml"),
]


@posix
@pytest.mark.parametrize(("name", "path"), NAMES)
def test_printable_names(name, path):
    """A file name never reaches an output raw: what is unprintable is written out."""
    os.mkdir("d")
    write(f"d/{name}")
    (entry,) = find_dossiers(["d"]).entries
    assert entry.path == f"d/{path}"
    assert load_entry(entry).data == {"dossier": 1}
    assert shown_path(name) == path


def test_batch_is_a_stream():
    """Dossiers come one at a time: the plan holds names only."""
    write(*(f"d/{n:04}.yaml" for n in range(300)))
    stream = load_all(find_dossiers(["d"]).entries)
    assert next(stream).path == "d/0000.yaml"
    assert sum(1 for _ in stream) == 299
