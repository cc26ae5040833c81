"""`guichet badge`: the verdict of one dossier as a badge, to publish or to keep in a repository."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import as_date, choice
from guichet_cli.cli.words import WORDS
from guichet_cli.core.model import Verdict
from guichet_cli.errors import ExitCode, GuichetError

say = WORDS.say
FORMATS = ("endpoint", "svg")
DEFAULT_PATH = "dossier.yaml"


def badge(
    path: Annotated[str | None, typer.Argument(metavar="[DOSSIER]", help=say("help.badge.path"))] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.badge.format"))
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"))] = None,
) -> int:
    """Write the badge, whatever the verdict; give 1 when there was no dossier to read."""
    from guichet_cli.checking import Checker
    from guichet_cli.render.badge import FORMS

    usual = "svg" if (output or "").lower().endswith(".svg") else "endpoint"
    wanted = choice("--format", format_name or usual, FORMATS)
    if path is None and not os.path.lexists(DEFAULT_PATH):
        raise GuichetError("usage.no_paths", path=DEFAULT_PATH)
    checker = Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter)
    plan = checker.plan([path or DEFAULT_PATH])
    cards = list(checker.cards(plan, getattr(sys.stdin, "buffer", None))) if len(plan.entries) == 1 else []
    if not cards:
        raise GuichetError("error.badge_one", found=len(plan.entries))
    text = FORMS[wanted](cards[0], WORDS)
    if output is not None:
        streams.save(output, [text], streams.identities([plan.entries[0].source, charter]))
    else:
        streams.put([text], "utf-8", document=True)
    return ExitCode.GAPS if cards[0].verdict is Verdict.UNREADABLE else ExitCode.CLEARED
