"""XLSX: a workbook for the desk: the dossiers, their findings, what they add up to, and where all that comes from."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from guichet_cli.core.gate import Passage
from guichet_cli.core.model import Verdict
from guichet_cli.core.printable import visible
from guichet_cli.core.row import grouped_rows, row_of, sorted_rows
from guichet_cli.core.scoring import floored
from guichet_cli.core.tally import Tally
from guichet_cli.render.card import text
from guichet_cli.render.gate import gate_line
from guichet_cli.render.html_provenance import NOT_EXAMINED
from guichet_cli.render.numbers import tenth
from guichet_cli.render.places import begin_of
from guichet_cli.render.told import cut_short
from guichet_cli.render.xlsx_book import Book, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guichet_cli.core.model import Charter, Finding, Scorecard
    from guichet_cli.core.row import Row
    from guichet_cli.render import Run
    from guichet_cli.render.xlsx_book import Cell

VERDICT_FILLS = {
    Verdict.ADMISSIBLE: "green",
    Verdict.ADMISSIBLE_WITH_RESERVATIONS: "amber",
    Verdict.INCOMPLETE: "amber",
    Verdict.INADMISSIBLE: "red",
    Verdict.UNREADABLE: "red",
}
LEVEL_FILLS = {"blocking": "red", "major": "amber", "minor": "blue"}
FINDING_COLUMNS = (
    *(("project", 16, "text"), ("criterion", 11, "text"), ("title", 34, "prose"), ("commitment", 18, "text")),
    *(("level", 13, "text"), ("outcome", 20, "text"), ("gap", 8, "text")),
    *(("message", 60, "prose"), ("remedy", 60, "prose"), ("reference", 40, "prose")),
    *(("line", 8, "number"), ("column", 9, "number"), ("pointer", 28, "text"), ("effort", 22, "text")),
    *(("credit", 9, "rate"), ("gain", 9, "points")),
    *((name, 11, "text") for name in ("evidenced", "proof_missing", "claimed", "waived", "known", "status")),
    *(("desk", 22, "text"), ("phase", 12, "text"), ("verdict", 26, "text"), ("path", 40, "text")),
    *(("location_path", 40, "text"), ("charter", 22, "text"), ("version", 9, "text"), ("provenance", 12, "text")),
    *(("as_of", 12, "text"), ("fingerprint", 20, "text")),
)


class Xlsx:
    """A workbook: findings are written as they come, a row of each dossier is kept for the sheet that sorts them."""

    def __init__(self, run: Run) -> None:
        self.run, self.language = run, run.language
        self.rows: list[Row] = []
        self.digests: dict[int, str] = {}
        """The digest of the dossier of each row."""
        self.charters: dict[str, Charter] = {}
        self.tally, self.passage = Tally(gate=run.gate), Passage(gate=run.gate)

    def begin(self) -> bytes:
        """Lay out the sheets; the bytes come at the end."""
        say = self.language.say
        self.book = Book(self.run, say("xlsx.document", date=self.run.as_of.isoformat()))
        self.first = self.book.workbook.add_worksheet(say("xlsx.sheet.dossiers"))
        self.findings = [self.book.sheet(say("xlsx.sheet.findings"), self._finding_columns(), still=2)]
        return b""

    def add(self, card: Scorecard) -> bytes:
        """Write the findings of one dossier, and keep its row."""
        self.tally.add(card)
        self.passage.add(card)
        self.charters.setdefault(card.charter.sha256, card.charter)
        self.rows.append(row_of(card))
        self.digests[id(self.rows[-1])] = card.sha256
        after = self._after(card)
        for finding in card.findings:
            if self.findings[-1].full:
                name = f"{self.language.say('xlsx.sheet.findings')} {len(self.findings) + 1}"
                self.findings.append(self.book.sheet(name, self._finding_columns(), still=2))
            self.findings[-1].add([text(card.project["id"]), *self._cells(finding, card), *after(finding)])
        return b""

    def end(self) -> bytes:
        """Give the workbook."""
        for sheet in (self._dossiers(), *self.findings, self._distribution(), self._provenance()):
            sheet.finish()
        return self.book.close()

    def _finding_columns(self) -> Sequence[Column]:
        fills = {"verdict": self._verdict_fills(), "level": self._level_fills()}
        return [Column(self._head(name), width, kind, fills.get(name)) for name, width, kind in FINDING_COLUMNS]

    def _cells(self, finding: Finding, card: Scorecard) -> Sequence[Cell]:
        """Give what a finding says, as far as its remedy and its marks."""
        line, column = begin_of(finding)
        commitments = {commitment.id: commitment.title for commitment in card.charter.commitments}
        outcome = "outcome.claimed" if finding.claimed else f"outcome.{finding.outcome}"
        reference = next((f"{r.title}, {r.at}" if r.at else r.title for r in finding.references), "")
        words = (finding.criterion, finding.title, commitments.get(finding.commitment or "", ""))
        marks = (finding.evidenced, finding.proof_missing, finding.claimed, finding.waived, finding.known)
        return [
            *words,
            *(self._word("level", finding.level), self.language.say(outcome), self._truth(finding.gap)),
            *(finding.message, finding.remedy, reference),
            *(line, column, visible(finding.location.pointer), self._word("effort", finding.effort)),
            *(float(finding.credit), float(floored(finding.gain, 10, complete=True))),
            *map(self._truth, marks),
            self._word("status", finding.status),
        ]

    def _after(self, card: Scorecard) -> Callable[[Finding], Sequence[Cell]]:
        """Give what stands after a finding's own cells: the same of each but for its place and its fingerprint."""
        say, charter = self.language.say, card.charter
        whose = [self._word(key, text(card.project[key])) for key in ("desk", "phase")]
        judged = [*whose, say(f"verdict.{card.verdict}"), visible(card.path)]
        by = [charter.id, charter.version, self._word("charter", charter.provenance), self.run.as_of.isoformat()]
        return lambda finding: [*judged, visible(finding.location.path), *by, finding.fingerprint]

    def _dossiers(self) -> Sheet:
        """Write a row for each dossier, in the order that the call asks for."""
        prefixes = list(dict.fromkeys(prefix for row in self.rows for prefix in row.rates))
        columns = [
            *(Column(self._head(name), width) for name, width in (("project", 16), ("title", 40), ("desk", 22))),
            Column(self._head("phase"), 12),
            Column(self._head("verdict"), 26, fills=self._verdict_fills()),
            *(Column(prefix, 9, "rate") for prefix in prefixes),
            Column(self._head("lowest"), 12),
            *(Column(self._head(name), 12, "rate") for name in ("lowest_rate", "coverage")),
            *(Column(self._head(name), 12, "number") for name in ("blocking", "waivers", "stale")),
            *(Column(self._head(name), width) for name, width in (("path", 44), ("place", 10))),
            *(Column(self._head("fault"), 60, "prose"), Column(self._head("sha256"), 20)),
        ]
        sheet = Sheet(self.book, self.first, columns, 1)
        for row in self._ordered():
            sheet.add(self._row(row, prefixes))
        return sheet

    def _ordered(self) -> Iterator[Row]:
        rows = sorted_rows(self.rows, self.run.sort)
        if self.run.group_by is None:
            yield from rows
        else:
            for group in grouped_rows(rows, self.run.group_by).values():
                yield from group

    def _row(self, row: Row, prefixes: Sequence[str]) -> Sequence[Cell]:
        rates = [row.rates.get(prefix) for prefix in prefixes]
        least = row.rates.get(row.lowest)
        span = row.fault.location.span if row.fault else None
        return [
            *(row.id, row.title, self._word("desk", row.desk), self._word("phase", row.phase)),
            self.language.say(f"verdict.{row.verdict}"),
            *(_share(rate.declared, complete=rate.complete) if rate else None for rate in rates),
            row.lowest or None,
            _share(least.declared, complete=least.complete) if least else None,
            _share(row.coverage, complete=True),
            *(None if row.verdict is Verdict.UNREADABLE else n for n in (row.blocking, row.waived, row.stale)),
            visible(row.path),
            f"{span.line}:{span.column}" if span else None,
            f"{row.fault.code} {row.fault.message}" if row.fault else None,
            self.digests[id(row)],
        ]

    def _distribution(self) -> Sheet:
        """Write how many dossiers there are of each verdict, phase and desk, and with a gap on each criterion."""
        heads = (("by", 18, "text"), ("value", 44, "prose"), ("dossiers", 10, "number"), ("share", 10, "rate"))
        columns = [Column(self._head(name), width, kind) for name, width, kind in heads]
        sheet = self.book.sheet(self.language.say("xlsx.sheet.distribution"), columns)
        for by, value, number in self._counts():
            sheet.add(
                [self._head(by), value, number, _share(Fraction(100 * number, max(len(self.rows), 1)), complete=True)]
            )
        return sheet

    def _counts(self) -> Iterator[tuple[str, str, int]]:
        for verdict in Verdict:
            yield "verdict", self.language.say(f"verdict.{verdict}"), self.tally.verdicts[str(verdict)]
        for by in ("phase", "desk"):
            for value, number in sorted(Counter(str(getattr(row, by)) for row in self.rows).items()):
                yield by, self._word(by, value) or self.language.say("xlsx.unsaid"), number
        frequent = sorted(self.tally.frequent.items(), key=lambda item: (-item[1], item[0]))
        for (code, title), number in frequent:
            yield "frequent", f"{code} {title}", number

    def _provenance(self) -> Sheet:
        """Write what judged, against what, at which date and gate, and what nobody looked at."""
        columns = [Column(self._head("subject"), 24), Column(self._head("said"), 90, "prose")]
        sheet = self.book.sheet(self.language.say("xlsx.sheet.provenance"), columns)
        told: list[tuple[str, str]] = [("tool", f"guichet {self.run.version}"), ("as_of", self.run.as_of.isoformat())]
        told.append(("language", self.language.code))
        for charter in self.charters.values():
            told += [("charter", f"{charter.title} ({charter.id} {charter.version})"), ("sha256", charter.sha256)]
            told += [("provenance", self._word("charter", charter.provenance)), ("notice", charter.notice)]
        told.append(("gate", gate_line(self.passage, self.language, exit_zero=self.run.exit_zero)))
        selected = self.run.selection.told()
        told += [("selection", f"{name}: {', '.join(codes)}") for name, codes in selected.items()]
        told += [("interrupted", said) for said in (cut_short(self.run),) if said]
        told.append(("not_examined", " ".join(self.language.say(f"html.limits.{name}") for name in NOT_EXAMINED)))
        for subject, said in told:
            sheet.add([self._head(subject), said])
        return sheet

    def _head(self, name: str) -> str:
        return self.language.say(f"xlsx.{name}")

    def _word(self, kind: str, value: str) -> str:
        """Give the word for a value that the tool knows, else the dossier's own."""
        return self.language.messages.get(f"{kind}.{value}", value)

    def _truth(self, value: bool) -> str:
        return self.language.say("xlsx.yes" if value else "xlsx.no")

    def _verdict_fills(self) -> dict[str, str]:
        return {self.language.say(f"verdict.{verdict}"): fill for verdict, fill in VERDICT_FILLS.items()}

    def _level_fills(self) -> dict[str, str]:
        return {self.language.say(f"level.{level}"): fill for level, fill in LEVEL_FILLS.items()}


def _share(rate: Fraction | None, *, complete: bool) -> float | None:
    """Give a rate as a share of 1, from the number that machines are given: floored to a tenth of a point."""
    shown = tenth(rate, complete=complete)
    return None if shown is None else round(shown / 100, 3)
