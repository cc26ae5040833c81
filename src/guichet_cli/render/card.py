"""The scorecard of one dossier, as a person reads it: whose it is, five rates, the verdict and why."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Expectation, Level, Outcome, Status, Verdict
from guichet_cli.render.bars import bar
from guichet_cli.render.page import VERDICT_MARKS, VERDICT_STYLES
from guichet_cli.render.table import Arrangement, Column, draw_table, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Charter, Finding, Rates, Scorecard
    from guichet_cli.render.page import Page

WITH_BARS = 70
SPACIOUS = 110
NAMED = 8
"""How many criteria a sentence names."""
LONGEST_TITLE = 160


def draw_header(page: Page, card: Scorecard) -> None:
    """Write whose dossier it is, and against what it is judged."""
    name, title = (page.plain(text(card.project[key]), LONGEST_TITLE) for key in ("id", "title"))
    desk, phase = text(card.project["desk"]), text(card.project["phase"])
    said = [
        _word(page, "desk", desk) if desk else "",
        page.say("card.phase", phase=_word(page, "phase", phase)) if phase else page.say("card.phase.unknown"),
    ]
    dash = page.sign(" – ")
    page.prose(dash.join(filter(None, [name or title or page.path(card.path), *said])), rest="  ", style="bold")
    if name and title:
        page.prose(title, rest="  ")
    asked = [f for f in card.whole.findings if f.commitment is not None and f.status is Status.ACTIVE]
    draw_charter(page, card.charter, _extent(page, asked))


def _extent(page: Page, asked: Sequence[Finding]) -> str:
    """Give how many criteria apply, and of how many it cannot be said yet."""
    unsettled = sum(f.outcome is Outcome.UNDETERMINED for f in asked)
    applicable = page.count("card.applicable", sum(f.counted for f in asked) - unsettled, total=len(asked))
    return f"{applicable} {page.count('card.unsettled', unsettled)}" if unsettled else applicable


def draw_charter(page: Page, charter: Charter, extent: str = "") -> None:
    """Write which charter judges, at which date, how much of it applies, and where its text comes from."""
    title = page.plain(charter.title, LONGEST_TITLE)
    page.prose(page.say("card.charter", title=title, version=charter.version, date=page.run.as_of.isoformat()))
    page.prose(extent)
    if charter.provenance == "derived":
        page.prose(page.plain(charter.notice), style="dim")


def draw_rates(page: Page, card: Scorecard) -> None:
    """Draw the numbers and the bar of each commitment, then name the lowest rate and the claims."""
    page.blank()
    drawn = draw_table(page, _arrangements(page, card))
    page.blank()
    if drawn.bars:
        signs = zip(page.glyphs, ("evidenced", "declared", "possible"), strict=True)
        said = [*(f"{sign} {page.say(f'card.legend.{name}')}" for sign, name in signs), page.say("card.legend.lost")]
        page.prose("   ".join(map(_tied, said)))
        page.blank()
    lowest = card.lowest
    if lowest is None:
        page.prose(page.say("card.lowest.none"))
    elif lowest.complete:
        page.prose(page.say("card.lowest.all"))
    else:
        page.prose(page.say("card.lowest", title=lowest.commitment.title, rate=declared(page, lowest)))
    claimed = [f.criterion for f in card.whole.findings if f.claimed]
    if claimed:
        none = sum(f.outcome is Outcome.NOT_APPLICABLE and f.status is Status.ACTIVE for f in card.whole.findings)
        ids = ", ".join([*claimed[:NAMED], *([page.dots] if len(claimed) > NAMED else [])])
        page.prose(page.count("card.claimed", len(claimed), all=none, ids=ids))


def declared(page: Page, rates: Rates) -> str:
    """Give the declared rate of a commitment, as people read it."""
    return page.percent(rates.declared, complete=rates.complete)


def draw_verdict(page: Page, card: Scorecard) -> None:
    """Write what the dossier deserves, as a sentence with a mark, and why."""
    word = _tied(f"{page.sign(VERDICT_MARKS[card.verdict])} {page.say(f'verdict.{card.verdict}').upper()}")
    why = reduce(lambda said, more: page.say("card.clauses", said=said, more=more), reasons(page, card))
    sentence = page.say("card.why", verdict=word, why=why)
    page.prose(f"{page.say('card.verdict')} {sentence}", rest="  ", accent=(word, VERDICT_STYLES[card.verdict]))


def reasons(page: Page, card: Scorecard) -> Sequence[str]:
    """Give why the verdict is what it is, in short clauses."""
    gaps = card.whole.gaps
    of = {level: [f for f in gaps if f.level is level and f.commitment] for level in Level}
    shape = sum(f.commitment is None for f in gaps)
    said = list[str]()
    if card.verdict is Verdict.UNREADABLE:
        return [page.say("verdict.why.unreadable")]
    if card.verdict in {Verdict.INADMISSIBLE, Verdict.INCOMPLETE} and of[Level.BLOCKING]:
        said.append(_blocking(page, of[Level.BLOCKING]))
    if card.verdict is Verdict.ADMISSIBLE_WITH_RESERVATIONS and of[Level.MAJOR]:
        said.append(page.count("verdict.why.major", len(of[Level.MAJOR])))
    if shape:
        said.append(page.count("verdict.why.shape", shape))
    said += _rates_at_fault(page, card)
    if card.verdict is Verdict.ADMISSIBLE and of[Level.MINOR]:
        said.append(page.count("verdict.why.minor", len(of[Level.MINOR])))
    return said or [page.say("verdict.why.nothing")]


def text(value: Any) -> str:
    """Give a value of the project when it is text, else nothing."""
    return value if isinstance(value, str) else ""


def _word(page: Page, kind: str, value: str) -> str:
    key = f"{kind}.{value}"
    return page.say(key) if key in page.language.messages else page.plain(value, LONGEST_TITLE)


def _tied(words: str) -> str:
    return words.replace(" ", "\u00a0")


def _blocking(page: Page, gaps: Sequence[Finding]) -> str:
    """Give how many blocking gaps there are, how many the dossier contradicts, how many only want their proof."""
    said = page.count("verdict.why.blocking", len(gaps))
    kinds = {
        "contradicted": sum(f.outcome is Outcome.UNMET and f.expectation is Expectation.FULL for f in gaps),
        "unproven": sum(f.credit == 1 for f in gaps),
    }
    alone = next((kind for kind, n in kinds.items() if n == len(gaps)), None)
    if alone:
        return page.say(f"verdict.why.{alone}.{'only' if len(gaps) == 1 else 'all'}", said=said)
    parts = [page.count(f"verdict.why.{kind}", n) for kind, n in kinds.items() if n]
    return page.say("verdict.why.of", said=said, parts=page.language.series(parts)) if parts else said


def _rates_at_fault(page: Page, card: Scorecard) -> Iterator[str]:
    if card.verdict is Verdict.INCOMPLETE:
        bound = card.charter.minimum_coverage
        short = [r for r in card.rates if r.coverage is not None and r.coverage < bound]
        if short:
            yield page.say("verdict.why.coverage", bound=bound, names=_named(page, short))
    if card.verdict is Verdict.ADMISSIBLE_WITH_RESERVATIONS:
        low = [r for r in card.rates if r.declared is not None and r.declared < r.commitment.floor]
        if low:
            yield page.say("verdict.why.floor", names=_named(page, low))


def _named(page: Page, rates: Sequence[Rates]) -> str:
    """Give the titles of two commitments at most, else how many they are."""
    if len(rates) > 2:
        return page.count("card.commitments", len(rates))
    return page.language.series(r.commitment.title for r in rates)


def _arrangements(page: Page, card: Scorecard) -> Iterator[Arrangement]:
    """Give the table with ever fewer columns: the declared rate and the blocking gaps stay to the end."""
    names = Column(
        page.say("card.column.commitment"), [page.plain(r.commitment.title) for r in card.rates], right=False
    )
    prefixes = Column("", [page.plain(r.commitment.prefix, 20) for r in card.rates], right=False)
    full, short = (_numbers(page, card, form) for form in ("column", "short"))
    if page.width >= WITH_BARS:
        heads = full if page.width >= SPACIOUS else short
        room = page.width - 2 - names.width - Arrangement([names, *heads]).others
        cells = min(room, 40)
        if cells >= 10:
            bars = Column("", [bar(r, cells, page.glyphs) for r in card.rates], right=False)
            yield Arrangement([names, *heads[:2], bars, *heads[2:]], bars=True)
    declared_, evidenced, coverage, met, blocking = short
    yield Arrangement([names, declared_, evidenced, coverage, met, blocking])
    yield Arrangement([names, declared_, evidenced, met, blocking])
    yield Arrangement([names, declared_, evidenced, blocking])
    yield Arrangement([names, declared_, blocking], gap=1)
    yield Arrangement([prefixes, declared_, blocking], gap=1)


def _numbers(page: Page, card: Scorecard, form: str) -> Sequence[Column]:
    """Give the columns of numbers: declared, evidenced, coverage, met of counted, blocking gaps."""
    columns = []
    for name in ("declared", "evidenced", "coverage"):
        cells = [
            page.percent(getattr(rates, name), complete=rates.complete or name == "coverage") for rates in card.rates
        ]
        columns.append(Column(page.say(f"card.{form}.{name}"), cells))
    met = [f"{rates.counts[Outcome.MET]}/{_counted(rates)}" for rates in card.rates]
    barred = [
        sum(f.level is Level.BLOCKING and f.commitment == r.commitment.id for f in card.whole.gaps) for r in card.rates
    ]
    blocking = [styled(page.sign(f"✗ {n}"), "bold red") if n else styled(page.sign("–"), "dim") for n in barred]
    return [*columns, Column(page.say(f"card.{form}.met"), met), Column(page.say(f"card.{form}.blocking"), blocking)]


def _counted(rates: Rates) -> int:
    return sum(rates.counts.values()) - rates.counts[Outcome.NOT_APPLICABLE] - rates.counts[Outcome.NOT_DUE]
