"""Outputs: where a call's scorecards go, each in its format, all of them fed in one pass."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.cli import streams
from guichet_cli.cli.app import choice
from guichet_cli.cli.configured import typed
from guichet_cli.cli.spoken import WORDS
from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.render import DOCUMENTS, FORMATS, SHOWING, writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.cli.streams import Draft
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run, Writer

SUFFIXES = {
    ".sarif.json": "sarif",
    ".sarif": "sarif",
    ".jsonl": "jsonl",
    ".json": "json",
    ".xml": "junit",
    ".md": "markdown",
    ".csv": "csv",
}
"""The format that a file's name asks for, the first that fits, where the call names none."""
FORMAT_HELP = f"{WORDS.say('help.check.format')} {', '.join(FORMATS)}."


class Output(NamedTuple):
    """A format, and the file that it goes to; stdout where there is none."""

    format_name: str
    path: str | None


def outputs_of(
    format_name: str | None, output: str | None, reports: Sequence[str], *, also: str | None = None
) -> list[Output]:
    """Give what a call asks for; `also` is a file that it writes beside.

    Raises GuichetError for a format that is unknown or a file that is named twice.
    """
    if format_name is not None:
        choice("--format", format_name, tuple(FORMATS))
    for option, path in (("--write-baseline", also), *(("--report", _report(each).path) for each in reports)):
        if path == "-":
            raise GuichetError("usage.file_wanted", option=option)
    output = None if output == "-" else output
    asked = [Output(format_name or _usual(output), output), *map(_report, reports)]
    named: set[object] = set()
    for path in (path for path in (also, *(each.path for each in asked)) if path is not None):
        place = _place(path)
        if place is not None and place in named:
            raise GuichetError("error.output_twice", path=shown_path(path))
        named.add(place)
    return asked


def refuse_idle_show(ctx: Any, outputs: Sequence[Output]) -> None:
    """Raise GuichetError for a `--show` on the command line that no format of the call heeds."""
    own = ctx.params["format_name"] is None and outputs[0].format_name == "github"
    if own:  # nobody asked for annotations: the call is one that a person can type as well
        return
    if typed(ctx, "show") and not any(output.format_name in SHOWING for output in outputs):
        raise GuichetError("usage.idle_show", formats=", ".join(sorted(SHOWING)))


def run_for(output: Output, run: Run, *, color: str) -> Run:
    """Give what a format may know, with what it needs to know of the place that it goes to."""
    drawn = sys.stdout if output.path is None else None
    return replace(
        run,
        width=streams.width_of(drawn),
        color=streams.colored(color, drawn),
        unicode=output.path is not None or streams.speaks_unicode(drawn),
    )


def deliver(
    outputs: Sequence[tuple[Output, Run]],
    cards: Iterable[Scorecard],
    inputs: Iterable[str | None],
    beside: Sequence[tuple[str, Writer]] = (),
) -> None:
    """Write scorecards in every format and the files beside, as they come. Raises GuichetError; all are replaced, or none."""
    writers = [(output, writer(output.format_name, run)) for output, run in outputs]
    saved = [*((output.path, each) for output, each in writers if output.path is not None), *beside]
    format_name, printed = next(((o.format_name, each) for o, each in writers if o.path is None), ("", None))
    with streams.drafted([path for path, _ in saved], streams.identities(inputs)) as drafts:
        chunks = _fed(cards, list(zip([each for _, each in saved], drafts, strict=True)), printed)
        if printed is None:
            for _ in chunks:
                pass
        elif format_name in DOCUMENTS:
            streams.put(chunks, "utf-8", document=True)
        else:
            streams.put(chunks, streams.encoding_of(sys.stdout))


def repository() -> tuple[str, str]:
    """Give the folder that a pipeline calls the repository, else the current one, and where in it the call starts."""
    try:
        here = Path.cwd()
    except OSError:  # it was deleted
        return "", ""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        root = Path(os.path.realpath(os.environ[name])) if os.environ.get(name) else None
        if root is not None and here.is_relative_to(root):
            within = here.relative_to(root).as_posix()
            return root.as_posix(), "" if within == "." else f"{within}/"
    return here.as_posix(), ""


def _usual(output: str | None) -> str:
    if output is None:
        return "github" if streams.in_actions() else "full"
    name = output.lower()
    return next((SUFFIXES[suffix] for suffix in SUFFIXES if name.endswith(suffix)), "full")


def _place(path: str) -> object:
    """Give what two names of one file have in common; None for what can be written twice, or not at all."""
    try:
        if Path(path).exists() and not Path(path).is_file():
            return None
    except (OSError, ValueError):  # too long, a zero byte: opening it will say so
        return None
    return next(iter(streams.identities([path])), os.path.normcase(os.path.realpath(path)))


def _report(asked: str) -> Output:
    format_name, sign, path = asked.partition("=")
    if not sign or not path:
        raise GuichetError("usage.bad_report", value=asked)
    return Output(choice("--report", format_name, tuple(FORMATS)), path)


def _fed(cards: Iterable[Scorecard], files: Sequence[tuple[Writer, Draft]], printed: Writer | None) -> Iterator[str | bytes]:
    """Feed each scorecard to every format; give what goes to stdout. Nothing is begun before something is judged."""
    begun = False
    for card in cards:
        if not begun:
            begun = True
            for each, draft in files:
                draft.write(each.begin())
            yield printed.begin() if printed else ""
        for each, draft in files:
            draft.write(each.add(card))
        yield printed.add(card) if printed else ""
    if not begun:
        raise GuichetError("error.nothing_to_check")
    for each, draft in files:
        draft.write(each.end())
    yield printed.end() if printed else ""
