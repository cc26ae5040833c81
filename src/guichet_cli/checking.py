"""Checking: paths to scorecards, one at a time. What the command line and the Python API share."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Problem
from guichet_cli.core.waivers import with_warning
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.discovery import hidden
from guichet_cli.load.dossier import find_dossiers, load_entry
from guichet_cli.load.shape import dossier_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import BinaryIO

    from guichet_cli.core.model import Dossier, Scorecard
    from guichet_cli.core.waivers import Waivers
    from guichet_cli.load.discovery import LeftOut
    from guichet_cli.load.dossier import Plan


CHARTER_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


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
    ) -> None:
        self.lang = lang
        self.as_of = as_of
        self.charter = charter
        self.waivers = waivers
        self.judges = {} if judges is None else judges
        """The judge of each charter, by the name that it was read by; those of an earlier checker may be given."""
        self.skipped = 0
        """How many files of walked folders were not dossiers."""
        if charter is not None:
            self.judge(charter)  # a charter that cannot be used ends the call before anything is judged

    def plan(self, paths: Sequence[str], left_out: LeftOut = hidden) -> Plan:
        """Give what the paths of a call mean. Raises GuichetError for a path that cannot be honoured."""
        return find_dossiers(paths, left_out=left_out)

    def cards(self, plan: Plan, stdin: BinaryIO | None = None) -> Iterator[Scorecard]:
        """Give the scorecards of a plan, in order, keeping one at most."""
        cards = self._judged(plan, stdin)
        return cards if self.waivers is None else self._with_strangers(self.waivers, cards)

    def _with_strangers(self, waivers: Waivers, cards: Iterator[Scorecard]) -> Iterator[Scorecard]:
        """Give scorecards, the last one with what only the end can tell: waivers for projects that were not met."""
        met, last = set[str](), None
        for card in cards:
            if last is not None:
                yield last
            last = card
            met.add(str(card.project.get("id")))
        if last is not None:
            yield with_warning(last, waivers.strangers(frozenset(met), last.charter.language))

    def _judged(self, plan: Plan, stdin: BinaryIO | None) -> Iterator[Scorecard]:
        for entry in plan.entries:
            dossier = load_entry(entry, stdin=stdin)
            if dossier is None:
                self.skipped += 1
            else:
                yield self.card(dossier)

    def card(self, dossier: Dossier) -> Scorecard:
        """Give the scorecard of one dossier."""
        name = self.charter or DEFAULT
        asked = dossier.get("/charter")
        if self.charter is None and isinstance(asked, str) and asked != DEFAULT:
            # a dossier may name a packaged charter by id, never a path
            if asked in packaged():
                name = asked
            elif CHARTER_ID.fullmatch(asked):  # what is not even an id is said once, by the shape
                unknown = Problem(code="DOS-028", pointer="/charter", params={"found": asked, "used": DEFAULT})
                dossier = replace(dossier, problems=(*dossier.problems, unknown))
        card = self.judge(name)(dossier, self.as_of)
        return card if self.waivers is None else self.waivers.apply(card, dossier)

    def at(self, as_of: date) -> Checker:
        """Give a checker that judges at another date, with the same charters."""
        other = copy(self)
        other.as_of = as_of
        return other

    def judge(self, name: str) -> Judge:
        """Give the judge of a charter, made once."""
        if name not in self.judges:
            self.judges[name] = Judge(load_charter(name, self.lang), dossier_shape())
        return self.judges[name]
