"""Selection: which findings the gate and the lists look at. It never changes a rate or a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.classes import dataclass, replace
from guichet_cli.core.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guichet_cli.core.model import Scorecard


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Codes and prefixes of codes to look at, and to leave out; the longest that fits a code decides, `ignore` at a draw."""

    select: tuple[str, ...] = ()
    """Empty for all."""
    ignore: tuple[str, ...] = ()

    def takes(self, code: str) -> bool:
        """Tell whether a code is looked at."""
        ignored = _fit(code, self.ignore)
        return ignored < 0 if not self.select else _fit(code, self.select) > ignored

    def told(self) -> dict[str, tuple[str, ...]]:
        """Give the codes of each kind, of those that have some."""
        kinds = {"select": self.select, "ignore": self.ignore}
        return {name: codes for name, codes in kinds.items() if codes}

    def apply(self, card: Scorecard) -> Scorecard:
        """Give a scorecard whose other findings are left out; an unreadable one keeps the reason why."""
        if not (self.select or self.ignore) or card.verdict is Verdict.UNREADABLE:
            return card
        taken = tuple(finding for finding in card.findings if self.takes(finding.criterion))
        left = tuple(finding for finding in card.findings if not self.takes(finding.criterion))
        return replace(card, findings=taken, left_out=left)


def codes_of(words: Iterable[str]) -> tuple[str, ...]:
    """Give the codes of comma lists, in capitals, each once."""
    codes = (code.strip().upper() for word in words for code in word.split(","))
    return tuple(dict.fromkeys(code for code in codes if code))


def strangers(codes: Iterable[str], known: Sequence[str]) -> list[str]:
    """Give the codes that no known code is or begins with."""
    return [code for code in codes if not any(each.startswith(code) for each in known)]


def _fit(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)
