"""The workbook, read back by another program: cells of words and numbers, sheets that a reader finds their way in."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from corpus import CORPUS, each_corpus, each_language, packed
from openpyxl import load_workbook
from small_charter import judged, run_of

from guichet_cli.core.model import Verdict
from guichet_cli.core.printable import visible
from guichet_cli.errors import GuichetError
from guichet_cli.render import writer
from guichet_cli.render.xlsx_book import FILLS, Book, Column

SHEETS = {
    "fr": ["Dossiers", "Constats", "Répartition", "Provenance"],
    "en": ["Dossiers", "Findings", "Distribution", "Provenance"],
}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LARGEST_CELL = 32_767


def opened(data):
    """Give a workbook as a spreadsheet reads it."""
    return load_workbook(io.BytesIO(data))


def parts(data):
    """Give the text of each part of the file."""
    with ZipFile(io.BytesIO(data)) as packed_file:
        return {name: packed_file.read(name).decode() for name in packed_file.namelist()}


def table(sheet):
    """Give the rows of a sheet by the words of its head."""
    heads, *rows = sheet.values
    return [dict(zip(heads, row, strict=True)) for row in rows]


@each_corpus
@each_language
def test_cells_are_words_and_numbers(case, lang):
    """No cell of any sheet is a formula, a link, an error or markup, whatever the dossier and the charter say."""
    data = packed("xlsx", case, lang)
    for name, text in parts(data).items():
        if "worksheets/sheet" in name:
            assert set(re.findall(r'<c [^>]*?t="(\w+)"', text)) <= {"inlineStr"}
            assert re.search(r"<f[ >/]|<hyperlink|<r>|<mergeCell", text) is None
        assert 'TargetMode="External"' not in text
        assert FORBIDDEN.search(text) is None
    for sheet in opened(data):
        values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {type(value) for value in values} <= {str, int, float}
        assert all(len(value) <= LARGEST_CELL for value in values if isinstance(value, str))
        assert not any(cell.data_type in {"f", "e"} for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")', "http://a.b", "12", "<r><t>a</t></r>", "_x0041_"]
)
def test_text_stays_text(text):
    """What looks like a formula, a link, a number or the markup of a cell is shown as it was written."""
    book = Book(run_of("fr"), "a")
    sheet = book.sheet("a", [Column("a", 10)])
    sheet.add([text])
    sheet.finish()
    data = book.close()
    cell = opened(data)["a"]["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value.strip() == text.replace("_x0041_", "_x005F_x0041_")  # openpyxl does not decode what Excel does
    assert "<r>" not in parts(data)["xl/worksheets/sheet1.xml"]


@each_language
def test_sheets(lang):
    """Four sheets in the reader's language: heads that stay in sight and are printed again, filters, widths."""
    book = opened(packed("xlsx", "several", lang))
    assert book.sheetnames == SHEETS[lang]
    assert book.custom_doc_props["Language"].value == lang
    assert book.active.title == "Dossiers"
    for sheet in book:
        assert (sheet.freeze_panes[-1], sheet.print_title_rows, sheet.page_setup.orientation) == (
            "2",
            "$1:$1",
            "landscape",
        )
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[1])
        assert all(cell.value and cell.font.bold for cell in sheet[1])
        assert sheet.merged_cells.ranges == set()


def test_rows():
    """A row for each dossier and for each finding, none left out; rates are shares, in the order of the charter."""
    cards = CORPUS["several"]("fr")
    book = opened(packed("xlsx", "several"))
    rows, findings = table(book["Dossiers"]), table(book["Constats"])
    assert [row["Chemin"] for row in rows] == [visible(card.path) for card in cards]
    assert [row["Critère"] for row in findings] == [finding.criterion for card in cards for finding in card.findings]
    for row, card in zip(rows, cards, strict=True):
        assert row["SHA-256"] == (card.sha256 or None)
        for rates in card.rates:
            exact, shown = rates.declared, row[rates.commitment.prefix]
            assert (exact is None) is (shown is None)
            assert exact is None or 0 <= exact / 100 - shown * 1 < 0.001
        if card.verdict is Verdict.UNREADABLE:
            assert row["Pourquoi le fichier est illisible"].startswith(card.findings[0].criterion)
            assert row["Lacunes bloquantes"] is None


