"""Which files a call means: named ones, folders walked, patterns expanded; errors come before anything is read."""

# `os`, not `Path`: it takes any name, and raises nothing but OSError:
# ruff: noqa: PTH113, PTH116, PTH118, PTH206, PTH207

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING, Protocol

from guichet_cli.core.classes import dataclass
from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import BINARY, FLAGS, FileLostError, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    LeftOut = Callable[["Met"], bool]

EXTENSIONS = (".yaml", ".yml", ".json")
ARCHIVE = ".zip"
STDIN = "-"
MAGIC = frozenset("*?[")
"""What makes a path a pattern."""
NO_ARCHIVE = frozenset(("archive_not_zip", "archive_truncated", "archive_damaged"))
"""Why a file could not be opened as an archive at all: one that the call names is then an error."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing to read: its path as shown, as the system knows it (None for standard input), and whether it was named."""

    path: str
    source: str | None
    named: bool = True
    lost: str = ""
    """Why it cannot be read, when that is already known: a variant of `DOS-013`."""
    member: str | None = None
    """Which member of the archive `source` it is; None for a file of the disk."""
    aside: bool = False
    """Whether it is an archive without dossiers, that is counted with what is no dossier."""
    closes: bool = False
    """Whether it is the last one of its archive."""


class Met(Protocol):
    """What is met in a folder or in an archive."""

    @property
    def name(self) -> str:
        """Give its name."""

    @property
    def path(self) -> str:
        """Give its path from the folder that the walk began in."""

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Tell whether it is a folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a call asks to read, in order, each real file once."""

    entries: tuple[Entry, ...]


def hidden(entry: Met) -> bool:
    """Tell whether a folder's entry is left out because its name begins with a dot."""
    return entry.name.startswith(".")


def find_dossiers(paths: Sequence[str], *, left_out: LeftOut = hidden, archives: bool = True) -> Plan:
    """Give what the paths of a call mean; `left_out` says which entries of a walked folder or archive are passed over.

    What a pattern finds and cannot be opened is an entry that says why, as in a folder. Raises GuichetError for a path that
    is missing or cannot be opened, an empty pattern, a folder without any dossier.
    """
    walk = _Walk(left_out, archives=archives)
    seen: set[tuple[int, int, str | None] | str] = set()
    entries: list[Entry] = []
    for path in paths:
        for expanded in _expanded(path):
            found = walk(expanded) if expanded == path else walk.matched(expanded)
            entries += (entry for entry in found if _first_time(entry, seen))
    return Plan(entries=tuple(entries))


def walks(path: str) -> bool:
    """Tell whether a path of a call is a folder, or a pattern that stands for one."""
    return path != STDIN and any(os.path.isdir(found) for found in _expanded(path))  # noqa: PTH112


def opens(path: str) -> bool:
    """Tell whether a path of a call is an archive, goes into one, or is a pattern that stands for one."""
    return path != STDIN and any(_is_archive(found) or archive_above(found) for found in _expanded(path))


def named_file(path: str) -> Entry:
    """Give the entry of a file that a call names, sure to be regular and readable."""
    if not stat.S_ISREG(_mode(path)):
        raise GuichetError("error.path_not_regular", path=shown_path(path))
    try:
        os.close(os.open(path, FLAGS | BINARY))
    except OSError as error:
        raise _refusal(path, error) from None
    return Entry(path=shown_path(path), source=path)


def named_dossier(path: str) -> Entry:
    """Give the entry of the one dossier that a call names, of the disk or of an archive. Raises GuichetError."""
    if not archive_above(path):
        return named_file(path)
    first = _Walk(hidden, archives=True)(path)[0]
    if (
        first.named or first.member is None
    ):  # else a folder of the archive; without a member, the archive itself is lost
        return first
    raise GuichetError("error.path_not_regular", path=shown_path(path))


def _expanded(path: str) -> list[str]:
    """Give the paths of a pattern that the shell did not expand, as on Windows."""
    if path == STDIN or MAGIC.isdisjoint(path) or os.path.lexists(path):
        return [path]
    import glob

    found = sorted(glob.glob(path, recursive=True))
    if not found:
        raise GuichetError("error.pattern_empty", pattern=shown_path(path))
    return found


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode
    except OSError as error:
        if archive_above(path):  # who opens archives does not ask about what is in them
            raise GuichetError("error.path_in_archive", path=shown_path(path)) from None
        raise _refusal(path, error) from None
    except ValueError:  # NUL in a name
        raise GuichetError("error.path_missing", path=shown_path(path)) from None


def _refusal(path: str, error: OSError) -> GuichetError:
    if error.errno == errno.ELOOP:
        key = "error.path_loop"
    else:
        reasons = {"permission": "error.path_permission", "vanished": "error.path_missing"}
        key = reasons.get(reason_of(error), "error.path_unreadable")
    return GuichetError(key, path=shown_path(path))


