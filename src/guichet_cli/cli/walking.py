"""Which files a call of `guichet check` reads, and what its walk through folders passes over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guichet_cli.cli import streams
from guichet_cli.cli.sources import configuration
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import GuichetError
from guichet_cli.load.discovery import find_dossiers
from guichet_cli.load.paths import shown_path
from guichet_cli.load.sieve import Exclusion, Sieve, real_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.cli.call import Call
    from guichet_cli.load.discovery import Entry, Plan

DEFAULT_PATH = "dossier.yaml"


def walk(call: Call, paths: Sequence[str] | None, exclude: Sequence[str], *, git: bool) -> tuple[Plan, Sieve]:
    """Give what the paths of a call mean, and what was passed over. Raises GuichetError for what cannot be honoured."""
    named = list(paths or _default())
    base = real_path(_base(call))
    patterns = [pattern for word in exclude for pattern in word.split(",") if pattern.strip()]
    if exclude and not patterns:
        raise GuichetError("usage.no_pattern")
    sieve = Sieve([Exclusion(pattern, base) for pattern in patterns], tops=named, git=git)
    try:
        return find_dossiers(named, left_out=sieve), sieve
    except GuichetError as error:
        if error.key == "error.folder_empty" and (sieve.ignored or sieve.excluded):
            key = "error.folder_ignored" if sieve.ignored else "error.folder_excluded"
            raise GuichetError(key, **error.params) from None
        if error.key == "error.archive_empty" and sieve.excluded:
            raise GuichetError("error.archive_excluded", **error.params) from None
        raise


def chosen(paths: Sequence[str] | None) -> tuple[Entry, ...]:
    """Give the files that the paths of a call mean, to be written again: no setting sieves them, no archive is opened."""
    named = list(paths or _default())
    return find_dossiers(named, left_out=Sieve([], tops=named, git=True), archives=False).entries


def tell_ignored(sieve: Sieve) -> None:
    """Say how much was passed over because git ignores it."""
    if sieve.ignored:
        streams.tell(WORDS.count("note.ignored", sieve.ignored))


def tell_configuration(call: Call) -> None:
    """Say which file set something, where nobody named it."""
    found = configuration(call.shared)
    if found is not None and found.searched and found.values:
        streams.tell(WORDS.say("note.configuration", path=shown_path(found.path)))


def _base(call: Call) -> str:
    """Give the folder that patterns are written from: that of the file that sets them, else the current one."""
    found = configuration(call.shared) if call.source("exclude") == "DEFAULT_MAP" else None
    return (found.folder if found else "") or os.curdir


def _default() -> list[str]:
    if not os.path.lexists(DEFAULT_PATH):
        raise GuichetError("usage.no_paths", path=DEFAULT_PATH)
    return [DEFAULT_PATH]
