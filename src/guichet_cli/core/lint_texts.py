"""Texts: both languages, saying something, written as each language is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.lint_book import Book
    from guichet_cli.core.model import Problem

SAME = frozenset({"CodeCarbon", "Green Algorithms", "EcoLogits", "Mon espace santé", "RGAA", "RGESN", "Santé.fr"})
"""Proper nouns: texts that are the same in both languages."""
PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX+)\b|\blorem ipsum\b"
    r"|^\W*(?:à (?:compléter|remplir|définir|rédiger|venir)|to be (?:completed|defined|written|done)|n/?a|texte?|…|\.\.\.|\?+|-+)\W*$",
    re.IGNORECASE,
)
CODE = re.compile(r"`[^`]*`|https?://\S+")
TYPOGRAPHY = (
    ("apostrophe", re.compile(r"\w'\w")),
    ("narrow", re.compile(r"(?<=[^\s;!?%\u00a0\u202f…])(?: ?[;!?](?=\s|$)| %|(?<=\d)%)")),
    ("colon", re.compile(r"(?<=[^\s\u00a0\u202f])(?: :|(?<=[^\W\d]):(?=\s|$))")),
    ("quotes", re.compile(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»")),
)
"""What French typography refuses: an ASCII apostrophe, no non-breaking space before double signs or inside quotation marks."""
SHOWN = 12


def texts(book: Book) -> Iterator[Problem]:
    """Give texts that are empty, unfinished, the same in both languages, or that French typography refuses."""
    for pointer, words in bilingual(book):
        french, english = words.get("fr"), words.get("en")
        for name, text in (("fr", french), ("en", english)):
            if isinstance(text, str):
                yield from _emptiness(under(pointer, name), text, book)
        if isinstance(french, str) and isinstance(english, str) and french.strip() and _same(french, english):
            yield book.flaw("CHA-011", f"{pointer}/en", beside=[f"{pointer}/fr"])
        if isinstance(french, str):
            yield from _typography(f"{pointer}/fr", french, book)


def bilingual(book: Book) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every text of a charter that is written in two languages, with its place."""
    places = ["/title", "/notice"]
    places += [f"/commitments/{index}/title" for index in range(len(book.get("/commitments", list)))]
    places += [under("/references", name, "note") for name in book.get("/references")]
    for entry in book.entries():
        names = ("title", "asks", "why", "warns", "remedy", "examples/good", "examples/weak")
        places += [f"{entry.pointer}/{name}" for name in names]
    for place in places:
        words = book.get(place)
        if words:
            yield place, words


def _emptiness(pointer: str, text: str, book: Book) -> Iterator[Problem]:
    if not text.strip():
        yield book.flaw("CHA-012", pointer, "empty")
    elif found := PLACEHOLDER.search(text):
        yield book.flaw("CHA-012", pointer, found=found[0].strip())


def _same(french: str, english: str) -> bool:
    return " ".join(french.split()) == " ".join(english.split()) and french.strip() not in SAME


def _typography(pointer: str, text: str, book: Book) -> Iterator[Problem]:
    plain = CODE.sub("x", text)
    for variant, wrong in TYPOGRAPHY:
        if found := wrong.search(plain):
            start, end = max(found.start() - SHOWN, 0), found.end() + SHOWN
            yield book.flaw("CHA-013", pointer, variant, found=plain[start:end])
            return
