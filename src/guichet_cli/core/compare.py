"""Comparing: two records of the same dossiers → what moved, which way, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.causes import Causes, substance
from guichet_cli.core.classes import dataclass
from guichet_cli.core.model import LEVELS, Level, Outcome
from guichet_cli.core.requests import by_name, follow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.causes import Cause
    from guichet_cli.core.model import Finding
    from guichet_cli.core.record import Rated, Record
    from guichet_cli.core.requests import Followed

WORSE, BETTER, OTHER = "worse", "better", "other"
WAYS = (WORSE, BETTER, OTHER)
WORTH = {Outcome.UNMET: 0, Outcome.PLANNED: 2}
"""How near outcomes of equal credit are to being met; the others stand between."""


class Move(NamedTuple):
    """A criterion that is not what it was: before, after, which way, and why; None where a side does not have it."""

    old: Finding | None
    new: Finding | None
    way: str
    causes: tuple[Cause, ...]

    @property
    def finding(self) -> Finding:
        """The finding as it is now, else as it was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a move has at least one side")
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A dossier on both sides."""

    old: Record
    new: Record
    rates: tuple[tuple[Rated | None, Rated | None], ...]
    moves: tuple[Move, ...]
    requests: tuple[Followed, ...]
    """What was asked on either side, and what became of it."""

    @property
    def same_charter(self) -> bool:
        """Whether both sides answer the same charter, whatever its version: else criteria have nothing to do with each other."""
        return self.old.charter.id == self.new.charter.id

    @property
    def still(self) -> bool:
        """Whether nothing moved: the verdict, the numbers, the criteria, the charter."""
        numbers = all(old and new and old.numbers == new.numbers for old, new in self.rates)
        return self.same_charter and self.old.verdict is self.new.verdict and numbers and not self.moves


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What two sets of dossiers have in common, and what only one has."""

    pairs: tuple[Pair, ...]
    removed: tuple[Record, ...]
    added: tuple[Record, ...]

    @property
    def still(self) -> bool:
        """Whether nothing moved at all."""
        return not self.removed and not self.added and all(pair.still for pair in self.pairs)


def compare(old: Sequence[Record], new: Sequence[Record]) -> Comparison:
    """Give what moved between two sets of dossiers, matched by project, then by path, then by file name; two alone are one."""
    if len(old) == len(new) == 1:
        return Comparison(pairs=(_pair(old[0], new[0]),), removed=(), added=())
    matched: dict[int, int] = {}
    for key in ("project", "path", "name"):
        before, after = (_alone(side, key, set(seen)) for side, seen in ((old, matched.values()), (new, matched)))
        matched |= {index: before[name] for name, index in after.items() if name in before}
    left = set(matched.values())
    return Comparison(
        pairs=tuple(_pair(old[matched[index]], new[index]) for index in sorted(matched)),
        removed=tuple(record for index, record in enumerate(old) if index not in left),
        added=tuple(record for index, record in enumerate(new) if index not in matched),
    )


def _alone(records: Sequence[Record], key: str, matched: set[int]) -> dict[str, int]:
    """Give the place of each record, not matched yet, that alone bears a name."""
    names = [(getattr(record, key), index) for index, record in enumerate(records) if index not in matched]
    counted = Counter(name for name, _ in names)
    return {name: index for name, index in names if name and counted[name] == 1}


def _pair(old: Record, new: Record) -> Pair:
    before, after = ({rated.id: rated for rated in side.rates} for side in (old, new))
    ids = dict.fromkeys((*after, *before))
    rates = tuple((before.get(name), after.get(name)) for name in ids)
    comparable = old.charter.id == new.charter.id
    moves = sorted(_moves(old, new), key=_by_weight) if comparable else []
    return Pair(old=old, new=new, rates=rates, moves=tuple(moves), requests=follow(old, new))


def _moves(old: Record, new: Record) -> Iterator[Move]:
    causes = Causes(old, new)
    before, after = (by_name(side.findings) for side in (old, new))
    judged = old.readable and new.readable
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            found = was or now
            # of a dossier that could not be read nothing is known: its criteria did not move
            if found is not None and (judged or found.commitment is None):
                yield Move(was, now, _way(was, now), causes(was, now))
        elif substance(was) != substance(now):
            yield Move(was, now, _way(was, now), causes(was, now))


def _way(old: Finding | None, new: Finding | None) -> str:
    if _gap(old) != _gap(new):
        return WORSE if _gap(new) else BETTER
    if old is None or new is None:
        return OTHER
    for before, after in (
        (old.credit, new.credit),
        (not old.proof_missing, not new.proof_missing),
        (WORTH.get(old.outcome, 1), WORTH.get(new.outcome, 1)),
        (LEVELS.index(old.level), LEVELS.index(new.level)),
    ):
        if before != after and old.gap:
            return BETTER if after > before else WORSE
    return OTHER


def _gap(finding: Finding | None) -> bool:
    return finding is not None and finding.gap


def _by_weight(move: Move) -> tuple[int, int, str]:
    level = Level(move.finding.level)
    return WAYS.index(move.way), LEVELS.index(level), move.finding.criterion
