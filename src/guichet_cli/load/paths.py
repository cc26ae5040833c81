"""Paths as a reader may see them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guichet_cli.core.printable import visible

if TYPE_CHECKING:
    from pathlib import Path


def shown_path(path: str) -> str:
    """Give a path as it was typed, with `/` between names and nothing unprintable."""
    return visible(path.replace(os.sep, "/") if os.sep != "/" else path)


def nearby(path: Path) -> str:
    """Give the path of a packaged file from the current folder where it lies below, else whole."""
    here = os.path.join(os.path.realpath(os.curdir), "")  # noqa: PTH118 `os` takes any name
    whole = os.path.realpath(path)
    return shown_path(whole.removeprefix(here))
