"""An explanation: sections of prose, lists, YAML and tables, drawn on a page or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.render.ink import Text
from guichet_cli.render.page import MARGIN, Page
from guichet_cli.render.snippet import snippet
from guichet_cli.render.table import Arrangement, Column, draw_table
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.render import Run

LONG = 2_000
"""How many characters of a charter's text are shown: more than of a dossier's."""
WIDE = 78
"""How long the lines of YAML are in Markdown."""


class Prose(NamedTuple):
    """A paragraph; `arrow` for what is to be done."""

    text: str
    arrow: bool = False


class Bullets(NamedTuple):
    """A list: each item with the address that it may have."""

    items: Sequence[tuple[str, str]]


class Yaml(NamedTuple):
    """Data to copy."""

    data: Any


class Grid(NamedTuple):
    """A table: its heads, its rows, how many first columns are words, and the columns to keep where it is narrow."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int
    kept: Sequence[Sequence[int]]


class Section(NamedTuple):
    """A heading, which may be empty, and what stands below it."""

    title: str
    parts: Sequence[Prose | Bullets | Yaml | Grid]


class Explanation(NamedTuple):
    """What is said of one topic."""

    code: str
    title: str
    about: str
    sections: Sequence[Section]
    notice: str = ""


def explanations_text(explanations: Iterable[Explanation], run: Run) -> str:
    """Give explanations as pages, one after the other."""
    return "\n".join(_page(explanation, run) for explanation in explanations)


def explanations_markdown(explanations: Iterable[Explanation], _run: Run) -> str:
    """Give explanations as Markdown."""
    return "\n".join("\n".join(_markdown(explanation)) + "\n" for explanation in explanations)


def _page(explanation: Explanation, run: Run) -> str:
    page = Page(run)
    page.prose(page.plain(explanation.title), first=f"{page.plain(explanation.code)}  ", rest="  ", style="bold")
    page.prose(page.plain(explanation.about))
    for section in explanation.sections:
        page.blank()
        if section.title:
            page.prose(page.plain(section.title), style="bold")
        for part in section.parts:
            _draw(page, part)
    if explanation.notice:
        page.blank()
        page.prose(page.plain(explanation.notice, longest=LONG))
    return page.text()


def _draw(page: Page, part: Prose | Bullets | Yaml | Grid) -> None:
    indent = " " * MARGIN
    if isinstance(part, Prose):
        first = indent + page.sign("→ ") if part.arrow else indent
        page.prose(page.plain(part.text, longest=LONG), first=first)
    elif isinstance(part, Bullets):
        for text, url in part.items:
            page.prose(page.plain(text, longest=LONG), first="  - ")
            if url:
                page.draw(Text(f"{indent}{page.plain(url, longest=LONG)}"))  # an address cut is an address lost
    elif isinstance(part, Yaml):
        # no line of it is broken by the page
        for line in snippet(_in_signs_of(page, part.data), width=page.width - MARGIN).splitlines():
            page.draw(Text(indent + line))
    else:
        draw_table(page, _arrangements(page, part))


def _arrangements(page: Page, grid: Grid) -> Iterator[Arrangement]:
    columns = [
        Column(page.plain(head), [page.plain(row[index]) for row in grid.rows], right=index >= grid.words)
        for index, head in enumerate(grid.heads)
    ]
    for kept in grid.kept:
        yield Arrangement([columns[index] for index in kept])
    yield Arrangement([columns[index] for index in grid.kept[-1]], gap=1)
    yield Arrangement(columns[:1])


def _in_signs_of(page: Page, data: Any) -> Any:
    """Give data with its texts in the signs that the terminal has."""
    if isinstance(data, dict):
        return {key: _in_signs_of(page, value) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_signs_of(page, value) for value in data]
    return page.sign(data) if isinstance(data, str) else data


def _markdown(explanation: Explanation) -> Iterator[str]:
    from guichet_cli.render.markdown_text import escaped

    def safe(text: str) -> str:
        return escaped(inert(text, LONG))

    yield f"### {safe(explanation.code)} {safe(explanation.title)}\n\n{safe(explanation.about)}"
    for section in explanation.sections:
        if section.title:
            yield f"\n#### {safe(section.title)}"
        for part in section.parts:
            yield ""
            if isinstance(part, Prose):
                yield f"→ {safe(part.text)}" if part.arrow else safe(part.text)
            elif isinstance(part, Bullets):
                yield from (f"* {safe(text)}" + (f" <{_address(url)}>" if url else "") for text, url in part.items)
            elif isinstance(part, Yaml):
                yield f"```yaml\n{snippet(part.data, width=WIDE).replace('```', '` ` `')}```"
            else:
                from guichet_cli.render.markdown_rows import table

                rows = [[safe(cell) for cell in row] for row in part.rows]
                yield table([safe(head) for head in part.heads], rows, words=part.words)
    if explanation.notice:
        yield f"\n{safe(explanation.notice)}"


def _address(url: str) -> str:
    """Give an address that is one: what would end it is taken out."""
    plain = inert(url, LONG)
    secure = plain.startswith(("https://", "http://"))
    return "".join(c for c in plain if c not in '<>" `') if secure else "about:blank"
