"""A charter's document as one HTML page: no script, nothing fetched, readable by everyone and on paper."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from guichet_cli.render.charter_document import Example, Heading, Labelled, Listing, Paragraph
from guichet_cli.render.charter_markup import html, item, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.render.charter_document import Block, Document

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --quiet: #4a4a4a; --line: #c9c9c9; --link: #0b4a8f; --box: #f3f3f3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #161616; --quiet: #bdbdbd; --line: #4a4a4a; --link: #9cc7ff; --box: #242424; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 52rem; font: 1rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 .5rem; }
h2 { border-top: 2px solid var(--line); padding-top: 1rem; }
.notice { border-left: 4px solid var(--line); padding-left: 1rem; color: var(--quiet); }
dl { margin: 0; }
dt { font-weight: 600; margin-top: .75rem; }
dd { margin: 0; overflow-wrap: anywhere; }
dd ul { margin: 0; padding-left: 1.25rem; }
nav ul { padding-left: 1.25rem; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; background: var(--box); }
pre { padding: .75rem; overflow-x: auto; margin: .25rem 0; }
@media print {
  nav, .skip { display: none; }
  body { max-width: none; padding: 0; font-size: 10pt; color: #000; background: #fff; }
  h2, h3, dt { break-after: avoid; }
  a { color: inherit; }
  dd a[href^="http"]::after { content: " <" attr(href) ">"; font-size: 8pt; }
  pre { white-space: pre-wrap; }
}
"""
POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">{skip}</a>
<header>
<h1>{heading}</h1>
<p class="notice">{notice}</p>
{head}
</header>
<nav aria-labelledby="contents">
<h2 id="contents">{contents}</h2>
{links}
</nav>
<main id="content" tabindex="-1">
{body}
</main>
</body>
</html>
"""


def charter_html(document: Document) -> str:
    """Give the document as one page that stands by itself."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    return PAGE.format(
        lang=document.lang,
        policy=escape(POLICY.format(digest=digest)),
        title=escape(line(document.title)),
        style=STYLE,
        skip=html(document.words["skip"]),
        heading=html(document.title),
        notice=html(document.notice),
        head="\n".join(_blocks(document.head)),
        contents=html(document.words["contents"]),
        links="\n".join(_links(document.headings)),
        body="\n".join(_blocks(document.body)),
    )


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """Give blocks in order; those that have a label, side by side, are one list of descriptions."""
    inside = False
    for block in blocks:
        labelled = not isinstance(block, Heading | Paragraph)
        if labelled is not inside:
            yield "<dl>" if labelled else "</dl>"
            inside = labelled
        if isinstance(block, Heading):
            yield f'<h{block.depth} id="{escape(block.anchor)}">{html(block.text)}</h{block.depth}>'
        elif isinstance(block, Paragraph):
            yield f"<p>{html(block.text)}</p>"
        else:
            yield f"<dt>{html(block.label)}</dt>\n<dd>{_described(block)}</dd>"
    if inside:
        yield "</dl>"


def _described(block: Labelled | Listing | Example) -> str:
    if isinstance(block, Labelled):
        return html(block.text)
    if isinstance(block, Example):
        return f"<pre>{escape(block.text)}</pre>"
    return "<ul>" + "".join(f"<li>{item(each, html, _link)}</li>" for each in block.items) + "</ul>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}" rel="noreferrer">{text}</a>'


def _links(headings: Sequence[Heading]) -> Iterator[str]:
    """Give the table of contents: a list, and in it a list for each chapter that has sections."""
    yield "<ul>"
    for index, heading in enumerate(headings):
        link = f'<a href="#{escape(heading.anchor)}">{html(heading.text)}</a>'
        following = headings[index + 1].depth if index + 1 < len(headings) else 2
        if heading.depth == 2:
            yield f"<li>{link}<ul>" if following == 3 else f"<li>{link}</li>"
        else:
            yield f"<li>{link}</li>" + ("</ul></li>" if following == 2 else "")
    yield "</ul>"
