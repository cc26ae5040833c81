"""The documents of a dossier in a report: each one named, what it is worth at the date, and which criteria rely on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.failure import is_date
from guichet_cli.core.ledger import ENDLESS
from guichet_cli.core.printable import visible
from guichet_cli.render.html_text import Markup, element, grid, lines, link, together, words

if TYPE_CHECKING:
    from guichet_cli.core.account import Document
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render.page import Page

STYLE = """
.state { white-space: nowrap; }
.state.good { color: var(--green); }
.state.bad { color: var(--red); }
"""


def ledger_section(page: Page, card: Scorecard) -> Markup:
    """Give every document that the dossier names."""
    head = element("h2", page.say("html.documents"), id="documents")
    if not card.documents:
        body = element("p", page.say("html.documents.none"))
    else:
        sound = page.count(
            "evidence.sound", sum(each.state == "ok" for each in card.documents), all=len(card.documents)
        )
        heads = [
            page.say(f"html.column.{name}") for name in ("document", "state", "dated", "until", "file", "criteria")
        ]
        rows = (_row(page, each) for each in card.documents)
        body = grid("documents-caption", sound, heads, rows, texts=len(heads))
    return element("section", "\n", lines(head, body), "\n", aria_labelledby="documents")


def _row(page: Page, document: Document) -> list[Markup | str]:
    good = document.state == "ok"
    sign = element("span", "✓ " if good else "✗ ", aria_hidden="true")
    state = element(
        "span", sign, page.say(f"evidence.state.{document.state}"), class_=f"state {'good' if good else 'bad'}"
    )
    at = page.say("html.line", line=str(document.location.span.line)) if document.location.span else None
    title = together(
        element("span", words(document.id, 100), class_="code"),
        " ",
        words(document.title),
        element("span", at, class_="sub") if at else None,
    )
    file = words(visible(document.path), 200) if document.path else link(words(document.url, 200), document.url)
    until = page.say("evidence.endless") if document.until == ENDLESS else _day(page, document.until)
    criteria = ", ".join(document.criteria) or "–"
    return [
        title,
        state,
        _day(page, document.dated),
        until,
        file or "–",
        words(criteria),
    ]


def _day(page: Page, written: str) -> str:
    return page.language.day(written).replace(" ", "\u00a0") if is_date(written) else words(written, 40) or "–"
