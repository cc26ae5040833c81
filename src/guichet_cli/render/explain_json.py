"""Explanations for machines: what a charter says of each topic and, with a dossier, what that dossier gets for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Commitment, Criterion, Rule, Verdict
from guichet_cli.core.sums import NUMBERS, sum_of
from guichet_cli.core.wording import condition_text
from guichet_cli.render.document import as_json
from guichet_cli.render.json import FORMAT_VERSION, charter, finding_json
from guichet_cli.render.numbers import tenth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guichet_cli.core.model import Charter, Reference, Scorecard
    from guichet_cli.core.sums import Line
    from guichet_cli.core.topics import Topic
    from guichet_cli.render import Run


def explanations_json(topics: Iterable[Topic], read: Charter, card: Scorecard | None, run: Run) -> str:
    """Give topics as one JSON document."""
    document = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "guichet", "version": run.version},
        "charter": {**charter(read), "notice": read.notice},
        "lang": run.language.code,
        "dossier": card and {"path": card.path, "as_of": card.as_of.isoformat(), "verdict": str(card.verdict)},
        "topics": [{**_topic(topic, read), **_here(topic, card)} for topic in topics],
    }
    return as_json(document) + "\n"


def _topic(topic: Topic, read: Charter) -> dict[str, Any]:
    if isinstance(topic, Criterion):
        return _criterion(topic, read)
    if isinstance(topic, Rule):
        return {
            "kind": "rule",
            "code": topic.id,
            "title": topic.title,
            "when": _when(topic.when, read),
            "warns": topic.warns,
            "remedy": topic.remedy,
            "references": _references(topic.references),
        }
    if isinstance(topic, Commitment):
        return {
            "kind": "commitment",
            "code": topic.prefix,
            "id": topic.id,
            "title": topic.title,
            "floor": float(topic.floor),
            "minimum_coverage": float(read.minimum_coverage),
            "weights": {level: float(weight) for level, weight in read.weights.items()},
            "criteria": [criterion.id for criterion in read.criteria if criterion.commitment == topic.id],
        }
    return {"kind": "built_in", "code": topic, "title": read.language.say(f"{topic}.title")}


def _criterion(criterion: Criterion, read: Charter) -> dict[str, Any]:
    level, texts = criterion.level, criterion.texts
    branches = [{"is": level}] if isinstance(level, str) else level
    return {
        "kind": "criterion",
        "code": criterion.id,
        "title": texts.title,
        "commitment": criterion.commitment,
        "basis": criterion.basis,
        "status": str(criterion.status),
        "levels": [{"is": branch["is"], "when": _when(branch.get("when"), read)} for branch in branches],
        "when": _when(criterion.when, read),
        "expected": {phase: str(expected) for phase, expected in criterion.expected.items()},
        "at": criterion.at,
        "proof": list(criterion.proof_at) if criterion.proof_required else None,
        "claimable": criterion.claimable,
        "effort": criterion.effort,
        **{name: getattr(texts, name) for name in ("asks", "why", "remedy", "good", "weak")},
        "example": criterion.example,
        "thresholds": [dict(threshold) for threshold in criterion.thresholds],
        "references": _references(criterion.references),
    }


def _when(condition: Any, read: Charter) -> dict[str, Any] | None:
    return None if condition is None else {"condition": condition, "text": condition_text(condition, read.language)}


def _references(references: Iterable[Reference]) -> list[dict[str, Any]]:
    names = ("ref", "at", "title", "issuer", "date", "url", "seen")
    return [{name: getattr(reference, name) for name in names} for reference in references]


def _here(topic: Topic, card: Scorecard | None) -> dict[str, Any]:
    """Give what a dossier gets for a topic."""
    if card is None or card.verdict is Verdict.UNREADABLE:
        return {}
    if isinstance(topic, Commitment):
        rates = next(rates for rates in card.rates if rates.commitment.id == topic.id)
        made = sum_of(card, rates)
        return {
            "rates": {
                name: tenth(getattr(rates, name), complete=rates.complete or name == "coverage") for name in NUMBERS
            },
            "sum": {name: float(made.total(name)) for name in ("weight", *NUMBERS)},
            "lines": [_line(line) for line in made.lines],
            "apart": [
                {"criterion": f.criterion, "outcome": str(f.outcome), "status": str(f.status)} for f in made.apart
            ],
        }
    code = topic if isinstance(topic, str) else topic.id
    return {"findings": [finding_json(f, card.path) for f in card.whole.findings if f.criterion == code]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "criterion": line.finding.criterion,
        "outcome": str(line.finding.outcome),
        "credit": float(line.finding.credit),
        **{name: float(getattr(line, name)) for name in ("weight", *NUMBERS)},
    }
