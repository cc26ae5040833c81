"""A plan in words: what a step gains, what its group is about, how far each verdict is, what is to be known beside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from guichet_cli.core.model import EFFORTS, LEVELS, Outcome, Verdict
from guichet_cli.core.reach import TARGETS
from guichet_cli.render.numbers import NOTHING, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding, Rates, Scorecard
    from guichet_cli.core.plan import Action, Plan, Step

NUMBERS = ("declared", "evidenced", "possible", "coverage")
NAMED = 8
"""How many criteria a sentence names."""


def points(gain: Fraction, *, sure: bool = True) -> str:
    """Give points as people read them, rounded down: `+8`, `< 1`, `≤ 8` where a fact decides, a dash for none."""
    if not gain:
        return NOTHING
    if gain < 1:
        return "<\u00a01"
    return f"+{gain // 1}" if sure else f"≤\u00a0{gain // 1}"


def heading(group: str, steps: Sequence[Step], language: Language) -> str:
    """Give what a group of steps is about, and how many they are."""
    verdicts = {str(verdict) for verdict in Verdict}
    cited = {"verdict": language.quote(language.say(f"verdict.{group}"))} if group in verdicts else {}
    key = "plan.group.verdict" if cited else f"plan.group.{group}"
    return f"{language.say(key, **cited)} ({len(steps)})"


def grouped(steps: Iterable[Step]) -> dict[str, list[Step]]:
    """Give steps by what they are about, in the order of the plan."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.group, []).append(step)
    return groups


def distances(plan: Plan, language: Language) -> Iterator[str]:
    """Give how many gaps are to be closed at least to reach each verdict that is not reached, and their effort."""
    if plan.card.verdict is Verdict.UNREADABLE:
        return
    wanted = (plan.target,) if plan.target else reversed(TARGETS)
    for target in wanted:
        word = language.say(f"verdict.{target}")
        steps = [step for step in plan.steps if target in step.needed]
        if steps:
            counts = Counter(step.finding.effort for step in steps)
            efforts = [language.count(f"plan.effort.{effort}", counts[effort]) for effort in EFFORTS if counts[effort]]
            yield language.count("plan.distance", len(steps), verdict=word, efforts=language.series(efforts))
        elif plan.target:
            yield language.say("plan.reached", verdict=word)


def remarks(plan: Plan, language: Language) -> Iterator[str]:
    """Give what is to be known beside: single gaps that change the verdict, actions that are enough, facts that decide."""
    order = list(Verdict)
    for verdict in order[: order.index(plan.card.verdict)]:
        alone = [step.finding for step in plan.shown if not step.promise and step.alone is verdict]
        if alone:
            word = language.quote(language.say(f"verdict.{verdict}"))
            yield language.count("plan.alone", len(alone), codes=codes(alone, language), verdict=word)
    enough = [step.finding for step in plan.shown if step.plan_suffices]
    if enough:
        yield language.count("plan.suffices", len(enough), codes=codes(enough, language))
    if any(not step.sure for step in plan.shown):
        yield language.say("plan.unsure")


def supposition(plan: Plan, language: Language) -> str:
    """Give what is supposed, as the beginning of a sentence."""
    said = [
        language.say("plan.supposed.mended" if _of_form(code, plan) else f"plan.supposed.{outcome}", code=code)
        for code, outcome in plan.what_if.items()
    ]
    return language.say("plan.if", supposed=language.series(said))


def moves(before: Scorecard, after: Scorecard, language: Language) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the title of each commitment with its numbers before and after."""
    for old, new in zip(before.rates, after.rates, strict=True):
        yield old.commitment.title, [_move(old, new, name, language) for name in NUMBERS]


def verdicts(before: Scorecard, after: Scorecard, language: Language) -> str:
    """Give the verdict before and after."""
    old, new = (language.say(f"verdict.{card.verdict}") for card in (before, after))
    return language.say("diff.verdict.same", new=new) if old == new else language.say("diff.verdict", old=old, new=new)


def title(step: Step, language: Language) -> str:
    """Give the title of a step: of a mistake of form, its line tells it from the others."""
    span = step.finding.location.span
    if step.finding.commitment is not None or span is None:
        return step.finding.title
    return f"{step.finding.title} {language.say('card.line', line=str(span.line))}"


def promised(step: Step, action: Action, language: Language) -> str:
    """Give what was promised about a step, and by whom."""
    said = language.say("card.sentence.colon", head=step.finding.criterion, tail=action.action or NOTHING)
    return f"{said} ({action.owner})" if action.owner else said


def codes(findings: Sequence[Finding], language: Language) -> str:
    """Give the codes of the first findings, and how many others there are."""
    ordered = sorted(findings, key=lambda f: (LEVELS.index(f.level), f.criterion))
    named = list(dict.fromkeys(finding.criterion for finding in ordered))
    left = len(named) - NAMED
    return language.series([*named[:NAMED], language.count("word.others", left)] if left > 0 else named)


def _move(old: Rates, new: Rates, name: str, language: Language) -> str:
    shown = [whole(getattr(rates, name), complete=rates.complete or name == "coverage") for rates in (old, new)]
    first, last = (NOTHING if n is None else str(n) for n in shown)
    if first == last:
        return NOTHING if shown[0] is None else language.say("card.rate", n=shown[0])
    return f"{first} → {NOTHING if shown[1] is None else language.say('card.rate', n=shown[1])}"


def _of_form(code: str, plan: Plan) -> bool:
    """Tell whether a code is one of mistakes of form, which are mended and not met."""
    findings = plan.before.findings if plan.before else ()
    return plan.what_if[code] is Outcome.MET and any(f.criterion == code and f.commitment is None for f in findings)
