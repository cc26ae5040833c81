"""HTML by construction: elements whose text is always escaped, and anyone's text as words that mean just that."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias

from guichet_cli.render.charter_markup import address, html
from guichet_cli.render.told import LONGEST, inert

if TYPE_CHECKING:
    from collections.abc import Iterable

SHAPES = frozenset({"rect", "line", "circle", "path"})
"""Elements of SVG that hold nothing."""
VOID = frozenset({"br", "link", "meta"}) | SHAPES


class Markup(str):
    """Text that is HTML already; any other text is escaped where it is put in."""

    __slots__ = ()


Child: TypeAlias = "str | Markup | None"


def element(name: str, /, *children: Child, **attributes: str | int | None) -> Markup:
    """Give an element; an attribute's name ends with `_` where Python has the word, `_` inside stands for `-`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Markup(f"<{name}{said}/>" if name in SHAPES else f"<{name}{said}>")
    return Markup(f"<{name}{said}>{together(*children)}</{name}>")


def together(*children: Child, between: str = "") -> Markup:
    """Give children one after the other, those that are no markup escaped; what is None is left out."""
    parts = (child if isinstance(child, Markup) else escape(child) for child in children if child is not None)
    return Markup(between.join(parts))


def lines(*children: Child) -> Markup:
    """Give children that are not empty, a line each."""
    return together(*(child for child in children if child), between="\n")


def words(text: object, longest: int = LONGEST) -> Markup:
    """Give anyone's text as one bounded line; what stands between back-quotes is a field's name."""
    return Markup(html(inert(str(text), longest)))


def paragraphs(text: str, longest: int = 4 * LONGEST) -> Markup:
    """Give anyone's text with its paragraphs kept apart, bounded as a whole."""
    kept = text[:longest]
    parts = [part for part in kept.replace("\r\n", "\n").split("\n\n") if part.strip()]
    cut = "…" if len(text) > longest else ""
    return lines(*(element("p", words(part + (cut if part is parts[-1] else ""), longest)) for part in parts))


def link(text: Child, url: str) -> Markup:
    """Give a link to a page of the web; any other address is shown as text."""
    followed = address(url)
    if followed is None:
        return together(text)
    return element("a", text, href=followed, rel="noreferrer")


def listing(items: Iterable[Child], kind: str = "ul", **attributes: str | int | None) -> Markup:
    """Give a list; nothing where there are no items."""
    entries = [element("li", item) for item in items if item]
    return element(kind, "\n", lines(*entries), "\n", **attributes) if entries else Markup()


def facts(pairs: Iterable[tuple[Child, Child]], **attributes: str | int | None) -> Markup:
    """Give names with what stands for each; those without are left out."""
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in pairs if value]
    return element("dl", "\n", lines(*rows), "\n", **attributes)


def grid(
    name: str, caption: Child, heads: Iterable[Child], rows: Iterable[Iterable[Child]], *, texts: int = 1
) -> Markup:
    """Give a table of which the first column names the row; it scrolls by itself where the page is narrow."""
    tops = [element("th", head, scope="col", class_=_side(n, texts)) for n, head in enumerate(heads)]
    body = [element("tr", *(_cell(cell, n, texts) for n, cell in enumerate(row))) for row in rows]
    table = element(
        "table",
        element("caption", element("span", caption), id=name),
        "\n",
        element("thead", element("tr", *tops)),
        "\n",
        element("tbody", "\n", lines(*body), "\n"),
    )
    return element("div", table, class_="scroll", role="region", tabindex=0, aria_labelledby=name)


def _side(column: int, texts: int) -> str | None:
    return None if column < texts else "number"


def _cell(cell: Child, column: int, texts: int) -> Markup:
    if column == 0:
        return element("th", cell, scope="row")
    return element("td", cell, class_=_side(column, texts))
