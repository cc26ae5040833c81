"""The ledger: which entries prove an answer, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.failure import is_date
from guichet_cli.core.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.model import Criterion, Proof

ENDLESS = "none"
"""What `valid_until` says of a document that does not expire."""


class Exhibit(NamedTuple):
    """One ledger entry that an answer names: its id, where it is named, and `ok` or why it proves nothing."""

    entry: str
    pointer: str
    state: str
    params: Mapping[str, Any]


def exhibits(
    criterion: Criterion, data: Any, ledger: Mapping[str, Mapping[str, Any]], proofs: Mapping[str, Proof], today: str
) -> Iterator[Exhibit]:
    """Give each entry of a dossier's ledger that the answer to a criterion names, with what it is worth at a date."""
    seen: set[str] = set()
    for place in criterion.proof_at:
        pointer = place if place.startswith("/") else f"{criterion.at}/{place}"
        named = resolve(data, pointer)
        for index, entry in enumerate(named if isinstance(named, list) else []):
            if isinstance(entry, str) and entry not in seen:
                seen.add(entry)
                state, params = state_of(ledger.get(entry), proofs, today)
                yield Exhibit(entry, f"{pointer}/{index}", state, params)


def by_id(data: Any) -> dict[str, Mapping[str, Any]]:
    """Give the entries of a dossier's ledger by id, the first of each."""
    entries = resolve(data, "/evidence")
    ledger: dict[str, Mapping[str, Any]] = {}
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            ledger.setdefault(entry["id"], entry)
    return ledger


def state_of(entry: Mapping[str, Any] | None, proofs: Mapping[str, Proof], today: str) -> tuple[str, dict[str, Any]]:
    """Give `ok`, or the first reason why an entry proves nothing, with the values to cite."""
    if entry is None:
        return "unknown", {}
    path, dated, until, digest = (entry.get(key) for key in ("path", "date", "valid_until", "sha256"))
    if not isinstance(path, str):
        return "no_path", {}
    proof = proofs.get(path)
    if proof is None or proof.state != "file":
        return proof.state if proof else "missing", {"path": path}
    if not isinstance(digest, str):
        return "unsealed", {"path": path, "sha256": proof.sha256}
    if digest.lower() != proof.sha256:
        return "changed", {"path": path}
    return _dates(dated, until, today)


def _dates(dated: Any, until: Any, today: str) -> tuple[str, dict[str, Any]]:
    if not is_date(dated):
        return "undated", {}
    if dated > today:
        return "future", {"date": dated}
    if until != ENDLESS and not is_date(until):
        return "endless", {}
    if until != ENDLESS and until < today:
        return "expired", {"date": until}
    return "ok", {}