class _Walk:
    """Goes through folders and archives; links to folders are not followed, what cannot be listed is an entry itself."""

    def __init__(self, left_out: LeftOut, *, archives: bool) -> None:
        self.left_out = left_out
        self.extensions = (*EXTENSIONS, ARCHIVE) if archives else EXTENSIONS
        self.archives = archives

    def __call__(self, path: str) -> list[Entry]:
        """Give what one path of a call means, in order. Raises GuichetError."""
        if path == STDIN:
            return [Entry(path=STDIN, source=None)]
        if self.archives and (archive := archive_above(path)):
            return self._named_archive(named_file(archive).source or "", path[len(archive) + 1 :])
        if not stat.S_ISDIR(_mode(path)):
            named = named_file(path)
            return self._named_archive(path) if self.archives and _is_archive(path) else [named]
        try:
            found = sorted(self._folder(path), key=_order)
        except OSError as error:
            raise _refusal(path, error) from None
        if not found:
            raise GuichetError("error.folder_empty", path=shown_path(path))
        return found

    def matched(self, path: str) -> list[Entry]:
        """Give what a path means that a pattern has found: a file that cannot be opened is an entry. Raises GuichetError."""
        try:
            return self(path)
        except GuichetError:
            try:
                mode = os.stat(path).st_mode
            except OSError as error:
                return [_met(path, reason_of(error))]
            if stat.S_ISDIR(mode):
                raise
            if not stat.S_ISREG(mode):
                return [_met(path, "not_regular")]
            return self._met_archive(path) if self.archives and _is_archive(path) else [_met(path, "permission")]

    def _folder(self, top: str) -> Iterator[Entry]:
        root = os.path.realpath(top)
        folders = [top]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(folder) as listing:
                    inside = [entry for entry in listing if not self.left_out(entry)]
            except OSError as error:
                if folder is top:
                    raise
                yield _met(folder, reason_of(error))
                continue
            for entry in inside:
                path = entry.name if folder == os.curdir else os.path.join(folder, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif entry.name.lower().endswith(self.extensions):
                    yield from self._file(entry, path, root)

    def _file(self, entry: os.DirEntry[str], path: str, root: str) -> Iterator[Entry]:
        try:
            mode = entry.stat().st_mode
        except OSError as error:  # a dangling link, a loop
            yield _met(path, reason_of(error))
            return
        if stat.S_ISDIR(mode):
            return  # a link to a folder
        if not stat.S_ISREG(mode):
            yield _met(path, "not_regular")
        elif entry.is_symlink() and not os.path.realpath(path).startswith(os.path.join(root, "")):
            yield _met(path, "outside")
        elif _is_archive(path):
            yield from self._met_archive(path)
        else:
            yield _met(path)

    def _named_archive(self, path: str, within: str = "") -> list[Entry]:
        """Give what an archive holds, or what the call names of it. Raises GuichetError."""
        try:
            found = self._inside(path, within)
        except FileLostError as lost:
            if lost.reason in NO_ARCHIVE:
                raise GuichetError(f"error.{lost.reason}", path=shown_path(path)) from None
            return [_met(path, lost.reason)]
        if not found and within:
            raise GuichetError("error.path_missing", path=shown_path(os.path.join(path, within)))
        if not found:
            raise GuichetError("error.archive_empty", path=shown_path(path))
        return found

    def _met_archive(self, path: str) -> list[Entry]:
        try:
            return self._inside(path) or [Entry(path=shown_path(path), source=path, named=False, aside=True)]
        except FileLostError as lost:
            return [_met(path, lost.reason)]

    def _inside(self, path: str, within: str = "") -> list[Entry]:
        """Give what an archive holds, or a folder or a file of it, in order. Raises FileLostError."""
        from guichet_cli.load.contents import entries_of

        return entries_of(path, self.left_out, within)


def _is_archive(path: str) -> bool:
    return path.lower().endswith(ARCHIVE)


def archive_above(path: str) -> str:
    """Give the archive that a path goes into, as rows show it: `lot.zip/projet/dossier.yaml`; nothing for another path."""
    if ARCHIVE not in path.lower():
        return ""
    ends = [match.end() - 1 for match in re.finditer(r"\.zip[/\\]", path, re.IGNORECASE)]
    if not ends or "\0" in path or os.path.lexists(path):
        return ""
    return next((path[:end] for end in ends if os.path.isfile(path[:end])), "")


def _order(entry: Entry) -> list[str]:
    source = entry.source or ""
    inside = "" if entry.member is None else entry.path.removeprefix(f"{shown_path(source)}/")
    return [*source.split(os.sep), *inside.split("/")]


def _met(path: str, lost: str = "") -> Entry:
    return Entry(path=shown_path(path), source=path, named=False, lost=lost)


def _first_time(entry: Entry, seen: set[tuple[int, int, str | None] | str]) -> bool:
    """Tell whether the real file of an entry has not been met yet."""
    identity: tuple[int, int, str | None] | str = entry.path
    if entry.source is not None and not entry.lost:
        try:
            about = os.stat(entry.source)
            identity = (about.st_dev, about.st_ino, entry.member)
        except OSError:  # it has just vanished: reading it will say so
            identity = entry.path
    if identity in seen:
        return False
    seen.add(identity)
    return True
