"""The plan as Markdown: for a ticket or a meeting's minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.classes import replace
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import visible
from guichet_cli.render.card import text
from guichet_cli.render.facts import facts_awaited
from guichet_cli.render.markdown_rows import table
from guichet_cli.render.markdown_text import escaped
from guichet_cli.render.page import LEVEL_MARKS, VERDICT_MARKS, Page
from guichet_cli.render.plan_words import (
    NUMBERS,
    distances,
    grouped,
    heading,
    moves,
    points,
    remarks,
    supposition,
    title,
    verdicts,
)
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.plan import Plan, Step
    from guichet_cli.render import Run

LONGEST_NAME = 60


def plan_markdown(plan: Plan, run: Run) -> str:
    """Give the plan of a dossier as Markdown."""
    page = Page(replace(run, unicode=True, color=False))
    return "\n".join([*_head(page, plan), *_body(page, plan)]) + "\n"


def _head(page: Page, plan: Plan) -> Iterator[str]:
    card = plan.card
    path = escaped(f"`{inert(visible(card.path))}`")
    named = inert(text(card.project["id"]), LONGEST_NAME)
    yield f"### {escaped(named)} – {path}" if named else f"### {path}"
    charter = card.charter
    reviewed = page.say("card.charter", title=charter.title, version=charter.version, date=card.as_of.isoformat())
    notice = inert(charter.notice) if charter.provenance == "derived" else ""
    yield f"\n{_safe(reviewed)}. {escaped(notice)}".rstrip()
    if plan.before is not None:
        heads = [page.say("card.column.commitment"), *(page.say(f"card.column.{name}") for name in NUMBERS)]
        rows = [[_safe(name), *map(_safe, numbers)] for name, numbers in moves(plan.before, card, page.language)]
        yield f"\n{_safe(supposition(plan, page.language))}\n\n{table(heads, rows, words=1)}"
        yield f"\n{_safe(verdicts(plan.before, card, page.language))}"
    word = page.say(f"verdict.{card.verdict}").upper()
    yield f"\n{page.say('card.verdict')} **{VERDICT_MARKS[card.verdict]} {word}**"
    yield from (f"\n{_safe(line)}" for line in distances(plan, page.language))


def _body(page: Page, plan: Plan) -> Iterator[str]:
    if not plan.shown:
        yield f"\n{page.say('plan.nothing')}"
    for group, steps in grouped(plan.shown).items():
        yield f"\n#### {_safe(heading(group, steps, page.language))}\n"
        if group == "facts":
            for place, codes in facts_awaited([step.finding for step in steps]):
                line = place.span.line if place.span else 1
                fact = f"`{dotted(place.pointer)}`"
                yield f"* {_safe(page.say('card.facts.line', fact=fact, codes=', '.join(sorted(codes)), line=line))}"
        else:
            yield _table(page, steps)
    yield from (f"\n{_safe(line)}" for line in remarks(plan, page.language))
    first = plan.first
    if first is not None:
        said = f"**{_safe(first.finding.criterion)}** {_safe(first.finding.message)}"
        yield f"\n#### {page.say('plan.start')}\n\n{said} **→** {_safe(first.finding.remedy)}"


def _table(page: Page, steps: Sequence[Step]) -> str:
    dated = any(step.action for step in steps)
    columns = ["step", "effort", *(["due", "owner", "action"] if dated else []), "gain", "evidenced"]
    rows = []
    for step in steps:
        finding, action = step.finding, step.action
        name = f"{LEVEL_MARKS[finding.level]} **{_safe(finding.criterion)}** {_safe(title(step, page.language))}"
        said = [action.due, _safe(action.owner), _safe(action.action)] if action else ["", "", ""]
        gains = [points(finding.gain, sure=step.sure), points(step.evidenced, sure=step.sure)]
        rows.append([name, page.say(f"plan.short.{finding.effort}"), *(said if dated else []), *map(_safe, gains)])
    return table([page.say(f"plan.column.{name}") for name in columns], rows, words=len(columns) - 2)


def _safe(said: str) -> str:
    return escaped(inert(said))
