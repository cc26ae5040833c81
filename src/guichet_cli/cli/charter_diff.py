"""`guichet charter diff`: what changed from one charter to another, and the version that it calls for."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode

say = WORDS.say
FORMATS = ("text", "json", "markdown")


def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help=say("help.charter.diff.old"))],
    new: Annotated[str, typer.Argument(metavar="B", help=say("help.charter.diff.new"))],
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.charter.diff.format"))
    ] = "text",
    exit_code: Annotated[bool, typer.Option("--exit-code", help=say("help.charter.diff.exit_code"))] = False,
) -> int:
    """Print the changes; with --exit-code, give 1 when there are any."""
    from guichet_cli.core.charter_diff import compare
    from guichet_cli.load.charter_text import read_charter_text
    from guichet_cli.render.charter_diff import WRITERS, Compared

    choice("--format", format_name, FORMATS)
    before, after = (read_charter_text(name, WORDS.code) for name in (old, new))
    changes = compare(before.data, after.data)
    digests = (before.sha256, after.sha256)
    run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
    text = WRITERS[format_name](Compared(old=before.data, new=after.data, digests=digests, changes=changes), run)
    streams.put([text], streams.encoding_of(sys.stdout) if format_name == "text" else "utf-8")
    return ExitCode.GAPS if exit_code and changes else ExitCode.CLEARED
