"""Which files a call means: named ones, folders walked, patterns expanded; errors come before anything is read."""

# `os`, not `Path`: it takes any name, and raises nothing but OSError:
# ruff: noqa: PTH116, PTH118, PTH206, PTH207

from __future__ import annotations

import errno
import glob
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import BINARY, FLAGS, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    LeftOut = Callable[[os.DirEntry[str]], bool]

EXTENSIONS = (".yaml", ".yml", ".json")
STDIN = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing to read: its path as shown, as the system knows it (None for standard input), and whether it was named."""

    path: str
    source: str | None
    named: bool = True
    lost: str = ""
    """Why it cannot be read, when that is already known: a variant of `DOS-013`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a call asks to read, in order, each real file once."""

    entries: tuple[Entry, ...]


def hidden(entry: os.DirEntry[str]) -> bool:
    """Tell whether a folder's entry is left out because its name begins with a dot."""
    return entry.name.startswith(".")


def find_dossiers(paths: Sequence[str], *, left_out: LeftOut = hidden) -> Plan:
    """Give what the paths of a call mean; `left_out` says which entries of a walked folder are passed over.

    Raises GuichetError for a path that is missing or cannot be opened, an empty pattern, a folder without any dossier.
    """
    seen: set[tuple[int, int] | str] = set()
    entries: list[Entry] = []
    for path in paths:
        for expanded in _expanded(path):
            found = _expand(expanded, left_out)
            entries += (entry for entry in found if _first_time(entry, seen))
    return Plan(entries=tuple(entries))


def walks(path: str) -> bool:
    """Tell whether a path of a call is a folder, or a pattern that stands for one."""
    return path != STDIN and any(os.path.isdir(found) for found in _expanded(path))  # noqa: PTH112


def named_file(path: str) -> Entry:
    """Give the entry of a file that a call names, sure to be regular and readable."""
    if not stat.S_ISREG(_mode(path)):
        raise GuichetError("error.path_not_regular", path=shown_path(path))
    try:
        os.close(os.open(path, FLAGS | BINARY))
    except OSError as error:
        raise _refusal(path, error) from None
    return Entry(path=shown_path(path), source=path)


def _expanded(path: str) -> list[str]:
    """Give the paths of a pattern that the shell did not expand, as on Windows."""
    if path == STDIN or not glob.has_magic(path) or os.path.lexists(path):
        return [path]
    found = sorted(glob.glob(path, recursive=True))
    if not found:
        raise GuichetError("error.pattern_empty", pattern=shown_path(path))
    return found


def _expand(path: str, left_out: LeftOut) -> list[Entry]:
    if path == STDIN:
        return [Entry(path=STDIN, source=None)]
    if not stat.S_ISDIR(_mode(path)):
        return [named_file(path)]
    try:
        found = sorted(_walk(path, left_out), key=lambda entry: (entry.source or "").split(os.sep))
    except OSError as error:
        raise _refusal(path, error) from None
    if not found:
        raise GuichetError("error.folder_empty", path=shown_path(path))
    return found


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode
    except OSError as error:
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


def _walk(top: str, left_out: LeftOut) -> Iterator[Entry]:
    """Give what a folder holds; links to folders are not followed, a folder that cannot be listed is an entry itself."""
    root = os.path.realpath(top)
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                inside = [entry for entry in listing if not left_out(entry)]
        except OSError as error:
            if folder is top:
                raise
            yield _met(folder, reason_of(error))
            continue
        for entry in inside:
            path = entry.name if folder == os.curdir else os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.name.lower().endswith(EXTENSIONS):
                yield from _file_met(entry, path, root)


def _file_met(entry: os.DirEntry[str], path: str, root: str) -> Iterator[Entry]:
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
    else:
        yield _met(path)


def _met(path: str, lost: str = "") -> Entry:
    return Entry(path=shown_path(path), source=path, named=False, lost=lost)


def _first_time(entry: Entry, seen: set[tuple[int, int] | str]) -> bool:
    """Tell whether the real file of an entry has not been met yet."""
    identity: tuple[int, int] | str = entry.path
    if entry.source is not None and not entry.lost:
        try:
            about = os.stat(entry.source)
            identity = (about.st_dev, about.st_ino)
        except OSError:  # it has just vanished: reading it will say so
            identity = entry.path
    if identity in seen:
        return False
    seen.add(identity)
    return True
