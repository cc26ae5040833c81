"""Broken documents, options and surroundings through real processes: what ends as it must not is kept.

    .venv/bin/python fuzzing/calls.py [--calls 1000] [--documents 20] [--seed 1] [--jobs 2] [--keep FOLDER]

Each call is a process of its own, with options, a language, a terminal's habits and an encoding drawn by chance, over a folder of
broken documents or one of them on standard input. Ends with 1 when something was found.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from mutation import Mutator, examples

ENDINGS = frozenset({0, 1, 2})
SECONDS = 60
FORMATS = ("full", "json", "concise", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "csv")
OPTIONS = (
    *([] for _ in range(20)),
    *(["--show", "all"], ["--fail-on", "never"], ["--fail-on", "minor"], ["--fail-under", "50"], ["--exit-zero"]),
    *(
        ["--select", "ETH"],
        ["--ignore", "EQU-05"],
        ["--select", "\x1b[31m"],
        ["--fail-under", "nan"],
        ["--as-of", "2026-02-30"],
    ),
    *(
        ["--charter", "ai-act-deployer-2026"],
        ["--charter", "absent"],
        ["--format", ""],
        ["--nope"],
        ["-f"],
        ["--", "-x.yaml"],
    ),
    *(["--as-of", "1970-01-01"], ["--as-of", "2099-12-31"], ["--exclude", "*0.yaml"], ["--waivers", "absent.yaml"]),
)
SURROUNDINGS = (
    *(
        {},
        {"LANG": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"TERM": "dumb"},
        {"COLUMNS": "20"},
    ),
    *({"COLUMNS": "-1"}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TZ": "Pacific/Kiritimati"}, {"GUICHET_LANG": "xx"}),
    *({"GUICHET_FORMAT": "\x1b"}, {"PYTHONHASHSEED": "7"}, {"GITHUB_ACTIONS": "true"}, {"SOURCE_DATE_EPOCH": "-1"}),
)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
COLOURS = re.compile(rb"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")
"""What `guichet` draws itself, when colour is asked for."""


class Call(NamedTuple):
    """A call, and what it is given."""

    arguments: tuple[str, ...]
    surroundings: tuple[tuple[str, str], ...]
    documents: tuple[bytes, ...]
    piped: bool


def main() -> int:
    """Try calls, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1_000)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzzing-found"))
    asked = parser.parse_args()
    draw = random.Random(asked.seed)  # noqa: S311 the same calls each time
    mutate = Mutator(draw, examples())
    calls = (drawn(draw, mutate, asked.documents) for _ in range(asked.calls))
    endings: Counter[int] = Counter()
    documents, found = 0, Counter[str]()
    with ThreadPoolExecutor(asked.jobs) as pool:
        for number, (call, code, faults) in enumerate(pool.map(tried, calls)):
            endings[code] += 1
            documents += len(call.documents)
            for fault in faults:
                found[fault.partition("\n")[0]] += 1
                _keep(asked.keep / f"call-{number}", call, fault)
    print(f"{asked.calls} calls, {documents} documents; exit codes {dict(endings)}")
    for kind, times in found.items():
        print(f"FOUND {times} × {kind}")
    return int(bool(found))


def drawn(draw: random.Random, mutate: Mutator, most: int) -> Call:
    """Draw a call."""
    piped = draw.random() < 0.1
    extra = draw.choice(OPTIONS)
    chosen = [] if draw.random() < 0.1 else ["--format", draw.choice(FORMATS)]
    first = draw.choice(([], [], ["--lang", "en"], ["--color", "always"], ["-q"], ["-v"]))
    return Call(
        arguments=(*first, "check", *chosen, *extra),
        surroundings=tuple(draw.choice(SURROUNDINGS).items()),
        documents=tuple(mutate() for _ in range(1 if piped else most)),
        piped=piped,
    )


def tried(call: Call) -> tuple[Call, int, list[str]]:
    """Run a call; give its exit code, and what is wrong with how it ended."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-calls."))
    try:
        for number, document in enumerate(call.documents):
            (folder / f"{number}.yaml").write_bytes(document)
        kept = {
            name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "PYTHONPATH", "SYSTEMROOT"}
        }
        process = subprocess.run(
            [sys.executable, "-m", "guichet_cli", *call.arguments, "-" if call.piped else "."],
            cwd=folder,
            env={**kept, "LANG": "C.UTF-8", **dict(call.surroundings)},
            input=call.documents[0] if call.piped else b"",
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return call, -1, [f"over {SECONDS} s"]
    finally:
        shutil.rmtree(folder)
    return call, process.returncode, list(_faults(call, process))


def _faults(call: Call, process: subprocess.CompletedProcess[bytes]) -> list[str]:
    told = process.stderr.decode("utf-8", "backslashreplace")
    faults = []
    if process.returncode not in ENDINGS:
        faults.append(f"exit code {process.returncode}\n{told}")
    if "Traceback" in told:
        faults.append(f"traceback\n{told}")
    if process.returncode == 2 and not told.strip():
        faults.append("refused without a word")
    for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
        if CONTROL.search(COLOURS.sub(b"", stream)):
            faults.append(f"control character on {name}\n{stream!r}")
    if process.returncode != 2 and "json" in call.arguments:
        rows = len(json.loads(process.stdout)["dossiers"])
        skipped = len(call.documents) - rows
        if skipped < 0 or (call.piped and skipped):
            faults.append(f"{rows} rows of {len(call.documents)}")
    return faults


def _keep(folder: Path, call: Call, fault: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(call.documents):
        (folder / f"{number}.yaml").write_bytes(document)
    (folder / "call.txt").write_text(
        f"{call.arguments}\n{call.surroundings}\n{fault}\n", encoding="utf-8", errors="replace"
    )


if __name__ == "__main__":
    sys.exit(main())
