"""Pools: worker processes of this machine, started afresh on every system; a ^C is not theirs, and they outlive nobody."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

MOST = 61
"""How many processes Windows can wait for."""


class Pool(ProcessPoolExecutor):
    """Worker processes; those that are not waited for are stopped."""

    def __init__(self, workers: int) -> None:
        # a pickle.py that lies beside a dossier must not be imported by a worker
        os.environ["PYTHONSAFEPATH"] = "1"
        self.staff = _Staff()
        super().__init__(min(workers, MOST), mp_context=self.staff, initializer=begin)

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have some work done; a process that starts for it hears no ^C."""
        with _deaf():
            return super().submit(work, *arguments, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go, once they are done or at once."""
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        if not wait:
            for worker in self.staff.hired:
                worker.kill()


class _Staff(SpawnContext):
    """What starts processes, and knows which."""

    def __init__(self) -> None:
        super().__init__()
        self.hired: list[SpawnProcess] = []

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
