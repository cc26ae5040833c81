"""What a walk passes over: hidden entries, those that the call excludes, those that git ignores."""

# `os`, not `Path`, as in discovery:
# ruff: noqa: PTH118, PTH120

from __future__ import annotations

import os
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.patterns import later
from guichet_cli.load.discovery import ARCHIVE, EXTENSIONS, hidden
from guichet_cli.load.reading import FileLostError, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.load.discovery import Met

LARGEST = 1_000_000
"""How many bytes of a .gitignore are read; a larger one is not obeyed."""
MOST_STARS = 3
"""How many stars a pattern of a .gitignore has between two `/`: with more, matching a name may take for ever."""
STARS = later(r"\*+")


class Exclusion(NamedTuple):
    """A pattern of `--exclude`, and the absolute folder that it is written from."""

    pattern: str
    base: str


class Sieve:
    """Tells which entries of walked folders are passed over, and counts those that git ignores."""

    def __init__(self, exclusions: Sequence[Exclusion] = (), *, tops: Sequence[str] = (), git: bool = True) -> None:
        self.exclusions = exclusions
        self.git = git
        self.tops = {real_path(top) for top in tops}
        self.ignored = 0
        """How many files and folders were passed over because git ignores them."""
        self.excluded = 0
        """How many were because the call excludes them."""
        self._folders: dict[str, str] = {}
        self._rules: dict[str, list[tuple[str, Any]]] = {}

    def __call__(self, entry: Met) -> bool:
        """Tell whether an entry is passed over."""
        if hidden(entry):
            return True
        folder = os.path.dirname(entry.path)
        if folder not in self._folders:
            self._folders[folder] = real_path(folder or os.curdir)
        here = self._folders[folder]
        if any(_excludes(exclusion, here, entry.name) for exclusion in self.exclusions):
            self.excluded += 1
            return True
        in_archive = not isinstance(entry, os.DirEntry)  # git knows nothing of what an archive holds
        if (
            self.git
            and not in_archive
            and self._git_ignores(here, entry.name, is_folder=entry.is_dir(follow_symlinks=False))
        ):
            self.ignored += entry.is_dir(follow_symlinks=False) or entry.name.lower().endswith((*EXTENSIONS, ARCHIVE))
            return True
        return False

    def _git_ignores(self, folder: str, name: str, *, is_folder: bool) -> bool:
        path = os.path.join(folder, name)
        for base, rules in reversed(self.rules_of(folder)):  # the nearest .gitignore has the last word
            verdict = rules.check_file(_below(base, path) + ("/" if is_folder else "")).include
            if verdict is not None:
                return bool(verdict)
        return False

    def rules_of(self, folder: str) -> list[tuple[str, Any]]:
        """Give the rules that hold in a folder, by the folder of each .gitignore, from the root of the repository down."""
        if folder not in self._rules:
            self._rules[folder] = self._found(folder)
        return self._rules[folder]

    def _found(self, folder: str) -> list[tuple[str, Any]]:
        if not _in_repository(folder):
            return []
        above = os.path.dirname(folder)
        inherited = [] if os.path.lexists(os.path.join(folder, ".git")) else self.rules_of(above)
        if inherited and folder in self.tops and self._git_ignores(above, os.path.basename(folder), is_folder=True):  # noqa: PTH119
            inherited = []  # a folder that the call names is walked, whatever git makes of it
        own = _rules_in(folder)
        return [*inherited, (folder, own)] if own else inherited


def real_path(path: str) -> str:
    """Give a path without links, as it is where the current folder was deleted."""
    try:
        return os.path.realpath(path)
    except OSError:
        return path


def _in_repository(folder: str) -> bool:
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return True


def _rules_in(folder: str) -> Any:
    """Give the rules of a folder's .gitignore, None where it has none that can be read."""
    path = os.path.join(folder, ".gitignore")
    if not os.path.lexists(path):
        return None
    try:
        raw = read_regular(path, LARGEST)
    except FileLostError:
        return None
    lines = list(_patterns(raw)) if len(raw) <= LARGEST else []
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _patterns(raw: bytes) -> Iterator[str]:
    """Give the patterns that mean something to git and cost little to match."""
    from pathspec import GitIgnoreSpec

    for line in raw.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").split("\n"):
        parts = line.split("/")
        if len(line) > 1_000 or parts.count("**") > MOST_STARS:
            continue
        if any(len(STARS.findall(part)) > MOST_STARS for part in parts):
            continue
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        yield line


def _excludes(exclusion: Exclusion, folder: str, name: str) -> bool:
    pattern = exclusion.pattern.replace("\\", "/") if os.sep == "\\" else exclusion.pattern
    pattern = pattern.removeprefix("./").removeprefix("**/").rstrip("/")
    path = os.path.relpath(os.path.join(folder, name), exclusion.base).replace(os.sep, "/")
    return bool(pattern) and (fnmatch(name, pattern) or fnmatch(path, pattern))


def _below(base: str, path: str) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/")
