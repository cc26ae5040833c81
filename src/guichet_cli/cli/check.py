"""`guichet check`: dossiers to scorecards, in a format, with an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.app import choice
from guichet_cli.cli.settings import as_date, as_rate
from guichet_cli.cli.spoken import WORDS
from guichet_cli.core.model import Gate
from guichet_cli.core.tally import Tally
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.render import DOCUMENTS, FORMATS, Run, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.checking import Checker
    from guichet_cli.load.dossier import Plan
    from guichet_cli.render import Writer

say = WORDS.say
DEFAULT_PATH = "dossier.yaml"


def check(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATHS… | -]", help=say("help.check.paths"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="|".join(FORMATS), help=say("help.check.format"), envvar="GUICHET_FORMAT"
        ),
    ] = "full",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
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

    choice("--format", format_name, tuple(FORMATS))
    choice("--show", show, ("gaps", "all"))
    gate = Gate(
        fail_on=choice("--fail-on", fail_on, ("blocking", "major", "minor", "never")),
        fail_under=as_rate("--fail-under", fail_under),
    )
    checker = Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter)
    plan = checker.plan(paths or _default())
    drawn = sys.stdout if output is None else None
    run = Run(
        language=WORDS,
        version=__version__,
        as_of=checker.as_of,
        gate=gate,
        show=show,
        width=streams.width_of(drawn),
        color=streams.colored(ctx.obj["color"], drawn),
        unicode=output is not None or streams.speaks_unicode(drawn),
    )
    tally = Tally(gate=gate)
    _deliver(_judged(checker, plan, writer(format_name, run), tally), plan, format_name, output, charter)
    _notes(checker, tally, ctx.obj)
    return ExitCode.CLEARED if tally.cleared or exit_zero else ExitCode.GAPS


def _default() -> list[str]:
    if not os.path.lexists(DEFAULT_PATH):
        raise GuichetError("usage.no_paths", path=DEFAULT_PATH)
    return [DEFAULT_PATH]


def _judged(checker: Checker, plan: Plan, format_writer: Writer, tally: Tally) -> Iterator[str]:
    for card in checker.cards(plan, getattr(sys.stdin, "buffer", None)):
        if not tally.dossiers:
            yield format_writer.begin()  # not before something is judged: an error leaves stdout empty
        tally.add(card)
        yield format_writer.add(card)
    if not tally.dossiers:
        raise GuichetError("error.nothing_to_check")
    yield format_writer.end()


def _deliver(chunks: Iterator[str], plan: Plan, format_name: str, output: str | None, charter: str | None) -> None:
    if output is not None:
        streams.save(output, chunks, streams.identities([*(entry.source for entry in plan.entries), charter]))
    elif format_name in DOCUMENTS:
        streams.put(chunks, "utf-8")
    else:
        streams.put(chunks, streams.encoding_of(sys.stdout))


def _notes(checker: Checker, tally: Tally, options: dict[str, Any]) -> None:
    """Say on stderr what the document does not: files passed over and, if asked, what was used."""
    if checker.skipped and not options["quiet"]:
        streams.tell(WORDS.count("note.skipped", checker.skipped))
    if options["verbose"]:
        for judge in checker.judges.values():
            charter = judge.charter
            streams.tell(say("note.charter", id=charter.id, version=charter.version, sha256=charter.sha256))
        streams.tell(WORDS.count("note.judged", tally.dossiers, date=checker.as_of.isoformat()))
