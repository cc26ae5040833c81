"""A criterion's own data in words: its levels, what each phase expects, where proofs are named, its thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Expectation
from guichet_cli.core.pointer import dotted
from guichet_cli.core.wording import condition_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Criterion


def level_words(level: Any, language: Language) -> str:
    """Give the levels that a criterion can have, without their conditions: `bloquant / majeur`."""
    levels = [level] if isinstance(level, str) else [branch["is"] for branch in level]
    return " / ".join(language.say(f"level.{word}") for word in dict.fromkeys(levels))


def levels_text(level: Any, language: Language) -> str:
    """Give the level of a criterion, with what each depends on: `bloquant si …, majeur sinon`."""
    if isinstance(level, str):
        return language.say(f"level.{level}")
    parts = []
    for branch in level:
        word, when = language.say(f"level.{branch['is']}"), branch.get("when")
        if when is None:
            parts.append(language.say("explain.level_else", level=word))
        else:
            parts.append(language.say("explain.level_if", level=word, when=condition_text(when, language)))
    return language.messages["word.semicolon"].join(parts)


def expected_text(criterion: Criterion, language: Language) -> str:
    """Give what each phase expects of a criterion, leaving out those that expect nothing."""
    colon = language.messages["word.colon"]
    return ", ".join(
        f"{language.say(f'phase.{phase}')}{colon}{language.say(f'explain.expect.{expected}')}"
        for phase, expected in criterion.expected.items()
        if expected is not Expectation.NONE
    )


def proof_text(criterion: Criterion, language: Language) -> str:
    """Give the fields where a criterion's proofs are named."""
    places = (place if place.startswith("/") else f"{criterion.at}/{place}" for place in criterion.proof_at)
    return language.series((f"`{dotted(place)}`" for place in places), "or")


def threshold_text(threshold: Mapping[str, Any], language: Language) -> str:
    """Give a threshold with its field: `100 (local.n)`."""
    value = language.show(threshold["value"])
    place = str(threshold.get("at", "")).strip("/").replace("/[]", "[]").replace("/", ".")
    return f"{value} (`{place}`)" if place else value
