"""What moved, for machines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guichet_cli.core.compare import WAYS
from guichet_cli.core.record import NUMBERS
from guichet_cli.core.requests import counts
from guichet_cli.render.comparison_words import cause_words
from guichet_cli.render.document import as_json
from guichet_cli.render.json import FORMAT_VERSION, standing

if TYPE_CHECKING:
    from guichet_cli.core.compare import Comparison, Move, Pair
    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding
    from guichet_cli.core.record import Rated, Record
    from guichet_cli.core.requests import Followed
    from guichet_cli.render import Run


def comparison_json(comparison: Comparison, run: Run) -> str:
    """Give what moved as one JSON document."""
    ways = Counter(move.way for pair in comparison.pairs for move in pair.moves)
    asked = [each for pair in comparison.pairs for each in pair.requests]
    document = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "guichet", "version": run.version},
        "lang": run.language.code,
        "moved": not comparison.still,
        "pairs": [_pair(pair, run.language) for pair in comparison.pairs],
        "removed": [_record(record) for record in comparison.removed],
        "added": [_record(record) for record in comparison.added],
        "summary": {**{way: ways[way] for way in WAYS}, "requests": counts(asked)},
    }
    return as_json(document) + "\n"


def _pair(pair: Pair, language: Language) -> dict[str, Any]:
    return {
        "moved": not pair.still,
        "comparable": pair.same_charter,
        "old": _record(pair.old),
        "new": _record(pair.new),
        "commitments": [_rated(old, new) for old, new in pair.rates],
        "criteria": [_move(pair, move, language) for move in pair.moves],
        "requests": [_request(each) for each in pair.requests],
    }


def _request(each: Followed) -> dict[str, Any]:
    finding = each.finding
    return {
        "number": each.number,
        "criterion": finding.criterion,
        "commitment": finding.commitment,
        "level": str(finding.level),
        "fate": str(each.fate),
        "partly": each.partly,
        "fingerprint": finding.fingerprint,
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "path": record.path,
        "sha256": record.sha256,
        "project": record.project or None,
        "charter": record.charter._asdict(),
        "tool": record.tool,
        "as_of": record.as_of,
        "verdict": str(record.verdict),
    }


def _rated(old: Rated | None, new: Rated | None) -> dict[str, Any]:
    known = new or old
    return {
        "id": known.id if known else "",
        **{name: {key: _number(side, name) for key, side in (("old", old), ("new", new))} for name in NUMBERS},
    }


def _number(rated: Rated | None, name: str) -> float | None:
    exact = rated.numbers.get(name) if rated else None
    return None if exact is None else float(exact)


def _move(pair: Pair, move: Move, language: Language) -> dict[str, Any]:
    finding = move.finding
    return {
        "criterion": finding.criterion,
        "title": finding.title,
        "commitment": finding.commitment,
        "way": move.way,
        "old": _finding(move.old),
        "new": _finding(move.new),
        "causes": [
            {
                "kind": cause.kind,
                "pointers": list(cause.pointers),
                "what": cause.what or None,
                "sure": cause.sure,
                "message": cause_words(cause, pair, move, language),
            }
            for cause in move.causes
        ],
    }


def _finding(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {**standing(finding), "message": finding.message, "fingerprint": finding.fingerprint}
