"""`guichet explain`: what a criterion asks, why, how to meet it, where it comes from."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.app import WORDS
from guichet_cli.core.statements import nearest
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter import DEFAULT, load_charter
from guichet_cli.render.explain import criterion_page, problem_page, rule_page

say = WORDS.say


def explain(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help=say("help.explain.codes"))],
    charter: Annotated[
        str, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = DEFAULT,
) -> int:
    """Print a page for each code."""
    read = load_charter(charter, WORDS.code)
    width, unicode = streams.width_of(sys.stdout), streams.speaks_unicode(sys.stdout)
    color = streams.colored(ctx.obj["color"], sys.stdout)
    criteria = {criterion.id: criterion for criterion in read.criteria}
    rules = {rule.id: rule for rule in read.rules}
    problems = {
        key.removesuffix(".title"): key for key in WORDS.messages if key.startswith("DOS-") and key.endswith(".title")
    }
    pages = []
    for code in (code.upper() for code in codes):
        if code in criteria:
            pages.append(criterion_page(criteria[code], read, width=width, color=color, unicode=unicode))
        elif code in rules:
            pages.append(rule_page(rules[code], read, width=width, color=color, unicode=unicode))
        elif code in problems:
            pages.append(problem_page(code, WORDS, width=width, color=color, unicode=unicode))
        else:
            raise GuichetError(
                "usage.unknown_code", code=code, nearest=nearest(code, [*criteria, *rules, *problems]) or "ETH-01"
            )
    streams.put(["\n".join(pages)], streams.encoding_of(sys.stdout))
    return ExitCode.CLEARED
