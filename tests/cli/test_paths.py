"""What a call names, as facts: paths that cannot be honoured end it, files met on the way do not."""

import os
import socket
import sys

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
RATES = ("--as-of", "2026-11-23", "-f", "json")


@posix
def test_paths_that_cannot_be_honoured(guichet):
    """A named path that is missing or is no file ends the call with 2 before anything is judged, and never makes it wait."""
    guichet.write("a.yaml")
    guichet.write("empty/notes.md")
    guichet.write("others/compose.yml", "services: {}")
    os.mkfifo(guichet.work / "pipe.yaml")
    (guichet.work / "loop.yaml").symlink_to("loop.yaml")
    (guichet.work / "dangling.yaml").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as plug:
        os.chdir(guichet.work)
        plug.bind("plug.yaml")
        facts = (
            ("nowhere.yaml", "n’existe pas"),
            ("no/where/a.yaml", "n’existe pas"),
            ("a.yaml/b.yaml", "n’existe pas"),
            ("", "n’existe pas"),
            ("dangling.yaml", "n’existe pas"),
            ("loop.yaml", "tourne en rond"),
            ("pipe.yaml", "pas un fichier ordinaire"),
            ("plug.yaml", "pas un fichier ordinaire"),
            ("/dev/zero", "pas un fichier ordinaire"),
            ("x" * 300, "n’a pas pu ouvrir"),
            ("empty", "aucun fichier .yaml, .yml ou .json"),
            ("*.json", "Aucun fichier ne correspond"),
            ("others", "aucun dossier à juger"),
        )
        ended = guichet.batch(
            *(("check", "a.yaml", path, *RATES) if path != "others" else ("check", path, *RATES) for path, _ in facts)
        )
    for (path, words), one in zip(facts, ended, strict=True):
        assert (path, one.code, one.text) == (path, 2, "")
        assert words in one.said
        assert one.said.count("\n") == 1


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is unreadable to root")
def test_unreadable_file(guichet):
    """A named file that may not be read ends the call with 2; met in a folder it is a row of the result."""
    guichet.write("d/a.yaml")
    (guichet.work / guichet.write("d/b.yaml")).chmod(0)
    named, met = guichet.batch(("check", "d/b.yaml"), ("check", "d", "--fail-on", "never", *RATES))
    assert (named.code, named.text) == (2, "")
    assert "refusé" in named.said
    assert (met.code, [d["verdict"] for d in met.document["dossiers"]]) == (1, ["incomplete", "unreadable"])


@posix
def test_folder(guichet):
    """A folder gives its dossiers in order; what is no dossier is counted on stderr, what cannot be read is a row."""
    for name in ("d/b.yaml", "d/a/z.yml", "d/c.json", "d/.hidden.yaml"):
        guichet.write(name, '{"dossier": 1}')
    guichet.write("d/compose.yaml", "services: {}\n")
    guichet.write("d/list.json", "[1]")
    os.mkfifo(guichet.work / "d" / "pipe.yaml")
    call = ("check", "d", "--fail-on", "never", *RATES)
    told, quiet, english = guichet.batch(call, (*call, "-q"), ("-q", *call), GUICHET_LANG="en")
    rows = [(dossier["path"], dossier["verdict"]) for dossier in told.document["dossiers"]]
    assert rows == [
        ("d/a/z.yml", "incomplete"),
        ("d/b.yaml", "incomplete"),
        ("d/c.json", "incomplete"),
        ("d/list.json", "unreadable"),
        ("d/pipe.yaml", "unreadable"),
    ]
    assert told.said == "1 file is not a dossier and was not judged.\nGate not cleared: 2 unreadable dossiers.\n"
    assert (told.code, quiet.code, quiet.said, english.said) == (1, 1, "", "")
    assert quiet.out == told.out


