"""`guichet evidence`: a ledger kept offline, of files inside the dossier's folder and nowhere else."""

from __future__ import annotations

import hashlib
import os
import sys

import pytest

TEXT = "avis du comité\n"
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
DOSSIER = f"""# à moi
dossier: 1
ethics:
  dpia:
    status: validated   # relu
    proofs: [EV-01, EV-07]
evidence:
  - {{id: EV-01, title: "Avis", path: preuves/avis.txt, date: 2026-01-05, valid_until: 2027-01-05, sha256: {DIGEST}}}
"""
DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def dossier(guichet):
    """Give a dossier with one piece in order, one cited that is not listed, and a file that is not listed."""
    guichet.write("preuves/avis.txt", TEXT)
    guichet.write("preuves/neuf.txt", "neuf\n")
    guichet.write("dossier.yaml", DOSSIER)
    return guichet.work / "dossier.yaml"


def states(guichet, *options):
    """Give the state of each piece."""
    ended = guichet("evidence", "status", "dossier.yaml", "-f", "json", *DAY, *options)
    assert ended.code == 0, ended.said
    return {piece["id"]: piece["state"] for piece in ended.document["pieces"]}


def test_states(guichet, dossier):
    """Each piece has the state that its file, its dates and its citations give it."""
    assert states(guichet) == {"EV-01": "ok", "EV-07": "unknown"}
    assert states(guichet, "--within", "60d") == {"EV-01": "expiring", "EV-07": "unknown"}
    assert states(guichet, "--within", "42d") == {"EV-01": "ok", "EV-07": "unknown"}
    assert states(guichet, "--as-of", "2027-01-06")["EV-01"] == "expired"
    (guichet.work / "preuves/avis.txt").write_text("autre\n")
    assert states(guichet)["EV-01"] == "changed"
    (guichet.work / "preuves/avis.txt").unlink()
    assert states(guichet)["EV-01"] == "missing"


def test_verify(guichet, dossier):
    """What proves nothing is told with its place and its remedy and gives 1; all in order gives 0 and one line."""
    ended = guichet("evidence", "verify", "dossier.yaml", *DAY)
    assert ended.code == 1
    told = " ".join(ended.text.split())
    assert "dossier.yaml:6:21: EV-07 n’est pas dans la liste `evidence`. Il est cité dans `ethics.dpia.proofs`." in told
    assert "1 pièce sur 2 est en règle." in ended.text
    dossier.write_text(DOSSIER.replace(", EV-07", ""), encoding="utf-8")
    ended = guichet("--lang", "en", "evidence", "verify", "dossier.yaml", *DAY)
    assert (ended.code, ended.text) == (0, "1 document of 1 is in order.\n")
    assert guichet("evidence", "verify", "dossier.yaml", *DAY, "--within", "2m").code == 1


def test_add(guichet, dossier):
    """A file enters the ledger with its digest and the next id, is cited where asked, and every other byte stays."""
    options = ("--title", "Suite : « oui »", "--date", "2026-11-01", "--valid-until", "none", "--for", "eth-08")
    ended = guichet("evidence", "add", "dossier.yaml", "preuves/neuf.txt", *options)
    assert (ended.code, ended.text, ended.said) == (0, "EV-02 inscrit\u00a0: preuves/neuf.txt\n", "")
    digest = hashlib.sha256(b"neuf\n").hexdigest()
    entry = f'  - {{id: EV-02, title: "Suite : « oui »", path: preuves/neuf.txt, date: 2026-11-01, valid_until: none, sha256: {digest}}}\n'
    assert dossier.read_text(encoding="utf-8") == DOSSIER.replace("EV-07]", "EV-07, EV-02]") + entry
    assert states(guichet)["EV-02"] == "ok"


def test_unfinished(guichet, dossier):
    """What is missing before a piece proves anything is said when it is listed."""
    ended = guichet("evidence", "add", "dossier.yaml", "preuves/neuf.txt")
    assert (ended.code, ended.said) == (
        0,
        "Complétez `date` et `valid_until`\u00a0: sans ces champs, la pièce ne prouve rien.\n",
    )


def test_refresh(guichet, dossier):
    """A file listed already is refused, and with --refresh its digest alone is rewritten."""
    (guichet.work / "preuves/avis.txt").write_text("autre\n")
    ended = guichet("evidence", "add", "dossier.yaml", "preuves/avis.txt")
    assert (ended.code, dossier.read_text(encoding="utf-8")) == (2, DOSSIER)
    assert "EV-01" in ended.said
    assert guichet("evidence", "add", "dossier.yaml", "preuves/avis.txt", "--refresh").code == 0
    changed = DOSSIER.replace(DIGEST, hashlib.sha256(b"autre\n").hexdigest())
    assert dossier.read_text(encoding="utf-8") == changed


def test_refresh_says_more(guichet, dossier):
    """What a call says of the new version of a file is written with its digest; everything else stays."""
    (guichet.work / "preuves/avis.txt").write_text("autre\n")
    words = ("--date", "2026-11-02", "--kind", "opinion")
    assert guichet("evidence", "add", "dossier.yaml", "./preuves/avis.txt", "--refresh", *words).code == 0
    changed = DOSSIER.replace(DIGEST, hashlib.sha256(b"autre\n").hexdigest()).replace("2026-01-05", "2026-11-02")
    assert dossier.read_text(encoding="utf-8") == changed.replace("}\n", ", kind: opinion}\n")


