"""A zip archive from a stranger: what it holds, read in place, bounded; nothing is ever written to the disk."""

# `os`, not `Path`, as where files are read:
# ruff: noqa: PTH116

from __future__ import annotations

import atexit
import errno
import hashlib
import io
import os
import stat
import struct
import threading
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from guichet_cli.core.model import Proof
from guichet_cli.load.evidence import LARGEST
from guichet_cli.load.limits import ARCHIVE
from guichet_cli.load.member import Place, key_of, place
from guichet_cli.load.reading import BINARY, FLAGS, FileLostError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zipfile import ZipInfo

_MEBIBYTE = 1 << 20
_BLOCK = 1 << 18
_BEGINNING = b"PK\x03\x04"
_ENCRYPTED = 0x01 | 0x40 | 0x2000
_FAULTS = (BadZipFile, RuntimeError, ValueError, ArithmeticError, EOFError, struct.error, zlib.error)
"""What `zipfile` raises at bytes that are not as they should be; `NotImplementedError` and `UnicodeError` are among them."""


class Archive:
    """An open archive: its members by place, each name once. Raises FileLostError for what cannot be opened or is too large."""

    def __init__(self, path: str) -> None:
        self._file, self.identity = _opened(path)
        self._members: dict[str, ZipInfo] = {}
        self._twice: set[str] = set()
        self._proofs: dict[int, Proof] = {}
        try:
            self._zip = _zip_in(self._file)
            self.places = tuple(self._placed())
        except FileLostError:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    def refusal(self, key: str) -> str:
        """Give why a member is not read, a variant of `DOS-013`; nothing when it may be."""
        if key in self._twice:
            return "archive_twice"
        info = self._members.get(key)
        if info is None:
            return "vanished"
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            return "archive_link"
        if kind not in {0, stat.S_IFREG} or info.filename.endswith(("/", "\\")):
            return "not_regular"
        if info.flag_bits & _ENCRYPTED:
            return "archive_encrypted"
        return "" if info.compress_type in {ZIP_STORED, ZIP_DEFLATED} else "archive_method"

    def read(self, key: str, limit: int) -> bytes:
        """Give the bytes of a member, one more than the limit at most. Raises FileLostError."""
        return b"".join(self._blocks(key, limit))

    def prove(self, key: str) -> Proof:
        """Give what the archive says of one document; each is read once."""
        refused = self.refusal(key)
        if refused:
            return Proof(state=_STATES.get(refused, "unreadable"))
        info = self._members[key]
        if info.file_size > LARGEST or _swells(info):
            return Proof(state="too_big")
        if info.header_offset not in self._proofs:
            self._proofs[info.header_offset] = self._digest(key)
        return self._proofs[info.header_offset]

    def _digest(self, key: str) -> Proof:
        digest, read = hashlib.sha256(), 0
        try:
            for block in self._blocks(key, LARGEST):
                digest.update(block)
                read += len(block)
        except FileLostError:
            return Proof(state="unreadable")
        return Proof(state="file", sha256=digest.hexdigest()) if read else Proof(state="empty")

    def _blocks(self, key: str, limit: int) -> Iterator[bytes]:
        """Give the bytes of a member block by block; `zipfile` gives no more than is declared, and checks their sum."""
        refused = self.refusal(key)
        if refused:
            raise FileLostError(refused)
        info, read = self._members[key], 0
        with _faults(), self._zip.open(info) as stream:
            while read <= limit and (block := stream.read(min(_BLOCK, limit + 1 - read))):
                read += len(block)
                yield block
            if read <= limit and read != info.file_size:
                raise BadZipFile
            if _identity(os.fstat(self._file.fileno())) != self.identity:
                raise FileLostError("changed")

    def _placed(self) -> Iterator[Place]:
        """Index the members; give the place of each file, in the order of the archive."""
        infos = self._zip.infolist()
        if len(infos) > ARCHIVE.members:
            raise FileLostError("archive_members")
        if sum(info.file_size for info in infos if info.file_size <= LARGEST) > ARCHIVE.total:
            raise FileLostError("archive_total")
        for number, info in enumerate(infos):
            found = place(info, number)
            if not found.lost and self._members.setdefault(found.key, info) is not info:
                self._twice.add(found.key)
            if not found.is_folder:
                yield found


_STATES = {"vanished": "missing", "not_regular": "not_regular", "archive_link": "not_regular"}
"""The state of a document, by why it is not read."""


class ArchiveFolder:
    """The folder of a dossier within an archive, where its documents are."""

    def __init__(self, archive: Archive, key: str) -> None:
        self.archive = archive
        self.above = key.rpartition("/")[0]

    def look(self, parts: Sequence[str]) -> Proof:
        """Give what the archive says of a document, by the names that lead to it."""
        names = [self.above, *parts] if self.above else parts
        return self.archive.prove(key_of("/".join(names)))


class Shelf(threading.local):
    """Keeps the archive that a thread read last, so that its directory is read once for all its members."""

    def __init__(self) -> None:
        self._archive: Archive | None = None
        self._path = ""
        self._process = 0

    def archive(self, path: str) -> Archive:
        """Give an archive, open. Raises FileLostError."""
        try:
            identity = _identity(os.stat(path))
        except OSError as error:
            raise FileLostError(reason_of(error)) from None
        kept = self._archive
        # a process that was forked shares the place in the file with its parent
        if kept is None or (self._path, kept.identity, self._process) != (path, identity, os.getpid()):
            self.clear()
            kept = Archive(path)
            self._archive, self._path, self._process = kept, path, os.getpid()
        return kept

    def clear(self) -> None:
        """Close what is kept."""
        kept, self._archive = self._archive, None
        if kept is not None:
            kept.close()


SHELF = Shelf()
atexit.register(SHELF.clear)


class _Bounded(io.BufferedReader):
    """A file of which no more is read at once than the directory of an archive may take."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > ARCHIVE.directory:
            raise FileLostError("archive_directory")
        return super().read(size)


def _opened(path: str) -> tuple[_Bounded, tuple[int, ...]]:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise FileLostError("not_regular")
        file = _Bounded(io.FileIO(os.open(path, FLAGS | BINARY), "rb"))
    except OSError as error:
        raise FileLostError(reason_of(error)) from None
    except ValueError:  # NUL in a name
        raise FileLostError("other") from None
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode):
        file.close()
        raise FileLostError("not_regular")
    return file, _identity(about)


@contextmanager
def _faults() -> Iterator[None]:
    """Tell what is wrong with bytes that are not as they should be."""
    try:
        yield
    except _FAULTS:
        raise FileLostError("archive_damaged") from None
    except OSError as error:
        odd = error.errno in {None, errno.EINVAL, errno.EOVERFLOW}  # a place before the beginning, or beyond any end
        raise FileLostError("archive_damaged" if odd else reason_of(error)) from None


def _zip_in(file: BinaryIO) -> ZipFile:
    with _faults():
        if is_zipfile(file):
            return ZipFile(file)
        file.seek(0)
        whole = file.read(len(_BEGINNING)) != _BEGINNING
    raise FileLostError("archive_not_zip" if whole else "archive_truncated")


def _identity(about: os.stat_result) -> tuple[int, ...]:
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


def _swells(info: ZipInfo) -> bool:
    return info.file_size > _MEBIBYTE and info.file_size > ARCHIVE.ratio * info.compress_size
