"""The gate's last word: one line that says whether it is cleared, and why."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from guichet_cli.core.model import Level
from guichet_cli.core.printable import visible
from guichet_cli.render.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.gate import Passage
    from guichet_cli.core.language import Language


def gate_line(passage: Passage, language: Language, *, exit_zero: bool = False) -> str:
    """Give why the gate is cleared or not, as one sentence."""
    clauses = [*(_open(passage, language) if passage.cleared else _closed(passage, language))]
    if passage.left_out:
        clauses.append(language.count("gate.left_out", passage.left_out))
    if exit_zero and not passage.cleared:
        clauses.append(language.say("gate.exit_zero"))
    why = reduce(lambda said, more: language.say("card.clauses", said=said, more=more), clauses)
    return language.say("gate.cleared" if passage.cleared else "gate.stopped", why=why)


def _open(passage: Passage, language: Language) -> Iterator[str]:
    gate = passage.gate
    if gate.fail_on != "never":
        none = language.say(f"gate.none.{gate.fail_on}")
        tolerated = _tolerated(passage, language)
        yield language.say("gate.but", none=none, tolerated=tolerated) if tolerated else none
    if gate.fail_under is not None:
        yield language.say(f"gate.rates.{gate.basis}", bound=gate.fail_under)
    elif gate.fail_on == "never":
        yield language.say("gate.none.never")


def _closed(passage: Passage, language: Language) -> Iterator[str]:
    if passage.stopped > passage.unreadable:
        said = language.series(_levels(passage, language))
        where = language.count("gate.in", passage.stopped, gaps=said) if passage.dossiers > 1 else said
        among = passage.unreadable
        yield language.count("gate.among", among, where=where) if among else where
    elif passage.unreadable:
        yield language.count("gate.unreadable", passage.unreadable)
    if passage.under and passage.lowest is not None:
        rate = whole(passage.gate.compared(passage.lowest), complete=passage.lowest.complete)
        key = f"gate.under.{passage.gate.basis}"
        yield language.count(
            key, passage.under, bound=passage.gate.fail_under, title=visible(passage.lowest.commitment.title), rate=rate
        )
    tolerated = _tolerated(passage, language)
    if tolerated:
        yield language.say("gate.tolerated", tolerated=tolerated)


def _levels(passage: Passage, language: Language) -> Iterator[str]:
    """Give how many gaps of each level close the gate: only the first is said to be gaps."""
    first = True
    for level in Level:
        n = passage.stopping[level]
        if n:
            yield language.count(f"gate.gaps.{level}" if first else f"card.gaps.{level}", n)
            first = False


def _tolerated(passage: Passage, language: Language) -> str:
    kinds = {"known": passage.known, "waived": passage.waived}
    return language.series(language.count(f"gate.{kind}", n) for kind, n in kinds.items() if n)
