"""A workbook as it is written: words and numbers, never a formula or a link; rows wait in files and not in memory."""

from __future__ import annotations

import re
import tempfile
import weakref
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from shutil import rmtree
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.errors import GuichetError
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from guichet_cli.render import Run

MOST_ROWS = 1_048_576
"""How many rows a sheet has, its head among them."""
A4 = 9
RICH = re.compile(r"^(?=<r>)")
"""How a text begins that the writer would take for markup of its own."""
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FORMATS = {
    "head": {"bold": True, "bottom": 1, "bg_color": "#E8ECF1", "text_wrap": True, "valign": "top"},
    "text": {"valign": "top", "quote_prefix": True},
    "prose": {"valign": "top", "quote_prefix": True, "text_wrap": True},
    "number": {"valign": "top", "num_format": "0"},
    "points": {"valign": "top", "num_format": "0.0"},
    "rate": {"valign": "top", "num_format": "0.0%"},
}
"""How each kind of column looks; the reader's own spreadsheet writes its numbers as its language does."""
FILLS = {
    "red": {"bg_color": "#F8D7D4", "font_color": "#7A1710"},
    "amber": {"bg_color": "#FBE7C2", "font_color": "#5E3D00"},
    "blue": {"bg_color": "#DCE9F5", "font_color": "#143F5F"},
    "green": {"bg_color": "#D6EEDD", "font_color": "#0D4A25"},
}
"""Colours that say again what the words of a cell say; each text on its ground has a contrast of 7 at least."""

Cell = str | int | float | None


class Column(NamedTuple):
    """The head of a column, its width in characters, and the kind of what it holds."""

    head: str
    width: int
    kind: str = "text"
    fills: Mapping[str, str] | None = None
    """The fill of each word that has one."""


class Book:
    """A workbook under way: the same cells give the same bytes."""

    def __init__(self, run: Run, title: str) -> None:
        from xlsxwriter import Workbook

        folder = tempfile.mkdtemp(prefix="guichet-")
        self.bytes = BytesIO()
        self.folder = folder
        with self.spilling():
            self.workbook = Workbook(self.bytes, {**SAFE, "tmpdir": folder})
        self._drop = weakref.finalize(self, _dropped, self.workbook, folder)
        day = datetime(run.as_of.year, run.as_of.month, run.as_of.day)  # noqa: DTZ001 the format has no time zone
        author = f"guichet {run.version}"
        self.workbook.set_properties({"title": title, "author": author, "comments": title, "created": day})
        self.workbook.set_custom_property("Language", run.language.code)
        self.formats: dict[str, Format] = {name: self.workbook.add_format(look) for name, look in FORMATS.items()}
        self.fills: dict[str, Format] = {name: self.workbook.add_format(look) for name, look in FILLS.items()}

    def sheet(self, name: str, columns: Sequence[Column], *, still: int = 0) -> Sheet:
        """Add a sheet; so many of its first columns stay in sight."""
        with self.spilling():
            return Sheet(self, self.workbook.add_worksheet(name), columns, still)

    def close(self) -> bytes:
        """Give the whole file."""
        with self.spilling():
            self.workbook.close()
        whole = self.bytes.getvalue()
        self._drop()
        return whole

    @contextmanager
    def spilling(self) -> Iterator[None]:
        """Say where there is no room for the rows that wait."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            yield
        except (OSError, FileCreateError):
            raise GuichetError("error.output_unwritable", path=self.folder) from None


class Sheet:
    """A sheet under way, its head first, then one row after the other."""

    def __init__(self, book: Book, sheet: Worksheet, columns: Sequence[Column], still: int) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        self.rows = 1
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, _text(column.head), book.formats["head"])
        sheet.freeze_panes(1, still)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")

    @property
    def full(self) -> bool:
        """Whether there is no room for another row."""
        return self.rows >= MOST_ROWS

    def add(self, values: Sequence[Cell]) -> None:
        """Write one row, a cell for each column; nothing leaves it blank."""
        formats = self.book.formats
        with self.book.spilling():
            for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
                if not value and value != 0:  # nothing to say
                    continue
                if isinstance(value, str):
                    look = formats["prose" if column.kind == "prose" else "text"]
                    self.sheet.write_string(self.rows, index, _text(value), look)
                else:
                    self.sheet.write_number(self.rows, index, value, formats[column.kind])
        self.rows += 1

    def finish(self) -> None:
        """Set the filters and the fills, once the last row is known."""
        last = max(self.rows - 1, 1)
        self.sheet.autofilter(0, 0, last, len(self.columns) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self.rows}"})
        for index, column in enumerate(self.columns):
            for word, fill in (column.fills or {}).items():
                criterion = {"type": "cell", "criteria": "==", "value": '"{}"'.format(word.replace('"', '""'))}
                self.sheet.conditional_format(1, index, last, index, {**criterion, "format": self.book.fills[fill]})


@lru_cache(maxsize=4_096)  # a charter says the same of every dossier
def _text(text: str) -> str:
    """Give anyone's text as a cell shows it: one line, nothing that XML forbids, no markup."""
    return RICH.sub(" ", inert(text))


def _dropped(workbook: Workbook, folder: str) -> None:
    """Leave nothing behind of a workbook, finished or given up."""
    workbook.fileclosed = True  # else its own end would try to write it
    for sheet in workbook.worksheets():
        if sheet.row_data_fh is not None:
            sheet.row_data_fh.close()
    rmtree(folder, ignore_errors=True)
