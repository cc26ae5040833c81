"""`guichet evidence`: the ledger of a dossier's documents, offline: add one, verify them all, see where they stand."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guichet_cli.cli import rewriting, streams
from guichet_cli.cli.app import choice
from guichet_cli.cli.settings import as_date
from guichet_cli.cli.spoken import WORDS, Command, new_app
from guichet_cli.core.failure import is_date
from guichet_cli.core.inventory import inventory
from guichet_cli.core.pointer import dotted, parents, resolve
from guichet_cli.core.statements import nearest
from guichet_cli.errors import ExitCode, GuichetError
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

say = WORDS.say
app = new_app("help.evidence")
_DAYS = {"d": 1, "j": 1, "w": 7, "m": 30, "y": 365, "": 1}
_WITHIN = re.compile(r"(\d{1,4})([djwmy]?)")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

DossierArgument = Annotated[str, typer.Argument(metavar="DOSSIER", help=say("help.evidence.dossier"))]
Within = Annotated[str | None, typer.Option(metavar="60d", help=say("help.evidence.within"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"), envvar="GUICHET_AS_OF")]


@app.command(cls=Command, help=say("help.evidence.add"), short_help=say("help.evidence.add"))
def add(
    dossier: DossierArgument,
    file: Annotated[str, typer.Argument(metavar="FILE", help=say("help.evidence.file"))],
    name: Annotated[str | None, typer.Option("--id", metavar="EV-004", help=say("help.evidence.id"))] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help=say("help.evidence.title"))] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=say("help.evidence.kind"))] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help=say("help.evidence.date"))] = None,
    valid_until: Annotated[str | None, typer.Option(metavar="DATE|none", help=say("help.evidence.until"))] = None,
    criterion: Annotated[str | None, typer.Option("--for", metavar="ID", help=say("help.evidence.for"))] = None,
    charter: Annotated[str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"))] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help=say("help.evidence.refresh"))] = False,
) -> int:
    """Write a file into the ledger with its digest."""
    manuscript = rewriting.manuscript(dossier)
    file_of = pieces.sealed(dossier, file)
    same = [(n, entry) for n, entry in pieces.entries(manuscript.data) if entry.get("path") == file_of.path]
    words = {"title": title, "kind": kind, "date": date, "valid_until": valid_until}
    _refuse(words)
    if same and not refresh:
        raise GuichetError("error.piece_listed", path=file_of.path, id=str(same[0][1].get("id", "")))
    if refresh and not same:
        raise GuichetError("error.piece_not_listed", path=file_of.path)
    named = str(same[0][1].get("id", "")) if same else _new_id(manuscript, name)
    try:
        if same:
            changed = pieces.refreshed(manuscript, same[0][0], file_of.sha256)
        else:
            changed = pieces.listed(manuscript, _entry(named, file_of, words))
        if criterion is not None:
            changed = pieces.cited(changed, _place(manuscript, criterion, charter), named)
    except CannotEditError as refused:
        raise GuichetError("error.cannot_edit", path=dossier, field=dotted(refused.pointer)) from None
    rewriting.rewrite(dossier, manuscript.bytes, changed.bytes)
    _tell_added(named, file_of.path, {} if same else words, listed=bool(same))
    return ExitCode.CLEARED


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
        near = nearest(name.upper(), [*criteria]) or next(iter(criteria))
        raise GuichetError("usage.unknown_code", code=name, nearest=near)
    return criteria[name.upper()]


def _tell_added(name: str, path: str, words: dict[str, str | None], *, listed: bool) -> None:
    streams.put([say("evidence.refreshed" if listed else "evidence.added", id=name, path=path) + "\n"], _encoding())
    missing = [key for key in ("date", "valid_until") if key in words and words[key] is None]
    if missing:
        streams.tell(
            WORDS.count("evidence.unfinished", len(missing), fields=WORDS.series(f"`{key}`" for key in missing))
        )


@app.command(cls=Command, help=say("help.evidence.verify"), short_help=say("help.evidence.verify"))
def verify(ctx: typer.Context, dossier: DossierArgument, within: Within = None, as_of: AsOf = None) -> int:
    """Say what is wrong with the pieces of a dossier; give 1 when one of them proves nothing."""
    from guichet_cli.render.inventory import verification

    read, found = _inventory(dossier, within, as_of)
    run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
    streams.put([verification(found, read, run)], _encoding())
    return ExitCode.CLEARED if all(piece.sound for piece in found) else ExitCode.GAPS


@app.command(cls=Command, help=say("help.evidence.status"), short_help=say("help.evidence.status"))
def status(
    ctx: typer.Context,
    dossier: DossierArgument,
    within: Within = None,
    as_of: AsOf = None,
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json", help=say("help.evidence.format"))
    ] = "text",
) -> int:
    """Show where the pieces of a dossier stand."""
    from guichet_cli.render.inventory import inventory_json, status_page

    wanted = choice("--format", format_name, ("text", "json"))
    read, found = _inventory(dossier, within, as_of)
    if wanted == "json":
        streams.put([inventory_json(found, read, as_date(as_of))], "utf-8", document=True)
    else:
        run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
        streams.put([status_page(found, read, run)], _encoding())
    return ExitCode.CLEARED


def _inventory(path: str, within: str | None, as_of: str | None) -> tuple[Dossier, Sequence[Piece]]:
    dossier: Any = load_dossier(path)
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


def _encoding() -> str:
    return streams.encoding_of(sys.stdout)
