"""`guichet explain`: what a criterion asks, why, how to meet it, where it comes from."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.spoken import WORDS
from guichet_cli.core.statements import nearest
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter import DEFAULT, load_charter

say = WORDS.say


def explain(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help=say("help.explain.codes"))],
    charter: Annotated[
        str, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = DEFAULT,
) -> int:
    """Print a page for each code."""
    from guichet_cli.render import explain as pages

    read = load_charter(charter, WORDS.code)
    run = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
    criteria = {criterion.id: criterion for criterion in read.criteria}
    rules = {rule.id: rule for rule in read.rules}
    problems = [
        key.removesuffix(".title")
        for key in WORDS.messages
        if key.startswith(("DOS-", "WAI-", "CHA-")) and key.endswith(".title")
    ]
    found = []
    for code in (code.upper() for code in codes):
        if code in criteria:
            found.append(pages.criterion_page(criteria[code], read, run))
        elif code in rules:
            found.append(pages.rule_page(rules[code], read, run))
        elif code in problems:
            found.append(pages.problem_page(code, run))
        else:
            near = nearest(code, [*criteria, *rules, *problems]) or next(iter(criteria))
            raise GuichetError("usage.unknown_code", code=code, nearest=near)
    streams.put(["\n".join(found)], streams.encoding_of(sys.stdout))
    return ExitCode.CLEARED
