"""Several dossiers: one row each, then how many of each verdict, then the gaps that are most frequent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from guichet_cli.core.row import row_of
from guichet_cli.core.tally import Tally
from guichet_cli.render.card import draw_charter
from guichet_cli.render.distribution import groups_of, said_spreads, said_verdicts
from guichet_cli.render.gaps import place_of
from guichet_cli.render.page import MARGIN, VERDICT_MARKS, VERDICT_STYLES
from guichet_cli.render.table import Arrangement, Column, Trailing, draw_table, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Charter, Scorecard
    from guichet_cli.core.row import Rate, Row
    from guichet_cli.render import Run
    from guichet_cli.render.ink import Text
    from guichet_cli.render.page import Page

MOST_FREQUENT = 5
LONGEST_NAME = 40


class Overview:
    """The table under way: rows, not scorecards, are kept."""

    def __init__(self, page: Page, run: Run) -> None:
        self.page = page
        self.rows: list[Row] = []
        self.prefixes: dict[str, None] = {}
        self.charters: dict[str, Charter] = {}
        self.tally = Tally(gate=run.gate)

    def add(self, card: Scorecard) -> None:
        """Keep a row of one more scorecard."""
        self.tally.add(card)
        self.charters.setdefault(card.charter.sha256, card.charter)
        self.prefixes.update(dict.fromkeys(c.prefix for c in card.charter.commitments))
        self.rows.append(row_of(card))

    def draw(self) -> None:
        """Draw the table and what it adds up to."""
        page = self.page
        page.prose(page.count("card.dossiers", len(self.rows)), style="bold")
        if len(self.charters) == 1:
            draw_charter(page, next(iter(self.charters.values())))
        else:
            page.prose(page.say("card.charters", date=page.run.as_of.isoformat()))
            for charter in self.charters.values():
                page.prose(page.plain(f"{charter.title} {charter.version}"))
                if charter.provenance == "derived":
                    page.prose(page.plain(charter.notice), first="  ", style="dim")
        page.blank()
        self._draw_rows()
        page.blank()
        page.prose(said_verdicts(page, self.tally.verdicts) + ".")
        for sentence in said_spreads(page, self.tally):
            page.prose(sentence, rest="  ")
        self._draw_faults()
        self._draw_frequent()
        page.blank()
        page.prose(page.say("card.detail"), style="dim")

    def _draw_rows(self) -> None:
        """Draw the rows, in the order and the groups of the run, all of them in the same columns."""
        rows: list[Row] = []
        heads: dict[int, str] = {}
        for head, members in groups_of(self.page, self.rows):
            if head:
                heads[len(rows)] = head
            rows += members
        draw_table(self.page, self._arrangements(rows), heads)

    def _names(self, rows: Sequence[Row]) -> Column:
        """Give the name of each row: its id, or its path where it has none or shares it."""
        page = self.page
        shown = [page.plain(row.id, LONGEST_NAME) for row in rows]
        times = Counter(shown)
        names = [
            name if name and times[name] == 1 else Trailing(page.path(row.path))
            for name, row in zip(shown, rows, strict=True)
        ]
        return Column(page.say("card.column.dossier"), names, right=False)

    def _arrangements(self, rows: Sequence[Row]) -> Iterator[Arrangement]:
        """Give the table with ever fewer columns: the verdict stays to the end."""
        page, names = self.page, self._names(rows)
        nothing = page.sign("–")
        rates = [
            Column(
                page.plain(prefix, 8),
                [self._bare(row.rates[prefix]) if prefix in row.rates else nothing for row in rows],
            )
            for prefix in self.prefixes
        ]
        lowest = Column(
            page.say("card.column.lowest"),
            [self._bare(row.rates[row.lowest]) if row.lowest else nothing for row in rows],
        )
        coverage = Column(
            page.say("card.short.coverage"), [page.percent(row.coverage, complete=True, unit=False) for row in rows]
        )
        blocking, waived, stale = (
            Column(page.say(f"card.short.{name}"), [self._number(getattr(row, name), style) for row in rows])
            for name, style in (("blocking", "bold red"), ("waived", ""), ("stale", "yellow"))
        )
        told, brief = (
            Column(page.say("card.column.verdict"), [self._verdict(row, lines=lines) for row in rows], right=False)
            for lines in (True, False)
        )
        # a column with nothing in it is left out: the others have more room
        rare = [
            column for name, column in (("waived", waived), ("stale", stale)) if any(getattr(r, name) for r in rows)
        ]
        numbers = [[*rates, lowest, coverage, blocking, *rare[:n]] for n in range(len(rare), -1, -1)]
        for verdict in (told, brief):
            for gap in (2, 1):
                yield Arrangement([names, *numbers[0], verdict], gap=gap)
        for fewer in (*numbers[1:], [*rates, lowest, blocking], [lowest, blocking], []):
            yield Arrangement([names, *fewer, brief], gap=1)

    def _bare(self, rate: Rate) -> str:
        return self.page.percent(rate.declared, complete=rate.complete, unit=False)

    def _number(self, n: int, style: str) -> Text | str:
        return styled(str(n), style) if n else self.page.sign("–")

    def _verdict(self, row: Row, *, lines: bool) -> Text:
        page = self.page
        keys = (f"verdict.short.{row.verdict}", f"verdict.{row.verdict}")
        word = page.say(next(key for key in keys if key in page.language.messages))
        span = row.fault.location.span if row.fault else None
        line = f" {page.say('card.line', line=str(span.line))}" if lines and span else ""
        return styled(f"{page.sign(VERDICT_MARKS[row.verdict])} {word}{line}", VERDICT_STYLES[row.verdict])

    def _draw_faults(self) -> None:
        """Write where and why each file could not be read: none is left out."""
        page = self.page
        faults = [row.fault for row in self.rows if row.fault]
        if not faults:
            return
        page.blank()
        page.prose(page.say("card.unreadable"), style="bold")
        for fault in faults:
            code = page.plain(fault.code)
            place = place_of(page, fault.location, page.width - 3 - cell_len(code))
            page.line(f"  {place} {code}")
            page.prose(page.plain(fault.message), first=" " * MARGIN)

    def _draw_frequent(self) -> None:
        page = self.page
        found = self.tally.most_frequent()[:MOST_FREQUENT]
        if not found:
            return
        page.blank()
        page.prose(page.say("card.frequent"), style="bold")
        counts = [page.count("card.in_dossiers", gap.dossiers, of=gap.of) for gap in found]
        most, codes = _widest(counts), _widest([page.plain(gap.criterion) for gap in found])
        for gap, count in zip(found, counts, strict=True):
            shown, title = page.plain(gap.criterion), page.plain(gap.title)
            before = f"  {' ' * (most - cell_len(count))}{count}  {shown}{' ' * (codes - cell_len(shown))}  "
            if cell_len(before) <= page.width // 2:
                page.prose(title, first=before)
            else:
                page.prose(f"{count} {shown} {title}", rest="  ")


def _widest(words: Sequence[str]) -> int:
    return max(map(cell_len, words))
