"""One dossier: the one that a command is about, read and judged, with what it says."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.checking import Checker
    from guichet_cli.core.model import Scorecard

DEFAULT_PATH = "dossier.yaml"


class Single(NamedTuple):
    """A dossier that was judged: its scorecard, what it says as it is judged, and the file that it was read from."""

    card: Scorecard
    data: Mapping[str, Any]
    source: str | None


def judged(checker: Checker, path: str | None) -> Single:
    """Give the one dossier that a path means, `./dossier.yaml` without one. Raises GuichetError for none or several."""
    from guichet_cli.load.dossier import load_entry

    if path is None and not os.path.lexists(DEFAULT_PATH):
        raise GuichetError("usage.no_paths", path=DEFAULT_PATH)
    found = checker.plan([path or DEFAULT_PATH]).entries
    dossier = load_entry(found[0], stdin=getattr(sys.stdin, "buffer", None)) if len(found) == 1 else None
    if dossier is None:
        raise GuichetError("error.single", found=len(found))
    card = checker.card(dossier)
    (judge,) = checker.judges.values()
    return Single(card, judge.read(dossier), found[0].source)
