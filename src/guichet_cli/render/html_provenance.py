"""Where a report comes from: tool, charter, dossier and date, by digest, and what nobody examined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.printable import visible
from guichet_cli.render.html_text import Markup, element, facts, lines, listing, together, words

if TYPE_CHECKING:
    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run
    from guichet_cli.render.page import Page

STYLE = """
.provenance { display: grid; gap: .5rem; }
.provenance > div { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 0 1rem; }
.provenance dt { font-weight: 400; color: var(--quiet); }
.provenance code { display: block; font-size: .8rem; color: var(--quiet); }
.provenance + p { margin-top: 1rem; }
@media (max-width: 40rem) { .provenance > div { grid-template-columns: minmax(0, 1fr); } }
"""
NOT_EXAMINED = ("declarations", "content", "performance", "law", "signature")
"""What a reader might think was done, in the order it is said."""


def provenance_section(page: Page, card: Scorecard, run: Run) -> Markup:
    """Give what this report was made of, so that anyone can make it again."""
    charter, say = card.charter, page.say
    head = element("h2", say("html.provenance"), id="provenance")
    pairs = (
        (say("html.provenance.tool"), words(f"guichet {run.version}")),
        (
            say("html.provenance.charter"),
            together(words(charter.title), ", ", words(say("html.provenance.version", version=charter.version))),
        ),
        (say("html.provenance.charter_id"), together(words(charter.id), " ", digest(charter.sha256))),
        (say("html.provenance.origin"), words(charter.notice)),
        (say("html.provenance.dossier"), together(words(visible(card.path)), " ", digest(card.sha256))),
        (say("html.provenance.as_of"), page.language.day(card.as_of.isoformat())),
        (say("html.provenance.language"), say(f"html.language.{run.language.code}")),
        (say("html.provenance.left_out"), _left_out(page, card, run)),
    )
    reproduce = element("p", say("html.provenance.again"), class_="quiet")
    return element(
        "section",
        "\n",
        lines(head, facts(pairs, class_="provenance"), reproduce, limits(page)),
        "\n",
        aria_labelledby="provenance",
    )


def limits(page: Page) -> Markup:
    """Give what was not examined."""
    items = [words(page.say(f"html.limits.{name}")) for name in NOT_EXAMINED]
    return lines(element("h3", page.say("html.limits")), listing(items))


def digest(sha256: str) -> Markup | None:
    """Give a digest, which no line is too narrow for."""
    return element("code", f"SHA-256 {sha256}") if sha256 else None


def _left_out(page: Page, card: Scorecard, run: Run) -> Markup:
    said = [page.say(f"html.left_out.{kind}", codes=", ".join(codes)) for kind, codes in run.selection.told().items()]
    if not said:
        return Markup()
    gaps = sum(finding.gap for finding in card.left_out)
    return words(" ".join([*said, page.count("html.left_out.gaps", gaps)]))
