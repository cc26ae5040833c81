"""Where the values of a call come from: flag, then GUICHET_*, then `guichet.toml` or `[tool.guichet]`, then default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.printable import excerpt
from guichet_cli.core.refusal import refusal
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError
from guichet_cli.load.configuration import find_configuration, read_configuration
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guichet_cli.cli.call import Call
    from guichet_cli.load.configuration import Configuration

OF_THE_CALL = frozenset(
    {
        "output",
        "out-dir",
        "report",
        "write-baseline",
        "no-waivers",
        "as-of",
        "show-files",
        "show-settings",
        "watch",
        "executor",
        "config",
        "isolated",
    }
)
"""Options that no file sets: what is written, when, and what is only looked at."""
GLOBAL = {"lang": "", "color": "", "quiet": False, "verbose": False}
"""Options that every command shares, each with a value of its type."""
CHOICES = {"lang": LANGUAGES, "color": ("auto", "always", "never")}
SHARED = frozenset({"charter"})
"""Settings of `check` that the other commands obey."""
NUMBERS = {"fail-under": 60, "jobs": 2}
"""Settings that a file may write as a number, with one that makes sense."""
PATHS = frozenset({"baseline", "waivers"})
SUFFIXES = (".yaml", ".yml", ".json")
TRUTHS = frozenset({"1", "0", "yes", "no", "true", "false", "on", "off", "t", "f", "y", "n"})


class Setting(NamedTuple):
    """What a key of a file sets: a parameter and, of a flag, which way."""

    param: Any
    positive: bool


def configuration(options: dict[str, Any]) -> Configuration | None:
    """Give the configuration of a call: the file that it names, else the nearest. Raises GuichetError for a broken one."""
    if options["isolated"]:
        return None
    return read_configuration(options["config"]) if options["config"] else find_configuration()


def placed(call: Call, error: GuichetError) -> GuichetError:
    """Give an error of a call that says where the value that it refuses comes from."""
    if "option" in error.params:
        error.params["option"] = _origin(call, error.params["option"])
    place = _set_elsewhere(call, error)
    return GuichetError("error.set_at", place=place, reason=refusal(error, WORDS)) if place else error


def _origin(call: Call, option: str) -> str:
    """Give what sets an option: the option itself, a variable, or a key of a file."""
    param = next((each for each in call.options if option in each.opts), None)
    source = call.source(param.name) if param is not None else ""
    if source == "ENVIRONMENT" and param is not None:
        return str(param.envvar)
    found = configuration(call.shared) if source == "DEFAULT_MAP" else None
    name = option.removeprefix("--")
    keys = [key for key in (name, name.replace("-", "_")) if found is not None and key in found.values]
    return f"{found.place(keys[0])}:{keys[0]}" if found is not None and keys else option


def _set_elsewhere(call: Call, error: GuichetError) -> str:
    """Give what sets the file that an error cites, nothing where the call itself names it."""
    for param in call.options:
        value = call.params.get(param.name)
        if param.name not in {*PATHS, *SHARED} or not isinstance(value, str) or call.typed(param.name):
            continue
        if shown_path(value) in error.params.values():
            return _origin(call, param.opts[0])
    return ""


def refuse_environment(params: Sequence[Any]) -> None:
    """Raise GuichetError for a variable of a flag that says neither yes nor no."""
    for param in params:
        value = os.environ.get(param.envvar or "", "") if isinstance(param.envvar, str) else ""
        if value and getattr(param, "is_flag", False) and value.strip().lower() not in TRUTHS:
            raise GuichetError("usage.bad_flag", name=param.envvar, value=value)


def defaults(found: Configuration, params: Sequence[Any], *, whole: bool) -> Iterator[tuple[str, Any]]:
    """Give the defaults that a file sets; `whole` for the command that all of its keys are for."""
    settings = dict(_settings(params))
    met = set[str]()
    for key, value in found.values.items():
        name = key.replace("_", "-")
        if name in GLOBAL or not (whole or name in SHARED):
            continue
        if name in OF_THE_CALL:
            raise GuichetError("error.config_of_call", place=found.place(key), name=name)
        if name not in settings:
            if whole:
                _refuse_unknown(found, key, [*(settings.keys() - OF_THE_CALL), *GLOBAL])
            continue
        setting = settings[name]
        if setting.param.name in met:
            raise GuichetError("error.config_twice", place=found.place(key), name=excerpt(key))
        met.add(setting.param.name)
        read = _value(setting, name, value, found.place(key))
        if read != "":
            yield setting.param.name, _resolved(name, read, found)


def _settings(params: Sequence[Any]) -> Iterator[tuple[str, Setting]]:
    for param in params:
        for positive, options in ((True, param.opts), (False, getattr(param, "secondary_opts", ()))):
            for option in options:
                if option.startswith("--") and param.name != "help":
                    yield option.removeprefix("--"), Setting(param, positive)


def _refuse_unknown(found: Configuration, key: str, known: list[str]) -> None:
    near = nearest(key.replace("_", "-"), known)
    error = "error.config_unknown_near" if near else "error.config_unknown"
    raise GuichetError(error, place=found.place(key), name=excerpt(key), nearest=near or "")


def _value(setting: Setting, name: str, value: Any, place: str) -> Any:
    """Give the value of a setting as the command line would. Raises GuichetError for one of another type."""
    if getattr(setting.param, "is_flag", False):
        if isinstance(value, bool):
            return value is setting.positive
        kind = "boolean"
    elif getattr(setting.param, "multiple", False):
        if isinstance(value, str):
            return [value] if value else []
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        kind = "list"
    else:
        if isinstance(value, str):
            return value
        if name in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        kind = "number" if name in NUMBERS else "text"
    raise GuichetError(f"error.config_{kind}", place=place, name=name, example=NUMBERS.get(name, ""))


def _resolved(name: str, value: Any, found: Configuration) -> Any:
    """Give a setting that is a path as seen from the current folder: a file writes it from its own."""
    is_path = name in PATHS or (name == "charter" and ("/" in value or value.lower().endswith(SUFFIXES)))
    return os.path.join(found.folder, value) if is_path else value  # noqa: PTH118 a path stays as it was written


def globals_set(found: Configuration, source: Callable[[str], str]) -> Iterator[tuple[str, Any]]:
    """Give the options of every command that a file sets and nothing nearer does. Raises GuichetError."""
    for key, value in found.values.items():
        name = key.replace("_", "-")
        if name not in GLOBAL:
            continue
        if type(value) is not type(GLOBAL[name]):
            kind = "text" if isinstance(GLOBAL[name], str) else "boolean"
            raise GuichetError(f"error.config_{kind}", place=found.place(key), name=name)
        if value not in CHOICES.get(name, (value,)):
            allowed = ", ".join(CHOICES[name])
            raise GuichetError("error.config_choice", place=found.place(key), name=name, allowed=allowed)
        if name != "lang" and source(name) == "DEFAULT":
            yield name, value
