"""The letter: what a desk answers to the lead of a project, as Markdown. Nothing of the dossier has an effect in it."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from guichet_cli.core.classes import dataclass, replace
from guichet_cli.core.model import Level, Outcome, Verdict
from guichet_cli.core.printable import visible
from guichet_cli.core.requests import Fate
from guichet_cli.core.stationery import filled
from guichet_cli.render.card import reasons, text
from guichet_cli.render.comparison_words import requests as fates
from guichet_cli.render.letter_requests import requests_block
from guichet_cli.render.markdown import counted
from guichet_cli.render.markdown_text import escaped
from guichet_cli.render.page import Page
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Scorecard
    from guichet_cli.core.record import Record
    from guichet_cli.core.requests import Followed
    from guichet_cli.render import Run

LONGEST_NAME = 160
STDIN = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What a letter is about: a scorecard, who leads the project, the submission before, and the stationery."""

    card: Scorecard
    lead: Sequence[str]
    """The lines of who leads it; none where the dossier does not say."""
    stationery: str
    earlier: Record | None = None
    """The submission that the previous letter was about."""
    followed: Sequence[Followed] = ()
    """What became of the requests of that letter."""


def letter_markdown(letter: Letter, run: Run) -> str:
    """Give a letter as Markdown."""
    return filled(letter.stationery, _Words(letter, run).values())


