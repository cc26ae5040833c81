"""Settings that are not on the command line: flag, then GUICHET_*, then `guichet.toml` or `[tool.guichet]`, then default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.cli.spoken import WORDS, Command
from guichet_cli.cli.variables import tell_strangers
from guichet_cli.core.printable import excerpt
from guichet_cli.core.refusal import refusal
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError
from guichet_cli.load.configuration import find_configuration, read_configuration
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.load.configuration import Configuration

HELP = frozenset({"-h", "--help"})
OF_THE_CALL = frozenset(
    {
        "output",
        "report",
        "write-baseline",
        "no-waivers",
        "as-of",
        "show-files",
        "show-settings",
        "watch",
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
PATHS = frozenset({"baseline", "waivers"})
SUFFIXES = (".yaml", ".yml", ".json")
TRUTHS = frozenset({"1", "0", "yes", "no", "true", "false", "on", "off", "t", "f", "y", "n"})


class Setting(NamedTuple):
    """What a key of a file sets: a parameter and, of a flag, which way."""

    param: Any
    positive: bool


class Configured(Command):
    """A command whose options a file can set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the options that are not among them from the environment or a file."""
        if HELP.isdisjoint(args):  # help is given whatever a file says
            params = self.get_params(ctx)
            _refuse_environment([*params, *ctx.parent.command.params])
            if not ctx.obj["quiet"]:
                tell_strangers([*params, *ctx.parent.command.params])
            found = configuration(ctx.obj)
            if found is not None:
                ctx.default_map = dict(_defaults(found, params, whole=ctx.info_name == "check"))
                _set_globals(found, ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a value that is refused is said to be where it comes from."""
        try:
            return super().invoke(ctx)
        except GuichetError as error:
            if "option" in error.params:
                error.params["option"] = _origin(ctx, error.params["option"])
            place = _set_elsewhere(ctx, error)
            if place:
                raise GuichetError("error.set_at", place=place, reason=refusal(error, WORDS)) from None
            raise


def configuration(options: dict[str, Any]) -> Configuration | None:
    """Give the configuration of a call: the file that it names, else the nearest. Raises GuichetError for a broken one."""
    if options["isolated"]:
        return None
    return read_configuration(options["config"]) if options["config"] else find_configuration()


def typed(ctx: Any, name: str) -> bool:
    """Tell whether an option is on the command line."""
    return source_of(ctx, name) == "COMMANDLINE"


def source_of(ctx: Any, name: str) -> str:
    """Give where the value of a parameter comes from, in Typer's words."""
    return getattr(ctx.get_parameter_source(name), "name", "DEFAULT")


def _origin(ctx: Any, option: str) -> str:
    """Give what sets an option: the option itself, a variable, or a key of a file."""
    param = next((each for each in ctx.command.params if option in each.opts), None)
    source = source_of(ctx, param.name) if param is not None else ""
    if source == "ENVIRONMENT" and param is not None:
        return str(param.envvar)
    found = configuration(ctx.obj) if source == "DEFAULT_MAP" else None
    name = option.removeprefix("--")
    keys = [key for key in (name, name.replace("-", "_")) if found is not None and key in found.values]
    return f"{found.place(keys[0])}:{keys[0]}" if found is not None and keys else option


def _set_elsewhere(ctx: Any, error: GuichetError) -> str:
    """Give what sets the file that an error cites, nothing where the call itself names it."""
    for param in ctx.command.params:
        value = ctx.params.get(param.name)
        is_file = param.name in {*PATHS, *SHARED} and isinstance(value, str)
        if is_file and shown_path(value) in error.params.values() and not typed(ctx, param.name):
            return _origin(ctx, param.opts[0])
    return ""


def _refuse_environment(params: Sequence[Any]) -> None:
    for param in params:
        value = os.environ.get(param.envvar or "", "") if isinstance(param.envvar, str) else ""
        if value and getattr(param, "is_flag", False) and value.strip().lower() not in TRUTHS:
            raise GuichetError("usage.bad_flag", name=param.envvar, value=value)


def _defaults(found: Configuration, params: Sequence[Any], *, whole: bool) -> Iterator[tuple[str, Any]]:
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
        if name == "fail-under" and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        kind = "number" if name == "fail-under" else "text"
    raise GuichetError(f"error.config_{kind}", place=place, name=name)


def _resolved(name: str, value: Any, found: Configuration) -> Any:
    """Give a setting that is a path as seen from the current folder: a file writes it from its own."""
    is_path = name in PATHS or (name == "charter" and ("/" in value or value.lower().endswith(SUFFIXES)))
    return os.path.join(found.folder, value) if is_path else value  # noqa: PTH118 a path stays as it was written


def _set_globals(found: Configuration, ctx: Any) -> None:
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
        if name != "lang" and source_of(ctx.parent, name) == "DEFAULT":
            ctx.obj[name] = value
