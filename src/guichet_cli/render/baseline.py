"""The baseline to write, as a format that keeps what it is given until the end: a line a gap, in an order of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.baseline import FORMAT
from guichet_cli.render.document import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.baseline import Debt, Mark, Ratchet
    from guichet_cli.core.model import Scorecard


class BaselineFile:
    """One JSON document, written once the ratchet has seen every scorecard."""

    def __init__(self, ratchet: Ratchet) -> None:
        self.ratchet = ratchet

    def begin(self) -> str:
        """Give nothing: what is known is known at the end."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Give nothing: the ratchet has seen it."""
        del card
        return ""

    def end(self) -> str:
        """Give the document."""
        kept = sorted(self.ratchet.kept().items())
        projects = ",\n".join("".join(_project({project.kind: project.name}, debts)) for project, debts in kept)
        return f'{{"baseline": {FORMAT}, "projects": [\n{projects}\n]}}\n' if projects else _EMPTY


_EMPTY = f'{{"baseline": {FORMAT}, "projects": []}}\n'


def _project(name: Mapping[str, str], debts: Mapping[Mark, Debt]) -> Iterator[str]:
    gaps = sorted(debts.items(), key=lambda item: (item[1].criterion, item[0]))
    yield as_json(name)[:-1] + ', "gaps": [\n'
    yield ",\n".join(
        as_json(
            {
                "criterion": debt.criterion,
                "level": str(debt.level),
                "outcome": str(debt.outcome),
                "fingerprint": mark.fingerprint,
            }
        )
        for mark, debt in gaps
    )
    yield "\n]}"
