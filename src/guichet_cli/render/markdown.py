"""Markdown: the job summary that a manager reads. It waits for the end, and holds no more than a forge accepts."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from guichet_cli.core.classes import replace
from guichet_cli.core.gate import Passage
from guichet_cli.core.model import Level, Outcome, Verdict
from guichet_cli.core.printable import visible
from guichet_cli.core.row import row_of
from guichet_cli.core.tally import Tally
from guichet_cli.render import alike_of
from guichet_cli.render.card import reasons, text
from guichet_cli.render.gate import gate_line
from guichet_cli.render.markdown_rows import ROWS, summary, table
from guichet_cli.render.markdown_text import escaped
from guichet_cli.render.page import VERDICT_MARKS, Page
from guichet_cli.render.places import begin_of
from guichet_cli.render.told import cut_short, inert, marks, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.model import Finding, Rates, Scorecard
    from guichet_cli.core.row import Row
    from guichet_cli.render import Run

LARGEST = 900_000
"""How many bytes: GitHub drops a whole summary over 1 MiB."""
DETAILS = 600_000
"""How many bytes of them the details take; the rest is for the table."""
LONGEST_NAME = 60


class Markdown:
    """A summary: what all dossiers add up to, a row each when there are several, then each in detail."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.page = Page(replace(run, unicode=True, color=False))
        self.tally = Tally(gate=run.gate)
        self.passage = Passage(gate=run.gate)
        self.rows: list[Row] = []
        self.alike = alike_of(run)
        self.prefixes: dict[str, None] = {}
        self.details: list[str] = []
        self.room = DETAILS
        self.left_dossiers = self.left_gaps = 0

    def begin(self) -> str:
        """Give nothing: what stands first is known last."""
        return ""

    def add(self, card: Scorecard) -> str:
        """Keep the row and the detail of one dossier, while there is room."""
        self.tally.add(card)
        self.passage.add(card)
        if self.alike:
            self.alike.add(card)
        self.rows.append(row_of(card))
        self.prefixes.update(dict.fromkeys(c.prefix for c in card.charter.commitments))
        head = "\n".join(self._head(card))
        if not self._keep(head):
            self.left_dossiers += 1
            self.left_gaps += len(card.gaps)
            return ""
        for finding in told(card, self.run.show):
            kept = self._keep(self._item(finding, card.path))
            self.left_gaps += finding.gap and not kept
        return ""

    def end(self) -> str:
        """Give the summary."""
        say, count = self.page.say, self.page.count
        parts = list[str]()
        if self.tally.dossiers != 1:
            parts += [f"## {escaped(count('card.dossiers', self.tally.dossiers))}", "", self._gaps(self.tally.gaps)]
        if self.tally.dossiers > 1:
            parts += summary(self.page, self.rows, self.tally, list(self.prefixes))
        parts += self.alike.markdown(self.page) if self.alike else ()
        parts += self.details
        missing = max(self.left_dossiers, self.tally.dossiers - ROWS)
        if missing or self.left_gaps:
            dossiers, gaps = count("card.dossiers", missing), count("markdown.gaps", self.left_gaps)
            parts += ["", escaped(say("markdown.cut", dossiers=dossiers, gaps=gaps))]
        gate = cut_short(self.run) or gate_line(self.passage, self.run.language, exit_zero=self.run.exit_zero)
        parts += ["", f"**{escaped(inert(gate))}**"]
        return "\n".join(parts).lstrip("\n") + "\n"

    def _keep(self, part: str) -> bool:
        """Keep a part if there is room."""
        size = len(part.encode("utf-8", "replace")) + 1
        if size > self.room:
            return False
        self.room -= size
        self.details.append(part)
        return True

    def _head(self, card: Scorecard) -> Iterator[str]:
        page, charter = self.page, card.charter
        path = escaped(f"`{inert(visible(card.path))}`")
        named = inert(text(card.project["id"]), LONGEST_NAME)
        yield f"\n### {escaped(named)} – {path}" if named else f"\n### {path}"
        if charter.commitments:
            said = reduce(lambda told_, more: page.say("card.clauses", said=told_, more=more), reasons(page, card))
            yield f"\n{page.say('card.verdict')} **{self._verdict(card.verdict)}** ({escaped(inert(said))})"
            reviewed = page.say(
                "card.charter", title=charter.title, version=charter.version, date=self.run.as_of.isoformat()
            )
            notice = inert(charter.notice) if charter.provenance == "derived" else ""
            yield f"\n{escaped(inert(reviewed))}. {escaped(notice)}".rstrip()
        if card.rates:
            yield f"\n{self._rates(card)}"
        yield f"\n{self._gaps({str(level): sum(gap.level is level for gap in card.gaps) for level in Level})}\n"

    def _verdict(self, verdict: Verdict) -> str:
        return f"{VERDICT_MARKS[verdict]} {self.page.say(f'verdict.{verdict}').upper()}"

    def _gaps(self, counts: Mapping[str, int]) -> str:
        page = self.page
        levels = [level for level in Level if level is not Level.WARNING and counts[str(level)]]
        said = ", ".join(page.count(f"card.gaps.{level}", counts[str(level)]) for level in levels)
        head = page.say("card.gaps.title")
        return f"{page.say('card.sentence.colon', head=head, tail=said)}." if said else page.say("card.gaps.none")

    def _rates(self, card: Scorecard) -> str:
        page = self.page
        names = ("declared", "evidenced", "coverage", "met", "blocking")
        heads = [page.say("card.column.commitment"), *(page.say(f"card.column.{name}") for name in names)]
        rows = []
        for rates in card.rates:
            shares = [
                page.percent(getattr(rates, name), complete=rates.complete or name == "coverage") for name in names[:3]
            ]
            blocking = sum(g.level is Level.BLOCKING and g.commitment == rates.commitment.id for g in card.whole.gaps)
            title = escaped(inert(rates.commitment.title))
            rows.append([title, *shares, f"{rates.counts[Outcome.MET]}/{counted(rates)}", str(blocking)])
        return table(heads, rows, words=1)

    def _item(self, finding: Finding, path: str) -> str:
        """Give a finding as an item: its code, level or outcome, place, title, what is wrong and what to do."""
        say, (line, _) = self.page.say, begin_of(finding)
        open_ = finding.gap or finding.level is Level.WARNING
        outcome = "outcome.claimed" if finding.claimed else f"outcome.{finding.outcome}"
        word = say(f"level.{finding.level}" if open_ else outcome)
        marked = ", ".join([word, *marks(finding, self.run.language)])
        said = f"* **{escaped(inert(finding.criterion))}** ({marked}) {escaped(inert(finding.title))}"
        if not open_:
            return said
        colon = self.run.language.messages["word.colon"]
        elsewhere = "" if finding.location.path == path else f" {escaped(inert(visible(finding.location.path)))}"
        told_ = f"{said}{elsewhere} {say('card.line', line=str(line))}{colon}{escaped(inert(finding.message))}"
        return f"{told_} **→** {escaped(inert(finding.remedy))}" if finding.remedy else told_


def counted(rates: Rates) -> int:
    """Give how many findings of a commitment are counted."""
    return sum(rates.counts.values()) - rates.counts[Outcome.NOT_APPLICABLE] - rates.counts[Outcome.NOT_DUE]
