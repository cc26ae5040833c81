"""The inventory of a dossier's proofs: each entry of its ledger, what it is worth, and where it is cited."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.failure import is_date
from guichet_cli.core.ledger import state_of
from guichet_cli.core.pointer import under
from guichet_cli.core.repair import wild

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Dossier

LEDGER = "/evidence"
UNLISTED = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One document of a dossier: an entry of its ledger, or an id that is cited and has none."""

    id: str
    pointer: str
    """Its entry's place, or the place that cites it."""
    state: str
    """`ok`, or why it proves nothing, as `ledger.state_of` says."""
    params: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    path: str = ""
    url: str = ""
    until: str = ""
    cited: tuple[str, ...] = ()
    """The places that name it, in lists of proofs."""
    expiring: bool = False
    """Good at the date of the run, and not any more within the days that were asked about."""

    @property
    def sound(self) -> bool:
        """Whether it proves something, for as long as was asked."""
        return self.state == "ok" and not self.expiring


def inventory(dossier: Dossier, fields: Fields, as_of: date, within: int = 0) -> tuple[Piece, ...]:
    """Give the pieces of a dossier at a date, in the ledger's order, then those that are cited and not listed."""
    data = dossier.data or {}
    cited: dict[str, list[str]] = {}
    for name, pointer in _citations(data, fields):
        cited.setdefault(name, []).append(pointer)
    entries = data.get("evidence")
    listed = [(f"{LEDGER}/{index}", entry) for index, entry in enumerate(entries if isinstance(entries, list) else [])]
    pieces = [
        _piece(entry, pointer, dossier, cited, as_of, within) for pointer, entry in listed if isinstance(entry, dict)
    ]
    known = {piece.id for piece in pieces}
    strangers = (
        Piece(id=name, pointer=places[0], state=UNLISTED, cited=tuple(places))
        for name, places in cited.items()
        if name not in known
    )
    return (*pieces, *strangers)


def _piece(
    entry: Mapping[str, Any], pointer: str, dossier: Dossier, cited: Mapping[str, list[str]], as_of: date, within: int
) -> Piece:
    words = {key: entry[key] if isinstance(entry.get(key), str) else "" for key in ("id", "title", "path", "url")}
    state, params = state_of(entry, dossier.proofs, as_of.isoformat())
    until = entry.get("valid_until")
    ends = until if isinstance(until, str) else ""
    soon = state == "ok" and is_date(ends) and ends <= (as_of + timedelta(days=within)).isoformat() and within > 0
    places = tuple(cited.get(words["id"], ()))
    return Piece(**words, pointer=pointer, state=state, params=params, until=ends, cited=places, expiring=soon)


def _citations(value: Any, fields: Fields, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Give each ledger id that a list of proofs names, with its place."""
    if isinstance(value, dict):
        for key, each in value.items():
            below = under(pointer, key)
            if below not in {LEDGER, "/extensions"}:
                yield from _citations(each, fields, below)
    elif isinstance(value, list):
        known = fields.at(wild(pointer))
        if known is not None and known.kind == "list" and fields.evidence(known):
            yield from ((each, under(pointer, n)) for n, each in enumerate(value) if isinstance(each, str))
        else:
            for index, each in enumerate(value):
                yield from _citations(each, fields, under(pointer, index))
