"""What moved between two sets of dossiers, for a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guichet_cli.core.compare import BETTER, WORSE
from guichet_cli.core.model import Level
from guichet_cli.render.comparison_words import change, head, number, reasons, requests, warnings
from guichet_cli.render.numbers import NOTHING
from guichet_cli.render.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.compare import Comparison, Move, Pair
    from guichet_cli.core.language import Language
    from guichet_cli.core.record import Rated, Record
    from guichet_cli.render import Run

SHOWN = ("declared", "evidenced", "coverage")
STYLES = {WORSE: "bold red", BETTER: "bold green"}
LONGEST = 1_000
NAMED = 8
"""How many dossiers a sentence names."""


def comparison_text(comparison: Comparison, run: Run) -> str:
    """Give each dossier on both sides with what moved, then those that only one side has."""
    page = Page(run)
    if not comparison.pairs:
        page.prose(page.say("diff.nothing_common"))
    for index, pair in enumerate(comparison.pairs):
        if index:
            page.blank()
        _pair(page, pair)
    for key, records in (("removed", comparison.removed), ("added", comparison.added)):
        if records:
            page.blank()
            page.prose(page.count(f"diff.{key}", len(records), names=names(records, page.language)), rest="  ")
    return page.text()


def names(records: Sequence[Record], language: Language) -> str:
    """Give the names of the first dossiers, and how many others there are."""
    named = [f"{record.project or NOTHING} ({record.path})" for record in records[:NAMED]]
    if len(records) > NAMED:
        named.append(language.count("word.others", len(records) - NAMED))
    return language.series(named)


def title(pair: Pair) -> str:
    """Give whose dossier it is, and where each side was read."""
    old, new = pair.old, pair.new
    project = new.project or old.project
    named = old.project if new.project == old.project or not old.project else f"{old.project} → {project}"
    paths = new.path if old.path == new.path else f"{old.path} → {new.path}"
    return f"{named or project} – {paths}" if named or project else paths


def _pair(page: Page, pair: Pair) -> None:
    page.prose(page.plain(page.sign(title(pair))), rest="  ", style="bold")
    for line in head(pair, page.language):
        page.prose(page.plain(line), rest="  ")
    if pair.still:
        page.prose(page.say("diff.still"))
        _requests(page, pair)
        return
    if pair.same_charter:
        page.blank()
        for old, new in pair.rates:
            page.prose(page.plain(_rates(page, old, new)), rest="    ")
    _requests(page, pair)
    told = [move for move in pair.moves if move.finding.level is not Level.WARNING]
    for way, moves in groupby(told, key=lambda move: move.way):
        mine = list(moves)
        page.blank()
        page.line((page.count(f"diff.way.{way}", len(mine)), STYLES.get(way, "bold")))
        for move in mine:
            _move(page, pair, move)
    for index, line in enumerate(warnings(pair.moves, page.language)):
        if not index:
            page.blank()
        page.prose(page.plain(line), rest="  ")


def _requests(page: Page, pair: Pair) -> None:
    for index, line in enumerate(requests(pair.requests, page.language)):
        if not index:
            page.blank()
        page.prose(page.plain(line, LONGEST), rest="    ")


def _rates(page: Page, old: Rated | None, new: Rated | None) -> str:
    known = new or old
    sides = [side.numbers if side else {} for side in (old, new)]
    said = ", ".join(
        page.say(f"diff.number.{name}", n=number(sides[0].get(name), sides[1].get(name), page.language))
        for name in SHOWN
    )
    return page.say("card.sentence.colon", head=known.title if known else "", tail=said)


def _move(page: Page, pair: Pair, move: Move) -> None:
    finding = move.finding
    where = f" {place(move)}" if place(move) else ""
    level = page.say(f"level.{finding.level}")
    page.prose(
        page.plain(f"{finding.criterion} {finding.title} [{level}]{where}"), first="  ", rest="    ", style="bold"
    )
    page.prose(page.plain(change(move, page.language)), first="    ")
    page.prose(
        page.plain(page.say("diff.why", causes=reasons(pair, move, page.language)), LONGEST),
        first="    ",
        rest="      ",
    )
    if move.new is not None and move.new.gap:
        page.prose(page.plain(move.new.message, LONGEST), first="    ")


def place(move: Move) -> str:
    """Give the line where the new gap is, empty where there is none."""
    if move.new is None or not move.new.gap or move.new.location.span is None:
        return ""
    location, span = move.new.location, move.new.location.span
    return f"{location.path}:{span.line}:{span.column}"
