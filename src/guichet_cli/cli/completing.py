"""Completing a dossier: what its charter asks now and that it does not name yet, added without a byte of it moving."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING, Any

from guichet_cli.cli import rewriting, streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.form import Selection, form, given
from guichet_cli.core.model import Dossier
from guichet_cli.core.pointer import dotted, parents, resolve
from guichet_cli.core.printable import visible
from guichet_cli.core.wording import field, listed
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.write.updating import Update, pasted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.cli.beginning import Beginning
    from guichet_cli.core.interview import Interview
    from guichet_cli.write.manuscript import Manuscript

say = WORDS.say


def complete(start: Beginning, answers: Mapping[str, Any], *, dry_run: bool) -> int:
    """Add to a dossier the answers of the call and the questions that it lacks; 1 when some are left to be added by hand."""
    before = start.manuscript
    if before is None:
        raise LookupError(start.path)
    done = Update(before)
    answered = put_answers(done, answers)
    done.add(form(start.interview.places, asked_now(start.interview, done.manuscript)), start.sheet({}))
    if dry_run:
        streams.put(_changes(start.shown, before, done.manuscript), streams.encoding_of(sys.stdout), document=True)
    else:
        rewriting.rewrite(start.path, before.bytes, done.manuscript.bytes)
    if answered:
        start.tell(WORDS.count("init.would_answer" if dry_run else "init.answered", answered))
    if done.added:
        names = listed((field(pointer) for pointer in done.added), WORDS)
        start.tell(WORDS.count("init.would_add" if dry_run else "init.added", len(done.added), fields=names))
    elif not answered:
        start.tell(say("init.nothing_to_add"))
    for line in by_hand(done):
        streams.tell(line)
    return ExitCode.GAPS if done.by_hand else ExitCode.CLEARED


def put_answers(done: Update, answers: Mapping[str, Any]) -> int:
    """Put the answers of a call into a dossier and give how many went in. Raises GuichetError where another one stands."""
    put, kept_out = 0, len(done.by_hand)
    for pointer in given(answers):
        value, there = resolve(answers, pointer), resolve(done.manuscript.data, pointer)
        if there is not None and there != value:
            raise GuichetError("error.answer_exists", name=dotted(pointer))
        if there is None:
            done.answer(pointer, value)
            put += 1
    return put - (len(done.by_hand) - kept_out)


def asked_now(interview: Interview, manuscript: Manuscript) -> Selection:
    """Give what a charter asks of a dossier as it stands, and that is not answered."""
    missing = interview.missing(Dossier(path="", data=manuscript.data))
    ids = {criterion.id for _, criterion in missing if criterion}
    criteria = tuple(criterion for criterion in interview.places.criteria if criterion.id in ids)
    return Selection(frozenset(pointer for pointer, _ in missing), criteria)


def by_hand(done: Update) -> Iterator[str]:
    """Give what could not be added safely, with the lines to paste."""
    for pointer, lines in done.by_hand:
        yield say("init.by_hand", field=field(pointer), block=field(next(parents(pointer))))
        yield from (f"    {visible(line)}" for line in pasted(pointer, lines))


def _changes(name: str, before: Manuscript, after: Manuscript) -> Iterator[str]:
    lines = (before.text.splitlines(), after.text.splitlines())
    for line in difflib.unified_diff(*lines, name, name, lineterm=""):
        yield f"{visible(line)}\n"
