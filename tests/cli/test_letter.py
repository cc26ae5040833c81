"""`guichet letter`: where letters go, what is left alone, which calls are refused, and what the previous letter became."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

DAY = ("--as-of", "2026-11-23")
OPTIONS = {"GUICHET_LANG": "en", "GUICHET_AS_OF": DAY[1]}
EXAMPLES = ("flux-urgences", "radiologie-triage", "casse", "illisible")


@pytest.fixture
def letter(guichet, small):
    """Give what writes letters against the small charter, in English."""

    def run(*arguments, **more):
        return guichet("letter", *arguments, GUICHET_CHARTER=small, **OPTIONS, **more)

    return run


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_any_verdict_is_written(guichet, example, name, lang):
    """A letter is written and the exit code is 0, whatever the verdict, with the digest, the date and the charter."""
    ended = guichet("letter", example(name), *DAY, "--lang", lang)

    assert ended.code == 0, ended.said
    assert ended.said == ""
    for told in ("2026", "grand-est-2024", "SHA-256", f"{name}.yaml"):
        assert told in ended.text
    assert str(Path(example(name)).parent) not in ended.text


def test_an_admissible_dossier_has_a_short_letter(letter, answered):
    """It says so, and asks nothing."""
    text = letter(answered("a.yaml")).text
    assert "**Your dossier is admissible.**" in text
    assert "Request" not in text
    assert len(text.splitlines()) < 50


def test_the_file_decides_the_form(guichet, letter, answered):
    """`-o x.docx` is a DOCX, `-o x.md` and standard output are Markdown, the same words; --format wins."""
    path = answered("a.yaml", blocking=False)
    ended = guichet.batch(
        *(("letter", path, *more) for more in ((), ("-o", "x.md"), ("-o", "x.docx"), ("-f", "docx", "-o", "y"))),
        GUICHET_CHARTER="charters/small.yaml",
        **OPTIONS,
    )
    assert [each.code for each in ended] == [0, 0, 0, 0], [each.said for each in ended]
    assert (guichet.work / "x.md").read_bytes() == ended[0].out
    assert (guichet.work / "x.docx").read_bytes() == (guichet.work / "y").read_bytes()
    said = [p.text for p in Document(guichet.work / "x.docx").paragraphs]
    assert any(line.startswith("Request ETH-01 – ") for line in said)
    assert Document(io.BytesIO(letter(path, "-f", "docx").out)).core_properties.language == "en-GB"


def test_what_is_there_stays(guichet, letter, answered):
    """A letter that somebody may have completed is not overwritten unless asked; a dossier never is."""
    path = answered("a.yaml")
    guichet.write("x.md", "mine")
    refused = letter(path, "-o", "x.md")

    assert (refused.code, (guichet.work / "x.md").read_text(encoding="utf-8")) == (2, "mine")
    assert "--overwrite" in refused.said
    assert letter(path, "-o", "x.md", "--overwrite").code == 0
    assert "admissible" in (guichet.work / "x.md").read_text(encoding="utf-8")
    assert letter(path, "-o", path, "--overwrite").code == 2


def test_a_letter_for_each(guichet, letter, answered):
    """--out-dir has one letter for each dossier, the unreadable ones included, under plain names that are all different."""
    for name in ("in/a.yaml", "in/b.yaml"):
        answered(name, minor=False)
    guichet.write("in/c.yaml", "a: [")
    guichet.write("in/d.yaml", 'dossier: 1\nproject: {id: "../../A", phase: pilot}\n')

    ended = letter("in", "--out-dir", "out/new")
    assert (ended.code, ended.out) == (0, b"")
    assert "4 letters" in ended.said
    assert sorted(path.name for path in (guichet.work / "out/new").iterdir()) == ["A-2.md", "A.md", "B.md", "c.md"]

    (guichet.work / "out/new/B.md").write_text("mine", encoding="utf-8")
    (guichet.work / "out/new/c.md").unlink()
    again = letter("in", "--out-dir", "out/new")
    assert again.code == 2
    assert "3 letters were already there" in again.said
    assert (guichet.work / "out/new/c.md").is_file()
    assert (guichet.work / "out/new/B.md").read_text(encoding="utf-8") == "mine"


def test_a_desks_own_letter(guichet, letter, answered):
    """A desk starts from the packaged letter and changes the words; what it cannot be filled with is refused at its line."""
    packaged = letter("--show-template")
    guichet.write("own.md", packaged.text.replace("Dear Sir or Madam", "Bonjour ${desk}, 5 $$"))
    path = answered("a.yaml", blocking=False)

    assert packaged.code == 0
    assert "Bonjour desk, 5 $" in letter(path, "--template", "own.md").text
    guichet.write("bad.md", "a\r\n$requets\r\n")
    refused = letter(path, "--template", "bad.md")
    assert (refused.code, refused.out) == (2, b"")
    assert "bad.md:2: the place $requets" in refused.said
    guichet.write("latin.md", "$opinion\nLe priv\xe9\n".encode("latin-1"))
    assert "latin.md:2" in letter(path, "--template", "latin.md").said


@pytest.mark.parametrize("saved", [False, True])
def test_what_became_of_the_requests(guichet, small, letter, answered, saved):
    """--since takes the dossier sent before or its saved result; the letter opens with what was answered and what was not."""
    old = answered("old.yaml", blocking=False, minor=False)
    if saved:
        guichet("check", old, "--charter", small, *DAY, "-f", "json", "-o", "old.json", "--exit-zero")
        old = "old.json"
    text = letter(answered("new.yaml", minor=False), "--since", old).text

    assert "Requests answered (1 blocking): ETH-01" in text
    assert "Requests unchanged (1 minor): ENV-01" in text
    assert text.index("Requests answered") < text.index("#### Request ENV-01")


def test_each_dossier_has_its_own_previous_letter(guichet, letter, answered):
    """Among several, the submission before is the one of the same project; a dossier that is new has none."""
    answered("old/a.yaml", minor=False)
    for name in ("new/a.yaml", "new/b.yaml"):
        answered(name)
    assert letter("new", "--out-dir", "out", "--since", "old").code == 0
    texts = [(guichet.work / "out" / name).read_text(encoding="utf-8") for name in ("A.md", "B.md")]
    assert ["Requests answered" in text for text in texts] == [True, False]


def test_a_selection_is_said(letter, answered):
    """A letter about part of the criteria says how many gaps are not in it; its rates are those of the whole."""
    path = answered("a.yaml", blocking=False, minor=False)
    text = letter(path, "--select", "ETH").text
    assert "1 other gap is not in it" in text
    assert "Request ENV-01" not in text


REFUSED = (
    (("a.yaml", "b.yaml"), "--out-dir"),
    (("a.yaml", "-o", "x.md", "--out-dir", "out"), "--output and --out-dir"),
    (("a.yaml", "-f", "pdf"), "markdown, docx"),
    (("a.yaml", "--since", "-"), "--since needs a file"),
    (("a.yaml", "--since", "none.yaml"), "none.yaml"),
    (("a.yaml", "--template", "none.md"), "none.md"),
    (("none.yaml",), "none.yaml"),
    (("a.yaml", "--out-dir", "a.yaml"), "no folder"),
    (("a.yaml", "-o", "none/x.md"), "none/x.md"),
)


def test_calls_that_cannot_be_honoured(guichet, small, answered):
    """Each is exit 2, writes nothing, and says what to change."""
    for name in ("a.yaml", "b.yaml"):
        answered(name)
    calls = [("letter", *arguments) for arguments, _ in REFUSED]
    for (arguments, said), ended in zip(REFUSED, guichet.batch(*calls, GUICHET_CHARTER=small, **OPTIONS), strict=True):
        assert (arguments, ended.code, ended.out) == (arguments, 2, b"")
        assert said in ended.said
    assert sorted(path.name for path in guichet.work.iterdir()) == ["a.yaml", "b.yaml", "charters"]


def test_a_docx_needs_its_package(guichet, letter, answered):
    """Without the extra the call is refused, and says how to install it."""
    lines = "import importlib.util as u\nfound = u.find_spec\nu.find_spec = lambda n, *a: None if n == 'docx' else found(n, *a)"
    ended = guichet.driver(lines, "--lang", "en", "letter", answered("a.yaml"), "-f", "docx")
    assert ended.code == 2
    assert "guichet-cli[office]" in ended.said


def test_no_terminal_shows_a_docx(guichet, answered):
    """On a terminal the call is refused before anything is judged, and says where to write."""
    lines = "from guichet_cli.cli import streams\nstreams.is_terminal = lambda stream: True"
    ended = guichet.driver(lines, "--lang", "en", "letter", answered("a.yaml"), "-f", "docx")
    assert (ended.code, ended.out) == (2, b"")
    assert "-o" in ended.said


def test_markdown_imports_no_docx(guichet, answered):
    """A letter in Markdown costs nothing of what DOCX needs."""
    lines = "import atexit\natexit.register(lambda: sys.stderr.write(','.join({'docx', 'lxml', 'markdown_it'} & set(sys.modules))))"
    ended = guichet.driver(lines, "letter", answered("a.yaml"), *DAY)
    assert (ended.code, ended.said) == (0, "")
