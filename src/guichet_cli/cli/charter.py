"""`guichet charter`: the charters as data: which ones there are, and what one of them asks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli.cli import charter_diff, charter_docs, charter_lint, charter_new, charter_test, streams
from guichet_cli.cli.spoken import Command, new_app
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode
from guichet_cli.load.charter import DEFAULT, load_charter, packaged

if TYPE_CHECKING:
    from collections.abc import Callable

say = WORDS.say
app = new_app("help.charter")
MAINTENANCE: dict[str, Callable[..., int]] = {
    "lint": charter_lint.lint,
    "test": charter_test.surprises,
    "diff": charter_diff.diff,
    "docs": charter_docs.docs,
    "new": charter_new.new,
}
"""What those who keep a charter need, one file each."""


@app.command("list", cls=Command, help=say("help.charter.list"), short_help=say("help.charter.list"))
def list_charters(ctx: typer.Context) -> int:
    """Print the packaged charters."""
    from guichet_cli.render.catalogue import charter_list

    charters = [load_charter(name, WORDS.code) for name in packaged()]
    _put(charter_list(charters, streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])))
    return ExitCode.CLEARED


@app.command(cls=Command, help=say("help.charter.show"), short_help=say("help.charter.show"))
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[ID|FILE]", help=say("help.charter.name"))] = DEFAULT,
) -> int:
    """Print what a charter asks."""
    from guichet_cli.render.catalogue import charter_page

    _put(charter_page(load_charter(name, WORDS.code), streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])))
    return ExitCode.CLEARED


def _put(text: str) -> None:
    streams.put([text], streams.encoding_of(sys.stdout))


for _name, _command in MAINTENANCE.items():
    app.command(_name, cls=Command, help=say(f"help.charter.{_name}"), short_help=say(f"help.charter.{_name}"))(
        _command
    )
