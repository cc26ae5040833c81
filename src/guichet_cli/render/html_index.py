"""The page of a batch: a row each, how many of each verdict, phase and desk, the gaps that dossiers share, the reports."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from guichet_cli.core.gate import Passage
from guichet_cli.core.model import Verdict
from guichet_cli.core.printable import visible
from guichet_cli.core.row import row_of
from guichet_cli.core.tally import Tally
from guichet_cli.render import alike_of, html_page
from guichet_cli.render.distribution import groups_of, said_spreads, said_verdicts, word_of
from guichet_cli.render.gate import gate_line
from guichet_cli.render.html_page import Sheet, whole_page
from guichet_cli.render.html_provenance import STYLE as PROVENANCE_STYLE
from guichet_cli.render.html_provenance import digest, limits
from guichet_cli.render.html_report import STYLE as REPORT_STYLE
from guichet_cli.render.html_text import Markup, element, facts, grid, lines, listing, together, words
from guichet_cli.render.page import VERDICT_MARKS, Page
from guichet_cli.render.told import cut_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Charter, Scorecard
    from guichet_cli.core.row import Row
    from guichet_cli.render import Run

STYLE = """
body { max-width: 78rem; }
.mark { white-space: nowrap; }
.rows tbody th { min-width: 15rem; max-width: 26rem; overflow-wrap: anywhere; }
.rows thead th { white-space: normal; }
.rows .number { padding-left: .5rem; }
.rows .mark { white-space: normal; }
.spread td:last-child { width: 55%; }
.spread svg { display: block; width: 100%; height: 1rem; }
.spread rect { fill: var(--blue); }
@media print {
  .rows { font-size: 8pt; }
  .rows tbody th { min-width: 7rem; }
  .rows th, .rows td, .rows .number { padding-left: .2rem; padding-right: .2rem; }
  .rows thead th { font-size: 7pt; overflow-wrap: anywhere; }
}
"""
WHOLE_STYLE = html_page.BASE + REPORT_STYLE + PROVENANCE_STYLE + STYLE
MOST_FREQUENT = 15


class Index:
    """The page under way: rows, not scorecards, are kept."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.page = Page(run)
        self.rows: list[Row] = []
        self.times: Counter[str] = Counter()
        """How many rows have each id, once all have come."""
        self.links: dict[int, str] = {}
        """The report of a row, by the row's identity."""
        self.alike = alike_of(run)
        self.tally = Tally(gate=run.gate)
        self.passage = Passage(gate=run.gate)
        self.charters: dict[str, Charter] = {}
        self.prefixes: dict[str, None] = {}

    def add(self, card: Scorecard, report: str = "") -> None:
        """Keep the row of one more scorecard, and the name of the file of its report if it has one."""
        row = row_of(card)
        self.rows.append(row)
        if report:
            self.links[id(row)] = report
        self.tally.add(card)
        if self.alike:
            self.alike.add(card)
        self.passage.add(card)
        if card.charter.commitments:
            self.charters.setdefault(card.charter.sha256, card.charter)
        self.prefixes.update(dict.fromkeys(each.prefix for each in card.charter.commitments))

    def html(self) -> str:
        """Give the page."""
        page = self.page
        title = page.count("card.dossiers", len(self.rows))
        date = page.language.day(self.run.as_of.isoformat())
        return whole_page(
            Sheet(
                language=self.run.language,
                title=page.say("html.index.title", dossiers=title),
                style=WHOLE_STYLE,
                header=lines(
                    element("p", page.say("html.index.kind"), class_="kind"),
                    element("h1", title),
                    element("p", page.say("html.as_of", date=date), class_="who"),
                ),
                main=lines(*self._sections()),
                footer=element("p", words(page.say("html.footer", version=self.run.version))),
                twins=self.run.twins,
                skip=page.say("html.skip"),
                kind="index",
            )
        )

    def _sections(self) -> Iterator[Markup]:
        yield self._summary()
        yield self._table()
        yield self._faults()
        yield self._frequent()
        if self.alike:
            yield self.alike.html(self.page)
        yield self._provenance()

    def _section(self, name: str, *parts: Markup) -> Markup:
        head = element("h2", self.page.say(f"html.index.{name}"), id=name)
        return element("section", "\n", lines(head, *parts), "\n", aria_labelledby=name)

    def _summary(self) -> Markup:
        """Give how many dossiers have each verdict, as a table with bars, then phases and desks, then the gate."""
        page, all_ = self.page, max(len(self.rows), 1)
        rows = []
        for verdict in Verdict:
            n = self.tally.verdicts[str(verdict)]
            share = element("rect", width=f"{100 * n / all_:.4g}%", height="100%")
            rows.append([self._verdict(verdict), str(n), element("svg", share, aria_hidden="true")])
        heads = [page.say("card.column.verdict"), page.say("html.index.count"), page.say("html.index.share")]
        table = grid("verdicts-caption", said_verdicts(page, self.tally.verdicts), heads, rows, texts=3)
        gate = cut_short(self.run) or gate_line(self.passage, self.run.language, exit_zero=self.run.exit_zero)
        return self._section(
            "summary",
            element("div", table, class_="spread"),
            *(element("p", words(sentence)) for sentence in said_spreads(page, self.tally)),
            element("p", words(gate), class_="quiet"),
        )

    def _table(self) -> Markup:
        """Give the rows, in the order and the groups of the run."""
        page, parts = self.page, list[Markup]()
        self.times = Counter(row.id for row in self.rows)
        columns = ("dossier", "verdict", "lowest", "coverage", *self._counts())
        names = [page.say(f"html.index.column.{name}") for name in columns]
        heads = [*names[:2], *(words(prefix, 20) for prefix in self.prefixes), *names[2:]]
        for turn, (head, members) in enumerate(groups_of(page, self.rows)):
            caption = words(head) if head else words(page.say("html.index.caption"))
            parts.append(grid(f"rows-{turn}", caption, heads, map(self._row, members), texts=2))
        keys = next(iter(self.charters.values())).commitments if len(self.charters) == 1 else ()
        said = [together(element("strong", words(each.prefix, 20)), " ", words(each.title)) for each in keys]
        key = element("p", together(*said, between=" · "), class_="quiet") if said else Markup()
        return self._section("table", element("div", *parts, class_="rows"), key)

    def _counts(self) -> Sequence[str]:
        """Give what is counted in a row: what no row has is left out, the others have more room."""
        return ["blocking", *(name for name in ("waived", "stale") if any(getattr(row, name) for row in self.rows))]

    def _row(self, row: Row) -> list[Markup | str]:
        page = self.page
        name = words(row.id or visible(row.path), 200)
        report = self.links.get(id(row))
        linked = element("a", name, href=report) if report else name
        said = [word_of(page, kind, getattr(row, kind)) for kind in ("phase", "desk") if getattr(row, kind)]
        title = element("span", words(row.title, 200), class_="sub") if row.title else None
        path = element("span", words(visible(row.path), 200), class_="sub") if self._shares_its_id(row) else None
        about = element("span", words(" · ".join(said)), class_="sub") if said else None
        rates = [
            page.percent(row.rates[prefix].declared, complete=row.rates[prefix].complete)
            if prefix in row.rates
            else "–"
            for prefix in self.prefixes
        ]
        lowest = page.percent(row.least, complete=row.rates[row.lowest].complete) if row.lowest else "–"
        coverage = page.percent(row.coverage, complete=True)
        numbers = [str(getattr(row, name) or "–") for name in self._counts()]
        return [together(linked, title, path, about), self._verdict(row.verdict), *rates, lowest, coverage, *numbers]

    def _shares_its_id(self, row: Row) -> bool:
        """Tell whether the id does not say which submission a row is."""
        return bool(row.id) and self.times[row.id] > 1

    def _verdict(self, verdict: Verdict) -> Markup:
        mark = element("span", f"{VERDICT_MARKS[verdict]} ", aria_hidden="true")
        return element("span", mark, self.page.say(f"verdict.{verdict}"), class_="mark")

    def _faults(self) -> Markup:
        """Give where and why each file could not be read: none is left out."""
        items = []
        for row in self.rows:
            if row.fault:
                span = row.fault.location.span
                line = self.page.say("html.line", line=str(span.line if span else 1))
                place = together(words(visible(row.fault.location.path)), ", ", line)
                said = [element("strong", place), element("br"), words(f"{row.fault.code} {row.fault.message}")]
                items.append(together(*said))
        return self._section("faults", listing(items)) if items else Markup()

    def _frequent(self) -> Markup:
        page, found = self.page, self.tally.most_frequent()[:MOST_FREQUENT]
        heads = [page.say("html.column.criterion"), page.say("html.index.count")]
        rows = [
            [
                together(element("span", words(gap.criterion), class_="code"), " ", words(gap.title)),
                page.count("card.in_dossiers", gap.dossiers, of=gap.of),
            ]
            for gap in found
        ]
        if not rows:
            return Markup()
        return self._section("frequent", grid("frequent-caption", page.say("html.index.frequent.caption"), heads, rows))

    def _provenance(self) -> Markup:
        page = self.page
        charters = [
            (
                page.say("html.provenance.charter"),
                together(words(f"{each.title}, {each.version}. {each.notice}"), " ", digest(each.sha256)),
            )
            for each in self.charters.values()
        ]
        tool = (page.say("html.provenance.tool"), words(f"guichet {self.run.version}"))
        return element(
            "section",
            "\n",
            lines(
                element("h2", page.say("html.provenance"), id="provenance"),
                facts([tool, *charters], class_="provenance"),
                limits(page),
            ),
            "\n",
            aria_labelledby="provenance",
        )


