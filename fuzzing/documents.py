"""Any number of broken documents, judged and written in process: what raises, lasts, grows or lets a control through is kept.

    .venv/bin/python fuzzing/documents.py [--count 1000000] [--seed 1] [--jobs 2] [--keep FOLDER]

The same seed and count give the same documents. Ends with 1 when something was found; what was found is written to FOLDER.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from guichet_cli import __version__
from guichet_cli.checking import Checker
from guichet_cli.core.printable import UNPRINTABLE
from guichet_cli.load.data import language
from guichet_cli.load.dossier import load_dossier_bytes
from guichet_cli.render import BINARY, FORMATS, Run, render
from mutation import Mutator, examples

if TYPE_CHECKING:
    from types import FrameType

    from guichet_cli.core.model import Scorecard

AS_OF = date(2026, 11, 23)
CHARTERS = ("grand-est-2024", "ai-act-deployer-2026")
SLICE = 5_000
LONGEST_SECONDS, MOST_MEGABYTES, STUCK_SECONDS = 2, 512, 20
SELDOM = 40
"""Formats that take long are tried once in so many of their turns."""
SLOW = frozenset({"full", "html", "markdown", "sarif"})
OWN = ("\ufeff", "\u200b")
"""What outputs hold of their own: the mark that begins a CSV, the space of no width that keeps Markdown from naming people."""


class StuckError(Exception):
    """A document that takes far too long."""


class Tried:
    """What one slice of documents gave."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.slowest = 0.0
        self.peak = 0.0
        """Megabytes of the process that tried them."""
        self.found: list[tuple[str, bytes, str]] = []


def main() -> int:
    """Try documents, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzzing-found"))
    asked = parser.parse_args()
    slices = [(f"{asked.seed}/{begin}", min(SLICE, asked.count - begin)) for begin in range(0, asked.count, SLICE)]
    verdicts: Counter[str] = Counter()
    found, slowest, peak, start = dict[str, int](), 0.0, 0.0, perf_counter()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for done, tried in enumerate(pool.map(attempt, *zip(*slices, strict=True)), 1):
            verdicts += tried.verdicts
            slowest, peak = max(slowest, tried.slowest), max(peak, tried.peak)
            for kind, document, words in tried.found:
                if kind not in found:
                    _keep(asked.keep, kind, document, words)
                found[kind] = found.get(kind, 0) + 1
            sys.stderr.write(f"\r{done}/{len(slices)} slices, {len(found)} kinds found")
    total = sum(verdicts.values())
    print(f"\n{total} documents in {perf_counter() - start:.0f} s; slowest {slowest:.2f} s; verdicts {dict(verdicts)}")
    print(f"peak memory of a process: {peak:.0f} MB")
    for kind, times in sorted(found.items()):
        print(f"FOUND {times} × {kind}")
    return int(bool(found) or peak > MOST_MEGABYTES)


def attempt(seed: str, count: int) -> Tried:
    """Judge and write a slice of documents."""
    draw = random.Random(seed)  # noqa: S311 the same documents each time
    mutate, tried = Mutator(draw, examples()), Tried()
    checkers = [Checker(lang=lang, as_of=AS_OF, charter=charter) for charter in CHARTERS for lang in ("fr", "en")]
    formats = sorted(set(FORMATS) - BINARY)
    signal.signal(signal.SIGALRM, _stuck)
    for number in range(count):
        document = mutate()
        format_name = formats[number % len(formats)]
        if format_name in SLOW and draw.randrange(SELDOM):
            format_name = "jsonl"
        signal.alarm(STUCK_SECONDS)
        start = process_time()
        try:
            card = draw.choice(checkers).card(load_dossier_bytes(document))
            tried.verdicts[str(card.verdict)] += 1
            _sound(card)
            _inert(format_name, card)
        except Exception as error:  # noqa: BLE001 any of them is a find
            tried.found.append((_kind(error), document, traceback.format_exc()))
        signal.alarm(0)
        taken = process_time() - start
        tried.slowest = max(tried.slowest, taken)
        if taken > LONGEST_SECONDS:
            tried.found.append((f"over {LONGEST_SECONDS} s", document, format_name))
    tried.peak = _peak()
    return tried


def _sound(card: Scorecard) -> None:
    """Raise for rates that are out of order."""
    for rates in card.rates:
        values = (rates.evidenced, rates.declared, rates.possible)
        if None not in values:
            assert 0 <= values[0] <= values[1] <= values[2] <= 100, values  # type: ignore[operator]


def _inert(format_name: str, card: Scorecard) -> None:
    """Raise for an output that is alive, or that its readers refuse."""
    lang = card.charter.language.code
    run = Run(language=language(lang), version=__version__, as_of=AS_OF, root="/depot")
    text = render(format_name, [card], run)
    said = text
    for mark in OWN:
        said = said.replace(mark, "")
    found = UNPRINTABLE.search(said)
    assert found is None, f"{format_name} holds {found and found[0]!r}"
    if format_name in {"json", "jsonl", "sarif", "gitlab"}:
        for line in text.splitlines() if format_name == "jsonl" else [text]:
            json.loads(line, parse_constant=_no_constant)
    elif format_name == "junit":
        ET.fromstring(text)  # noqa: S314 our own output
    text.encode("utf-8")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _stuck(_number: int, _frame: FrameType | None) -> None:
    raise StuckError


def _kind(error: Exception) -> str:
    """Give what finds have in common: the error, and where in our code it was raised."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "guichet_cli" in frame.filename]
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}: {str(error)[:80]}"


def _keep(folder: Path, kind: str, document: bytes, words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(kind.encode()).hexdigest()[:12]
    (folder / f"{name}.yaml").write_bytes(document)
    (folder / f"{name}.txt").write_text(f"{kind}\n{words}", encoding="utf-8", errors="backslashreplace")


def _peak() -> float:
    """Give the megabytes that this process had at most; not `ru_maxrss`, which begins at that of the program that started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
