"""Answers: what a person types, as the value that a dossier holds at a field, or the reason why it cannot be one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_date
from guichet_cli.core.field_words import choices
from guichet_cli.core.pointer import dotted, tokens
from guichet_cli.core.printable import UNPRINTABLE
from guichet_cli.core.statements import nearest
from guichet_cli.core.validate import DECIMAL_COMMA, FRENCH_DATE, PLAIN_NUMBER, validate
from guichet_cli.core.wording import problem_texts

if TYPE_CHECKING:
    from guichet_cli.core.failure import Check
    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Field, Fields

YES = frozenset({"oui", "o", "yes", "y", "true", "vrai"})
NO = frozenset({"non", "n", "no", "false", "faux"})
SPACES = re.compile(r"[\s\u00a0\u202f]")
DIGITS = 18
"""How many digits a number has at most: what is longer is not kept exactly."""


class RefusedError(Exception):
    """What cannot be the answer to a question, with the reason as a sentence that ends with what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def answer(text: str, pointer: str, fields: Fields, shape: Check, language: Language) -> Any:
    """Give what a text says as the answer at a place. Raises RefusedError."""
    field = fields.at("".join(f"/{'[]' if token.isdecimal() else token}" for token in tokens(pointer)))
    if field is None:
        raise RefusedError(language.say("answer.nowhere"))
    value = typed(text, field, language)
    reason = flaw(value, pointer, shape, language)
    if reason:
        raise RefusedError(reason)
    return value


def typed(text: str, field: Field, language: Language) -> Any:
    """Give a text as the type of its field: yes and no, a decimal comma, a date, a word of a list. Raises RefusedError."""
    text = text.strip()
    if UNPRINTABLE.search(text):
        raise RefusedError(language.say("answer.invisible"))
    if field.kind == "boolean":
        return _truth(text, language)
    if field.kind == "number":
        return _number(text, field, language)
    if field.kind == "date":
        return _date(text, language)
    return _choice(text, field, language) if field.schema.get("enum") else text


def flaw(value: Any, pointer: str, shape: Check, language: Language) -> str:
    """Give why a value may not stand at a place, in a sentence that ends with what to do; empty where it may."""
    data: Any = value
    for token in reversed(tokens(pointer)):
        data = [data] if token.isdecimal() else {token: data}
    _, problems = validate(data if isinstance(data, dict) else {}, shape)
    for problem in problems:
        if problem.variant == "required":
            continue  # the line that says the format's version: it is written with the answer
        inside = "".join(f"/{token}" for token in tokens(problem.pointer)[len(tokens(pointer)) :])
        params = {"field": f"`{dotted(pointer + inside)}`", **problem.params}
        _, message, remedy = problem_texts(problem.code, problem.variant, params, language)
        return f"{message} {remedy}"
    return ""


def folded(text: str) -> str:
    """Give a word as it is compared: without case, accents and kinds of apostrophe."""
    bare = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _truth(text: str, language: Language) -> bool:
    word = folded(text)
    if word in YES or word in NO:
        return word in YES
    raise RefusedError(language.say("answer.refused.boolean", found=language.quote(text)))


def _number(text: str, field: Field, language: Language) -> int | float:
    unit = str(field.schema.get("x-unit", {}).get(language.code, ""))
    digits = SPACES.sub("", text.removesuffix(unit) if unit else text)
    if len(digits) <= DIGITS and (PLAIN_NUMBER.fullmatch(digits) or DECIMAL_COMMA.fullmatch(digits)):
        number = digits.replace(",", ".")
        if "." not in number:
            return int(number)
        value = float(number)
        return int(value) if field.schema.get("type") == "integer" and value.is_integer() else value
    key = "answer.refused.integer" if field.schema.get("type") == "integer" else "answer.refused.number"
    unit = language.say("answer.refused.unit", unit=unit) if unit else ""
    raise RefusedError(language.say(key, found=language.quote(text), unit=unit))


def _date(text: str, language: Language) -> str:
    french = FRENCH_DATE.fullmatch(text)
    written = f"{french[3]}-{french[2]:0>2}-{french[1]:0>2}" if french else text
    if not is_date(written):
        raise RefusedError(language.say("answer.refused.date", found=language.quote(text)))
    return written


def _choice(text: str, field: Field, language: Language) -> str:
    known = choices(field, language)
    means = {folded(word): word for word in known}
    for word, meaning in known.items():
        means.setdefault(folded(meaning), word)
    if folded(text) in means:
        return means[folded(text)]
    allowed = ", ".join(f"{word} ({meaning})" if meaning else word for word, meaning in known.items())
    near = nearest(folded(text), list(means))
    if near:
        meant = means[near]
        raise RefusedError(
            language.say("answer.refused.choice_near", found=language.quote(text), allowed=allowed, nearest=meant)
        )
    raise RefusedError(language.say("answer.refused.choice", found=language.quote(text), allowed=allowed))
