"""A folder and an archive made to harm, as facts: in each format each thing is a row with its reason, and the rest is judged."""

import csv
import io
import os
import re
import stat
import zipfile
from urllib.parse import unquote

import pytest

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
FORMATS = ("full", "json", "csv", "sarif", "markdown")
NAMES = (
    # a name on the disk, and the path that is shown of it
    (b"a\nb.yaml", "a\\x0Ab.yaml"),
    (b"\x1b]8;;x\x07l.yaml", "\\x1B]8;;x\\x07l.yaml"),
    (b"-q.yaml", "-q.yaml"),
    (b"\xff\xfe.yaml", "\\xFF\\xFE.yaml"),
    (b"n" * 250 + b".yaml", "n" * 250 + ".yaml"),
    (b"=1+1.yaml", "=1+1.yaml"),
    ("\u202elmay.yaml".encode(), "\\u202Elmay.yaml"),
)
MEMBERS = (
    # a name in the archive, and the path that is shown of it
    ("../../x.yaml", "\\x2E\\x2E/\\x2E\\x2E/x.yaml"),
    ("/etc/x.yaml", "\\x2Fetc/x.yaml"),
    ("C:\\x.yaml", "C:/x.yaml"),
    ("a\nb.yaml", "a\\x0Ab.yaml"),
    ("\x1b[2J.yaml", "\\x1B[2J.yaml"),
    ("q/autre.zip", "q/autre.zip"),
)
BROKEN = b"project: ["
WHOLE = b"dossier: 1\n"


