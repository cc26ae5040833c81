"""Fixing: a dossier's text with its sure repairs made, one by one, each kept only when its mistake is then gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guichet_cli.core.pointer import under
from guichet_cli.core.repair import Repair, repair
from guichet_cli.core.validate import validate
from guichet_cli.write.manuscript import CannotEditError

if TYPE_CHECKING:
    from guichet_cli.core.failure import Check
    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Problem, Span
    from guichet_cli.write.manuscript import Manuscript


class Fixed(NamedTuple):
    """One repair made: the mistake, its place in the text as it was, what was written there and what is now."""

    problem: Problem
    span: Span | None
    before: str
    after: str


class Fixing(NamedTuple):
    """A text with its repairs, and the mistakes of shape that are left."""

    manuscript: Manuscript
    fixed: tuple[Fixed, ...]
    left: tuple[Problem, ...]


def fix(manuscript: Manuscript, shape: Check, fields: Fields) -> Fixing:
    """Give a dossier's text with every mistake mended that has one sure answer."""
    fixed: list[Fixed] = []
    passed_over: set[tuple[str, str]] = set()
    while True:
        problems = validate(manuscript.data, shape)[1]
        step = next(
            filter(None, (_mended(manuscript, each, shape, fields, passed_over) for each in problems)),
            None,
        )
        if step is None:
            return Fixing(manuscript, tuple(fixed), tuple(problems))
        manuscript, done = step
        fixed.append(done)


def _mended(
    manuscript: Manuscript, problem: Problem, shape: Check, fields: Fields, passed_over: set[tuple[str, str]]
) -> tuple[Manuscript, Fixed] | None:
    """Give the text with one mistake mended, None where there is no sure repair or the text does not let it through."""
    mistake = (problem.code, problem.pointer)
    place = manuscript.outline.get(problem.pointer)
    if mistake in passed_over or place is None:
        return None
    passed_over.add(mistake)
    wanted = repair(problem, manuscript.data, place.text, fields)
    if wanted is None:
        return None
    try:
        changed = _edited(manuscript, wanted)
    except CannotEditError:
        return None
    if mistake in {(each.code, each.pointer) for each in validate(changed.data, shape)[1]}:
        return None
    span = manuscript.source.spans.get(problem.pointer)
    return changed, Fixed(problem, span, *_words(manuscript, changed, wanted))


def _edited(manuscript: Manuscript, wanted: Repair) -> Manuscript:
    if wanted.key:
        return manuscript.rename(wanted.pointer, wanted.key)
    return manuscript.replace(wanted.pointer, wanted.value)


def _words(manuscript: Manuscript, changed: Manuscript, wanted: Repair) -> tuple[str, str]:
    """Give what was written at a place and what is now."""
    pointer = under(wanted.pointer.rpartition("/")[0], wanted.key) if wanted.key else wanted.pointer
    return _stretch(manuscript, wanted.pointer, key=bool(wanted.key)), _stretch(changed, pointer, key=bool(wanted.key))


def _stretch(manuscript: Manuscript, pointer: str, *, key: bool) -> str:
    place = manuscript.outline[pointer]
    start, end = place.key if key and place.key else (place.start, place.end)
    return manuscript.text[start:end]