class PublicIndex(Index):
    """The page that leads the public to each project: its name, where it stands, who leads it; no rate, no code."""

    def html(self) -> str:
        """Give the page."""
        page = self.page
        rows = [row for _, members in groups_of(page, self.rows) for row in members]
        heads = [page.say(f"public.index.{name}") for name in ("project", "phase", "desk")]
        table = grid("rows", page.say("public.index.caption"), heads, map(self._project, rows), texts=len(heads))
        return whole_page(
            Sheet(
                language=self.run.language,
                title=page.say("public.index.title"),
                style=WHOLE_STYLE,
                header=element("h1", page.say("public.index.title")),
                main=lines(table, element("p", words(page.say("public.trust")), class_="quiet")),
                footer=element("p", words(page.say("html.footer", version=self.run.version))),
                twins=self.run.twins,
                skip=page.say("html.skip"),
                kind="index",
            )
        )

    def _project(self, row: Row) -> list[Markup | str]:
        page = self.page
        name = words(row.title or row.id or visible(row.path.rpartition("/")[2]), 200)  # not where the desk keeps it
        report = self.links.get(id(row))
        said = [word_of(page, kind, getattr(row, kind)) for kind in ("phase", "desk")]
        return [element("a", name, href=report) if report else name, *map(words, said)]
