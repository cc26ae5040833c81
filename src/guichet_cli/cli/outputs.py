"""Outputs: where a call's scorecards go, each in its format, all of them fed in one pass."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from guichet_cli.cli import streams
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import NamedTuple, replace
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import language
from guichet_cli.load.paths import shown_path
from guichet_cli.render import BINARY, COMPARING, DOCUMENTS, FORMATS, NEEDED, ORDERING, SHOWING, writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from guichet_cli.cli.call import Call
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
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
}
"""The format that a file's name asks for, the first that fits, where the call names none."""
REPORT = "html"
"""The format that speaks to an audience, and that a call may write in several languages."""
HEEDING = (
    ("show", "--show", SHOWING),
    ("sort", "--sort", ORDERING),
    ("group_by", "--group-by", ORDERING),
    ("compare_texts", "--compare-texts", COMPARING),
    ("audience", "--audience", frozenset({REPORT})),
)
"""Options that only some formats heed."""
FORMAT_HELP = f"{WORDS.say('help.check.format')} {', '.join(FORMATS)}."


class Output(NamedTuple):
    """A format, and the file that it goes to; stdout where there is none."""

    format_name: str
    path: str | None
    lang: str | None = None
    """The language of a report that the call writes in several."""
    twins: tuple[tuple[str, str], ...] = ()
    """The other languages, each with the name of its file."""


def outputs_of(
    format_name: str | None,
    output: str | None,
    reports: Sequence[str],
    *,
    also: str | None = None,
    folder: str | None = None,
    langs: Sequence[str] = (),
) -> list[Output]:
    """Give what a call asks for; `also` is a file that it writes beside, `folder` one of reports.

    Raises GuichetError for a format that is unknown or a file that is named twice.
    """
    if format_name is not None:
        choice("--format", format_name, tuple(FORMATS))
    for option, path in (("--write-baseline", also), *(("--report", _report(each).path) for each in reports)):
        if path == "-":
            raise GuichetError("usage.file_wanted", option=option)
    output = None if output == "-" else output
    in_folder = folder is not None and format_name == REPORT and output is None
    usual = [] if in_folder else [Output(format_name or _usual(output), output)]
    asked = [each for one in (*usual, *map(_report, reports)) for each in _in_languages(one, langs)]
    if len(langs) > 1 and folder is None and all(each.lang is None for each in asked):
        raise GuichetError("usage.many_langs", langs=",".join(langs))
    named: set[object] = set()
    for path in (path for path in (also, *(each.path for each in asked)) if path is not None):
        place = _place(path)
        if place is not None and place in named:
            raise GuichetError("error.output_twice", path=shown_path(path))
        named.add(place)
    for each in asked:
        _refuse_impossible(each)
    return asked


def refuse_idle(call: Call, outputs: Sequence[Output]) -> None:
    """Raise GuichetError for an option on the command line that no format of the call heeds."""
    own = call.params["format_name"] is None and bool(outputs) and outputs[0].format_name == "github"
    if own:  # nobody asked for annotations: the call is one that a person can type as well
        return
    written = {output.format_name for output in outputs} | ({REPORT} if call.params["out_dir"] else set())
    for name, option, heeding in HEEDING:
        if call.typed(name) and written.isdisjoint(heeding):
            raise GuichetError("usage.idle_format", option=option, formats=", ".join(sorted(heeding)))


def order_of(sort: str, group_by: str | None) -> dict[str, Any]:
    """Give the order that a call asks for the rows of a batch. Raises GuichetError for one that is unknown."""
    from guichet_cli.core.row import GROUPS, SORTS

    grouped = choice("--group-by", group_by, GROUPS) if group_by else None
    return {"sort": choice("--sort", sort, SORTS), "group_by": grouped}


def run_for(output: Output, run: Run, *, color: str) -> Run:
    """Give what a format may know, with what it needs to know of the place that it goes to."""
    drawn = sys.stdout if output.path is None else None
    return replace(
        run if output.lang is None else replace(run, language=language(output.lang), twins=output.twins),
        width=streams.width_of(drawn),
        color=streams.colored(color, drawn),
        unicode=output.path is not None or streams.speaks_unicode(drawn),
    )


