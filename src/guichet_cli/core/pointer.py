"""JSON Pointers (RFC 6901): the names of places."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def escape(token: str) -> str:
    """Give a key as a pointer's token: `~` and `/` escaped."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def under(pointer: str, *names: str | int) -> str:
    """Give the pointer of a place below another."""
    return pointer + "".join(f"/{escape(str(name))}" for name in names)


def tokens(pointer: str) -> list[str]:
    """Give the keys of a pointer, unescaped; none for the root."""
    return list(_tokens(pointer))


@lru_cache(maxsize=4096)
def _tokens(pointer: str) -> tuple[str, ...]:
    return tuple(t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:])


def parents(pointer: str) -> Iterator[str]:
    """Give the pointers above one, nearest first, down to the root `""`."""
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def resolve(data: Any, pointer: str) -> Any:
    """Give the value at a pointer of plain data, or None where there is none."""
    for token in _tokens(pointer):
        if type(data) is dict or isinstance(data, dict):  # the first is asked in half the time
            data = data.get(token)
        elif isinstance(data, list) and token.isdecimal() and int(token) < len(data):
            data = data[int(token)]
        else:
            return None
    return data


def dotted(pointer: str) -> str:
    """Give a pointer as people write it: `ethics.dpia.date`, `users.representatives[0].mandate`."""
    out = ""
    for token in tokens(pointer):
        out += f"[{int(token) + 1}]" if token.isdecimal() else f".{token}" if out else token
    return out
