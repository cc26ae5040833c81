"""The bytes of a file that a call names."""

from __future__ import annotations

from guichet_cli.errors import GuichetError
from guichet_cli.load.discovery import named_file
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular


def named_bytes(path: str, limit: int) -> bytes:
    """Give what a file holds, one byte more than the limit at most. Raises GuichetError for what is no readable file."""
    try:
        return read_regular(named_file(path).source or "", limit)
    except FileLostError:
        raise GuichetError("error.path_unreadable", path=shown_path(path)) from None
