"""The options that every command has: found wherever they are written, and checked."""

from __future__ import annotations

import os

from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from guichet_cli.cli.call import Call

GLOBAL_WITH_VALUE = frozenset({"--lang", "--color", "--config"})
GLOBAL_FLAGS = frozenset({"--quiet", "--verbose", "--isolated"})
GLOBAL_LETTERS = frozenset("qv")


def shared_by(call: Call) -> dict[str, Any]:
    """Give the options of every command that a call of the whole asks for. Raises GuichetError for one that is not sound."""
    asked = call.params
    if asked["isolated"] and call.typed("config"):
        raise GuichetError("usage.idle_isolated")
    named = os.environ.get("GUICHET_LANG") if asked["lang"] is None else None
    langs = tuple(dict.fromkeys(asked["lang"].split(","))) if asked["lang"] else (named or WORDS.code,)
    for lang in langs:
        choice("GUICHET_LANG" if named else "--lang", lang, LANGUAGES)
    from_variable = call.source("color") == "ENVIRONMENT"
    choice("GUICHET_COLOR" if from_variable else "--color", asked["color"], ("auto", "always", "never"))
    return {"langs": langs, **{name: asked[name] for name in ("color", "quiet", "verbose", "config", "isolated")}}


def hoisted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the global options, which people write after the command as well, and the other arguments."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += ["--", *pending]
        elif argument in GLOBAL_WITH_VALUE:
            value = next(pending, None)
            if value is None:
                raise GuichetError("usage.value_missing", name=argument, help="guichet")
            front += [argument, value]
        elif _is_global(argument):
            front.append(argument)
        else:
            rest.append(argument)
    return front, rest


def _is_global(argument: str) -> bool:
    letters = argument[1:] if argument.startswith("-") else ""
    return (
        argument in GLOBAL_FLAGS
        or argument.partition("=")[0] in GLOBAL_WITH_VALUE
        or bool(letters and GLOBAL_LETTERS.issuperset(letters))
    )
