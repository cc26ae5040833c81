"""Where findings are, as other tools write it: relative paths, percent-encoded addresses, fingerprints without a twin."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from posixpath import normpath
from typing import TYPE_CHECKING

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render import Run

DRIVE = re.compile(r"[A-Za-z]:/")
STDIN = "-"
ABOVE = re.compile(r"(?:\.\./)+")


class Address(NamedTuple):
    """A relative URI without `..`, and the name of what it is relative to; an absolute one has no such name."""

    uri: str
    base: str


def relative(path: str, run: Run) -> str:
    """Give a path as the repository knows it: relative where it is inside, without `./`."""
    if path == STDIN:
        return path
    if path.startswith("/") or DRIVE.match(path):
        return visible(normpath(path.removeprefix(f"{run.root}/") if run.root else path))
    return visible(normpath(run.within + path))


def address(path: str, run: Run) -> Address:
    """Give a path as a URI: percent-encoded UTF-8, relative where it can be."""
    from urllib.parse import quote

    name = relative(path, run)
    if name.startswith("//"):  # a share of Windows
        return Address(f"file:{quote(name)}", "")
    if name.startswith("/"):
        return Address(f"file://{quote(name)}", "")
    if DRIVE.match(name):
        return Address(f"file:///{quote(name, safe='/:')}", "")
    above = ABOVE.match(name)
    levels = above.end() // 3 if above else 0
    return Address(quote(name[3 * levels :]), f"PARENT{levels}" if levels else "SRCROOT")


def marked(card: Scorecard, run: Run) -> Iterator[tuple[Finding, str]]:
    """Give each finding with a fingerprint that is its own: of its path, of itself, and of its turn among its twins."""
    path, twins = relative(card.path, run), Counter[str]()
    for finding in card.findings:
        turn = twins[finding.fingerprint]
        twins[finding.fingerprint] += 1
        own = f"{path}\0{finding.fingerprint}" + (f"\0{turn}" if turn else "")
        yield finding, sha256(own.encode("utf-8", "surrogatepass")).hexdigest()


def begin_of(finding: Finding) -> tuple[int, int]:
    """Give the line and the column of a finding, the first of all where the text has no place."""
    span = finding.location.span
    return (span.line, span.column) if span else (1, 1)
