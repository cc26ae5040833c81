"""The text of a charter: its YAML as written, tests included, with the position of everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass
from guichet_cli.core.pointer import parents
from guichet_cli.load.charter import build, packaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.model import Charter, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class CharterText:
    """A sound charter as its file says it: what the compiled form leaves out is here."""

    path: str
    data: Mapping[str, Any]
    spans: Mapping[str, Span]
    sha256: str

    def charter(self, lang: str) -> Charter:
        """Give the nouns of the charter, with its texts in one language."""
        return build(self.data, self.sha256, lang)

    def span(self, pointer: str) -> Span | None:
        """Give the span of a pointer, or of the nearest place above it that the text has."""
        return next((self.spans[place] for place in (pointer, *parents(pointer)) if place in self.spans), None)


def read_charter_text(name: str, lang: str) -> CharterText:
    """Give the text of a charter by id or by path. Raises GuichetError when there is none, or it is not sound."""
    from guichet_cli.load.charter_lint import linted_text
    from guichet_cli.load.foreign import sound_text

    text = linted_text(name) if name in packaged() else sound_text(name, lang)
    return CharterText(path=text.path, data=text.data or {}, spans=text.spans, sha256=text.sha256)
