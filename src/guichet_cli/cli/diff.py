"""`guichet diff`: what moved between two states of dossiers, read now or saved, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.configured import typed
from guichet_cli.cli.settings import as_date, form_of
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guichet_cli.core.compare import Comparison
    from guichet_cli.core.record import Record
    from guichet_cli.render import Run

say = WORDS.say
FORMATS = ("text", "json", "markdown")
SUFFIXES = {".json": "json", ".md": "markdown"}
STDIN = "-"


def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help=say("help.diff.old"))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=say("help.diff.new"))],
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.diff.format"))
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=say("help.diff.exit_code"))] = False,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("help.diff.as_of"), envvar="GUICHET_AS_OF")
    ] = None,
) -> int:
    """Print what moved; with --exit-code, give 1 when anything did."""
    from guichet_cli.checking import Checker
    from guichet_cli.cli.submissions import records
    from guichet_cli.core.compare import compare

    wanted = form_of(format_name, output, FORMATS, SUFFIXES)
    if old == new == STDIN:
        raise GuichetError("usage.stdin_twice")
    checker = Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter)
    sides = [list(records(checker, path)) for path in (old, new)]
    if not all(sides):
        raise GuichetError("error.nothing_to_check")
    _refuse_idle(ctx, [record for side in sides for record in side])
    comparison = compare(*sides)
    run = streams.run_on(sys.stdout if output is None else None, WORDS, color=ctx.obj["color"])
    text = _writer(wanted)(comparison, run)
    if output is not None:
        streams.save(output, [text], streams.identities([old, new, charter]))
    else:
        streams.put([text], streams.encoding_of(sys.stdout) if wanted == "text" else "utf-8", document=wanted == "json")
    return ExitCode.GAPS if exit_code and not comparison.still else ExitCode.CLEARED


def _refuse_idle(ctx: typer.Context, records: Sequence[Record]) -> None:
    """Raise GuichetError for an option that says how to judge where nothing is judged: saved results are only read."""
    for name, option in (("as_of", "--as-of"), ("charter", "--charter")):
        if typed(ctx, name) and all(record.again is None for record in records):
            raise GuichetError("usage.idle_saved", option=option)


def _writer(name: str) -> Callable[[Comparison, Run], str]:
    """Give what writes a comparison in a format, imported when it is asked for."""
    if name == "json":
        from guichet_cli.render.comparison_json import comparison_json

        return comparison_json
    if name == "markdown":
        from guichet_cli.render.comparison_markdown import comparison_markdown

        return comparison_markdown
    from guichet_cli.render.comparison import comparison_text

    return comparison_text
