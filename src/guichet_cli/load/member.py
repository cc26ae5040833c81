"""Where a member of a zip archive is: the names that lead to it, and how a reader is shown them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.printable import visible
from guichet_cli.load.limits import ARCHIVE

if TYPE_CHECKING:
    from zipfile import ZipInfo

_UTF8 = 0x800
_OEM = "cp850"
"""How Windows in western Europe writes the names that are not marked as UTF-8."""
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST = 4_096
_LONGEST_PART = 255
_SHOWN = 120


class Place(NamedTuple):
    """Where a member is: its key in the archive, its path as shown, and why its name is refused, a variant of `DOS-013`."""

    key: str
    shown: str
    is_folder: bool
    lost: str = ""

    @property
    def parts(self) -> list[str]:
        """Give the names that lead to it."""
        return self.key.split("/")


def place(info: ZipInfo, number: int) -> Place:
    """Give the place of a member; a name that leads out, or that cannot be shown as it is, is refused."""
    name = _name(info)
    path = name.replace("\\", "/")  # what some tools of Windows write
    key = key_of(path)
    parts = key.split("/") if key else []
    folder = path.endswith("/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in parts:
        return Place(key, _written_out(path, parts, number), folder, "archive_outside")
    if _is_bad(name, parts):
        return Place(key, _written_out(path, parts, number), folder, "archive_name")
    return Place(key, key, folder)


def key_of(path: str) -> str:
    """Give the key of a path within an archive: `/` between its names, accents composed."""
    parts = (part for part in path.replace("\\", "/").split("/") if part not in {"", "."})
    return unicodedata.normalize("NFC", "/".join(parts))


def _name(info: ZipInfo) -> str:
    """Give the name of a member: UTF-8 where it says so or is (macOS does not say), else as Windows writes names."""
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")  # what `zipfile` takes every such name for
    except UnicodeEncodeError:  # the archive gives the name twice, and `zipfile` took the other
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_OEM)


def _is_bad(name: str, parts: list[str]) -> bool:
    if not parts or len(parts) > ARCHIVE.depth or len(name) > _LONGEST or visible(name) != name:
        return True
    return any(len(part.encode("utf-8", "surrogatepass")) > _LONGEST_PART for part in parts)


def _written_out(path: str, parts: list[str], number: int) -> str:
    r"""Give a refused name as nothing takes it for a path: `..` is `\x2E\x2E`, a first `/` is `\x2F`, a long one is cut."""
    names = ["\\x2E\\x2E" if part == ".." else visible(part) for part in parts]
    shown = ("\\x2F" if path.startswith("/") else "") + "/".join(names)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…{number}{shown[-5:]}"
