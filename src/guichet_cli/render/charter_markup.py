"""Anyone's text made harmless in Markdown and in HTML; what stands between back-quotes stays a field's name."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from guichet_cli.core.printable import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from guichet_cli.render.charter_document import Linked

BLANKS = re.compile(r"[ \t\r\n]+")
CODE = re.compile(r"`([^`]+)`")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
STARTING = re.compile(r"^([-+=]|\d+(?=[.)](?: |$)))")
"""What would begin a list or underline a title."""
ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+")


def line(text: str) -> str:
    """Give a text as one line with nothing unprintable in it."""
    return visible(BLANKS.sub(" ", str(text)).strip(" "))


def markdown(text: str) -> str:
    """Give a text as Markdown that means just that."""
    return _pieces(line(text), _markdown_words, lambda code: f"`{code}`")


def html(text: str) -> str:
    """Give a text as HTML that means just that."""
    return _pieces(line(text), escape, lambda code: f"<code>{escape(code)}</code>")


def address(url: str) -> str | None:
    """Give an address that may be followed, None for anything else: a script, a file, a word."""
    return url if ADDRESS.fullmatch(url) else None


def _pieces(text: str, words: Callable[[str], str], code: Callable[[str], str]) -> str:
    parts = CODE.split(text)
    return "".join(code(part) if index % 2 else words(part) for index, part in enumerate(parts))


def _markdown_words(text: str) -> str:
    escaped = SPECIAL.sub(r"\\\1", text)
    return STARTING.sub(lambda sign: f"{sign[1]}\\" if sign[1].isdigit() else f"\\{sign[1]}", escaped)


def item(entry: str | Linked, write: Callable[[str], str], link: Callable[[str, str], str]) -> str:
    """Give an entry of a list in some markup: an address that is none of the web is a text like another."""
    if isinstance(entry, str):
        return write(entry)
    url, text = address(entry.url), write(entry.text)
    linked = link(text, url) if url else f"{text} ({write(entry.url)})"
    return f"{linked}{' ' if entry.after.startswith(' ') else ''}{write(entry.after)}"