class _Words:
    """The words of one letter, by the name of their place."""

    def __init__(self, letter: Letter, run: Run) -> None:
        self.letter, self.card, self.run = letter, letter.card, run
        self.page = Page(replace(run, unicode=True, color=False))
        self.language = run.language
        self.say = run.language.say

    def values(self) -> dict[str, str]:
        card, say, language = self.card, self.say, self.language
        city = f"letter.city.{text(card.project['desk'])}"
        day = language.day(card.as_of.isoformat())
        desk = self.desk()
        return {
            "sender": _one(desk[:1].upper() + desk[1:]),
            "desk": _one(desk),
            "date": day,
            "dateline": say("letter.dateline", city=say(city), date=day)
            if city in language.messages
            else say("letter.dateline.alone", date=day),
            "project": self.project(),
            "phase": self.phase(),
            "charter": _one(card.charter.title),
            "lead": "\\\n".join(_one(line) for line in self.letter.lead),
            "opinion": self.opinion(),
            "followup": "\n\n".join(self.followup()),
            "rates": self.rates(),
            "settled": self.settled(),
            "requests": requests_block(self.page, card),
            "remarks": self.remarks(),
            "next": self.next_steps(),
            "limits": self.limits(),
            "provenance": self.provenance(),
        }

    def desk(self) -> str:
        desk = text(self.card.project["desk"])
        known = f"desk.{desk}"
        if known in self.language.messages:
            return self.say(known)
        return self.say("letter.desk.other", desk=self.language.quote(desk)) if desk else self.say("letter.desk.none")

    def project(self) -> str:
        name, title = (text(self.card.project[key]) for key in ("id", "title"))
        words = " – ".join(filter(None, (name, title))) or self.language.quote(self.file())
        return escaped(inert(words, LONGEST_NAME))

    def file(self) -> str:
        """Give the name of the file, without the desk's own folders."""
        path = visible(self.card.path).rpartition("/")[2]
        return path if path and path != STDIN else "dossier.yaml"

    def phase(self) -> str:
        phase = text(self.card.project["phase"])
        if self.card.verdict is Verdict.UNREADABLE:
            return self.say("letter.phase.unread")
        known = f"phase.{phase}"
        word = self.say(known) if known in self.language.messages else phase
        return _one(self.say("card.phase", phase=word) if phase else self.say("card.phase.unknown"))

    def opinion(self) -> str:
        card = self.card
        verdict = self.say(f"letter.opinion.{card.verdict}")
        follows = self.say(f"letter.follows.{card.verdict}")
        if card.verdict in {Verdict.ADMISSIBLE, Verdict.UNREADABLE}:
            return f"**{escaped(verdict)}** {escaped(follows)}"
        why = reduce(lambda said, more: self.say("card.clauses", said=said, more=more), reasons(self.page, card))
        return f"**{escaped(verdict)}** {_one(self.say('letter.why', why=why))} {escaped(follows)}"

    def followup(self) -> Iterator[str]:
        earlier, followed = self.letter.earlier, self.letter.followed
        if earlier is None:
            return
        if earlier.charter.id != self.card.charter.id:
            yield _one(self.say("letter.since.charter", day=self.language.day(earlier.as_of)))
            return
        asked = [each for each in followed if each.fate is not Fate.NEW]
        key = "letter.since" if asked else "letter.since.none"
        yield _one(self.say(key, day=self.language.day(earlier.as_of)))
        lines = [f"- {_one(line)}" for line in fates(followed, self.language)]
        yield "\n".join(lines)

    def rates(self) -> str:
        from tabulate import tabulate

        card, page, say = self.card, self.page, self.say
        if not card.rates:
            return ""
        names = ("declared", "evidenced", "coverage", "met")
        heads = [say("card.column.commitment"), *(say(f"card.column.{name}") for name in names)]
        rows = []
        for rates in card.rates:
            shares = [
                page.percent(getattr(rates, name), complete=rates.complete or name == "coverage") for name in names[:3]
            ]
            rows.append([_one(rates.commitment.title), *shares, f"{rates.counts[Outcome.MET]}/{counted(rates)}"])
        drawn = tabulate(
            rows, heads, tablefmt="pipe", disable_numparse=True, colalign=["left"] + ["right"] * len(names)
        )
        return f"{drawn}\n\n{escaped(say('letter.rates'))}"

    def settled(self) -> str:
        if self.card.verdict is Verdict.UNREADABLE:
            return ""
        asked = [finding for finding in self.card.whole.findings if finding.counted]
        fine = sum(not finding.gap for finding in asked)
        if not fine:
            return ""
        claimed = sum(finding.claimed for finding in self.card.whole.findings)
        said = [self.language.count("letter.settled", fine, total=len(asked))]
        said += [self.language.count("letter.claimed", claimed)] if claimed else []
        return escaped(" ".join(said))

    def remarks(self) -> str:
        warnings = [finding for finding in self.card.findings if finding.level is Level.WARNING]
        if not warnings:
            return ""
        items = []
        for finding in warnings:
            span = finding.location.span
            line = f" {self.say('card.line', line=str(span.line))}" if span else ""
            told = " ".join(filter(None, (_one(finding.message), _one(finding.remedy))))
            items.append(f"- **{_one(finding.criterion)}**{line}{self.language.messages['word.colon']}{told}")
        return escaped(self.say("letter.remarks")) + "\n\n" + "\n".join(items)

    def next_steps(self) -> str:
        kind = "none" if not self.card.gaps else "unread" if self.card.verdict is Verdict.UNREADABLE else "gaps"
        if kind == "none":
            return escaped(self.say("letter.next.none"))
        command = f"`guichet check {self.file()}`"
        steps = [self.say(f"letter.next.{kind}"), self.say("letter.next.check", command=command)]
        steps.append(self.say("letter.next.send", file=f"`{self.file()}`"))
        numbered = "\n".join(f"{n}. {_one(step)}" for n, step in enumerate(steps, 1))
        return f"{numbered}\n\n{escaped(self.say('letter.next.after'))}"

    def limits(self) -> str:
        said = [self.say("letter.limits.unread" if self.card.verdict is Verdict.UNREADABLE else "letter.limits")]
        if self.card.left_out:
            left = sum(finding.gap for finding in self.card.left_out)
            said.append(self.language.count("letter.left_out", left))
        return escaped(" ".join(said))

    def provenance(self) -> str:
        card, charter = self.card, self.card.charter
        said = self.say(
            "letter.provenance",
            charter=charter.id,
            version=charter.version,
            digest=charter.sha256[:12],
            file=self.file(),
            sha256=card.sha256 or "–",
            date=self.language.day(card.as_of.isoformat()),
            tool=self.run.version,
        )
        notice = inert(charter.notice) if charter.provenance == "derived" else ""
        return " ".join(filter(None, (_one(said), escaped(notice))))


def _one(words: str) -> str:
    """Give anyone's text as one line of Markdown that means just that."""
    return escaped(inert(words))
