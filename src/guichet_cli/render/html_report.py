"""The report of one dossier for those who review it and those who mend it: the verdict first, then what it rests on."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from guichet_cli.core.gate import Passage
from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.printable import visible
from guichet_cli.render import html_chart, html_gaps, html_ledger, html_page, html_provenance
from guichet_cli.render.card import reasons, text
from guichet_cli.render.gate import gate_line
from guichet_cli.render.html_page import Sheet, whole_page
from guichet_cli.render.html_text import Markup, element, lines, together, words
from guichet_cli.render.page import VERDICT_MARKS, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Scorecard
    from guichet_cli.render import Run

STYLE = """
.kind { color: var(--quiet); margin: 0; }
.who { color: var(--quiet); margin: 0; }
.verdict {
  border: 1px solid var(--line); border-left: .5rem solid var(--tone); border-radius: .25rem;
  padding: 1.25rem 1.5rem; margin: 2rem 0; background: var(--box);
}
.verdict h2 { margin: 0 0 .25rem; font-size: 1rem; color: var(--quiet); font-weight: 400; letter-spacing: 0; }
.verdict .sentence { font-size: 1.3rem; line-height: 1.4; }
.verdict .sentence strong { color: var(--tone); }
.verdict p:last-child { margin: 0; }
.admissible { --tone: var(--green); }
.admissible_with_reservations, .incomplete { --tone: var(--amber); }
.inadmissible, .unreadable { --tone: var(--red); }
.contents ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.5rem 0 0; }
.contents li { margin: 0; }
.code { font-weight: 650; margin-right: .25rem; overflow-wrap: anywhere; }
.sub { display: block; font-weight: 400; color: var(--quiet); font-size: .9rem; }
"""
WHOLE_STYLE = html_page.BASE + STYLE + html_chart.STYLE + html_gaps.STYLE + html_ledger.STYLE + html_provenance.STYLE


def report(card: Scorecard, run: Run, overview: str = "") -> str:
    """Give the page of one scorecard."""
    page = Page(run)
    judged = bool(card.charter.commitments)  # a charter that was reviewed has none: no dossier is judged
    sections = _sections(page, card, run)
    return whole_page(
        Sheet(
            language=run.language,
            title=page.say("html.report.title", name=name_of(card)),
            style=WHOLE_STYLE,
            header=header(page, card, "html.report.kind") if judged else _reviewed(page, card),
            nav=_nav(page, [name for name, section in sections.items() if section]),
            main=lines(verdict_section(page, card, run) if judged else Markup(), *sections.values()),
            footer=element("p", words(page.say("html.footer", version=run.version))),
            twins=run.twins,
            overview=overview,
            skip=page.say("html.skip"),
            kind="report",
        )
    )


def name_of(card: Scorecard) -> str:
    """Give what a person calls a dossier: its id, its title, else its path."""
    return text(card.project["id"]) or text(card.project["title"]) or visible(card.path)


def header(page: Page, card: Scorecard, kind: str) -> Markup:
    """Give whose dossier it is: its title, its id, its desk, its phase, the date."""
    title, name = text(card.project["title"]), text(card.project["id"])
    desk, phase = (words(named(page, key, text(card.project[key]))) for key in ("desk", "phase"))
    said = [
        element("strong", words(name, 100)) if name and title else None,
        desk,
        together(words(page.say("card.phase", phase=phase))) if phase else page.say("card.phase.unknown"),
        page.say("html.as_of", date=page.language.day(card.as_of.isoformat())),
    ]
    return lines(
        element("p", page.say(kind), class_="kind"),
        element("h1", words(title or name_of(card), 300)),
        element("p", together(*(each for each in said if each), between=" · "), class_="who"),
    )


def _reviewed(page: Page, card: Scorecard) -> Markup:
    return lines(
        element("p", page.say("html.review.kind"), class_="kind"), element("h1", words(visible(card.path), 300))
    )


def named(page: Page, kind: str, value: str) -> str:
    """Give a desk or a phase by the name that the language has for it."""
    key = f"{kind}.{value}"
    return page.say(key) if key in page.language.messages else value


def verdict_section(page: Page, card: Scorecard, run: Run) -> Markup:
    """Give what the dossier deserves and why, as a sentence, then what the gate makes of it."""
    why = reduce(lambda said, more: page.say("card.clauses", said=said, more=more), reasons(page, card))
    mark = element("span", VERDICT_MARKS[card.verdict] + " ", aria_hidden="true")
    verdict = element("strong", mark, page.say(f"verdict.{card.verdict}"))
    passage = Passage(gate=run.gate)
    passage.add(card)
    parts = [
        element("h2", page.say("html.verdict.title"), id="verdict"),
        element(
            "p", page.say("html.verdict"), " ", verdict, words(page.say("html.verdict.why", why=why)), class_="sentence"
        ),
        element("p", words(_tally(page, card))) if card.verdict is not Verdict.UNREADABLE else Markup(),
        element("p", words(gate_line(passage, run.language, exit_zero=run.exit_zero)), class_="quiet"),
    ]
    return element("section", "\n", lines(*parts), "\n", class_=f"verdict {card.verdict}", aria_labelledby="verdict")


def _sections(page: Page, card: Scorecard, run: Run) -> dict[str, Markup]:
    bare = card.verdict is Verdict.UNREADABLE or not card.charter.commitments
    return {
        "rates": Markup() if bare else _rates(page, card),
        "gaps": html_gaps.gaps_section(page, card),
        "warnings": html_gaps.warnings_section(page, card),
        "settled": html_gaps.settled_section(page, card) if run.show == "all" else Markup(),
        "documents": Markup() if bare else html_ledger.ledger_section(page, card),
        "provenance": html_provenance.provenance_section(page, card, run),
    }


def _rates(page: Page, card: Scorecard) -> Markup:
    lowest = card.lowest
    if lowest is None:
        said = page.say("card.lowest.none")
    elif lowest.complete:
        said = page.say("card.lowest.all")
    else:
        rate = html_chart.percent(page, lowest.declared, complete=False)
        said = page.say("card.lowest", title=lowest.commitment.title, rate=rate)
    parts = [
        element("h2", page.say("html.rates"), id="rates"),
        element("p", words(said), class_="lowest"),
        html_chart.chart(page, card),
        html_chart.rates_table(page, card),
        element("p", page.say("html.rates.read"), class_="quiet"),
    ]
    return element("section", "\n", lines(*parts), "\n", aria_labelledby="rates")


def _tally(page: Page, card: Scorecard) -> str:
    counts = [(level, sum(gap.level is level for gap in card.gaps)) for level in Level if level is not Level.WARNING]
    said = ", ".join(page.count(f"card.gaps.{level}", n) for level, n in counts if n)
    return (
        page.say("card.sentence.colon", head=page.say("card.gaps.title"), tail=said)
        if said
        else page.say("card.gaps.none")
    )


def _nav(page: Page, names: Sequence[str]) -> Markup:
    links = [element("li", element("a", page.say(f"html.nav.{name}"), href=f"#{name}")) for name in names]
    contents = element("ul", *links)
    return element("nav", contents, class_="contents", aria_label=page.say("html.nav"))
