"""Each format read back by a parser that is not ours, as the gaps that it tells: `(code, level)` of each."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
PLACE = re.compile(r"^(.*?):(\d+):(\d+): ((?:[A-Z]+-\d+)) (.+)$")
SARIF_SCHEMA = "sarif-2.1.0-rtm.5.json"
NOT_GAPS = "warning"


def sarif_schema():
    """Give the official schema of SARIF, None where the machine has none: GUICHET_SARIF_SCHEMA names a folder or a file."""
    named = os.environ.get("GUICHET_SARIF_SCHEMA")
    places = [Path(named)] if named else []
    places.append(ROOT / "node_modules" / "@microsoft" / "jest-sarif")
    for place in places:
        found = [place] if place.is_file() else sorted(place.rglob(SARIF_SCHEMA))
        if found:
            return json.loads(found[0].read_bytes())
    return None


def results(text):
    """Give the results of a SARIF log."""
    return [result for run in json.loads(text)["runs"] for result in run["results"]]


def annotations(text):
    """Give the annotations of GitHub's commands: the command, its properties and its message, decoded."""
    found = []
    for line in text.split("\n")[:-2]:
        command, said, message = COMMAND.fullmatch(line).groups()
        properties = dict(pair.split("=", 1) for pair in said.split(","))
        decoded = {key: decode(value, "%2C", "%3A", "%0A", "%0D", "%25") for key, value in properties.items()}
        found.append((command, decoded, decode(message, "%0A", "%0D", "%25")))
    return found


def decode(text, *codes):
    """Decode what GitHub decodes, as it does: one code after the other."""
    for code in codes:
        text = text.replace(code, chr(int(code[1:], 16)))
    return text


def rows(text):
    """Give the rows of a CSV, by column."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def suites(text):
    """Give the suites of a JUnit document."""
    return ET.fromstring(text).findall("testsuite")  # noqa: S314 our own output


def tokens(text):
    """Give the tokens of a Markdown document, with raw HTML on and those within lines, as forges read it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [inner for token in parser.parse(text) for inner in (token, *(token.children or ()))]


def _json(text):
    return [f for dossier in json.loads(text)["dossiers"] for f in dossier["findings"] if f["gap"]]


def _concise(text):
    return [(PLACE.fullmatch(line)[4], None) for line in text.split("\n")[:-1]]


def _jsonl(text):
    return [f for line in text.split("\n")[:-1] for f in json.loads(line)["findings"] if f["gap"]]


def _sarif(text):
    return [(result["ruleId"], result["properties"]["level"]) for result in results(text) if result["kind"] == "fail"]


def _gitlab(text):
    levels = {"blocker": "blocking", "major": "major", "minor": "minor"}
    return [(i["check_name"], levels[i["severity"]]) for i in json.loads(text) if i["severity"] != "info"]


def _junit(text):
    tests = [test for suite in suites(text) for test in suite.findall("testcase")]
    faults = [(t, fault) for t in tests for fault in (*t.findall("failure"), *t.findall("error"))]
    return [(test.get("name").split(" ")[0], fault.get("type")) for test, fault in faults]


def _csv(text):
    return [(row["criterion"], row["level"]) for row in rows(text) if row["gap"] == "true"]


def _markdown(text):
    from small_charter import run_of

    words = {run_of(lang).language.say(f"level.{level}"): level for lang in ("fr", "en") for level in LEVELS}
    items = re.findall(r"^\* \*\*([A-Z]+-\d+)\*\* \((\w+)", text, re.MULTILINE)
    return [(code, words[word]) for code, word in items if words.get(word, NOT_GAPS) != NOT_GAPS]


LEVELS = ("blocking", "major", "minor", "warning")
READERS = {
    "json": lambda text: [(f["criterion"], f["level"]) for f in _json(text)],
    "concise": _concise,
    "jsonl": lambda text: [(f["criterion"], f["level"]) for f in _jsonl(text)],
    "sarif": _sarif,
    "gitlab": _gitlab,
    "junit": _junit,
    "markdown": _markdown,
    "csv": _csv,
}
"""What each format says of gaps; `github` shows some of them and counts the others."""
