"""Snippets: plain data as YAML to copy, in block style, below the keys that lead to it."""

from __future__ import annotations

import re
from json import dumps
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import tokens
from guichet_cli.core.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

INDENT = "  "
NARROWEST = 20
PLAIN = re.compile(r"[^\W\d_](?:[\w’'()/.,%-]| (?=[\w’'(/]))*|\d{4}-\d{2}-\d{2}")
"""Texts that no reader of YAML takes for anything else, and that need no quotation marks."""
WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def snippet(data: Any, pointer: str = "", width: int = 80) -> str:
    """Give data as YAML lines, under the keys of a pointer; long texts go on over the following lines."""
    for token in reversed(tokens(pointer)):
        data = {token: data}
    return "\n".join(_block(data, "", width)) + "\n"


def _block(data: Any, indent: str, width: int) -> Iterator[str]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _entry(f"{indent}{_scalar(str(key))}:", value, indent, width)
    elif isinstance(data, list) and data:
        for item in data:
            if isinstance(item, dict | list) and item:
                first, *rest = _block(item, indent + INDENT, width)
                yield f"{indent}- {first[len(indent) + len(INDENT) :]}"
                yield from rest
            else:
                yield from _folded(f"{indent}- {_scalar(item)}", item, indent + INDENT, width)
    else:
        yield f"{indent}{_scalar(data)}"


def _entry(head: str, value: Any, indent: str, width: int) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield head
        yield from _block(value, indent + INDENT, width)
    else:
        yield from _folded(f"{head} {_scalar(value)}", value, indent + INDENT, width)


def _folded(line: str, value: Any, indent: str, width: int) -> Iterator[str]:
    """Give a long text over several lines: YAML reads each break as the space that it was."""
    if not isinstance(value, str) or "  " in value or len(line) <= width:
        yield line
        return
    text = line.lstrip(" ")
    yield from wrap(
        text,
        max(width, len(indent) + NARROWEST),
        initial_indent=" " * (len(line) - len(text)),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )


def _scalar(value: Any) -> str:
    """Give a value as YAML writes it; what a terminal would obey is written as YAML escapes it."""
    if isinstance(value, str) and PLAIN.fullmatch(value) and value.casefold() not in WORDS_OF_YAML:
        return value
    return visible(dumps(value, ensure_ascii=False))
