"""Candidates: what may follow the words of a call, as its commands, its options and the charters say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from guichet_cli.cli.commands import register
from guichet_cli.cli.spoken import new_app
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.model import Status
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Pair = tuple[str, str]
CHOICES = re.compile(r"[\[(]?([a-z][a-z0-9_-]*(?:\|[a-z][a-z0-9_-]*)+)[\])]?")
NAMES = re.compile(r"[A-Z]{2,}")
FILES = frozenset({"FILE", "DOSSIER", "PATHS", "RESULT", "OLD", "NEW"})
CODES = frozenset({"CODE", "CODES"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """What may stand where the cursor is: words with what they mean, and files or folders where those may too."""

    kind: str = "words"
    """`words`, `files`, `dirs`: what the shell adds of its own."""
    words: tuple[Pair, ...] = ()


@dataclass(slots=True)
class _Reading:
    """How far the words of a call have been read: in which command, after which option."""

    command: Any
    params: list[Any]
    pending: Any = None
    arguments: int = 0
    only_arguments: bool = False
    values: dict[str, str] = field(default_factory=dict)

    def read(self, word: str) -> None:
        """Read one more word."""
        if self.pending is not None:
            self.values[self.pending.name], self.pending = word, None
        elif self.only_arguments or not word.startswith("-") or word == "-":
            self._argument(word)
        elif word == "--":
            self.only_arguments = True
        else:
            name, sign, value = word.partition("=")
            param = self.option(name)
            if param is not None and not getattr(param, "is_flag", False):
                if sign:
                    self.values[param.name] = value
                else:
                    self.pending = param

    def option(self, name: str) -> Any:
        """Give the option of a name, None where there is none."""
        return next((param for param in self.params if name in (*param.opts, *param.secondary_opts)), None)

    def _argument(self, word: str) -> None:
        inner = getattr(self.command, "commands", {}).get(word)
        if inner is None:
            self.arguments += 1
        else:
            self.command, self.params, self.arguments = inner, [*self.params, *inner.params], 0


def candidates(words: Sequence[str]) -> Candidates:
    """Give what may take the place of the last of some words, the name of the program left out."""
    *before, current = words or [""]
    reading = _Reading(command=(command := _command(before)), params=list(command.params))
    for word in before:
        reading.read(word)
    if reading.pending is not None:
        return _values(reading, reading.pending, current)
    if current.startswith("-") and not reading.only_arguments:
        name, sign, value = current.partition("=")
        param = reading.option(name)
        if sign and param is not None:
            found = _values(reading, param, value)
            return Candidates(kind=found.kind, words=tuple((f"{name}={word}", about) for word, about in found.words))
        return Candidates(words=tuple(_beginning(current, _options(reading))))
    inner = getattr(reading.command, "commands", None)
    if inner:
        return Candidates(words=tuple(_beginning(current, ((n, c.get_short_help_str(200)) for n, c in inner.items()))))
    arguments = [param for param in reading.command.params if param.param_type_name == "argument"]
    if not arguments or (reading.arguments >= len(arguments) and arguments[-1].nargs == 1):
        return Candidates()
    return _values(reading, arguments[min(reading.arguments, len(arguments) - 1)], current)


def _command(before: Sequence[str]) -> Any:
    """Give the tree of commands, or as much of it as the words name."""
    from guichet_cli.cli.app import main
    from guichet_cli.cli.shared import hoisted

    try:
        _, own = hoisted(before)
    except GuichetError:  # the value of a global option is what is being written
        own = []
    app = new_app("help.guichet")
    app.callback()(main)
    register(app, own[:1])
    return typer.main.get_command(app)


def _options(reading: _Reading) -> Iterator[Pair]:
    for param in reading.params:
        if param.param_type_name == "option" and not param.hidden:
            yield from ((name, param.help or "") for name in (*param.opts, *param.secondary_opts) if len(name) > 2)
    yield "--help", WORDS.say("help.help")


def _values(reading: _Reading, param: Any, current: str) -> Candidates:
    """Give what may be the value of a parameter: its metavar says what it is."""
    metavar = param.metavar or ""
    choices = CHOICES.fullmatch(metavar)
    if choices:
        return Candidates(words=tuple(_beginning(current, ((name, "") for name in choices[1].split("|")))))
    names = set(NAMES.findall(metavar))
    head, sign, tail = current.partition("=")
    if "=" in metavar and sign:
        return Candidates(kind="files") if names & FILES else Candidates(words=_after(head, tail, names))
    ending = "=" if "=" in metavar else ""
    found = [(f"{word}{ending}", about) for beginning in _sources(reading, names) for word, about in beginning(current)]
    kind = "files" if names & FILES and not ending else "dirs" if "DIR" in names else "words"
    return Candidates(kind=kind, words=tuple(found))


def _sources(reading: _Reading, names: set[str]) -> Iterator[Callable[[str], Iterator[Pair]]]:
    if "ID" in names and "FILE" in names:
        yield lambda current: _beginning(current, _charters())
    if "FORMAT" in names:
        yield lambda current: _beginning(current, ((name, "") for name in FORMATS))
    if names & CODES:
        yield lambda current: _listed(current, _codes(reading))


def _after(head: str, tail: str, names: set[str]) -> tuple[Pair, ...]:
    if "OUTCOME" not in names:
        return ()
    from guichet_cli.core.model import Outcome

    said = ((str(outcome), WORDS.say(f"outcome.{outcome}")) for outcome in Outcome)
    return tuple((f"{head}={word}", about) for word, about in _beginning(tail, said))


def _charters() -> Iterator[Pair]:
    for name in packaged():
        yield name, load_charter(name, WORDS.code).title


def _codes(reading: _Reading) -> Iterator[Pair]:
    """Give the criteria of the charter that the words name, else of the default one; none of one that is not sound."""
    try:
        charter = load_charter(reading.values.get("charter", DEFAULT), WORDS.code)
    except GuichetError:
        return
    for criterion in charter.criteria:
        if criterion.status is not Status.OBSOLETE:
            yield criterion.id, criterion.texts.title
    yield from ((rule.id, rule.title) for rule in charter.rules)


def _listed(current: str, pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Give what may end a list between commas."""
    before, comma, last = current.rpartition(",")
    for word, about in _beginning(last, pairs):
        yield f"{before}{comma}{word}", about


def _beginning(current: str, pairs: Any) -> Iterator[Pair]:
    folded = current.casefold()
    return ((word, about) for word, about in pairs if word.casefold().startswith(folded))
