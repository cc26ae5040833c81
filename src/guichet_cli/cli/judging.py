"""What a call of `guichet check` does once its options are read: judge, write, say, give the exit code. Once, or again."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

from guichet_cli import __version__
from guichet_cli.checking import Checker
from guichet_cli.cli import streams
from guichet_cli.cli.outputs import deliver, repository, run_for
from guichet_cli.cli.stopping import Stopping
from guichet_cli.cli.walking import tell_ignored
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import dataclass
from guichet_cli.core.gate import Passage
from guichet_cli.errors import ExitCode
from guichet_cli.load.paths import shown_path
from guichet_cli.render import ONLY_GAPS, Run
from guichet_cli.render.gate import gate_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from guichet_cli.cli.call import Call
    from guichet_cli.cli.crews import Force
    from guichet_cli.cli.debts import Debts
    from guichet_cli.cli.outputs import Output
    from guichet_cli.core.gate import Gate
    from guichet_cli.core.model import Scorecard
    from guichet_cli.load.dossier import Plan
    from guichet_cli.load.sieve import Sieve


@dataclass(frozen=True, kw_only=True, slots=True)
class Judging:
    """A call whose options are sound: what it reads, what it judges against, where its scorecards go."""

    call: Call
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
    order: Mapping[str, Any]
    """How the rows of a batch are sorted and grouped, whether its texts are compared, whom its reports are for."""
    folder: str | None
    """Where the reports go, one a dossier."""
    exit_zero: bool
    force: Force | None
    """Who judges; None where it is this process alone, which a ^C stops whatever is done."""

    def __call__(self, make: Callable[..., Checker] = Checker) -> int:
        """Judge all that there is, and give the exit code of the gate. Raises GuichetError."""
        debts = self.debts()
        checker = make(lang=WORDS.code, as_of=self.as_of, charter=self.charter, waivers=debts.waivers)
        checker.compares = self.order["compare_texts"]
        plan, sieve = self.walked()
        passage = Passage(gate=self.gate)
        stopping = self._deliver(checker, plan, debts, passage)
        quiet = self.call.shared["quiet"]
        if not quiet:
            tell_ignored(sieve)
        _notes(checker, passage, self.call.shared)
        if stopping.stopped:
            _tell_stopped(stopping, debts)
            return stopping.exit_code
        if not quiet:
            debts.tell()
            if passage.warnings and self._hides_warnings():
                streams.tell(WORDS.count("note.warnings", passage.warnings))
            streams.tell(gate_line(passage, WORDS, exit_zero=self.exit_zero))
        return ExitCode.CLEARED if passage.cleared or self.exit_zero else ExitCode.GAPS

    def _deliver(self, checker: Checker, plan: Plan, debts: Debts, passage: Passage) -> Stopping:
        """Judge and write, until all is done or somebody asks to stop; several dossiers that are done are kept."""
        stopping = Stopping(lambda: len(plan.entries) - checker.skipped)
        many = len(plan.entries) > 1
        with ExitStack() as stack:
            if many and self.force is not None:
                stack.enter_context(stopping)
                checker.hands = stack.enter_context(self.force.crew(len(plan.entries), stopping))
            langs = self.call.shared["langs"]
            judged = stopping.until(checker.cards_in(langs, plan, getattr(sys.stdin, "buffer", None)))
            if many and self._shows_progress():
                from guichet_cli.cli.progress import watched

                bar = watched(judged, len(plan.entries), lambda: checker.skipped)
                judged = stack.enter_context(closing(bar))  # it is gone before anything is said
            inputs = [*(entry.source for entry in plan.entries), *debts.inputs]
            marked = _passed(debts.marked(judged), passage)
            run = self._run(debts, stopping)
            if self.folder is not None:
                from guichet_cli.cli.folder import opened

                marked = opened(self.folder, run, langs, inputs).written(marked)
            deliver(self._runs(run), marked, inputs, debts.outputs(), whole=lambda: not stopping.stopped)
        return stopping

    def _shows_progress(self) -> bool:
        """Tell whether somebody waits in front of a terminal where nothing else is written meanwhile."""
        if self.call.shared["quiet"] or not streams.draws(sys.stderr):
            return False
        on_page = [output.format_name for output in self.outputs if output.path is None]
        waits = on_page in ([], ["full"]) and self.show == "gaps"  # the page of a batch comes at its end
        return waits or not streams.is_terminal(sys.stdout)

    def _hides_warnings(self) -> bool:
        """Tell whether none of the formats of the call shows a warning."""
        return self.show == "gaps" and ONLY_GAPS.issuperset(output.format_name for output in self.outputs)

    def _run(self, debts: Debts, stopping: Stopping) -> Run:
        root, within = repository()
        return Run(
            language=WORDS,
            version=__version__,
            as_of=self.as_of,
            gate=self.gate,
            root=root,
            within=within,
            show=self.show,
            **self.order,
            exit_zero=self.exit_zero,
            state_of=debts.state_of,
            selection=debts.selection,
            interrupted=stopping.told,
        )

    def _runs(self, run: Run) -> list[tuple[Output, Run]]:
        return [(each, run_for(each, run, color=self.call.shared["color"])) for each in self.outputs]


def _passed(judged: Iterable[tuple[Scorecard, ...]], passage: Passage) -> Iterator[tuple[Scorecard, ...]]:
    for cards in judged:
        passage.add(cards[0])
        yield cards


def _tell_stopped(stopping: Stopping, debts: Debts) -> None:
    """Say how far it came, and what is not written."""
    told = stopping.told()
    if told is not None:
        streams.tell(WORDS.count("note.interrupted", told.judged, asked=told.asked))
    if debts.target is not None:
        streams.tell(WORDS.say("note.baseline_kept", path=shown_path(debts.target)))


def _notes(checker: Checker, passage: Passage, shared: dict[str, Any]) -> None:
    """Say on stderr what the document does not: files passed over and, if asked, what was used."""
    if checker.skipped and not shared["quiet"]:
        streams.tell(WORDS.count("note.skipped", checker.skipped))
    if shared["verbose"]:
        for judge in checker.judges.values():
            charter = judge.charter
            streams.tell(WORDS.say("note.charter", id=charter.id, version=charter.version, sha256=charter.sha256))
        streams.tell(WORDS.count("note.judged", passage.dossiers, date=checker.as_of.isoformat()))
