"""What is known of the files that a ledger names, inside the dossier's folder and nowhere else."""

# `os`, not `Path`: folders are walked by descriptor:
# ruff: noqa: PTH116, PTH118, PTH206

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, Any, Protocol

from guichet_cli.core.model import Proof
from guichet_cli.core.patterns import later
from guichet_cli.load.reading import BINARY, FLAGS, blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST = 256 * 1024 * 1024
_LONGEST_PATH = 4_096
_LONGEST_PART = 255
_ELSEWHERE = later(r"[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://|(?:data|file|mailto|urn):", re.IGNORECASE)
"""The beginning of a path of another drive, or of an address."""
_WINDOWS_NAME = later(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*:.*", re.IGNORECASE)
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


class Folder(Protocol):
    """Where the documents of a dossier are: a folder of the disk, or of an archive."""

    def look(self, parts: Sequence[str]) -> Proof:
        """Give what is known of a file, by the names that lead to it. Raises OSError."""


class DiskFolder:
    """A folder of the disk."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.seen = _Seen()

    def look(self, parts: Sequence[str]) -> Proof:
        """Give what the file system says of a file."""
        return (_look_by_descriptor if _BY_DESCRIPTOR else _look_by_path)(self.path, parts, self.seen)


def gather_proofs(data: Mapping[str, Any] | None, folder: Folder | None) -> dict[str, Proof]:
    """Give what is known of each file of a ledger, by its path as written; `folder` is None for a dossier without one."""
    ledger = data.get("evidence") if data else None
    if not isinstance(ledger, list):
        return {}
    proofs: dict[str, Proof] = {}
    for entry in ledger:
        written = entry.get("path") if isinstance(entry, dict) else None
        if isinstance(written, str) and written not in proofs:
            proofs[written] = prove(folder, written)
    return proofs


def prove(folder: Folder | None, written: str) -> Proof:
    """Give what a folder says of one path of a ledger."""
    parts = plain_parts(written)
    if parts is None:
        return Proof(state="outside")
    if folder is None or not written.strip():
        return Proof(state="missing")
    if not parts:
        return Proof(state="not_regular")
    try:
        return folder.look(parts)
    except OSError as error:
        return Proof(state=_state(error))


def plain_parts(written: str) -> list[str] | None:
    """Give the names of a relative path, None for one that leads out of the folder; nothing on the disk is looked at."""
    path = written.replace("\\", "/")  # what people type on Windows
    if "\0" in path or len(path) > _LONGEST_PATH or path.startswith(("/", "~")):
        return None
    if ":" in path and _ELSEWHERE.match(path):
        return None
    parts = [part for part in path.split("/") if part not in {"", "."}]
    for part in parts:
        if part == ".." or len(part.encode("utf-8", "surrogatepass")) > _LONGEST_PART:
            return None
        if os.name == "nt" and _WINDOWS_NAME.fullmatch(part):
            return None
    return parts


class _Seen(dict[tuple[int, int], Proof]):
    """Files already read, by device and number: each is read once, whatever it is called."""


def _look_by_descriptor(folder: str, parts: Sequence[str], seen: _Seen) -> Proof:
    """Walk down name by name, never through a link: nothing can be swapped between the check and the reading."""
    try:
        return _descend(folder, parts, seen)
    except _LinkMetError:
        inside = _resolved(folder, parts)
    if inside is None:
        return Proof(state="outside")
    try:
        return _descend(folder, inside, seen)
    except _LinkMetError:  # a loop, or a link that has just appeared
        return Proof(state="unreadable")


class _LinkMetError(Exception):
    """A symbolic link on the way."""


def _descend(folder: str, parts: Sequence[str], seen: _Seen) -> Proof:
    here = os.open(folder or ".", FLAGS | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            name, mode = _find(part, here)
            if not stat.S_ISDIR(mode):
                return Proof(state="missing")
            below = os.open(name, FLAGS | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = below
        name, mode = _find(parts[-1], here)
        if not stat.S_ISREG(mode):
            return Proof(state="not_regular")
        return _digest(os.open(name, FLAGS | os.O_NOFOLLOW, dir_fd=here), seen)
    finally:
        os.close(here)


def _find(part: str, folder: int) -> tuple[str, int]:
    """Give the name of an entry as its folder has it, composed accents or not, and its mode."""
    for name in _spellings(part):
        try:
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(mode):
            raise _LinkMetError
        return name, mode
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _spellings(part: str) -> list[str]:
    return list(dict.fromkeys((part, unicodedata.normalize("NFC", part), unicodedata.normalize("NFD", part))))


def _resolved(folder: str, parts: Sequence[str]) -> list[str] | None:
    """Give the real names of a path that goes through links, None where they lead out of the folder."""
    root = os.path.realpath(folder or ".")
    real = root
    for part in parts:
        spelled = (os.path.join(real, name) for name in _spellings(part))
        real = os.path.realpath(next((path for path in spelled if os.path.lexists(path)), os.path.join(real, part)))
        if os.path.commonpath([root, real]) != root:
            return None
    return os.path.relpath(real, root).split(os.sep)


def _look_by_path(folder: str, parts: Sequence[str], seen: _Seen) -> Proof:
    """Compare real paths, where folders cannot be opened (Windows)."""
    try:
        inside = _resolved(folder, parts)
    except ValueError:  # another drive
        inside = None
    if inside is None:
        return Proof(state="outside")
    path = os.path.join(os.path.realpath(folder or "."), *inside)
    if not stat.S_ISREG(os.stat(path).st_mode):
        return Proof(state="not_regular")
    return _digest(os.open(path, FLAGS | BINARY), seen)


def _digest(descriptor: int, seen: _Seen) -> Proof:
    """Give the proof of an open file and close it."""
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return Proof(state="not_regular")
        same = (about.st_dev, about.st_ino)
        if same not in seen:
            seen[same] = _read(descriptor, about.st_size)
        return seen[same]
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> Proof:
    if size > LARGEST:
        return Proof(state="too_big")
    digest, read = hashlib.sha256(), 0
    for block in blocks(descriptor, LARGEST + 1):
        digest.update(block)
        read += len(block)
    if read > LARGEST:
        return Proof(state="too_big")
    return Proof(state="file", sha256=digest.hexdigest()) if read else Proof(state="empty")


def _state(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "missing"
    if error.errno in {errno.ENXIO, errno.ENODEV}:
        return "not_regular"
    return "outside" if error.errno == errno.ENAMETOOLONG else "unreadable"
