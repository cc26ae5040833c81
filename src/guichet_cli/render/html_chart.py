"""The commitments as a chart: what is evidenced, only declared and still possible differ by pattern, not only by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Level, Outcome
from guichet_cli.render.html_text import Markup, element, grid, lines, words
from guichet_cli.render.markdown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from guichet_cli.core.model import Rates, Scorecard
    from guichet_cli.render.page import Page

PARTS = ("evidenced", "declared", "possible")
STEP, TITLE, BAR, HEIGHT = 3.5, 1.1, 1.55, 1.1
"""In rem: how far rows are apart, and where in a row its title and its bar are."""

STYLE = """
figure { margin: 1rem 0; }
.chart { display: block; width: 100%; overflow: visible; }
.chart text { fill: var(--ink); font-size: 1rem; }
.chart .rate { font-weight: 650; text-anchor: end; font-variant-numeric: tabular-nums; }
.chart .frame { fill: none; stroke: var(--edge); }
.chart .solid { fill: var(--blue); }
.chart .hatch { stroke: var(--blue); stroke-width: 3; }
.chart .dot { fill: var(--edge); }
.chart .floor { stroke: var(--ink); stroke-width: 2; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0 0; font-size: .9rem; }
.legend li { display: flex; align-items: center; gap: .5rem; margin: 0; }
.legend svg { flex: none; width: 1.75rem; height: 1rem; }
.lowest { font-weight: 600; }
@media print { .chart, .legend { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def chart(page: Page, card: Scorecard) -> Markup:
    """Give the bars of a scorecard with their legend."""
    rows = [row for place, rates in enumerate(card.rates) for row in _row(page, rates, place * STEP)]
    said = "; ".join(_said(page, rates) for rates in card.rates)
    drawing = element(
        "svg",
        element("title", page.say("html.chart.title"), id="chart-title"),
        element("desc", words(said), id="chart-said"),
        _patterns(),
        *rows,
        class_="chart",
        role="img",
        aria_labelledby="chart-title",
        aria_describedby="chart-said",
        width="100%",
        height=f"{len(card.rates) * STEP}rem",
    )
    return element("figure", "\n", drawing, "\n", element("figcaption", _legend(page)), "\n")


def rates_table(page: Page, card: Scorecard) -> Markup:
    """Give the numbers of the chart, and those behind them, as a table."""
    names = ("declared", "evidenced", "possible", "coverage")
    heads = [page.say(f"card.column.{name}") for name in ("commitment", *names, "met", "blocking")]
    rows = []
    for rates in card.rates:
        shares = [percent(page, getattr(rates, name), complete=rates.complete or name == "coverage") for name in names]
        met = f"{rates.counts[Outcome.MET]}/{counted(rates)}"
        barred = sum(g.level is Level.BLOCKING and g.commitment == rates.commitment.id for g in card.whole.gaps)
        rows.append([words(rates.commitment.title), *shares, met, str(barred)])
    return grid("rates-caption", page.say("html.rates.caption"), heads, rows)


def percent(page: Page, rate: Fraction | None, *, complete: bool) -> str:
    """Give a rate as people read it."""
    return page.percent(rate, complete=complete)


def _row(page: Page, rates: Rates, top: float) -> Iterator[Markup]:
    yield element("text", words(rates.commitment.title, 60), x=0, y=_rem(top + TITLE))
    rate = percent(page, rates.declared, complete=rates.complete)
    yield element("text", rate, x="100%", y=_rem(top + TITLE), class_="rate")
    start = 0.0
    for name in PARTS:
        end = max(float(getattr(rates, name) or 0), start)
        if end > start:
            yield _bar(top, start, end, fill=None if name == "evidenced" else f"url(#{name})", name=name)
        start = end
    yield _bar(top, 0, 100, fill=None, name="frame")
    if rates.declared is not None:
        place = f"{float(rates.commitment.floor):.3g}%"
        ends = {"y1": _rem(top + BAR - 0.2), "y2": _rem(top + BAR + HEIGHT + 0.2)}
        yield element("line", x1=place, x2=place, class_="floor", **ends)


def _bar(top: float, start: float, end: float, *, fill: str | None, name: str) -> Markup:
    return element(
        "rect",
        x=f"{start:.4g}%",
        y=_rem(top + BAR),
        width=f"{end - start:.4g}%",
        height=_rem(HEIGHT),
        fill=fill,
        class_={"evidenced": "solid", "frame": "frame"}.get(name),
    )


def _patterns() -> Markup:
    hatch = element("path", d="M-2 2l4-4M0 8l8-8M6 10l4-4", class_="hatch")
    dots = element("circle", cx=3, cy=3, r="1.2", class_="dot")
    return element(
        "defs",
        element("pattern", hatch, id="declared", width=8, height=8, patternUnits="userSpaceOnUse"),
        element("pattern", dots, id="possible", width=6, height=6, patternUnits="userSpaceOnUse"),
    )


def _legend(page: Page) -> Markup:
    keys = []
    for name, fill in (
        ("evidenced", None),
        ("declared", "url(#declared)"),
        ("possible", "url(#possible)"),
        ("lost", None),
    ):
        inside = (
            element("rect", width="100%", height="100%", fill=fill, class_="solid")
            if name == "evidenced"
            else (element("rect", width="100%", height="100%", fill=fill) if fill else Markup())
        )
        frame = element("rect", x="0.5", y="0.5", width="97%", height="94%", class_="frame")
        keys.append(
            (element("svg", inside, frame, aria_hidden="true", class_="chart"), page.say(f"html.legend.{name}"))
        )
    stroke = element(
        "svg", element("line", x1="50%", x2="50%", y1=0, y2="100%", class_="floor"), aria_hidden="true", class_="chart"
    )
    keys.append((stroke, page.say("html.legend.floor")))
    return element("ul", "\n", lines(*(element("li", *key) for key in keys)), "\n", class_="legend")


def _said(page: Page, rates: Rates) -> str:
    shares = {name: percent(page, getattr(rates, name), complete=rates.complete) for name in PARTS}
    return page.say("html.chart.said", title=rates.commitment.title, **shares)


def _rem(value: float) -> str:
    return f"{value:.4g}rem"
