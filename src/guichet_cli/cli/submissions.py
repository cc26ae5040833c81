"""Submissions: what a path means as records, whether it names dossiers, judged now, or saved results."""

from __future__ import annotations

import sys
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from guichet_cli import __version__
from guichet_cli.errors import GuichetError
from guichet_cli.load.result import SIZE, is_result, read_result, result_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.checking import Checker
    from guichet_cli.core.model import Finding
    from guichet_cli.core.record import Record
    from guichet_cli.load.dossier import Entry


def records(checker: Checker, path: str) -> Iterator[Record]:
    """Give the records of the dossiers, or of the saved results, that a path means."""
    for entry in checker.plan([path]).entries:
        alone = entry.named and entry.member is None  # a saved result is a file that is named
        raw = _stdin() if entry.source is None else result_in(entry.source) if alone else None
        if raw is not None and is_result(raw):
            from guichet_cli.load.records import records_of

            yield from records_of(read_result(raw, entry.path), checker.lang)
        else:
            yield from _judged(checker, entry, raw)


def _stdin() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise GuichetError("error.stdin_closed")
    try:
        return bytes(stream.read(SIZE))
    except (OSError, ValueError):
        raise GuichetError("error.stdin_closed") from None


def _judged(checker: Checker, entry: Entry, raw: bytes | None) -> Iterator[Record]:
    from guichet_cli.core.record import record_of
    from guichet_cli.load.dossier import load_entry

    dossier = load_entry(entry, stdin=None if raw is None else BytesIO(raw))
    if dossier is None:
        checker.skipped += 1
        return

    def again(day: str) -> tuple[Finding, ...]:
        return checker.at(date.fromisoformat(day)).card(dossier).findings

    yield record_of(checker.card(dossier), tool=__version__, data=dossier.data, again=again)
