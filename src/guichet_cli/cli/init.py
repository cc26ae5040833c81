"""`guichet init`: a dossier to fill in, by hand under comments or question by question, and what a dossier lacks added to it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.configured import typed
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import GuichetError
from guichet_cli.load.discovery import archive_above
from guichet_cli.load.paths import shown_path

say = WORDS.say
SUFFIXES = (".yaml", ".yml")
APART = (
    ("interactive", "no_input"),
    ("interactive", "template"),
    ("interactive", "update"),
    ("interactive", "dry_run"),
    ("update", "template"),
    ("update", "overwrite"),
)
"""Options of which only one has a meaning."""


def init(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="[FILE]", help=say("help.init.file"))] = "dossier.yaml",
    template: Annotated[
        str | None, typer.Option(metavar="minimal|full|example", help=say("help.init.template"))
    ] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.init.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    data: Annotated[
        list[str] | None, typer.Option("--data", "-d", metavar="KEY=VALUE", help=say("help.init.data"))
    ] = None,
    data_file: Annotated[str | None, typer.Option(metavar="FILE", help=say("help.init.data_file"))] = None,
    interactive: Annotated[bool, typer.Option("--interactive", help=say("help.init.interactive"))] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=say("help.init.no_input"), envvar="GUICHET_NO_INPUT")
    ] = False,
    update: Annotated[bool, typer.Option("--update", help=say("help.init.update"))] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=say("help.init.overwrite"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help=say("help.init.dry_run"))] = False,
) -> int:
    """Write a dossier, complete one, or ask for what it lacks."""
    from guichet_cli.cli.beginning import Beginning, begin
    from guichet_cli.cli.given import answers_of
    from guichet_cli.core.form import TEMPLATES

    if template is not None:
        choice("--template", template, TEMPLATES)
    _refuse_pairs(ctx)
    if not path.lower().endswith(SUFFIXES):
        raise GuichetError("error.init_suffix", path=shown_path(path))
    if archive_above(path):
        raise GuichetError("error.path_in_archive", path=shown_path(path))
    asks = interactive or not (template or no_input or update or dry_run)
    if asks and not interactive and not streams.is_terminal(sys.stdin):
        raise GuichetError("usage.no_terminal")
    goes_on = os.path.lexists(path) and not overwrite
    if goes_on and not (asks or update):
        raise GuichetError("error.init_exists", path=shown_path(path))
    if update and not goes_on:
        raise GuichetError("error.init_nothing", path=shown_path(path))
    start = Beginning(path, charter, quiet=ctx.obj["quiet"], overwrite=overwrite, goes_on=goes_on)
    given = answers_of(data or (), data_file, start.fields)
    for note in given.notes:
        streams.tell(note)
    if asks:
        from guichet_cli.cli.wizard import Wizard

        return Wizard(start, given.answers).run()
    if update:
        from guichet_cli.cli.completing import complete

        return complete(start, given.answers, dry_run=dry_run)
    return begin(start, template or "minimal", given.answers, dry_run=dry_run)


def _refuse_pairs(ctx: typer.Context) -> None:
    """Refuse options that contradict each other. Raises GuichetError."""
    for one, other in APART:
        if typed(ctx, one) and typed(ctx, other):
            raise GuichetError("usage.idle_pair", one=f"--{one}", other=f"--{other.replace('_', '-')}")
