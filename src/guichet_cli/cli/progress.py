"""Progress: a bar on the terminal of the person who waits, once the work lasts; no document ever holds it."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from rich.progress import Progress

T = TypeVar("T")
PATIENCE, PULSE = 1.0, 0.1
"""Seconds: how long nothing is shown, and how often what is shown is drawn again."""


def watched(judged: Iterable[T], total: int, skipped: Callable[[], int]) -> Generator[T]:
    """Give what is judged, with a bar that says how far it is."""
    start = drawn = monotonic()
    bar: Progress | None = None
    try:
        for done, each in enumerate(judged, 1):
            yield each
            now = monotonic()
            if now - start > PATIENCE and now - drawn > PULSE:
                bar, drawn = bar or _bar(total), now
                bar.update(bar.task_ids[0], completed=done + skipped(), refresh=True)
    finally:
        if bar is not None:
            bar.stop()


def _bar(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=not streams.colored("auto", sys.stderr), highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False, redirect_stdout=False)
    bar.add_task(WORDS.say("progress.judging"), total=total)
    bar.start()
    return bar
