"""SARIF 2.1.0: results as they come, then the tool, its rules and its taxonomies. The rules are kept, the results are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Level, Outcome, Status
from guichet_cli.core.printable import visible
from guichet_cli.core.tally import Tally
from guichet_cli.render.document import as_json
from guichet_cli.render.numbers import tenth
from guichet_cli.render.places import Address, address, marked
from guichet_cli.render.sarif_rules import LEVELS, Rules, message
from guichet_cli.render.told import cut_short

if TYPE_CHECKING:
    from guichet_cli.core.model import Finding, Location, Scorecard
    from guichet_cli.render import Run

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LARGEST = 25_000
"""How many results GitHub accepts in a run: over it, the document has several runs."""
RELATED = 10
"""How many other places a result names."""


class Sarif:
    """One log, whose runs hold as many results as their readers take."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tally = Tally(gate=run.gate)
        self.runs = self.results = 0
        self.rules = Rules(run.language)
        self.bases: dict[str, None] = {}

    def begin(self) -> str:
        """Open the log and its first run."""
        return as_json({"$schema": SCHEMA, "version": "2.1.0"})[:-1] + ', "runs": [\n' + self._open()

    def add(self, card: Scorecard) -> str:
        """Give the results of one dossier."""
        self.tally.add(card)
        chunks = []
        for finding, mark in marked(card, self.run):
            if finding.gap or finding.level is Level.WARNING or self.run.show == "all":
                if self.results == LARGEST:
                    chunks += [self._close(), ",\n", self._open()]
                chunks.append((",\n" if self.results else "\n") + as_json(self._result(card, finding, mark)))
                self.results += 1
        return "".join(chunks)

    def end(self) -> str:
        """Close the last run and the log."""
        return self._close() + "\n]}\n"

    def _open(self) -> str:
        self.runs += 1
        self.results = 0
        self.rules = Rules(self.run.language)
        self.bases = {"SRCROOT": None}
        return '{"results": ['

    def _close(self) -> str:
        """Give what a run says of itself, known once its results are."""
        run, say = self.run, self.run.language.say
        driver = {
            "name": "guichet",
            "semanticVersion": run.version,
            "language": run.language.code,
            "rules": self.rules.rules,
            "supportedTaxonomies": self.rules.taxonomy_names(),
        }
        ended: dict[str, Any] = {
            "executionSuccessful": True,
            "exitCode": 0 if self.tally.cleared or run.exit_zero else 1,
        }
        if said := cut_short(run):
            told = {"level": "error", "message": message(said)}
            ended = {"executionSuccessful": False, "toolExecutionNotifications": [told]}
        tail: dict[str, Any] = {
            "tool": {"driver": driver},
            "taxonomies": self.rules.taxonomies,
            "invocations": [ended],
            "automationDetails": {"id": "guichet/" if self.runs == 1 else f"guichet-{self.runs}/"},
            "originalUriBaseIds": {
                base: {"description": message(say("sarif.root" if base == "SRCROOT" else "sarif.above", base=base))}
                for base in self.bases
            },
            "columnKind": "unicodeCodePoints",
            "language": run.language.code,
            "properties": {"asOf": run.as_of.isoformat(), "cleared": self.tally.cleared, "failOn": run.gate.fail_on},
        }
        return "\n], " + as_json(tail)[1:]

    def _result(self, card: Scorecard, finding: Finding, mark: str) -> dict[str, Any]:
        place = address(finding.location.path, self.run)
        if place.base:
            self.bases.setdefault(place.base)
        kind = kind_of(finding)
        result: dict[str, Any] = {
            "ruleId": visible(finding.criterion),
            "ruleIndex": self.rules.index(card.charter, finding),
            "kind": kind,
            "level": LEVELS[finding.level] if kind == "fail" else "none",
            "message": message(f"{finding.message} {finding.remedy}"),
            "locations": [physical(finding.location, place)],
            "partialFingerprints": {"guichet/v1": mark},
            "suppressions": [suppression(finding)] if finding.waived else [],
            "properties": {
                "outcome": str(finding.outcome),
                "level": str(finding.level),
                "gain": tenth(finding.gain, complete=True),
                "effort": finding.effort or None,
                "known": finding.known,
            },
        }
        if len(finding.locations) > 1:
            result["relatedLocations"] = [physical(other, place) for other in finding.locations[1 : 1 + RELATED]]
        if self.run.state_of is not None:
            result["baselineState"] = self.run.state_of(card, finding)
        return result


def suppression(finding: Finding) -> dict[str, str]:
    """Give the waiver of a gap as the suppression of a result."""
    because = message(finding.waived_because)["text"]
    return {"kind": "external", "status": "accepted", **({"justification": because} if because else {})}


def kind_of(finding: Finding) -> str:
    """Give what a finding is for SARIF: a gap fails; a warning is for a person to look at."""
    if finding.gap:
        return "fail"
    if finding.level is Level.WARNING:
        return "review"
    if finding.status is not Status.ACTIVE:
        return "informational"
    return "pass" if finding.outcome in {Outcome.MET, Outcome.PLANNED} else "notApplicable"


def physical(location: Location, place: Address) -> dict[str, Any]:
    """Give a place: the file, the stretch of its text, and the pointer of what stands there."""
    span = location.span
    region = {"startLine": 1}
    if span:
        region = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    artifact = {"uri": place.uri, **({"uriBaseId": place.base} if place.base else {})}
    found: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if location.pointer:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(location.pointer), "kind": "value"}]
    return found
