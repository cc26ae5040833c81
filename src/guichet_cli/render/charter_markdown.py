"""A charter's document as Markdown."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from guichet_cli.render.charter_document import Example, Heading, Labelled, Listing, Paragraph
from guichet_cli.render.charter_markup import item, line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.render.charter_document import Block, Document


def charter_markdown(document: Document) -> str:
    """Give the document as Markdown, with its table of contents."""
    colon = document.language.messages["word.colon"]
    lines = [f"# {markdown(document.title)}", "", f"> {markdown(document.notice)}", ""]
    for block in document.head:
        lines += _block(block, colon)
    lines += [f"## {markdown(document.language.say('charter_docs.contents'))}", ""]
    lines += [f"{'  ' * (each.depth - 2)}- [{markdown(each.text)}](#{each.anchor})" for each in document.headings]
    lines.append("")
    for block in document.body:
        lines += _block(block, colon)
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
        yield from (f"- {item(each, markdown, _link)}" for each in block.items)
    yield ""


def _link(text: str, url: str) -> str:
    return f"[{text}](<{url}>)"


def _ticks(text: str) -> list[str]:
    """Give the runs of back-quotes of a text: a fence is longer than any of them."""
    return ["`" * len(run) for run in "".join(c if c == "`" else " " for c in text).split()]
