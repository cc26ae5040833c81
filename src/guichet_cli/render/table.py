"""Tables of a terminal: the first arrangement of columns that fits the page, numbers never broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.box import Box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from guichet_cli.render.prose import cut, cut_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guichet_cli.render.page import Page

RULED = Box("    \n    \n────\n    \n    \n    \n    \n    \n")
RULED_ASCII = Box("    \n    \n----\n    \n    \n    \n    \n    \n", ascii=True)
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


def draw_table(page: Page, arrangements: Iterable[Arrangement]) -> Arrangement:
    """Draw the first arrangement that fits, or the last; the first column gives way where it is long."""
    for arrangement in arrangements:
        if arrangement.others + min(arrangement.columns[0].width, SHORTEST) <= page.width:
            break
    first, *others = arrangement.columns
    room = max(page.width - arrangement.others, 1)
    table = Table(
        box=RULED if page.run.unicode else RULED_ASCII,
        show_edge=False,
        pad_edge=False,
        padding=(0, arrangement.gap - 1, 0, 0),  # the rule's own divider is a blank more
        border_style="dim",
        header_style="",
    )
    for column in (first, *others):
        table.add_column(Text(column.header), justify="right" if column.right else "left", no_wrap=True)
    names = [(cut_start if isinstance(name, Trailing) else cut)(str(name), room, page.dots) for name in first.cells]
    for row in zip(names, *(column.cells for column in others), strict=True):
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    page.draw(table)
    return arrangement