def test_distribution_adds_up():
    """Verdicts, phases and desks each add up to the dossiers; a frequent gap is in as many as its row says."""
    cards = CORPUS["several"]("fr")
    rows = table(opened(packed("xlsx", "several"))["Répartition"])
    for by in ("Avis", "Phase", "Guichet"):
        assert sum(row["Dossiers"] for row in rows if row["Par"] == by) == len(cards)
    frequent = {row["Valeur"].split(" ")[0]: row["Dossiers"] for row in rows if row["Par"] == "Lacune fréquente"}
    readable = [card for card in cards if card.verdict is not Verdict.UNREADABLE]
    assert frequent == {
        code: sum(any(gap.criterion == code for gap in card.gaps) for card in readable)
        for code in {gap.criterion for card in readable for gap in card.gaps}
    }


def test_rows_in_the_order_asked_for():
    """`--sort` and `--group-by` order the rows of the dossiers."""
    cards = CORPUS["several"]("fr")
    paths = [visible(card.path) for card in cards]
    run = run_of("fr")
    for more in ({"sort": "verdict"}, {"group_by": "verdict"}):
        book = writer("xlsx", replace(run, **more))
        book.begin()
        for card in cards:
            book.add(card)
        rows = table(opened(book.end())["Dossiers"])
        verdicts = [row["Avis"] for row in rows]
        assert sorted(row["Chemin"] for row in rows) == sorted(paths)
        worst_first = [run.language.say(f"verdict.{verdict}") for verdict in reversed(Verdict)]
        assert verdicts == sorted(verdicts, key=worst_first.index)


def test_fills_say_again_what_words_say():
    """A fill follows the word of its cell, in the reader's language, and leaves it readable."""
    rules = opened(packed("xlsx", "several", "en"))["Findings"].conditional_formatting
    words = {rule.formula[0].strip('"') for group in rules for rule in group.rules}
    assert {"blocking", "major", "minor", "admissible", "unreadable"} <= words
    for look in FILLS.values():
        assert contrast(look["bg_color"], look["font_color"]) >= 7


def contrast(one, other):
    """Give the contrast of two colours, as WCAG computes it."""
    lights = []
    for colour in (one, other):
        channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_findings_go_on_in_another_sheet(monkeypatch):
    """Findings that a sheet has no room for are in the next one."""
    monkeypatch.setattr("guichet_cli.render.xlsx_book.MOST_ROWS", 5)
    findings = CORPUS["gaps"]("fr")[0].findings
    book = opened(packed("xlsx", "gaps"))
    sheets = [sheet for sheet in book if sheet.title.startswith("Constats")]
    assert [sheet.title for sheet in sheets][:2] == ["Constats", "Constats 2"]
    assert [row["Critère"] for sheet in sheets for row in table(sheet)] == [finding.criterion for finding in findings]


SAME = """
import sys
sys.path.insert(0, sys.argv[1])
from corpus import packed
sys.stdout.buffer.write(packed(sys.argv[2], "several"))
"""


@pytest.mark.parametrize("name", ["xlsx", "pdf"])
def test_same_bytes(name):
    """The same dossiers give the same bytes, whatever the seed, the time zone and the day."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    call = [sys.executable, "-c", SAME, str(Path(__file__).parent), name]
    runs = [
        subprocess.run(call, capture_output=True, check=True, env={**kept, "PYTHONHASHSEED": seed, "TZ": zone}).stdout
        for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/New_York"))
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 5_000


def test_nothing_is_left_behind(monkeypatch, tmp_path):
    """Rows wait in files of a folder that is gone at the end, and when a workbook is given up."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (card,) = judged("gaps", "fr")
    for finished in (True, False):
        book = writer("xlsx", run_of("fr"))
        book.begin()
        book.add(card)
        assert list(tmp_path.iterdir()) != []
        if finished:
            book.end()
        del book
        assert list(tmp_path.iterdir()) == []


def test_no_room(monkeypatch):
    """Where the rows that wait have no room, the call is refused as for any output."""
    book = writer("xlsx", run_of("fr"))
    book.begin()
    monkeypatch.setattr(book.first, "write_string", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    monkeypatch.setattr(book.findings[0].sheet, "write_string", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(GuichetError) as refused:
        book.add(judged("gaps", "fr")[0])
    assert refused.value.key == "error.output_unwritable"
