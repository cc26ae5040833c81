"""What both benchmarks share: processes run in shuffled rounds, and a table."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "grand-est-2024"
AS_OF = "2026-11-23"


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
