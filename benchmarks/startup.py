"""What one call costs, as a multiple of a Python process that does nothing.

    .venv/bin/python benchmarks/startup.py [--quick]

Whole processes in shuffled rounds; a ratio is the median of those within a round, and beside it that of the least times, which other
work on the machine disturbs less. Times are processor times (user and system) of one machine: keep the ratios. The calls are
made in an empty folder: a pyproject.toml of the current folder, or of one above it, is read and costs its size.
"""

from __future__ import annotations

import sys
from contextlib import chdir
from pathlib import Path
from statistics import median

from measuring import AS_OF, EXAMPLES, ROOT, Goal, least, ratio, rounds, settle, table

ROUNDS, QUICK = 15, 1
NOTHING = "python -c pass"
EXAMPLE = str(EXAMPLES / "flux-urgences.yaml")
SCRIPT = Path(sys.executable).with_name("guichet")
GUICHET = (str(SCRIPT),) if SCRIPT.exists() else (sys.executable, "-m", "guichet_cli")
CALLS = {
    NOTHING: (sys.executable, "-c", "pass"),
    "python -c 'import typer, yaml'": (sys.executable, "-c", "import typer, yaml"),
    "guichet --version": (*GUICHET, "--version"),
    "guichet --help": (*GUICHET, "--help"),
    "guichet check -f json": (*GUICHET, "check", EXAMPLE, "--as-of", AS_OF, "-f", "json"),
    "guichet check -f concise": (*GUICHET, "check", EXAMPLE, "--as-of", AS_OF, "-f", "concise"),
    "guichet check": (*GUICHET, "check", EXAMPLE, "--as-of", AS_OF),
}
GOALS = {
    "guichet --version": Goal(1.3, 1.1),
    "guichet check -f json": Goal(10, 7),
    "guichet check -f concise": Goal(10, 7),
    "guichet check": Goal(14, 10),
}


def main(arguments: list[str]) -> None:
    """Measure and print."""
    with settle() as folder, chdir(folder):
        taken = rounds(CALLS, QUICK if "--quick" in arguments else ROUNDS)
    rows = [("call", "ms", "× pass", "least", "MB", "must", "aim", "")]
    for name in CALLS:
        times, memory = zip(*taken[name], strict=True)
        found, goal = ratio(taken, name, NOTHING), GOALS.get(name)
        ratios = (f"{found:.2f}", f"{least(taken, name, NOTHING):.2f}")
        judged = (f"{goal.must:g}", f"{goal.aim:g}", goal.judged(found)) if goal else ("", "", "")
        rows.append((name, f"{1000 * median(times):.0f}", *ratios, f"{max(memory):.0f}", *judged))
    count, example = len(taken[NOTHING]), EXAMPLE.removeprefix(str(ROOT))[1:]
    sys.stdout.write(f"{sys.version.split()[0]}, {count} rounds, {example}\n\n")
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
