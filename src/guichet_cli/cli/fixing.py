"""What `guichet fix` does with one file: read, mend, write or show, and say."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.cli import rewriting, streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.printable import excerpt, visible
from guichet_cli.core.reporting import problem_finding
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.dossier import ROOTS, load_dossier_bytes, lost_problem
from guichet_cli.load.limits import DOSSIER
from guichet_cli.load.named import named_bytes
from guichet_cli.load.shape import dossier_shape
from guichet_cli.write.fixing import fix as mend
from guichet_cli.write.manuscript import Manuscript, UnreadableManuscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.model import Problem
    from guichet_cli.load.discovery import Entry
    from guichet_cli.write.fixing import Fixing

say = WORDS.say


class Outcome(NamedTuple):
    """What became of one file: how many repairs, how many mistakes left, and the lines that say so."""

    fixed: int
    left: int
    lines: list[str]


def treat(entry: Entry, *, keep: bool, diff: bool) -> Outcome | None:
    """Mend one file, or say what would be mended; None for a file of a walked folder that is not a dossier."""
    if entry.lost:
        return Outcome(0, 1, [_line(lost_problem(entry.lost), b"", entry.path)])
    try:
        manuscript = Manuscript(_stdin() if entry.source is None else named_bytes(entry.source, DOSSIER.size))
    except UnreadableManuscriptError as unreadable:
        return Outcome(0, 1, [_line(unreadable.problem, b"", entry.path)])
    if not entry.named and ROOTS.isdisjoint(manuscript.data):
        return None
    done = mend(manuscript, dossier_shape(), dossier_fields())
    if diff:
        streams.put(_difference(manuscript, done, entry.path), streams.encoding_of(sys.stdout))
    elif entry.source is None:
        streams.put_bytes(done.manuscript.bytes)
    elif not keep:
        rewriting.rewrite(entry.source, manuscript.bytes, done.manuscript.bytes)
    left = [*done.manuscript.source.problems, *done.left]
    lines = [
        *_repairs(done, entry.path, keep=keep),
        *(_line(problem, done.manuscript.bytes, entry.path) for problem in left),
    ]
    return Outcome(len(done.fixed), len(left), lines)


def _repairs(done: Fixing, path: str, *, keep: bool) -> Iterator[str]:
    for each in sorted(done.fixed, key=lambda fixed: fixed.span or ()):
        line, column = each.span[:2] if each.span else (1, 1)
        words = {"before": excerpt(each.before), "after": excerpt(each.after)}
        yield f"{path}:{line}:{column}: {say('fix.line.would' if keep else 'fix.line', code=each.problem.code, **words)}"


def _line(problem: Problem, data: bytes, path: str) -> str:
    finding = problem_finding(problem, load_dossier_bytes(data, path), WORDS)
    line, column = finding.location.span[:2] if finding.location.span else (1, 1)
    return visible(f"{path}:{line}:{column}: {finding.criterion} {finding.message} {finding.remedy}")


def _difference(manuscript: Manuscript, done: Fixing, path: str) -> Iterator[str]:
    before, after = (each.text.splitlines() for each in (manuscript, done.manuscript))
    for line in difflib.unified_diff(before, after, path, path, lineterm=""):
        yield f"{visible(line)}\n"


def _stdin() -> bytes:
    try:
        return sys.stdin.buffer.read(DOSSIER.size + 1)
    except (AttributeError, OSError, ValueError):  # a directory, a closed stream
        raise GuichetError("error.stdin_closed") from None
