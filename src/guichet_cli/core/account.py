"""The account: what a dossier says of its project in its own words, and the documents it names. Shown, never judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.ledger import state_of
from guichet_cli.core.pointer import resolve, tokens, under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from guichet_cli.core.model import Criterion, Dossier, Location

NARRATIVE = (
    "/project/summary",
    "/project/updated_on",
    "/project/sites/*",
    "/project/lead/organisation",
    "/project/lead/contact",
    "/system/decision_role",
    "/system/generative",
    "/ethics/purpose/intended_use",
    "/ethics/purpose/users/*",
    "/ethics/purpose/target_population",
    "/ethics/purpose/out_of_scope_uses/*",
    "/ethics/need/problem",
    "/ethics/oversight/can_override",
    "/ethics/oversight/solely_automated",
    "/explainability/information/patient/provided",
    "/explainability/information/patient/notice",
    "/explainability/explanation/known_pitfalls",
    "/equity/vulnerable_groups/*/risk",
    "/equity/vulnerable_groups/*/measure",
    "/users/representatives/*/organisation",
    "/users/changes/*/proposal",
    "/users/changes/*/decision",
    "/users/changes/*/reason",
    "/users/rights/contact",
    "/users/rights/objection",
    "/users/rights/refusal_path",
    "/users/feedback/channel",
    "/users/transparency/public_url",
)
"""The places of a dossier whose text a report for the public shows; `*` stands for every item of a list."""
ROWS = 50
"""How many items of a list are kept."""
_PLACES = tuple((place, tuple(tokens(place))) for place in NARRATIVE)


class Document(NamedTuple):
    """A document that a dossier names: what its ledger says of it, what it is worth at the date, and who relies on it."""

    id: str
    title: str
    path: str
    url: str
    dated: str
    until: str
    state: str
    """`ok`, or why it proves nothing, as `ledger.state_of` says."""
    criteria: tuple[str, ...]
    """The criteria whose answers name it."""
    location: Location


def narrative(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Give the text at each place that a report for the public shows, by pointer; a place that says nothing is absent."""
    found: dict[str, str] = {}
    for _, place in _PLACES:
        found.update(_texts(data, place, ""))
    return found


def documents(
    data: Mapping[str, Any], dossier: Dossier, criteria: Iterable[Criterion], as_of: date
) -> tuple[Document, ...]:
    """Give the entries of a dossier's ledger at a date, then the documents that an answer names and no entry lists."""
    relying = _relying(data, criteria)
    entries = data.get("evidence")
    listed = [entry for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict)]
    today = as_of.isoformat()
    found = [_document(entry, f"/evidence/{place}", dossier, relying, today) for place, entry in enumerate(listed)]
    known = {document.id for document in found}
    strangers = (
        Document(
            name, "", "", "", "", "", state_of(None, dossier.proofs, today)[0], tuple(codes), dossier.locate(place)
        )
        for name, (place, codes) in relying.items()
        if name not in known
    )
    return (*found, *strangers)


def _document(
    entry: Mapping[str, Any],
    pointer: str,
    dossier: Dossier,
    relying: Mapping[str, tuple[str, Sequence[str]]],
    today: str,
) -> Document:
    name, title, path, url, dated, until = (
        entry[key] if isinstance(entry.get(key), str) else ""
        for key in ("id", "title", "path", "url", "date", "valid_until")
    )
    codes = relying.get(name, ("", ()))[1]
    state = state_of(entry, dossier.proofs, today)[0]
    return Document(name, title, path, url, dated, until, state, tuple(codes), dossier.locate(pointer))


def _relying(data: Mapping[str, Any], criteria: Iterable[Criterion]) -> dict[str, tuple[str, list[str]]]:
    """Give each document that the answer to a criterion names: where it is named first, and by which criteria."""
    relying: dict[str, tuple[str, list[str]]] = {}
    for criterion in criteria:
        for place in criterion.proof_at:
            pointer = place if place.startswith("/") else f"{criterion.at}/{place}"
            named = resolve(data, pointer)
            for name in named if isinstance(named, list) else ():
                if isinstance(name, str):
                    codes = relying.setdefault(name, (pointer, []))[1]
                    if criterion.id not in codes:
                        codes.append(criterion.id)
    return relying


def _texts(value: Any, place: Sequence[str], pointer: str) -> Iterator[tuple[str, str]]:
    for turn, token in enumerate(place):
        if token == "*":  # noqa: S105 every item of a list
            for index, item in enumerate(value[:ROWS] if isinstance(value, list) else ()):
                yield from _texts(item, place[turn + 1 :], under(pointer, index))
            return
        if not isinstance(value, dict) or token not in value:
            return
        value, pointer = value[token], under(pointer, token)
    if isinstance(value, bool):
        yield pointer, "true" if value else "false"
    elif isinstance(value, str) and value.strip():
        yield pointer, value
