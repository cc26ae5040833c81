"""Topics: what a word of a reader means in a charter: a criterion, a rule, a built-in code, or a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guichet_cli.core.model import Charter, Commitment, Criterion, Rule

    Topic = Criterion | Rule | Commitment | str

SHORTEST = 4
"""How many letters of a title are enough to mean it."""


class Topics:
    """What a charter, and the tool's own codes, can explain."""

    def __init__(self, charter: Charter, built_in: Sequence[str]) -> None:
        self.charter = charter
        self.built_in = built_in
        self.coded: dict[str, Topic] = {criterion.id: criterion for criterion in charter.criteria}
        for code, topic in ((rule.id, rule) for rule in charter.rules):
            self.coded.setdefault(code, topic)
        for code in built_in:
            self.coded.setdefault(code, code)
        self.prefixes = list(dict.fromkeys(code.partition("-")[0] for code in self.coded))

    def find(self, word: str) -> Topic | None:
        """Give what a word means, None for nothing: a code, or the id, the prefix or the title of a commitment."""
        return self.coded.get(word.upper()) or self._commitment(folded(word))

    def near(self, word: str) -> str | None:
        """Give the code or the name that was meant, None where nothing is near."""
        prefix, sign, number = word.upper().partition("-")
        if not sign and prefix not in self.prefixes:
            names = {name: c.id for c in self.charter.commitments for name in _names(c)}
            meant = nearest(folded(word), list(names))
            return names[meant] if meant else None
        meant = prefix if prefix in self.prefixes else nearest(prefix, self.prefixes)
        if meant is None:
            return None
        same = [code for code in self.coded if code.startswith(f"{meant}-")]
        padded = [code for code in same if code.partition("-")[2].lstrip("0") == number.lstrip("0")]
        return next(iter(padded), None) or nearest(f"{meant}-{number}", same) or same[0]

    def _commitment(self, word: str) -> Commitment | None:
        commitments = self.charter.commitments
        exact = [commitment for commitment in commitments if word in _names(commitment)]
        begun = [c for c in commitments if len(word) >= SHORTEST and folded(c.title).startswith(word)]
        return next(iter(exact or (begun if len(begun) == 1 else [])), None)


def folded(text: str) -> str:
    """Give a text as people may type it: no accent, no capital, plain apostrophes and blanks."""
    plain = "".join(character for character in normalize("NFD", text) if not combining(character))
    return " ".join(plain.replace("’", "'").split()).casefold()


def _names(commitment: Commitment) -> tuple[str, ...]:
    return folded(commitment.id), folded(commitment.prefix), folded(commitment.title)
