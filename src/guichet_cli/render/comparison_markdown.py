"""What moved, as a pull request's comment: a table of numbers, then the criteria; no longer than a forge accepts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guichet_cli.core.model import Level
from guichet_cli.render.comparison import SHOWN, names, place, title
from guichet_cli.render.comparison_words import change, head, number, reasons, requests, warnings
from guichet_cli.render.markdown_text import escaped
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.compare import Comparison, Move, Pair
    from guichet_cli.core.language import Language
    from guichet_cli.render import Run

LARGEST = 60_000
"""Characters of a comment: GitHub refuses one over 65 536."""
LONGEST = 300
"""Characters of a sentence, so that one criterion cannot fill the comment."""


def comparison_markdown(comparison: Comparison, run: Run) -> str:
    """Give what moved as Markdown; what there is no room for is counted."""
    language = run.language
    parts = [part for pair in comparison.pairs for part in _pair(pair, language)]
    for key, records in (("removed", comparison.removed), ("added", comparison.added)):
        if records:
            parts.append(_safe(language.count(f"diff.{key}", len(records), names=names(records, language))) + "\n")
    if not comparison.pairs:
        parts.append(_safe(language.say("diff.nothing_common")) + "\n")
    kept, room = list[str](), LARGEST
    for part in parts:
        room -= len(part) + 1
        if room < 0:
            kept.append("\n" + _safe(language.count("diff.cut", len(parts) - len(kept))) + "\n")
            break
        kept.append(part)
    return "\n".join(kept)


def _pair(pair: Pair, language: Language) -> Iterator[str]:
    yield f"### {_safe(title(pair))}\n"
    for line in head(pair, language):
        yield f"{_safe(line)}  "
    yield ""
    if pair.still:
        yield f"{_safe(language.say('diff.still'))}\n"
        yield from _requests(pair, language)
        return
    if pair.same_charter and pair.rates:
        yield from _rates(pair, language)
    yield from _requests(pair, language)
    told = [move for move in pair.moves if move.finding.level is not Level.WARNING]
    for way, moves in groupby(told, key=lambda move: move.way):
        mine = list(moves)
        yield f"#### {_safe(language.count(f'diff.way.{way}', len(mine)))}\n"
        for move in mine:
            yield _move(pair, move, language)
        yield ""
    for line in warnings(pair.moves, language):
        yield f"{_safe(line)}\n"


def _requests(pair: Pair, language: Language) -> Iterator[str]:
    lines = [f"- {_safe(line)}" for line in requests(pair.requests, language)]
    yield from [*lines, ""] if lines else ()


def _rates(pair: Pair, language: Language) -> Iterator[str]:
    heads = [language.say("card.column.commitment"), *(language.say(f"card.column.{name}") for name in SHOWN)]
    yield f"| {' | '.join(map(_safe, heads))} |"
    yield f"|---|{'---:|' * len(SHOWN)}"
    for old, new in pair.rates:
        known = new or old
        sides = [side.numbers if side else {} for side in (old, new)]
        cells = [number(sides[0].get(name), sides[1].get(name), language) for name in SHOWN]
        shown = [f"**{_safe(cell)}**" if "→" in cell else _safe(cell) for cell in cells]
        yield f"| {' | '.join([_safe(known.title if known else ''), *shown])} |"
    yield ""


def _move(pair: Pair, move: Move, language: Language) -> str:
    finding = move.finding
    level = language.say(f"level.{finding.level}")
    said = f"- **{_safe(finding.criterion)}** {_safe(finding.title)} ({_safe(level)}) – {_safe(change(move, language))}"
    lines = [said, f"  {_safe(language.say('diff.why', causes=reasons(pair, move, language)))}"]
    if move.new is not None and move.new.gap:
        where = f" (`{_code(place(move))}`)" if place(move) else ""
        lines.append(f"  {_safe(move.new.message)}{where}")
    return "  \n".join(lines)


def _safe(text: str) -> str:
    return escaped(inert(text, LONGEST))


def _code(text: str) -> str:
    return inert(text, LONGEST).replace("`", "'").replace("|", "¦")
