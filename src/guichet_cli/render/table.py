"""Tables of a terminal: the first arrangement of columns that fits the page, numbers never broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from guichet_cli.core.classes import NamedTuple
from guichet_cli.render.ink import Text
from guichet_cli.render.prose import cut, cut_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guichet_cli.render.page import Page

SHORTEST = 12
"""How many cells of the first column are kept before a poorer arrangement is taken."""


class Column(NamedTuple):
    """A column: its header, its cells, and whether they stand to the right."""

    header: str
    cells: Sequence[Text | str]
    right: bool = True

    @property
    def width(self) -> int:
        """The cells that the column takes."""
        return max(cell_len(str(cell)) for cell in (self.header, *self.cells))


class Trailing(str):
    """A cell of the first column whose end tells most, as of a path: it is cut at its beginning."""

    __slots__ = ()


class Arrangement(NamedTuple):
    """Columns, and the blanks between them."""

    columns: Sequence[Column]
    gap: int = 2
    bars: bool = False

    @property
    def others(self) -> int:
        """The cells that everything but the first column takes."""
        return sum(self.gap + column.width for column in self.columns[1:])


def styled(words: str, style: str) -> Text:
    """Give a cell whose words have a style, and the blanks around them none."""
    return Text.assemble((words, style))


def draw_table(page: Page, arrangements: Iterable[Arrangement], heads: Mapping[int, str] | None = None) -> Arrangement:
    """Draw the first arrangement that fits, or the last; `heads` stand above the rows of these numbers."""
    for arrangement in arrangements:
        if arrangement.others + min(arrangement.columns[0].width, SHORTEST) <= page.width:
            break
    first, *others = arrangement.columns
    room = max(page.width - arrangement.others, 1)
    names = [(cut_start if isinstance(name, Trailing) else cut)(str(name), room, page.dots) for name in first.cells]
    columns = [Column(cut(first.header, room, page.dots), names, first.right), *others]
    widths = [column.width for column in columns]
    page.draw(_line([column.header for column in columns], columns, widths, arrangement.gap))
    rule = ("─" if page.run.unicode else "-") * (sum(widths) + arrangement.gap * len(others))
    page.line((rule, "dim"))
    for number, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        if heads and number in heads:
            if number:
                page.blank()
            page.prose(heads[number], style="bold", rest="  ")
        page.draw(_line(cells, columns, widths, arrangement.gap))
    return arrangement


def _line(cells: Sequence[Text | str], columns: Sequence[Column], widths: Sequence[int], gap: int) -> Text:
    """Give a row: its cells side by side, in their columns."""
    line = Text()
    for cell, column, width in zip(cells, columns, widths, strict=True):
        blanks = " " * (width - cell_len(str(cell)))
        between = " " * gap if line or column is not columns[0] else ""
        line.append(between + blanks if column.right else between).append(cell)
        if not column.right:
            line.append(blanks)
    return line
