"""A record: what a scorecard says, whether it was judged just now or read back from a saved result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.model import Verdict
from guichet_cli.core.reads import reads
from guichet_cli.core.scoring import floored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from guichet_cli.core.model import Criterion, Finding, Rates, Scorecard

NUMBERS = ("declared", "evidenced", "possible", "coverage")
Numbers = dict[str, "Fraction | None"]


class Judged(NamedTuple):
    """The charter that judged: its id, its version, its digest."""

    id: str
    version: str
    sha256: str


class Rated(NamedTuple):
    """The numbers of a commitment, floored to a tenth as results give them; None when nothing is counted."""

    id: str
    prefix: str
    title: str
    numbers: Numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What is known of one judgement of one dossier."""

    path: str
    sha256: str
    project: str
    """The project's id, empty where the dossier does not say."""
    phase: str
    charter: Judged
    as_of: str
    tool: str
    """The version of the tool that judged."""
    verdict: Verdict
    rates: tuple[Rated, ...]
    findings: tuple[Finding, ...]
    data: Mapping[str, Any] | None = None
    """What the dossier says; None for a saved result, which does not tell."""
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    """What the charter asks; empty for a saved result."""
    again: Callable[[str], tuple[Finding, ...]] | None = None
    """Judges the same dossier at another date; None for a saved result."""

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return self.path.rpartition("/")[2]

    @property
    def readable(self) -> bool:
        """Whether there was a dossier to judge."""
        return self.verdict is not Verdict.UNREADABLE

    def reads(self, criterion: str) -> frozenset[str] | None:
        """Give the places that a criterion looks at, None when the charter is not known."""
        known = self.criteria.get(criterion)
        return None if known is None else reads(known)


def record_of(
    card: Scorecard,
    *,
    tool: str,
    data: Mapping[str, Any] | None,
    again: Callable[[str], tuple[Finding, ...]] | None = None,
) -> Record:
    """Give the record of a scorecard that was judged just now."""
    project, phase = (card.project.get(key) for key in ("id", "phase"))
    return Record(
        path=card.path,
        sha256=card.sha256,
        project=project if isinstance(project, str) else "",
        phase=phase if isinstance(phase, str) else "",
        charter=Judged(card.charter.id, card.charter.version, card.charter.sha256),
        as_of=card.as_of.isoformat(),
        tool=tool,
        verdict=card.verdict,
        rates=tuple(_rated(rates) for rates in card.rates),
        findings=card.findings,
        data=data,
        criteria={criterion.id: criterion for criterion in card.charter.criteria},
        again=again,
    )


def _rated(rates: Rates) -> Rated:
    numbers: Numbers = {}
    for name in NUMBERS:
        exact = getattr(rates, name)
        whole = rates.complete or name == "coverage"
        numbers[name] = None if exact is None else floored(exact, 10, complete=whole)
    return Rated(rates.commitment.id, rates.commitment.prefix, rates.commitment.title, numbers)
