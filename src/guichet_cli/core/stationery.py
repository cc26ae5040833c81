"""Stationery: a desk's own letter, a text with named places such as `$requests`. It is filled in, never run."""

from __future__ import annotations

import re
from string import Template
from typing import TYPE_CHECKING

from guichet_cli.core.printable import UNPRINTABLE, excerpt
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INLINE = ("charter", "date", "dateline", "desk", "phase", "project", "sender")
"""Places within a line: a few words."""
BLOCKS = (
    "followup",
    "lead",
    "limits",
    "next",
    "opinion",
    "provenance",
    "rates",
    "remarks",
    "requests",
    "settled",
)
"""Places alone on their line: paragraphs, a list, a table, or nothing."""
REQUIRED = ("opinion", "requests", "provenance")
"""What no letter goes without: what the desk thinks, what it asks, and of what."""
HEADING = re.compile(r"#{1,6} ")
GAPS = re.compile(r"\n{3,}")


class Places(Template):
    """A text with places as `$name` or `${name}`; `$$` is a dollar."""

    idpattern = "[a-z][a-z_]*"
    flags = re.ASCII


def stationery(text: str, path: str) -> str:
    """Give the text of a letter that can be filled in. Raises GuichetError, with the line of what cannot."""
    text = "\n".join(text.splitlines())
    met = set[str]()
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{path}:{number}"
        if found := UNPRINTABLE.search(line):
            raise GuichetError("error.template_text", place=place, found=excerpt(found[0]))
        met.update(_named(line, place))
    for name in REQUIRED:
        if name not in met:
            raise GuichetError("error.template_lacks", path=path, name=f"${name}")
    return text


def _named(line: str, place: str) -> Iterator[str]:
    """Give the places of a line."""
    for found in Places.pattern.finditer(line):
        name = found["named"] or found["braced"]
        if found["escaped"]:
            continue
        if name is None:
            raise GuichetError("error.template_dollar", place=place)
        if name not in INLINE + BLOCKS:
            near = nearest(name, [*INLINE, *BLOCKS])
            key = "error.template_unknown_near" if near else "error.template_unknown"
            known = ", ".join(f"${each}" for each in sorted(INLINE + BLOCKS))
            raise GuichetError(key, place=place, name=f"${excerpt(name)}", nearest=f"${near}", known=known)
        if name in BLOCKS and line.strip() != found[0]:
            raise GuichetError("error.template_alone", place=place, name=f"${name}")
        yield name


def filled(text: str, values: Mapping[str, str]) -> str:
    """Give a letter with its places filled in; a heading under which only empty places stand goes with them."""
    sections, current = list[list[str]](), list[str]()
    for line in text.split("\n"):
        if HEADING.match(line):
            sections.append(current)
            current = []
        current.append(line)
    sections.append(current)
    kept = "\n".join("\n".join(section) for section in sections if not _idle(section, values))
    return GAPS.sub("\n\n", Places(kept).safe_substitute(values)).strip("\n") + "\n"


def _idle(section: list[str], values: Mapping[str, str]) -> bool:
    """Tell whether a section has places and no word left: it would be a heading above nothing."""
    body = [line.strip() for line in section[1:] if line.strip()]
    if not body or not HEADING.match(section[0]):
        return False
    names = [found["named"] or found["braced"] for line in body if (found := Places.pattern.fullmatch(line))]
    return len(names) == len(body) and not any(values.get(name or "", "x") for name in names)
