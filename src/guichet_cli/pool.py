"""Pools: worker processes of this machine, started afresh on every system; a ^C is not theirs, and they outlive nobody."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from multiprocessing.queues import SimpleQueue

MOST = 61
"""How many processes Windows can wait for."""
PULSE = 0.1
"""Seconds between two looks at whether a worker has ended."""


class Pool(ProcessPoolExecutor):
    """Worker processes; those that are not waited for are stopped, and all are when one of them ends by itself.

    A worker that is killed while it answers leaves half an answer, and may hold the lock that the others need to give theirs:
    the standard library would wait for the rest for ever.
    """

    def __init__(self, workers: int) -> None:
        # a pickle.py that lies beside a dossier must not be imported by a worker
        os.environ["PYTHONSAFEPATH"] = "1"
        self.staff = _Staff()
        super().__init__(min(workers, MOST), mp_context=self.staff, initializer=begin)
        self.ended = Event()
        """Whether no work is taken any more."""
        Thread(target=self._watch, daemon=True).start()

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have some work done; a process that starts for it hears no ^C. Raises BrokenProcessPool where a worker has ended."""
        if self.staff.dismissed:
            raise BrokenProcessPool
        try:
            with _deaf():
                return super().submit(work, *arguments, **named)
        except OSError:  # a worker ended while another one was made
            if self.staff.dismissed:
                raise BrokenProcessPool from None
            raise
        finally:
            if self.staff.dismissed:
                self.staff.dismiss()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go, once they are done or at once."""
        self.ended.set()
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        if not wait:
            self.staff.dismiss()

    def _watch(self) -> None:
        while not self.ended.wait(PULSE):
            if any(worker.exitcode is not None for worker in self.staff.hired):
                self.staff.dismiss()
                return


class _Staff(SpawnContext):
    """What starts processes, and knows which."""

    def __init__(self) -> None:
        super().__init__()
        self.hired: list[SpawnProcess] = []
        self.dismissed = False
        self.answers: SimpleQueue[Any] | None = None

    def dismiss(self) -> None:
        """Stop every worker, and end what they answer: who still reads half an answer is told that there is no more."""
        self.dismissed = True
        for worker in self.hired:
            if worker.pid is not None:  # one that is being made has none yet
                worker.kill()
        if self.answers is not None:
            self.answers._writer.close()  # type: ignore[attr-defined] # noqa: SLF001 nothing public closes this end alone

    def SimpleQueue(self) -> SimpleQueue[Any]:  # noqa: N802 its name there
        self.answers = super().SimpleQueue()
        return self.answers

    def Process(self, *arguments: Any, **named: Any) -> SpawnProcess:  # type: ignore[override] # noqa: N802 its name there
        worker = SpawnProcess(*arguments, **named)
        self.hired.append(worker)
        return worker


def begin() -> None:
    """Have a worker leave ^C to its parent, and not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Have ^C wait for a moment: a process that starts meanwhile never hears it, not even before it can say so."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # it would let ^C in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
