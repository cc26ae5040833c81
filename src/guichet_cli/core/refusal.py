"""Refusals: what is wrong with a call, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.printable import visible

if TYPE_CHECKING:
    from guichet_cli.core.language import Language
    from guichet_cli.errors import GuichetError


def refusal(error: GuichetError, language: Language) -> str:
    """Give what is wrong with a call and, last, what to do."""
    params = {name: visible(value) if isinstance(value, str) else value for name, value in error.params.items()}
    remedy = f"{error.key}.remedy"
    parts = [f"{error.key}.message", *([remedy] if remedy in language.messages else [])]
    return " ".join(language.say(part, **params) for part in parts)
