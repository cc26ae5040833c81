"""What is explained without a dossier: a criterion, a coherence rule, a commitment, or a built-in code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guichet_cli.core.criterion_words import expected_text, level_words, levels_text, proof_text, threshold_text
from guichet_cli.core.model import Expectation, Level, Status
from guichet_cli.core.pointer import dotted
from guichet_cli.core.reporting import problem_level
from guichet_cli.core.wording import condition_text
from guichet_cli.render.explanation import LONG, Bullets, Explanation, Grid, Prose, Section, Yaml
from guichet_cli.render.numbers import exactly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Charter, Commitment, Criterion, Reference, Rule

FORM = "DOS-"
FIELD = re.compile(r"\{(\w+)\}")
__all__ = ["LONG", "of_commitment", "of_criterion", "of_problem", "of_rule"]


def of_criterion(criterion: Criterion, charter: Charter, here: Sequence[Section] = ()) -> Explanation:
    """Give what a criterion asks, why, when, how to meet it, a good and a weak answer, and where it comes from.

    `here` is what there is to say of one dossier, which comes before all that is true of any.
    """
    language = charter.language
    commitment = next(c.title for c in charter.commitments if c.id == criterion.commitment)
    level = level_words(criterion.level, language)
    parts = [commitment, level, language.say(f"explain.basis.{criterion.basis}")]
    if criterion.status is not Status.ACTIVE:
        parts.append(language.say(f"explain.status.{criterion.status}"))
    return Explanation(
        code=criterion.id,
        title=criterion.texts.title,
        about=" · ".join(parts),
        sections=[*here, *_asked(criterion, language), *_answered(criterion, language), *_sources(criterion, language)],
        notice=charter.notice,
    )


def _asked(criterion: Criterion, language: Language) -> Iterator[Section]:
    """Give what is asked, why, of whom and when."""
    yield _section("explain.asks", criterion.texts.asks, language)
    yield _section("explain.why", criterion.texts.why, language)
    yield _section("explain.when", condition_text(criterion.when, language), language)
    if not isinstance(criterion.level, str):
        yield _section("explain.levels", levels_text(criterion.level, language), language)
    yield _section("explain.expected", expected_text(criterion, language), language)


def _answered(criterion: Criterion, language: Language) -> Iterator[Section]:
    """Give how to answer, and what answers are worth."""
    yield _section("explain.where", f"`{dotted(criterion.at) or '/'}`", language)
    if criterion.proof_required:
        yield _section("explain.proof", proof_text(criterion, language), language)
    if criterion.claimable:
        yield _section("explain.claimable", language.say("explain.claimable_how"), language)
    yield _section("explain.remedy", criterion.texts.remedy, language)
    if criterion.example is not None:
        yield Section(language.say("explain.example"), [Yaml(criterion.example)])
    yield _section("explain.good", criterion.texts.good, language)
    yield _section("explain.weak", criterion.texts.weak, language)
    yield _section("explain.effort", language.say(f"effort.{criterion.effort}"), language)


def _sources(criterion: Criterion, language: Language) -> Iterator[Section]:
    editorial = [t for t in criterion.thresholds if t["origin"] == "editorial"]
    if editorial:
        said = language.series(threshold_text(t, language) for t in editorial)
        yield _section("explain.editorial", said, language)
    yield from _references(criterion.references, language)


def of_rule(rule: Rule, charter: Charter, here: Sequence[Section] = ()) -> Explanation:
    """Give what a coherence rule warns of."""
    language = charter.language
    parts = [charter.title, language.say("level.warning"), language.say("explain.no_weight")]
    sections = [
        *here,
        _section("explain.warns", rule.warns, language),
        _section("explain.when", condition_text(rule.when, language), language),
        _section("explain.remedy", rule.remedy, language),
        *_references(rule.references, language),
    ]
    return Explanation(rule.id, rule.title, " · ".join(parts), sections)


def of_problem(code: str, language: Language, here: Sequence[Section] = ()) -> Explanation:
    """Give the sentences that a built-in code can say, with their remedies."""
    messages = language.messages
    sentences = [key for key in sorted(messages) if key.startswith(f"{code}.") and key.endswith(".message")]
    said = [
        Section("", [Prose(_blanked(key, language)), Prose(_blanked(f"{key[:-8]}.remedy", language), arrow=True)])
        for key in sentences
    ]
    level = problem_level(code)
    about = f"{language.say('explain.built_in')} · {language.say(f'level.{level}')}"
    if code.startswith(FORM) and level is not Level.WARNING:
        said.insert(0, _section("explain.form", language.say("explain.form.blocks"), language))
    return Explanation(code, messages[f"{code}.title"], about, [*here, *said])


def of_commitment(commitment: Commitment, charter: Charter, here: Sequence[Section] = ()) -> Explanation:
    """Give how a commitment is counted, and what it is made of."""
    language = charter.language
    mine = [c for c in charter.criteria if c.commitment == commitment.id and c.status is not Status.OBSOLETE]
    weights = [
        f"{language.say(f'level.{level}')} {exactly(weight, language)}" for level, weight in charter.weights.items()
    ]
    counted = language.say("explain.counted", weights=", ".join(weights))
    bounds = language.say("explain.bounds", floor=commitment.floor, coverage=charter.minimum_coverage)
    heads = [language.say(f"explain.column.{name}") for name in ("criterion", "level", "effort", "from")]
    sections = [
        *here,
        Section(language.say("explain.numbers"), [Prose(counted), Prose(bounds)]),
    ]
    if not here:  # the sum names them already
        grid = Grid(heads, [_row(criterion, language) for criterion in mine], 4, [[0, 1, 2, 3], [0, 1, 3], [0, 1]])
        sections.append(Section(language.say("explain.criteria"), [grid]))
    about = language.count("explain.criteria_number", len(mine), prefix=commitment.prefix, charter=charter.title)
    return Explanation(commitment.prefix, commitment.title, about, sections, charter.notice)


def _row(criterion: Criterion, language: Language) -> Sequence[str]:
    first = next((phase for phase, asked in criterion.expected.items() if asked is not Expectation.NONE), None)
    future = criterion.status is Status.FUTURE
    since = language.say("explain.status.future") if future else language.say(f"phase.{first}") if first else "–"
    return [
        f"{criterion.id} {criterion.texts.title}",
        level_words(criterion.level, language),
        language.say(f"plan.short.{criterion.effort}"),
        since,
    ]


def _section(key: str, text: str, language: Language) -> Section:
    return Section(language.say(key), [Prose(text)])


def _references(references: Iterable[Reference], language: Language) -> Iterator[Section]:
    items = []
    for reference in references:
        at = f", {reference.at}" if reference.at else ""
        issuer = f" ({reference.issuer}, {reference.date})" if reference.date else f" ({reference.issuer})"
        seen = language.say(f"explain.seen.{reference.seen}")
        items.append((f"{reference.title}{at}{issuer} · {seen}", reference.url))
    if items:
        yield Section(language.say("explain.references"), [Bullets(items)])


def _blanked(key: str, language: Language) -> str:
    """Give a sentence with a word in the place of each of its fields."""
    messages = language.messages
    words = {name: messages.get(f"explain.blank.{name}", name) for name in FIELD.findall(messages[key])}
    return FIELD.sub(lambda found: f"‹{words[found[1]]}›", messages[key])
