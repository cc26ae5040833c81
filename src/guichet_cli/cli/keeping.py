"""Keeping: the dossier of an interview, on the disk as soon as an answer is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.cli import rewriting
from guichet_cli.core.conditions import present
from guichet_cli.core.form import Selection, form
from guichet_cli.core.model import Dossier
from guichet_cli.core.pointer import resolve
from guichet_cli.write.block import entry
from guichet_cli.write.manuscript import CannotEditError, Manuscript
from guichet_cli.write.template import comments, room

if TYPE_CHECKING:
    from guichet_cli.cli.beginning import Beginning
    from guichet_cli.core.form import Entry


class Copy:
    """A dossier's text, and what of it is saved."""

    def __init__(self, start: Beginning) -> None:
        """Take the dossier that is there, or the head of a new one."""
        self.start = start
        self.saved = start.manuscript.bytes if start.manuscript else None
        self.manuscript = start.manuscript or _new(start)

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return Dossier(path=self.start.path, data=self.manuscript.data)

    def put(self, pointer: str, value: Any) -> None:
        """Save an answer, under what is asked there; it takes the place of `undetermined`. Raises CannotEditError."""
        there = resolve(self.manuscript.data, pointer)
        if isinstance(there, str) and not present(there):
            self._keep(self.manuscript.replace(pointer, value))
            return
        self._keep(self.manuscript.put(pointer, value, self._about(pointer)))

    def append(self, pointer: str, value: Any) -> None:
        """Save one more item of a list. Raises CannotEditError."""
        about = [] if resolve(self.manuscript.data, pointer) else self._about(pointer)
        self._keep(self.manuscript.append(pointer, value, about))

    def leave_blank(self, pointer: str) -> None:
        """Leave a question for later: its key, blank, under what is asked there; not within a row, nor where it is hard."""
        above, _, name = pointer.rpartition("/")
        holder = resolve(self.manuscript.data, above)
        if _within_row(pointer) or (isinstance(holder, dict) and name in holder):
            return
        try:
            self.put(pointer, None)
        except CannotEditError:
            return

    def go_back(self, manuscript: Manuscript) -> None:
        """Save the dossier as it was; what nobody has answered yet stays unwritten."""
        self.manuscript = manuscript
        if self.saved is not None:
            self.save()

    def save(self) -> None:
        """Have it on the disk as it stands. Raises GuichetError, where somebody else has changed it for instance."""
        if self.saved is None:
            rewriting.create(self.start.path, self.manuscript.bytes, overwrite=self.start.overwrite)
            self.start.add_schema()
        else:
            rewriting.rewrite(self.start.path, self.saved, self.manuscript.bytes)
        self.saved = self.manuscript.bytes

    def _keep(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.save()

    def _about(self, pointer: str) -> list[str]:
        """Give the comment above a key: the one that a template writes."""
        each: Entry | None = None
        inner = () if _within_row(pointer) else form(self.start.interview.places, Selection(frozenset([pointer]), ()))
        while inner:
            (each,) = inner
            inner = each.members
        return comments(each, self.start.sheet({}), room(pointer)) if each else []


def _within_row(pointer: str) -> bool:
    return any(step.isdecimal() for step in pointer.split("/"))


def _new(start: Beginning) -> Manuscript:
    facts = [line for key, value in start.facts().items() for line in entry(key, value)]
    return Manuscript("".join(f"{line}\n" for line in (*start.head(), "", *facts)).encode())
