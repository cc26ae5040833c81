"""The PDF, read back by another program: tagged, titled, whole, and holding text as text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
import typst
from corpus import CORPUS, each_corpus, each_language, packed
from pypdf import PdfReader
from small_charter import INJECTION, judged, run_of

from guichet_cli.core.model import Verdict
from guichet_cli.render import pdf
from guichet_cli.render.pdf_text import BREAK, SHOWN, printed


def read(data):
    """Give a document as its reader opens it."""
    return PdfReader(io.BytesIO(data))


def text_of(data):
    """Give the words of a document, on one line."""
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).replace(BREAK, "").split())


def titles(outline):
    """Give the titles of an outline, those within others included."""
    for entry in outline:
        yield from titles(entry) if isinstance(entry, list) else [entry.title.replace(BREAK, "")]


def tags(element, found):
    """Give the kinds of the elements of a structure tree."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            tags(each, found)
    elif isinstance(element, dict):
        found.add(str(element.get("/S", "")))
        tags(element.get("/K", []), found)
    return found


@each_language
@pytest.mark.parametrize("case", ["gaps", "several", "admissible"])
def test_accessible(case, lang):
    """The document is tagged, has a title that is shown, a language, headings, tables with heads, and an outline."""
    document = read(packed("pdf", case, lang))
    root = document.trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 it is an object of the reader
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert document.metadata.title
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/Figure", "/LI"} <= tags(root["/StructTreeRoot"], set())
    assert list(titles(document.outline))


@each_corpus
def test_any_text(case):
    """Whatever dossiers and charters say, the document is made, with a report of each dossier."""
    cards = CORPUS[case]("fr")
    data = packed("pdf", case)
    assert data.startswith(b"%PDF-")
    assert b"/URI" not in data
    assert b"/JavaScript" not in data
    provenances = [title for title in titles(read(data).outline) if title == "Provenance et limites"]
    assert len(provenances) == len(cards)


def test_text_is_never_markup():
    """What would be an instruction to the typesetter stands in the document as it was written."""
    (card,) = judged("gaps", "fr")
    said = '#import "@preview/a:1.0.0" #read("/etc/passwd") *a* $x$ <b> @c `d'
    project = {**card.project, "title": said}
    shown = text_of(packed("pdf", [replace(card, project=project)]))
    assert said in shown


def test_says_what_the_page_says():
    """The verdict and its reasons, the commitments, each gap with what to do, and what was not examined are there."""
    (card,) = judged("gaps", "fr")
    shown = text_of(packed("pdf", "gaps"))
    for rates in card.rates:
        assert rates.commitment.title in shown
    for gap in card.gaps:
        assert f"{gap.criterion} {gap.title}" in shown
    for words in (
        "Ce qui n’a pas été examiné",
        "Provenance et limites",
        run_of("fr").language.say(f"verdict.{card.verdict}"),
    ):
        assert words in shown
    assert card.charter.sha256[:16] in shown


def test_letters_of_the_fonts():
    """Every letter that is let through is one that the fonts show, upright, bold and of one width."""
    letters = [chr(code) for code in range(0x20, 0x2800) if re.match(f"[{SHOWN}]", chr(code)) and chr(code).strip()]
    source = b"""
#let letters = json(bytes(sys.inputs.data))
#set document(title: "a")
#set text(lang: "fr", font: ("Libertinus Serif", "DejaVu Sans Mono"))
#for each in letters [#text(each) *#each* #text(font: ("DejaVu Sans Mono", "Libertinus Serif"), each) ]
"""
    made = typst.compile(
        source, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True, sys_inputs={"data": json.dumps(letters)}
    )
    assert made.startswith(b"%PDF-")
    assert len(letters) > 1_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("déjà vu → « oui »", "déjà vu → « oui »"),
        ("e\u0301", "é"),
        ("中 😀 \x1b", "\\u4E2D \\U0001F600 \\x1B"),
        ("a" * 24, "a" * 24),
        ("b" * 26, "|".join(["b" * 8, "b" * 8, "b" * 8, "bb"])),
        ("equity.subgroups_proofs.of_all", "equity.|subgroups_|proofs.|of_|all"),
    ],
)
def test_printed(text, shown):
    """Letters that no font has are written out; a word that no line can hold has places to break."""
    assert printed(text).replace(BREAK, "|") == shown


def test_many(monkeypatch):
    """Over a number of dossiers the others are rows of the first table, and the document says how many."""
    monkeypatch.setattr(pdf, "MOST", 1)
    cards = CORPUS["several"]("fr")
    data = packed("pdf", "several")
    assert list(titles(read(data).outline)).count("Provenance et limites") == 1
    assert f"{len(cards) - 1} dossiers ne sont que dans ce tableau." in text_of(data)


def test_unreadable():
    """A dossier that cannot be read has its verdict, the place and what to do, and no rate."""
    card = next(card for card in CORPUS["several"]("fr") if card.verdict is Verdict.UNREADABLE)
    shown = text_of(packed("pdf", [card]))
    assert "illisible" in shown
    assert card.findings[0].criterion in shown
    assert "Couverture" not in shown
    assert INJECTION not in shown
