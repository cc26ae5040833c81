"""Variables that begin like the tool's own and set nothing: a slip of the hand that would pass unnoticed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.printable import excerpt
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEGINNING = "GUICHET_"
ELSEWHERE = frozenset({"GUICHET_LANG"})
"""Variables that no option declares: the language is known before the options are."""


def unread(params: Iterable[Any]) -> set[str]:
    """Give the variables that begin like the tool's own and that none of these parameters reads."""
    found = {name for name, value in os.environ.items() if name.startswith(BEGINNING) and value}
    return found - ELSEWHERE - set(_read_by(params))


def tell_strangers(params: Iterable[Any]) -> None:
    """Say which variables no command reads; `params` are those of the call, at hand already."""
    strange = unread(params)
    if not strange:
        return
    known = ELSEWHERE | set(_read_by(_all_params()))  # another command may read it: all are built, for this alone
    for name in sorted(strange - known):
        near = nearest(name.removeprefix(BEGINNING), sorted(each.removeprefix(BEGINNING) for each in known))
        said = "note.variable_near" if near else "note.variable"
        streams.tell(WORDS.say(said, name=excerpt(name), nearest=f"{BEGINNING}{near}"))


def _read_by(params: Iterable[Any]) -> Iterator[str]:
    return (param.envvar for param in params if isinstance(param.envvar, str))


def _all_params() -> Iterator[Any]:
    import typer

    from guichet_cli.cli.app import main
    from guichet_cli.cli.commands import register
    from guichet_cli.cli.spoken import new_app

    app = new_app("help.guichet")
    app.callback()(main)
    register(app, ())
    pending = [typer.main.get_command(app)]
    while pending:
        command = pending.pop()
        yield from command.params
        pending += getattr(command, "commands", {}).values()
