"""The commands, one file each: a new one is a file and a line here, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import typer

from guichet_cli.cli.configured import Configured
from guichet_cli.cli.spoken import Command
from guichet_cli.cli.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "init": "guichet_cli.cli.init:init",
    "check": "guichet_cli.cli.check:check",
    "fix": "guichet_cli.cli.fix:fix",
    "plan": "guichet_cli.cli.plan:plan",
    "evidence": "guichet_cli.cli.evidence:app",
    "import": "guichet_cli.cli.importing:app",
    "diff": "guichet_cli.cli.diff:diff",
    "letter": "guichet_cli.cli.letter:letter",
    "verify": "guichet_cli.cli.verify:verify",
    "badge": "guichet_cli.cli.badge:badge",
    "explain": "guichet_cli.cli.explain:explain",
    "schema": "guichet_cli.cli.schema:schema",
    "charter": "guichet_cli.cli.charter:app",
    "completion": "guichet_cli.cli.completion:completion",
    "doctor": "guichet_cli.cli.doctor:doctor",
}
"""Each command's function, or its group of commands: only what a call names is imported and built."""
WITHOUT_SETTINGS = frozenset({"completion", "doctor"})
"""Commands that no file sets anything for: they answer where a file is broken."""


def register(app: typer.Typer, named: Sequence[str]) -> None:
    """Add the command that a call names to an application, or all of them: for the help, or for the nearest name."""
    for name in named if COMMANDS.keys() >= set(named) and named else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            about = WORDS.say(f"help.{name}")
            kind = Command if name in WITHOUT_SETTINGS else Configured
            app.command(name, cls=kind, help=about, short_help=about)(command)
