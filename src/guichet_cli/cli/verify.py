"""`guichet verify`: whether a saved result is the true one, to the byte, by judging its dossiers again."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.configured import typed
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import replace
from guichet_cli.errors import ExitCode, GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Dossier, Scorecard
    from guichet_cli.load.result import Part
    from guichet_cli.render import Run

say = WORDS.say
TOLERATED = ("waived", "known")
"""Marks that a waivers file or a baseline leaves on findings: the result alone does not tell what they say."""
UNKNOWN_CHARTER = "DOS-028"
"""The finding of a dossier that names a charter which is not provided: it was judged by the default one, not by a named one."""


class Named(NamedTuple):
    """The charter of a call: its name, and whether the call itself gives it or only the settings do."""

    name: str | None
    forced: bool


def verify(
    ctx: typer.Context,
    result: Annotated[str, typer.Argument(metavar="RESULT", help=say("help.verify.result"))],
    dossiers: Annotated[list[str], typer.Argument(metavar="DOSSIER…", help=say("help.verify.dossiers"))],
    charter: Annotated[str | None, typer.Option(metavar="ID|FILE", help=say("help.verify.charter"))] = None,
) -> int:
    """Say whether the result is the true one; when it is not, where it differs first."""
    from guichet_cli.load.result import read_result, result_bytes
    from guichet_cli.render import render
    from guichet_cli.render.verdict_of_result import refuted, sustained

    raw = result_bytes(result)
    told = read_result(raw, result)
    run = _run(told)
    named = typed(ctx, "charter")
    computed = render("json", _cards(told, run, dossiers, Named(charter, forced=named)), run).encode("utf-8", "replace")
    page = streams.run_on(sys.stdout, WORDS, color=ctx.obj["color"])
    if computed == raw:
        text, code = sustained(told.data, page), ExitCode.CLEARED
    else:
        text, code = refuted(told.data, json.loads(computed), page), ExitCode.GAPS
    if not ctx.obj["quiet"] or code:
        streams.put([text], streams.encoding_of(sys.stdout))
    return code


def _run(told: Part) -> Run:
    """Give the run that the result says it comes from."""
    from guichet_cli.core.gate import BARS, BASES, Gate
    from guichet_cli.core.selection import Selection
    from guichet_cli.load.data import language
    from guichet_cli.render import Interrupted, Run

    cut = told.part("interrupted") if "interrupted" in told.data else None
    interrupted = Interrupted(cut.whole("judged") or 0, cut.whole("asked") or 0) if cut else None
    bar = told.part("gate")
    gate = Gate(
        fail_on=bar.one_of("fail_on", BARS),
        fail_under=bar.number("fail_under"),
        basis=bar.one_of("basis", BASES) if "basis" in bar.data else BASES[0],
    )
    return Run(
        language=language(told.text("lang")),
        version=__version__,
        as_of=told.day("as_of"),
        gate=gate,
        selection=Selection(select=bar.words("select"), ignore=bar.words("ignore")),
        interrupted=lambda: interrupted,
    )


def _cards(told: Part, run: Run, paths: Sequence[str], charter: Named) -> Iterator[Scorecard]:
    """Judge the dossiers again, in the order of the result, each under the path that the result gives it."""
    from guichet_cli.checking import Checker
    from guichet_cli.load.dossier import find_dossiers, load_entry

    stdin = getattr(sys.stdin, "buffer", None)
    found = [dossier for entry in find_dossiers(paths).entries if (dossier := load_entry(entry, stdin=stdin))]
    parts = told.parts("dossiers")
    if len(found) != len(parts):
        raise GuichetError("error.result_dossiers", told=len(parts), found=len(found))
    findings = [finding.data for part in parts for finding in part.parts("findings")]
    if any(finding.get(member) is True for finding in findings for member in TOLERATED):
        raise GuichetError("error.result_tolerated")
    checkers: dict[str | None, Checker] = {}
    for part, dossier in zip(parts, _in_order(parts, found), strict=True):
        name = charter.name if charter.forced else _charter(part, charter.name)
        if name not in checkers:
            checkers[name] = Checker(lang=run.language.code, as_of=run.as_of, charter=name)
        yield run.selection.apply(checkers[name].card(replace(dossier, path=part.text("path"))))


def _charter(part: Part, usual: str | None) -> str | None:
    """Give the charter that a result names, when it is provided; None for the one that the dossier leads to.

    Raises GuichetError for one that is not provided, unless the settings have a usual one.
    """
    from guichet_cli.load.charter import packaged

    if any(finding.optional("criterion") == UNKNOWN_CHARTER for finding in part.parts("findings")):
        return None
    name, version = part.part("charter").texts("id", "version")
    if name in packaged() or usual is not None:
        return name if name in packaged() else usual
    raise GuichetError("error.result_charter", name=name, version=version)


def _in_order(parts: Sequence[Part], found: Sequence[Dossier]) -> Iterator[Dossier]:
    """Give the dossiers as the result has them: by their digest, and those that nothing names in their own order."""
    told = [part.text("sha256") for part in parts]
    by_digest: dict[str, list[Dossier]] = {}
    strangers: list[Dossier] = []
    for dossier in found:
        known = dossier.sha256 in told and len(by_digest.get(dossier.sha256, ())) < told.count(dossier.sha256)
        (by_digest.setdefault(dossier.sha256, []) if known else strangers).append(dossier)
    for sha256 in told:
        mine = by_digest.get(sha256)
        yield mine.pop(0) if mine else strangers.pop(0)
