"""`guichet import`: figures of other tools as proposals, written into a dossier only when asked, never over an answer."""

from __future__ import annotations

from typing import Annotated

import typer

from guichet_cli.cli.settings import choice
from guichet_cli.cli.spoken import Command, new_app
from guichet_cli.cli.words import WORDS
from guichet_cli.core import footprint

say = WORDS.say
app = new_app("help.import")

Into = Annotated[str, typer.Option("--dossier", "-d", metavar="FILE", help=say("help.import.dossier"))]
Apply = Annotated[bool, typer.Option("--apply", help=say("help.import.apply"))]


@app.command("codecarbon", cls=Command, help=say("help.import.codecarbon"), short_help=say("help.import.codecarbon"))
def codecarbon(
    file: Annotated[str, typer.Argument(metavar="emissions.csv", help=say("help.import.csv"))],
    dossier: Into = "dossier.yaml",
    apply: Apply = False,
) -> int:
    """Propose what CodeCarbon measured."""
    from guichet_cli.cli.offering import offer, refuse
    from guichet_cli.load.codecarbon import read_runs

    runs = read_runs(file)
    refuse(file, list(footprint.doubts(runs)))
    return offer(dossier, lambda data: footprint.of_runs(runs, data), apply=apply)


@app.command("model-card", cls=Command, help=say("help.import.card"), short_help=say("help.import.card"))
def model_card(
    file: Annotated[str, typer.Argument(metavar="README.md", help=say("help.import.readme"))],
    dossier: Into = "dossier.yaml",
    apply: Apply = False,
    unit: Annotated[str | None, typer.Option(metavar="g|kg", help=say("help.import.unit"))] = None,
) -> int:
    """Propose what a model card says of its emissions."""
    from guichet_cli.cli import rewriting
    from guichet_cli.cli.offering import offer, refuse
    from guichet_cli.load.model_card import read_card

    wanted = None if unit is None else choice("--unit", unit, ("g", "kg"))
    card = read_card(file)
    grams = card.emissions * (1_000 if wanted == "kg" else 1)
    doubt = footprint.doubt_of_card(grams, card.line, rewriting.manuscript(dossier).data)
    if doubt is not None and not (wanted and doubt.key == "small"):
        refuse(file, [doubt])
    return offer(dossier, lambda data: footprint.of_card(grams, card.source, data), apply=apply)
