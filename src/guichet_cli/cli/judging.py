"""What a call of `guichet check` does once its options are read: judge, write, say, give the exit code. Once, or again."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guichet_cli import __version__
from guichet_cli.checking import Checker
from guichet_cli.cli import streams
from guichet_cli.cli.outputs import deliver, repository, run_for
from guichet_cli.cli.spoken import WORDS
from guichet_cli.cli.walking import tell_ignored
from guichet_cli.core.gate import Passage
from guichet_cli.errors import ExitCode
from guichet_cli.render import ONLY_GAPS, Run
from guichet_cli.render.gate import gate_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from guichet_cli.cli.debts import Debts
    from guichet_cli.cli.outputs import Output
    from guichet_cli.core.gate import Gate
    from guichet_cli.core.model import Scorecard
    from guichet_cli.load.dossier import Plan
    from guichet_cli.load.sieve import Sieve


@dataclass(frozen=True, kw_only=True, slots=True)
class Judging:
    """A call whose options are sound: what it reads, what it judges against, where its scorecards go."""

    ctx: Any
    outputs: Sequence[Output]
    gate: Gate
    debts: Callable[[], Debts]
    """Reads what the call tolerates and looks at."""
    walked: Callable[[], tuple[Plan, Sieve]]
    """Gives what the call reads, and what its walk passed over."""
    beside: Sequence[str | None]
    """The charter, waivers and baseline that the call names."""
    charter: str | None
    as_of: date
    show: str
    exit_zero: bool

    def __call__(self, make: Callable[..., Checker] = Checker) -> int:
        """Judge all that there is, and give the exit code of the gate. Raises GuichetError."""
        debts = self.debts()
        checker = make(lang=WORDS.code, as_of=self.as_of, charter=self.charter, waivers=debts.waivers)
        plan, sieve = self.walked()
        passage = Passage(gate=self.gate)
        judged = checker.cards(plan, getattr(sys.stdin, "buffer", None))
        inputs = [*(entry.source for entry in plan.entries), *debts.inputs]
        deliver(self._runs(debts), _passed(debts.marked(judged), passage), inputs, debts.outputs())
        quiet = self.ctx.obj["quiet"]
        if not quiet:
            tell_ignored(sieve)
        _notes(checker, passage, self.ctx.obj)
        if not quiet:
            debts.tell()
            if passage.warnings and self._hides_warnings():
                streams.tell(WORDS.count("note.warnings", passage.warnings))
            streams.tell(gate_line(passage, WORDS, exit_zero=self.exit_zero))
        return ExitCode.CLEARED if passage.cleared or self.exit_zero else ExitCode.GAPS

    def _hides_warnings(self) -> bool:
        """Tell whether none of the formats of the call shows a warning."""
        return self.show == "gaps" and ONLY_GAPS.issuperset(output.format_name for output in self.outputs)

    def _runs(self, debts: Debts) -> list[tuple[Output, Run]]:
        root, within = repository()
        run = Run(
            language=WORDS,
            version=__version__,
            as_of=self.as_of,
            gate=self.gate,
            root=root,
            within=within,
            show=self.show,
            exit_zero=self.exit_zero,
            state_of=debts.state_of,
            selection=debts.selection,
        )
        return [(each, run_for(each, run, color=self.ctx.obj["color"])) for each in self.outputs]


def _passed(cards: Iterable[Scorecard], passage: Passage) -> Iterator[Scorecard]:
    for card in cards:
        passage.add(card)
        yield card


def _notes(checker: Checker, passage: Passage, shared: dict[str, Any]) -> None:
    """Say on stderr what the document does not: files passed over and, if asked, what was used."""
    if checker.skipped and not shared["quiet"]:
        streams.tell(WORDS.count("note.skipped", checker.skipped))
    if shared["verbose"]:
        for judge in checker.judges.values():
            charter = judge.charter
            streams.tell(WORDS.say("note.charter", id=charter.id, version=charter.version, sha256=charter.sha256))
        streams.tell(WORDS.count("note.judged", passage.dossiers, date=checker.as_of.isoformat()))
