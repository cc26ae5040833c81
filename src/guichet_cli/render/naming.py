"""Names of files made from what dossiers say: plain everywhere, short, and none twice whatever the capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard

LONGEST = 60
NAMELESS = "dossier"
OTHERS = re.compile(r"[^A-Za-z0-9_]+")
SUFFIX = re.compile(r"\.(ya?ml|json)$", re.IGNORECASE)
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever the suffix."""


def plain_name(text: str) -> str:
    """Give a text as the stem of a file: ASCII letters, digits, `_` and `-`; nothing where it has none."""
    letters = normalize("NFKD", text[: 10 * LONGEST]).encode("ascii", "ignore").decode()
    name = OTHERS.sub("-", letters)[:LONGEST].strip("-")
    return f"{name}-" if DEVICES.fullmatch(name) else name


class Names:
    """Names given out one after the other: of the project, else of its file, with a number where one is taken."""

    def __init__(self, *taken: str) -> None:
        self.given = dict.fromkeys(taken, 1)

    def __call__(self, card: Scorecard) -> str:
        """Give the stem of the files about a dossier, which no other dossier of the call has."""
        project = card.project["id"]
        stem = SUFFIX.sub("", card.path.rpartition("/")[2])
        own = (plain_name(project) if isinstance(project, str) else "") or plain_name(stem) or NAMELESS
        name, turn = own, self.given.get(own.casefold(), 0)
        while turn and name.casefold() in self.given:
            turn += 1
            name = f"{own}-{turn}"
        self.given[own.casefold()] = max(turn, 1)
        self.given.setdefault(name.casefold(), 1)
        return name
