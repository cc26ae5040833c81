"""What `guichet evidence` does: a file entered in a ledger, and the state of all that is in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guichet_cli.cli import rewriting
from guichet_cli.cli.settings import as_date, choice
from guichet_cli.cli.words import WORDS
from guichet_cli.core.failure import is_date
from guichet_cli.core.inventory import inventory
from guichet_cli.core.pointer import dotted, parents, resolve
from guichet_cli.core.printable import visible
from guichet_cli.core.topics import Topics
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.dossier import load_dossier
from guichet_cli.write import pieces
from guichet_cli.write.manuscript import CannotEditError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.inventory import Piece
    from guichet_cli.core.model import Criterion, Dossier
    from guichet_cli.write.manuscript import Manuscript

_DAYS = {"d": 1, "j": 1, "w": 7, "m": 30, "y": 365, "": 1}
_WITHIN = re.compile(r"(\d{1,4})([djwmy]?)")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def record(
    dossier: str,
    file: str,
    words: dict[str, str | None],
    *,
    name: str | None,
    criterion: str | None,
    charter: str | None,
    refresh: bool,
) -> tuple[str, list[str]]:
    """Write a file into a dossier's ledger; give the line that says so, and the fields without which it proves nothing."""
    manuscript = rewriting.manuscript(dossier)
    file_of = pieces.sealed(dossier, file)
    same = [
        (n, entry)
        for n, entry in pieces.entries(manuscript.data)
        if pieces.spelled(entry.get("path")) == pieces.spelled(file_of.path)
    ]
    _refuse(words)
    if refresh and name is not None:
        raise GuichetError("usage.idle_pair", one="--id", other="--refresh")
    if same and not refresh:
        raise GuichetError("error.piece_listed", path=file_of.path, id=str(same[0][1].get("id", "")))
    if refresh and not same:
        raise GuichetError("error.piece_not_listed", path=file_of.path)
    named = str(same[0][1].get("id", "")) if same else _new_id(manuscript, name)
    try:
        if same:
            given = {key: word for key, word in words.items() if word is not None}
            changed = pieces.refreshed(manuscript, same[0][0], {**given, "sha256": file_of.sha256})
        else:
            changed = pieces.listed(manuscript, _entry(named, file_of, words))
        if criterion is not None:
            changed = pieces.cited(changed, _place(manuscript, criterion, charter), named)
    except CannotEditError as refused:
        raise GuichetError("error.cannot_edit", path=dossier, field=dotted(refused.pointer)) from None
    rewriting.rewrite(dossier, manuscript.bytes, changed.bytes)
    line = WORDS.say("evidence.refreshed" if same else "evidence.added", id=named, path=file_of.path)
    return line, [] if same else [key for key in ("date", "valid_until") if words[key] is None]


def _entry(name: str, file: pieces.Sealed, words: dict[str, str | None]) -> dict[str, str]:
    """Give a ledger's entry, in the order that people read it."""
    told = {"id": name, **words, "path": file.path, "sha256": file.sha256}
    order = ("id", "title", "kind", "path", "date", "valid_until", "sha256")
    return {key: value for key in order if (value := told[key]) is not None}


def _refuse(words: dict[str, str | None]) -> None:
    """Refuse what the ledger could not hold."""
    kinds = dossier_fields().at("/evidence/[]/kind")
    for key in ("date", "valid_until"):
        value = words[key]
        if value is not None and not is_date(value) and not (key == "valid_until" and value == "none"):
            raise GuichetError("usage.bad_date", option=f"--{key.replace('_', '-')}", value=value)
    if visible(words["title"] or "") != (words["title"] or ""):
        raise GuichetError("error.answer_refused", name="--title", reason=WORDS.say("answer.invisible"))
    if words["kind"] is not None and kinds is not None:
        choice("--kind", words["kind"], kinds.choices or ())


def _new_id(manuscript: Manuscript, wished: str | None) -> str:
    taken = {entry.get("id") for _, entry in pieces.entries(manuscript.data)}
    if wished is None:
        return pieces.next_id(manuscript.data)
    if not _ID.fullmatch(wished):
        raise GuichetError("error.piece_id", id=wished)
    if wished in taken:
        raise GuichetError("error.piece_id_taken", id=wished)
    return wished


def _place(manuscript: Manuscript, criterion: str, charter: str | None) -> str:
    """Give the list of proofs that a criterion looks at, of an answer that is there."""
    named = manuscript.data.get("charter")
    asked = _criterion(criterion, charter or (named if named in packaged() else None))
    places = [at if at.startswith("/") else f"{asked.at}/{at}" for at in asked.proof_at]
    if not places:
        raise GuichetError("error.piece_unasked", criterion=asked.id)
    for place in places:
        if isinstance(resolve(manuscript.data, next(parents(place))), dict):
            return place
    raise GuichetError("error.piece_unanswered", criterion=asked.id, field=dotted(next(parents(places[0]))))


def _criterion(name: str, charter: str | None) -> Criterion:
    """Give a criterion of the charter that a call or a dossier names; a dossier names a packaged one, or none."""
    read = load_charter(charter or DEFAULT, WORDS.code)
    criteria = {criterion.id: criterion for criterion in read.criteria}
    if name.upper() not in criteria:
        near = Topics(read, ()).near(name) or next(iter(criteria))
        raise GuichetError("usage.unknown_code", code=name, nearest=near)
    return criteria[name.upper()]


def inventory_of(path: str, within: str | None, as_of: str | None) -> tuple[Dossier, Sequence[Piece]]:
    """Give a dossier and its pieces at a date. Raises UnreadableDossierError, GuichetError."""
    dossier = load_dossier(path)
    if dossier.data is None:
        raise rewriting.unreadable_error(path, dossier.problems[0])
    return dossier, inventory(dossier, dossier_fields(), as_date(as_of), _days(within))


def _days(within: str | None) -> int:
    """Give a number of days: 60, 60d or 60j, 8w, 2m, 1y."""
    if within is None:
        return 0
    match = _WITHIN.fullmatch(within.strip().lower())
    if match is None:
        raise GuichetError("usage.bad_within", value=within)
    return int(match[1]) * _DAYS[match[2]]
