"""Which language the tool speaks, known before anything else is imported: help texts are made in it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from guichet_cli.errors import GuichetError
from guichet_cli.load.data import LANGUAGES, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guichet_cli.core.language import Language

FRENCH_PRIMARY_ID, ENGLISH_PRIMARY_ID = 0x0C, 0x09
"""Windows' numbers of the two languages: https://learn.microsoft.com/windows/win32/intl/language-identifiers"""


def asked(arguments: Sequence[str], option: str = "--lang") -> str | None:
    """Give what an option says on the command line, None without it."""
    found = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and position + 1 < len(arguments):
            found = arguments[position + 1]
        elif argument.startswith(f"{option}="):
            found = argument.partition("=")[2]
    return found


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Give the language: `--lang`, `GUICHET_LANG`, a configuration, the locale, that of Windows, else French."""
    first = (asked(arguments) or "").partition(",")[0]  # of several languages, the one of the terminal
    for wish in (first, environment.get("GUICHET_LANG")):
        if wish in LANGUAGES:
            return str(wish)
    configured = _configured(arguments, environment)
    if configured in LANGUAGES:
        return str(configured)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        wish = environment.get(variable, "")[:2].lower()
        if wish in LANGUAGES:
            return wish
    return _windows() or "fr"


def _configured(arguments: Sequence[str], environment: Mapping[str, str]) -> object:
    """Give what a configuration says; one that is broken is refused later, in a language that does not need it."""
    from guichet_cli.load.configuration import find_configuration, read_configuration

    if "--isolated" in arguments:
        return None
    named = asked(arguments, "--config") or environment.get("GUICHET_CONFIG")
    try:
        found = read_configuration(named) if named else find_configuration()
    except GuichetError:
        return None
    return found.values.get("lang") if found else None


def _windows() -> str | None:
    if sys.platform != "win32":
        return None
    import ctypes

    primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
    return {FRENCH_PRIMARY_ID: "fr", ENGLISH_PRIMARY_ID: "en"}.get(primary)


def speech() -> Language:
    """Give the language of this process."""
    return language(choose(sys.argv[1:], os.environ))
