"""Who judges the dossiers of a call: this process, `--jobs` processes beside it, or a cluster that `--executor` names."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.patterns import later
from guichet_cli.core.printable import excerpt
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from guichet_cli.cli.stopping import Stopping
    from guichet_cli.crew import Crew

MOST = 1024
"""More jobs than this are a slip of the hand."""
DASK = "dask:"
ADDRESS = later(r"(?:(?:tcp|tls|ws|wss)://)?[A-Za-z0-9.\-_\[\]:]+:[0-9]{1,5}", re.ASCII)
ANSWERING = 5
"""Seconds in which a cluster answers."""


class Force(NamedTuple):
    """How many processes of this machine judge, or the address of the cluster that does."""

    jobs: int
    address: str | None

    @contextmanager
    def crew(self, dossiers: int, stopping: Stopping) -> Iterator[Crew | None]:
        """Give who judges a number of dossiers in place of this process, if anybody. Raises GuichetError."""
        workers = min(self.jobs, dossiers)
        if self.address is None and workers < 2:
            yield None
            return
        stopping.at_once = False
        from guichet_cli.crew import Crew, lent

        if self.address is not None:
            with cluster(self.address) as executor:
                yield lent(executor, stopping)
            return
        from guichet_cli.pool import Pool

        crew = Crew(lambda: Pool(workers), workers=workers, stopped=stopping)
        try:
            yield crew
        except BaseException:
            crew.close(now=True)
            raise
        crew.close(now=stopping.stopped)


def force_of(jobs: str, executor: str | None, *, both: bool) -> Force:
    """Give who judges; `both` when jobs are asked for on the command line. Raises GuichetError for what cannot be."""
    if executor is None:
        return Force(as_jobs(jobs), None)
    if both:
        raise GuichetError("usage.idle_pair", one="--jobs", other="--executor")
    address = executor.removeprefix(DASK)
    if address == executor or not ADDRESS.fullmatch(address):
        raise GuichetError("usage.bad_executor", value=excerpt(executor))
    return Force(1, address)


def as_jobs(value: str) -> int:
    """Give a number of processes; as many as there are cores for `0` and `auto`. Raises GuichetError."""
    if value == "auto" or (value.isdecimal() and value.isascii() and value.strip("0") == ""):
        return _cores()
    if value.isdecimal() and value.isascii() and len(value) < 6 and int(value) <= MOST:
        return int(value)
    raise GuichetError("usage.bad_jobs", option="--jobs", value=excerpt(value), most=MOST)


def _cores() -> int:
    """Give how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a Dask cluster. Raises GuichetError where nobody answers."""
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        raise GuichetError("error.extra_absent", option="--executor", extra="dask") from None
    import logging

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said in the person's words
    try:
        client = dask.Client(address, timeout=ANSWERING, set_as_default=False)
        try:
            client.wait_for_workers(1, timeout=ANSWERING)
        except BaseException:
            client.close(timeout=1)
            raise
    except (OSError, ValueError, TimeoutError):
        raise GuichetError("error.cluster_silent", address=address, seconds=ANSWERING) from None
    executor = client.get_executor()
    try:
        yield executor
    finally:
        executor.shutdown(wait=False)
        client.close(timeout=ANSWERING)
