"""Reading a regular file without ever waiting on one that is not: bounded, and checked before and after."""

# `os`, not `Path`: one descriptor is checked, read, and checked again:
# ruff: noqa: PTH116

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
BINARY = getattr(os, "O_BINARY", 0)
_BLOCK = 1 << 18


class FileLostError(Exception):
    """A file that cannot be read; `reason` is `not_regular`, `permission`, `vanished`, `changed` or `other`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_of(error: OSError) -> str:
    """Give why the operating system refused a file."""
    if isinstance(error, PermissionError):
        return "permission"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "vanished"
    return "loop" if error.errno == errno.ELOOP else "other"


def read_regular(path: str, limit: int) -> bytes:
    """Give the bytes of a regular file, one more than the limit at most."""
    try:
        # A device is not even opened: that alone may rewind a tape or start a line.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise FileLostError("not_regular")
        descriptor = os.open(path, FLAGS | BINARY)
        try:
            return _read(descriptor, limit)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise FileLostError(reason_of(error)) from None
    except ValueError:  # NUL in a name
        raise FileLostError("other") from None


def _read(descriptor: int, limit: int) -> bytes:
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):
        raise FileLostError("not_regular")
    data = b"".join(blocks(descriptor, limit + 1))
    after = os.fstat(descriptor)
    if len(data) > limit:
        return data
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FileLostError("changed")
    return data


def blocks(descriptor: int, most: int) -> Iterator[bytes]:
    """Give the bytes of an open file, up to a number of them, block by block."""
    while most > 0 and (block := os.read(descriptor, min(_BLOCK, most))):
        most -= len(block)
        yield block
