"""Reporting: judgements and problems as findings, in the reader's language, with places and remedies."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from guichet_cli.core.model import NOT_ASKED, PROVABLE, Detail, Finding, Level, Location, Outcome
from guichet_cli.core.wording import details, field, listed, problem_texts, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guichet_cli.core.evaluate import Judgement
    from guichet_cli.core.failure import Failure
    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Charter, Criterion, Dossier, Problem, Rule

PROBLEM_LEVELS = {"DOS-020": Level.MAJOR, "DOS-031": Level.WARNING, "DOS-032": Level.WARNING}
"""Levels of the built-in criteria; the others are blocking."""


NOTHING = Fraction(0)
# a member by its class costs ten times what it costs by a name
MET, PARTIAL, PLANNED, UNDETERMINED = Outcome.MET, Outcome.PARTIAL, Outcome.PLANNED, Outcome.UNDETERMINED


def problem_level(code: str) -> Level:
    """Give the level of a built-in criterion: waivers warn, what breaks the form of a dossier blocks."""
    return Level.WARNING if code.startswith("WAI-") else PROBLEM_LEVELS.get(code, Level.BLOCKING)


@lru_cache(maxsize=1024)
def fingerprint(criterion: str, at: str) -> str:
    """Give the name of a finding that survives reformatting and rewording: the digest of its id and its place."""
    return sha256(f"{criterion}\0{at}".encode()).hexdigest()


def problem_finding(problem: Problem, dossier: Dossier, language: Language) -> Finding:
    """Give a problem of text or shape as a finding, under its built-in criterion."""
    first = (
        Location(path=dossier.path, pointer=problem.pointer, span=problem.span)
        if problem.span
        else dossier.locate(problem.pointer)
    )
    related = tuple(Location(path=dossier.path, pointer=problem.pointer, span=span) for span in problem.related)
    params = {
        **problem.params,
        "field": field(problem.pointer),
        "line": first.span.line if first.span else 1,
        "other_line": problem.related[0].line if problem.related else 0,
    }
    title, message, remedy = problem_texts(problem.code, problem.variant, params, language)
    return Finding(
        criterion=problem.code,
        title=title,
        commitment=None,
        level=problem_level(problem.code),
        outcome=Outcome.UNMET,
        credit=Fraction(0),
        evidenced=False,
        message=message,
        remedy=remedy,
        locations=(first, *related),
        fingerprint=fingerprint(problem.code, problem.pointer),
        effort="low",
    )


def criterion_finding(criterion: Criterion, judgement: Judgement, dossier: Dossier, charter: Charter) -> Finding:
    """Give what a criterion says of a dossier, in words."""
    language = charter.language
    parts = _details(judgement, criterion, language)
    missing = judgement.outcome in PROVABLE and criterion.proof_required and not judgement.proven
    return Finding(
        criterion=criterion.id,
        title=criterion.texts.title,
        commitment=criterion.commitment,
        level=judgement.level,
        outcome=judgement.outcome,
        credit=judgement.credit,
        evidenced=judgement.proven,
        message=_message(judgement, parts, missing, language),
        remedy=_remedy(criterion, judgement, missing, language),
        locations=_locations(judgement, parts, criterion, dossier),
        fingerprint=fingerprint(criterion.id, criterion.at),
        expectation=judgement.expectation,
        status=criterion.status,
        weight=charter.weights.get(judgement.level, NOTHING),
        proof_missing=missing,
        claimed=judgement.claimed,
        effort=criterion.effort,
        asks=criterion.texts.asks,
        details=parts,
        references=criterion.references,
    )


def rule_finding(rule: Rule, failures: Sequence[Failure], dossier: Dossier, language: Language) -> Finding:
    """Give a coherence rule that warns as a finding without weight."""
    parts = details(failures, language)
    return Finding(
        criterion=rule.id,
        title=rule.title,
        commitment=None,
        level=Level.WARNING,
        outcome=Outcome.UNMET,
        credit=Fraction(0),
        evidenced=False,
        message=f"{rule.warns} {summary(parts, language)}".strip(),
        remedy=rule.remedy,
        locations=_places(parts, rule.at, dossier),
        fingerprint=fingerprint(rule.id, rule.at),
        details=parts,
        references=rule.references,
    )


def _details(judgement: Judgement, criterion: Criterion, language: Language) -> tuple[Detail, ...]:
    dated = tuple(_calendar(judgement, criterion, language)) if judgement.turns else ()
    if judgement.outcome is UNDETERMINED:
        facts = ((fact, language.say("finding.fact", field=field(fact))) for fact in judgement.unknown)
        return (*(Detail(pointer=fact, keyword="fact", message=message) for fact, message in facts), *dated)
    parts = (*details(judgement.failures, language), *dated) if judgement.failures else dated
    if not criterion.proof_required or judgement.proven or judgement.outcome not in PROVABLE:
        return parts
    return parts + tuple(_exhibit_details(judgement, criterion, language))


def _calendar(judgement: Judgement, criterion: Criterion, language: Language) -> Iterable[Detail]:
    for turn in judgement.turns:
        cited: dict[str, str] = {"day": language.day(turn.day)}
        cited |= {"before": language.say(f"level.{turn.before}"), "after": language.say(f"level.{turn.after}")}
        key = f"calendar.{turn.kind}.{'past' if turn.past else 'ahead'}"
        if turn.fields:
            fields = listed((field(pointer) for pointer in turn.fields), language)
            message = language.count(key, len(turn.fields), fields=fields, **cited)
        else:
            message = language.say(key, **cited)
        yield Detail(pointer=criterion.at, keyword="as_of", message=message, reason=turn.day)


def _exhibit_details(judgement: Judgement, criterion: Criterion, language: Language) -> Iterable[Detail]:
    for exhibit in judgement.exhibits:
        params = {**exhibit.params, "entry": exhibit.entry}
        if "path" in params:
            params["path"] = language.quote(params["path"])
        message = language.say(f"proof.{exhibit.state}", **params)
        yield Detail(pointer=exhibit.pointer, keyword="proof", message=message, reason=exhibit.state)
    if not judgement.exhibits:
        place = criterion.proof_at[0]
        pointer = place if place.startswith("/") else f"{criterion.at}/{place}"
        message = language.say("proof.none", field=field(pointer))
        yield Detail(pointer=pointer, keyword="proof", message=message, reason="none")


def _message(judgement: Judgement, parts: Sequence[Detail], missing: bool, language: Language) -> str:
    if not parts:
        return _said(judgement, "", "", missing, language).strip()
    proofs = " ".join(part.message for part in parts if part.keyword == "proof")
    reasons = summary([part for part in parts if part.keyword not in {"proof", "as_of"}], language)
    calendar = " ".join(part.message for part in parts if part.keyword == "as_of")
    return f"{_said(judgement, reasons, proofs, missing, language)} {calendar}".strip()


def _said(judgement: Judgement, reasons: str, proofs: str, missing: bool, language: Language) -> str:
    outcome = judgement.outcome
    if outcome is UNDETERMINED:
        fields = language.series(field(fact) for fact in judgement.unknown)
        return language.count("finding.undetermined", len(judgement.unknown), fields=fields)
    if outcome in NOT_ASKED:
        return language.say("finding.claimed" if judgement.claimed else f"finding.{outcome}")
    if outcome is MET:
        return language.say("finding.unproven", proofs=proofs) if missing else language.say("finding.met")
    if outcome is PARTIAL:
        return f"{language.say('finding.partial')} {reasons} {proofs}".strip()
    if outcome is PLANNED:
        return language.say("finding.planned" if judgement.credit else "finding.plan_not_enough", reasons=reasons)
    return reasons


def _remedy(criterion: Criterion, judgement: Judgement, missing: bool, language: Language) -> str:
    if judgement.outcome is UNDETERMINED:
        return language.say("finding.fill", fields=language.series(field(fact) for fact in judgement.unknown))
    if judgement.outcome is MET and missing:
        place = criterion.proof_at[0]
        pointer = place if place.startswith("/") else f"{criterion.at}/{place}"
        named = next((exhibit.entry for exhibit in judgement.exhibits), None)
        if named is not None:
            return language.say("proof.remedy.named", entry=named)
        return language.say("proof.remedy", field=field(pointer))
    return criterion.texts.remedy


def _locations(
    judgement: Judgement, parts: Sequence[Detail], criterion: Criterion, dossier: Dossier
) -> tuple[Location, ...]:
    if judgement.outcome is UNDETERMINED:
        return tuple(dossier.locate(fact) for fact in judgement.unknown)
    if judgement.plan and judgement.outcome is PLANNED:
        return (dossier.locate(judgement.plan),)
    return _places(parts, criterion.at, dossier)


def _places(parts: Sequence[Detail], at: str, dossier: Dossier) -> tuple[Location, ...]:
    """Give each place once, in the order of the reasons; the judged block itself when there is none."""
    found: dict[tuple[int, ...], Location] = {}
    for pointer in [part.pointer for part in parts if part.keyword != "as_of"] or [at]:
        location = dossier.locate(pointer)
        found.setdefault(tuple(location.span or ()), location)
    return tuple(found.values())
