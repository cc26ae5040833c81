"""A charter's document as one HTML page: no script, nothing fetched, readable by everyone and on paper."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guichet_cli.render.charter_document import Example, Heading, Labelled, Listing, Paragraph
from guichet_cli.render.charter_markup import html, item
from guichet_cli.render.html_page import BASE, Sheet, whole_page
from guichet_cli.render.html_text import Markup, element, lines, listing, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.render.charter_document import Block, Document

STYLE = (
    BASE
    + """
h2 { border-top: 2px solid var(--line); padding-top: 1rem; }
.notice { border-left: 4px solid var(--line); padding-left: 1rem; color: var(--quiet); }
dt { margin-top: .75rem; }
dd ul { margin: 0; padding-left: 1.25rem; }
pre { padding: .75rem; overflow-x: auto; margin: .25rem 0; font: .875rem/1.5 ui-monospace, monospace; background: var(--box); }
@media print {
  pre { white-space: pre-wrap; }
}
"""
)


def charter_html(document: Document) -> str:
    """Give the document as one page that stands by itself."""
    heads = [element("h2", document.language.say("charter_docs.contents"), id="contents"), _links(document.headings)]
    return whole_page(
        Sheet(
            language=document.language,
            title=document.title,
            style=STYLE,
            skip=document.language.say("html.skip"),
            header=lines(
                element("h1", Markup(html(document.title))),
                element("p", Markup(html(document.notice)), class_="notice"),
                *_blocks(document.head),
            ),
            nav=element("nav", "\n", lines(*heads), "\n", aria_labelledby="contents"),
            main=lines(*_blocks(document.body)),
            kind="charter",
        )
    )


def _blocks(blocks: Iterable[Block]) -> Iterator[Markup]:
    """Give blocks in order; those that have a label, side by side, are one list of descriptions."""
    for labelled, beside in groupby(blocks, key=lambda block: not isinstance(block, Heading | Paragraph)):
        if labelled:
            pairs = (_described(block) for block in beside if not isinstance(block, Heading | Paragraph))
            yield element("dl", "\n", lines(*pairs), "\n")
            continue
        for block in beside:
            if isinstance(block, Heading):
                yield element(f"h{block.depth}", Markup(html(block.text)), id=block.anchor)
            elif isinstance(block, Paragraph):
                yield element("p", Markup(html(block.text)))


def _described(block: Labelled | Listing | Example) -> Markup:
    """Give a label, and what stands for it."""
    if isinstance(block, Labelled):
        said = Markup(html(block.text))
    elif isinstance(block, Example):
        said = element("pre", block.text)
    else:
        said = element("ul", *(element("li", Markup(item(each, html, _link))) for each in block.items))
    return lines(element("dt", Markup(html(block.label))), element("dd", said))


def _link(text: str, url: str) -> str:
    return element("a", Markup(text), href=url, rel="noreferrer")


def _links(headings: Sequence[Heading]) -> Markup:
    """Give the table of contents: a list, and in it a list for each chapter that has sections."""
    chapters: list[list[Markup]] = []
    for heading in headings:
        link = element("a", Markup(html(heading.text)), href=f"#{heading.anchor}")
        if heading.depth == 2:
            chapters.append([link])
        else:
            chapters[-1].append(link)
    return listing(together(chapter, listing(sections)) for chapter, *sections in chapters)
