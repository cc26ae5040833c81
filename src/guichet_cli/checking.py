"""Checking: paths to scorecards, one at a time. What the command line and the Python API share."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Protocol

from guichet_cli.core.classes import NamedTuple, replace
from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Problem
from guichet_cli.core.patterns import later
from guichet_cli.load.charter import DEFAULT, is_packaged, load_charter
from guichet_cli.load.discovery import hidden
from guichet_cli.load.dossier import find_dossiers, load_entry
from guichet_cli.load.shape import dossier_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import BinaryIO

    from guichet_cli.core.model import Dossier, Scorecard
    from guichet_cli.core.quoting import Sources
    from guichet_cli.core.waivers import Waivers
    from guichet_cli.load.discovery import LeftOut
    from guichet_cli.load.dossier import Entry, Plan


CHARTER_ID = later(r"[a-z0-9][a-z0-9-]*")


class Answer(NamedTuple):
    """What is judged elsewhere than here: a dossier's scorecard in each language, and what waivers look at in it."""

    cards: tuple[Scorecard, ...]
    """As the charter judges them: no waiver is applied."""
    dossier: Dossier
    """Its path, and of its data who leads the project."""


class Hands(Protocol):
    """Who judges entries in other processes or on other machines, and gives them back in order."""

    def __call__(self, voices: Sequence[Checker], entries: Sequence[Entry]) -> Iterator[Answer | None]:
        """Give what each entry is in the language of each checker; None for a file that is no dossier."""
        ...


class Checker:
    """Judges dossiers, each against the charter that the call names, or that the dossier names, or the default one."""

    def __init__(
        self,
        *,
        lang: str,
        as_of: date,
        charter: str | None = None,
        waivers: Waivers | None = None,
        judges: dict[str, Judge] | None = None,
        hands: Hands | None = None,
    ) -> None:
        self.lang = lang
        self.as_of = as_of
        self.charter = charter
        self.waivers = waivers
        self.judges = {} if judges is None else judges
        """The judge of each charter, by the name that it was read by; those of an earlier checker may be given."""
        self.hands = hands
        """Who judges the entries of a plan; this very process where there is nobody else."""
        self.compares = False
        """Whether scorecards bring the texts that are compared with those of other dossiers."""
        self.sources: dict[str, Sources] = {}
        """The texts of each charter that they are compared with as well, by the name that it was read by."""
        self.skipped = 0
        """How many files of walked folders were not dossiers."""
        if charter is not None:
            self.judge(charter)  # a charter that cannot be used ends the call before anything is judged

    def plan(self, paths: Sequence[str], left_out: LeftOut = hidden) -> Plan:
        """Give what the paths of a call mean. Raises GuichetError for a path that cannot be honoured."""
        return find_dossiers(paths, left_out=left_out)

    def cards(self, plan: Plan, stdin: BinaryIO | None = None) -> Iterator[Scorecard]:
        """Give the scorecards of a plan, in order, keeping one at most."""
        return (first for first, *_ in self.cards_in((self.lang,), plan, stdin))

    def cards_in(
        self, langs: Sequence[str], plan: Plan, stdin: BinaryIO | None = None
    ) -> Iterator[tuple[Scorecard, ...]]:
        """Give, for each dossier of a plan in order, its scorecard in each of some languages, keeping one dossier at most.

        The first one is what counts: gates, baselines and summaries look at it alone; findings stand in the same order in all.
        """
        voices = [self.speaking(lang) for lang in langs]
        judged = self._judged(voices, plan.entries, stdin)
        return judged if self.waivers is None else self._with_strangers(self.waivers, judged)

    def speaking(self, lang: str) -> Checker:
        """Give a checker that judges the same in another language."""
        if lang == self.lang:
            return self
        other = self._copied()
        other.lang, other.judges = lang, {}
        return other

    def _with_strangers(
        self, waivers: Waivers, judged: Iterator[tuple[Scorecard, ...]]
    ) -> Iterator[tuple[Scorecard, ...]]:
        """Give scorecards, the last ones with what only the end can tell: waivers for projects that were not met."""
        from guichet_cli.core.waivers import with_warning

        met, last = set[str](), None
        for cards in judged:
            if last is not None:
                yield last
            last = cards
            met.add(str(cards[0].project.get("id")))
        if last is not None:
            unmet = frozenset(met)
            yield tuple(with_warning(card, waivers.strangers(unmet, card.charter.language)) for card in last)

    def _judged(
        self, voices: Sequence[Checker], entries: Sequence[Entry], stdin: BinaryIO | None
    ) -> Iterator[tuple[Scorecard, ...]]:
        elsewhere = self.hands(voices, [entry for entry in entries if entry.source is not None]) if self.hands else None
        for entry in entries:
            if elsewhere is None or entry.source is None:  # what is piped in is at hand here alone
                cards = _here(voices, load_entry(entry, stdin=stdin))
            elif answers := list(islice(elsewhere, 1)):
                cards = _tolerant(voices, answers[0])
            else:  # they were asked to stop
                return
            if cards is None:
                self.skipped += 1
            else:
                yield cards

    def card(self, dossier: Dossier) -> Scorecard:
        """Give the scorecard of one dossier."""
        name = self.charter or DEFAULT
        asked = dossier.get("/charter")
        if self.charter is None and isinstance(asked, str) and asked != DEFAULT:
            # a dossier may name a packaged charter by id, never a path
            if is_packaged(asked):
                name = asked
            elif CHARTER_ID.fullmatch(asked):  # what is not even an id is said once, by the shape
                unknown = Problem(code="DOS-028", pointer="/charter", params={"found": asked, "used": DEFAULT})
                dossier = replace(dossier, problems=(*dossier.problems, unknown))
        judge = self.judge(name)
        card = judge(dossier, self.as_of)
        if self.compares:
            from guichet_cli.core.quoting import quotes, sources

            if name not in self.sources:
                self.sources[name] = sources(judge.charter)
            card = replace(card, quotes=quotes(dossier, self.sources[name]))
        return self.tolerant(card, dossier)

    def tolerant(self, card: Scorecard, dossier: Dossier) -> Scorecard:
        """Give a scorecard with the waivers of the call."""
        return card if self.waivers is None else self.waivers.apply(card, dossier)

    def at(self, as_of: date) -> Checker:
        """Give a checker that judges at another date, with the same charters."""
        other = self._copied()
        other.as_of = as_of
        return other

    def _copied(self) -> Checker:
        from copy import copy  # one dossier in one language needs no other checker

        return copy(self)

    def judge(self, name: str) -> Judge:
        """Give the judge of a charter, made once."""
        if name not in self.judges:
            self.judges[name] = Judge(load_charter(name, self.lang), dossier_shape())
        return self.judges[name]


def _here(voices: Sequence[Checker], dossier: Dossier | None) -> tuple[Scorecard, ...] | None:
    return None if dossier is None else tuple(voice.card(dossier) for voice in voices)


def _tolerant(voices: Sequence[Checker], answer: Answer | None) -> tuple[Scorecard, ...] | None:
    if answer is None:
        return None
    return tuple(voice.tolerant(card, answer.dossier) for voice, card in zip(voices, answer.cards, strict=True))
