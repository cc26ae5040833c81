"""The skeleton of a charter: a sound little charter with comments, under a name of its own."""

from __future__ import annotations

from pathlib import Path

from guichet_cli.load.data import PACKAGE

SKELETON = Path(PACKAGE, "load", "charter-skeleton.yaml")
NAME = "id: charter-skeleton\n"


def skeleton(name: str) -> str:
    """Give the text of a new charter that bears this id."""
    return SKELETON.read_text(encoding="utf-8").replace(NAME, f"id: {name}\n", 1)
