"""`guichet explain`: what is asked, why and how to meet it; with a dossier, why its outcomes and numbers are what they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.configured import typed
from guichet_cli.cli.settings import as_date, form_of
from guichet_cli.cli.words import WORDS
from guichet_cli.core.model import Commitment, Criterion, Rule, Verdict
from guichet_cli.core.topics import Topics
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter import DEFAULT, load_charter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.cli.single import Single
    from guichet_cli.core.model import Charter
    from guichet_cli.core.topics import Topic
    from guichet_cli.render import Run
    from guichet_cli.render.explanation import Explanation, Section

say = WORDS.say
FORMATS = ("text", "json", "markdown")
SUFFIXES = {".json": "json", ".md": "markdown"}
BUILT_IN = ("DOS-", "WAI-", "CHA-")


def explain(
    ctx: typer.Context,
    codes: Annotated[list[str] | None, typer.Argument(metavar="CODE…", help=say("help.explain.codes"))] = None,
    every: Annotated[bool, typer.Option("--all", help=say("help.explain.all"))] = False,
    dossier: Annotated[str | None, typer.Option(metavar="FILE", help=say("help.explain.dossier"))] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.diff.format"))
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
    charter: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help=say("help.check.charter"), envvar="GUICHET_CHARTER")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("help.check.as_of"), envvar="GUICHET_AS_OF")
    ] = None,
) -> int:
    """Write a page for each code; give 1 when there was no dossier to read."""
    wanted = form_of(format_name, output, FORMATS, SUFFIXES)
    if every == bool(codes):
        raise GuichetError("usage.all_or_codes", help="guichet explain")
    if dossier is None and typed(ctx, "as_of"):
        raise GuichetError("usage.idle_as_of")
    single = None if dossier is None else _judged(dossier, charter, as_of)
    read = load_charter(charter or DEFAULT, WORDS.code) if single is None else single.card.charter
    topics = _topics(codes, read)
    output = None if output == "-" else output
    run = streams.run_on(sys.stdout if output is None else None, WORDS, color=ctx.obj["color"])
    text = _written(wanted, topics, read, single, run)
    if output is not None:
        streams.save(output, [text], streams.identities([single.source if single else None, charter]))
    else:
        streams.put([text], streams.encoding_of(sys.stdout) if wanted == "text" else "utf-8", document=wanted != "text")
    unreadable = single is not None and single.card.verdict is Verdict.UNREADABLE
    return ExitCode.GAPS if unreadable else ExitCode.CLEARED


def _judged(path: str, charter: str | None, as_of: str | None) -> Single:
    from guichet_cli.checking import Checker
    from guichet_cli.cli.single import judged

    return judged(Checker(lang=WORDS.code, as_of=as_date(as_of), charter=charter), path)


def _topics(codes: Sequence[str] | None, read: Charter) -> list[Topic]:
    """Give what each word means, all criteria and rules without one. Raises GuichetError for what means nothing."""
    if codes is None or not codes:
        return [*read.criteria, *read.rules]
    titled = (key.removesuffix(".title") for key in WORDS.messages if key.endswith(".title"))
    known = Topics(read, [code for code in titled if code.startswith(BUILT_IN)])
    found = []
    for code in codes:
        topic = known.find(code)
        if topic is None:
            near = known.near(code)
            key = "usage.unknown_code" if near else "usage.unknown_code_far"
            shown = code.upper() if "-" in code else code
            raise GuichetError(key, code=shown, nearest=near or "", prefixes=", ".join(known.prefixes))
        found.append(topic)
    return found


def _written(wanted: str, topics: Sequence[Topic], read: Charter, single: Single | None, run: Run) -> str:
    if wanted == "json":
        from guichet_cli.render.explain_json import explanations_json

        return explanations_json(topics, read, single.card if single else None, run)
    from guichet_cli.render.explanation import explanations_markdown, explanations_text

    write = explanations_markdown if wanted == "markdown" else explanations_text
    return write((_explained(topic, read, single) for topic in topics), run)


def _explained(topic: Topic, read: Charter, single: Single | None) -> Explanation:
    from guichet_cli.render import explain as pages

    here = _here(topic, single)
    if isinstance(topic, Criterion):
        return pages.of_criterion(topic, read, here)
    if isinstance(topic, Rule):
        return pages.of_rule(topic, read, here)
    if isinstance(topic, Commitment):
        return pages.of_commitment(topic, read, here)
    return pages.of_problem(topic, WORDS, here)


def _here(topic: Topic, single: Single | None) -> Sequence[Section]:
    """Give what the dossier of a call gets for a topic."""
    if single is None:
        return ()
    from guichet_cli.render import explain_dossier as here

    if isinstance(topic, Criterion):
        return here.criterion_here(topic, single.card, single.data)
    if isinstance(topic, Commitment):
        return here.commitment_here(topic, single.card)
    return here.findings_here(topic.id if isinstance(topic, Rule) else topic, single.card)
