"""The figures that docs/decisions.md cites: what each import costs, and the two engines of requirements side by side.

    .venv/bin/python benchmarks/choices.py

Times are of one machine; the ratios are what to keep.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
DOSSIER = ROOT / "examples" / "grand-est-2024" / "flux-urgences.yaml"
IMPORTS = ("typer", "rich.console", "rich.table", "yaml", "jsonschema", "tabulate", "pyphen")
ROUNDS = 15


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Give the median time of a piece of work."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return 1000 * median(times)


def starting(code: str) -> float:
    """Give the time of a whole Python process that runs a line."""
    return milliseconds(lambda: subprocess.run([sys.executable, "-c", code], check=True), ROUNDS)


def imports() -> None:
    """Print what a process costs that only imports each package, as a multiple of one that does nothing."""
    nothing = starting("pass")
    print(f"python -c pass: {nothing:.0f} ms")
    for name in IMPORTS:
        print(f"  import {name}: {starting(f'import {name}') / nothing:.1f} times that")


def engines() -> None:
    """Print the time of both engines on the shape of one dossier, and what each costs before the first."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    from guichet_cli.core.failure import Scene
    from guichet_cli.core.requirement import failures
    from guichet_cli.core.validate import without_nulls
    from guichet_cli.load.data import schema
    from guichet_cli.load.shape import BLOCKS, dossier_shape
    from guichet_cli.load.source import read_source

    data = without_nulls(read_source(DOSSIER.read_bytes()).data)
    documents = [schema(f"{name}.schema.json") for name in ("dossier", *BLOCKS)]
    registry = Registry().with_resources([(d["$id"], Resource.from_contents(d)) for d in documents])
    validator = Draft202012Validator(documents[0], registry=registry)
    compiling = milliseconds(dossier_shape.__wrapped__, ROUNDS)
    shape, scene = dossier_shape(), Scene(data, "")
    own = milliseconds(lambda: failures(shape, data, scene), 100)
    reference = milliseconds(lambda: list(validator.iter_errors(data)), 100)
    print(f"shape of {DOSSIER.name}: own engine {own:.1f} ms (and {compiling:.0f} ms to compile, once a process)")
    print(f"  jsonschema {reference:.1f} ms, {reference / own:.0f} times that (beside its import)")


if __name__ == "__main__":
    imports()
    engines()
