"""The options of `guichet check` that say what the gate looks at, what it tolerates, and what is only shown."""

from __future__ import annotations

from typing import Annotated

import typer

from guichet_cli.cli.words import WORDS

say = WORDS.say

Basis = Annotated[
    str, typer.Option("--basis", metavar="declared|evidenced", help=say("help.check.basis"), envvar="GUICHET_BASIS")
]
BaselineFile = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help=say("help.check.baseline"), envvar="GUICHET_BASELINE"),
]
WriteBaseline = Annotated[
    str | None, typer.Option("--write-baseline", metavar="FILE", help=say("help.check.write_baseline"))
]
WaiversFile = Annotated[
    str | None, typer.Option("--waivers", metavar="FILE", help=say("help.check.waivers"), envvar="GUICHET_WAIVERS")
]
NoWaivers = Annotated[bool, typer.Option("--no-waivers", help=say("help.check.no_waivers"))]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODES", help=say("help.check.select"), envvar="GUICHET_SELECT"),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODES", help=say("help.check.ignore"), envvar="GUICHET_IGNORE"),
]
Sort = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="path|verdict|lowest|coverage|blocking|project",
        help=say("help.check.sort"),
        envvar="GUICHET_SORT",
    ),
]
GroupBy = Annotated[
    str | None,
    typer.Option(
        "--group-by", metavar="desk|phase|verdict", help=say("help.check.group_by"), envvar="GUICHET_GROUP_BY"
    ),
]
CompareTexts = Annotated[
    bool, typer.Option("--compare-texts", help=say("help.check.compare_texts"), envvar="GUICHET_COMPARE_TEXTS")
]
OutDir = Annotated[str | None, typer.Option("--out-dir", metavar="FOLDER", help=say("help.check.out_dir"))]
Audience = Annotated[
    str,
    typer.Option("--audience", metavar="expert|public", help=say("help.check.audience"), envvar="GUICHET_AUDIENCE"),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="GLOB", help=say("help.check.exclude"), envvar="GUICHET_EXCLUDE"),
]
RespectGitignore = Annotated[
    bool,
    typer.Option(
        "--respect-gitignore/--no-respect-gitignore",
        help=say("help.check.respect_gitignore"),
        envvar="GUICHET_RESPECT_GITIGNORE",
        show_default=False,
    ),
]
Jobs = Annotated[str, typer.Option("--jobs", metavar="N|auto", help=say("help.check.jobs"), envvar="GUICHET_JOBS")]
Executor = Annotated[str | None, typer.Option("--executor", metavar="dask:ADDRESS", help=say("help.check.executor"))]
Watch = Annotated[bool, typer.Option("--watch", help=say("help.check.watch"))]
ShowFiles = Annotated[bool, typer.Option("--show-files", help=say("help.check.show_files"))]
ShowSettings = Annotated[bool, typer.Option("--show-settings", help=say("help.check.show_settings"))]
