"""The same numbers in every output: each is read back, and compared with the scorecards themselves."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from html_reading import levels_of, read
from openpyxl import load_workbook
from pypdf import PdfReader
from small_charter import DOSSIERS, judged

from guichet_cli.checking import Checker
from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.scoring import floored
from guichet_cli.load.data import language
from guichet_cli.load.stationery import packaged_stationery
from guichet_cli.render import FORMATS, Run, writer
from guichet_cli.render.letter import Letter, letter_markdown

EXAMPLES = Path(__file__).parents[2] / "examples" / "grand-est-2024"
AS_OF = date(2026, 11, 23)
WORDS = language("fr")
GAP_LEVELS = ("blocking", "major", "minor")
SHARES = ("declared", "evidenced", "coverage")
PERCENT = r"(–|\d+)(?:\s%)?"


@cache
def corpus():
    """Give the scorecards of the examples, of the cases of the small charter, and of a dossier with proofs of every kind."""
    checker = Checker(lang="fr", as_of=AS_OF)
    return (*checker.cards(checker.plan([str(EXAMPLES)])), *(card for case in DOSSIERS for card in judged(case, "fr")))


def written(name, cards, **more):
    """Give what a format writes of scorecards, as bytes."""
    run = Run(language=WORDS, version="0", as_of=AS_OF, width=120, **more)
    if name == "letter":
        return letter_markdown(Letter(card=cards[0], lead=(), stationery=packaged_stationery("fr")), run).encode()
    format_writer = writer(name, run)
    chunks = [format_writer.begin(), *(format_writer.add(card) for card in cards), format_writer.end()]
    return b"".join(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "replace") for chunk in chunks)


def whole(rate, *, complete):
    """Give a rate as people read it."""
    return None if rate is None else int(floored(rate, 1, complete=complete))


def truth(card):
    """Give the numbers of a scorecard: those that any output may tell."""
    titles = [rates.commitment.title for rates in card.rates]
    shares = {
        name: [whole(getattr(r, name), complete=r.complete or name == "coverage") for r in card.rates]
        for name in SHARES
    }
    return {
        "verdict": WORDS.say(f"verdict.{card.verdict}"),
        **shares,
        "titles": titles,
        "lowest": card.lowest.commitment.title if card.lowest and not card.lowest.complete else None,
        "counts": [sum(gap.level == level for gap in card.gaps) for level in GAP_LEVELS],
        "gaps": sorted(gap.criterion for gap in card.gaps),
    }


def told_of(document):
    """Give the numbers of one dossier of the JSON document."""
    gaps = [finding for finding in document["findings"] if finding["gap"]]
    rates = document["commitments"]
    return {
        "verdict": WORDS.say(f"verdict.{document['verdict']}"),
        **{name: [None if r[name] is None else int(r[name]) for r in rates] for name in SHARES},
        "counts": [sum(gap["level"] == level for gap in gaps) for level in GAP_LEVELS],
        "gaps": sorted(gap["criterion"] for gap in gaps),
    }


def of_text(text, card):
    """Give the rates that stand after the title of each commitment in a text, and how many gaps it counts."""
    rows = []
    for title in (rates.commitment.title for rates in card.rates):
        row = re.search(
            rf"^\W*{re.escape(title)}[ |]+{PERCENT}[ |]+{PERCENT}[ |█▒·]+{PERCENT}[ |]+\d+/\d+", text, re.MULTILINE
        )
        rows.append([None if cell == "–" else int(cell) for cell in row.groups()])
    named = re.search(r"Taux déclaré le plus faible\s:\s(.*), \d+\s%\.", text)
    return {
        **{name: [row[index] for row in rows] for index, name in enumerate(SHARES)},
        "lowest": named[1] if named else None,
    }


def counted(text, head):
    """Give how many gaps of each level a sentence counts."""
    line = re.search(rf"^{head}\s:\s(.*)", text, re.MULTILINE)
    said = line[1] if line else ""
    found = (re.search(rf"(\d+)\s{word}", said) for word in ("bloquante", "majeure", "mineure"))
    return [int(number[1]) if number else 0 for number in found]


def of_full(data, card):
    """Read the page of a terminal: criteria that wait for facts are listed beside them."""
    text = data.decode()
    listed = re.findall(r"^[✗!·] ([A-Z]+-\d+) \[(?:bloquant|majeur|mineur)\]", text, re.MULTILINE)
    awaiting = re.findall(r"^ {4}`.*?\(ligne \d+\)\s: (.*(?:\n {6}[A-Z].*)*)", text, re.MULTILINE)
    codes = {code for line in awaiting for code in re.findall(r"[A-Z]+-\d+", line)}
    verdict = re.search(r"Avis\s:\s\S\s([A-ZÉÀ\s]+?)\s\(", text)
    return {
        **(of_text(text, card) if card.verdict is not Verdict.UNREADABLE else {}),
        "verdict": " ".join(verdict[1].lower().split()),
        **({"counts": counted(text, "Lacunes"), "gaps": sorted([*listed, *codes])} if card.rates else {}),
    }


def of_csv(data, _):
    """Read the rows of findings."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    gaps = [row for row in rows if row["gap"] == "true"]
    return {
        **({"verdict": WORDS.say(f"verdict.{rows[0]['verdict']}")} if rows else {}),
        "counts": [sum(gap["level"] == level for gap in gaps) for level in GAP_LEVELS],
        "gaps": sorted(gap["criterion"] for gap in gaps),
    }


