"""GitLab Code Quality: an array of gaps, each at its line, with the fingerprint by which GitLab tells new from old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level
from guichet_cli.render.document import as_json
from guichet_cli.render.places import ABOVE, DRIVE, begin_of, marked, relative
from guichet_cli.render.told import advice, inert

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run

SEVERITIES = {Level.BLOCKING: "blocker", Level.MAJOR: "major", Level.MINOR: "minor", Level.WARNING: "info"}


class GitLab:
    """One JSON array, an item a gap or a warning."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.separator = "\n"

    def begin(self) -> str:
        """Open the array."""
        return "["

    def add(self, card: Scorecard) -> str:
        """Give the items of one dossier."""
        items = []
        for finding, mark in marked(card, self.run):
            if finding.gap or finding.level is Level.WARNING:
                path = in_repository(finding.location.path, self.run)
                item = {
                    "description": f"{inert(finding.criterion)} {inert(finding.title)}. {advice(finding, self.run.language)}",
                    "check_name": inert(finding.criterion),
                    "fingerprint": mark,
                    "severity": SEVERITIES[finding.level],
                    "location": {"path": path, "lines": {"begin": begin_of(finding)[0]}},
                }
                items.append(self.separator + as_json(item))
                self.separator = ",\n"
        return "".join(items)

    def end(self) -> str:
        """Close the array."""
        return "\n]\n"


def in_repository(path: str, run: Run) -> str:
    """Give a path that is relative whatever was typed: GitLab refuses others."""
    return ABOVE.sub("", DRIVE.sub("", relative(path, run)).lstrip("/")) or "."