def deliver(
    outputs: Sequence[tuple[Output, Run]],
    judged: Iterable[tuple[Scorecard, ...]],
    inputs: Iterable[str | None],
    beside: Sequence[tuple[str, Writer]] = (),
    whole: Callable[[], bool] = lambda: True,
) -> None:
    """Write scorecards in every format and the files beside, as they come. Raises GuichetError; all are replaced, or none.

    Each dossier comes with its scorecard in every language of the call; a format takes the one of its own, else the first.

    What is not judged to its end leaves the files beside as they were: they could not say that they are partial.
    """
    writers = [(output, writer(output.format_name, run)) for output, run in outputs]
    saved = [*((output.path, each) for output, each in writers if output.path is not None), *beside]
    format_name, printed = next(((o.format_name, each) for o, each in writers if o.path is None), ("", None))
    with streams.drafted([path for path, _ in saved], streams.identities(inputs)) as drafts:
        chunks = _fed(judged, list(zip([each for _, each in saved], drafts, strict=True)), printed)
        if printed is None:
            for _ in chunks:
                pass
        elif format_name in DOCUMENTS:
            streams.put(chunks, "utf-8", document=True)
        else:
            streams.put(chunks, streams.encoding_of(sys.stdout))
        if not whole():
            for draft in drafts[len(drafts) - len(beside) :]:
                drafts.remove(draft)
                draft.drop()


def repository() -> tuple[str, str]:
    """Give the folder that a pipeline calls the repository, else the current one, and where in it the call starts."""
    try:
        here = os.getcwd()  # noqa: PTH109 `pathlib` is for those that follow
    except OSError:  # it was deleted
        return "", ""
    for name in filter(os.environ.get, ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")):
        from pathlib import Path

        root = Path(os.path.realpath(os.environ[name]))
        if Path(here).is_relative_to(root):
            within = Path(here).relative_to(root).as_posix()
            return root.as_posix(), "" if within == "." else f"{within}/"
    return here.replace(os.sep, "/"), ""


def _refuse_impossible(output: Output) -> None:
    """Raise GuichetError for a format that a terminal cannot show, or whose package is not there."""
    name = output.format_name
    if name in BINARY and output.path is None and streams.is_terminal(sys.stdout):
        raise GuichetError("usage.binary_terminal", format=name)
    package, extra = NEEDED.get(name, ("", ""))
    if package and not _installed(package):
        raise GuichetError("error.extra", package=package, extra=extra)


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def _usual(output: str | None) -> str:
    if output is None:
        return "github" if streams.in_actions() else "full"
    name = output.lower()
    return next((SUFFIXES[suffix] for suffix in SUFFIXES if name.endswith(suffix)), "full")


def _place(path: str) -> object:
    """Give what two names of one file have in common; None for what can be written twice, or not at all."""
    from pathlib import Path

    try:
        if Path(path).exists() and not Path(path).is_file():
            return None
    except (OSError, ValueError):  # too long, a zero byte: opening it will say so
        return None
    return next(iter(streams.identities([path])), os.path.normcase(os.path.realpath(path)))


def _in_languages(output: Output, langs: Sequence[str]) -> Iterator[Output]:
    """Give a report in each language, `report.html` as `report.fr.html` and `report.en.html`; anything else as it is."""
    if len(langs) < 2 or output.format_name != REPORT or output.path is None:
        yield output
        return
    from pathlib import Path

    stem, suffix = os.path.splitext(output.path)  # noqa: PTH122 a path stays as it was written
    paths = {lang: f"{stem}.{lang}{suffix}" for lang in langs}
    for lang, path in paths.items():
        twins = tuple((other, Path(paths[other]).name) for other in langs if other != lang)
        yield output._replace(path=path, lang=lang, twins=twins)


def _heard(one: Writer, cards: Sequence[Scorecard]) -> Scorecard:
    """Give the scorecard in the language of a format, the first where it has none of its own."""
    run = getattr(one, "run", None)
    code = run.language.code if run else ""
    return next((card for card in cards if card.charter.language.code == code), cards[0])


def _report(asked: str) -> Output:
    format_name, sign, path = asked.partition("=")
    if not sign or not path:
        raise GuichetError("usage.bad_report", value=asked)
    return Output(choice("--report", format_name, tuple(FORMATS)), path)


def _fed(
    judged: Iterable[tuple[Scorecard, ...]], files: Sequence[tuple[Writer, Draft]], printed: Writer | None
) -> Iterator[str | bytes]:
    """Feed each scorecard to every format; give what goes to stdout. Nothing is begun before something is judged."""
    begun = False
    for cards in judged:
        if not begun:
            begun = True
            for each, draft in files:
                draft.write(each.begin())
            yield printed.begin() if printed else ""
        for each, draft in files:
            draft.write(each.add(_heard(each, cards)))
        yield printed.add(cards[0]) if printed else ""
    if not begun:
        raise GuichetError("error.nothing_to_check")
    for each, draft in files:
        draft.write(each.end())
    yield printed.end() if printed else ""
