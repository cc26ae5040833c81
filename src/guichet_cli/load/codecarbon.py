"""CodeCarbon's `emissions.csv`: each run with its line, read with the standard library."""

from __future__ import annotations

import csv
import math
from io import StringIO
from typing import TYPE_CHECKING

from guichet_cli.core.footprint import Run
from guichet_cli.core.printable import excerpt
from guichet_cli.errors import GuichetError
from guichet_cli.load.named import named_bytes
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZE = 10_000_000
ROWS = 100_000
NEEDED = ("energy_consumed", "emissions")
"""Columns without which the file tells nothing: kWh and kg of CO2e, whose units are CodeCarbon's own."""
OWN = ("codecarbon_version", "run_id")
"""Columns by which the file is known to be CodeCarbon's, so that its units are."""


def read_runs(path: str) -> list[Run]:
    """Give the runs of a file, the last line of each. Raises GuichetError for what is no such file."""
    shown = shown_path(path)
    raw = named_bytes(path, SIZE)
    if len(raw) > SIZE:
        raise GuichetError("error.codecarbon_large", path=shown)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GuichetError("error.codecarbon_text", path=shown) from None
    rows = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        return _runs(rows, shown)
    except csv.Error:
        raise GuichetError("error.codecarbon_text", path=f"{shown}:{rows.line_num}") from None


def _runs(rows: csv.DictReader[str], shown: str) -> list[Run]:
    missing = [column for column in (*NEEDED, *OWN) if column not in (rows.fieldnames or ())]
    if missing:
        raise GuichetError("error.codecarbon_columns", path=shown, columns=", ".join(missing))
    runs: dict[str, Run] = {}
    for number, row in enumerate(rows):
        if number >= ROWS:
            raise GuichetError("error.codecarbon_large", path=shown)
        place = f"{shown}:{rows.line_num}"
        run = Run(
            line=rows.line_num,
            energy=_number(row, "energy_consumed", place),
            emissions=_number(row, "emissions", place),
            pue=_maybe(row, "pue", place),
            duration=_maybe(row, "duration", place),
            gpus=_maybe(row, "gpu_count", place),
            country=row.get("country_iso_code") or "",
        )
        runs[row.get("run_id") or f"line {number}"] = run  # a run that is written again is told whole each time
    if not runs:
        raise GuichetError("error.codecarbon_empty", path=shown)
    return list(runs.values())


def _maybe(row: Mapping[str, str | None], column: str, place: str) -> float | None:
    return _number(row, column, place) if row.get(column) else None


def _number(row: Mapping[str, str | None], column: str, place: str) -> float:
    written = row.get(column) or ""
    try:
        number = math.nan if "_" in written else float(written)  # Python's own 1_000 is nobody's measure
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise GuichetError("error.codecarbon_number", place=place, column=column, value=excerpt(written, 40))
    return number
