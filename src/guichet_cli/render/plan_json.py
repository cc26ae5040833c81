"""The plan for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.reach import TARGETS
from guichet_cli.render.document import as_json
from guichet_cli.render.facts import facts_awaited
from guichet_cli.render.json import FORMAT_VERSION, charter
from guichet_cli.render.numbers import tenth
from guichet_cli.render.places import begin_of
from guichet_cli.render.plan_words import NUMBERS

if TYPE_CHECKING:
    from fractions import Fraction

    from guichet_cli.core.model import Scorecard
    from guichet_cli.core.plan import Plan, Step
    from guichet_cli.render import Run


def plan_json(plan: Plan, run: Run) -> str:
    """Give the plan of a dossier as one JSON document."""
    card = plan.card
    unsettled = [step.finding for step in plan.shown if not step.sure]
    document = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "guichet", "version": run.version},
        "charter": charter(card.charter),
        "as_of": card.as_of.isoformat(),
        "lang": run.language.code,
        "path": card.path,
        "sha256": card.sha256,
        "project": dict(card.project),
        "what_if": {code: str(outcome) for code, outcome in plan.what_if.items()},
        "before": None if plan.before is None else _numbers(plan.before),
        "now": _numbers(card),
        "target": None if plan.target is None else str(plan.target),
        "needed": {str(target): plan.needed(target) for target in TARGETS},
        "facts": [
            {"pointer": place.pointer, "line": place.span.line if place.span else 1, "criteria": sorted(codes)}
            for place, codes in facts_awaited(unsettled)
        ],
        "steps": [_step(step) for step in plan.shown],
    }
    return as_json(document) + "\n"


def _numbers(card: Scorecard) -> dict[str, Any]:
    commitments = [
        {
            "id": rates.commitment.id,
            **{name: tenth(getattr(rates, name), complete=rates.complete or name == "coverage") for name in NUMBERS},
        }
        for rates in card.rates
    ]
    return {"verdict": str(card.verdict), "commitments": commitments}


def _step(step: Step) -> dict[str, Any]:
    finding = step.finding
    line, column = begin_of(finding)
    return {
        "group": step.group,
        "criterion": finding.criterion,
        "title": finding.title,
        "commitment": finding.commitment,
        "level": str(finding.level),
        "outcome": str(finding.outcome),
        "unlocks": step.unlocks or None,
        "ceiling": str(step.ceiling),
        "verdict_alone": str(step.alone),
        "needed_for": sorted(map(str, step.needed)),
        "gain": _tenth(finding.gain),
        "evidenced_gain": _tenth(step.evidenced),
        "sure": step.sure,
        "effort": finding.effort,
        "plan_suffices": step.plan_suffices,
        "actions": [action._asdict() for action in step.actions],
        "message": finding.message,
        "remedy": finding.remedy,
        "location": {"pointer": finding.location.pointer, "line": line, "column": column},
        "fingerprint": finding.fingerprint,
    }


def _tenth(points: Fraction) -> float:
    return float(points * 10 // 1) / 10
