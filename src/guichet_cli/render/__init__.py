"""Rendering: scorecards to text. A format is a file here and a line in FORMATS; it takes cards one at a time.

A format never prints, never reads the environment, and never decides the exit code: same cards, same options, same bytes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from guichet_cli.core.classes import NamedTuple, dataclass, field
from guichet_cli.core.gate import Gate
from guichet_cli.core.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render.alike import Alike

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
    "xlsx": "guichet_cli.render.xlsx:Xlsx",
    "pdf": "guichet_cli.render.pdf:Pdf",
    "html": "guichet_cli.render.html:Html",
}
"""Each format's writer, imported when it is asked for: a format that nobody uses costs nothing at start-up."""
DOCUMENTS = frozenset(FORMATS) - {"full", "concise"}
"""Formats for machines: always UTF-8 with `\\n`, whatever the terminal."""
BINARY = frozenset({"xlsx", "pdf"})
"""Formats that are bytes: their writers give them at the end, and no terminal shows them."""
NEEDED = {"xlsx": ("xlsxwriter", "office"), "pdf": ("typst", "pdf")}
"""The package that a format needs beside, and the extra that brings it."""

SHOWING = frozenset({"full", "concise", "sarif", "markdown", "html"})
"""Formats that tell more with `--show all`: the others tell every finding, or never do."""

ORDERING = frozenset({"full", "markdown", "xlsx", "html"})
"""Formats that sort and group the rows of a batch: the others follow the call."""

COMPARING = frozenset({"full", "markdown", "json", "html"})
"""Formats that show the texts that are nearly the same: the others stream, or have one finding a line."""

ONLY_GAPS = frozenset({"concise"})
"""Formats that leave the warnings out, unless `--show all` asks for them."""


class Interrupted(NamedTuple):
    """How far a run came that was asked to stop: what is told of it is true of the dossiers judged, and of no other."""

    judged: int
    asked: int


def _whole() -> Interrupted | None:
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a format may know of the run beside the scorecards."""

    language: Language
    version: str
    as_of: date
    gate: Gate = field(default_factory=Gate)
    show: str = "gaps"
    """`gaps`: what is left to do; `all`: every finding."""
    audience: str = "expert"
    """Whom a report is for: `expert`, those who review and mend; `public`, patients and users."""
    twins: Sequence[tuple[str, str]] = ()
    """The same report in the other languages of the call: the language of each, and the name of its file."""
    sort: str = "path"
    """The order of the rows of a batch, one of `SORTS`."""
    group_by: str | None = None
    """What the rows of a batch are put together by, one of `GROUPS`."""
    compare_texts: bool = False
    """Whether the texts of the dossiers are compared, and those shown that are nearly the same."""
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
    interrupted: Callable[[], Interrupted | None] = _whole
    """Tells, at the end, whether the run was asked to stop, and how far it had come."""


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


def alike_of(run: Run) -> Alike | None:
    """Give what keeps the texts of a run that are compared; nothing where the call does not ask for it."""
    if not run.compare_texts:
        return None
    from guichet_cli.render.alike import Alike

    return Alike()


def render(name: str, cards: Iterable[Scorecard], run: Run) -> str:
    """Give scorecards in a format of text, whole."""
    format_writer = writer(name, run)
    chunks = [format_writer.begin(), *(format_writer.add(card) for card in cards), format_writer.end()]
    return "".join(chunk for chunk in chunks if isinstance(chunk, str))
