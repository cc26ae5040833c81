"""Updating: the questions that a dossier does not have yet, written into it as blank keys under their comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.pointer import resolve
from guichet_cli.write.block import entry, indented
from guichet_cli.write.manuscript import CannotEditError
from guichet_cli.write.template import blank, comments, lines_of, room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guichet_cli.core.form import Entry
    from guichet_cli.write.manuscript import Manuscript
    from guichet_cli.write.template import Sheet


@dataclass(slots=True)
class Update:
    """A dossier's text on its way to be completed: what was added, and what its layout does not let through."""

    manuscript: Manuscript
    added: list[str] = field(default_factory=list)
    by_hand: list[tuple[str, list[str]]] = field(default_factory=list)
    """Places that could not be added safely, with the lines to paste below the block above them."""

    def add(self, entries: Iterable[Entry], sheet: Sheet) -> None:
        """Add the places of a form that the dossier does not name."""
        for each in entries:
            known, value = _known(self.manuscript.data, each)
            if not known or (value is None and each.members and self._blank(each.pointer)):
                self._put(each, sheet)
            elif value is None and each.members:
                self._leave(each, sheet)
            elif each.members and isinstance(value, dict):
                self.add(each.members, sheet)

    def answer(self, pointer: str, value: Any) -> None:
        """Add an answer; one that is there is never written over."""
        try:
            self.manuscript = self.manuscript.put(pointer, value)
        except CannotEditError:
            last = pointer.rpartition("/")[2]
            self.by_hand.append((pointer, entry(last, value)))

    def _blank(self, pointer: str) -> bool:
        """Tell whether nothing stands after a key: a null that somebody wrote stays."""
        place = self.manuscript.outline.get(pointer)
        return place is not None and place.start == place.end

    def _put(self, each: Entry, sheet: Sheet) -> None:
        about = comments(each, sheet, room(each.pointer))
        try:
            self.manuscript = self.manuscript.put(each.pointer, blank(each, sheet), about)
        except CannotEditError:
            self._leave(each, sheet)
        else:
            self.added += _leaves(each)

    def _leave(self, each: Entry, sheet: Sheet) -> None:
        about = comments(each, sheet, room(each.pointer))
        self.by_hand.append((each.pointer, [*about, *lines_of(each, sheet)]))


def pasted(pointer: str, lines: Iterable[str]) -> list[str]:
    """Give lines to paste as they stand in a dossier, moved to the right by the depth of their place."""
    return indented(lines, 2 * (pointer.count("/") - 1))


def _known(data: Any, each: Entry) -> tuple[bool, Any]:
    """Tell whether a dossier names a place, blank or not, and give what it says there."""
    holder = resolve(data, each.pointer.rpartition("/")[0])
    known = isinstance(holder, dict) and each.name in holder
    return known, holder.get(each.name) if isinstance(holder, dict) else None


def _leaves(each: Entry) -> list[str]:
    return [leaf for member in each.members for leaf in _leaves(member)] if each.members else [each.pointer]
