"""The rows of a batch in Markdown: a table, or one for each group, then what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Verdict
from guichet_cli.core.printable import visible
from guichet_cli.render.distribution import groups_of, said_spreads, said_verdicts
from guichet_cli.render.markdown_text import escaped
from guichet_cli.render.numbers import NOTHING
from guichet_cli.render.page import VERDICT_MARKS
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.core.row import Row
    from guichet_cli.core.tally import Tally
    from guichet_cli.render.page import Page

ROWS = 1_000
"""How many rows are shown: the rest is counted."""
MOST_FREQUENT = 5
LONGEST_NAME = 60


def summary(page: Page, rows: Sequence[Row], tally: Tally, prefixes: Sequence[str]) -> Iterator[str]:
    """Give the rows in the order and the groups of the run, then how they spread and the gaps that they share."""
    room = ROWS
    columns = ("lowest", "least", "waived", "stale")
    heads = [page.say(f"card.column.{name}") for name in ("dossier", "verdict", "blocking")]
    heads += [escaped(inert(prefix, 20)) for prefix in prefixes]
    heads += [page.say(f"card.column.{name}") for name in columns]
    for head, members in groups_of(page, rows):
        if room <= 0:
            break
        yield f"\n**{escaped(inert(head))}**\n" if head else ""
        yield table(heads, [_cells(page, row, prefixes) for row in members[:room]], words=2)
        room -= len(members)
    for sentence in (said_verdicts(page, tally.verdicts) + ".", *said_spreads(page, tally)):
        yield f"\n{escaped(inert(sentence))}"
    frequent = tally.most_frequent()[:MOST_FREQUENT]
    if frequent:
        yield f"\n**{escaped(page.say('card.frequent'))}**\n"
    for gap in frequent:
        count = page.count("card.in_dossiers", gap.dossiers, of=gap.of)
        yield f"* {count}{page.language.messages['word.colon']}**{escaped(inert(gap.criterion))}** {escaped(inert(gap.title))}"


def _cells(page: Page, row: Row, prefixes: Sequence[str]) -> list[str]:
    shares = [row.rates.get(prefix) for prefix in prefixes]
    lowest = row.rates.get(row.lowest)
    return [
        escaped(inert(row.id or visible(row.path), LONGEST_NAME)),
        f"{VERDICT_MARKS[row.verdict]} {page.say(f'verdict.{row.verdict}')}",
        NOTHING if row.verdict is Verdict.UNREADABLE else str(row.blocking),
        *(page.percent(each.declared, complete=each.complete) if each else NOTHING for each in (*shares, lowest)),
        page.percent(row.coverage, complete=True),
        *(str(n) if n else NOTHING for n in (row.waived, row.stale)),
    ]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int) -> str:
    """Draw a table whose first columns are words; cells are escaped already, never numbers to be guessed at."""
    from tabulate import tabulate

    sides = ["left"] * words + ["right"] * (len(heads) - words)
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True, colalign=sides)
