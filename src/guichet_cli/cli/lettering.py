"""What a call of `guichet letter` does once its options are read: judge each dossier, write its letter, keep what is there."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from guichet_cli import __version__
from guichet_cli.checking import Checker
from guichet_cli.cli import streams
from guichet_cli.cli.single import DEFAULT_PATH
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import dataclass
from guichet_cli.core.requests import follow
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.load.stationery import packaged_stationery, read_stationery
from guichet_cli.render import Run
from guichet_cli.render.letter import Letter, letter_markdown
from guichet_cli.render.naming import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from guichet_cli.cli.debts import Debts
    from guichet_cli.core.model import Dossier, Scorecard
    from guichet_cli.core.record import Record
    from guichet_cli.load.dossier import Entry

SUFFIX = {"markdown": "md", "docx": "docx"}
LEAD = ("name", "role", "organisation")
NAMED = 5
"""How many letters that were already there are named."""


def show() -> int:
    """Print the packaged letter, to start from."""
    streams.put([packaged_stationery(WORDS.code)], "utf-8")
    return ExitCode.CLEARED


@dataclass(frozen=True, kw_only=True, slots=True)
class Lettering:
    """A call whose options are sound: how dossiers are judged, and on which paper the letters are written."""

    format_name: str
    debts: Debts
    charter: str | None
    as_of: date
    template: str | None
    since: str | None
    overwrite: bool
    quiet: bool

    def write(self, paths: Sequence[str], output: str | None, out_dir: str | None) -> None:
        """Write a letter for each dossier. Raises GuichetError; a letter that is already there stays, unless asked."""
        if not paths and not os.path.lexists(DEFAULT_PATH):
            raise GuichetError("usage.no_paths", path=DEFAULT_PATH)
        if self.format_name == "docx":
            self._refuse_docx(terminal=output is None and out_dir is None and streams.is_terminal(sys.stdout))
        stationery = packaged_stationery(WORDS.code) if self.template is None else read_stationery(self.template)
        checker = Checker(lang=WORDS.code, as_of=self.as_of, charter=self.charter, waivers=self.debts.waivers)
        plan = checker.plan(paths or [DEFAULT_PATH])
        inputs = [*(entry.source for entry in plan.entries), *self.debts.inputs, self.template, self.since]
        if out_dir is None and len(plan.entries) > 1:
            raise GuichetError("usage.letters", found=len(plan.entries))
        earlier = self._earlier(checker)
        letters = self._letters(checker, plan.entries, stationery, earlier)
        if out_dir is None:
            self._one(letters, output, inputs)
        else:
            self._each(letters, out_dir, inputs)

    def _one(self, letters: Iterator[Letter], output: str | None, inputs: Sequence[str | None]) -> None:
        letter = next(letters, None)
        if letter is None:
            raise GuichetError("error.nothing_to_check")
        if output is None:
            streams.put([self._written(letter)], "utf-8")
            return
        if not self.overwrite and Path(output).is_file() and output not in inputs:
            raise GuichetError("error.file_exists", path=shown_path(output))
        self._save(output, self._written(letter), inputs)

    def _each(self, letters: Iterator[Letter], out_dir: str, inputs: Sequence[str | None]) -> None:
        try:
            Path(out_dir).mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError):
            raise GuichetError("error.out_dir", path=shown_path(out_dir)) from None
        names, written, kept = Names(), 0, list[str]()
        for letter in letters:
            path = os.path.join(out_dir, f"{names(letter.card)}.{SUFFIX[self.format_name]}")  # noqa: PTH118 as typed
            if not self.overwrite and os.path.lexists(path):
                kept.append(shown_path(path))
                continue
            self._save(path, self._written(letter), inputs)
            written += 1
        if not written and not kept:
            raise GuichetError("error.nothing_to_check")
        if not self.quiet:
            streams.tell(WORDS.count("note.letters", written, path=shown_path(out_dir)))
        if kept:
            raise GuichetError("error.letters_kept", n=len(kept), names=_named(kept))

    def _letters(
        self, checker: Checker, entries: Sequence[Entry], stationery: str, earlier: Sequence[Record]
    ) -> Iterator[Letter]:
        from guichet_cli.core.record import record_of
        from guichet_cli.load.dossier import load_entry

        for entry in entries:
            dossier = load_entry(entry, stdin=getattr(sys.stdin, "buffer", None))
            if dossier is None:
                continue
            ((card,),) = self.debts.marked([(checker.card(dossier),)])
            before = _before(card, earlier, alone=len(entries) == 1)
            now = None if before is None else record_of(card.whole, tool=__version__, data=dossier.data)
            yield Letter(
                card=card,
                lead=_lead(dossier),
                stationery=stationery,
                earlier=before,
                followed=() if before is None or now is None else follow(before, now),
            )

    def _earlier(self, checker: Checker) -> list[Record]:
        """Give the submissions before; a path that has none is an error."""
        if self.since is None:
            return []
        if self.since == "-":
            raise GuichetError("usage.since_stdin")
        from guichet_cli.cli.submissions import records

        found = list(records(checker, self.since))
        if not found:
            raise GuichetError("error.nothing_to_check")
        return found

    def _written(self, letter: Letter) -> str | bytes:
        run = Run(language=WORDS, version=__version__, as_of=self.as_of)
        text = letter_markdown(letter, run)
        if self.format_name != "docx":
            return text
        from guichet_cli.render.letter_docx import letter_docx

        return letter_docx(text, lang=WORDS.code, as_of=self.as_of, tool=__version__)

    def _refuse_docx(self, *, terminal: bool) -> None:
        if terminal:
            raise GuichetError("usage.binary_terminal", format=self.format_name)
        if find_spec("docx") is None:
            raise GuichetError("error.extra", package="python-docx", extra="office")

    def _save(self, path: str, written: str | bytes, inputs: Sequence[str | None]) -> None:
        with streams.drafted([path], streams.identities(inputs)) as (draft,):
            draft.write(written)


def _before(card: Scorecard, earlier: Sequence[Record], *, alone: bool) -> Record | None:
    """Give the submission before of a dossier: the only one of a call about one dossier, else the one of the same project."""
    if alone and len(earlier) == 1:
        return earlier[0]
    same = [record for record in earlier if record.project and record.project == card.project["id"]]
    return same[0] if len(same) == 1 else None


def _lead(dossier: Dossier) -> list[str]:
    """Give who leads the project, a line each."""
    told = [dossier.get(f"/project/lead/{name}") for name in LEAD]
    return [line for line in told if isinstance(line, str) and line.strip()]


def _named(paths: Sequence[str]) -> str:
    named = list(paths[:NAMED])
    if len(paths) > NAMED:
        named.append(WORDS.count("word.others", len(paths) - NAMED))
    return WORDS.series(named)
