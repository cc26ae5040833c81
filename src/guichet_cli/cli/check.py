"""`guichet check`: dossiers to scorecards, in a format, with an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.app import choice
from guichet_cli.cli.outputs import FORMAT_HELP, deliver, outputs_of, repository, run_for
from guichet_cli.cli.settings import as_date, as_rate
from guichet_cli.cli.spoken import WORDS
from guichet_cli.core.gate import Gate
from guichet_cli.core.tally import Tally
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.render import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.checking import Checker
    from guichet_cli.core.model import Scorecard
    from guichet_cli.load.dossier import Plan

say = WORDS.say
DEFAULT_PATH = "dossier.yaml"


def check(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATHS… | -]", help=say("help.check.paths"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help=FORMAT_HELP, envvar="GUICHET_FORMAT")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help=say("help.check.report"))
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(metavar="blocking|major|minor|never", help=say("help.check.fail_on"), envvar="GUICHET_FAIL_ON"),
    ] = "blocking",
    fail_under: Annotated[str | None, typer.Option(metavar="N", help=say("help.check.fail_under"))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"))] = None,
    show: Annotated[str, typer.Option(metavar="gaps|all", help=say("help.check.show"))] = "gaps",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help=say("help.check.exit_zero"))] = False,
) -> int:
    """Judge dossiers and give the exit code of the gate."""
    from guichet_cli.checking import Checker

    outputs = outputs_of(format_name, output, report or ())
    choice("--show", show, ("gaps", "all"))
    gate = Gate(
        fail_on=choice("--fail-on", fail_on, ("blocking", "major", "minor", "never")),
        fail_under=as_rate("--fail-under", fail_under),
    )
    checker = Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter)
    plan = checker.plan(paths or _default())
    root, within = repository()
    run = Run(
        language=WORDS,
        version=__version__,
        as_of=checker.as_of,
        gate=gate,
        show=show,
        root=root,
        within=within,
        exit_zero=exit_zero,
    )
    runs = [(each, run_for(each, run, color=ctx.obj["color"])) for each in outputs]
    tally = Tally(gate=gate)
    deliver(runs, _tallied(checker, plan, tally), [*(entry.source for entry in plan.entries), charter])
    _notes(checker, tally, ctx.obj)
    return ExitCode.CLEARED if tally.cleared or exit_zero else ExitCode.GAPS


def _default() -> list[str]:
    if not os.path.lexists(DEFAULT_PATH):
        raise GuichetError("usage.no_paths", path=DEFAULT_PATH)
    return [DEFAULT_PATH]


def _tallied(checker: Checker, plan: Plan, tally: Tally) -> Iterator[Scorecard]:
    for card in checker.cards(plan, getattr(sys.stdin, "buffer", None)):
        tally.add(card)
        yield card


def _notes(checker: Checker, tally: Tally, options: dict[str, Any]) -> None:
    """Say on stderr what the document does not: files passed over and, if asked, what was used."""
    if checker.skipped and not options["quiet"]:
        streams.tell(WORDS.count("note.skipped", checker.skipped))
    if options["verbose"]:
        for judge in checker.judges.values():
            charter = judge.charter
            streams.tell(say("note.charter", id=charter.id, version=charter.version, sha256=charter.sha256))
        streams.tell(WORDS.count("note.judged", tally.dossiers, date=checker.as_of.isoformat()))
