"""Values as YAML text: what is put into a dossier, on a line or in lines, and always read back as the same value."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from guichet_cli.core.classes import dataclass
from guichet_cli.load.scalars import NumberLostError, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ENDLESS = 1_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping or a list as lines of YAML that begin at the margin, comments included, and the value that they say."""

    lines: tuple[str, ...]
    value: Any


def scalar(value: Any) -> str:
    """Give a scalar as YAML on one line: plain where that is read as the same value, in double quotes otherwise."""
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def flow(value: Any) -> str:
    """Give a value as YAML on one line, collections between brackets, as JSON writes them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted_flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return _quoted_flow(value)


def block(value: Any) -> Block:
    """Give a mapping or a list in lines; an empty one is between brackets, on its one line."""
    if value in ({}, []):
        return Block((flow(value),), value)
    lines = [line for member in _members(value) for line in member]
    return Block(tuple(lines), value)


def mapping(blocks: Iterable[tuple[str, Block | Any]], about: Mapping[str, Sequence[str]] | None = None) -> Block:
    """Give a mapping of keys to blocks or values in lines, with lines of comment before the keys that have some."""
    lines: list[str] = []
    value: dict[str, Any] = {}
    for key, each in blocks:
        lines += [f"# {line}" if line else "#" for line in (about or {}).get(key, ())]
        lines += entry(key, each)
        value[key] = each.value if isinstance(each, Block) else each
    return Block(tuple(lines), value)


def entry(key: str, value: Any) -> list[str]:
    """Give a key and its value in lines."""
    name = scalar(key)
    if isinstance(value, Block):
        if value.value in ({}, []):
            return [f"{name}: {flow(value.value)}"]
        return [f"{name}:", *indented(value.lines, 2)]
    if isinstance(value, dict | list) and value:
        return [f"{name}:", *indented(block(value).lines, 2)]
    if value is None:
        return [f"{name}:"]
    return [f"{name}: {flow(value) if isinstance(value, dict | list) else scalar(value)}"]


def item(value: Any) -> list[str]:
    """Give an item of a list in lines."""
    if isinstance(value, Block) or (isinstance(value, dict | list) and value):
        lines = value.lines if isinstance(value, Block) else block(value).lines
        return [f"- {lines[0]}", *indented(lines[1:], 2)]
    return [f"- {flow(value) if isinstance(value, dict | list) else scalar(value)}"]


def indented(lines: Iterable[str], by: int) -> list[str]:
    """Give lines moved to the right; empty ones stay empty."""
    return [f"{' ' * by}{line}" if line else line for line in lines]


def _members(value: Any) -> list[list[str]]:
    if isinstance(value, dict):
        return [entry(key, each) for key, each in value.items()]
    return [item(each) for each in value]


def _quoted_flow(value: Any) -> str:
    """Give a scalar for a place between brackets, where more characters mean something."""
    written = scalar(value)
    if isinstance(value, str) and not written.startswith('"') and any(c in written for c in ",[]{}"):
        return json.dumps(value, ensure_ascii=False)
    return written


def _text(value: str) -> str:
    if _plain_is_text(value):
        written: str = yaml.dump(value, Dumper=_dumper(), allow_unicode=True, width=_ENDLESS).removesuffix("\n...\n")
        if written == value:
            return value
    return _double(value)


def _plain_is_text(value: str) -> bool:
    try:
        return plain(value) == value and value.isprintable()
    except NumberLostError:
        return False


def _double(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in written)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@cache
def _dumper() -> type[yaml.SafeDumper]:
    class Plain(yaml.SafeDumper):
        """Writes text plainly where the grammar lets it; what a word means is not its business."""

    Plain.yaml_implicit_resolvers = {}
    return Plain
