"""The text of a charter: its YAML as written, tests included, with the position of everything in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import parents
from guichet_cli.load.charter import build, packaged
from guichet_cli.load.foreign import sound_source
from guichet_cli.load.paths import shown_path
from guichet_cli.load.source import CHARTER, read_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
    known = packaged()
    if name in known:
        raw = known[name].read_bytes()
        source = read_source(raw, limits=CHARTER)
        path, digest = nearby(known[name]), sha256(raw).hexdigest()
    else:
        source, digest = sound_source(name, known, lang)
        path = shown_path(name)
    return CharterText(path=path, data=source.data or {}, spans=source.spans, sha256=digest)


def nearby(path: Path) -> str:
    """Give the path of a packaged charter from the current folder where it lies below, else whole."""
    here = os.path.join(os.path.realpath(os.curdir), "")  # noqa: PTH118 `os` takes any name
    whole = os.path.realpath(path)
    return shown_path(whole.removeprefix(here))
