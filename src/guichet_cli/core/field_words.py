"""A field of a dossier in words: its name, what is asked there, the values it may have, how an answer is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Field

SENTENCE_END = ".!?…"


def own(field: Field, keyword: str, language: Language) -> str:
    """Give what a schema says of its field in a language: `x-title`, `x-description`, `x-unit`; empty where it says nothing."""
    return str(field.schema.get(keyword, {}).get(language.code, ""))


def titled(field: Field, name: str, language: Language) -> str:
    """Give the name of a field for people; its key where the schema has none."""
    return own(field, "x-title", language) or name


def described(field: Field, name: str, language: Language) -> str:
    """Give the name of a field and what is asked there, as sentences."""
    parts = (titled(field, name, language), own(field, "x-description", language))
    return " ".join(_sentence(part) for part in parts if part)


def choices(field: Field, language: Language) -> dict[str, str]:
    """Give the words that a field may be answered with, each with its meaning; none for a field without a list."""
    meanings = field.schema.get("x-enum", {})
    return {str(word): str(meanings.get(word, {}).get(language.code, "")) for word in field.schema.get("enum", ())}


def bounds(field: Field, language: Language) -> str:
    """Give the limits of a number: `de 0 à 100`, `0 au moins`; empty for a field without any."""
    low, high = field.schema.get("minimum"), field.schema.get("maximum")
    if low is not None and high is not None:
        return language.say("field.between", low=low, high=high)
    if low is not None:
        return language.say("field.least", low=low)
    return language.say("field.most", high=high) if high is not None else ""


def written(field: Field, language: Language) -> str:
    """Give how an answer is written in a dossier: `true` or `false`, a date, a number with its unit and limits."""
    if field.schema.get("enum") or field.kind in {"any", "object", "list"}:
        return ""
    parts = [language.say(f"field.written.{field.kind}")] if field.kind != "text" else []
    unit = own(field, "x-unit", language)
    parts += [language.say("field.unit", unit=unit)] if unit else []
    parts += [bounds(field, language)] if bounds(field, language) else []
    sentence = ", ".join(parts)
    return _sentence(sentence[:1].upper() + sentence[1:]) if sentence else ""


def sample(field: Field, language: Language) -> str:
    """Give the example of a field in a sentence, empty for one without any."""
    shown = [str(each) for each in field.schema.get("examples", ()) if isinstance(each, str | int | float)]
    return language.say("field.example", example=", ".join(shown)) if shown else ""


def words_of(text: str) -> Iterator[str]:
    """Give the words of a text, broken at plain spaces and line ends only: a no-break space holds its word together."""
    return (word for word in re.split(r"[ \t\r\n]+", text) if word)


def _sentence(text: str) -> str:
    return text if text.endswith(tuple(SENTENCE_END)) else f"{text}."


def named(pointer: str) -> str:
    """Give the last key of a pointer."""
    return pointer.rpartition("/")[2]


def value_shown(value: Any, field: Field, language: Language) -> str:
    """Give an answer as a person reads it: the meaning of a word, yes or no, a decimal comma."""
    if isinstance(value, bool):
        return language.say("answer.yes" if value else "answer.no")
    if isinstance(value, list):
        return ", ".join(value_shown(item, field, language) for item in value) or language.say("answer.none")
    return choices(field, language).get(str(value), "") or language.show(value)
