"""The plan as iCalendar (RFC 5545): a task for each dated action that is still to be done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from guichet_cli.core.model import Level
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from icalendar import Todo

    from guichet_cli.core.plan import Action, Plan, Step
    from guichet_cli.render import Run

PRIORITIES = {Level.BLOCKING: 1, Level.MAJOR: 5, Level.MINOR: 9}
LONGEST_TITLE = 200


def plan_calendar(plan: Plan, run: Run) -> str:
    """Give the dated actions of a plan as tasks; the same plan gives the same bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//guichet//guichet-cli {run.version}//{run.language.code.upper()}")
    calendar.add("version", "2.0")
    for step in plan.shown:
        for turn, action in enumerate(step.actions):
            calendar.add_component(_task(plan, step, action, turn))
    text: str = calendar.to_ical().decode()
    return text


def _task(plan: Plan, step: Step, action: Action, turn: int) -> Todo:
    """Give one action as a task; `turn` tells apart those of one criterion."""
    from icalendar import Todo

    card, finding = plan.card, step.finding
    task = Todo()
    task.add("uid", _name(plan, finding.criterion, turn))
    task.add("dtstamp", datetime(card.as_of.year, card.as_of.month, card.as_of.day, tzinfo=UTC))
    task.add("due", date.fromisoformat(action.due))
    task.add("summary", inert(f"{finding.criterion} {action.action or finding.title}", LONGEST_TITLE))
    project = card.project["id"]
    said = [project if isinstance(project, str) else "", finding.title, finding.message, finding.remedy]
    task.add("description", "\n".join(inert(text) for text in said if text))
    if action.owner:
        task.add("contact", inert(action.owner, LONGEST_TITLE))
    task.add("categories", [inert(c.title) for c in card.charter.commitments if c.id == finding.commitment])
    task.add("priority", PRIORITIES.get(finding.level, 9))
    task.add("status", "NEEDS-ACTION")
    return task


def _name(plan: Plan, criterion: str, turn: int) -> str:
    """Give a name that a calendar finds again when the date or the words of an action have changed."""
    card = plan.card
    project = card.project["id"]
    own = project if isinstance(project, str) and project else card.path
    said = "\0".join((own, card.charter.id, criterion, str(turn)))
    return f"{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@guichet"
