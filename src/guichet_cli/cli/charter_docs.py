"""`guichet charter docs`: a charter as a catalogue to read, on stdout, into a folder, or compared with what is there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import choice
from guichet_cli.cli.speech import asked
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter import DEFAULT, packaged
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.data import folder as folder_of
from guichet_cli.load.paths import nearby, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guichet_cli.load.charter_text import CharterText

say = WORDS.say
FORMATS = {"markdown": "md", "html": "html"}
FOLDER = "docs/charters"


def docs(
    name: Annotated[str | None, typer.Argument(metavar="[ID|FILE]", help=say("help.charter.docs.name"))] = None,
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
    names = [name] if name else list(packaged()) if check else [DEFAULT]
    texts = [read_charter_text(each, WORDS.code) for each in names]
    if output is None and not check:
        streams.put([page(texts[0], WORDS.code, format_name or "markdown")], "utf-8")
        return ExitCode.CLEARED
    languages = [WORDS.code] if asked(sys.argv[1:]) else LANGUAGES
    folder = Path(output) if output else _committed(names)
    if check:
        pages = {each: list(pages_of(text, languages, formats)) for each, text in zip(names, texts, strict=True)}
        return _compared(pages, folder)
    _write(folder, pages_of(texts[0], languages, formats))
    return ExitCode.CLEARED


def _committed(names: Sequence[str]) -> Path:
    """Give where the pages of packaged charters lie, wherever the call is made from. Raises GuichetError where they do not."""
    here = Path(folder_of("charters")).parent / FOLDER
    if not here.is_dir() or not set(names) <= packaged().keys():
        raise GuichetError("usage.docs_folder")
    return Path(nearby(here))


def _write(folder: Path, pages: Iterable[tuple[str, str]]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise GuichetError("error.output_unwritable", path=shown_path(str(folder))) from None
    for path, content in pages:
        streams.save(str(folder / path), [content], frozenset())
        streams.tell(say("charter_docs.written", path=shown_path(str(folder / path))))


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


def _compared(pages: Mapping[str, Sequence[tuple[str, str]]], folder: Path) -> int:
    """Name the pages that are missing or not current, then say how to write them again; else how many are current."""
    current, out = 0, streams.encoding_of(sys.stdout)
    again = []
    for name, written in pages.items():
        stale = [folder / path for path, content in written if not _holds(folder / path, content)]
        current += len(written) - len(stale)
        streams.put([say("charter_docs.stale", path=shown_path(str(path))) + "\n" for path in stale], out)
        if stale:
            again.append(f"guichet charter docs {shown_path(name)} -o {shown_path(str(folder))}")
    for command in again:
        streams.tell(say("charter_docs.again", command=command))
    if not again:
        streams.put([WORDS.count("charter_docs.current", current) + "\n"], out)
    return ExitCode.GAPS if again else ExitCode.CLEARED


def _holds(path: Path, content: str) -> bool:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == content.encode()
    except OSError:
        return False
