"""What a batch adds up to, in sentences: how many of each verdict, phase and desk, for a page, a table or a group of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from guichet_cli.core.model import Verdict
from guichet_cli.core.row import grouped_rows, sorted_rows
from guichet_cli.render.numbers import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guichet_cli.core.row import Row
    from guichet_cli.core.tally import Tally
    from guichet_cli.render.page import Page

MOST_NAMED = 12
"""How many desks or phases a sentence names: the words of a desk are a stranger's."""
LONGEST_WORD = 64
SPREADS = (("phase", "phases"), ("desk", "desks"))


def said_verdicts(page: Page, verdicts: Mapping[str, int]) -> str:
    """Give how many dossiers there are, and of each verdict."""
    head = page.count("card.dossiers", sum(verdicts.values()))
    said = [page.count(f"verdict.number.{v}", n) for v in Verdict if (n := verdicts.get(str(v), 0))]
    return page.say("card.sentence.colon", head=head, tail=", ".join(map(_tied, said)))


def said_spreads(page: Page, tally: Tally) -> Iterator[str]:
    """Give how many dossiers there are of each phase, then of each desk; nothing of what no dossier says."""
    for kind, name in SPREADS:
        found = sorted(getattr(tally, name).items(), key=lambda item: (not item[0], -item[1], item[0]))
        said = [page.say("card.counted", name=word_of(page, kind, value), n=n) for value, n in found[:MOST_NAMED]]
        left = len(found) - MOST_NAMED
        said += [page.count("word.others", left)] if left > 0 else []
        if any(value for value, _ in found):
            yield (
                page.say("card.sentence.colon", head=page.say(f"card.by.{kind}"), tail=", ".join(map(_tied, said)))
                + "."
            )


def word_of(page: Page, kind: str, value: str) -> str:
    """Give a phase, a desk or a verdict in words; of what a dossier does not say, that it does not."""
    if not value:
        return page.say(f"card.{kind}.unknown")
    key = f"{kind}.{value}"
    return page.say(key) if key in page.language.messages else page.plain(value, LONGEST_WORD)


def groups_of(page: Page, rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[Row]]]:
    """Give the rows in the order and the groups of the run, each group with what it adds up to."""
    ordered, by = sorted_rows(rows, page.run.sort), page.run.group_by
    if by is None:
        yield "", ordered
        return
    for value, members in grouped_rows(ordered, by).items():
        word = word_of(page, by, value)
        if by == "phase" and value:
            word = page.say("card.phase", phase=word)
        verdicts = Counter(str(row.verdict) for row in members)
        said = page.count("card.dossiers", len(members)) if by == "verdict" else said_verdicts(page, verdicts)
        yield f"{word[:1].upper()}{word[1:]}{page.sign(f' {NOTHING} ')}{said}", members


def _tied(words: str) -> str:
    return words.replace(" ", "\u00a0")
