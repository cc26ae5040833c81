"""The nouns: what a dossier, a charter and a judgement are. Frozen, keyword-only, a sentence each."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple, dataclass, field, replace
from guichet_cli.core.pointer import parents, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guichet_cli.core.account import Document
    from guichet_cli.core.language import Language

EMPTY: Mapping[str, Any] = MappingProxyType({})


def _empty() -> Mapping[str, Any]:
    return EMPTY


class Level(StrEnum):
    """How much a criterion weighs: blocking, major, minor; a warning weighs nothing and is never gated."""

    BLOCKING = "blocking"
    MAJOR = "major"
    MINOR = "minor"
    WARNING = "warning"


LEVELS = tuple(Level)
"""Levels, heaviest first."""
EFFORTS = ("low", "medium", "high")


class Expectation(StrEnum):
    """What a phase asks of a criterion: nothing, a dated plan, or the full answer."""

    NONE = "none"
    PLAN = "plan"
    FULL = "full"


class Outcome(StrEnum):
    """What a criterion finds in a dossier; `evaluate` gives the first that holds, in the order of the contract."""

    MET = "met"
    PARTIAL = "partial"
    PLANNED = "planned"
    UNMET = "unmet"
    MISSING = "missing"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    NOT_DUE = "not_due"


class Verdict(StrEnum):
    """What a dossier deserves as a whole, best first."""

    ADMISSIBLE = "admissible"
    ADMISSIBLE_WITH_RESERVATIONS = "admissible_with_reservations"
    INCOMPLETE = "incomplete"
    INADMISSIBLE = "inadmissible"
    UNREADABLE = "unreadable"


class Status(StrEnum):
    """Whether a criterion counts: active; future, shown and not counted; obsolete, kept and not asked."""

    ACTIVE = "active"
    FUTURE = "future"
    OBSOLETE = "obsolete"


class Span(NamedTuple):
    """A stretch of text: 1-based lines, 1-based columns in code points, the end just after the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """A place in a dossier: its path as typed, an RFC 6901 pointer, and the span when the text has one."""

    path: str
    pointer: str
    span: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong with a dossier's text or shape: a `DOS-` code, the place, and the values that its sentence cites."""

    code: str
    pointer: str = ""
    span: Span | None = None
    related: tuple[Span, ...] = ()
    params: Mapping[str, Any] = field(default_factory=_empty)
    variant: str = ""
    """Which sentence of the code applies, as a suffix of the wording key; empty for the plain one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What the file system says of a ledger entry's file: `state` is `file`, or the reason why it is no proof."""

    state: str
    """`file` | `missing` | `outside` | `not_regular` | `empty` | `unreadable` | `too_big`"""
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """A project's file as it was read: plain data, a span for each pointer, its digest, and what went wrong on the way."""

    path: str
    data: Mapping[str, Any] | None
    """The plain data of the document, `{}` for an empty file, `None` when no mapping could be composed."""
    spans: Mapping[str, Span] = field(default_factory=_empty)
    sha256: str = ""
    problems: tuple[Problem, ...] = ()
    proofs: Mapping[str, Proof] = field(default_factory=_empty)
    """What is known of each file that the ledger names, by its path as written there."""

    def get(self, pointer: str) -> Any:
        """Give the value at an RFC 6901 pointer, or None where there is none."""
        return resolve(self.data, pointer)

    def locate(self, pointer: str) -> Location:
        """Give the place of a pointer, or of its nearest ancestor that the text has."""
        span = self.spans.get(pointer)
        if span is None:
            spans = map(self.spans.get, parents(pointer))
            span = next((span for span in spans if span is not None), None)
        return Location(path=self.path, pointer=pointer, span=span)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """Where a requirement comes from: the key of a document, the article or section, title, address, how it was seen."""

    ref: str
    at: str | None
    title: str
    issuer: str
    date: str
    url: str
    seen: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """What a criterion says to a reader, in the charter's language."""

    title: str
    asks: str
    why: str
    remedy: str
    good: str
    weak: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One thing that a charter asks, as data: when it applies, what each phase expects, what holds, what to say."""

    id: str
    commitment: str
    level: Any
    """A level, or the list of branches `[{when, is}, …, {is}]`."""
    basis: str
    status: Status
    when: Mapping[str, Any] | None
    expected: Mapping[str, Expectation]
    at: str
    schema: Mapping[str, Any]
    cases: tuple[Mapping[str, Any], ...]
    partial: Mapping[str, Any] | None
    proof_required: bool
    proof_at: tuple[str, ...]
    claimable: bool
    effort: str
    thresholds: tuple[Mapping[str, Any], ...]
    texts: Texts
    references: tuple[Reference, ...]
    example: Mapping[str, Any] | None = None
    """What a dossier writes, from its root, to be judged `met`: taken from the charter's first such test."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Commitment:
    """One of the charter's commitments: its id, the prefix of its criteria, its title, and the floor of its rate."""

    id: str
    prefix: str
    title: str
    floor: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A coherence rule: warns when its requirement fails, changes no number."""

    id: str
    when: Mapping[str, Any] | None
    at: str
    schema: Mapping[str, Any]
    title: str
    warns: str
    remedy: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Charter:
    """What dossiers are judged against, read in one language: commitments, criteria, weights, and where it comes from."""

    id: str
    version: str
    provenance: str
    title: str
    notice: str
    sha256: str
    language: Language
    weights: Mapping[str, Fraction]
    minimum_coverage: Fraction
    commitments: tuple[Commitment, ...]
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...] = ()
    guidance: Mapping[str, str] = field(default_factory=_empty)
    """The charter's own examples and advice in every language, by which a copied answer is recognised, and whose they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """One reason behind a finding: where, by which keyword, in a sentence."""

    pointer: str
    keyword: str
    message: str
    reason: str = ""
    """Of a document, the state it is in; of what a date changes, that day: what tells why without reading the sentence."""


