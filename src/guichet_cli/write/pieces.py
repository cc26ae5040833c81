"""Pieces put into a ledger: a file beside the dossier, its digest, and the record that cites it."""

# `os.path`, not `Path.resolve`: links are followed by what reads the file, which refuses those that lead out:
# ruff: noqa: PTH100, PTH110, PTH118, PTH119, PTH120, PTH121, PTH206

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.inventory import LEDGER
from guichet_cli.core.pointer import resolve
from guichet_cli.core.printable import visible
from guichet_cli.errors import GuichetError
from guichet_cli.load.evidence import DiskFolder, plain_parts, prove
from guichet_cli.load.paths import shown_path
from guichet_cli.write.block import Block, flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.write.manuscript import Manuscript

_NUMBERED = re.compile(r"(.*?)(\d+)")
_FIRST = "EV-001"


class Sealed(NamedTuple):
    """A file that can be a piece: its path as a ledger writes it, and its SHA-256."""

    path: str
    sha256: str


def sealed(dossier: str, file: str) -> Sealed:
    """Give a file of a dossier's folder with its digest. Raises GuichetError for anything else, nothing being read outside."""
    folder = os.path.dirname(os.path.abspath(dossier))
    if not os.path.lexists(file):
        raise GuichetError("error.piece_missing", path=shown_path(file))
    within = _within(folder, os.path.abspath(file)) or _within(os.path.realpath(folder), _beyond_links(file))
    if within is None:
        raise GuichetError("error.piece_outside", path=shown_path(file), folder=shown_path(folder))
    if os.path.exists(file) and os.path.samefile(dossier, file):
        raise GuichetError("error.piece_dossier", path=shown_path(file))
    if spelled(within) is None or "\\" in within or visible(within) != within:
        raise GuichetError("error.piece_name", path=shown_path(file))
    proof = prove(DiskFolder(folder), within)
    if proof.state != "file" or proof.sha256 is None:
        raise GuichetError(f"error.piece_{proof.state}", path=shown_path(file), folder=shown_path(folder))
    return Sealed(within, proof.sha256)


def _within(folder: str, file: str) -> str | None:
    """Give the path of a file from a folder, None where it leads out; links are the reader's business."""
    try:
        relative = os.path.relpath(file, folder)
    except ValueError:  # another drive
        return None
    parts = relative.split(os.sep)
    return None if parts[0] == os.pardir else "/".join(parts)


def _beyond_links(file: str) -> str:
    """Give the path of a file by the real name of its folder; the file itself may be a link, which is the reader's business."""
    absolute = os.path.abspath(file)
    return os.path.join(os.path.realpath(os.path.dirname(absolute)), os.path.basename(absolute))


def spelled(path: object) -> list[str] | None:
    """Give the names that a ledger's path goes through, the same however it is written; None for no path inside."""
    return plain_parts(unicodedata.normalize("NFC", path)) if isinstance(path, str) else None


def entries(data: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """Give the ledger's entries with their places."""
    ledger = data.get("evidence")
    return [(n, each) for n, each in enumerate(ledger if isinstance(ledger, list) else []) if isinstance(each, dict)]


def next_id(data: Mapping[str, Any]) -> str:
    """Give the id that follows the last one of a ledger, written the same way."""
    ids = [str(entry["id"]) for _, entry in entries(data) if isinstance(entry.get("id"), str)]
    numbered = [match for match in map(_NUMBERED.fullmatch, ids) if match and len(match[2]) < 10]
    if not numbered:
        return _FIRST
    last = max(numbered, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}}"


def listed(manuscript: Manuscript, entry: Mapping[str, Any]) -> Manuscript:
    """Give the text with one more entry in its ledger, on one line where the others are."""
    value = dict(entry)
    return manuscript.append(LEDGER, Block((flow(value),), value) if _on_a_line(manuscript) else value)


def refreshed(manuscript: Manuscript, index: int, words: Mapping[str, str]) -> Manuscript:
    """Give the text with other words in an entry: a new digest, and what the call says of the new version."""
    for key, word in words.items():
        pointer = f"{LEDGER}/{index}/{key}"
        absent = resolve(manuscript.data, pointer) is None
        manuscript = manuscript.put(pointer, word) if absent else manuscript.replace(pointer, word)
    return manuscript


def cited(manuscript: Manuscript, pointer: str, name: str) -> Manuscript:
    """Give the text with an id in a record's list of proofs."""
    named = resolve(manuscript.data, pointer)
    return manuscript if isinstance(named, list) and name in named else manuscript.append(pointer, name)


def _on_a_line(manuscript: Manuscript) -> bool:
    last = [place for pointer, place in manuscript.outline.items() if re.fullmatch(rf"{LEDGER}/\d+", pointer)][-1:]
    return bool(last) and last[0].style == "{"
