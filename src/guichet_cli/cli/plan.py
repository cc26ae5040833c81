"""`guichet plan`: what to do first in a dossier, and what it would give."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import as_date, choice, form_of
from guichet_cli.cli.single import judged
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import replace
from guichet_cli.core.model import Outcome, Verdict
from guichet_cli.core.reach import TARGETS
from guichet_cli.core.suppose import SUPPOSABLE
from guichet_cli.errors import ExitCode, GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.core.plan import Plan

say = WORDS.say
FORMATS = {
    "text": "guichet_cli.render.plan:plan_text",
    "markdown": "guichet_cli.render.plan_markdown:plan_markdown",
    "csv": "guichet_cli.render.plan_csv:plan_csv",
    "json": "guichet_cli.render.plan_json:plan_json",
    "icalendar": "guichet_cli.render.plan_calendar:plan_calendar",
}
SUFFIXES = {".md": "markdown", ".csv": "csv", ".json": "json", ".ics": "icalendar"}
CLOSABLE = tuple(map(str, TARGETS))


def plan(
    ctx: typer.Context,
    path: Annotated[str | None, typer.Argument(metavar="[DOSSIER]", help=say("help.plan.path"))] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="|".join(CLOSABLE), help=say("help.plan.target"))
    ] = None,
    what_if: Annotated[
        list[str] | None, typer.Option("--what-if", metavar="CODE=OUTCOME", help=say("help.plan.what_if"))
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.plan.format"))
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"), envvar="GUICHET_AS_OF")
    ] = None,
) -> int:
    """Write the plan; give 1 when there was no dossier to read."""
    from guichet_cli.checking import Checker
    from guichet_cli.core.plan import plan_of

    wanted = form_of(format_name, output, tuple(FORMATS), SUFFIXES)
    if wanted == "icalendar" and find_spec("icalendar") is None:
        raise GuichetError("error.extra", package="icalendar", extra="calendar")
    reached = Verdict(choice("--target", target, CLOSABLE)) if target is not None else None
    checker = Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter)
    single = judged(checker, path)
    readable = single.card.verdict is not Verdict.UNREADABLE
    outcomes = _supposed(what_if or (), single.card) if readable else {}
    made = plan_of(single.card, single.data, target=reached, what_if=outcomes)
    if wanted == "icalendar" and not any(step.actions for step in made.shown):
        raise GuichetError("error.no_action")
    _write(made, wanted, output, color=ctx.obj["color"], inputs=[single.source, charter])
    return ExitCode.CLEARED if readable else ExitCode.GAPS


def _write(made: Plan, wanted: str, output: str | None, *, color: str, inputs: Iterable[str | None]) -> None:
    module, _, name = FORMATS[wanted].partition(":")
    output = None if output == "-" else output
    run = streams.run_on(sys.stdout if output is None else None, WORDS, color=color)
    run = replace(run, as_of=made.card.as_of)
    text: str = getattr(import_module(module), name)(made, run)
    if output is not None:
        streams.save(output, [text], streams.identities(inputs))
    else:
        machine = wanted != "text"
        streams.put([text], "utf-8" if machine else streams.encoding_of(sys.stdout), document=machine)


def _supposed(asked: Iterable[str], card: Scorecard) -> dict[str, Outcome]:
    """Give the outcome that is supposed of each code. Raises GuichetError for what no answer could bring about."""
    found: dict[str, Any] = {}
    for said in (part.strip() for words in asked for part in words.split(",")):
        code, sign, word = said.partition("=")
        if not sign:
            raise GuichetError("usage.what_if", value=said)
        outcome = Outcome(choice("--what-if", word.strip(), tuple(map(str, SUPPOSABLE))))
        code = code.strip().upper()
        _refuse(code, outcome, [finding for finding in card.findings if finding.criterion == code], card)
        found[code] = outcome
    return found


def _refuse(code: str, outcome: Outcome, findings: list[Finding], card: Scorecard) -> None:
    """Raise GuichetError where a supposition makes no sense: not asked, or not an outcome that the criterion has."""
    criterion = next((each for each in card.charter.criteria if each.id == code), None)
    if criterion is None and not findings:
        raise GuichetError("usage.what_if_unknown", code=code)
    if criterion is None and (outcome is not Outcome.MET or not any(finding.gap for finding in findings)):
        raise GuichetError("usage.what_if_form", code=code)
    if criterion is not None and not any(finding.counted for finding in findings):
        state = findings[0].outcome if findings else Outcome.NOT_DUE
        raise GuichetError("usage.what_if_idle", code=code, outcome=say(f"outcome.{state}"))
    if criterion is not None and outcome is Outcome.PARTIAL and criterion.partial is None:
        raise GuichetError("usage.what_if_partial", code=code)
