"""Failures: what a requirement that does not hold gives, and the predicates that its keywords share."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    Path = tuple[Any, ...] | None
    """Where a check stands: a chain of (parent, token), built into a pointer only when something fails."""
    Teller = Callable[[Any, Path, "Scene", list["Failure"]], None]
    """Adds what a value fails."""
    Holds = Callable[[Any, "Scene"], bool]
    """Tells whether a value holds, at the least cost."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBERS = (int, float)  # a union in its place is made anew at each question


class Scene(NamedTuple):
    """What a requirement may look at beside the value it stands on: the dossier's root and the run's date."""

    root: Any
    as_of: str
    guidance: Container[str] = ()
    """The charter's own examples and advice, as `sincerity.plain` gives them."""


class Failure(NamedTuple):
    """A requirement that does not hold: where, by which keyword, whether by an absence, and the values to cite."""

    pointer: str
    keyword: str
    absent: bool
    params: Mapping[str, Any]


class Check:
    """A compiled schema: whether a value holds, and what it fails, which is only worked out where it does not hold."""

    __slots__ = ("_make", "_teller", "holds")

    def __init__(self, holds: Holds, make: Callable[[], Teller]) -> None:
        self.holds = holds
        self._make = make
        self._teller: Teller | None = None

    @classmethod
    def later(cls, compiled: Callable[[], Check]) -> Check:
        """Give a check that is compiled when it is first asked."""

        def holds(value: Any, scene: Scene) -> bool:
            made = compiled()
            check.holds, check._make = made.holds, made._make
            return made.holds(value, scene)

        check = cls(holds, lambda: check.tell)
        return check

    def tell(self, value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        """Add what a value fails."""
        if not self.holds(value, scene):
            if self._teller is None:
                self._teller = self._make()
            self._teller(value, path, scene, out)


def fail(out: list[Failure], path: Path, keyword: str, *, absent: bool = False, **params: Any) -> None:
    """Add a failure at a path."""
    out.append(Failure(_pointer(path), keyword, absent, params))


def is_number(value: Any) -> bool:
    """Tell whether a value is a JSON number; true and false are not."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def is_date(value: Any) -> bool:
    """Tell whether a value is a text that names a day that exists, as YYYY-MM-DD."""
    return isinstance(value, str) and len(value) == 10 and _names_a_day(value)


@lru_cache(maxsize=1024)
def _names_a_day(text: str) -> bool:
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def below(path: Path, pointer: str) -> Path:
    """Give the path of a pointer: from the root when it begins with `/`, else from where a check stands."""
    if pointer.startswith("/"):
        return (None, Anchor(pointer))
    for token in pointer.split("/"):
        path = (path, token)
    return path


class Anchor(str):
    """A whole pointer at the head of a path, not to be escaped as a key would be."""

    __slots__ = ()


def _pointer(path: Path) -> str:
    parts: list[str] = []
    while path is not None:
        path, token = path
        parts.append(token if isinstance(token, Anchor) else f"/{escape(str(token))}")
    return "".join(reversed(parts))
