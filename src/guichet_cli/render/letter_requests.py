"""The requests of a letter, numbered by finding: what was found and where, what is asked, how to answer, by what right."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guichet_cli.core.model import EFFORTS, Expectation, Outcome
from guichet_cli.core.requests import requests_of
from guichet_cli.render.card import text
from guichet_cli.render.markdown_text import escaped
from guichet_cli.render.told import inert, marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding, Reference, Scorecard
    from guichet_cli.core.requests import Request
    from guichet_cli.render.page import Page

LONGEST_TITLE = 160


def requests_block(page: Page, card: Scorecard) -> str:
    """Give the requests of a scorecard, heaviest first, a heading for each level and each request; nothing without gaps."""
    language = page.language
    asked = requests_of(card.whole.findings, card.gaps)
    if not asked:
        return ""
    parts = [escaped(language.say("letter.requests"))]
    for level, group in groupby(asked, key=lambda request: request.finding.level):
        mine = list(group)
        parts.append(f"### {escaped(language.count(f'letter.requests.{level}', len(mine)))}")
        parts += (_request(request, card, language) for request in mine)
    return "\n\n".join(parts)


def _request(request: Request, card: Scorecard, language: Language) -> str:
    title = inert(request.finding.title, LONGEST_TITLE)
    head = language.say("letter.request", number=inert(request.number, LONGEST_TITLE), title=title)
    return "\n".join([f"#### {escaped(head)}", "", *(f"- {line}" for line in _lines(request.finding, card, language))])


def _lines(finding: Finding, card: Scorecard, language: Language) -> Iterator[str]:
    colon = language.messages["word.colon"]

    def line(key: str, said: str, more: str = "") -> str:
        return f"**{escaped(language.say(f'letter.request.{key}'))}**{more}{colon}{escaped(inert(said))}"

    span = finding.location.span
    yield line("found", finding.message, f" {language.say('card.line', line=str(span.line))}" if span else "")
    if finding.asks:
        yield line("asks", finding.asks)
    if finding.remedy:
        yield line("remedy", finding.remedy)
    if finding.references:
        yield line("reference", _reference(finding.references))
    if due := _due(finding, card, language):
        yield line("due", due)
    if marked := [*marks(finding, language), *([finding.waived_because] if finding.waived_because else [])]:
        yield line("tolerated", ". ".join(marked))


def _due(finding: Finding, card: Scorecard, language: Language) -> str:
    """Give what the phase expects, and what it costs to answer."""
    said = []
    phase = text(card.project["phase"])
    known = f"phase.{phase}" in language.messages
    if finding.expectation in {Expectation.FULL, Expectation.PLAN} and known:
        said.append(language.say(f"explain.phase.{finding.expectation}", phase=language.say(f"phase.{phase}")))
    if finding.outcome is Outcome.PLANNED and finding.expectation is Expectation.FULL:
        said.append(language.say("letter.request.plan"))
    if finding.commitment and finding.effort in EFFORTS:
        said.append(language.say(f"letter.effort.{finding.effort}"))
    return " ".join(said)


def _reference(references: tuple[Reference, ...]) -> str:
    """Give the first reference that names a place in its document, else the first."""
    chosen = next((reference for reference in references if reference.at), references[0])
    return ", ".join(filter(None, (chosen.title, chosen.at)))
