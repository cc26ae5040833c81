"""The words of an interview: a question in a few lines, the help that `?` gives, the groups that questions come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.criterion_words import expected_text, level_words
from guichet_cli.core.field_words import bounds, choices, own, sample, titled
from guichet_cli.core.interview import FACTS
from guichet_cli.core.pointer import dotted, resolve
from guichet_cli.core.wording import condition_text, details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.interview import Asked, Question
    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Field
    from guichet_cli.core.model import Charter, Criterion


def group_title(group: str, charter: Charter) -> str:
    """Give the title of a group of questions: the facts, or a commitment."""
    if group == FACTS:
        return charter.language.say("wizard.facts")
    return next(commitment.title for commitment in charter.commitments if commitment.id == group)


def criterion_lines(criterion: Criterion, language: Language) -> Iterator[str]:
    """Give what introduces the questions of a criterion."""
    level = level_words(criterion.level, language)
    yield language.say("form.criterion", id=criterion.id, title=criterion.texts.title, level=level)
    yield criterion.texts.asks


def question_lines(question: Question, language: Language) -> Iterator[str]:
    """Give a question: its name, what is asked there, the answers to choose from by number."""
    if question.action:
        yield language.say("wizard.action")
        return
    yield from field_lines(question.field, question.pointer, language)


def field_lines(field: Field, pointer: str, language: Language) -> Iterator[str]:
    """Give the name of a field, what is asked there, and the answers to choose from by number."""
    yield titled(field, dotted(pointer).rpartition(".")[2], language)
    about = own(field, "x-description", language)
    if about:
        yield about
    yield from choice_lines(field, language)


def choice_lines(field: Field, language: Language) -> Iterator[str]:
    """Give the answers to choose from, each with its number; none for a field without a list."""
    for number, (word, meaning) in enumerate(choices(field, language).items(), 1):
        yield language.say("wizard.choice", number=number, meaning=meaning or word)


def hint(field: Field, language: Language) -> str:
    """Give how a question is answered, in the few words before what is typed."""
    words = choices(field, language)
    if words:
        return language.say("wizard.hint.choice", n=len(words))
    if field.kind not in {"boolean", "date", "number"}:
        return ""
    unit = own(field, "x-unit", language)
    limits = bounds(field, language)
    parts = [language.say(f"wizard.hint.{field.kind}"), *([unit] if unit else []), *([limits] if limits else [])]
    return ", ".join(parts)


def help_lines(question: Question, deciding: tuple[str, ...], language: Language) -> Iterator[str]:
    """Give what helps to answer: why it is asked, how to meet it, what may be written, an example."""
    field, criterion = question.field, question.criterion
    if criterion is not None:
        yield criterion.texts.asks
        yield language.say("wizard.help.why", why=criterion.texts.why)
        yield language.say("wizard.help.remedy", remedy=criterion.texts.remedy)
        if criterion.when is not None:
            yield language.say("form.when", when=condition_text(criterion.when, language))
        yield language.say("form.expected", expected=expected_text(criterion, language))
        yield language.say("form.example", good=criterion.texts.good)
    elif deciding:
        yield language.say("wizard.help.decides", criteria=language.series(deciding))
    about = own(field, "x-description", language)
    if about:
        yield about
    yield from (
        f"  {word}{language.messages['word.colon']}{meaning}" for word, meaning in choices(field, language).items()
    )
    shown = sample(field, language)
    if shown:
        yield shown
    yield language.say("wizard.help.place", field=f"`{dotted(question.pointer)}`")
    yield language.say("wizard.legend")


def shortcoming(asked: Asked, question: Question, language: Language) -> str:
    """Give what a charter still wants of an answer just given, empty where it is enough."""
    failing = [
        failure
        for criterion, judgement in asked.lacking
        if question.criterion is not None and criterion.id == question.criterion.id
        for failure in judgement.failures
        if failure.pointer == question.pointer
    ]
    return " ".join(detail.message for detail in details(failing, language))


def waiting_facts(asked: Asked, data: Any) -> list[str]:
    """Give the facts that nobody has given and that some criterion waits for."""
    return [f"`{dotted(fact)}`" for fact in asked.facts if resolve(data, fact) is None] if asked.waiting else []
