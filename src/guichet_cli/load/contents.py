"""Which members of a zip archive may be dossiers, as a walk through a folder would tell."""

# `os`, not `Path`, as in discovery:
# ruff: noqa: PTH118

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.classes import replace
from guichet_cli.load.archive import Archive
from guichet_cli.load.discovery import ARCHIVE, EXTENSIONS, Entry
from guichet_cli.load.member import key_of
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.load.discovery import LeftOut
    from guichet_cli.load.member import Place


class Inside(NamedTuple):
    """A file or a folder within an archive, as a sieve looks at those of the disk."""

    name: str
    path: str
    is_folder: bool

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 asked as of an entry of the disk
        """Tell whether it is a folder."""
        return self.is_folder


def entries_of(path: str, left_out: LeftOut, within: str = "") -> list[Entry]:
    """Give what an archive holds that may be a dossier, in order. Raises FileLostError for what is no archive.

    `within` names a folder of it, or a file, which is then judged whatever it holds.
    """
    top = key_of(within)
    archive = Archive(path)
    try:
        named = next((each for each in archive.places if within and each.key == top and not each.lost), None)
        if named:
            found = [_entry(archive, path, named, aside=False, named=True)]
        else:
            found = [
                _entry(archive, path, each, aside=aside)
                for each, aside in _candidates(archive, _Passed(path, left_out))
                if not top or (each.key.startswith(f"{top}/") and not each.lost)
            ]
    finally:
        archive.close()
    for number in reversed(range(len(found))):
        if not found[number].lost and not found[number].aside:
            found[number] = replace(found[number], closes=True)
            break
    return found


def _candidates(archive: Archive, passed: _Passed) -> Iterator[tuple[Place, bool]]:
    """Give the members to tell of, each path once, and whether each is an archive that is only a document of a dossier."""
    kept = {
        each.shown: each
        for each in archive.places
        if _named(each, (*EXTENSIONS, ARCHIVE)) and (each.lost or not passed(each))
    }
    beside = {each.key.rpartition("/")[0] for each in kept.values() if _named(each, EXTENSIONS) and not each.lost}
    for each in sorted(kept.values(), key=lambda place: place.shown.split("/")):
        yield each, not _named(each, EXTENSIONS) and any(folder in beside for folder in _above(each.key))


def _entry(archive: Archive, path: str, each: Place, *, aside: bool, named: bool = False) -> Entry:
    # elsewhere than beside or below a dossier, an archive may hold dossiers that nobody would see missing
    nested = "archive_nested" if _named(each, (ARCHIVE,)) and not aside else ""
    return Entry(
        path=f"{shown_path(path)}/{each.shown}",
        source=path,
        named=named,
        lost=each.lost or nested or ("" if aside else archive.refusal(each.key)),
        member=each.key,
        aside=aside and not each.lost,
    )


def _named(each: Place, extensions: tuple[str, ...]) -> bool:
    """Tell whether a name has one of some extensions, also where a NUL hides what follows it."""
    name = each.key.lower()
    return name.endswith(extensions) or name.partition("\0")[0].endswith(extensions)


def _above(key: str) -> Iterator[str]:
    while key:
        key = key.rpartition("/")[0]
        yield key


class _Passed:
    """Tells whether a member is passed over, or one of the folders that it is in; each folder is asked about once."""

    def __init__(self, path: str, left_out: LeftOut) -> None:
        self.path = path
        self.left_out = left_out
        self.folders: dict[str, bool] = {"": False}

    def __call__(self, each: Place) -> bool:
        above, _, name = each.key.rpartition("/")
        return self._folder(above) or self.left_out(Inside(name, os.path.join(self.path, *each.parts), False))

    def _folder(self, key: str) -> bool:
        if key not in self.folders:
            above, _, name = key.rpartition("/")
            path = os.path.join(self.path, *key.split("/"))
            self.folders[key] = self._folder(above) or self.left_out(Inside(name, path, True))
        return self.folders[key]
