"""Ten thousand findings in each format: the time, the size and the memory that writing takes; then a whole call.

    .venv/bin/python benchmarks/formats.py [--quick]

Memory is the peak of what Python allocates while the format writes, the scorecards left out; the second figure is for a tenth of
the findings: where both are alike, memory does not grow with the run.
"""

from __future__ import annotations

import sys
import tempfile
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from guichet_cli.checking import Checker
from guichet_cli.load.data import language
from guichet_cli.render import FORMATS, Run, writer
from measuring import seconds, settle, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.model import Scorecard

ROOT = Path(__file__).resolve().parents[1]
DOSSIER = ROOT / "examples" / "grand-est-2024" / "inacheve.yaml"
FINDINGS = 10_000
QUICK = 200
DAY = date(2026, 11, 23)


def cards(card: Scorecard, findings: int) -> Iterator[Scorecard]:
    """Give as many scorecards as it takes to have so many findings, one at a time."""
    for number in range(-(-findings // len(card.findings))):
        yield replace(card, path=f"dossiers/{number}.yaml", project={**card.project, "id": f"PROJET-{number}"})


def chunks(name: str, card: Scorecard, findings: int) -> Iterator[str | bytes]:
    """Give what a format writes, piece by piece, none kept."""
    format_writer = writer(name, Run(language=language("fr"), version="0", as_of=DAY, show="all"))
    yield format_writer.begin()
    for each in cards(card, findings):
        yield format_writer.add(each)
    yield format_writer.end()


def measured(name: str, card: Scorecard, findings: int) -> tuple[float, int, float]:
    """Give the seconds and the bytes of a document, then, in another round, the megabytes that it takes at most."""
    start = process_time()
    size = sum(len(chunk if isinstance(chunk, bytes) else chunk.encode()) for chunk in chunks(name, card, findings))
    taken = process_time() - start
    tracemalloc.start()
    for _ in chunks(name, card, findings):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return taken, size, peak / 1e6


def batch(place: Path, name: str, dossiers: int) -> tuple[str, ...]:
    """Give the call that judges so many dossiers and writes three reports of all their findings."""
    folder = place / name
    folder.mkdir()
    for number in range(dossiers):
        (folder / f"{number}.yaml").write_bytes(DOSSIER.read_bytes())
    reports = [
        word for kind in ("sarif", "junit", "csv") for word in ("--report", f"{kind}={place / f'{name}.{kind}'}")
    ]
    check = (sys.executable, "-m", "guichet_cli", "check", str(folder), "--show", "all", "--as-of", DAY.isoformat())
    return (*check, "-o", str(place / f"{name}.md"), *reports)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    findings = QUICK if "--quick" in arguments else FINDINGS
    checker = Checker(lang="fr", as_of=DAY)
    (card,) = checker.cards(checker.plan([str(DOSSIER)]))
    print(f"{sys.version.split()[0]}, {findings} findings, {len(card.findings)} a dossier, with --show all\n")
    rows = [("format", "size, MB", "seconds", "memory, MB", "for a tenth")]
    for name in FORMATS:
        measured(name, card, len(card.findings))
        taken, size, peak = measured(name, card, findings)
        *_, tenth = measured(name, card, findings // 10)
        rows.append((f"`{name}`", f"{size / 1e6:.1f}", f"{taken:.1f}", f"{peak:.2f}", f"{tenth:.2f}"))
    print(table(rows))
    with settle(), tempfile.TemporaryDirectory() as place:
        rows = [("whole process, sarif + junit + csv + markdown", "s", "MB")]
        seconds(batch(Path(place), "first", 1))  # which compiles what the others find compiled
        for count in (findings // 10, findings):
            taken, memory = seconds(batch(Path(place), str(count), -(-count // len(card.findings))))
            rows.append((f"{count} findings", f"{taken:.1f}", f"{memory:.0f}"))
    print(f"\n{table(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
