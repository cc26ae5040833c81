"""Dossiers written back: whole or not at all, never over what somebody else has written meanwhile, never unasked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guichet_cli.cli.streams import drafted
from guichet_cli.cli.words import WORDS
from guichet_cli.core.model import Dossier
from guichet_cli.core.reporting import problem_finding
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.limits import DOSSIER
from guichet_cli.load.named import named_bytes
from guichet_cli.load.paths import shown_path
from guichet_cli.write.manuscript import Manuscript, UnreadableManuscriptError

if TYPE_CHECKING:
    from guichet_cli.core.model import Problem


class UnreadableDossierError(GuichetError):
    """A dossier that is none: said with its place, and told by the exit code as `check` tells it."""

    exit_code = ExitCode.GAPS


def manuscript(path: str) -> Manuscript:
    """Give the text of a dossier to be changed. Raises GuichetError, UnreadableDossierError for what is no dossier."""
    try:
        return Manuscript(named_bytes(path, DOSSIER.size))
    except UnreadableManuscriptError as unreadable:
        raise unreadable_error(path, unreadable.problem) from None


def unreadable_error(path: str, problem: Problem) -> UnreadableDossierError:
    """Give what ends a call for a dossier that cannot be read."""
    return UnreadableDossierError("error.dossier_unreadable", reason=told(path, problem))


def told(path: str, problem: Problem) -> str:
    """Give a problem of a dossier's text in one line: place, code, what is wrong, what to do."""
    finding = problem_finding(problem, Dossier(path=shown_path(path), data=None), WORDS)
    line, column = finding.location.span[:2] if finding.location.span else (1, 1)
    return f"{finding.location.path}:{line}:{column}: {finding.criterion} {finding.message} {finding.remedy}"


def rewrite(path: str, before: bytes, after: bytes) -> None:
    """Put a changed text in the place of the one that was read. Raises GuichetError; the file then stays as it is."""
    if after == before:
        return
    with drafted([path], frozenset()) as (draft,):
        draft.write_bytes(after)
        if named_bytes(path, DOSSIER.size) != before:
            raise GuichetError("error.dossier_changed", path=shown_path(path))


def create(path: str, data: bytes, *, overwrite: bool = False) -> None:
    """Write a new file, whole. Raises GuichetError where one exists, unless it may be replaced."""
    if os.path.lexists(path) and not overwrite:
        raise GuichetError("error.file_exists", path=shown_path(path))
    with drafted([path], frozenset()) as (draft,):
        draft.write_bytes(data)
