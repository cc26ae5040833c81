"""Typer's own words put into the reader's language: help, and what it refuses."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPERS_WORDS = {
    r"^Usage:": "help.usage",
    r"^Options:": "help.options",
    r"^Arguments:": "help.arguments",
    r"^Commands:": "help.commands",
    r"\[required\]": "help.required",
}
UsageError: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")
"""Typer's family of usage errors: it exports only this child."""


class Spoken:
    """What commands and groups share: they speak the reader's language, and say which of them refused an argument."""

    def get_help(self, ctx: Any) -> str:
        """Give the help text, with Typer's words translated."""
        for param in ctx.command.get_params(ctx):
            _annotate(param)
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for words, key in TYPERS_WORDS.items():
            text = re.sub(words, WORDS.say(key), text, flags=re.MULTILINE)
        return text

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option that shows the help; help that cannot be written is lost output like any other."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback, option.help = _show_help, WORDS.say("help.help")
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what is refused knows which command refused it."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise
        return rest


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


def _annotate(param: Any) -> None:
    """Say after the help of a parameter its variable and its default, in place of Typer."""
    notes = []
    if param.show_envvar and param.envvar:
        notes.append(f"{WORDS.say('help.variable')} {param.envvar}")
    if param.show_default and param.default:
        notes.append(f"{WORDS.say('help.default')} {param.default}")
    param.show_envvar = param.show_default = False
    if notes:
        param.help = f"{param.help}  [{'; '.join(notes)}]"


def _show_help(ctx: Any, _option: Any, wanted: bool) -> None:
    if wanted:
        streams.put([f"{ctx.get_help()}\n"], streams.encoding_of(sys.stdout))
        raise typer.Exit


def new_app(help_key: str) -> typer.Typer:
    """Give a group of commands with the settings that all of them share."""
    return typer.Typer(
        cls=Group,
        help=WORDS.say(help_key),
        short_help=WORDS.say(help_key),
        subcommand_metavar=WORDS.say("help.subcommand"),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def is_bare(error: Exception) -> bool:
    """Tell whether a group was named without any of its commands: its help is the answer."""
    return type(error).__name__ == "NoArgsIsHelpError"


def refusal(error: Any) -> GuichetError:
    """Give what Typer refuses as an error with a sentence of the reader's language."""
    kind, context = type(error).__name__, error.ctx
    name, near, key = str(getattr(error, "option_name", "")), None, "usage.other"
    if kind == "NoSuchOption":
        near = nearest(name, [option for param in _params(context) for option in param.opts])
        key = "usage.unknown_option_near" if near else "usage.unknown_option"
    elif kind == "BadOptionUsage":
        flags = [option for param in _params(context) if getattr(param, "is_flag", False) for option in param.opts]
        key = "usage.value_unwanted" if name in flags else "usage.value_missing"
    elif kind == "MissingParameter":
        name, key = str(error.param.get_error_hint(context)).strip("'"), "usage.missing"
    elif isinstance(context.command, Group):
        key = "usage.missing_command"
    return GuichetError(key, name=name, nearest=near or "", detail=error.format_message(), help=context.command_path)


def _params(context: Any) -> Iterator[Any]:
    """Give the parameters of a command and of the groups that it belongs to."""
    while context is not None:
        yield from context.command.get_params(context)
        context = context.parent
