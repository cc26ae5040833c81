"""The command line: the global options, and the command that the arguments name."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.commands import register
from guichet_cli.cli.spoken import WORDS, UsageError, is_bare, new_app, refusal
from guichet_cli.core.statements import nearest
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.data import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

GLOBAL_WITH_VALUE = frozenset({"--lang", "--color", "--config"})
GLOBAL_FLAGS = frozenset({"--quiet", "--verbose", "--isolated"})
GLOBAL_LETTERS = frozenset("qv")


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
    if isolated and str(getattr(ctx.get_parameter_source("config"), "name", "")) == "COMMANDLINE":
        raise GuichetError("usage.idle_isolated")
    named = os.environ.get("GUICHET_LANG") if lang is None else None
    choice("GUICHET_LANG" if named else "--lang", lang or named or WORDS.code, LANGUAGES)
    from_variable = getattr(ctx.get_parameter_source("color"), "name", "") == "ENVIRONMENT"
    choice("GUICHET_COLOR" if from_variable else "--color", color, ("auto", "always", "never"))
    ctx.obj = {"color": color, "quiet": quiet, "verbose": verbose, "config": config, "isolated": isolated}


def choice(option: str, value: str, allowed: Sequence[str]) -> str:
    """Give a value that is one of those allowed. Raises GuichetError, naming the nearest."""
    if value in allowed:
        return value
    near = nearest(value, list(allowed))
    key = "usage.bad_choice_near" if near else "usage.bad_choice"
    raise GuichetError(key, option=option, value=value, allowed=", ".join(allowed), nearest=near or "")


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


def hoisted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the global options, which people write after the command as well, and the other arguments."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += ["--", *pending]
        elif argument in GLOBAL_WITH_VALUE:
            value = next(pending, None)
            if value is None:
                raise GuichetError("usage.value_missing", name=argument, help="guichet")
            front += [argument, value]
        elif _is_global(argument):
            front.append(argument)
        else:
            rest.append(argument)
    return front, rest


def _is_global(argument: str) -> bool:
    letters = argument[1:] if argument.startswith("-") else ""
    return (
        argument in GLOBAL_FLAGS
        or argument.partition("=")[0] in GLOBAL_WITH_VALUE
        or bool(letters and GLOBAL_LETTERS.issuperset(letters))
    )
