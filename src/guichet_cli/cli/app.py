"""The command line: the global options, and the command that the arguments name."""

# Typer gives the values by name, and once more with the context:
# ruff: noqa: ARG001

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.call import call_of
from guichet_cli.cli.commands import register
from guichet_cli.cli.shared import hoisted, shared_by
from guichet_cli.cli.spoken import UsageError, is_bare, new_app, refusal
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError

if TYPE_CHECKING:
    from collections.abc import Sequence


def show_version(wanted: bool) -> None:
    """Print the version and stop, whatever else is asked."""
    if wanted:
        streams.put([f"guichet {__version__}\n"], streams.encoding_of(sys.stdout))
        raise typer.Exit


def main(
    ctx: typer.Context,
    lang: Annotated[str | None, typer.Option("--lang", metavar="fr|en", help=WORDS.say("help.lang"))] = None,
    color: Annotated[
        str,
        typer.Option("--color", metavar="auto|always|never", help=WORDS.say("help.color"), envvar="GUICHET_COLOR"),
    ] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=WORDS.say("help.quiet"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=WORDS.say("help.verbose"))] = False,
    config: Annotated[
        str | None, typer.Option("--config", metavar="FILE", help=WORDS.say("help.config"), envvar="GUICHET_CONFIG")
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=WORDS.say("help.isolated"))] = False,
    _version: Annotated[
        bool, typer.Option("--version", "-V", is_eager=True, callback=show_version, help=WORDS.say("help.version"))
    ] = False,
) -> None:
    """Check what every command shares."""
    ctx.obj = shared_by(call_of(ctx))
    if len(ctx.obj["langs"]) > 1 and ctx.invoked_subcommand != "check":
        raise GuichetError("usage.many_langs", langs=",".join(ctx.obj["langs"]))


def dispatch(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name, and give its exit code. Raises GuichetError."""
    shared, own = hoisted(arguments)
    app = new_app("help.guichet")
    app.callback()(main)
    register(app, own[:1])
    command = typer.main.get_command(app)
    try:
        with command.make_context("guichet", shared + own) as context:
            return int(command.invoke(context) or ExitCode.CLEARED)
    except typer.Exit as ending:
        return ending.exit_code
    except UsageError as error:
        if is_bare(error):
            streams.tell(str(error))
            return ExitCode.CALL
        raise refusal(error) from None
