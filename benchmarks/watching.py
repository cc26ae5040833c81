"""What a saved change costs a call of `guichet check --watch`, from the change being known to the scorecard being written.

    .venv/bin/python benchmarks/watching.py [--quick]

One process, as the watch is one: the dossier is changed, read, judged and written again, round after round, the first round apart. Medians
and least times in processor time, against libyaml composing the same bytes, measured in turn with it.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

import yaml

from measuring import AS_OF, EXAMPLES, table

if TYPE_CHECKING:
    from collections.abc import Callable


ROUNDS, QUICK = 60, 3
FORMATS = ("concise", "json", "full")
EXAMPLE = EXAMPLES / "flux-urgences.yaml"
FLOOR = "libyaml, nodes"
MOST = 0.030
"""Seconds that a change may take."""


def main(arguments: list[str]) -> None:
    """Measure and print."""
    count = QUICK if "--quick" in arguments else ROUNDS
    here = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            taken = measured(Path("dossier.yaml"), count)
        finally:
            os.chdir(here)
    rows = [("one change, after the first", "ms", "least", "× libyaml nodes", "must", "")]
    for name, times in taken.items():
        found = median(one / floor for one, floor in zip(times, taken[FLOOR], strict=True))
        goal = ("30 ms", "reached" if median(times) <= MOST else "NOT REACHED") if name != FLOOR else ("", "")
        rows.append((name, f"{1000 * median(times):.1f}", f"{1000 * min(times):.1f}", f"{found:.2f}", *goal))
    sys.stdout.write(f"{sys.version.split()[0]}, {count} rounds, {EXAMPLE.name}\n\n{table(rows)}\n")


def measured(path: Path, count: int) -> dict[str, list[float]]:
    """Give the seconds of each round: a change read, judged and written in each format, and libyaml composing the same bytes."""
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    watches = {f"--watch -f {name}": watched(path, name) for name in FORMATS}
    taken: dict[str, list[float]] = {name: [] for name in (FLOOR, *watches)}
    for number in range(count + 1):
        path.write_text(f"{text}# {number}\n", encoding="utf-8")
        data = path.read_bytes()
        for name, work in {FLOOR: lambda data=data: yaml.compose(data, yaml.CSafeLoader), **watches}.items():
            start = process_time()
            work()
            if number:
                taken[name].append(process_time() - start)
    return taken


def watched(path: Path, format_name: str) -> Callable[[], None]:
    """Give what a watch does when it learns of a change: the very object of the command line, what it writes going nowhere."""
    from guichet_cli.cli.check_call import judging_of
    from guichet_cli.cli.quick import understood
    from guichet_cli.cli.watching import Watched

    call = understood(["check", str(path), "--watch", "-q", "--color", "never", "-f", format_name, "--as-of", AS_OF])
    if call is None:
        raise SystemExit("the call is not understood")
    kept = Watched(judging_of(call))

    def again() -> None:
        with redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")):
            kept.changed()
            kept.judge()

    return again


if __name__ == "__main__":
    main(sys.argv[1:])
