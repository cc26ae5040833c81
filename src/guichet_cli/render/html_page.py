"""A page that stands by itself: no script, nothing fetched, readable by everyone, in the dark and on paper."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.render.harmless import plain
from guichet_cli.render.html_text import Markup, element, lines, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.language import Language

POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
"""Nothing is fetched, run or sent; the only style is the one whose digest this is."""
GENERATOR = "guichet"
"""What tells a page of this tool from any other file."""


class Sheet(NamedTuple):
    """What a page is made of, from its title to its foot."""

    language: Language
    title: str
    style: str
    header: Markup
    main: Markup
    footer: Markup = Markup()
    nav: Markup = Markup()
    twins: Sequence[tuple[str, str]] = ()
    """The same page in other languages: the language of each, and the name of its file."""
    overview: str = ""
    """The name of the file that leads here."""
    skip: str = ""
    kind: str = ""


def whole_page(sheet: Sheet) -> str:
    """Give a whole page."""
    digest = b64encode(sha256(sheet.style.encode()).digest()).decode()
    twins = [element("link", rel="alternate", hreflang=lang, href=_file(name)) for lang, name in sheet.twins]
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY.format(digest=digest)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"{GENERATOR} {sheet.kind}".rstrip()),
        element("title", plain(sheet.title, unicode=True)),
        *twins,
        element("style", Markup(sheet.style)),
    ]
    body = [
        element("a", sheet.skip, class_="skip", href="#content"),
        element("header", "\n", lines(_ways(sheet), sheet.header), "\n"),
        sheet.nav,
        element("main", "\n", sheet.main, "\n", id="content", tabindex=-1),
        element("footer", "\n", sheet.footer, "\n") if sheet.footer else Markup(),
    ]
    whole = lines(
        element("head", "\n", lines(*head), "\n"),
        element("body", "\n", lines(*body), "\n"),
    )
    return "<!DOCTYPE html>\n" + element("html", "\n", whole, "\n", lang=sheet.language.code) + "\n"


def _ways(sheet: Sheet) -> Markup:
    """Give the links to the pages beside: the one that leads here, and this one in other languages."""
    say = sheet.language.say
    links = [element("a", say("html.index.back"), href=_file(sheet.overview))] if sheet.overview else []
    for lang, name in sheet.twins:
        text = say(f"html.turn.{lang}")
        links.append(element("a", text, href=_file(name), hreflang=lang, lang=lang, rel="alternate"))
    return element("p", together(*links, between=" · "), class_="ways") if links else Markup()


def _file(name: str) -> str:
    """Give the name of a file beside as an address."""
    from urllib.parse import quote

    return quote(name, errors="replace")


BASE = """
:root {
  color-scheme: light dark;
  --ink: #161616; --paper: #fff; --quiet: #595959; --line: #c9c9c9; --edge: #767676; --box: #f5f5f3; --link: #1f5f8b;
  --red: #b3261e; --green: #18753c; --amber: #8a5a00; --blue: #1f5f8b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f1f1f1; --paper: #161616; --quiet: #c0c0c0; --line: #4a4a4a; --edge: #8f8f8f; --box: #222; --link: #7db8e8;
    --red: #ff9c94; --green: #8fd9a8; --amber: #ffd27a; --blue: #7db8e8;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 62rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: break-word;
}
a { color: var(--link); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; display: inline-block; margin-bottom: 1rem; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); font-weight: 650; letter-spacing: -.015em; margin: .25rem 0 .75rem; }
h2 { font-size: 1.4rem; font-weight: 650; letter-spacing: -.01em; margin: 3rem 0 1rem; }
h3 { font-size: 1.1rem; font-weight: 650; margin: 2rem 0 .75rem; }
h4 { font-size: 1rem; font-weight: 650; margin: 0 0 .5rem; }
p { margin: 0 0 .75rem; max-width: 44rem; }
ul, ol { padding-left: 1.4rem; }
li { max-width: 44rem; margin-bottom: .25rem; }
code { font: .9em/1.4 ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .5rem; }
caption > span { display: inline-block; position: sticky; left: 0; max-width: min(44rem, calc(100vw - 2rem)); }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--edge); font-size: .9rem; vertical-align: bottom; }
tbody th { font-weight: 600; }
th.number, td.number { text-align: right; padding: .5rem 0 .5rem .75rem; white-space: nowrap; }
.ways { margin: 0 0 1.5rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
@media (forced-colors: active) {
  :root {
    --ink: CanvasText; --paper: Canvas; --quiet: CanvasText; --line: CanvasText; --edge: CanvasText; --box: Canvas;
    --link: LinkText; --red: CanvasText; --green: CanvasText; --amber: CanvasText; --blue: CanvasText;
  }
}
@media print {
  @page { size: A4; margin: 16mm 15mm; }
  :root {
    color-scheme: light;
    --ink: #161616; --paper: #fff; --quiet: #4a4a4a; --line: #c9c9c9; --edge: #767676; --box: #f5f5f3; --link: #161616;
    --red: #b3261e; --green: #18753c; --amber: #8a5a00; --blue: #1f5f8b;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip, .ways { display: none; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, figure, [aria-labelledby="rates"] .scroll { break-inside: avoid; }
  p, li, dd { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; display: block; }
  main a[href^="http"]::after { content: " <" attr(href) ">"; font-size: 8pt; overflow-wrap: anywhere; }
}
"""
"""What every page of the tool looks like."""
