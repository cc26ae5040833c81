"""The form in words: what stands above each question of a dossier, for somebody who has never seen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.criterion_words import expected_text, level_words
from guichet_cli.core.field_words import choices, described, own, sample, titled, written
from guichet_cli.core.wording import condition_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.form import Entry
    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Criterion

LAID = "\u2007"
"""A space that lays out a line and holds its words together: it is written as a plain one."""


class Note(NamedTuple):
    """A paragraph above a question, and how far its lines are moved to the right, the first one apart."""

    text: str
    indent: int = 0
    hanging: int = 0


def criterion_notes(criterion: Criterion, language: Language) -> Iterator[Note]:
    """Give what introduces the questions of a criterion: what is asked, when it applies, what each phase expects."""
    level = level_words(criterion.level, language)
    yield Note(language.say("form.criterion", id=criterion.id, title=criterion.texts.title, level=level))
    yield Note(criterion.texts.asks, 2, 2)
    if criterion.when is not None:
        yield Note(language.say("form.when", when=condition_text(criterion.when, language)), 2, 2)
    expected = expected_text(criterion, language)
    if expected:
        yield Note(language.say("form.expected", expected=expected), 2, 2)


def field_notes(entry: Entry, fields: Fields, language: Language) -> Iterator[Note]:
    """Give what is asked at a field, the words that may answer it, and how the answer is written."""
    field = entry.field
    parts = [described(field, entry.name, language), written(field, language), sample(field, language)]
    if entry.optional and not entry.members:
        parts.append(language.say("form.optional"))
    yield Note(" ".join(part for part in parts if part))
    yield from _choices(choices(field, language), 2)
    if field.kind == "list":
        yield from _list_notes(entry, fields, language)


def _list_notes(entry: Entry, fields: Fields, language: Language) -> Iterator[Note]:
    item = fields.item(entry.field)
    if item.kind != "object":
        yield Note(language.say("form.list"), 2, 2)
        yield from _choices(choices(item, language), 4)
        return
    yield Note(language.say("form.rows"), 2, 2)
    for turn, name in enumerate(entry.columns):
        column = fields.below(item, name)
        if column is None:
            continue
        parts = [titled(column, name, language), written(column, language), own(column, "x-description", language)]
        words = choices(column, language)
        if words:
            shown = ", ".join(f"{word} ({meaning})" if meaning else word for word, meaning in words.items())
            parts.append(language.say("form.choices", choices=shown))
        told = ". ".join(part.rstrip(".") for part in parts if part)
        yield Note(f"{'-' if turn == 0 else LAID}{LAID}{name}: {told}.", 4, 8)


def _choices(words: dict[str, str], indent: int) -> Iterator[Note]:
    longest = max(map(len, words), default=0)
    for word, meaning in words.items():
        yield Note(f"{word}{LAID * (longest - len(word) + 2)}{meaning}" if meaning else word, indent, longest + 4)
