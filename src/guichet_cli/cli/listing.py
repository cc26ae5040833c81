"""What `guichet check` shows instead of judging: its settings, or the files that it would read."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from guichet_cli.cli import streams
from guichet_cli.cli.sources import OF_THE_CALL, configuration
from guichet_cli.cli.words import WORDS
from guichet_cli.core.printable import visible
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.discovery import opens, walks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.cli.call import Call
    from guichet_cli.load.dossier import Plan

WALKS = frozenset({"exclude", "respect_gitignore"})
"""Options that only a walk heeds: through folders, and the first of them through archives."""


def refuse_idle(call: Call, paths: Sequence[str] | None) -> None:
    """Raise GuichetError for an option on the command line that has no effect there."""
    asked = call.params
    options = {name: option for name in asked if (option := _typed_option(call, name)) and name != "paths"}
    if "basis" in options and asked["fail_under"] is None:
        raise GuichetError("usage.idle_basis")
    if asked["show_settings"]:
        if "show_files" in options:
            raise GuichetError("usage.idle_listing", option="--show-files", listing="--show-settings")
        return
    if asked["show_files"]:
        for option in (option for name, option in options.items() if name not in {*WALKS, "show_files"}):
            raise GuichetError("usage.idle_listing", option=option, listing="--show-files")
    for name in WALKS & options.keys():
        if not any(walks(path) or (name == "exclude" and opens(path)) for path in paths or ()):
            raise GuichetError("usage.idle_walk", option=options[name])


def show_files(plan: Plan, *, quiet: bool) -> int:
    """Print the path of each file that would be read, one a line; say which archives hold documents, and no dossier."""
    read = (f"{visible(entry.path)}\n" for entry in plan.entries if not entry.aside)
    streams.put(read, streams.encoding_of(sys.stdout))
    if not quiet:
        for entry in plan.entries:
            if entry.aside:
                streams.tell(WORDS.say("note.aside", path=visible(entry.path)))
    return ExitCode.CLEARED


def show_settings(call: Call) -> int:
    """Print each setting as a configuration file would write it, with where its value comes from."""
    lines = list(_settings(call))
    width = max(len(line) for line, _ in lines)
    streams.put((f"{line:<{width}}  # {source}\n" for line, source in lines), streams.encoding_of(sys.stdout))
    return ExitCode.CLEARED


def _settings(call: Call) -> Iterator[tuple[str, str]]:
    for param in call.options:
        name = max(param.opts, key=len).removeprefix("--")
        value = call.params.get(param.name)
        if param.name in {"paths", "help", "show_settings"} or (name in OF_THE_CALL and not value):
            continue
        source = _source(call, param, name)
        if value in (None, [], ()):
            yield f"# {name} =", source
        else:
            yield f"{'# ' if name in OF_THE_CALL else ''}{name} = {_toml(value)}", source
    for name in ("lang", "color"):
        above = call.parent or call
        param = next(each for each in above.options if each.name == name)
        value = WORDS.code if name == "lang" else call.shared[name]
        yield f"{name} = {_toml(value)}", _source(above, param, name)


def _source(call: Call, param: Any, name: str) -> str:
    """Give where the value of a parameter comes from, in words."""
    source = call.source(param.name)
    if source == "COMMANDLINE":
        return WORDS.say("settings.call")
    variable = "GUICHET_LANG" if name == "lang" else param.envvar
    if source == "ENVIRONMENT" or (name == "lang" and os.environ.get("GUICHET_LANG") == WORDS.code):
        return str(variable)
    found = configuration(call.shared)
    for key in (name, name.replace("-", "_"), f"no-{name}", f"no_{name.replace('-', '_')}"):
        if found is not None and key in found.values:
            return found.place(key)
    return WORDS.say("settings.default")


def _toml(value: Any) -> str:
    """Give a value as TOML: JSON writes these the same."""
    return json.dumps(
        [visible(item) for item in value] if isinstance(value, list | tuple) else _harmless(value), ensure_ascii=False
    )


def _harmless(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value


def _typed_option(call: Call, name: str) -> str:
    """Give an option as it stands on the command line, nothing when it does not."""
    if not call.typed(name):
        return ""
    param = next(each for each in call.options if each.name == name)
    options = param.opts if call.params[name] is not False else param.secondary_opts or param.opts
    return str(max(options, key=len))
