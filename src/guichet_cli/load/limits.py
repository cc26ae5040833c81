"""How much a text may hold before it is refused, and the refusal itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.classes import dataclass

if TYPE_CHECKING:
    from guichet_cli.core.model import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The caps of one text, checked while it streams; `nodes` and `depth` count what aliases repeat."""

    size: int = 1_000_000
    """Bytes of the file, and characters that aliases repeat."""
    depth: int = 64
    nodes: int = 20_000
    scalar: int = 262_144
    key: int = 1_024


DOSSIER = Limits()
CHARTER = Limits(size=4_000_000, nodes=200_000)


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveLimits:
    """The caps of one zip archive, checked on what its directory declares; reading gives no byte more than is declared."""

    members: int = 50_000
    directory: int = 8_388_608
    """Bytes of the directory, which is read whole."""
    total: int = 4_294_967_296
    """Bytes of all that may be read of it, decompressed."""
    ratio: int = 200
    """How many times more bytes than it takes in the archive a document of a ledger may give, from a mebibyte on."""
    depth: int = 64


ARCHIVE = ArchiveLimits()


class UnreadableError(Exception):
    """A text of which no mapping can be composed, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
