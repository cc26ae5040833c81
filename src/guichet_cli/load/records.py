"""Records of saved results: what each dossier's judgement said, without the dossier nor the charter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.model import Detail, Finding, Level, Location, Outcome, Span, Status, Verdict
from guichet_cli.core.record import NUMBERS, Judged, Rated, Record
from guichet_cli.load.charter import load_charter, packaged
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.load.result import Part


def records_of(result: Part, lang: str) -> list[Record]:
    """Give the records of a result's dossiers; a language for the titles of commitments, which results do not tell."""
    result.day("as_of")
    titles: dict[str, Mapping[str, str]] = {}
    return [_record(part, result, titles, lang) for part in result.parts("dossiers")]


def _record(part: Part, result: Part, titles: dict[str, Mapping[str, str]], lang: str) -> Record:
    charter = Judged(*part.part("charter").texts("id", "version", "sha256"))
    if charter.id not in titles:
        known = load_charter(charter.id, lang).commitments if charter.id in packaged() else ()
        titles[charter.id] = {commitment.id: commitment.title for commitment in known}
    path = shown_path(part.text("path"))
    return Record(
        path=path,
        sha256=part.text("sha256"),
        project=part.part("project").optional("id"),
        phase=part.part("project").optional("phase"),
        charter=charter,
        as_of=result.text("as_of"),
        tool=result.part("tool").text("version"),
        verdict=Verdict(part.one_of("verdict", Verdict)),
        rates=tuple(_rated(rates, titles[charter.id]) for rates in part.parts("commitments")),
        findings=tuple(_finding(finding, path) for finding in part.parts("findings")),
    )


def _rated(part: Part, titles: Mapping[str, str]) -> Rated:
    name, prefix = part.texts("id", "prefix")
    return Rated(name, prefix, titles.get(name, prefix), {number: part.number(number) for number in NUMBERS})


def _finding(part: Part, path: str) -> Finding:
    credit = part.number("credit")
    if credit is None:
        part.refuse("credit")
    return Finding(
        criterion=part.text("criterion"),
        title=part.text("title"),
        commitment=part.optional("commitment") or None,
        level=Level(part.one_of("level", Level)),
        outcome=Outcome(part.one_of("outcome", Outcome)),
        credit=credit,
        evidenced=part.flag("evidenced"),
        message=part.text("message"),
        remedy=part.text("remedy"),
        locations=tuple(_location(each, path) for each in part.parts("locations"))
        or (Location(path=path, pointer=""),),
        fingerprint=part.text("fingerprint"),
        status=Status(part.one_of("status", Status)),
        proof_missing=part.flag("proof_missing"),
        claimed=part.flag("claimed"),
        waived=part.flag("waived"),
        details=tuple(
            Detail(
                pointer=each.text("pointer"),
                keyword=each.text("keyword"),
                message=each.text("message"),
                reason=each.optional("reason"),
            )
            for each in part.parts("details")
        ),
    )


def _location(part: Part, path: str) -> Location:
    found = [part.whole(key) for key in Span._fields]
    numbers = [number for number in found if number is not None]
    span = Span(*numbers) if len(numbers) == len(found) else None
    return Location(path=path, pointer=part.text("pointer"), span=span)
