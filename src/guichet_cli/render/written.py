"""Scorecards as the text of JSON, written piece by piece: what a charter says of a criterion is encoded once, not in each dossier.

The same characters as `as_json` gives for `json.dossier`, which the suite compares.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from guichet_cli.render.document import as_json

if TYPE_CHECKING:
    from fractions import Fraction

    from guichet_cli.core.model import Detail, Finding, Location, Reference

TRUTH = ("false", "true")
LONGEST = 1_000
"""How many characters a text has at most whose encoded form is kept for the next time."""

_kept = lru_cache(maxsize=4096)(as_json)


def finding_text(finding: Finding, path: str) -> str:
    """Give all that is known of one finding, as `json.finding_json` does."""
    places = [_location(location, path) for location in finding.locations]
    expectation = "null" if finding.expectation is None else f'"{finding.expectation}"'
    return (
        f'{{"criterion": {quoted(finding.criterion)}, "title": {quoted(finding.title)}, '
        f'"commitment": {quoted(finding.commitment)}, "level": "{finding.level}", "status": "{finding.status}", '
        f'"expectation": {expectation}, "outcome": "{finding.outcome}", "credit": {_number(finding.credit)}, '
        f'"gap": {TRUTH[finding.gap]}, "evidenced": {TRUTH[finding.evidenced]}, '
        f'"proof_missing": {TRUTH[finding.proof_missing]}, "claimed": {TRUTH[finding.claimed]}, '
        f'"waived": {TRUTH[finding.waived]}, "known": {TRUTH[finding.known]}, "effort": {quoted(finding.effort or None)}, '
        f'"gain": {_tenths(finding.gain)}, "message": {quoted(finding.message)}, '
        f'"details": [{", ".join(map(_detail, finding.details))}], "remedy": {quoted(finding.remedy)}, '
        f'"references": {_references(finding.references)}, "location": {places[0]}, '
        f'"locations": [{", ".join(places)}], "fingerprint": {quoted(finding.fingerprint)}}}'
    )


def quoted(text: str | None) -> str:
    """Give a text between the quotation marks of JSON, with its escapes."""
    return _kept(text) if text is None or len(text) <= LONGEST else as_json(text)


def _number(value: Fraction) -> str:
    return repr(value.numerator / value.denominator)


def _tenths(value: Fraction) -> str:
    return repr((10 * value.numerator // value.denominator) / 10)


def _detail(detail: Detail) -> str:
    return (
        f'{{"pointer": {quoted(detail.pointer)}, "keyword": {quoted(detail.keyword)}, '
        f'"reason": {quoted(detail.reason or None)}, "message": {quoted(detail.message)}}}'
    )


@lru_cache(maxsize=1024)
def _references(references: tuple[Reference, ...]) -> str:
    return as_json([{"ref": r.ref, "at": r.at, "title": r.title, "url": r.url} for r in references])


def _location(location: Location, path: str) -> str:
    line, column, end_line, end_column = location.span or ("null", "null", "null", "null")
    elsewhere = "" if location.path == path else f'"path": {quoted(location.path)}, '
    return (
        f'{{{elsewhere}"pointer": {quoted(location.pointer)}, "line": {line}, "column": {column}, '
        f'"end_line": {end_line}, "end_column": {end_column}}}'
    )
