"""Wording: failures, problems and outcomes as sentences in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Detail
from guichet_cli.core.operands import AS_OF
from guichet_cli.core.pointer import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guichet_cli.core.failure import Failure
    from guichet_cli.core.language import Language

CITED = {"found", "key", "group", "other", "nearest", "character", "word", "entry", "path", "id", "approver"}
"""Parameters that hold a dossier's own text: shown between quotation marks."""
LISTED = 8
SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


@lru_cache(maxsize=1024)
def field(pointer: str) -> str:
    """Give a pointer as a field's name between back-quotes."""
    return f"`{dotted(pointer) or '/'}`"


def detail(failure: Failure, language: Language) -> Detail:
    """Give a failure as a sentence about its place."""
    params = {name: _shown(name, value, language) for name, value in failure.params.items()}
    key = f"failure.{failure.keyword}"
    if failure.keyword == "required":
        key = "failure.required"
    elif failure.keyword == "contains" and "properties" in failure.params["wanted"]:
        key = "failure.contains.row"
    elif failure.keyword == "contains" and "minLength" in failure.params["wanted"]:
        key, params["length"] = "failure.contains.text", language.show(failure.params["wanted"]["minLength"])
    elif failure.absent and f"{key}.absent" in language.messages:
        key = f"{key}.absent"
    return Detail(
        pointer=failure.pointer,
        keyword=failure.keyword.partition(".")[0],
        message=language.first(key, "failure.other", field=field(failure.pointer), **params),
    )


def details(failures: Iterable[Failure], language: Language) -> tuple[Detail, ...]:
    """Give failures as sentences, one a place, what contradicts before what is absent."""
    ordered = sorted(failures, key=lambda failure: failure.absent)
    once: dict[str, Failure] = {}
    for failure in ordered:
        once.setdefault(failure.pointer, failure)
    return tuple(detail(failure, language) for failure in once.values())


def summary(parts: Sequence[Detail], language: Language) -> str:
    """Give one message for several reasons: the absences as one list, then each contradiction."""
    absent = [field(part.pointer) for part in parts if part.keyword == "required"]
    said = [part.message for part in parts if part.keyword != "required"]
    if absent:
        said.append(language.count("failure.absent", len(absent), fields=listed(absent, language)))
    return " ".join(said)


def listed(items: Iterable[str], language: Language) -> str:
    """Give items as a list in words, the last ones by their number where they are many."""
    every = list(items)
    if len(every) > LISTED:
        every = [*every[:LISTED], language.count("word.others", len(every) - LISTED)]
    return language.series(every)


def problem_texts(code: str, variant: str, params: Mapping[str, Any], language: Language) -> tuple[str, str, str]:
    """Give the title, the sentence and the remedy of a built-in code: the most telling that there are."""
    shown = {name: _shown(name, value, language) for name, value in params.items()}
    which, _, of = variant.partition(".")  # of a charter, a sentence may differ from that of a dossier
    keys = [f"{code}.{word}" for word in (variant, which, of) if word] + [code]
    message = language.first(*(f"{key}.message" for key in keys), **shown)
    remedy = language.first(*(f"{key}.remedy" for key in keys), **shown)
    return language.first(*(f"{key}.title" for key in keys)), message, remedy


def _shown(name: str, value: Any, language: Language) -> str:
    if name in {"formula", "subtracted", "limit"}:
        return formula(value, language)
    if name == "nested":
        return language.say(f"word.nested.{value}")
    if name == "wanted":
        return wanted(value, language)
    if isinstance(value, tuple | list | frozenset):
        items = [f"`{language.show(item)}`" for item in (sorted(value) if isinstance(value, frozenset) else value)]
        return language.series(items, "or")
    return language.quote(value) if name in CITED and isinstance(value, str) else language.show(value)


def formula(operand: Any, language: Language) -> str:
    """Give an operand as arithmetic people read, with its values: `uses_per_year` (38 000) × 0,001; a list as a series."""
    if isinstance(operand, tuple):
        name, value = operand
        if name == AS_OF:
            return language.say("formula.as_of", date=language.show(value))
        return f"`{dotted(name) if name.startswith('/') else '.'.join(name.split('/'))}` ({language.show(value)})"
    if isinstance(operand, list):
        return language.series(formula(part, language) for part in operand)
    if isinstance(operand, dict):
        (name, parts), *_ = operand.items()
        if isinstance(parts, str):
            return language.say(f"formula.{name}", field=f"`{'.'.join(parts.split('/'))}`")
        sign = {"sum": " + ", "product": " × ", "difference": " − "}[name]
        said = [(part, formula(part, language)) for part in parts]
        return sign.join(f"({text})" if name != "sum" and _adds(part) else text for part, text in said)
    return language.show(operand)


def _adds(operand: Any) -> bool:
    return isinstance(operand, dict) and not operand.keys().isdisjoint({"sum", "difference"})


def wanted(schema: Mapping[str, Any], language: Language) -> str:
    """Give what a list must contain, as far as constants and lists of values say it."""
    if "const" in schema:
        return f"`{language.show(schema['const'])}`"
    if "enum" in schema:
        return language.series((f"`{language.show(value)}`" for value in schema["enum"]), "or")
    members = {key: wanted(sub, language) for key, sub in schema.get("properties", {}).items()}
    said = [f"`{key}`{language.messages['word.colon']}{value}" for key, value in members.items() if value]
    return language.series(said or [f"`{key}`" for key in schema.get("required", ())])


def condition_text(condition: Mapping[str, Any] | None, language: Language, *, inside: bool = False) -> str:
    """Give a condition as a reader says it, with its facts by name."""
    if condition is None:
        return language.messages["condition.always"]
    for word, name in (("and", "all"), ("or", "any")):
        if name in condition:
            parts = [condition_text(part, language, inside=True) for part in condition[name]]
            text = f" {language.messages[f'word.{word}']} ".join(parts)
            return f"({text})" if inside and len(parts) > 1 else text
    if "not" in condition:
        return language.say("condition.not", condition=condition_text(condition["not"], language, inside=True))
    if "as_of" in condition:
        ((word, day),) = condition["as_of"].items()
        return language.say(f"condition.{word}", date=language.day(day))
    return _fact_text(condition, language)


def _fact_text(condition: Mapping[str, Any], language: Language) -> str:
    fact = field(condition["fact"])
    if "is" in condition:
        return language.say("condition.is", fact=fact, value=f"`{language.show(condition['is'])}`")
    if "in" in condition:
        values = language.series((f"`{language.show(value)}`" for value in condition["in"]), "or")
        return language.say("condition.is", fact=fact, value=values)
    sign = next(name for name in ("gt", "ge", "lt", "le") if name in condition)
    return f"{fact} {SIGNS[sign]} {language.show(condition[sign])}"
