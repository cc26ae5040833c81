"""Examples: what a charter's own test shows to be enough, as a reader can copy it, and what applying it to a dossier means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import resolve, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

HELD_APART = frozenset({"dossier", "charter", "project", "system", "evidence", "not_applicable", "plans", "extensions"})
"""Blocks that hold no answer of their own: where a criterion stands at the root, its answer is the other ones."""


def example_of(criterion: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give what a criterion's first `met` test writes of all that is judged, as the charter or its compiled form has it."""
    if "example" in criterion:
        kept: Mapping[str, Any] | None = criterion["example"]
        return kept
    met = (test["dossier"] for test in criterion.get("tests", ()) if test["outcome"] == "met")
    dossier = next((each for each in met if isinstance(answer_of(each, criterion["at"]), dict)), None)
    return None if dossier is None else _copied(dossier, criterion)


def _copied(dossier: Mapping[str, Any], criterion: Mapping[str, Any]) -> dict[str, Any]:
    """Give the answer, and what else its requirement compares it with; no proof, whose ledger is not shown."""
    from guichet_cli.core.reads import compared  # where examples are made, not where they are read

    at = criterion["at"]
    cases = criterion.get("cases", ())
    shown = with_answer({}, at, answer_of(dossier, at))
    for pointer in sorted(compared([criterion["schema"], *(case["schema"] for case in cases)])):
        value = resolve(dossier, pointer)
        if value is not None and resolve(shown, pointer) is None:
            shown = with_answer(shown, pointer, value)
    for name in criterion.get("proof_at", ("proofs",)):
        shown = with_answer(shown, name if name.startswith("/") else f"{at}/{name}", None)
    return shown


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
