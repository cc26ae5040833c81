"""Configuration: `guichet.toml`, or `[tool.guichet]` of a pyproject.toml, from the current folder upward.

It is never looked for beside a dossier: dossiers come from strangers.
"""

# `os`, not `Path`, as in discovery; a folder found by climbing is shown as `../..`:
# ruff: noqa: PTH118, PTH119, PTH120

from __future__ import annotations

import os
from functools import cache
from typing import Any

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.patterns import later
from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular

OWN, SHARED, TABLE = "guichet.toml", "pyproject.toml", "tool.guichet"
LARGEST = 1_000_000
AT = later(r" \(at line (\d+), column (\d+)\)$")
AT_END = " (at end of document)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """The settings of a file: keys as written, their values, and where each stands."""

    path: str
    """As shown: relative to the current folder where it was looked for."""
    folder: str
    """What relative paths in it are relative to."""
    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    searched: bool = False
    """Whether it was found by climbing, not named."""

    def place(self, key: str) -> str:
        """Give `path:line` of a key, the path alone where its line is not found."""
        return f"{self.path}:{self.lines[key]}" if key in self.lines else self.path


@cache
def find_configuration() -> Configuration | None:
    """Give the nearest configuration from the current folder upward, None without one. Raises GuichetError: a broken one."""
    try:
        here = os.path.realpath(os.getcwd())  # noqa: PTH109
    except OSError:  # it was deleted
        return None
    climbed = ""
    while True:
        for name in (OWN, SHARED):
            if os.path.lexists(os.path.join(here, name)):
                found = _read(os.path.join(climbed, name), searched=True)
                if found is not None:
                    return found
        above = os.path.dirname(here)
        if above == here:
            return None
        here, climbed = above, os.path.join(climbed, os.pardir)


@cache
def read_configuration(path: str) -> Configuration:
    """Give the configuration of a file that the call names. Raises GuichetError: no such file, or a broken one."""
    if not os.path.lexists(path):
        raise GuichetError("error.path_missing", path=shown_path(path))
    found = _read(path, searched=False)
    if found is None:
        raise GuichetError("error.config_table", path=shown_path(path))
    return found


def _read(path: str, *, searched: bool) -> Configuration | None:
    """Give what a file sets, None for a pyproject.toml that sets nothing here."""
    import tomllib

    shown = shown_path(path)
    text = _text(path, shown)
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = AT.search(str(error))
        place = f"{shown}:{at[1]}:{at[2]}" if at else shown
        if str(error).endswith(AT_END):
            place = f"{shown}:{len(text.rstrip().splitlines()) or 1}"
        raise GuichetError("error.config_unreadable", place=place) from None
    shared = os.path.basename(path) == SHARED
    if shared:
        tool = values.get("tool")
        table = tool.get("guichet") if isinstance(tool, dict) else None
        if table is None:
            return None
        if not isinstance(table, dict):
            raise GuichetError("error.config_unreadable", place=shown)
        values = table
    return Configuration(
        path=shown,
        folder=os.path.dirname(path),
        values=values,
        lines=_lines(text, values, TABLE if shared else ""),
        searched=searched,
    )


def _text(path: str, shown: str) -> str:
    try:
        raw = read_regular(path, LARGEST)
        if len(raw) <= LARGEST:
            return raw.decode("utf-8-sig")
    except FileLostError:
        raise GuichetError("error.path_unreadable", path=shown) from None
    except UnicodeDecodeError:
        pass
    raise GuichetError("error.config_unreadable", place=shown)


def _lines(text: str, values: dict[str, Any], table: str) -> dict[str, int]:
    """Give the line of each key of a table: TOML readers do not say, so the text is looked at."""
    found: dict[str, int] = {}
    inside = not table
    for number, line in enumerate(text.split("\n"), 1):
        head = line.strip()
        key = head.partition("=")[0].strip().strip("\"'")
        if head.startswith("["):
            name = head.partition("]")[0].strip("[ \t").replace('"', "").replace(" ", "")
            inside = name == table
            key = name.removeprefix(f"{table}.").partition(".")[0]
            if not inside and (not table or name.startswith(f"{table}.")) and key in values:
                found.setdefault(key, number)
        elif inside and key in values:
            found.setdefault(key, number)
    return found
