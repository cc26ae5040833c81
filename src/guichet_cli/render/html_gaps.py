"""Findings in a report: each gap with its place, what was found, what is asked, what to do and where that comes from."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guichet_cli.core.model import EFFORTS, Level, Status
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import visible
from guichet_cli.render.facts import facts_awaited, waiting
from guichet_cli.render.html_text import Markup, element, facts, grid, lines, link, listing, together, words
from guichet_cli.render.page import LEVEL_MARKS
from guichet_cli.render.told import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.core.model import Finding, Location, Reference, Scorecard
    from guichet_cli.render.page import Page

STYLE = """
.findings { list-style: none; padding: 0; margin: 0; }
.findings > li { max-width: none; margin: 0; }
.finding { border-left: .3rem solid var(--tone, var(--line)); padding: .1rem 0 .1rem 1.1rem; margin: 0 0 2rem; }
.finding p { margin: 0 0 .5rem; }
.finding dl { display: grid; gap: .35rem; margin-top: .5rem; max-width: 46rem; }
.finding dl > div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1rem; }
.finding dt, .finding .worth { color: var(--quiet); font-size: .9rem; }
.finding dt { font-weight: 400; }
.finding dl > div:first-child dt { color: var(--ink); font-weight: 650; }
.tag { display: inline-block; border: 1px solid var(--edge); border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; font-weight: 400; }
.blocking { --tone: var(--red); }
.major { --tone: var(--amber); }
.minor { --tone: var(--blue); }
.warning { --tone: var(--edge); }
.level { color: var(--tone); }
.finding dd ul { list-style: none; padding: 0; margin: 0; font-size: .9rem; }
@media (max-width: 40rem) { .finding dl > div { grid-template-columns: minmax(0, 1fr); } }
"""
MOST_REFERENCES = 6
MOST_PLACES = 5


def gaps_section(page: Page, card: Scorecard) -> Markup:
    """Give what is left to do, by level, most urgent first."""
    gaps = card.gaps
    head = element("h2", page.say("card.gaps.title"), id="gaps")
    if not gaps:
        return _section("gaps", head, element("p", page.say("card.gaps.none")))
    groups = []
    for level, same in groupby(gaps, key=lambda gap: gap.level):
        found = list(same)
        mark = element("span", LEVEL_MARKS[level], aria_hidden="true")
        title = page.count(f"html.level.{level}", len(found))
        groups.append(element("h3", mark, " ", title, class_=f"level {level}"))
        groups.append(_list(page, card, found))
    return _section("gaps", head, _facts(page, gaps), *groups)


def warnings_section(page: Page, card: Scorecard) -> Markup:
    """Give the warnings; nothing where there are none."""
    found = [finding for finding in card.findings if finding.level is Level.WARNING]
    head = element("h2", page.say("card.warnings"), id="warnings")
    return _section("warnings", head, _list(page, card, found, depth=3)) if found else Markup()


def settled_section(page: Page, card: Scorecard) -> Markup:
    """Give the criteria that leave nothing to do now, by commitment; nothing where there are none."""
    settled = [f for f in card.findings if not f.gap and f.level is not Level.WARNING]
    if not settled:
        return Markup()
    heads = [page.say(f"html.column.{name}") for name in ("criterion", "outcome", "proof")]
    tables = list[Markup]()
    for rates in card.rates:
        mine = [f for f in settled if f.commitment == rates.commitment.id and f.status is Status.ACTIVE]
        if mine:
            name = f"settled-{len(tables)}"
            tables.append(grid(name, words(rates.commitment.title), heads, (_row(page, f) for f in mine), texts=3))
    future = [f for f in settled if f.status is Status.FUTURE]
    if future:
        tables.append(grid("settled-future", page.say("card.future"), heads, (_row(page, f) for f in future), texts=3))
    return _section("settled", element("h2", page.say("html.settled"), id="settled"), *tables)


def place(page: Page, location: Location, path: str) -> Markup:
    """Give where something is: the line, with the file where it is another one."""
    line = page.say("html.line", line=str(location.span.line if location.span else 1))
    field = f"`{dotted(location.pointer)}`" if location.pointer else ""
    file = words(visible(location.path)) if location.path != path else None
    return together(*(each for each in (file, line, words(field) if field else None) if each), between=", ")


def _section(name: str, *parts: Markup) -> Markup:
    return element("section", "\n", lines(*parts), "\n", aria_labelledby=name)


def _list(page: Page, card: Scorecard, findings: Iterable[Finding], depth: int = 4) -> Markup:
    return listing((_finding(page, card, each, depth) for each in findings), "ol", class_="findings")


def _finding(page: Page, card: Scorecard, finding: Finding, depth: int) -> Markup:
    head = element(f"h{depth}", element("span", words(finding.criterion), class_="code"), " ", words(finding.title))
    tags = [element("span", words(mark), class_="tag") for mark in _marks(page, finding)]
    places = together(*(place(page, each, card.path) for each in finding.locations[:MOST_PLACES]), between=" · ")
    body = [
        head,
        element("p", together(*tags, between=" ")) if tags else Markup(),
        element("p", words(finding.message)),
        facts(
            (
                (page.say("html.finding.remedy"), words(finding.remedy)),
                (page.say("html.finding.asks"), words(finding.asks)),
                (page.say("html.finding.place"), places),
                (page.say("html.finding.waived"), words(finding.waived_because)),
                (page.say("html.finding.worth"), together(*_worth(page, finding), between=" · ")),
                (page.say("html.finding.references"), _references(finding.references)),
            )
        ),
    ]
    return element("div", "\n", lines(*body), "\n", class_=f"finding {finding.level}")


def _marks(page: Page, finding: Finding) -> Iterator[str]:
    yield from marks(finding, page.language)
    if finding.proof_missing:
        yield page.say("html.finding.proof_missing")


def _worth(page: Page, finding: Finding) -> Iterator[str]:
    """Give what closing a gap gains and costs."""
    points = int(finding.gain // 1)
    if points:
        yield page.count("card.gain", points)
    elif finding.gain:
        yield page.say("card.gain.little")
    if finding.effort in EFFORTS and finding.commitment:
        yield page.say(f"card.effort.{finding.effort}")


def _references(references: Sequence[Reference]) -> Markup:
    said = []
    for reference in references[:MOST_REFERENCES]:
        at = words(f", {reference.at}") if reference.at else None
        said.append(together(link(words(reference.title), reference.url), at))
    return listing(said)


def _facts(page: Page, gaps: Sequence[Finding]) -> Markup:
    """Give the facts that several criteria wait for, most awaited first."""
    awaited = facts_awaited(gaps)
    if not awaited:
        return Markup()
    told = page.say(
        "card.sentence.colon",
        head=page.count("card.facts", len(awaited)),
        tail=page.count("card.facts.wait", len(waiting(gaps))),
    )
    items = [
        words(
            page.say(
                "card.facts.line",
                fact=f"`{dotted(location.pointer)}`",
                codes=", ".join(sorted(codes)),
                line=location.span.line if location.span else 1,
            )
        )
        for location, codes in awaited
    ]
    return element(
        "div",
        "\n",
        lines(element("h3", told), element("p", words(page.say("card.facts.remedy"))), listing(items)),
        "\n",
        class_="facts",
    )


def _row(page: Page, finding: Finding) -> list[Markup]:
    outcome = page.say("outcome.claimed" if finding.claimed else f"outcome.{finding.outcome}")
    proof = page.say("html.proof.yes" if finding.evidenced else "html.proof.no") if finding.credit else "–"
    name = together(element("span", words(finding.criterion), class_="code"), " ", words(finding.title))
    return [name, together(outcome), together(proof)]
