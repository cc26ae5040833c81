"""Health: what this installation, this terminal and this folder are, as plain data, with what is broken and what is only good to know."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

from guichet_cli import __version__
from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.refusal import refusal
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter import is_compiled, load_charter, packaged
from guichet_cli.load.configuration import find_configuration, read_configuration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = "guichet-cli"
NEED = re.compile(r"(?P<name>[\w.-]+)(?P<range>[^;]*)(?:;\s*extra == ['\"](?P<extra>[\w-]+)['\"])?")
BOUND = re.compile(r"(>=|<)\s*(\d+(?:\.\d+)*)")
APART = frozenset({"test", "all"})
"""Extras that nobody misses."""


def examined(options: Mapping[str, Any]) -> dict[str, Any]:
    """Give all that was found; `problems` are what keeps `guichet` from working, `remarks` what limits it."""
    problems: list[dict[str, str]] = []
    remarks: list[dict[str, str]] = []
    terminal = _terminal()
    if not terminal["unicode"]:
        remarks.append(_told("doctor.plain_output", encoding=terminal["encoding"]))
    dependencies, extras = _needs(problems)
    libyaml = _libyaml()
    if not libyaml:
        remarks.append(_told("doctor.no_libyaml"))
    return {
        "format_version": "1.0",
        "tool": {"version": __version__, "language": WORDS.code},
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable,
            "platform": platform.platform(),
        },
        "terminal": terminal,
        "dependencies": dependencies,
        "yaml": {"libyaml": libyaml},
        "extras": extras,
        "configuration": _configuration(options, problems),
        "charters": list(_charters(problems, remarks)),
        "remarks": remarks,
        "problems": problems,
    }


def _told(key: str, **params: Any) -> dict[str, str]:
    return {"message": WORDS.say(f"{key}.message", **params), "remedy": WORDS.say(f"{key}.remedy", **params)}


def _refused(error: GuichetError) -> dict[str, str]:
    return {"message": refusal(error, WORDS), "remedy": ""}


def _terminal() -> dict[str, Any]:
    return {
        "encoding": streams.encoding_of(sys.stdout),
        "unicode": streams.speaks_unicode(sys.stdout),
        "errors_encoding": streams.encoding_of(sys.stderr),
        "terminal": streams.is_terminal(sys.stdout),
        "width": streams.width_of(sys.stdout),
        "color": streams.colored("auto", sys.stdout),
    }


def _needs(problems: list[dict[str, str]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the packages that this one needs, and those of its extras, each with the version that is there."""
    always: list[dict[str, Any]] = []
    extras: dict[str, list[bool]] = {}
    for need in _requirements():
        asked = NEED.match(need)
        if asked is None or asked["extra"] in APART:
            continue
        found = _version(asked["name"])
        if asked["extra"]:
            extras.setdefault(asked["extra"], []).append(found is not None and _within(found, asked["range"]))
            continue
        asks = asked["range"].strip(" ()")
        always.append({"name": asked["name"], "version": found, "asks": asks})
        if found is None or not _within(found, asks):
            problems.append(_told("doctor.dependency", name=asked["name"], asks=asks, found=found or "–"))
    return always, [{"name": name, "installed": all(there)} for name, there in extras.items()]


def _requirements() -> list[str]:
    try:
        return metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:  # run from a folder of sources
        return []


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _within(version: str, asks: str) -> bool:
    """Tell whether a version is within bounds, as far as `>=` and `<` say them: all that this package writes."""
    return all(
        _numbers(version) >= _numbers(bound) if sign == ">=" else _numbers(version) < _numbers(bound)
        for sign, bound in BOUND.findall(asks)
    )


def _numbers(version: str) -> tuple[int, ...]:
    """Give the numbers of a version, 2.0 being 2."""
    leading = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in leading[0].split(".")] if leading else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _libyaml() -> bool:
    try:
        import yaml
    except ImportError:  # told among the packages
        return False
    return bool(getattr(yaml, "__with_libyaml__", False))


def _configuration(options: Mapping[str, Any], problems: list[dict[str, str]]) -> dict[str, Any]:
    variables = sorted(name for name in os.environ if name.startswith("GUICHET_"))
    path, keys = None, []
    if not options["isolated"]:
        try:
            found = read_configuration(options["config"]) if options["config"] else find_configuration()
        except GuichetError as error:
            problems.append(_refused(error))
        else:
            path, keys = (found.path, list(found.values)) if found else (None, [])
    return {"file": path, "keys": keys, "variables": variables}


def _charters(problems: list[dict[str, str]], remarks: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    known = packaged()
    if not known:
        problems.append(_told("doctor.no_charter"))
    for name in known:
        try:
            charter = load_charter(name, WORDS.code)
            compiled = is_compiled(name)
        except Exception as error:  # noqa: BLE001 whatever is damaged there: the examination goes on
            problems.append(_told("doctor.charter", name=name, kind=type(error).__name__))
            continue
        if not compiled:
            remarks.append(_told("doctor.not_compiled", name=name))
        yield {"id": name, "version": charter.version, "sha256": charter.sha256, "compiled": compiled}
