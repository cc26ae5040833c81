"""`guichet doctor`: what a help desk asks for first: versions, terminal, extras, configuration, charters, and what is broken."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.core.printable import visible
from guichet_cli.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

say = WORDS.say
FORMATS = ("text", "json")


def doctor(
    ctx: typer.Context,
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(FORMATS), help=say("help.doctor.format"))
    ] = "text",
) -> int:
    """Print what was found; give 1 when something is broken, whose remedy comes last."""
    from guichet_cli.cli.health import examined

    choice("--format", format_name, FORMATS)
    found = examined(ctx.obj)
    if format_name == "json":
        streams.put([json.dumps(found, ensure_ascii=False, indent=1) + "\n"], "utf-8", document=True)
    else:
        streams.put((f"{visible(line)}\n" for line in _lines(found)), streams.encoding_of(sys.stdout))
    return ExitCode.GAPS if found["problems"] else ExitCode.CLEARED


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    sections = [name for name in found if name not in {"format_version", "problems", "remarks"}]
    width = max(len(label) for name in sections for label, _ in _rows(name, found[name]))
    for name in sections:
        yield say(f"doctor.{name}")
        for label, value in _rows(name, found[name]):
            yield f"  {label:<{width}}  {value}".rstrip()
        yield ""
    for kind in ("remarks", "problems"):
        for each in found[kind]:
            yield f"{say(f'doctor.sign.{kind}')} {each['message']} {each['remedy']}".rstrip()
    if not found["problems"]:
        yield say("doctor.well")


def _rows(section: str, said: Any) -> Iterator[tuple[str, str]]:
    """Give the lines of a section: of a mapping its members, of a list a line each, by its first member."""
    if isinstance(said, list):
        for entry in said:
            named, *others = entry.items()
            yield str(named[1]), ", ".join(filter(None, (_shown(section, key, value) for key, value in others)))
        if not said:
            yield say("doctor.none"), ""
        return
    for key, value in said.items():
        yield say(f"doctor.{section}.{key}"), _shown(section, key, value) or say("doctor.none")


def _shown(section: str, key: str, value: Any) -> str:
    """Give a value in words; a plain yes or no by what it is about."""
    if isinstance(value, bool):
        named = f"doctor.{section}.{key}.{'yes' if value else 'no'}"
        return say(named) if named in WORDS.messages else say(f"doctor.{'yes' if value else 'no'}")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
