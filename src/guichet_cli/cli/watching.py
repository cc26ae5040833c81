"""`guichet check --watch`: judge again whenever a dossier, one of its proofs or what it is judged against changes."""

# `os`, not `Path`: a path stays the text that was typed
# ruff: noqa: PTH112, PTH116, PTH118, PTH120

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from guichet_cli.checking import Checker
from guichet_cli.cli import streams
from guichet_cli.cli.ending import INTERRUPTED, STOPPING, TerminatedError
from guichet_cli.cli.words import WORDS
from guichet_cli.core.refusal import refusal
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter import packaged
from guichet_cli.load.discovery import STDIN
from guichet_cli.load.evidence import plain_parts
from guichet_cli.render import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guichet_cli.cli.judging import Judging
    from guichet_cli.core.judge import Judge
    from guichet_cli.core.model import Dossier

    Seen = dict[str, tuple[int, ...] | None]

STEP, DEBOUNCE, PULSE = 50, 400, 1_000
"""Milliseconds: how long nothing moves before a change counts, how long at most, how often the files are looked at anyway.

Editors write a file in several moves; a network drive tells nothing: looking at a few files each second finds what it has.
"""
CLEAR = "\x1b[H\x1b[2J\x1b[3J"


def watch(judging: Judging, paths: Sequence[str] | None, write_baseline: str | None) -> int:
    """Judge, wait for a change, judge again, until the person stops it. Raises GuichetError, at the first time only."""
    _refuse_idle(paths, judging, write_baseline)
    changes = _changes()
    watched = Watched(judging)
    stopped: list[int] = []
    try:
        watched.judge()
        with _recorded(stopped):
            while watched.awaited(changes, lambda: bool(stopped)):
                _again(watched)
    except KeyboardInterrupt:
        return INTERRUPTED
    if stopped:
        raise TerminatedError(stopped[0])
    return INTERRUPTED


class Watched:
    """The files that a call depends on, as they were when it last judged."""

    def __init__(self, judging: Judging) -> None:
        self.judging = judging
        self.judges: dict[str, Judge] = {}
        self.sources: dict[str, str] = {}
        self.packed: frozenset[str] = frozenset()
        self.proofs: dict[str, list[str]] = {}
        self.seen: Seen = {}
        self.missed = 0

    def judge(self) -> None:
        """Judge all there is; a charter is read again where its file has changed. Raises GuichetError."""
        before = self.current()
        charter = self.judging.charter
        if charter is not None and self.seen.get(charter) != before.get(charter):
            self.judges.clear()
        self.seen, self.proofs = before, {}
        try:
            self.judging(partial(_NotingChecker, self.judges, self.note))
        finally:
            self.seen = {**self._of_proofs(), **before}
        if not self.judging.call.shared["quiet"]:
            streams.tell(WORDS.say("watch.waiting"))

    def note(self, dossier: Dossier) -> None:
        """Keep which files prove what a dossier says."""
        if dossier.path in self.packed:  # its proofs are in the archive, which is watched
            return
        folder = os.path.dirname(self.sources.get(dossier.path, ""))
        inside = (plain_parts(written) for written in dossier.proofs)
        self.proofs[dossier.path] = [os.path.join(folder, *parts) for parts in inside if parts]

    def awaited(self, changes: Callable[..., Iterator[Any]], stop: Callable[[], bool]) -> bool:
        """Wait until something has changed; tell whether it did, or the person asked to stop."""
        folders = sorted({os.path.dirname(path) or os.curdir for path in self.seen})
        there = [folder for folder in folders if os.path.isdir(folder)] or [os.curdir]
        return any(self.changed() for _ in changes(*there, stop_event=_Stop(stop)))

    def changed(self) -> bool:
        """Tell whether a file is not what it was; one that is gone may be on its way back, and is given a second."""
        try:
            fresh = {**self._of_proofs(), **self.current()}
        except GuichetError:
            self.missed += 1
            return self.missed == 2
        self.missed = 0
        return fresh != self.seen

    def current(self) -> Seen:
        """Give the state of the dossiers and of what they are judged against. Raises GuichetError as the call would."""
        plan, _ = self.judging.walked()
        beside = [path for path in self.judging.beside if path is not None and path not in packaged()]
        self.sources = {entry.path: entry.source for entry in plan.entries if entry.source is not None}
        self.packed = frozenset(entry.path for entry in plan.entries if entry.member is not None)
        return {path: _state(path) for path in {*self.sources.values(), *beside}}

    def _of_proofs(self) -> Seen:
        return {path: _state(path) for paths in self.proofs.values() for path in paths}


class _NotingChecker(Checker):
    """A checker that keeps its judges for the next time, and says which dossiers it has judged."""

    def __init__(self, judges: dict[str, Judge], note: Callable[[Dossier], None], **options: Any) -> None:
        self.note = note
        super().__init__(judges=judges, **options)

    def card(self, dossier: Dossier) -> Any:
        self.note(dossier)
        return super().card(dossier)


class _Stop:
    """What the library asks whether to stop."""

    def __init__(self, asked: Callable[[], bool]) -> None:
        self.is_set = asked


def _refuse_idle(paths: Sequence[str] | None, judging: Judging, write_baseline: str | None) -> None:
    """Raise GuichetError for what cannot be done again and again."""
    if STDIN in (paths or ()):
        raise GuichetError("usage.watch_stdin")
    if write_baseline is not None:
        raise GuichetError("usage.idle_listing", option="--write-baseline", listing="--watch")
    for name in ("jobs", "executor"):
        if judging.call.typed(name):
            raise GuichetError("usage.idle_listing", option=f"--{name}", listing="--watch")
    for output in judging.outputs:
        if output.path is None and output.format_name in DOCUMENTS:
            raise GuichetError("usage.watch_document", format=output.format_name)


def _again(watched: Watched) -> None:
    """Judge once more; what is wrong with the call meanwhile is said, and may be mended."""
    if streams.colored("auto", sys.stdout):
        streams.put([CLEAR], "ascii")
    streams.tell(WORDS.say("watch.changed"))
    try:
        watched.judge()
    except GuichetError as error:
        streams.tell(f"guichet: {refusal(error, WORDS)}")
        streams.tell(WORDS.say("watch.waiting"))


def _state(path: str) -> tuple[int, ...] | None:
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def _changes() -> Callable[..., Iterator[Any]]:
    try:
        import watchfiles
    except ImportError:
        raise GuichetError("error.extra_absent", option="--watch", extra="watch") from None
    return partial(
        watchfiles.watch,
        watch_filter=None,
        step=STEP,
        debounce=DEBOUNCE,
        rust_timeout=PULSE,
        yield_on_timeout=True,
        recursive=False,
    )


@contextmanager
def _recorded(stopped: list[int]) -> Iterator[None]:
    """Note the signals that stop a process while it waits: the library would take what they raise for a ^C."""
    numbers = [getattr(signal, name) for name in STOPPING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, lambda received, _frame: stopped.append(received))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
