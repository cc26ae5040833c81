"""Processes stopped at a moment drawn by chance while they write: the file is the previous one, or a whole new one.

    .venv/bin/python fuzzing/interrupts.py [--count 1000] [--seed 1]

Three ways to write (a report, several reports, an answer put into a dossier) and four signals. Ends with 1 when a file was lost or torn.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "grand-est-2024" / "inacheve.yaml"
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL")
BEFORE = "what was there before\n"
CALLS = {
    "a report": (["check", "dossier.yaml", "-f", "json", "-o", "out"], ("out",)),
    "two reports": (["check", "dossier.yaml", "-f", "csv", "-o", "out", "--report", "sarif=other"], ("out", "other")),
    "a dossier": (["init", "--update", "dossier.yaml"], ("dossier.yaml",)),
}


def main() -> int:
    """Interrupt calls, and say what was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    draw = random.Random(asked.seed)  # noqa: S311 the same moments each time, as far as the machine lets
    ended: Counter[str] = Counter()
    torn = 0
    whole = {name: _run(arguments, targets, None, 0.0) for name, (arguments, targets) in CALLS.items()}
    for number in range(asked.count):
        name = list(CALLS)[number % len(CALLS)]
        arguments, targets = CALLS[name]
        number_of_signal = getattr(signal, draw.choice(SIGNALS))
        code, texts, taken = _run(arguments, targets, number_of_signal, draw.uniform(0, whole[name][2]))
        for target, text in zip(targets, texts, strict=True):
            previous = EXAMPLE.read_bytes() if target == "dossier.yaml" else BEFORE.encode()
            if text not in {previous, whole[name][1][targets.index(target)]}:
                torn += 1
                print(f"FOUND {name}: {target} is torn after {taken:.3f} s")
        ended[f"{'done' if code in {0, 1} else 'stopped'}"] += 1
    print(f"{asked.count} interrupts ({dict(ended)}), {torn} files lost or torn")
    return int(bool(torn))


def _run(
    arguments: list[str], targets: tuple[str, ...], number: int | None, after: float
) -> tuple[int, list[bytes], float]:
    """Run a call, stopped after some seconds; give its exit code, what its targets hold then, and how long it took."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-interrupts."))
    try:
        shutil.copy(EXAMPLE, folder / "dossier.yaml")
        for target in set(targets) - {"dossier.yaml"}:
            (folder / target).write_text(BEFORE, encoding="utf-8")
        start = perf_counter()
        command = [sys.executable, "-m", "guichet_cli", "--isolated", *arguments]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet)
        if number is not None:
            sleep(after)
            process.send_signal(number)
        code = process.wait(60)
        return code, [(folder / target).read_bytes() for target in targets], perf_counter() - start
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
