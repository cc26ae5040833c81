"""What the packaged charters cost to load from their compiled form, against parsing the YAML that it was made of.

    .venv/bin/python benchmarks/loading.py [--quick]

In one warm process, in processor time: the least of several turns, which other work on the machine disturbs less. Keep the ratios.
"""

from __future__ import annotations

import sys
from time import process_time
from typing import TYPE_CHECKING

import yaml

from guichet_cli.load.charter import build, load_charter, packaged, parse
from guichet_cli.load.compiling import seal
from measuring import Goal, table

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS, QUICK = 9, 1
GOAL = Goal(0.2, 0.1)


def milliseconds(work: Callable[[], object], turns: int) -> float:
    """Give the least time that some work takes."""
    taken = []
    for _ in range(turns):
        start = process_time()
        work()
        taken.append(1000 * (process_time() - start))
    return min(taken)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    turns = QUICK if "--quick" in arguments else TURNS
    rows = [("charter", "kB", "libyaml nodes, ms", "from YAML, ms", "compiled, ms", "seal, ms", "compiled ÷ YAML", "")]
    for name, path in packaged().items():
        raw = path.read_bytes()
        steps = {
            "nodes": milliseconds(lambda raw=raw: yaml.compose(raw, yaml.CSafeLoader), turns),
            "yaml": milliseconds(lambda raw=raw: build(parse(raw), "", "fr"), turns),
            "compiled": milliseconds(lambda name=name: load_charter(name, "fr"), turns),
            "seal": milliseconds(lambda raw=raw: seal(raw), turns),
        }
        found = steps["compiled"] / steps["yaml"]
        times = (f"{milliseconds_taken:.1f}" for milliseconds_taken in steps.values())
        rows.append((name, f"{len(raw) / 1000:.0f}", *times, f"{found:.3f}", GOAL.judged(found)))
    sys.stdout.write(f"{sys.version.split()[0]}, {turns} turns\n\n{table(rows)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
