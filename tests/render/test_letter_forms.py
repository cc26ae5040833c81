"""The letter: what it says of each case, the same in Markdown and in DOCX, and that nobody's text has an effect in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from corpus import CORPUS, each_corpus, each_language
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from small_charter import DOSSIERS, INJECTIONS, judged, run_of

from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.record import record_of
from guichet_cli.core.requests import follow
from guichet_cli.load.stationery import packaged_stationery
from guichet_cli.render.letter import Letter, letter_markdown
from guichet_cli.render.letter_docx import letter_docx
from guichet_cli.render.naming import Names, plain_name

GOLDEN = Path(__file__).parent / "golden"
LEAD = ("Dr C. Weber", "Ophtalmologue", "CHRU de Nancy")
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
CASES = [case for case in DOSSIERS if case != "several"]
ASKED = {"fr": "Demande ", "en": "Request "}


def written(card, lang, lead=LEAD, **more):
    """Write the letter of a scorecard."""
    letter = Letter(card=card, lead=lead, stationery=packaged_stationery(lang), **more)
    return letter_markdown(letter, run_of(lang))


def of(case, lang):
    """Write the letter of a case."""
    return written(judged(case, lang)[0], lang)


def bound(text, lang):
    """Give the DOCX of a letter as python-docx reads it back, and its bytes."""
    raw = letter_docx(text, lang=lang, as_of=judged("gaps", lang)[0].as_of, tool="0.1.0")
    return Document(io.BytesIO(raw)), raw


def headings(text):
    """Give the headings of a Markdown text, as a parser that is not ours reads them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [(t.tag, after.content) for t, after in pairwise(tokens) if t.type == "heading_open"]


@each_language
@pytest.mark.parametrize("case", CASES)
def test_golden(case, lang, pytestconfig):
    """Each letter is the one that was read and kept."""
    path, text = GOLDEN / f"letter.{case}.{lang}.md", of(case, lang)
    if pytestconfig.getoption("update_golden"):
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes(), f"{path.name} differs: pytest --update-golden, then read the change"


@each_language
@each_corpus
def test_one_request_for_each_gap(case, lang):
    """The letter asks what the scorecard lacks, each gap once, in its order, under a number of its own."""
    for card in CORPUS[case](lang):
        asked = [line for tag, line in headings(written(card, lang)) if tag == "h4"]
        assert len(asked) == len(card.gaps)
        assert len(set(asked)) == len(asked) or case == "everywhere"
        for line, gap in zip(asked, card.gaps, strict=True):
            assert line.startswith(ASKED[lang] + gap.criterion)


@each_language
@pytest.mark.parametrize("case", CASES)
def test_levels_are_counted(case, lang):
    """The headings of the levels say how many requests stand under each."""
    (card, *_) = judged(case, lang)
    said = [int(re.match(r"\d+", line)[0]) for tag, line in headings(of(case, lang)) if tag == "h3"]
    counted = [sum(gap.level is level for gap in card.gaps) for level in Level]
    assert said == [n for n in counted if n]


