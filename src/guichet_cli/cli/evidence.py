"""`guichet evidence`: the ledger of a dossier's documents, offline: add one, verify them all, see where they stand."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import as_date, choice
from guichet_cli.cli.spoken import Command, new_app
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode

say = WORDS.say
app = new_app("help.evidence")

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
    from guichet_cli.cli.recording import record

    words = {"title": title, "kind": kind, "date": date, "valid_until": valid_until}
    line, missing = record(dossier, file, words, name=name, criterion=criterion, charter=charter, refresh=refresh)
    streams.put([f"{line}\n"], streams.encoding_of(sys.stdout))
    if missing:
        streams.tell(
            WORDS.count("evidence.unfinished", len(missing), fields=WORDS.series(f"`{key}`" for key in missing))
        )
    return ExitCode.CLEARED


@app.command(cls=Command, help=say("help.evidence.verify"), short_help=say("help.evidence.verify"))
def verify(ctx: typer.Context, dossier: DossierArgument, within: Within = None, as_of: AsOf = None) -> int:
    """Say what is wrong with the pieces of a dossier; give 1 when one of them proves nothing."""
    from guichet_cli.cli.recording import inventory_of
    from guichet_cli.render.inventory import verification

    read, found = inventory_of(dossier, within, as_of)
    run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
    streams.put([verification(found, read, run)], streams.encoding_of(sys.stdout))
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
    from guichet_cli.cli.recording import inventory_of
    from guichet_cli.render.inventory import inventory_json, status_page

    wanted = choice("--format", format_name, ("text", "json"))
    read, found = inventory_of(dossier, within, as_of)
    if wanted == "json":
        streams.put([inventory_json(found, read, as_date(as_of))], "utf-8", document=True)
    else:
        run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
        streams.put([status_page(found, read, run)], streams.encoding_of(sys.stdout))
    return ExitCode.CLEARED
