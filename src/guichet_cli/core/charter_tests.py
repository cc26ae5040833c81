"""The tests that a charter carries, run with the engine that judges dossiers: what they expect, and what was found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.classes import dataclass, replace
from guichet_cli.core.failure import is_date
from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Dossier, Level, Proof, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.failure import Check
    from guichet_cli.core.model import Charter, Criterion, Finding, Rule


class Surprise(NamedTuple):
    """One thing that a test expects and does not find, in the charter's own words."""

    kind: str
    """`outcome`, `level`, `evidenced`, `warns`; `shape`, a dossier that the schemas refuse; `date`, no day to run it at."""
    expected: str
    found: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TestRun:
    """One test that was run: whose it is, its name, where the charter says it, and its surprises."""

    __test__ = False  # not one of pytest's

    criterion: str
    name: str
    pointer: str
    surprises: tuple[Surprise, ...]


def run_tests(charter: Charter, data: Mapping[str, Any], shape: Check) -> Iterator[TestRun]:
    """Run every test of a charter: `data` is what its YAML says, `charter` the nouns made of it."""
    for index, criterion in enumerate(charter.criteria):
        alone = replace(charter, criteria=(replace(criterion, status=Status.ACTIVE),), rules=())
        yield from _runs(Judge(alone, shape), criterion, data, f"/criteria/{index}")
    for index, rule in enumerate(charter.rules):
        yield from _runs(Judge(replace(charter, criteria=(), rules=(rule,)), shape), rule, data, f"/rules/{index}")


def _runs(judge: Judge, item: Criterion | Rule, data: Mapping[str, Any], pointer: str) -> Iterator[TestRun]:
    _, block, index = pointer.split("/")
    for number, test in enumerate(data[block][int(index)].get("tests", ())):
        found = tuple(_surprises(judge, item.id, test, test.get("as_of", data["tests_as_of"])))
        yield TestRun(criterion=item.id, name=test["name"], pointer=f"{pointer}/tests/{number}", surprises=found)


def _surprises(judge: Judge, name: str, test: Mapping[str, Any], day: str) -> Iterator[Surprise]:
    if not is_date(day):
        yield Surprise("date", "YYYY-MM-DD", str(day), "")
        return
    card = judge(staged(test["dossier"]), date.fromisoformat(day))
    for finding in card.findings:
        if finding.commitment is None and finding.level is not Level.WARNING:
            place = finding.location.pointer or "/"
            yield Surprise("shape", "", f"{finding.criterion} {place}", f"{finding.message} {finding.remedy}")
    finding_of = next((finding for finding in card.findings if finding.criterion == name), None)
    yield from _differences(test, finding_of)


def _differences(test: Mapping[str, Any], finding: Finding | None) -> Iterator[Surprise]:
    message = finding.message if finding else ""
    found: dict[str, Any] = {"warns": finding is not None}
    if finding is not None and "warns" not in test:
        found = {"outcome": finding.outcome, "level": finding.level, "evidenced": finding.evidenced}
    for kind, value in found.items():
        if kind in test and test[kind] != value:
            yield Surprise(kind, _word(test[kind]), _word(value), message)


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def staged(dossier: Mapping[str, Any]) -> Dossier:
    """Give a test's dossier as the engine reads one: the files that its ledger seals are taken to be there."""
    ledger = dossier.get("evidence")
    entries = [entry for entry in ledger if isinstance(entry, dict)] if isinstance(ledger, list) else []
    proofs = {
        entry["path"]: Proof(state="file", sha256=str(entry.get("sha256", "")).lower())
        for entry in entries
        if isinstance(entry.get("path"), str)
    }
    return Dossier(path="", data={"dossier": 1, **dossier}, proofs=proofs)
