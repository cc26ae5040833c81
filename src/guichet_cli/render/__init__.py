"""Rendering: scorecards to text. A format is a file here and a line in FORMATS; it takes cards one at a time.

A format never prints, never reads the environment, and never decides the exit code: same cards, same options, same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from guichet_cli.core.gate import Gate
from guichet_cli.core.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding, Scorecard

    State = Literal["new", "updated", "unchanged"]

FORMATS = {
    "full": "guichet_cli.render.full:Full",
    "json": "guichet_cli.render.json:Json",
    "concise": "guichet_cli.render.concise:Concise",
    "jsonl": "guichet_cli.render.jsonl:JsonLines",
    "sarif": "guichet_cli.render.sarif:Sarif",
    "github": "guichet_cli.render.github:GitHub",
    "gitlab": "guichet_cli.render.gitlab:GitLab",
    "junit": "guichet_cli.render.junit:JUnit",
    "markdown": "guichet_cli.render.markdown:Markdown",
    "csv": "guichet_cli.render.csv:Csv",
}
"""Each format's writer, imported when it is asked for: a format that nobody uses costs nothing at start-up."""
DOCUMENTS = frozenset(FORMATS) - {"full", "concise"}
"""Formats for machines: always UTF-8 with `\\n`, whatever the terminal."""
BINARY = frozenset[str]()
"""Formats that are bytes: their writers give them at the end, and no terminal shows them."""

SHOWING = frozenset({"full", "concise", "sarif", "markdown"})
"""Formats that tell more with `--show all`: the others tell every finding, or never do."""


ONLY_GAPS = frozenset({"concise"})
"""Formats that leave the warnings out, unless `--show all` asks for them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a format may know of the run beside the scorecards."""

    language: Language
    version: str
    as_of: date
    gate: Gate = field(default_factory=Gate)
    show: str = "gaps"
    """`gaps`: what is left to do; `all`: every finding."""
    width: int = 80
    color: bool = False
    unicode: bool = True
    root: str = ""
    """The folder of the repository, absolute; it appears in no output."""
    within: str = ""
    """Where in the repository the paths of the call start, ended by `/`; nothing at its root."""
    exit_zero: bool = False
    """Whether the process ends with 0 even when the gate is not cleared."""
    selection: Selection = field(default_factory=Selection)
    """Which findings the call looks at."""
    state_of: Callable[[Scorecard, Finding], State] | None = None
    """How a gap stands against the baseline, when the run has one."""


class Writer(Protocol):
    """A format at work: text for each scorecard as it comes, and for the end; bytes for the formats of `BINARY`."""

    def begin(self) -> str | bytes:
        """Give what comes before the first scorecard."""
        ...

    def add(self, card: Scorecard) -> str | bytes:
        """Give what one more scorecard adds."""
        ...

    def end(self) -> str | bytes:
        """Give what comes after the last scorecard."""
        ...


def writer(name: str, run: Run) -> Writer:
    """Give the writer of a format."""
    module, _, factory = FORMATS[name].partition(":")
    return cast("Writer", getattr(import_module(module), factory)(run))


def render(name: str, cards: Iterable[Scorecard], run: Run) -> str:
    """Give scorecards in a format of text, whole."""
    format_writer = writer(name, run)
    chunks = [format_writer.begin(), *(format_writer.add(card) for card in cards), format_writer.end()]
    return "".join(chunk for chunk in chunks if isinstance(chunk, str))
