"""The command line: global options, the commands, and Typer's own words put into the reader's language."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.speech import speech
from guichet_cli.core.printable import visible
from guichet_cli.core.statements import nearest
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.data import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = speech()
HEADINGS = {
    "Usage:": "help.usage",
    "Options:": "help.options",
    "Arguments:": "help.arguments",
    "Commands:": "help.commands",
}
ANNOTATIONS = {
    r"\[required\]": "help.required",
    r"\benv(\s+)var:": "help.variable",
    r"\bdefault:": "help.default",
    r"Show this message and exit\.": "help.help",
}
GLOBAL_WITH_VALUE = frozenset({"--lang", "--color"})
GLOBAL_FLAGS = frozenset({"-q", "--quiet", "-v", "--verbose"})
UsageError: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")
"""Typer's family of usage errors: it exports only this child."""


class Spoken:
    """Help and usage errors in the reader's language: Typer's own words are replaced, the rest comes from the locale."""

    def get_help(self, ctx: Any) -> str:
        """Give the help text, with Typer's words translated."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for heading, key in HEADINGS.items():
            text = text.replace(heading, WORDS.say(key), 1)
        for words, key in ANNOTATIONS.items():
            text = re.sub(words, WORDS.say(key).replace("\\", r"\\"), text)
        return text

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option that shows the help; help that could not be written is an error as well."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what is refused knows which command refused it."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise
        return rest


def _show_help(ctx: Any, _option: Any, wanted: bool) -> None:
    if wanted:
        streams.put([f"{ctx.get_help()}\n"], streams.encoding_of(sys.stdout))
        raise typer.Exit


class Command(Spoken, TyperCommand):
    """A command that speaks the reader's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, and refuse one too many."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest:
            raise GuichetError("usage.extra_argument", name=rest[0], help=ctx.command_path)
        return rest


class Group(Spoken, TyperGroup):
    """A group of commands that speaks the reader's language."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is named, or say which one is nearest."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = nearest(args[0], list(self.commands))
            key = "usage.unknown_command_near" if near else "usage.unknown_command"
            raise GuichetError(key, name=args[0], nearest=near or "", help=ctx.command_path)
        return super().resolve_command(ctx, args)


def new_app(help_key: str) -> typer.Typer:
    """Give a group of commands with the settings that all of them share."""
    return typer.Typer(
        cls=Group,
        help=WORDS.say(help_key),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


app = new_app("help.guichet")


@app.callback()
def main(
    ctx: typer.Context,
    lang: Annotated[str | None, typer.Option("--lang", metavar="fr|en", help=WORDS.say("help.lang"))] = None,
    color: Annotated[str, typer.Option("--color", metavar="auto|always|never", help=WORDS.say("help.color"))] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=WORDS.say("help.quiet"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=WORDS.say("help.verbose"))] = False,
    version: Annotated[bool, typer.Option("--version", "-V", help=WORDS.say("help.version"))] = False,
) -> None:
    """Check what every command shares."""
    if version:
        typer.echo(f"guichet {__version__}")
        raise typer.Exit
    choice("--lang", lang or WORDS.code, LANGUAGES)
    choice("--color", color, ("auto", "always", "never"))
    ctx.obj = {"color": color, "quiet": quiet, "verbose": verbose}


def choice(option: str, value: str, allowed: Sequence[str]) -> str:
    """Give a value that is one of those allowed. Raises GuichetError, naming the nearest."""
    if value in allowed:
        return value
    near = nearest(value, list(allowed))
    key = "usage.bad_choice_near" if near else "usage.bad_choice"
    raise GuichetError(key, option=option, value=value, allowed=", ".join(allowed), nearest=near or "")


def dispatch(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name, and give its exit code. Raises GuichetError."""
    from guichet_cli.cli import commands

    commands.register(app)
    command = typer.main.get_command(app)
    try:
        code = command.main(args=hoisted(arguments), prog_name="guichet", standalone_mode=False)
    except UsageError as error:
        return _usage(error)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return int(code or 0)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Give the arguments with the global options first: people write them after the command as well."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += ["--", *pending]
        elif argument in GLOBAL_WITH_VALUE:
            front += [argument, *[value for value in [next(pending, None)] if value is not None]]
        elif argument in GLOBAL_FLAGS or argument.partition("=")[0] in GLOBAL_WITH_VALUE:
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def _usage(error: Any) -> int:
    """Say in the reader's language what Typer refuses, and give exit code 2."""
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "guichet"
    if kind == "NoArgsIsHelpError":
        tell(error.format_message())
        return ExitCode.CALL
    option = visible(str(getattr(error, "option_name", "") or ""))
    param = getattr(error, "param", None)
    name = option or (param.get_error_hint(context) if param else "")
    near = nearest(option, [o for p in context.command.params for o in p.opts]) if option and context else None
    key = f"usage.{kind}_near" if near and f"usage.{kind}_near" in WORDS.messages else f"usage.{kind}"
    if key not in WORDS.messages:
        key = "usage.other"
    tell(
        f"guichet: {WORDS.say(key, name=name, nearest=near or '', detail=visible(error.format_message()), help=where)}"
    )
    return ExitCode.CALL