_ACTIVE, _WARNING = Status.ACTIVE, Level.WARNING  # a member costs ten times as much by its class
NOT_ASKED = frozenset({Outcome.NOT_DUE, Outcome.NOT_APPLICABLE})
PROVABLE = frozenset({Outcome.MET, Outcome.PARTIAL})


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What one criterion says of one dossier; the same thing in every format."""

    criterion: str
    title: str
    commitment: str | None
    level: Level
    outcome: Outcome
    credit: Fraction
    evidenced: bool
    message: str
    remedy: str
    locations: tuple[Location, ...]
    fingerprint: str
    expectation: Expectation | None = None
    status: Status = Status.ACTIVE
    weight: Fraction = Fraction(0)
    proof_missing: bool = False
    """The answer counts, and the proof that its criterion requires is not there."""
    claimed: bool = False
    waived: bool = False
    """A waiver lets the gate tolerate this gap; no number ever counts it."""
    waived_because: str = ""
    """The reason of the waiver, who answers for it and until when; a saved result does not tell."""
    known: bool = False
    """The call's baseline has this gap, no lighter than it is now; no number ever counts it."""
    effort: str = ""
    asks: str = ""
    gain: Fraction = Fraction(0)
    """Points of its commitment's `declared` rate (0 to 100) that closing this gap gives."""
    details: tuple[Detail, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether the finding is on both sides of the fraction: active, due, applicable, of a commitment."""
        return self.status is _ACTIVE and self.commitment is not None and self.outcome not in NOT_ASKED

    @property
    def gap(self) -> bool:
        """Whether something is left to do: due and applicable with credit under 1, or a required proof not there."""
        if self.level is _WARNING or self.status is not _ACTIVE or self.outcome in NOT_ASKED:
            return False
        return self.proof_missing or self.credit.numerator < self.credit.denominator

    @property
    def location(self) -> Location:
        """The first place, which a reader is sent to."""
        return self.locations[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """The four numbers of a commitment, exact, 0 to 100; None when nothing is counted."""

    commitment: Commitment
    evidenced: Fraction | None
    declared: Fraction | None
    possible: Fraction | None
    coverage: Fraction | None
    counts: Mapping[str, int]
    """How many findings have each outcome."""
    claimed: int
    """How many of the not-applicable ones the lead claimed."""
    complete: bool
    """Whether every counted finding is met, so that 100 may be shown."""


class Quote(NamedTuple):
    """A long text of a dossier, or a file of its ledger, as it is compared with others: where it is and how it begins."""

    kind: str
    """`text` | `document`"""
    pointer: str
    line: int
    """0 where the text has no place."""
    column: int
    begins: str
    """Of a document, its path."""
    signature: bytes
    """What near copies share; the digest of a document."""
    source: str
    """The criterion that the charter's own text explains which it is taken from; nothing where it is not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scorecard:
    """All the findings of one dossier, its rates and its verdict: the only thing that formats receive."""

    path: str
    sha256: str
    project: Mapping[str, Any]
    """`id`, `title`, `phase`, `desk`: text, or None where the dossier does not say."""
    charter: Charter
    as_of: date
    verdict: Verdict
    rates: tuple[Rates, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[Finding, ...] = ()
    """Findings that the call does not select: lists and gate pass over them, the rates and the verdict do not."""
    narrative: Mapping[str, str] = field(default_factory=_empty)
    """What the dossier says of its project in its own words, by pointer: what reports show and nothing judges."""
    documents: tuple[Document, ...] = ()
    """The documents that the dossier names, in its ledger's order, those that are not in it last."""
    quotes: tuple[Quote, ...] = ()
    """What is compared with other dossiers, where the call asks for it: no score and no gate looks at it."""

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """The gaps, by level, then effort, then id."""
        return tuple(sorted((f for f in self.findings if f.gap), key=_by_urgency))

    @property
    def whole(self) -> Scorecard:
        """The scorecard with all that its rates and its verdict count, selected or not."""
        return replace(self, findings=(*self.findings, *self.left_out), left_out=()) if self.left_out else self

    @property
    def lowest(self) -> Rates | None:
        """The commitment with the lowest declared rate, None when nothing is counted anywhere."""
        counted = [r for r in self.rates if r.declared is not None]
        return min(counted, key=lambda r: r.declared or Fraction(0)) if counted else None


def _by_urgency(finding: Finding) -> tuple[int, int, str]:
    effort = EFFORTS.index(finding.effort) if finding.effort in EFFORTS else 0
    return LEVELS.index(finding.level), effort, finding.criterion