def of_xlsx(data, card):
    """Read the row of the dossier, and those of its findings."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    (heads, row), (columns, *rows) = (list(book.worksheets[index].values) for index in (0, 1))
    line, findings = dict(zip(heads, row, strict=True)), [dict(zip(columns, each, strict=True)) for each in rows]
    gaps = [each for each in findings if each["Lacune"] == "oui"]
    prefixes = {rates.commitment.prefix: rates.commitment.title for rates in card.rates}
    lowest = line["Engagement le plus faible"]
    words = [WORDS.say(f"level.{level}") for level in GAP_LEVELS]
    told = {
        "verdict": line["Avis"],
        "declared": [None if line[prefix] is None else int(round(line[prefix] * 1000) // 10) for prefix in prefixes],
        "counts": [sum(gap["Niveau"] == word for gap in gaps) for word in words],
        "gaps": sorted(gap["Critère"] for gap in gaps),
    }
    if card.rates:
        least = [rate for rate in truth(card)["coverage"] if rate is not None]
        assert (
            line["Couverture minimale"] is None if not least else int(line["Couverture minimale"] * 100) == min(least)
        )
        assert (line["Lacunes bloquantes"] or 0) == sum(gap.level is Level.BLOCKING for gap in card.whole.gaps)
    if lowest and line["Taux le plus faible"] < 1:
        told["lowest"] = prefixes[lowest]
    return told


def of_markdown(data, card):
    """Read the summary of a forge."""
    text = data.decode()
    verdict = re.search(r"Avis\s:\s\*\*\S\s(.*?)\*\*", text)
    rates = of_text(text, card) if card.verdict is not Verdict.UNREADABLE else {}
    rates.pop("lowest", None)
    return {
        **rates,
        **({"verdict": verdict[1].lower()} if verdict else {}),
        "counts": counted(text, "Lacunes"),
        "gaps": sorted(re.findall(r"^\* \*\*([A-Z]+-\d+)\*\* \((?:bloquant|majeur|mineur)", text, re.MULTILINE)),
    }


def of_pdf(data, card):
    """Read the text of the pages."""
    pages = PdfReader(io.BytesIO(data)).pages
    text = "\n".join(page.extract_text().rpartition("\n")[0] for page in pages).replace("\u200b", "")
    gaps, _, _ = text.partition("\nAvertissements")
    levels = {"bloquante": 0, "majeure": 0, "mineure": 0}
    for number, word in re.findall(r"^(\d+) lacunes? (bloquante|majeure|mineure)s?$", gaps, re.MULTILINE):
        levels[word] = int(number)
    titles = {finding.criterion: finding.title for finding in card.findings}
    listed = [
        code
        for code, title in re.findall(r"^([A-Z]+-\d+) (\S+)", gaps, re.MULTILINE)
        if titles.get(code, "").startswith(title)
    ]
    verdict = re.search(r"^Avis\s:\s\S\s(.*)$", text, re.MULTILINE)
    rates = of_text(text, card) if card.verdict is not Verdict.UNREADABLE else {}
    return {**rates, "verdict": verdict[1].strip(), "counts": list(levels.values()), "gaps": sorted(listed)}


def counted_heads(text, noun):
    """Give how many gaps of each level the headings of a document count."""
    words = ("bloquante", "majeure", "mineure")
    found = (re.search(rf"^\W*(\d+) {noun}s? {word}s?$", text, re.MULTILINE) for word in words)
    return [int(number[1]) if number else 0 for number in found]


def of_letter(data, card):
    """Read the requests of the letter to the lead."""
    text = data.decode()
    sentence = re.search(r"^\*\*(Votre dossier.*?)\*\*", text, re.MULTILINE)
    rates = of_text(text, card) if card.verdict is not Verdict.UNREADABLE else {}
    rates.pop("lowest", None)
    return {
        **rates,
        "verdict": next(WORDS.say(f"verdict.{v}") for v in Verdict if WORDS.say(f"letter.opinion.{v}") == sentence[1]),
        "counts": counted_heads(text, "demande"),
        "gaps": sorted(re.findall(r"^#### Demande ([A-Z]+-\d+)", text, re.MULTILINE)),
    }


def of_html(data, card):
    """Read the report: its verdict, the table of its rates, and the gaps that it lists."""
    root = read(data.decode())
    counts, codes = levels_of(root)
    marked = next(root.classed("sentence")[0].all("strong")).text
    told = {"verdict": marked.strip(), "counts": counts, "gaps": sorted(codes)}
    rows = [list(row.all("td")) for row in next(root.all("tbody")).all("tr")] if card.rates else []
    cells = [[None if cell.text == "–" else int(cell.text.split("\u202f")[0]) for cell in row[:4]] for row in rows]
    columns = {"declared": 0, "evidenced": 1, "coverage": 3}
    rates = {name: [row[column] for row in cells] for name, column in columns.items()} if rows else {}
    lowest = [re.search(r":\s(.*), \d+\s%\.", node.text) for node in root.classed("lowest")]
    return {**told, **rates, "lowest": next((found[1] for found in lowest if found), None)}


READERS = {
    "full": of_full,
    "json": lambda data, _: told_of(json.loads(data)["dossiers"][0]),
    "jsonl": lambda data, _: told_of(json.loads(data)),
    "csv": of_csv,
    "xlsx": of_xlsx,
    "markdown": of_markdown,
    "pdf": of_pdf,
    "html": of_html,
    "letter": of_letter,
}
"""What each format says of one dossier, read back: one line a format."""
TELLS = {
    **dict.fromkeys(("full", "pdf", "html"), ("verdict", *SHARES, "lowest", "counts", "gaps")),
    **dict.fromkeys(("json", "jsonl", "markdown", "letter"), ("verdict", *SHARES, "counts", "gaps")),
    "csv": ("verdict", "counts", "gaps"),
    "xlsx": ("verdict", "declared", "lowest", "counts", "gaps"),
}
"""What must be found in it, of a dossier that can be read: a reader that finds nothing proves nothing."""


@pytest.mark.parametrize("name", READERS)
def test_same_numbers(name):
    """Of each dossier, every output tells the numbers of its scorecard."""
    for card in corpus():
        if not card.charter.commitments:
            continue
        expected, told = truth(card), READERS[name](written(name, [card]), card)
        assert {key: (told[key], expected[key]) for key in told if told[key] != expected[key]} == {}, card.path
        if card.verdict is not Verdict.UNREADABLE:
            assert set(told) >= set(TELLS[name]) - ({"lowest"} if expected["lowest"] is None else set()), card.path


def test_corpus_has_something_to_tell():
    """The corpus has every verdict, gaps of every level, and rates that are neither 0 nor 100."""
    told = [truth(card) for card in corpus()]
    assert {card.verdict for card in corpus()} == set(Verdict)
    assert all(any(each["counts"][index] for each in told) for index in range(3))
    assert any(rate not in {None, 0, 100} for each in told for rate in each["declared"])
    assert set(READERS) - set(FORMATS) == {"letter"}
