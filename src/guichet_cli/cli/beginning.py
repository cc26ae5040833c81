"""Beginning a dossier: the charter that it answers, what stands at its head, a template written where there was nothing."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from guichet_cli.cli import rewriting, streams
from guichet_cli.cli.schema import dossier_schema, modeline, schema_file
from guichet_cli.cli.settings import as_date
from guichet_cli.cli.words import WORDS
from guichet_cli.core.form import Places, Selection, form, given
from guichet_cli.core.form_words import Note
from guichet_cli.core.interview import Interview
from guichet_cli.errors import ExitCode
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.paths import shown_path
from guichet_cli.load.shape import dossier_shape
from guichet_cli.write.template import Sheet, commented, template

if TYPE_CHECKING:
    from collections.abc import Mapping

say = WORDS.say


class Beginning:
    """What a call starts from: the file, the dossier that is there already, the charter, the questions that it puts."""

    def __init__(self, path: str, charter: str | None, *, quiet: bool, overwrite: bool, goes_on: bool) -> None:
        """Read the dossier to go on from, and the charter. Raises GuichetError."""
        self.path = path
        self.shown = shown_path(path)
        self.quiet = quiet
        self.overwrite = overwrite
        self.manuscript = rewriting.manuscript(path) if goes_on else None
        self.charter = charter or self._named() or DEFAULT
        self.fields = dossier_fields()
        places = Places(load_charter(self.charter, WORDS.code), self.fields)
        self.interview = Interview(places, dossier_shape(), as_date(None))

    @property
    def option(self) -> str:
        """What a call adds to judge by this charter: nothing for one that the dossier names, or the usual one."""
        return "" if self.charter in packaged() else f" --charter {shown_path(self.charter)}"

    def head(self) -> list[str]:
        """Give the first lines of a new dossier: where editors find its schema, how it is filled in."""
        charter = self.interview.places.charter
        notes = (
            say("init.head", charter=charter.title, version=charter.version),
            say("init.head.how"),
            say("init.head.blank"),
            say("init.head.next", path=self.shown, option=self.option),
        )
        return [modeline(schema_file(WORDS.code)), "#", *(line for note in notes for line in commented(Note(note)))]

    def facts(self) -> dict[str, Any]:
        """Give the keys of a new dossier that answer no question; it may name a packaged charter, never a file."""
        return {"dossier": 1, **({"charter": self.charter} if self.charter in packaged() else {})}

    def sheet(self, answers: Mapping[str, Any], *, examples: bool = False) -> Sheet:
        """Give what a form is written with."""
        return Sheet(self.fields, WORDS, answers, examples)

    def add_schema(self) -> str:
        """Write beside the dossier the schema that its first line names, where there is none, and give its path."""
        beside = os.path.join(os.path.dirname(self.path), schema_file(WORDS.code))  # noqa: PTH118, PTH120 as typed
        if os.path.lexists(beside):
            return ""
        rewriting.create(beside, dossier_schema(self.charter, WORDS.code).encode())
        return shown_path(beside)

    def tell(self, message: str) -> None:
        """Say how far it is, unless silence is asked for."""
        if not self.quiet:
            streams.tell(message)

    def _named(self) -> str | None:
        """Give the packaged charter that the dossier names; it may name no other."""
        named = self.manuscript.data.get("charter") if self.manuscript else None
        return named if isinstance(named, str) and named in packaged() else None


def begin(start: Beginning, name: str, answers: Mapping[str, Any], *, dry_run: bool) -> int:
    """Write a new dossier from a template, or show it."""
    places = start.interview.places
    places_of, criteria = places.selected(name)
    entries = form(places, Selection(places_of | frozenset(given(answers)), criteria))
    text = template(start.head(), start.facts(), entries, start.sheet(answers, examples=name == "example"))
    if dry_run:
        streams.put([text], streams.encoding_of(sys.stdout), document=True)
        return ExitCode.CLEARED
    rewriting.create(start.path, text.encode(), overwrite=start.overwrite)
    start.tell(say("init.written", path=start.shown))
    schema = start.add_schema()
    if schema:
        start.tell(say("init.schema", path=schema))
    start.tell(say("init.next", path=start.shown, option=start.option))
    return ExitCode.CLEARED
