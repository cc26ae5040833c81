"""Examples: the answer that a charter's own test shows to be enough, and what applying it to a dossier means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import resolve, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

HELD_APART = frozenset({"dossier", "charter", "project", "system", "evidence", "not_applicable", "plans", "extensions"})
"""Blocks that hold no answer of their own: where a criterion stands at the root, its answer is the other ones."""


def example_of(criterion: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the answer of a criterion's first `met` test, as the charter or its compiled form has it."""
    if "example" in criterion:
        kept: Mapping[str, Any] | None = criterion["example"]
        return kept
    met = (test["dossier"] for test in criterion.get("tests", ()) if test["outcome"] == "met")
    found = next((answer_of(dossier, criterion["at"]) for dossier in met), None)
    return found if isinstance(found, dict) else None


def answer_of(dossier: Mapping[str, Any], at: str) -> Any:
    """Give the answer that a dossier holds at a criterion's place."""
    if at:
        return resolve(dossier, at)
    return {name: block for name, block in dossier.items() if name not in HELD_APART}


def with_answer(dossier: Mapping[str, Any], at: str, answer: Any) -> dict[str, Any]:
    """Give a dossier with the answer at a criterion's place put in the place of its own; None takes it away."""
    if not at:
        kept = {name: block for name, block in dossier.items() if name in HELD_APART}
        return {**kept, **(answer or {})}
    return _put(dossier, tokens(at), answer)


def _put(block: Any, path: list[str], answer: Any) -> dict[str, Any]:
    changed = dict(block) if isinstance(block, dict) else {}
    name, *rest = path
    inside = _put(changed.get(name), rest, answer) if rest else answer
    if inside is None or inside == {}:
        changed.pop(name, None)  # a block left empty says nothing
    else:
        changed[name] = inside
    return changed
