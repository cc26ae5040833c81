"""The plan as CSV: a row a step, in order, for the spreadsheet where a team keeps its tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Outcome
from guichet_cli.core.printable import visible
from guichet_cli.render.csv import MARK, row
from guichet_cli.render.harmless import unobeyed
from guichet_cli.render.places import begin_of
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.plan import Plan, Step
    from guichet_cli.render import Run

COLUMNS = (
    *("path", "project", "rank", "group", "criterion", "title", "commitment", "level", "outcome", "unlocks"),
    *("ceiling", "verdict_alone", "needed_for", "gain_points", "evidenced_points", "sure", "effort", "plan_suffices"),
    *("due", "overdue", "owner", "action", "facts", "line", "column", "pointer", "message", "remedy", "as_of"),
)
"""Never translated, never reordered; new ones go last."""


def plan_csv(plan: Plan, _run: Run) -> str:
    """Give the plan of a dossier as rows."""
    card = plan.card
    project = card.project["id"]
    head = [unobeyed(visible(card.path)), inert(project) if isinstance(project, str) else ""]
    rows = (row([*head, str(rank), *_cells(step), card.as_of.isoformat()]) for rank, step in enumerate(plan.shown, 1))
    return MARK + row(COLUMNS) + "".join(rows)


def _cells(step: Step) -> Sequence[str]:
    finding, action = step.finding, step.action
    line, column = begin_of(finding)
    unsettled = finding.outcome is Outcome.UNDETERMINED
    facts = " ".join(location.pointer for location in finding.locations) if unsettled else ""
    return [
        step.group,
        *map(inert, (finding.criterion, finding.title, finding.commitment or "", finding.level, finding.outcome)),
        *(step.unlocks, str(step.ceiling), str(step.alone), " ".join(sorted(map(str, step.needed)))),
        *(str(finding.gain // 1), str(step.evidenced // 1), _truth(step.sure), finding.effort),
        _truth(step.plan_suffices),
        *([action.due, _truth(action.overdue), inert(action.owner), inert(action.action)] if action else [""] * 4),
        *(inert(facts), str(line), str(column)),
        *map(inert, (finding.location.pointer, finding.message, finding.remedy)),
    ]


def _truth(value: bool) -> str:
    return "true" if value else "false"
