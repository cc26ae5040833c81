"""A folder of reports: a page for each dossier as it comes, in each language, then the page that leads to them."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from guichet_cli.cli import streams
from guichet_cli.core.classes import replace
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import language
from guichet_cli.load.paths import shown_path
from guichet_cli.render.html import index_of, report_of
from guichet_cli.render.html_page import GENERATOR
from guichet_cli.render.naming import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run
    from guichet_cli.render.html_index import Index

INDEX = "index"
"""The name of the page that leads to the others, which no report has."""
HEAD = 2_000
"""How many bytes of a file tell whose it is."""
OURS = re.compile(
    rb'\A<!DOCTYPE html>\n<html lang="[a-z]{2}">\n<head>\n(?:<meta [^>]*>\n){0,8}?'
    rb'<meta name="generator" content="%s (?:report|public|index)">\n' % GENERATOR.encode()
)
"""How a page of an earlier run begins: only such a file is replaced."""


class Folder:
    """A folder that reports are written to, each as soon as its dossier is judged."""

    def __init__(self, path: str, runs: Sequence[Run], inputs: frozenset[tuple[int, int]]) -> None:
        self.path = path
        self.runs = runs
        """What the pages may know of the run, one for each language."""
        self.inputs = inputs
        self.names = Names(INDEX)
        self.overviews: Sequence[Index] = ()

    def written(self, judged: Iterable[tuple[Scorecard, ...]]) -> Iterator[tuple[Scorecard, ...]]:
        """Give the scorecards of each dossier once its reports are written; at the end, write what leads to them."""
        for cards in judged:
            self._write(cards)
            yield cards
        if self.overviews[0].rows:
            self._finish()

    def prepare(self) -> None:
        """Have the folder there, and nobody else's page where the first ones go. Raises GuichetError."""
        try:
            Path(self.path).mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError):
            raise GuichetError("error.out_dir", path=shown_path(self.path)) from None
        for name in (f"{INDEX}.html", *(self._file(INDEX, run) for run in self.runs)):
            self._refuse_stranger(name)
        self.overviews = [index_of(replace(run, twins=self._twins(INDEX, run))) for run in self.runs]

    def _write(self, cards: Sequence[Scorecard]) -> None:
        name = self.names(cards[0])
        for card, run, overview in zip(cards, self.runs, self.overviews, strict=True):
            file = self._file(name, run)
            page = report_of(card, replace(run, twins=self._twins(name, run)), self._file(INDEX, run))
            self._save(file, page)
            overview.add(card, file)

    def _finish(self) -> None:
        for turn, (run, overview) in enumerate(zip(self.runs, self.overviews, strict=True)):
            page = overview.html()
            self._save(self._file(INDEX, run), page)
            if turn == 0 and len(self.runs) > 1:
                self._save(f"{INDEX}.html", page)

    def _file(self, name: str, run: Run) -> str:
        return f"{name}.{run.language.code}.html" if len(self.runs) > 1 else f"{name}.html"

    def _twins(self, name: str, run: Run) -> Sequence[tuple[str, str]]:
        return [(other.language.code, self._file(name, other)) for other in self.runs if other is not run]

    def _save(self, name: str, page: str) -> None:
        self._refuse_stranger(name)
        streams.save(self._place(name), [page], self.inputs)

    def _refuse_stranger(self, name: str) -> None:
        """Raise GuichetError where something stands that no run of this tool has written."""
        place = self._place(name)
        if os.path.lexists(place) and not _is_ours(place):
            raise GuichetError("error.not_ours", path=shown_path(place))

    def _place(self, name: str) -> str:
        return os.path.join(self.path, name)  # noqa: PTH118 a path stays as it was written


def opened(path: str, run: Run, langs: Sequence[str], inputs: Iterable[str | None]) -> Folder:
    """Give a folder that is ready for the reports of a run, in each language. Raises GuichetError."""
    runs = [run if run.language.code == lang else replace(run, language=language(lang)) for lang in langs]
    folder = Folder(path, runs, streams.identities(inputs))
    folder.prepare()
    return folder


def _is_ours(place: str) -> bool:
    """Tell whether a page of this tool stands there, and not a link to one."""
    try:
        if not stat.S_ISREG(os.lstat(place).st_mode):
            return False
        with Path(place).open("rb") as file:
            return OURS.match(file.read(HEAD)) is not None
    except OSError:
        return False
