"""What benchmarks share: processes run in shuffled rounds, and a table."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "grand-est-2024"
AS_OF = "2026-11-23"
PULSE = 0.05
"""Seconds between two looks at what processes hold."""


@dataclass(frozen=True)
class Goal:
    """What a ratio must not exceed, and what is aimed at."""

    must: float
    aim: float

    def judged(self, ratio: float) -> str:
        """Say plainly where a ratio stands."""
        return "aim reached" if ratio <= self.aim else "must reached" if ratio <= self.must else "NOT REACHED"


def seconds(command: Sequence[str]) -> tuple[float, float]:
    """Run a process; give the processor time that it took, and the megabytes at most.

    Processor time, not the clock's: other work on the machine disturbs it less. Where the system tells neither, it is the
    clock's, and 0 megabytes.
    """
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = usage.ru_utime + usage.ru_stime
        memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    else:
        process.wait()
        taken, memory = perf_counter() - start, 0.0
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return taken, memory


def rounds(commands: Mapping[str, Sequence[str]], count: int) -> dict[str, list[tuple[float, float]]]:
    """Run each process once a round, in an order drawn anew; where there are several rounds, one more that is not counted."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    uncounted = int(count > 1)
    for number in range(count + uncounted):
        names = list(commands)
        random.shuffle(names)
        for name in names:
            measured = seconds(commands[name])
            if number >= uncounted:
                taken[name].append(measured)
    return taken


def tree(command: Sequence[str | Path]) -> tuple[float, float, float]:
    """Run a process and those that it starts; give the seconds by the clock, those of the processors, the megabytes at most.

    Shared pages count once. Where the system does not tell about processes, the megabytes are 0.
    """
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    most, usage = 0.0, None
    while usage is None:
        most = max(most, _megabytes(process.pid))
        pid, status, told = os.wait4(process.pid, os.WNOHANG)
        usage = told if pid else sleep(PULSE)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1, 2}:  # of 2, a peer says that a dossier is not valid
        raise SystemExit(f"{command[:4]} ended with {process.returncode}")
    return perf_counter() - start, usage.ru_utime + usage.ru_stime, most


def trees(commands: Mapping[str, Sequence[str | Path]], count: int) -> dict[str, list[tuple[float, float, float]]]:
    """Run each process and its own once a round, in an order drawn anew."""
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for _ in range(count):
        for name in random.sample(list(commands), len(commands)):
            taken[name].append(tree(commands[name]))
    return taken


def _megabytes(session: int) -> float:
    """Give what the processes of a session hold."""
    whole = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                pages = (folder / "smaps_rollup").read_text()
                whole += next(int(line.split()[1]) for line in pages.splitlines() if line.startswith("Pss:")) / 1024
        except (OSError, ValueError, IndexError, StopIteration):  # it has just ended
            continue
    return whole


def ratio(taken: Mapping[str, list[tuple[float, float]]], name: str, floor: str) -> float:
    """Give the median of a process's time over that of another, within each round."""
    return median(one / other for (one, _), (other, _) in zip(taken[name], taken[floor], strict=True))


def least(taken: Mapping[str, list[tuple[float, float]]], name: str, floor: str) -> float:
    """Give the least time of a process over the least of another: what a machine with nothing else to do comes near."""
    return min(taken[name])[0] / min(taken[floor])[0]


def settle() -> tempfile.TemporaryDirectory[str]:
    """Keep bytecode apart, for every process alike, as it is kept after an installation; give the folder to drop at the end."""
    folder = tempfile.TemporaryDirectory()
    os.environ["PYTHONPYCACHEPREFIX"] = folder.name
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return folder


def table(rows: Sequence[Sequence[str]]) -> str:
    """Give rows as a Markdown table: the first is its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
