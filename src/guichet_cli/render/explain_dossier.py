"""What is explained of one dossier: why an outcome is what it is, and the sum behind each number."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guichet_cli.core.conditions import holds, level_of, present
from guichet_cli.core.evaluate import PHASE
from guichet_cli.core.model import Outcome, Status, Verdict
from guichet_cli.core.pointer import resolve
from guichet_cli.core.reads import is_fact, reads
from guichet_cli.core.sums import NUMBERS, sum_of, why_apart
from guichet_cli.core.wording import condition_text, field
from guichet_cli.render.explanation import Bullets, Grid, Prose, Section
from guichet_cli.render.numbers import NOTHING, exactly, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Commitment, Criterion, Finding, Scorecard
    from guichet_cli.core.sums import Line, Sum

WORDS = 2
"""How many columns of a sum are words."""


def criterion_here(criterion: Criterion, card: Scorecard, data: Mapping[str, Any]) -> list[Section]:
    """Give what one dossier gets for a criterion, and why."""
    language = card.charter.language
    finding = _found(criterion.id, card)
    if finding is None:
        return [_here(card, [Prose(_silence(card, language))])]
    facts = sorted(pointer for pointer in reads(criterion) if is_fact(pointer))
    return [
        _here(card, [Bullets([(said, "") for said in _reasons(criterion, finding, card, data)])]),
        *_remedy(finding, language),
        Section(language.say("explain.facts"), [Bullets([(_fact(fact, data, language), "") for fact in facts])]),
    ]


def commitment_here(commitment: Commitment, card: Scorecard) -> list[Section]:
    """Give the sum behind each number that one dossier gets for a commitment, line by line."""
    language = card.charter.language
    rates = next((rates for rates in card.rates if rates.commitment.id == commitment.id), None)
    if rates is None:
        return [_here(card, [Prose(_silence(card, language))])]
    made = sum_of(card, rates)
    if not made.lines:
        return [_here(card, [Prose(language.say("sum.empty")), *_apart(made, language)])]
    equations = [(_equation(made, number, language), "") for number in NUMBERS]
    bounds = [(said, "") for said in _bounds(made, card, language)]
    return [_here(card, [_grid(made, language)]), _below(language, [Bullets([*equations, *bounds])], made)]


def findings_here(code: str, card: Scorecard) -> list[Section]:
    """Give what one dossier has under a code that may be found several times, or not at all."""
    language = card.charter.language
    found = [finding for finding in card.whole.findings if finding.criterion == code]
    if not found:
        return [_here(card, [Prose(language.say("explain.not_found"))])]
    parts = [Prose(f"{_line(finding, language)}{finding.message}") for finding in found]
    return [_here(card, [part for pair in zip(parts, map(_arrow, found), strict=True) for part in pair])]


def _found(code: str, card: Scorecard) -> Finding | None:
    return next((finding for finding in card.whole.findings if finding.criterion == code), None)


def _here(card: Scorecard, parts: Sequence[Prose | Bullets | Grid]) -> Section:
    language = card.charter.language
    return Section(language.say("explain.here", path=card.path, date=card.as_of.isoformat()), parts)


def _silence(card: Scorecard, language: Language) -> str:
    """Give why a dossier has nothing to say of a criterion: it was not read, or it is not asked any more."""
    if card.verdict is not Verdict.UNREADABLE:
        return language.say("explain.obsolete")
    return " ".join([language.say("explain.unreadable"), *(finding.message for finding in card.findings)])


def _arrow(finding: Finding) -> Prose:
    return Prose(finding.remedy, arrow=True)


def _remedy(finding: Finding, language: Language) -> Iterator[Section]:
    if finding.gap:
        yield Section(language.say("explain.to_do"), [Prose(finding.remedy, arrow=True)])


def _reasons(criterion: Criterion, finding: Finding, card: Scorecard, data: Mapping[str, Any]) -> Iterator[str]:
    """Give, in the order in which it was judged, what made the outcome."""
    language = card.charter.language
    colon = language.messages["word.colon"]
    yield _phase(finding, data, language)
    if criterion.when is not None:
        truth = {True: "yes", False: "no", None: "unknown"}[holds(criterion.when, data, card.as_of)]
        yield language.say(f"explain.applies.{truth}", condition=condition_text(criterion.when, language))
    if finding.outcome not in {Outcome.NOT_DUE, Outcome.NOT_APPLICABLE}:
        yield f"{language.say('explain.level')}{colon}{_level(criterion, data, card, language)}"
    outcome = "claimed" if finding.claimed else str(finding.outcome)
    half = outcome == Outcome.PLANNED and not finding.credit
    because = language.say("explain.because.planned_short" if half else f"explain.because.{outcome}")
    yield f"{language.say('explain.outcome')}{colon}{language.say(f'outcome.{outcome}')}. {because}"
    if finding.counted:
        yield f"{_line(finding, language)}{finding.message}"
        yield _proved(criterion, finding, language)
    yield _weight(finding, card, language)


def _phase(finding: Finding, data: Mapping[str, Any], language: Language) -> str:
    phase = resolve(data, PHASE)
    if finding.expectation is None:
        return language.say("explain.phase.unknown")
    return language.say(f"explain.phase.{finding.expectation}", phase=language.say(f"phase.{phase}"))


def _level(criterion: Criterion, data: Mapping[str, Any], card: Scorecard, language: Language) -> str:
    """Give the level, and which of its branches gave it."""
    level, unknown = level_of(criterion.level, data, card.as_of)
    word = language.say(f"level.{level}")
    if isinstance(criterion.level, str):
        return word
    if unknown:
        facts = language.series(field(fact) for fact in unknown)
        return language.say("explain.branch.unknown", level=word, facts=facts)
    branch = next(each for each in criterion.level if holds(each.get("when"), data, card.as_of))
    if branch.get("when") is None:
        return language.say("explain.branch.else", level=word)
    return language.say("explain.branch.if", level=word, condition=condition_text(branch["when"], language))


def _proved(criterion: Criterion, finding: Finding, language: Language) -> str:
    if not criterion.proof_required:
        return language.say("explain.proved.free")
    if finding.evidenced:
        return language.say("explain.proved.yes")
    return language.say("explain.proved.no" if finding.proof_missing else "explain.proved.nothing")


def _weight(finding: Finding, card: Scorecard, language: Language) -> str:
    """Give what the criterion brings to the sum of its commitment."""
    if finding.status is Status.FUTURE:
        return language.say("explain.weight.future")
    if not finding.counted:
        return language.say("explain.weight.apart")
    mine = [f.weight for f in card.whole.findings if f.counted and f.commitment == finding.commitment]
    values = {
        "weight": finding.weight,
        "credit": finding.credit,
        "product": finding.weight * finding.credit,
        "whole": sum(mine, Fraction(0)),
    }
    shown = {name: exactly(value, language) for name, value in values.items()}
    gain = _hundredth(finding.gain)
    return language.count("explain.weight", gain, gain=language.number(gain), **shown)


def _fact(pointer: str, data: Mapping[str, Any], language: Language) -> str:
    value = resolve(data, pointer)
    if not present(value):
        return language.say("explain.fact.absent", fact=field(pointer))
    items = value if isinstance(value, list) else [value]
    said = [
        "…" if isinstance(item, dict | list) else language.quote(item) if isinstance(item, str) else language.show(item)
        for item in items[:8]
    ]
    return language.say("explain.fact.is", fact=field(pointer), value=", ".join(said) or "[]")


def _line(finding: Finding, language: Language) -> str:
    span = finding.location.span
    return f"{language.say('card.line', line=str(span.line))} " if span else ""


def _grid(made: Sum, language: Language) -> Grid:
    heads = [language.say(f"sum.column.{name}") for name in ("criterion", "outcome", "weight", "credit", *NUMBERS)]
    rows = [_row(line, language) for line in made.lines]
    totals = [exactly(made.total(name), language) for name in ("weight", *NUMBERS)]
    rows.append([language.say("sum.total"), "", totals[0], "", *totals[1:]])
    return Grid(heads, rows, WORDS, [range(8), [0, *range(2, 8)], [0, 2, 4, 5]])


def _row(line: Line, language: Language) -> list[str]:
    finding = line.finding
    numbers = (line.weight, finding.credit, line.declared, line.evidenced, line.possible, line.coverage)
    name = f"{finding.criterion} {finding.title}"
    return [name, language.say(f"outcome.{finding.outcome}"), *(exactly(number, language) for number in numbers)]


def _equation(made: Sum, number: str, language: Language) -> str:
    """Give a rate as its division, with what is shown of it."""
    rate: Fraction = 100 * made.total(number) / made.total("weight")
    down = _hundredth(rate)
    shown = whole(rate, complete=made.rates.complete or number == "coverage")
    return language.say(
        "sum.equation" if down == rate else "sum.equation.cut",
        name=language.say(f"card.column.{number}"),
        part=exactly(made.total(number), language),
        whole=exactly(made.total("weight"), language),
        rate=exactly(down, language),
        shown=NOTHING if shown is None else shown,
    )


def _bounds(made: Sum, card: Scorecard, language: Language) -> Iterator[str]:
    """Give how the rate stands against its floor, and the coverage against the minimum."""
    rates = made.rates
    for key, rate, bound in (
        ("floor", rates.declared, rates.commitment.floor),
        ("minimum", rates.coverage, card.charter.minimum_coverage),
    ):
        if rate is not None:
            yield language.say(f"sum.{key}.{'under' if rate < bound else 'over'}", bound=exactly(bound, language))
    if 100 in {rates.declared, rates.evidenced, rates.possible} and not rates.complete:
        yield language.say("sum.capped")


def _below(language: Language, parts: Sequence[Prose | Bullets | Grid], made: Sum) -> Section:
    return Section(language.say("sum.title"), [*parts, *_apart(made, language)])


def _apart(made: Sum, language: Language) -> list[Prose]:
    """Give the criteria that do not count, with why."""
    reasons = why_apart(made.apart)
    if not reasons:
        return []
    semicolon, colon = language.messages["word.semicolon"], language.messages["word.colon"]
    said = [f"{_why(reason, language)}{colon}{', '.join(codes)}" for reason, codes in reasons.items()]
    return [Prose(language.say("sum.apart", reasons=semicolon.join(said)))]


def _why(reason: str, language: Language) -> str:
    return language.first(f"outcome.{reason}", f"explain.status.{reason}")


def _hundredth(value: Fraction) -> Fraction:
    """Give a number rounded down to two decimals."""
    return Fraction(value * 100 // 1, 100)
