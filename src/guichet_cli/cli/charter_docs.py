"""`guichet charter docs`: a charter as a catalogue to read, on stdout, into a folder, or compared with what is there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.app import choice
from guichet_cli.cli.speech import asked
from guichet_cli.cli.spoken import WORDS
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter import DEFAULT
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guichet_cli.load.charter_text import CharterText

say = WORDS.say
FORMATS = {"markdown": "md", "html": "html"}
FOLDER = "docs/charters"


def docs(
    name: Annotated[str, typer.Argument(metavar="[ID|FILE]", help=say("help.charter.name"))] = DEFAULT,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.charter.docs.format"))
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="DIR", help=say("help.charter.docs.output"))
    ] = None,
    check: Annotated[bool, typer.Option("--check", help=say("help.charter.docs.check"))] = False,
) -> int:
    """Print the catalogue, write it, or give 1 when the files there are not current."""
    from guichet_cli.load.charter_text import read_charter_text

    formats = [choice("--format", format_name, tuple(FORMATS))] if format_name else list(FORMATS)
    text = read_charter_text(name, WORDS.code)
    if output is None and not check:
        streams.put([page(text, WORDS.code, format_name or "markdown")], "utf-8")
        return ExitCode.CLEARED
    languages = [WORDS.code] if asked(sys.argv[1:]) else LANGUAGES
    pages = pages_of(text, languages, formats)
    folder = Path(output or FOLDER)
    if check:
        return _compared(name, folder, pages)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise GuichetError("error.output_unwritable", path=shown_path(str(folder))) from None
    for path, content in pages:
        streams.save(str(folder / path), [content], frozenset())
        streams.tell(say("charter_docs.written", path=shown_path(str(folder / path))))
    return ExitCode.CLEARED


def pages_of(text: CharterText, languages: Iterable[str], formats: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the file name and the content of each page of a charter."""
    formats = list(formats)
    for lang in languages:
        for form in formats:
            yield f"{text.data['id']}.{lang}.{FORMATS[form]}", page(text, lang, form)


def page(text: CharterText, lang: str, form: str) -> str:
    """Give a charter as a page in a language and a format."""
    from guichet_cli.render.charter_document import document
    from guichet_cli.render.charter_html import charter_html
    from guichet_cli.render.charter_markdown import charter_markdown

    write = {"markdown": charter_markdown, "html": charter_html}[form]
    return write(document(text.charter(lang), text.data))


def _compared(name: str, folder: Path, pages: Iterable[tuple[str, str]]) -> int:
    """Name the pages that are missing or not current, then say how to write them again."""
    stale = [folder / path for path, content in pages if not _holds(folder / path, content)]
    for path in stale:
        streams.put([say("charter_docs.stale", path=shown_path(str(path))) + "\n"], streams.encoding_of(sys.stdout))
    if stale:
        command = f"guichet charter docs {shown_path(name)} -o {shown_path(str(folder))}"
        streams.tell(say("charter_docs.again", command=command))
    return ExitCode.GAPS if stale else ExitCode.CLEARED


def _holds(path: Path, content: str) -> bool:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == content.encode()
    except OSError:
        return False
