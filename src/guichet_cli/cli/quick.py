"""The quick road: an ordinary call of `check` is understood without Typer, which costs more than the judging.

It gives what Typer gives or nothing: whatever is unusual goes to Typer, which does it or says what is wrong.
"""

from __future__ import annotations

import os

from guichet_cli.cli.call import Call
from guichet_cli.cli.declared import CHECK, WHOLE
from guichet_cli.cli.shared import hoisted, shared_by
from guichet_cli.cli.sources import configuration, defaults, globals_set, placed, refuse_environment
from guichet_cli.cli.variables import unread
from guichet_cli.core.patterns import compiling_later
from guichet_cli.errors import GuichetError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from guichet_cli.cli.call import Option

YES = frozenset({"1", "yes", "true", "on", "t", "y"})
"""What says yes in the variable of a flag."""


class _UnusualError(Exception):
    """What only Typer understands, or refuses."""


def dispatch(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name, by the shorter road, and give its exit code. Raises GuichetError."""
    call = understood(arguments)
    if call is None:
        from guichet_cli.cli.app import dispatch as by_typer

        return by_typer(arguments)
    with compiling_later():  # nearly all that PyYAML costs to import, and its parser in C uses none of it
        import yaml  # noqa: F401
    from guichet_cli.cli.check_call import answer

    try:
        return answer(call)
    except GuichetError as error:
        raise placed(call, error) from None


def understood(arguments: Sequence[str]) -> Call | None:
    """Give the call of `check` that the arguments say, None where anything is not ordinary."""
    try:
        front, own = hoisted(arguments)
        if own[:1] != ["check"] or unread((*CHECK, *WHOLE)):
            return None
        return _call(front, own[1:])
    except (GuichetError, _UnusualError):
        return None


def _call(front: Sequence[str], own: Sequence[str]) -> Call:
    """Give the call that global options and those of `check` make. Raises GuichetError or _UnusualError."""
    refuse_environment((*CHECK, *WHOLE))
    above = Call(WHOLE, *_filled(WHOLE, _typed(WHOLE, front), {}), shared={})
    above.shared = shared_by(above)
    found = configuration(above.shared)
    set_there = {} if found is None else dict(defaults(found, CHECK, whole=True))
    if found is not None:
        above.shared.update(globals_set(found, above.source))
    return Call(CHECK, *_filled(CHECK, _typed(CHECK, own), set_there), shared=above.shared, parent=above)


def _typed(options: Sequence[Option], arguments: Sequence[str]) -> dict[str, Any]:
    """Give the values of the command line, by option in the order in which they are met; the argument comes last."""
    known = {
        word: (option, word in option.opts) for option in options for word in (*option.opts, *option.secondary_opts)
    }
    found: dict[str, Any] = {}
    positional: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "-" or not argument.startswith("-"):
            positional.append(argument)
            continue
        word, sign, value = argument.partition("=") if argument.startswith("--") else (argument, "", "")
        if word not in known:
            raise _UnusualError
        option, positive = known[word]
        if not option.is_flag and not sign:
            value = next(pending, "")
        if option.is_flag != (not value) or (option.is_flag and sign) or (value.startswith("-") and value != "-"):
            raise _UnusualError
        new = positive if option.is_flag else value
        found[option.name] = (*found.get(option.name, ()), new) if option.multiple else new
    if not positional:
        return found
    if not all(positional) or options is not CHECK:
        raise _UnusualError
    return {**found, "paths": tuple(positional)}


def _filled(
    options: Sequence[Option], typed: Mapping[str, Any], set_there: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the value of each option, those of the command line first, and where it comes from."""
    params, sources = dict(typed), dict.fromkeys(typed, "COMMANDLINE")
    for option in options:
        if option.name in typed:
            continue
        value, sources[option.name] = _elsewhere(option, set_there)
        params[option.name] = tuple(value or ()) if option.multiple else value
    return params, sources


def _elsewhere(option: Option, set_there: Mapping[str, Any]) -> tuple[Any, str]:
    text = os.environ.get(option.envvar, "") if option.envvar else ""
    if text:
        return (
            text.strip().lower() in YES if option.is_flag else text.split() if option.multiple else text
        ), "ENVIRONMENT"
    if option.name in set_there:
        return set_there[option.name], "DEFAULT_MAP"
    return option.default, "DEFAULT"
