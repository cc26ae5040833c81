"""`guichet charter test`: runs the tests that charters carry, with the engine that judges dossiers."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode
from guichet_cli.load.charter import packaged

say = WORDS.say
FORMATS = ("full", "json")


def surprises(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID|FILE]…", help=say("help.charter.names"))] = None,
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.charter.test.format"))
    ] = "full",
) -> int:
    """Print the surprises, and give 1 when there are any."""
    from guichet_cli.core.charter_tests import run_tests
    from guichet_cli.load.charter_text import read_charter_text
    from guichet_cli.load.shape import dossier_shape
    from guichet_cli.render.charter_tests import CharterRun, tests_json, tests_page

    choice("--format", format_name, FORMATS)
    done = []
    for text in [read_charter_text(name, WORDS.code) for name in names or packaged()]:
        charter = text.charter(WORDS.code)
        runs = tuple(run_tests(charter, text.data, dossier_shape()))
        spans = {run.pointer: text.span(run.pointer) for run in runs if run.surprises}
        done.append(CharterRun(charter=charter, path=text.path, runs=runs, spans=spans))
    run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
    if format_name == "json":
        streams.put([tests_json(done, run)], "utf-8")
    else:
        streams.put([tests_page(done, run)], streams.encoding_of(sys.stdout))
    return ExitCode.GAPS if any(run.surprises for each in done for run in each.runs) else ExitCode.CLEARED
