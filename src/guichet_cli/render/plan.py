"""The plan in a terminal: how far the verdict is, then a table for each thing to do, first things first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from guichet_cli.core.model import Verdict
from guichet_cli.render.card import draw_header, draw_verdict
from guichet_cli.render.facts import draw_facts
from guichet_cli.render.full import draw_unreadable
from guichet_cli.render.gaps import draw_finding
from guichet_cli.render.page import LEVEL_MARKS, Page
from guichet_cli.render.plan_words import (
    distances,
    grouped,
    heading,
    moves,
    points,
    promised,
    remarks,
    supposition,
    title,
    verdicts,
)
from guichet_cli.render.table import Arrangement, Column, draw_table, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Scorecard
    from guichet_cli.core.plan import Plan, Step
    from guichet_cli.render import Run

LONGEST = 1_000


def plan_text(plan: Plan, run: Run) -> str:
    """Give the plan of a dossier as a page."""
    page = Page(run)
    if plan.card.verdict is Verdict.UNREADABLE:
        draw_unreadable(page, plan.card)
        return page.text()
    draw_header(page, plan.card)
    if plan.before is not None:
        _draw_moves(page, plan, plan.before)
    page.blank()
    draw_verdict(page, plan.card)
    for line in distances(plan, run.language):
        page.prose(page.plain(line), rest="  ")
    if not plan.shown:
        page.prose(page.say("plan.nothing"))
    for group, steps in grouped(plan.shown).items():
        _draw_group(page, group, steps)
    told = list(remarks(plan, run.language))
    for index, line in enumerate(told):
        if not index:
            page.blank()
        page.prose(page.plain(line, LONGEST), rest="  ")
    _draw_start(page, plan)
    return page.text()


def _draw_moves(page: Page, plan: Plan, before: Scorecard) -> None:
    """Draw the numbers and the verdict before and after what is supposed."""
    rows = list(moves(before, plan.card, page.language))
    page.blank()
    page.prose(page.plain(supposition(plan, page.language), LONGEST), style="bold")
    page.blank()
    names = Column(page.say("card.column.commitment"), [page.plain(name) for name, _ in rows], right=False)
    heads = [page.say(f"card.column.{name}") for name in ("declared", "evidenced", "possible", "coverage")]
    columns = [Column(head, [page.sign(row[i]) for _, row in rows]) for i, head in enumerate(heads)]
    draw_table(page, [Arrangement([names, *columns]), *(Arrangement([names, *columns[:n]], gap=1) for n in (2, 1, 0))])
    page.blank()
    page.prose(page.plain(verdicts(before, plan.card, page.language)))


def _draw_group(page: Page, group: str, steps: Sequence[Step]) -> None:
    if group == "facts":
        draw_facts(page, [step.finding for step in steps])
        return
    page.blank()
    page.prose(page.plain(heading(group, steps, page.language)), style="bold")
    draw_table(page, _arrangements(page, steps))
    for step in steps:
        if step.action:
            page.prose(page.plain(promised(step, step.action, page.language)), first="  ", rest="    ")


def _arrangements(page: Page, steps: Sequence[Step]) -> Iterator[Arrangement]:
    """Give the table of steps with ever fewer columns: what to close, its gain and its date stay to the end."""
    say = page.say
    names = Column(say("plan.column.step"), _names(page, steps), right=False)
    gains = [
        Column(say(f"plan.column.{name}"), [page.sign(points(gain, sure=step.sure)) for step, gain in found])
        for name, found in (
            ("gain", [(step, step.finding.gain) for step in steps]),
            ("evidenced", [(step, step.evidenced) for step in steps]),
        )
        if any(gain for _, gain in found)
    ]
    efforts = Column(
        say("plan.column.effort"), [say(f"plan.short.{step.finding.effort}") for step in steps], right=False
    )
    dues = [styled(step.action.due, "bold red" if step.overdue else "") if step.action else "" for step in steps]
    dated = [Column(say("plan.column.due"), dues, right=False)] if any(step.action for step in steps) else []
    yield Arrangement([names, *gains, efforts, *dated])
    yield Arrangement([names, *gains[:1], *dated], gap=1)
    yield Arrangement([names], gap=1)


def _names(page: Page, steps: Sequence[Step]) -> Sequence[str]:
    """Give the mark of the level, the code and the title of each step, the codes one below the other."""
    shown = [page.plain(step.finding.criterion) for step in steps]
    most = max(map(cell_len, shown))
    return [
        f"{page.sign(LEVEL_MARKS[step.finding.level])} {code}{' ' * (most - cell_len(code))} "
        f"{page.plain(title(step, page.language))}"
        for step, code in zip(steps, shown, strict=True)
    ]


def _draw_start(page: Page, plan: Plan) -> None:
    """Draw in full what comes first of all, and how to know or to try more."""
    if plan.first is None:
        return
    first = plan.first.finding
    page.blank()
    page.prose(page.say("plan.start"), style="bold")
    page.blank()
    draw_finding(page, first, beside=False)
    page.blank()
    path = page.path(plan.card.path)
    for key in ("plan.explain", "plan.try") if first.commitment else ("plan.explain",):
        page.prose(page.say(key, code=first.criterion, path=path), rest="  ", style="dim")
