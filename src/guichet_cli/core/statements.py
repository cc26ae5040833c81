"""Statements: the plans and the claims of a dossier, accepted or refused with a reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_date
from guichet_cli.core.model import Problem
from guichet_cli.core.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from guichet_cli.core.model import Criterion

CODE = later(r"[A-Z]{2,6}-[0-9]{2,3}")
LONGEST_WORD = 64
JUSTIFICATION = 40
"""How many characters a `not_applicable` reason has at least."""
MEMBERS = {"unknown": "criterion", "short": "reason", "action": "action", "owner": "owner", "due": "due"}
"""The member of a statement that each of these flaws is about."""


def plans(
    data: Mapping[str, Any], criteria: Mapping[str, Criterion], as_of: date
) -> tuple[dict[str, str], list[Problem]]:
    """Give the pointer of a valid plan for each criterion that has one, and what is wrong with the others."""
    accepted: dict[str, str] = {}
    refused: list[Problem] = []
    for pointer, plan in entries(data, "plans"):
        criterion = plan.get("criterion")
        if _of_another_charter(criterion, criteria):
            continue
        reason = _unknown(criterion, criteria) or _plan_flaw(plan, as_of)
        if reason:
            refused.append(_problem("DOS-032", reason, pointer, plan, criteria))
        else:
            accepted.setdefault(str(criterion), pointer)
    return accepted, refused


def claims(data: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> tuple[dict[str, str], list[Problem]]:
    """Give the pointer of a well-formed claim for each criterion that allows one, and what is wrong with the others."""
    sharing = Counter(text for text, _ in {_said(claim) for _, claim in entries(data, "not_applicable")})
    accepted: dict[str, str] = {}
    refused: list[Problem] = []
    for pointer, claim in entries(data, "not_applicable"):
        criterion, text = claim.get("criterion"), _plain(claim.get("reason"))
        if _of_another_charter(criterion, criteria):
            continue
        reason = _unknown(criterion, criteria)
        if isinstance(criterion, str) and criterion in accepted:
            reason = "twice"
        elif not reason and not criteria[str(criterion)].claimable:
            reason = "forbidden"
        elif not reason and len(text) < JUSTIFICATION:
            reason = "short"
        elif not reason and sharing[text] > 1:
            reason = "copied"
        if reason:
            refused.append(_problem("DOS-031", reason, pointer, claim, criteria))
        else:
            accepted.setdefault(str(criterion), pointer)
    return accepted, refused


def untold(refused: Iterable[Problem], mistakes: Iterable[Problem]) -> Iterator[Problem]:
    """Give the flaws of statements but for those of a member that already has a mistake of form."""
    told = {mistake.pointer for mistake in mistakes}
    return (flaw for flaw in refused if f"{flaw.pointer}/{MEMBERS.get(flaw.variant, '')}" not in told)


def entries(data: Mapping[str, Any], block: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the pointer of each entry of a block of statements, with what it says."""
    listed = data.get(block)
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield f"/{block}/{index}", entry


def _said(claim: Mapping[str, Any]) -> tuple[str, str]:
    """Give the reason of a claim, and for which criterion it is given."""
    return _plain(claim.get("reason")), str(claim.get("criterion"))


def _plain(text: Any) -> str:
    return " ".join(text.split()).casefold() if isinstance(text, str) else ""


def _unknown(criterion: Any, criteria: Mapping[str, Criterion]) -> str:
    return "" if isinstance(criterion, str) and criterion in criteria else "unknown"


def _of_another_charter(criterion: Any, criteria: Mapping[str, Criterion]) -> bool:
    """Tell whether an id has the form of another charter's: a dossier may answer several, a slip of the pen is near."""
    prefix = criterion.partition("-")[0] if isinstance(criterion, str) and CODE.fullmatch(criterion) else None
    prefixes = {known.partition("-")[0] for known in criteria}
    return prefix is not None and prefix not in prefixes and nearest(prefix, sorted(prefixes)) is None


def _plan_flaw(plan: Mapping[str, Any], as_of: date) -> str:
    for member in ("action", "owner"):
        if not _plain(plan.get(member)):
            return member
    due = plan.get("due")
    if not is_date(due):
        return "due"
    return "past" if str(due) < as_of.isoformat() else ""


def _problem(
    code: str, reason: str, pointer: str, entry: Mapping[str, Any], criteria: Mapping[str, Criterion]
) -> Problem:
    params = {
        "criterion": str(entry.get("criterion", "")) or "?",
        "due": str(entry.get("due", "")),
        "length": len(_plain(entry.get("reason"))),
        "least": JUSTIFICATION,
        "nearest": nearest(str(entry.get("criterion", "")), criteria) or "?",
    }
    return Problem(code=code, variant=reason, pointer=pointer, params=params)


def nearest(word: str, known: Mapping[str, Any] | frozenset[str] | list[str]) -> str | None:
    """Give the known word that is nearest to one, None when none is near."""
    if len(word) > LONGEST_WORD:
        return None  # comparing is quadratic in the length, and no key is so long
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return near[0] if near else None
