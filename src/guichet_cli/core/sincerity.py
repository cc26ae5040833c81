"""Sincerity: texts that answer nothing: placeholders, the same text twice, the guidance copied. Shown, never scored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import fail
from guichet_cli.core.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.failure import Failure, Path, Scene, Teller
    from guichet_cli.core.json_schema import Compiler

PLACEHOLDER = later(
    r"\W*(?:(?:texte )?(?:à|a) (?:compl[ée]ter|renseigner|pr[ée]ciser|venir|d[ée]finir)|to be (?:completed|filled in|defined)"
    r"|to ?do|tbd|tba|x{3,}|lorem ipsum\b.{0,400}|n/?a|texte|text|bla ?bla|\?+|\.{2,}|…)\W*",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_PLACEHOLDER = 450
PROSE = frozenset({"evidence", "not_applicable", "plans"})
"""Blocks where repeating oneself is natural, or is judged elsewhere."""


def plain(text: str) -> str:
    """Give a text as it is compared: case and blanks do not count."""
    return " ".join(text.split()).casefold()


def sincere(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    """Make the check of `sincere: {minimum: n}`: what is said of texts of at least n characters below a value."""
    least = operand.get("minimum", 60)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        seen: dict[str, Path] = {}
        for where, text in _texts(value, path):
            if len(text) < LONGEST_PLACEHOLDER and PLACEHOLDER.fullmatch(text):
                fail(out, where, "sincere.placeholder", found=text)
            elif len(text) >= least:
                said = plain(text)
                if said in scene.guidance:
                    fail(out, where, "sincere.copied", found=text)
                elif said in seen:
                    fail(out, where, "sincere.repeated", found=text)
                seen.setdefault(said, where)

    return check


def sincerely(value: Any, least: int, scene: Scene) -> bool:
    """Tell whether `sincere` has nothing to say of the texts below a value."""
    at_root = isinstance(value, dict) and value is scene.root
    kept = {key: item for key, item in value.items() if key not in PROSE} if at_root else value
    seen: set[str] = set()
    waiting: list[Any] = [kept]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if len(item) < LONGEST_PLACEHOLDER and PLACEHOLDER.fullmatch(item):
                return False
            if len(item) >= least:
                said = plain(item)
                if said in scene.guidance or said in seen:
                    return False
                seen.add(said)
        elif isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return True


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in sorted(value.items()):  # the order of keys in the file changes nothing
            if path is not None or key not in PROSE:
                yield from _texts(item, (path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (path, index))
