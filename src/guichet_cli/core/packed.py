"""Scorecards on their way between processes: only what their charter does not say already, as plain tuples."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guichet_cli.core.account import Document
from guichet_cli.core.model import (
    Detail,
    Expectation,
    Finding,
    Level,
    Location,
    Outcome,
    Quote,
    Rates,
    Scorecard,
    Span,
    Verdict,
)
from guichet_cli.core.reporting import fingerprint

if TYPE_CHECKING:
    from datetime import date

    from guichet_cli.core.model import Charter, Criterion, Rule

Packed = tuple[Any, ...]
"""A scorecard as tuples, texts and numbers."""
LEVELS, OUTCOMES, EXPECTATIONS, VERDICTS = tuple(Level), tuple(Outcome), (None, *Expectation), tuple(Verdict)
NUMBER = {each: index for members in (LEVELS, OUTCOMES, EXPECTATIONS, VERDICTS) for index, each in enumerate(members)}
HALVES = tuple(Fraction(half, 2) for half in range(3))
NOTHING = Fraction(0)
OWN = ("criterion", "title", "commitment", "fingerprint", "effort")
"""What no charter says of a finding about the form of a dossier."""


class Packer:
    """Packs the scorecards that a charter's judge gives, before any mark, and gives them back equal."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.known = [*map(_of_criterion, charter.criteria), *map(_of_rule, charter.rules)]
        """What the charter says of the finding of each criterion and rule, whatever the dossier."""
        self.number = {known["criterion"]: index for index, known in enumerate(self.known)}

    def pack(self, card: Scorecard) -> Packed:
        """Give a scorecard as tuples; texts that come again are one object, which pickle writes once."""
        texts: dict[str, str] = {}
        return (
            card.path,
            card.sha256,
            tuple(card.project.values()),
            NUMBER[card.verdict],
            tuple(map(_packed_rates, card.rates)),
            tuple([self._packed(finding, card.path, texts) for finding in card.findings]),
            dict(card.narrative),
            tuple([(*document[:-1], _place(document.location, card.path)) for document in card.documents]),
            tuple(map(tuple, card.quotes)),
        )

    def unpack(self, packed: Packed, as_of: date) -> Scorecard:
        """Give the scorecard that was packed, of this charter."""
        path, sha256, project, verdict, rates, findings, narrative, documents, quotes = packed
        commitments = self.charter.commitments
        return Scorecard(
            path=path,
            sha256=sha256,
            project=dict(zip(("id", "title", "phase", "desk"), project, strict=True)),
            charter=self.charter,
            as_of=as_of,
            verdict=VERDICTS[verdict],
            rates=tuple(
                Rates(
                    commitment=commitment,
                    evidenced=_ratio(numbers[0]),
                    declared=_ratio(numbers[1]),
                    possible=_ratio(numbers[2]),
                    coverage=_ratio(numbers[3]),
                    counts=dict(zip(map(str, OUTCOMES), counts, strict=True)),
                    claimed=claimed,
                    complete=complete,
                )
                for commitment, (numbers, counts, claimed, complete) in zip(commitments, rates, strict=bool(rates))
            ),
            findings=tuple([self._unpacked(finding, path) for finding in findings]),
            narrative=narrative,
            documents=tuple([Document._make((*said, _location(place, path))) for *said, place in documents]),
            quotes=tuple(map(Quote._make, quotes)),
        )

    def _packed(self, finding: Finding, path: str, texts: dict[str, str]) -> Packed:
        same = texts.setdefault
        head: object = self.number.get(finding.criterion)
        remedy: str | None = finding.remedy
        if not isinstance(head, int):
            head = {name: getattr(finding, name) for name in OWN}
        elif remedy == self.known[head]["remedy"]:
            remedy = None
        return (
            head,
            NUMBER[finding.level],
            NUMBER[finding.outcome],
            int(finding.credit * 2),
            finding.evidenced | finding.proof_missing << 1 | finding.claimed << 2,
            NUMBER[finding.expectation],
            _pair(finding.gain),
            same(finding.message, finding.message),
            remedy,
            tuple([_place(location, path) for location in finding.locations]),
            tuple(
                [
                    (part.pointer, part.keyword, same(part.message, part.message), part.reason)
                    for part in finding.details
                ]
            ),
        )

    def _unpacked(self, packed: Packed, path: str) -> Finding:
        head, level, outcome, halves, flags, expectation, gain, message, remedy, places, parts = packed
        known = self.known[head] if isinstance(head, int) else head
        return Finding(
            **{**known, "remedy": known["remedy"] if remedy is None else remedy},
            level=LEVELS[level],
            outcome=OUTCOMES[outcome],
            credit=HALVES[halves],
            evidenced=bool(flags & 1),
            proof_missing=bool(flags & 2),
            claimed=bool(flags & 4),
            expectation=EXPECTATIONS[expectation],
            weight=self.charter.weights.get(LEVELS[level], NOTHING) if known["commitment"] else NOTHING,
            gain=_ratio(gain) or NOTHING,
            message=message,
            locations=tuple([_location(place, path) for place in places]),
            details=tuple(
                [
                    Detail(pointer=pointer, keyword=keyword, message=said, reason=reason)
                    for pointer, keyword, said, reason in parts
                ]
            ),
        )


def _of_criterion(criterion: Criterion) -> dict[str, Any]:
    texts = criterion.texts
    return {
        "criterion": criterion.id,
        "title": texts.title,
        "commitment": criterion.commitment,
        "remedy": texts.remedy,
        "fingerprint": fingerprint(criterion.id, criterion.at),
        "status": criterion.status,
        "effort": criterion.effort,
        "asks": texts.asks,
        "references": criterion.references,
    }


def _of_rule(rule: Rule) -> dict[str, Any]:
    return {
        "criterion": rule.id,
        "title": rule.title,
        "commitment": None,
        "remedy": rule.remedy,
        "fingerprint": fingerprint(rule.id, rule.at),
        "references": rule.references,
    }


def _place(location: Location, path: str) -> Packed:
    span = location.span and tuple(location.span)
    return location.pointer, span, None if location.path == path else location.path


def _location(place: Packed, path: str) -> Location:
    pointer, span, elsewhere = place
    return Location(path=elsewhere or path, pointer=pointer, span=span and Span(*span))


def _packed_rates(rates: Rates) -> Packed:
    numbers = tuple(_pair(number) for number in (rates.evidenced, rates.declared, rates.possible, rates.coverage))
    return numbers, tuple(rates.counts.values()), rates.claimed, rates.complete


def _pair(number: Fraction | None) -> tuple[int, int] | None:
    return None if number is None else (number.numerator, number.denominator)


def _ratio(pair: tuple[int, int] | None) -> Fraction | None:
    return None if pair is None else Fraction(*pair)
