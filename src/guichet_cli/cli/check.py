"""`guichet check`: dossiers to scorecards, in a format, with an exit code."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guichet_cli import __version__
from guichet_cli.cli import check_options as options
from guichet_cli.cli import listing, streams
from guichet_cli.cli.app import choice
from guichet_cli.cli.debts import debts_of
from guichet_cli.cli.outputs import FORMAT_HELP, deliver, outputs_of, repository, run_for
from guichet_cli.cli.settings import as_date, as_rate
from guichet_cli.cli.spoken import WORDS
from guichet_cli.cli.walking import tell_configuration, tell_ignored, walk
from guichet_cli.core.gate import BARS, BASES, Gate, Passage
from guichet_cli.errors import ExitCode
from guichet_cli.render import Run
from guichet_cli.render.gate import gate_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from guichet_cli.checking import Checker
    from guichet_cli.core.model import Scorecard

say = WORDS.say


def check(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATHS… | -]", help=say("help.check.paths"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help=FORMAT_HELP, envvar="GUICHET_FORMAT")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"), envvar="GUICHET_OUTPUT"),
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help=say("help.check.report"))
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(metavar="blocking|major|minor|never", help=say("help.check.fail_on"), envvar="GUICHET_FAIL_ON"),
    ] = "blocking",
    fail_under: Annotated[
        str | None, typer.Option(metavar="N", help=say("help.check.fail_under"), envvar="GUICHET_FAIL_UNDER")
    ] = None,
    basis: options.Basis = "declared",
    baseline: options.BaselineFile = None,
    write_baseline: options.WriteBaseline = None,
    waivers: options.WaiversFile = None,
    no_waivers: options.NoWaivers = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"), envvar="GUICHET_AS_OF")
    ] = None,
    show: Annotated[str, typer.Option(metavar="gaps|all", help=say("help.check.show"), envvar="GUICHET_SHOW")] = "gaps",
    exclude: options.Exclude = None,
    respect_gitignore: options.RespectGitignore = True,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help=say("help.check.exit_zero"), envvar="GUICHET_EXIT_ZERO")
    ] = False,
    show_files: options.ShowFiles = False,
    show_settings: options.ShowSettings = False,
) -> int:
    """Judge dossiers and give the exit code of the gate."""
    from guichet_cli.checking import Checker

    listing.refuse_idle(ctx, paths)
    if show_settings:
        return listing.show_settings(ctx)
    walked = partial(walk, ctx, paths, exclude or (), git=respect_gitignore)
    if show_files:
        return listing.show_files(walked()[0])
    outputs = outputs_of(format_name, output, report or (), also=write_baseline)
    choice("--show", show, ("gaps", "all"))
    gate = Gate(
        fail_on=choice("--fail-on", fail_on, BARS),
        fail_under=as_rate("--fail-under", fail_under),
        basis=choice("--basis", basis, BASES),
    )
    debts = debts_of(
        waivers=None if no_waivers else waivers,
        baseline=baseline,
        target=write_baseline,
        select=select or (),
        ignore=ignore or (),
        charter=charter,
    )
    checker = Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter, waivers=debts.waivers)
    plan, sieve = walked()
    run = _run(checker.as_of, gate, show=show, exit_zero=exit_zero, state_of=debts.state_of)
    runs = [(each, run_for(each, run, color=ctx.obj["color"])) for each in outputs]
    passage = Passage(gate=gate)
    judged = checker.cards(plan, getattr(sys.stdin, "buffer", None))
    inputs = [*(entry.source for entry in plan.entries), *debts.inputs]
    deliver(runs, _passed(debts.marked(judged), passage), inputs, debts.outputs())
    if not ctx.obj["quiet"]:
        tell_configuration(ctx)
        tell_ignored(sieve)
    _notes(checker, passage, ctx.obj)
    if not ctx.obj["quiet"]:
        debts.tell()
        streams.tell(gate_line(passage, WORDS, exit_zero=exit_zero))
    return ExitCode.CLEARED if passage.cleared or exit_zero else ExitCode.GAPS


def _run(as_of: date, gate: Gate, **more: Any) -> Run:
    root, within = repository()
    return Run(language=WORDS, version=__version__, as_of=as_of, gate=gate, root=root, within=within, **more)


def _passed(cards: Iterable[Scorecard], passage: Passage) -> Iterator[Scorecard]:
    for card in cards:
        passage.add(card)
        yield card


def _notes(checker: Checker, passage: Passage, shared: dict[str, Any]) -> None:
    """Say on stderr what the document does not: files passed over and, if asked, what was used."""
    if checker.skipped and not shared["quiet"]:
        streams.tell(WORDS.count("note.skipped", checker.skipped))
    if shared["verbose"]:
        for judge in checker.judges.values():
            charter = judge.charter
            streams.tell(say("note.charter", id=charter.id, version=charter.version, sha256=charter.sha256))
        streams.tell(WORDS.count("note.judged", passage.dossiers, date=checker.as_of.isoformat()))
