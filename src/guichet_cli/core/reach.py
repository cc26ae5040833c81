"""Reaching a verdict: the smallest set of gaps to close, of those the one that asks the least effort."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.model import EFFORTS, Level, Verdict
from guichet_cli.core.scoring import ANSWERED
from guichet_cli.core.suppose import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.core.model import Commitment, Finding, Scorecard

TARGETS = (Verdict.ADMISSIBLE, Verdict.ADMISSIBLE_WITH_RESERVATIONS)
NOTHING = Fraction(0)
Cost = tuple[int, ...]


class Worth(NamedTuple):
    """What closing a gap adds to its commitment: weight of answered criteria, and weight of credit."""

    answered: Fraction
    credit: Fraction


def smallest(card: Scorecard, target: Verdict) -> tuple[Finding, ...]:
    """Give the fewest gaps that, once closed, bring a readable dossier to a verdict at least; none when it is there.

    Every gap of a level that the verdict tolerates no gap of is in it, and so is every mistake of form. What is left are gaps of one
    commitment that add to its coverage and to its rate: each kind of them adds as much as the next kind to both or more, so taking
    the best kinds first takes the fewest.
    """
    barred = {Level.BLOCKING} | ({Level.MAJOR} if target is Verdict.ADMISSIBLE else set())
    needed = [gap for gap in card.gaps if gap.level in barred or gap.commitment is None]
    after = settled(card.findings, frozenset(needed))
    for commitment in card.charter.commitments:
        mine = [finding for finding in after if finding.commitment == commitment.id and finding.counted]
        needed += _fewest(mine, _lacks(mine, commitment, card, target))
    return tuple(needed)


def _lacks(mine: Sequence[Finding], commitment: Commitment, card: Scorecard, target: Verdict) -> Worth:
    """Give the weight that a commitment lacks to have its coverage and, for the best verdict, its floor."""
    whole = sum((f.weight for f in mine), NOTHING)
    answered = sum((f.weight for f in mine if f.outcome in ANSWERED), NOTHING)
    credit = sum((f.weight * f.credit for f in mine), NOTHING)
    floor = commitment.floor if target is Verdict.ADMISSIBLE else NOTHING
    return Worth(card.charter.minimum_coverage * whole / 100 - answered, floor * whole / 100 - credit)


def _fewest(mine: Iterable[Finding], lacks: Worth) -> list[Finding]:
    """Give the fewest gaps that make up for what is lacking, those of the least effort where several sets are as small."""
    kinds: dict[Worth, list[Finding]] = {}
    for gap in sorted((f for f in mine if f.gap), key=_by_effort):
        kinds.setdefault(_worth(gap, lacks), []).append(gap)
    best = [(worth, kinds[worth]) for worth in sorted(kinds, reverse=True) if any(worth)]
    size = _size(best, lacks)
    sets = (
        [g for (_, gaps), n in zip(best, taken, strict=True) for g in gaps[:n]] for taken in _splits(best, size, lacks)
    )
    return min(sets, key=_cost)


def _worth(gap: Finding, lacks: Worth) -> Worth:
    """Give what closing a gap adds of what is lacking."""
    answered = gap.weight if lacks.answered > 0 and gap.outcome not in ANSWERED else NOTHING
    return Worth(answered, gap.weight * (1 - gap.credit) if lacks.credit > 0 else NOTHING)


def _size(best: Sequence[tuple[Worth, Sequence[Finding]]], lacks: Worth) -> int:
    """Give how many gaps it takes when the best kinds are taken first."""
    size = 0
    for worth, gaps in best:
        for _ in gaps:
            if lacks.answered <= 0 and lacks.credit <= 0:
                return size
            size += 1
            lacks = Worth(lacks.answered - worth.answered, lacks.credit - worth.credit)
    return size


def _splits(best: Sequence[tuple[Worth, Sequence[Finding]]], size: int, lacks: Worth) -> Iterator[tuple[int, ...]]:
    """Give how many gaps of each kind make up a set of a size that is enough."""
    if not best:
        if size == 0 and lacks.answered <= 0 and lacks.credit <= 0:
            yield ()
        return
    (worth, gaps), *others = best
    for n in range(min(size, len(gaps)) + 1):
        left = Worth(lacks.answered - n * worth.answered, lacks.credit - n * worth.credit)
        yield from ((n, *rest) for rest in _splits(others, size - n, left))


def _by_effort(gap: Finding) -> tuple[int, str]:
    return EFFORTS.index(gap.effort) if gap.effort in EFFORTS else 0, gap.criterion


def _cost(gaps: Sequence[Finding]) -> tuple[Cost, list[str]]:
    """Give what a set asks: how many gaps of high effort, then of medium; then their ids, so that the choice is one."""
    efforts = [gap.effort for gap in gaps]
    return tuple(efforts.count(effort) for effort in reversed(EFFORTS)), sorted(gap.criterion for gap in gaps)
