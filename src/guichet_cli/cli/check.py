"""`guichet check`: dossiers to scorecards, in a format, with an exit code."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from guichet_cli.cli import check_options as options
from guichet_cli.cli import listing
from guichet_cli.cli.app import choice
from guichet_cli.cli.debts import debts_of
from guichet_cli.cli.outputs import FORMAT_HELP, outputs_of, refuse_idle_show
from guichet_cli.cli.settings import as_date, as_rate
from guichet_cli.cli.spoken import WORDS
from guichet_cli.cli.walking import tell_configuration, walk
from guichet_cli.core.gate import BARS, BASES, Gate

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
    watch: options.Watch = False,
    show_files: options.ShowFiles = False,
    show_settings: options.ShowSettings = False,
) -> int:
    """Judge dossiers and give the exit code of the gate."""
    from guichet_cli.cli.judging import Judging

    listing.refuse_idle(ctx, paths)
    if show_settings:
        return listing.show_settings(ctx)
    if not ctx.obj["quiet"]:
        tell_configuration(ctx)
    walked = partial(walk, ctx, paths, exclude or (), git=respect_gitignore)
    if show_files:
        return listing.show_files(walked()[0])
    outputs = outputs_of(format_name, output, report or (), also=write_baseline)
    choice("--show", show, ("gaps", "all"))
    refuse_idle_show(ctx, outputs)
    debts = partial(
        debts_of,
        waivers=None if no_waivers else waivers,
        baseline=baseline,
        target=write_baseline,
        select=select or (),
        ignore=ignore or (),
        charter=charter,
    )
    judging = Judging(
        ctx=ctx,
        outputs=outputs,
        gate=_gate(fail_on, fail_under, basis),
        debts=debts,
        walked=walked,
        beside=(charter, None if no_waivers else waivers, baseline),
        charter=charter,
        as_of=as_date(as_of),
        show=show,
        exit_zero=exit_zero,
    )
    if not watch:
        return judging()
    from guichet_cli.cli.watching import watch as again

    return again(judging, paths, write_baseline)


def _gate(fail_on: str, fail_under: str | None, basis: str) -> Gate:
    return Gate(
        fail_on=choice("--fail-on", fail_on, BARS),
        fail_under=as_rate("--fail-under", fail_under),
        basis=choice("--basis", basis, BASES),
    )
