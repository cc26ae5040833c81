"""JSON: the whole of the scorecards, for machines. The form is `schemas/scorecard.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.tally import Tally
from guichet_cli.render import alike_of
from guichet_cli.render.document import as_json
from guichet_cli.render.numbers import tenth
from guichet_cli.render.written import finding_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.model import Charter, Detail, Finding, Location, Rates, Scorecard
    from guichet_cli.render import Run

FORMAT_VERSION = "1.0"


class Json:
    """One JSON document: dossiers as they come, then what they add up to."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tally = Tally(gate=run.gate)
        self.charters: dict[str, Charter] = {}
        self.alike = alike_of(run)

    def begin(self) -> str:
        """Give the head of the document."""
        head = {
            "format_version": FORMAT_VERSION,
            "tool": {"name": "guichet", "version": self.run.version},
            "as_of": self.run.as_of.isoformat(),
            "lang": self.run.language.code,
        }
        return as_json(head)[:-1] + ', "dossiers": ['

    def add(self, card: Scorecard) -> str:
        """Give one dossier."""
        separator = ",\n" if self.tally.dossiers else "\n"
        self.tally.add(card)
        if self.alike:
            self.alike.add(card)
        self.charters.setdefault(card.charter.sha256, card.charter)
        return separator + dossier_text(card)

    def end(self) -> str:
        """Give the charter, when the run has one, the summary and the gate."""
        only = next(iter(self.charters.values())) if len(self.charters) == 1 else None
        lowest = self.tally.lowest
        interrupted = self.run.interrupted()
        tail = {
            "charter": charter(only) if only else None,
            "summary": {
                "dossiers": self.tally.dossiers,
                "verdicts": dict(self.tally.verdicts),
                "gaps": dict(self.tally.gaps),
                "lowest": None
                if lowest is None
                else {"commitment": lowest.commitment.id, "declared": tenth(lowest.declared, complete=lowest.complete)},
                "phases": _spread("phase", self.tally.phases),
                "desks": _spread("desk", self.tally.desks),
                "frequent": [gap._asdict() for gap in self.tally.most_frequent()],
            },
            "gate": {
                "cleared": self.tally.cleared and not interrupted,
                "fail_on": self.run.gate.fail_on,
                "fail_under": None if self.run.gate.fail_under is None else float(self.run.gate.fail_under),
                "basis": self.run.gate.basis,
                **{name: list(codes) for name, codes in self.run.selection.told().items()},
            },
            **({"likenesses": self.alike.json()} if self.alike else {}),
            **({"interrupted": interrupted._asdict()} if interrupted else {}),
        }
        return "\n], " + as_json(tail)[1:] + "\n"


def _spread(kind: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Give how many dossiers say each value; the words are a stranger's, and no keys."""
    return [{kind: value, "dossiers": n} for value, n in sorted(counts.items()) if value]


def dossier(card: Scorecard) -> dict[str, Any]:
    """Give one scorecard as plain data."""
    return {**_head(card), "findings": [finding_json(finding, card.path) for finding in card.findings]}


def dossier_text(card: Scorecard) -> str:
    """Give one scorecard as JSON."""
    findings = ", ".join([finding_text(finding, card.path) for finding in card.findings])
    return f'{as_json(_head(card))[:-1]}, "findings": [{findings}]}}'


def _head(card: Scorecard) -> dict[str, Any]:
    return {
        "path": card.path,
        "sha256": card.sha256,
        "charter": charter(card.charter),
        "project": dict(card.project),
        "verdict": str(card.verdict),
        "commitments": [_rates(rates) for rates in card.rates],
    }


def charter(read: Charter) -> dict[str, Any]:
    """Give which charter judged, and where its text comes from."""
    return {"id": read.id, "version": read.version, "provenance": read.provenance, "sha256": read.sha256}


def _rates(rates: Rates) -> dict[str, Any]:
    return {
        "id": rates.commitment.id,
        "prefix": rates.commitment.prefix,
        **{
            name: tenth(getattr(rates, name), complete=rates.complete) for name in ("evidenced", "declared", "possible")
        },
        "coverage": tenth(rates.coverage, complete=True),
        "floor": float(rates.commitment.floor),
        "counts": dict(rates.counts),
        "claimed": rates.claimed,
    }


def finding_json(finding: Finding, path: str) -> dict[str, Any]:
    """Give all that is known of one finding."""
    return {
        "criterion": finding.criterion,
        "title": finding.title,
        "commitment": finding.commitment,
        **standing(finding),
        "known": finding.known,
        "effort": finding.effort or None,
        "gain": float(finding.gain * 10 // 1) / 10,
        "message": finding.message,
        "details": [_detail(detail) for detail in finding.details],
        "remedy": finding.remedy,
        "references": [{"ref": r.ref, "at": r.at, "title": r.title, "url": r.url} for r in finding.references],
        "location": _location(finding.location, path),
        "locations": [_location(location, path) for location in finding.locations],
        "fingerprint": finding.fingerprint,
    }


def standing(finding: Finding) -> dict[str, Any]:
    """Give where a criterion stands: how heavy it is, what is expected, what was found, and what it counts for."""
    return {
        "level": str(finding.level),
        "status": str(finding.status),
        "expectation": finding.expectation and str(finding.expectation),
        "outcome": str(finding.outcome),
        "credit": float(finding.credit),
        "gap": finding.gap,
        "evidenced": finding.evidenced,
        "proof_missing": finding.proof_missing,
        "claimed": finding.claimed,
        "waived": finding.waived,
    }


def _detail(detail: Detail) -> dict[str, Any]:
    reason = detail.reason or None
    return {"pointer": detail.pointer, "keyword": detail.keyword, "reason": reason, "message": detail.message}


def _location(location: Location, path: str) -> dict[str, Any]:
    line, column, end_line, end_column = location.span or (None, None, None, None)
    elsewhere = {} if location.path == path else {"path": location.path}
    return {
        **elsewhere,
        "pointer": location.pointer,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
