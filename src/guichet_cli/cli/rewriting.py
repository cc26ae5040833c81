"""Dossiers written back: whole or not at all, never over what somebody else has written meanwhile, never unasked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guichet_cli.cli.streams import drafted
from guichet_cli.errors import GuichetError
from guichet_cli.load.discovery import named_file
from guichet_cli.load.limits import DOSSIER
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular
from guichet_cli.write.manuscript import Manuscript, UnreadableManuscriptError

if TYPE_CHECKING:
    from guichet_cli.core.model import Problem


class UnreadableDossierError(Exception):
    """A dossier in which nothing can be changed, with the problem that says why."""

    def __init__(self, path: str, problem: Problem) -> None:
        super().__init__(path)
        self.path = path
        self.problem = problem


def manuscript(path: str) -> Manuscript:
    """Give the text of a dossier to be changed. Raises GuichetError, or UnreadableDossierError for what is no dossier."""
    try:
        return Manuscript(_bytes(path))
    except UnreadableManuscriptError as unreadable:
        raise UnreadableDossierError(shown_path(path), unreadable.problem) from None


def rewrite(path: str, before: bytes, after: bytes) -> None:
    """Put a changed text in the place of the one that was read. Raises GuichetError; the file then stays as it is."""
    if after == before:
        return
    with drafted([path], frozenset()) as (draft,):
        draft.write_bytes(after)
        if _bytes(path) != before:
            raise GuichetError("error.dossier_changed", path=shown_path(path))


def create(path: str, data: bytes, *, overwrite: bool = False) -> None:
    """Write a new file, whole. Raises GuichetError where one exists, unless it may be replaced."""
    if os.path.lexists(path) and not overwrite:
        raise GuichetError("error.file_exists", path=shown_path(path))
    with drafted([path], frozenset()) as (draft,):
        draft.write_bytes(data)


def _bytes(path: str) -> bytes:
    try:
        return read_regular(named_file(path).source or path, DOSSIER.size)
    except FileLostError:
        raise GuichetError("error.path_unreadable", path=shown_path(path)) from None
