"""What is packaged: charters, schemas, locales, found in the wheel or in the checkout."""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guichet_cli.core.language import Language
from guichet_cli.core.refusal import refusal
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "en")


def folder(name: str) -> Path:
    """Give the folder of packaged `charters` or `schemas`: in the wheel, else at the root of the checkout."""
    packaged = PACKAGE / "data" / name
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / name


@cache
def schema(name: str) -> dict[str, Any]:
    """Give a packaged JSON Schema by its file name."""
    loaded: dict[str, Any] = json.loads((folder("schemas") / name).read_bytes())
    return loaded


@cache
def language(code: str) -> Language:
    """Give the tool's own words in a language."""
    return Language(code=code, messages=json.loads((PACKAGE / "locales" / f"{code}.json").read_bytes()))


@contextmanager
def refusing(code: str) -> Iterator[None]:
    """Have the errors of a call say, as text, what the command line would say in a language."""
    if code not in LANGUAGES:
        with refusing(LANGUAGES[0]):
            raise GuichetError("usage.bad_choice", option="lang", value=code, allowed=", ".join(LANGUAGES))
    try:
        yield
    except GuichetError as error:
        error.args = (refusal(error, language(code)),)
        raise