def hostile_folder(place):
    """Make a folder where nearly everything is a trap; give the paths that must be told of, and those that are judged."""
    place.mkdir()
    for name, _ in NAMES:
        with open(os.path.join(os.fsencode(place), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(BROKEN)
    (place / "bon.yaml").write_bytes(WHOLE)
    (place / "boucle.yaml").symlink_to("boucle.yaml")
    (place / "rond").symlink_to(".")
    (place / "perdu.yaml").symlink_to("nulle-part")
    (place / "dehors.yaml").symlink_to("/etc/hostname")
    (place / "dehors.zip").symlink_to("/etc/hostname")
    for name in ("tube.yaml", "tube.zip"):
        os.mkfifo(place / name)
    with (place / "gros.yaml").open("wb") as file:
        file.truncate(50_000_000)
    (place / "faux.zip").write_bytes(WHOLE)
    (place / "coupe.zip").write_bytes(b"PK\x03\x04" + bytes(50))
    hostile_archive(place / "lot.zip")
    traps = ("boucle", "perdu", "dehors", "tube", "gros")
    told = [shown for _, shown in NAMES] + [f"{name}.yaml" for name in traps]
    return [*told, "dehors.zip", "tube.zip", "faux.zip", "coupe.zip", *in_archive()], ["bon.yaml", "lot.zip/p/bon.yaml"]


def hostile_archive(path):
    """Make an archive where nearly everything is a trap."""
    link = zipfile.ZipInfo("p/lien.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        for name, _ in MEMBERS:
            archive.writestr(name, WHOLE)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("p/deux.yaml", BROKEN)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("p/deux.yaml", WHOLE)
        archive.writestr("p/gros.yaml", b"#" * 50_000_000, zipfile.ZIP_DEFLATED)
        archive.writestr("p/faux.yaml", b"dossier: 1 # dommage")
        archive.writestr("p/lzma.yaml", WHOLE, zipfile.ZIP_LZMA)
        archive.writestr("p/bon.yaml", WHOLE)
    path.write_bytes(path.read_bytes().replace(b"dommage", b"DOMMAGE"))


def in_archive():
    """Give the paths that must be told of the archive."""
    others = ("lien", "deux", "gros", "faux", "lzma")
    return [f"lot.zip/{shown}" for _, shown in MEMBERS] + [f"lot.zip/p/{name}.yaml" for name in others]


def squeezed(text):
    """Give a text without what layout adds to it."""
    return re.sub(r"\s|\u200b", "", text)


@pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
def test_every_trap_is_a_row(guichet):
    """Whatever the format, each trap has its row with a reason, the rest is judged, and nothing is obeyed."""
    told, judged = hostile_folder(guichet.work / "d")
    call = ("check", "d", "--as-of", "2026-11-23", "--fail-on", "never", "-f")
    *first, english = guichet.batch(*((*call, name) for name in FORMATS), (*call, "json", {"GUICHET_LANG": "en"}))
    ended = dict(zip(FORMATS, first, strict=True))
    assert {name: one.code for name, one in ended.items()} == dict.fromkeys(FORMATS, 1)
    assert [name for name, one in ended.items() if UNPRINTABLE.search(one.text.removeprefix("\ufeff") + one.said)] == []
    for document in (ended["json"].document, english.document):
        rows = {dossier["path"].removeprefix("d/"): dossier["verdict"] for dossier in document["dossiers"]}
        assert len(rows) == len(document["dossiers"])
        assert rows == {**dict.fromkeys(told, "unreadable"), **dict.fromkeys(judged, "incomplete")}
        for dossier in document["dossiers"]:
            if dossier["verdict"] == "unreadable":
                (finding,) = dossier["findings"]
                assert [finding[part][-1] for part in ("message", "remedy")] == [".", "."]
    paths = {path for path in rows if path in told}
    lines = list(csv.DictReader(io.StringIO(ended["csv"].text.removeprefix("\ufeff"))))
    assert {line["path"].removeprefix("'").removeprefix("d/") for line in lines} >= paths
    results = ended["sarif"].document["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in results]
    assert {unquote(place["uri"]).removeprefix("d/") for place in places} >= paths
    assert all(place["uri"].isascii() and ".." not in place["uri"] for place in places)
    text = squeezed(ended["full"].text)
    assert [path for path in paths if len(path) < 100 and squeezed(path) not in text] == [], "longer ones are cut"


@pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
def test_archive_in_a_call(guichet):
    """An archive that is named and cannot be opened ends the call before anything is judged; one that can is judged whole."""
    told, _ = hostile_folder(guichet.work / "d")
    for name in ("vide", "pdf"):
        with zipfile.ZipFile(guichet.work / f"{name}.zip", "w") as archive:
            if name == "pdf":
                archive.writestr("x.pdf", "x")
    with zipfile.ZipFile(guichet.work / "projet.zip", "w") as archive:
        archive.writestr("dossier.yaml", WHOLE)
    facts = (
        ("d/faux.zip", "n’est pas une archive zip"),
        ("d/coupe.zip", "est incomplète"),
        ("d/tube.zip", "pas un fichier ordinaire"),
        ("nulle.zip", "n’existe pas"),
        ("nulle.zip/x.yaml", "n’existe pas"),
        ("d/lot.zip/nulle.yaml", "n’existe pas"),
        ("d/lot.zip/../bon.yaml", "n’existe pas"),
        ("vide.zip", "aucun fichier .yaml, .yml ou .json"),
        ("pdf.zip", "aucun fichier .yaml, .yml ou .json"),
    )
    ended = guichet.batch(
        *(("check", "d/bon.yaml", path, "-f", "json") for path, _ in facts),
        ("check", "vide.zip", "pdf.zip", "--exclude", "*.pdf"),
        ("check", "projet.zip", "--exclude", "*.yaml"),
        ("check", "projet.zip", "--no-respect-gitignore"),
        ("check", "d/lot.zip", "-f", "json"),
        ("check", "d/lot.zip/p/bon.yaml", "-f", "json"),
        ("check", "d/lot.zip", "--show-files", "--exclude", "deux.yaml"),
    )
    for (path, words), one in zip(facts, ended, strict=False):
        assert (path, one.code, one.text, one.said.count("\n")) == (path, 2, "", 1)
        assert words in one.said
    empty, excluded, idle, whole, one, listed = ended[len(facts) :]
    assert (empty.code, excluded.code, idle.code) == (2, 2, 2)
    assert "--exclude écarte tout" in excluded.said
    rows = {dossier["path"]: dossier["verdict"] for dossier in whole.document["dossiers"]}
    assert rows == {**{f"d/{path}": "unreadable" for path in in_archive()}, "d/lot.zip/p/bon.yaml": "incomplete"}
    assert [dossier["path"] for dossier in one.document["dossiers"]] == ["d/lot.zip/p/bon.yaml"]
    assert sorted(listed.text.splitlines()) == sorted(path for path in rows if path != "d/lot.zip/p/deux.yaml")
    assert set(in_archive()) < set(told)


@pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
def test_traps_in_other_processes(guichet):
    """The result is the same, to the byte, when several processes read the traps."""
    hostile_folder(guichet.work / "d")
    one, two = (guichet("check", "d", "--as-of", "2026-11-23", "-f", "json", "--jobs", jobs) for jobs in "12")
    assert (one.code, one.out) == (two.code, two.out)
    assert one.code == 1


def test_no_archive_is_written(guichet):
    """`fix` opens no archive, and no output replaces one that is read."""
    with zipfile.ZipFile(guichet.work / "lot.zip", "w") as archive:
        archive.writestr("dossier.yaml", b"dossier: 1\nprojet: {}\n")
    before = (guichet.work / "lot.zip").read_bytes()
    fixed, written = guichet.batch(("fix", "lot.zip"), ("check", "lot.zip", "-f", "json", "-o", "lot.zip"))
    assert (fixed.code, "archive ZIP" in fixed.text) == (1, True)
    assert (written.code, (guichet.work / "lot.zip").read_bytes()) == (2, before)
    assert sorted(path.name for path in guichet.work.iterdir()) == ["lot.zip"]


def test_paths_into_an_archive(guichet):
    """A row's path is taken by what reads; what writes says that an archive is never rewritten; documents are named."""
    with zipfile.ZipFile(guichet.work / "lot.zip", "w") as archive:
        archive.writestr("ok.yaml", WHOLE)
        archive.writestr("preuves/p.zip", b"x")
    into = ("lot.zip/ok.yaml",)
    read, *refused, listed = guichet.batch(
        ("evidence", "status", *into),
        ("fix", *into),
        ("init", *into, "--update"),
        ("check", "lot.zip", "--show-files"),
    )
    assert (read.code, "n’existe pas" in read.said) == (0, False)
    for one in refused:
        assert (one.code, "jamais réécrit" in one.said) == (2, True)
    assert listed.text == "lot.zip/ok.yaml\n"
    assert "lot.zip/preuves/p.zip" in listed.said
