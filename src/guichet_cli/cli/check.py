"""`guichet check`: its options, as Typer reads them; `check_call.py` does the work, whichever road understood the call."""

# Typer gives the values by name, and once more with the context:
# ruff: noqa: ARG001

from __future__ import annotations

from typing import Annotated

import typer

from guichet_cli.cli import check_options as options  # noqa: TC001 Typer looks the annotations up
from guichet_cli.cli.call import call_of
from guichet_cli.cli.outputs import FORMAT_HELP
from guichet_cli.cli.words import WORDS

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
    sort: options.Sort = "path",
    group_by: options.GroupBy = None,
    compare_texts: options.CompareTexts = False,
    out_dir: options.OutDir = None,
    audience: options.Audience = "expert",
    exclude: options.Exclude = None,
    respect_gitignore: options.RespectGitignore = True,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help=say("help.check.exit_zero"), envvar="GUICHET_EXIT_ZERO")
    ] = False,
    jobs: options.Jobs = "1",
    executor: options.Executor = None,
    watch: options.Watch = False,
    show_files: options.ShowFiles = False,
    show_settings: options.ShowSettings = False,
) -> int:
    """Judge dossiers and give the exit code of the gate."""
    from guichet_cli.cli.check_call import answer

    return answer(call_of(ctx))
