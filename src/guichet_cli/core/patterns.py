"""Patterns that are compiled when they are first used: an ordinary call meets little of what most of them look for."""

from __future__ import annotations

import re
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, AnyStr

METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


class _Later:
    """Stands for a pattern, and does what it does."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._said = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern: from now on its methods are found here."""
        compiled = _compiled(*self._said)
        self.__dict__.update({each: getattr(compiled, each) for each in METHODS})
        return getattr(compiled, name)


_compiled = re.compile


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give what stands for a compiled pattern."""
    standing: Any = _Later(pattern, flags)
    return standing  # type: ignore[no-any-return]


@contextmanager
def compiling_later() -> Iterator[None]:
    """Have what a library compiles while it is imported compiled when it is first used."""
    re.compile = later  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _compiled
