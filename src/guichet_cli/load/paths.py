"""Paths as a reader may see them."""

from __future__ import annotations

import os

from guichet_cli.core.printable import visible


def shown_path(path: str) -> str:
    """Give a path as it was typed, with `/` between names and nothing unprintable."""
    return visible(path.replace(os.sep, "/") if os.sep != "/" else path)
