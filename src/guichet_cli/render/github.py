"""Annotations of GitHub Actions: the worst gaps at their lines, as many as GitHub shows, then a line for the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.tally import Tally
from guichet_cli.render.harmless import unobeyed
from guichet_cli.render.places import STDIN, begin_of, relative
from guichet_cli.render.told import advice, inert, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render import Run

COMMANDS = {Level.BLOCKING: "error", Level.MAJOR: "warning", Level.MINOR: "notice", Level.WARNING: "notice"}
MOST = 10
"""How many annotations of each command GitHub keeps of one step."""
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


class GitHub:
    """Annotations, which wait for the end: the worst of all dossiers come first."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tally = Tally(gate=run.gate)
        self.kept: dict[str, list[tuple[tuple[bool, Level], str]]] = {name: [] for name in COMMANDS.values()}

    def begin(self) -> str:
        """Give nothing: what comes first is not known yet."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Keep the annotations of one dossier that may be among the worst."""
        self.tally.add(card)
        for finding in told(card, "gaps"):
            kept = self.kept[COMMANDS[finding.level]]
            rank = card.verdict is not Verdict.UNREADABLE, finding.level
            kept.append((rank, self._annotation(finding)))
            kept.sort(key=lambda item: (item[0][0], item[0][1] is Level.WARNING))
            del kept[MOST:]
        return ""

    def end(self) -> str:
        """Give the annotations, worst first, and what all dossiers add up to."""
        lines = [text for kept in self.kept.values() for _, text in kept]
        return "".join(f"{line}\n" for line in (*lines, " ".join(self._whole())))

    def _annotation(self, finding: Finding) -> str:
        line, column = begin_of(finding)
        path = finding.location.path
        span = finding.location.span
        properties = {
            "file": "" if path == STDIN else unobeyed(relative(path, self.run)),
            "line": str(line),
            "col": str(column),
            "endColumn": str(span.end_column) if span and span.end_line == span.line else "",
            "title": inert(f"{finding.criterion} {finding.title}"),
        }
        said = ",".join(f"{name}={escaped(value, PROPERTY)}" for name, value in properties.items() if value)
        return f"::{COMMANDS[finding.level]} {said}::{escaped(advice(finding, self.run.language), DATA)}"

    def _whole(self) -> Iterator[str]:
        """Give the sentences of the last line: dossiers, gaps of each level, and how many of them have no annotation."""
        say, count = self.run.language.say, self.run.language.count
        gaps = {level: n for level, n in self.tally.gaps.items() if n}
        said = ", ".join(count(f"card.gaps.{level}", n) for level, n in gaps.items())
        head = say("card.gaps.title")
        told_gaps = f"{say('card.sentence.colon', head=head, tail=said)}." if said else say("card.gaps.none")
        yield f"{count('card.dossiers', self.tally.dossiers)}. {told_gaps}"
        annotated = sum(rank[1] is not Level.WARNING for kept in self.kept.values() for rank, _ in kept)
        left = sum(gaps.values()) - annotated
        if left:
            yield count("github.left", left, most=MOST)


def escaped(text: str, signs: dict[str, str]) -> str:
    """Give a text as GitHub's commands want it."""
    return "".join(signs.get(sign, sign) for sign in text)