def test_listed_however_spelled(guichet, dossier):
    """A file is known to be listed whatever way its path was written there."""
    for path in ("./preuves/avis.txt", "preuves//avis.txt", "preuves\\avis.txt"):
        text = DOSSIER.replace("preuves/avis.txt", path)
        dossier.write_text(text, encoding="utf-8")
        assert guichet("evidence", "add", "dossier.yaml", "preuves/avis.txt").code == 2
        assert dossier.read_text(encoding="utf-8") == text


@pytest.mark.skipif(sys.platform == "win32", reason="links want rights on Windows")
def test_folder_behind_a_link(guichet, dossier):
    """A dossier's folder may be reached by a link: a file in it is inside by either of its names."""
    link = guichet.work.parent / "lien"
    link.symlink_to(guichet.work)
    assert (
        guichet("evidence", "add", "dossier.yaml", f"{link}/preuves/neuf.txt").text
        == "EV-02 inscrit\u00a0: preuves/neuf.txt\n"
    )
    guichet.write("preuves/vieux.txt", "vieux\n")
    added = guichet("evidence", "add", f"{link}/dossier.yaml", "preuves/vieux.txt")
    assert added.text == "EV-03 inscrit\u00a0: preuves/vieux.txt\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nulle/part.txt", "n’existe pas"),
        ("../nulle-part.txt", "n’existe pas"),
        ("dossier.yaml", "est le dossier lui-même"),
        ("~$avis.docx", "Renommez-le"),
        pytest.param(
            "a\\b.txt", "Renommez-le", marks=pytest.mark.skipif(sys.platform == "win32", reason="a path there")
        ),
    ],
)
def test_refused_for_its_reason(guichet, dossier, name, words):
    """A file that is not there, the dossier itself, and a name that a ledger cannot cite are each told as what they are."""
    if words == "Renommez-le":
        guichet.write(name, "texte\n")
    ended = guichet("evidence", "add", "dossier.yaml", name)
    assert (ended.code, dossier.read_text(encoding="utf-8")) == (2, DOSSIER)
    assert words in ended.said


def test_a_title_that_hides(guichet, dossier):
    """A title with an invisible character is refused as that, and the near criterion of a short code is the one meant."""
    ended = guichet("evidence", "add", "dossier.yaml", "preuves/neuf.txt", "--title", "a\u202eb")
    assert (ended.code, "caractère invisible" in ended.said) == (2, True)
    assert "ETH-08" in guichet("evidence", "add", "dossier.yaml", "preuves/neuf.txt", "--for", "ETH-8").said
    assert "ETH-08" in guichet("explain", "ETH-8").said


REFUSED = [
    ("/etc/hosts",),
    ("../outside.txt",),
    ("preuves/none.txt",),
    ("preuves",),
    ("preuves/empty.txt",),
    ("preuves/neuf.txt", "--id", "EV-01"),
    ("preuves/neuf.txt", "--id", "é"),
    ("preuves/neuf.txt", "--date", "01/02/2026"),
    ("preuves/neuf.txt", "--valid-until", "toujours"),
    ("preuves/neuf.txt", "--kind", "papier"),
    ("preuves/neuf.txt", "--for", "ETH-99"),
    ("preuves/neuf.txt", "--for", "USR-04"),  # not answered yet
    ("preuves/neuf.txt", "--refresh"),
    ("preuves/avis.txt", "--refresh", "--id", "EV-02"),
    ("preuves/link.txt",),
    ("preuves/pipe",),
]


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_refused(guichet, dossier, arguments):
    """What cannot be a piece of this dossier ends the call with 2 and a remedy, the dossier as it was."""
    guichet.write("preuves/empty.txt", "")
    (guichet.work.parent / "outside.txt").write_text("dehors")
    if sys.platform != "win32":
        (guichet.work / "preuves/link.txt").symlink_to(guichet.work.parent / "outside.txt")
        os.mkfifo(guichet.work / "preuves/pipe")
    ended = guichet("evidence", "add", "dossier.yaml", *arguments)
    assert (ended.code, ended.out, dossier.read_text(encoding="utf-8")) == (2, b"", DOSSIER)
    assert ended.said.startswith("guichet: ")
    assert ended.said.count("\n") == 1


def test_unreadable(guichet):
    """A dossier that cannot be read is told with its line, and gives 1 as `check` does."""
    guichet.write("a.yaml", "a: [\n")
    for call in (("status", "a.yaml"), ("verify", "a.yaml"), ("add", "a.yaml", "a.yaml")):
        ended = guichet("evidence", *call)
        assert ended.code == 1
        assert "a.yaml:" in ended.said


def test_hostile(guichet):
    """Nothing of a ledger acts on the terminal that shows it."""
    guichet.write(
        "dossier.yaml",
        'dossier: 1\nevidence: [{id: E, title: "\\e[2J", path: "a\\e]8;;x\\a\u202e.pdf", valid_until: "2026-99-99"}]\n',
    )
    for call in (("status",), ("verify",)):
        ended = guichet("--color", "always", "evidence", *call, "dossier.yaml", *DAY)
        assert not {"\u202e", "\a"} & set(ended.text)
        assert "\x1b]" not in ended.text
        assert "\x1b[2J" not in ended.text


def test_within_refused(guichet, dossier):
    """A length of time that is none is an error of the call."""
    assert guichet("evidence", "status", "dossier.yaml", "--within", "bientôt").code == 2
