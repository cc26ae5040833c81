"""A charter's document as Markdown."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from guichet_cli.render.charter_document import Example, Heading, Labelled, Linked, Listing, Paragraph
from guichet_cli.render.charter_markup import address, line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.render.charter_document import Block, Document


def charter_markdown(document: Document) -> str:
    """Give the document as Markdown, with its table of contents."""
    lines = [f"# {markdown(document.title)}", "", f"> {markdown(document.notice)}", ""]
    start = next(index for index, block in enumerate(document.blocks) if isinstance(block, Heading))
    for block in document.blocks[:start]:
        lines += _block(block, document.colon)
    lines += [f"## {markdown(document.words['contents'])}", ""]
    for block in document.blocks[start:]:
        if isinstance(block, Heading):
            lines.append(f"{'  ' * (block.depth - 2)}- [{markdown(block.text)}](#{block.anchor})")
    lines.append("")
    for block in document.blocks[start:]:
        lines += _block(block, document.colon)
    return "\n".join(lines).rstrip("\n") + "\n"


def _block(block: Block, colon: str) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f'<a id="{escape(line(block.anchor))}"></a>'
        yield ""
        yield f"{'#' * block.depth} {markdown(block.text)}"
    elif isinstance(block, Paragraph):
        yield markdown(block.text)
    elif isinstance(block, Labelled):
        yield f"**{markdown(block.label)}**{colon}{markdown(block.text)}"
    elif isinstance(block, Example):
        fence = "`" * max(3, 1 + max(map(len, _ticks(block.text)), default=0))
        yield from (f"**{markdown(block.label)}**{colon.rstrip()}", "", f"{fence}yaml", block.text.rstrip("\n"), fence)
    elif isinstance(block, Listing):
        yield from (f"**{markdown(block.label)}**{colon.rstrip()}", "")
        yield from (f"- {_item(item)}" for item in block.items)
    yield ""


def _item(item: str | Linked) -> str:
    if isinstance(item, str):
        return markdown(item)
    url = address(item.url)
    text = markdown(item.text)
    linked = f"[{text}](<{url}>)" if url else f"{text} ({markdown(item.url)})"
    return f"{linked}{_after(item.after)}"


def _after(words: str) -> str:
    """Give the words that follow a link, with the blank that they begin with."""
    return f"{' ' if words.startswith(' ') else ''}{markdown(words)}"


def _ticks(text: str) -> list[str]:
    """Give the runs of back-quotes of a text: a fence is longer than any of them."""
    return ["`" * len(run) for run in "".join(c if c == "`" else " " for c in text).split()]
