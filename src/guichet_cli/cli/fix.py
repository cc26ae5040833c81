"""`guichet fix`: the mistakes of shape that have one sure answer, mended in place; nothing else is ever touched."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.walking import chosen
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError

say = WORDS.say


def fix(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATHS… | -]", help=say("help.fix.paths"))] = None,
    diff: Annotated[bool, typer.Option("--diff", help=say("help.fix.diff"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help=say("help.fix.dry_run"))] = False,
) -> int:
    """Mend dossiers; give 1 when something is left to mend, by hand or, with --diff or --dry-run, at all."""
    from guichet_cli.cli.fixing import treat

    entries = chosen(paths)
    if diff and dry_run:
        raise GuichetError("usage.fix_both")
    keep = diff or dry_run
    done = list(filter(None, (treat(entry, keep=keep, diff=diff) for entry in entries)))
    aside = diff or any(entry.source is None for entry in entries)
    for line in (line for outcome in done for line in outcome.lines):
        if aside:
            streams.tell(line)
        else:
            streams.put([f"{line}\n"], streams.encoding_of(sys.stdout))
    fixed, left = sum(outcome.fixed for outcome in done), sum(outcome.left for outcome in done)
    streams.tell(WORDS.count("fix.would" if keep else "fix.done", fixed) + WORDS.count("fix.left", left))
    return ExitCode.GAPS if left or (keep and fixed) else ExitCode.CLEARED
