"""CSV (RFC 4180): a row a finding, for a spreadsheet, where no cell is a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guichet_cli.core.printable import visible
from guichet_cli.render.harmless import unobeyed
from guichet_cli.render.places import begin_of
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render import Run

MARK = "\ufeff"
"""Without it, a spreadsheet on Windows takes UTF-8 for its own alphabet and breaks accents."""
COLUMNS = (
    *("path", "project", "desk", "phase", "verdict", "criterion", "title", "commitment", "level", "status", "outcome"),
    *("gap", "credit_pct", "gain_points", "evidenced", "proof_missing", "claimed", "waived", "effort"),
    *("line", "column", "pointer", "message", "remedy", "reference", "fingerprint"),
    *("charter", "charter_version", "provenance", "as_of", "known", "location_path"),
)
"""Never translated, never reordered; new ones go last."""
_BEFORE = r"[\s\u00ad\u180e\u200b-\u200d\u2060]*"
_SIGNS = r"(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
FORMULAS = (re.compile(rf"^{_BEFORE}{_SIGNS}"), re.compile(rf"[;,\t\"]{_BEFORE}{_SIGNS}"))
"""Where a cell begins as a formula does, and where one would begin for a reader that splits at another sign."""
NUMBER = re.compile(r"-?\d+")


class Csv:
    """Rows for a spreadsheet: every finding, whole numbers only, each cell between quotation marks."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def begin(self) -> str:
        """Give the names of the columns."""
        return MARK + row(COLUMNS)

    def add(self, card: Scorecard) -> str:
        """Give a row for each finding of one dossier."""
        project = [inert(value) if isinstance(value, str) else "" for value in _project(card)]
        before = [unobeyed(visible(card.path)), *project, str(card.verdict)]
        charter = card.charter
        after = [charter.id, charter.version, charter.provenance, self.run.as_of.isoformat()]
        after = [inert(value) for value in after]
        return "".join(row([*before, *cells(finding), *after, *_last(finding)]) for finding in card.findings)

    def end(self) -> str:
        """Give nothing: a total among rows would be taken for one of them."""
        return ""


def cells(finding: Finding) -> Sequence[str]:
    """Give what a finding says, in the order of the columns."""
    line, column = begin_of(finding)
    words = (finding.criterion, finding.title, finding.commitment or "", finding.level, finding.status, finding.outcome)
    numbers = (finding.credit * 100 // 1, finding.gain // 1)
    marks = (finding.evidenced, finding.proof_missing, finding.claimed, finding.waived)
    reference = next((f"{r.title}, {r.at}" if r.at else r.title for r in finding.references), "")
    return [
        *map(inert, words),
        *map(_truth, (finding.gap,)),
        *map(str, numbers),
        *map(_truth, marks),
        finding.effort,
        str(line),
        str(column),
        *map(inert, (finding.location.pointer, finding.message, finding.remedy, reference)),
        finding.fingerprint,
    ]


def row(values: Sequence[str]) -> str:
    """Give a row: every cell quoted, none a formula, ended as RFC 4180 wants."""
    return ",".join(cell(value) for value in values) + "\r\n"


def cell(text: str) -> str:
    """Give a cell that a spreadsheet shows and does not compute."""
    if not NUMBER.fullmatch(text):
        for formula in FORMULAS:
            text = formula.sub(r"\g<0>'", text)
    return '"{}"'.format(text.replace('"', '""'))


def _project(card: Scorecard) -> Sequence[object]:
    return [card.project[key] for key in ("id", "desk", "phase")]


def _last(finding: Finding) -> Sequence[str]:
    return [_truth(finding.known), unobeyed(visible(finding.location.path))]


def _truth(value: bool) -> str:
    return "true" if value else "false"
