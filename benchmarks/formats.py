"""The figures of docs/formats.md: ten thousand findings in each format, the time, the size and the memory that writing takes.

    .venv/bin/python benchmarks/formats.py

Memory is the peak of what Python allocates while the format writes, the scorecards left out; the second figure is for a tenth of
the findings: where both are alike, memory does not grow with the run.
"""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from guichet_cli.checking import Checker
from guichet_cli.load.data import language
from guichet_cli.render import FORMATS, Run, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.model import Scorecard

ROOT = Path(__file__).resolve().parents[1]
DOSSIER = ROOT / "examples" / "grand-est-2024" / "inacheve.yaml"
FINDINGS = 10_000
DAY = date(2026, 11, 23)


def cards(card: Scorecard, findings: int) -> Iterator[Scorecard]:
    """Give as many scorecards as it takes to have so many findings, one at a time."""
    for number in range(-(-findings // len(card.findings))):
        yield replace(card, path=f"dossiers/{number}.yaml", project={**card.project, "id": f"PROJET-{number}"})


def chunks(name: str, card: Scorecard, findings: int) -> Iterator[str]:
    """Give what a format writes, piece by piece, none kept."""
    format_writer = writer(name, Run(language=language("fr"), version="0", as_of=DAY, show="all"))
    yield format_writer.begin()
    for each in cards(card, findings):
        yield format_writer.add(each)
    yield format_writer.end()


def measured(name: str, card: Scorecard, findings: int) -> tuple[float, int, float]:
    """Give the seconds and the bytes of a document, then, in another round, the megabytes that it takes at most."""
    start = perf_counter()
    size = sum(len(chunk.encode()) for chunk in chunks(name, card, findings))
    seconds = perf_counter() - start
    tracemalloc.start()
    for _ in chunks(name, card, findings):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, size, peak / 1e6


def main() -> None:
    """Print a row for each format."""
    checker = Checker(lang="fr", as_of=DAY)
    (card,) = checker.cards(checker.plan([str(DOSSIER)]))
    print(f"{FINDINGS} findings of {len(card.findings)} a dossier, with --show all")
    print(f"{'format':<10}{'seconds':>9}{'MB':>8}{'memory, MB':>12}{'for a tenth':>13}")
    for name in FORMATS:
        measured(name, card, len(card.findings))
        seconds, size, peak = measured(name, card, FINDINGS)
        *_, tenth = measured(name, card, FINDINGS // 10)
        print(f"{name:<10}{seconds:>9.2f}{size / 1e6:>8.1f}{peak:>12.2f}{tenth:>13.2f}")


if __name__ == "__main__":
    main()
