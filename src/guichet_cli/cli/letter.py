"""`guichet letter`: what the desk answers to the lead of each project."""

from __future__ import annotations

from typing import Annotated

import typer

from guichet_cli.cli import check_options as options  # noqa: TC001 typer reads what they say
from guichet_cli.cli.settings import as_date, choice
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError

say = WORDS.say
FORMATS = ("markdown", "docx")
SUFFIXES = {".md": "markdown", ".docx": "docx"}


def letter(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[DOSSIERS…]", help=say("help.letter.paths"))] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.letter.format"))
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.letter.output"))
    ] = None,
    out_dir: Annotated[str | None, typer.Option("--out-dir", metavar="DIR", help=say("help.letter.out_dir"))] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=say("help.letter.overwrite"))] = False,
    template: Annotated[
        str | None, typer.Option("--template", metavar="FILE", help=say("help.letter.template"))
    ] = None,
    show_template: Annotated[bool, typer.Option("--show-template", help=say("help.letter.show_template"))] = False,
    since: Annotated[str | None, typer.Option("--since", metavar="OLD", help=say("help.letter.since"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"), envvar="GUICHET_AS_OF")
    ] = None,
    waivers: options.WaiversFile = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
) -> int:
    """Write the letters; give 0 whatever the verdicts."""
    from guichet_cli.cli.debts import debts_of
    from guichet_cli.cli.lettering import Lettering, show

    if show_template:
        return show()
    usual = next((name for suffix, name in SUFFIXES.items() if (output or "").lower().endswith(suffix)), "markdown")
    wanted = choice("--format", format_name or usual, FORMATS)
    if output is not None and out_dir is not None:
        raise GuichetError("usage.letter_places")
    debts = debts_of(
        waivers=waivers, baseline=None, target=None, select=select or (), ignore=ignore or (), charter=charter
    )
    lettering = Lettering(
        format_name=wanted,
        debts=debts,
        charter=charter,
        as_of=as_date(as_of),
        template=template,
        since=since,
        overwrite=overwrite,
        quiet=ctx.obj["quiet"],
    )
    lettering.write(paths or (), None if output == "-" else output, out_dir)
    return ExitCode.CLEARED
