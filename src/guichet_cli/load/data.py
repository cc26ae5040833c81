"""What is packaged: charters, schemas, locales, found in the wheel or in the checkout."""

# `os`, not `Path`, which costs every start a third of an empty interpreter:
# ruff: noqa: PTH112, PTH118, PTH120, PTH123

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from guichet_cli.core.language import Language
from guichet_cli.core.refusal import refusal
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LANGUAGES = ("fr", "en")


def folder(name: str) -> str:
    """Give the folder of packaged `charters` or `schemas`: in the wheel, else at the root of the checkout."""
    packaged = os.path.join(PACKAGE, "data", name)
    return packaged if os.path.isdir(packaged) else os.path.join(os.path.dirname(os.path.dirname(PACKAGE)), name)


def contents(*path: str) -> bytes:
    """Give the bytes of a packaged file. Raises OSError."""
    with open(os.path.join(*path), "rb") as file:
        return file.read()


@cache
def schema(name: str) -> dict[str, Any]:
    """Give a packaged JSON Schema by its file name."""
    loaded: dict[str, Any] = json.loads(contents(folder("schemas"), name))
    return loaded


@cache
def language(code: str) -> Language:
    """Give the tool's own words in a language."""
    return Language(code=code, messages=json.loads(contents(PACKAGE, "locales", f"{code}.json")))


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
