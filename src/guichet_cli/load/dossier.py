"""Paths, folders, patterns and standard input to dossiers, one at a time."""

# a path stays the text that was typed:
# ruff: noqa: PTH120

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO

from guichet_cli.core.model import Dossier, Problem
from guichet_cli.errors import GuichetError
from guichet_cli.load.discovery import Entry, Plan, find_dossiers, named_dossier
from guichet_cli.load.evidence import DiskFolder, gather_proofs
from guichet_cli.load.limits import ARCHIVE, DOSSIER
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular
from guichet_cli.load.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guichet_cli.load.evidence import Folder

__all__ = [
    "Entry",
    "Plan",
    "find_dossiers",
    "load_all",
    "load_dossier",
    "load_dossier_bytes",
    "load_entry",
    "lost_problem",
]

ROOTS = frozenset(("dossier", "project", "system", "ethics", "explainability", "equity", "environment", "users"))
"""A file met in a folder that has none of these keys is not a dossier."""
_CAPS = {"archive_members": ARCHIVE.members, "archive_directory": ARCHIVE.directory, "archive_total": ARCHIVE.total}


def load_dossier(path: str) -> Dossier:
    """Give the dossier of one file, with what went wrong in it; a path that is no readable file is an error."""
    return _read(named_dossier(path))


def load_entry(entry: Entry, *, stdin: BinaryIO | None = None) -> Dossier | None:
    """Give the dossier of an entry of a plan, None for a file of a walked folder that is not a dossier."""
    if entry.aside:
        return None
    dossier = _from_stdin(stdin) if entry.source is None and not entry.lost else _read(entry)
    if not entry.named and dossier.data is not None and ROOTS.isdisjoint(dossier.data):
        return None
    return dossier


def load_all(entries: Iterable[Entry], *, stdin: BinaryIO | None = None) -> Iterator[Dossier | None]:
    """Give the dossiers of a plan one after the other, keeping none."""
    for entry in entries:
        yield load_entry(entry, stdin=stdin)


def load_dossier_bytes(data: bytes, path: str = "-", folder: Folder | None = None) -> Dossier:
    """Give the dossier that some bytes say; without a folder none of its proofs is there."""
    source = read_source(data)
    return Dossier(
        path=path,
        data=source.data,
        spans=source.spans,
        sha256=hashlib.sha256(data).hexdigest() if len(data) <= DOSSIER.size else "",
        problems=source.problems,
        proofs=gather_proofs(source.data, folder),
    )


def _read(entry: Entry) -> Dossier:
    if entry.lost:
        return _lost(entry.path, entry.lost)
    source = entry.source or ""
    return _from_file(entry, source) if entry.member is None else _from_archive(entry, source, entry.member)


def _from_file(entry: Entry, source: str) -> Dossier:
    try:
        data = read_regular(source, DOSSIER.size)
    except FileLostError as lost:
        return _lost(entry.path, lost.reason)
    return load_dossier_bytes(data, entry.path, DiskFolder(os.path.dirname(source)))


def _from_archive(entry: Entry, source: str, member: str) -> Dossier:
    from guichet_cli.load.archive import SHELF, ArchiveFolder

    try:
        archive = SHELF.archive(source)
        return load_dossier_bytes(archive.read(member, DOSSIER.size), entry.path, ArchiveFolder(archive, member))
    except FileLostError as lost:
        return _lost(entry.path, lost.reason)
    finally:
        if entry.closes:
            SHELF.clear()


def _from_stdin(stdin: BinaryIO | None) -> Dossier:
    try:
        data = stdin.read(DOSSIER.size + 1) if stdin is not None else None
    except (OSError, ValueError):  # a directory, a closed stream
        data = None
    if data is None:
        raise GuichetError("error.stdin_closed")
    return load_dossier_bytes(data)


def lost_problem(reason: str) -> Problem:
    """Give why a file could not be read, with the limit that it is over, if any."""
    return Problem(code="DOS-013", variant=reason, params={"limit": _CAPS[reason]} if reason in _CAPS else {})


def _lost(path: str, reason: str) -> Dossier:
    return Dossier(path=shown_path(path), data=None, problems=(lost_problem(reason),))
