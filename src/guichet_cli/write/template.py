"""Templates: a dossier to be filled in, in which comments say what is asked and every question is blank until it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.field_words import words_of
from guichet_cli.core.form_words import LAID, Note, criterion_notes, field_notes
from guichet_cli.core.pointer import resolve
from guichet_cli.core.printable import visible
from guichet_cli.write.block import Block, block, entry, indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.form import Entry
    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Criterion

WIDTH = 96
"""How many characters a line of comment has at most; nothing narrower than `NARROW` is asked for."""
NARROW = 40


class Sheet(NamedTuple):
    """What a form is written with: the fields, the language, the answers given already, whether examples are shown."""

    fields: Fields
    language: Language
    answers: Mapping[str, Any]
    examples: bool = False


def template(head: Iterable[str], facts: Mapping[str, Any], entries: Iterable[Entry], sheet: Sheet) -> str:
    """Give a dossier as text: the lines of its head, its own facts (format, charter), then the form."""
    lines = [*head, ""]
    for key, value in facts.items():
        lines += entry(key, value)
    for each in entries:
        lines += ["", *about(each, sheet), *lines_of(each, sheet)]
    return "".join(f"{line}\n" for line in lines)


def lines_of(each: Entry, sheet: Sheet, indent: int = 0) -> list[str]:
    """Give a place of the form in lines, what is asked above each of its members."""
    value = resolve(sheet.answers, each.pointer)
    if not each.members:
        return indented(entry(each.name, value), indent)
    lines = [f"{' ' * indent}{entry(each.name, None)[0]}"]
    for member in each.members:
        lines += [*about(member, sheet, indent + 2), *lines_of(member, sheet, indent + 2)]
    return lines


def blank(each: Entry, sheet: Sheet) -> Block | None:
    """Give a place of the form as what is put after its key: nothing, or its members, each blank under its comments."""
    if not each.members:
        return None
    lines = lines_of(each, sheet)[1:]
    return Block(tuple(line.removeprefix("  ") for line in lines), _nothing(each))


def about(each: Entry, sheet: Sheet, indent: int = 0) -> list[str]:
    """Give the lines of comment above a key."""
    return [f"{' ' * indent}{line}" for line in comments(each, sheet, WIDTH - indent)]


def room(pointer: str) -> int:
    """Give how many characters a line of comment has at most above the key of a place."""
    return WIDTH - 2 * (pointer.count("/") - 1)


def comments(each: Entry, sheet: Sheet, width: int = WIDTH) -> list[str]:
    """Give what is said above a key, each line with its mark."""
    lines: list[str] = []
    for criterion in each.criteria:
        lines.append("#")
        for note in criterion_notes(criterion, sheet.language):
            lines += commented(note, width)
        if sheet.examples:
            lines += _example(criterion, sheet.language, width)
    if each.criteria:
        lines.append("#")
    for note in field_notes(each, sheet.fields, sheet.language):
        lines += commented(note, width)
    return lines


def commented(note: Note, width: int = WIDTH) -> Iterator[str]:
    """Give a paragraph as lines of comment; whatever it holds, none of it leaves the comment."""
    lead, line = " " * note.indent, ""
    room = max(width - 2, NARROW)
    for word in words_of(note.text):
        shown = visible(word).replace(LAID, " ")
        if line and len(lead) + len(line) + 1 + len(shown) > room:
            yield f"# {lead}{line}"
            lead, line = " " * (note.hanging or note.indent), shown
        else:
            line = f"{line} {shown}" if line else shown
    if line:
        yield f"# {lead}{line}".rstrip()


def _example(criterion: Criterion, language: Language, width: int) -> Iterator[str]:
    """Give the charter's example of an answer, as comments: it is about another project."""
    yield from commented(Note(language.say("form.example", good=criterion.texts.good), 2, 2), width)
    if criterion.example:
        yield from commented(Note(language.say("form.example_yaml", at=_place(criterion)), 2, 2), width)
        for line in block(dict(criterion.example)).lines:
            yield f"#     {visible(line)}"


def _place(criterion: Criterion) -> str:
    return f"`{criterion.at.strip('/').replace('/', '.')}`" if criterion.at else "`/`"


def _nothing(each: Entry) -> dict[str, Any] | None:
    return {member.name: _nothing(member) for member in each.members} if each.members else None
