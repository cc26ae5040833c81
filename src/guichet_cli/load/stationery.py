"""The letters' stationery: the packaged one of each language, or a desk's own file."""

from __future__ import annotations

from pathlib import Path

from guichet_cli.core.stationery import stationery
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import PACKAGE
from guichet_cli.load.discovery import named_file
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular

LARGEST = 100_000
"""Bytes of a desk's own letter at most: some thirty pages of nothing but words."""


def packaged_stationery(lang: str) -> str:
    """Give the text of the packaged letter in a language."""
    return Path(PACKAGE, "load", f"letter-{lang}.md").read_text(encoding="utf-8")


def read_stationery(path: str) -> str:
    """Give the text of a desk's own letter. Raises GuichetError: no such file, no text, or a place that is not known."""
    shown = shown_path(path)
    try:
        raw = read_regular(named_file(path).source or "", LARGEST)
        if len(raw) > LARGEST:
            raise GuichetError("error.template_size", path=shown, most=LARGEST // 1000)
        return stationery(raw.decode("utf-8-sig"), shown)
    except FileLostError:
        raise GuichetError("error.path_unreadable", path=shown) from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise GuichetError("error.template_encoding", place=f"{shown}:{line}") from None
