"""`guichet schema`: the JSON Schemas, that of dossiers in the reader's language and with what a charter asks, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.configured import typed
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.data import folder
from guichet_cli.load.paths import shown_path

say = WORDS.say
AS_THEY_ARE = ("charter", "scorecard", "baseline", "waivers", "vocabulary")
"""Schemas that are the same for everyone; that of charters names the vocabulary's, by its file."""
NAMES = ("dossier", *AS_THEY_ARE)
HEAD = 4096
"""How much of a file tells whether it is a schema."""


def schema(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="|".join(NAMES), help=say("help.schema.name"))],
    charter: Annotated[
        str, typer.Option(metavar="ID|FILE", help=say("help.schema.charter"), envvar="GUICHET_CHARTER")
    ] = DEFAULT,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.schema.output"))
    ] = None,
) -> int:
    """Print a schema, or write it to a file."""
    choice("SCHEMA", name, NAMES)
    if name != "dossier" and typed(ctx, "charter"):
        raise GuichetError("usage.idle_schema_charter")
    text = dossier_schema(charter, WORDS.code) if name == "dossier" else _as_it_is(name)
    if output is None or output == "-":
        streams.put([text], "utf-8", document=True)
        return ExitCode.CLEARED
    _refuse_other(output, schema_file(WORDS.code) if name == "dossier" else f"{name}.schema.json")
    streams.save(output, [text], streams.identities([charter]))
    if not ctx.obj["quiet"]:
        _tell(name, output)
    return ExitCode.CLEARED


def dossier_schema(charter: str, lang: str) -> str:
    """Give the schema of dossiers for editors, as the text of a file: a charter by id or by path, in a language.

    Raises GuichetError when there is no such charter, or it is not sound.
    """
    from guichet_cli.load.charter_lint import dossier_fields
    from guichet_cli.render.editor_schema import editor_schema

    titles = {known: load_charter(known, lang).title for known in packaged()}
    return editor_schema(load_charter(charter, lang), dossier_fields(), titles, __version__)


def schema_file(lang: str) -> str:
    """Give the usual name of the schema of dossiers in a language."""
    return f"dossier.{lang}.schema.json"


def modeline(path: str) -> str:
    """Give the first line of a dossier, which tells editors where its schema is."""
    return f"# yaml-language-server: $schema={path if Path(path).is_absolute() else f'./{path}'}"


def _as_it_is(name: str) -> str:
    return Path(folder("schemas"), f"{name}.schema.json").read_text(encoding="utf-8")


def _refuse_other(path: str, usual: str) -> None:
    """Raise GuichetError where the file that would be replaced is no schema: a slip would cost a dossier."""
    target = Path(path)
    try:
        if not target.is_file():
            return
        with target.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError):  # writing it will say what is wrong
        return
    if b'"$schema"' not in head:
        raise GuichetError("error.output_other", path=shown_path(path), name=usual)


def _tell(name: str, output: str) -> None:
    shown = shown_path(output)
    if name == "dossier":
        streams.tell(say("schema.written", path=shown, modeline=modeline(shown)))
    else:
        streams.tell(say("schema.saved", path=shown))
