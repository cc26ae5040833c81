"""PDF: the report of each dossier one after the other, tagged (PDF/UA-1) so that a screen reader follows it."""

from __future__ import annotations

import json
import pkgutil
from typing import TYPE_CHECKING, Any, Final

from guichet_cli.core.classes import replace
from guichet_cli.core.model import Verdict
from guichet_cli.core.row import grouped_rows, row_of, sorted_rows
from guichet_cli.core.tally import Tally
from guichet_cli.render.html_provenance import NOT_EXAMINED
from guichet_cli.render.page import Page
from guichet_cli.render.pdf_report import name_of, report
from guichet_cli.render.pdf_text import all_printed
from guichet_cli.render.told import cut_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guichet_cli.core.model import Scorecard
    from guichet_cli.core.row import Row
    from guichet_cli.render import Run

STANDARD: Final = "ua-1"
MOST = 50
"""How many dossiers are told in full: five hundred pages, and half a gigabyte to lay them out."""
MOST_ROWS = 2_000


class Pdf:
    """A document: reports are kept until the end, since the pages are numbered out of all."""

    def __init__(self, run: Run) -> None:
        self.run = replace(run, unicode=True, color=False)
        self.page = Page(self.run)
        self.tally = Tally(gate=run.gate)
        self.rows: list[Row] = []
        self.reports: list[str] = []
        self.name = ""

    def begin(self) -> bytes:
        """Give nothing: the document comes whole."""
        return b""

    def add(self, card: Scorecard) -> bytes:
        """Keep the row and the report of one dossier."""
        self.tally.add(card)
        self.rows.append(row_of(card))
        self.name = name_of(card)
        if len(self.reports) < MOST:
            self.reports.append(_as_json(report(self.page, card, self.run)))
        return b""

    def end(self) -> bytes:
        """Give the document."""
        import typst

        template = pkgutil.get_data(__package__, "report.typ") or b""
        content = f'{_as_json(self._head())[:-1]}, "reports": [{", ".join(self.reports)}]}}'
        made = typst.compile(
            template, format="pdf", pdf_standards=STANDARD, ignore_system_fonts=True, sys_inputs={"data": content}
        )
        return bytes(made)

    def _head(self) -> dict[str, Any]:
        page, run = self.page, self.run
        several = len(self.rows) != 1 or bool(cut_short(run))
        title = page.count("card.dossiers", len(self.rows)) if several else self.name
        return {
            "title": page.say("html.report.title", name=title),
            "author": f"guichet {run.version}",
            "date": [run.as_of.year, run.as_of.month, run.as_of.day],
            "lang": run.language.code,
            "footer": page.say("html.report.title", name=title),
            "limits": {
                "title": page.say("html.limits"),
                "items": [page.say(f"html.limits.{name}") for name in NOT_EXAMINED],
            },
            "several": self._several() if several else None,
        }

    def _several(self) -> dict[str, Any]:
        """Give a row for each dossier, and what is left out."""
        page = self.page
        prefixes = list(dict.fromkeys(prefix for row in self.rows for prefix in row.rates))
        heads = [page.say(f"card.column.{name}") for name in ("dossier", "lowest", "blocking", "verdict")]
        shown = self._ordered()[:MOST_ROWS]
        said = [page.count(f"verdict.number.{v}", n) for v in Verdict if (n := self.tally.verdicts[str(v)])]
        dossiers = page.count("card.dossiers", len(self.rows))
        counts = f"{page.say('card.sentence.colon', head=dossiers, tail=', '.join(said))}."
        left = len(self.rows) - len(self.reports)
        return {
            "about": [each for each in (cut_short(self.run), counts if said else "") if each],
            "heads": [heads[0], *prefixes, *heads[1:]],
            "rows": [self._row(row, prefixes) for row in shown],
            "left": page.count("pdf.left", left) if left else "",
        }

    def _ordered(self) -> Sequence[Row]:
        rows = sorted_rows(self.rows, self.run.sort)
        if self.run.group_by is None:
            return rows
        groups: Iterable[Sequence[Row]] = grouped_rows(rows, self.run.group_by).values()
        return [row for group in groups for row in group]

    def _row(self, row: Row, prefixes: Sequence[str]) -> list[str]:
        page = self.page
        found = [row.rates.get(prefix) for prefix in (*prefixes, row.lowest)]
        rates = [page.percent(each.declared, complete=each.complete, unit=False) if each else "–" for each in found]
        blocking = "–" if row.verdict is Verdict.UNREADABLE else str(row.blocking)
        return [row.id or row.path, *rates, blocking, page.say(f"verdict.{row.verdict}")]


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(all_printed(value), ensure_ascii=True)
