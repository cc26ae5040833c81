"""Several dossiers: one row each, then how many of each verdict, then the gaps that are most frequent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.tally import Tally
from guichet_cli.render.card import draw_charter, text
from guichet_cli.render.gaps import place_of
from guichet_cli.render.page import MARGIN, VERDICT_MARKS, VERDICT_STYLES
from guichet_cli.render.table import Arrangement, Column, Trailing, draw_table, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from guichet_cli.core.model import Charter, Location, Scorecard
    from guichet_cli.render import Run
    from guichet_cli.render.page import Page

MOST_FREQUENT = 5
MOST_UNREADABLE = 5
LONGEST_NAME = 40


class Fault(NamedTuple):
    """Why a file could not be read."""

    code: str
    message: str
    location: Location


class Row(NamedTuple):
    """What is kept of a scorecard once it is added."""

    path: str
    name: str
    rates: dict[str, str]
    lowest: str
    blocking: int | None
    verdict: Verdict
    line: int | None


class Overview:
    """The table under way: rows, not scorecards, are kept."""

    def __init__(self, page: Page, run: Run) -> None:
        self.page = page
        self.rows: list[Row] = []
        self.prefixes: dict[str, None] = {}
        self.faults: list[Fault] = []
        self.charters: dict[str, Charter] = {}
        self.tally = Tally(gate=run.gate)

    def add(self, card: Scorecard) -> None:
        """Keep a row of one more scorecard."""
        self.tally.add(card)
        self.charters.setdefault(card.charter.sha256, card.charter)
        self.prefixes.update(dict.fromkeys(c.prefix for c in card.charter.commitments))
        unreadable = card.verdict is Verdict.UNREADABLE
        fault = card.findings[0] if unreadable and card.findings else None
        if fault and len(self.faults) < MOST_UNREADABLE:
            self.faults.append(Fault(fault.criterion, fault.message, fault.location))
        row = Row(
            path=card.path,
            name=self.page.plain(text(card.project["id"]), LONGEST_NAME),
            rates={r.commitment.prefix: self._bare(card, index) for index, r in enumerate(card.rates)},
            lowest=self._bare(card, card.rates.index(card.lowest)) if card.lowest else self.page.sign("–"),
            blocking=None if unreadable else sum(gap.level is Level.BLOCKING for gap in card.whole.gaps),
            verdict=card.verdict,
            line=fault.location.span.line if fault and fault.location.span else None,
        )
        self.rows.append(row)

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
        draw_table(page, self._arrangements())
        page.blank()
        self._draw_verdicts()
        self._draw_faults()
        self._draw_frequent()
        page.blank()
        page.prose(page.say("card.detail"), style="dim")

    def _bare(self, card: Scorecard, index: int) -> str:
        rates = card.rates[index]
        return self.page.percent(rates.declared, complete=rates.complete, unit=False)

    def _names(self) -> Column:
        """Give the name of each row: its id, or its path where it has none or shares it."""
        page = self.page
        times = Counter(row.name for row in self.rows)
        names = [row.name if row.name and times[row.name] == 1 else Trailing(page.path(row.path)) for row in self.rows]
        return Column(page.say("card.column.dossier"), names, right=False)

    def _arrangements(self) -> Iterator[Arrangement]:
        """Give the table with ever fewer columns: the verdict stays to the end."""
        page, names = self.page, self._names()
        nothing = page.sign("–")
        rates = [
            Column(page.plain(prefix, 8), [row.rates.get(prefix, nothing) for row in self.rows])
            for prefix in self.prefixes
        ]
        lowest = Column(page.say("card.column.lowest"), [row.lowest for row in self.rows])
        blocking = Column(page.say("card.short.blocking"), [self._blocking(row) for row in self.rows])
        told, brief = (
            Column(page.say("card.column.verdict"), [self._verdict(row, lines=lines) for row in self.rows], right=False)
            for lines in (True, False)
        )
        for verdict in (told, brief):
            for gap in (2, 1):
                yield Arrangement([names, *rates, lowest, blocking, verdict], gap=gap)
        yield Arrangement([names, lowest, blocking, brief], gap=1)
        yield Arrangement([names, brief], gap=1)

    def _blocking(self, row: Row) -> Text | str:
        return styled(str(row.blocking), "bold red") if row.blocking else self.page.sign("–")

    def _verdict(self, row: Row, *, lines: bool) -> Text:
        page = self.page
        keys = (f"verdict.short.{row.verdict}", f"verdict.{row.verdict}")
        word = page.say(next(key for key in keys if key in page.language.messages))
        line = f" {page.say('card.line', line=str(row.line))}" if lines and row.line else ""
        return styled(f"{page.sign(VERDICT_MARKS[row.verdict])} {word}{line}", VERDICT_STYLES[row.verdict])

    def _draw_verdicts(self) -> None:
        page = self.page
        said = [page.count(f"verdict.number.{v}", n) for v in Verdict if (n := self.tally.verdicts[str(v)])]
        head = page.count("card.dossiers", len(self.rows))
        page.prose(page.say("card.sentence.colon", head=head, tail=", ".join(_tied(words) for words in said)) + ".")

    def _draw_faults(self) -> None:
        page = self.page
        if not self.faults:
            return
        page.blank()
        page.prose(page.say("card.unreadable"), style="bold")
        for fault in self.faults:
            code = page.plain(fault.code)
            place = place_of(page, fault.location, page.width - 3 - cell_len(code))
            page.line(f"  {place} {code}")
            page.prose(page.plain(fault.message), first=" " * MARGIN)
        left = self.tally.verdicts[str(Verdict.UNREADABLE)] - len(self.faults)
        if left > 0:
            page.prose(page.count("word.others", left), first="  ")

    def _draw_frequent(self) -> None:
        page = self.page
        found = sorted(self.tally.frequent.items(), key=lambda item: (-item[1], item[0]))[:MOST_FREQUENT]
        if not found:
            return
        page.blank()
        page.prose(page.say("card.frequent"), style="bold")
        counts = [page.count("card.in_dossiers", n) for _, n in found]
        most, codes = _widest(counts), _widest([page.plain(code) for (code, _), _ in found])
        for ((code, title), _), count in zip(found, counts, strict=True):
            shown = page.plain(code)
            before = f"  {' ' * (most - cell_len(count))}{count}  {shown}{' ' * (codes - cell_len(shown))}  "
            if cell_len(before) <= page.width // 2:
                page.prose(page.plain(title), first=before)
            else:
                page.prose(f"{count} {shown} {page.plain(title)}", rest="  ")


def _widest(words: Sequence[str]) -> int:
    return max(map(cell_len, words))


def _tied(words: str) -> str:
    return words.replace(" ", "\u00a0")