@each_language
@pytest.mark.parametrize("case", [*CASES, "everywhere"])
def test_both_forms_say_the_same(case, lang):
    """The DOCX has the headings and the words of the Markdown, and its table."""
    card = CORPUS[case](lang)[0]
    text = written(card, lang)
    document, _ = bound(text, lang)

    drawn = [(f"h{p.style.name[-1]}", p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    shown = [(tag, plain(line)) for tag, line in headings(text)]
    assert drawn == shown
    assert len(document.tables) == (1 if card.rates else 0)
    for table in document.tables:
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert [len(row) for row in cells] == [5] * (len(card.rates) + 1)
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def plain(line):
    """Give a line of Markdown as its reader sees it, without the signs that keep forges quiet."""
    (inline,) = (token for token in MarkdownIt("commonmark").parse(line) if token.type == "inline")
    return "".join(child.content for child in inline.children).replace("\u200b", "")


@each_language
def test_docx_is_a_document_that_is_read_aloud(lang):
    """The title and the language are set, headings go down one at a time, lists are lists, the page is A4."""
    document, raw = bound(of("gaps", lang), lang)
    spoken = {"fr": "fr-FR", "en": "en-GB"}[lang]
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert document.core_properties.title.endswith("fond d’œil")
    assert document.core_properties.language == spoken
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {spoken}
    assert {"List Bullet", "List Number"} <= {p.style.name for p in document.paragraphs}
    assert (document.sections[0].page_width.mm, document.sections[0].page_height.mm) == pytest.approx(
        (210, 297), abs=0.1
    )
    assert not any("thumbnail" in name for name in zipfile.ZipFile(io.BytesIO(raw)).namelist())


def test_docx_is_the_same_each_time():
    """Same letter, same bytes: no date of today, in the properties nor in the archive."""
    text = of("gaps", "fr")
    first, second = (bound(text, "fr")[1] for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-23T00:00:00Z" in archive.read("docProps/core.xml")


@each_language
def test_nothing_has_an_effect(lang):
    """Whatever a dossier and a charter say: no element, link, image, heading, field, escape comes of it in either form."""
    for card in CORPUS["everywhere"](lang):
        hostile = replace(card, project=dict.fromkeys(card.project, " ".join(INJECTIONS)))
        text = written(hostile, lang, lead=[*INJECTIONS])
        blocks = MarkdownIt("commonmark").enable("table").parse(text)
        kinds = {token.type for block in blocks for token in (block, *(block.children or ()))}
        assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence"}
        assert not UNSAFE.search(text)
        assert "@team" not in text
        document, raw = bound(text, lang)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            body, links = archive.read("word/document.xml"), archive.read("word/_rels/document.xml.rels")
        assert not re.search(rb"<w:(fldSimple|fldChar|instrText|hyperlink|object|pict)\b", body)
        assert b'TargetMode="External"' not in links
        assert not UNSAFE.search(document.core_properties.title)


@each_language
def test_what_became_of_the_previous_letter(lang):
    """With the submission before, the letter opens with what was answered, and asks again under the same numbers."""
    (old,), (new,) = judged("gaps", lang), judged("admissible", lang)
    before, after = (record_of(card, tool="0", data=None) for card in (old, new))
    text = written(new, lang, earlier=before, followed=follow(before, after))

    assert all(gap.criterion in text for gap in old.gaps if gap.commitment)
    assert ("satisfaites (" if lang == "fr" else "answered (") in text
    other = replace(before, charter=before.charter._replace(id="autre"))
    assert ("référentiel" if lang == "fr" else "another charter") in written(new, lang, earlier=other)


@each_language
def test_an_unreadable_file_has_a_letter(lang):
    """It says where and how to mend the file, gives no rate, and claims no examination."""
    text = of("unreadable", lang)
    said = {"fr": "n’a pas pu être lu", "en": "could not be read"}[lang]
    assert judged("unreadable", lang)[0].verdict is Verdict.UNREADABLE
    assert said in text
    assert "| " not in text


NAMES = (
    ("RETIN-IA", "RETIN-IA"),
    ("Échographie n\u00b0 4", "Echographie-n-4"),
    ("../../etc/passwd", "etc-passwd"),
    ("a\x00b\n..", "a-b"),
    ("CON", "CON-"),
    ("x" * 400, "x" * 60),
    ("見出し", ""),
    ("-rf", "rf"),
)


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_names_are_plain(text, name):
    """A project's id becomes a name that every system accepts and that leads nowhere."""
    assert plain_name(text) == name


def test_names_are_given_once():
    """Twins get a number, whatever their capitals; a project without a name takes the file's."""
    (card,) = judged("gaps", "fr")
    names = Names()
    ids = ("A", "a", "A-2", "A", None, None)
    given = [names(replace(card, path="x/y z.yaml", project={**card.project, "id": each})) for each in ids]
    assert given == ["A", "a-2", "A-2-2", "A-3", "y-z", "y-z-2"]