@posix
def test_what_a_pattern_finds(guichet):
    """A file that a pattern finds and that cannot be opened is a row, as in a folder; the others are judged."""
    guichet.write("d/a.yaml")
    guichet.write("d/bad.zip", "no archive")
    os.mkfifo(guichet.work / "d" / "pipe.yaml")
    (guichet.work / "d" / "loop.yaml").symlink_to("loop.yaml")
    (guichet.work / "d" / "gone.yaml").symlink_to("nowhere")
    (ended,) = guichet.batch(("check", "d/*", *RATES))
    rows = [(d["path"], d["verdict"], d["findings"][0]["message"]) for d in ended.document["dossiers"]]
    assert [row[:2] for row in rows] == [
        ("d/a.yaml", "incomplete"),
        *((f"d/{name}", "unreadable") for name in ("bad.zip", "gone.yaml", "loop.yaml", "pipe.yaml")),
    ]
    for (*_, message), word in zip(
        rows[1:], ("pas une archive zip", "nulle part", "tourne en rond", "ordinaire"), strict=True
    ):
        assert word in message
    assert ended.code == 1


def test_named_file_is_judged(guichet):
    """A file that is named is judged whatever it holds; an empty one is an empty dossier."""
    names = [guichet.write("compose.yaml", "services: {}\n"), guichet.write("empty.yaml", "")]
    ended, again = guichet.batch(("check", *names, *RATES), ("check", *names, *names, "./empty.yaml", *RATES))
    assert [d["verdict"] for d in ended.document["dossiers"]] == ["incomplete", "incomplete"]
    assert again.document["dossiers"] == ended.document["dossiers"], "each file is judged once"


def test_standard_input(guichet, example):
    """`-` is standard input; without PATHS it is ./dossier.yaml."""
    with open(example("flux-urgences"), "rb") as file:  # noqa: PTH123
        content = file.read()
    piped = guichet("check", "-", *RATES, stdin=content)
    assert (piped.code, piped.document["dossiers"][0]["path"]) == (1, "-"), "its proofs are not beside it"
    guichet.write("dossier.yaml", content)
    default = guichet("check", *RATES)
    assert default.document["dossiers"][0]["path"] == "dossier.yaml"
    empty = guichet("check", "-", *RATES)
    assert (empty.code, empty.document["dossiers"][0]["verdict"]) == (1, "incomplete")


@posix
def test_no_standard_input(guichet):
    """A standard input that is closed ends the call with 2."""
    ended = guichet("check", "-", program=("sh", "-c", 'exec "$0" -m guichet_cli "$@" <&-', sys.executable))
    assert (ended.code, ended.text, ended.said.count("\n")) == (2, "", 1)


def test_names_after_two_dashes(guichet):
    """After `--` everything is a path, even what looks like an option."""
    guichet.write("-q.yaml")
    guichet.write("--lang")
    ended, usage = guichet.batch(("check", *RATES, "--", "-q.yaml", "--lang"), ("check", *RATES, "-q.yaml"))
    assert [d["path"] for d in ended.document["dossiers"]] == ["-q.yaml", "--lang"]
    assert usage.code == 2


@posix
def test_hostile_names(guichet):
    """The name of a file is shown on one line with nothing that a terminal or a log obeys, and JSON stays UTF-8."""
    names = (
        b"a\nb.yaml",
        b"\x1b[31mred\x1b[0m.yaml",
        b"\x1b]8;;x\x07link.yaml",
        b"[bold]markup[bold].yaml",
        b"::error::oops.yaml",
        "\u202egnp.yaml".encode(),
        b"\xff\xfe.yaml",
        b"%s{0}.yaml",
        "é—😀.yaml".encode(),
    )
    for name in names:
        with open(os.path.join(os.fsencode(guichet.work), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(b"a: [")
    json, full, missing = (
        guichet("check", ".", *RATES),
        guichet("check", ".", COLUMNS="120"),
        guichet("check", b"nowhere\n\x1b[2J\xff"),
    )
    paths = [dossier["path"] for dossier in json.document["dossiers"]]
    assert len(paths) == len(names)
    shown = (
        "a\\x0Ab.yaml",
        "\\x1B[31mred\\x1B[0m.yaml",
        "[bold]markup[bold].yaml",
        "\\u202Egnp.yaml",
        "\\xFF\\xFE.yaml",
        "%s{0}.yaml",
        "é—😀.yaml",
    )
    for name in shown:
        assert name in paths
        assert name in full.text
    for ended in (json, full, missing):
        lines = (ended.text + ended.said).split("\n")
        assert [line for line in lines if not line.replace("\u00a0", " ").replace("\u202f", " ").isprintable()] == []
    assert (json.code, full.code, missing.code) == (1, 1, 2)
