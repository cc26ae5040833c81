"""A line a gap, as compilers write it: `path:line:column: CODE what is wrong, then what to do`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.printable import visible
from guichet_cli.render.harmless import ascii_signs, plain
from guichet_cli.render.places import begin_of
from guichet_cli.render.told import LONGEST, marks, told

if TYPE_CHECKING:
    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render import Run


class Concise:
    """Lines that editors and `grep` understand, and nothing else."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def begin(self) -> str:
        """Give nothing: there is no header."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Give a line for each gap; with `--show all`, for each finding."""
        findings = told(card, "all") if self.run.show == "all" else card.gaps
        text = "".join(self._line(finding) for finding in findings)
        return text if self.run.unicode else ascii_signs(text).replace("\u00a0", " ").replace("\u202f", " ")

    def end(self) -> str:
        """Give nothing: there is no summary."""
        return ""

    def _line(self, finding: Finding) -> str:
        line, column = begin_of(finding)
        marked = ", ".join(marks(finding, self.run.language))
        said = (finding.criterion, finding.message, f"({marked})" if marked else "", finding.remedy)
        words = " ".join(filter(None, (plain(part, unicode=True, longest=LONGEST) for part in said)))
        return f"{visible(finding.location.path)}:{line}:{column}: {words}\n"
