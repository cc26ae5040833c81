"""Facts to fill in: what several criteria wait for is asked once, with the criteria that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level, Outcome
from guichet_cli.core.pointer import dotted
from guichet_cli.render.page import LEVEL_MARKS, LEVEL_STYLES, MARGIN
from guichet_cli.render.prose import cut_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Finding, Location
    from guichet_cli.render.page import Page


def waiting(gaps: Sequence[Finding]) -> list[Finding]:
    """Give the gaps that hang on facts only."""
    return [gap for gap in gaps if gap.outcome is Outcome.UNDETERMINED]


def facts_awaited(gaps: Sequence[Finding]) -> list[tuple[Location, list[str]]]:
    """Give the place of each absent fact with the criteria that wait for it, most awaited first."""
    awaited: dict[str, list[str]] = {}
    places: dict[str, Location] = {}
    for gap in waiting(gaps):
        for location in gap.locations:
            places.setdefault(location.pointer, location)
            awaited.setdefault(location.pointer, []).append(gap.criterion)
    return [(places[fact], codes) for fact, codes in sorted(awaited.items(), key=lambda item: (-len(item[1]), item[0]))]


def draw_facts(page: Page, gaps: Sequence[Finding]) -> None:
    """Write the facts that are not known, and what waits for them; nothing when all are."""
    open_gaps = waiting(gaps)
    if not open_gaps:
        return
    facts = facts_awaited(gaps)
    level = Level.BLOCKING if any(gap.level is Level.BLOCKING for gap in open_gaps) else Level.MAJOR
    page.blank()
    head = page.count("card.facts", len(facts))
    mark = page.sign(LEVEL_MARKS[level])
    told = page.say("card.sentence.colon", head=head, tail=page.count("card.facts.wait", len(open_gaps)))
    page.prose(told, first=f"{mark} ", accent=(head, LEVEL_STYLES[level]))
    page.line(" " * MARGIN, (cut_start(page.path(facts[0][0].path), page.width - MARGIN, page.dots), "dim"))
    for place, codes in facts:
        line = place.span.line if place.span else 1
        text = page.say("card.facts.line", fact=f"`{dotted(place.pointer)}`", codes=", ".join(sorted(codes)), line=line)
        page.prose(text, first=" " * MARGIN, rest=" " * (MARGIN + 2))
    page.prose(page.say("card.facts.remedy"), first=" " * MARGIN + page.sign("→ "))
