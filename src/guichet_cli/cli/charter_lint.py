"""`guichet charter lint`: everything that is wrong with charters, in the formats and with the exit codes of `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli import __version__
from guichet_cli.cli.outputs import FORMAT_HELP, deliver, outputs_of, repository, run_for
from guichet_cli.cli.settings import as_date, choice
from guichet_cli.cli.words import WORDS
from guichet_cli.core.gate import Gate
from guichet_cli.core.tally import Tally
from guichet_cli.errors import ExitCode
from guichet_cli.load.charter import packaged
from guichet_cli.render import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Dossier, Scorecard

say = WORDS.say


def lint(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID|FILE]…", help=say("help.charter.names"))] = None,
    format_name: Annotated[str | None, typer.Option("--format", "-f", metavar="FORMAT", help=FORMAT_HELP)] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.check.output"))] = None,
    fail_on: Annotated[
        str, typer.Option(metavar="blocking|major|minor|never", help=say("help.check.fail_on"))
    ] = "blocking",
) -> int:
    """Print what is wrong with charters, and give the exit code of the gate."""
    from guichet_cli.load.charter_lint import linted_text

    outputs = outputs_of(format_name, output, ())
    gate = Gate(fail_on=choice("--fail-on", fail_on, ("blocking", "major", "minor", "never")))
    chosen = names or list(packaged())
    texts = [linted_text(name) for name in chosen]
    root, within = repository()
    run = Run(language=WORDS, version=__version__, as_of=as_date(None), gate=gate, root=root, within=within)
    tally = Tally(gate=gate)
    runs = [(each, run_for(each, run, color=ctx.obj["color"])) for each in outputs]
    deliver(runs, ((card,) for card in _linted(texts, tally, run)), chosen)
    return ExitCode.CLEARED if tally.cleared else ExitCode.GAPS


def _linted(texts: Sequence[Dossier], tally: Tally, run: Run) -> Iterator[Scorecard]:
    from guichet_cli.core.lint import lint as problems_of
    from guichet_cli.core.lint import lint_card
    from guichet_cli.load.charter_lint import dossier_fields, form_errors

    for text in texts:
        problems = problems_of(text, form_errors, dossier_fields())
        card = lint_card(text, problems, run.language, run.as_of)
        tally.add(card)
        yield card
