"""The commands, one file each: a new one is a file and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.cli import charter, check, explain
from guichet_cli.cli.spoken import WORDS, Command

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

COMMANDS: dict[str, Callable[..., int]] = {"check": check.check, "explain": explain.explain}


def register(app: typer.Typer) -> None:
    """Add every command to the application, once."""
    if not app.registered_commands:
        for name, command in COMMANDS.items():
            about = WORDS.say(f"help.{name}")
            app.command(name, cls=Command, help=about, short_help=about)(command)
        app.add_typer(charter.app, name="charter")
