"""Proposals for a dossier: shown beside what it holds, written where nothing is, or refused."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from guichet_cli.cli import rewriting, streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import visible
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.write.block import scalar
from guichet_cli.write.manuscript import CannotEditError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from guichet_cli.core.footprint import Doubt, Proposal

    Proposals = Callable[[Mapping[str, Any]], list[Proposal]]

say = WORDS.say


def refuse(file: str, doubts: Sequence[Doubt]) -> None:
    """Refuse figures that cannot be right, the first of them told."""
    if doubts:
        first = doubts[0]
        place = f"{shown_path(file)}:{first.line}"
        raise GuichetError(f"error.import_{first.key}", place=place, **first.params)


def offer(dossier: str, proposals: Proposals, *, apply: bool) -> int:
    """Show proposals beside what the dossier holds, and write those that fill a blank when asked."""
    manuscript = rewriting.manuscript(dossier)
    found = proposals(manuscript.data)
    new = [proposal for proposal in found if proposal.held is None]
    streams.put((f"{line}\n" for line in _lines(found)), streams.encoding_of(sys.stdout))
    if not new:
        streams.tell(say("import.nothing", path=shown_path(dossier)))
        return ExitCode.CLEARED
    if not apply:
        streams.tell(WORDS.count("import.offered", len(new), path=shown_path(dossier)))
        return ExitCode.CLEARED
    changed = manuscript
    try:
        for proposal in new:
            changed = changed.put(proposal.pointer, proposal.value)
    except CannotEditError as refused:
        raise GuichetError("error.cannot_edit", path=shown_path(dossier), field=dotted(refused.pointer)) from None
    rewriting.rewrite(dossier, manuscript.bytes, changed.bytes)
    streams.tell(WORDS.count("import.written", len(new), path=shown_path(dossier)))
    return ExitCode.CLEARED


def _lines(proposals: Sequence[Proposal]) -> Iterator[str]:
    for proposal in proposals:
        unit = f" {proposal.unit}" if proposal.unit else ""
        value = f"{scalar(proposal.value)}{unit}"  # as the dossier will have it
        if proposal.held is None:
            made = say(f"import.source.{proposal.source}", **proposal.params)
            yield say("import.line", field=dotted(proposal.pointer), value=value, made=made)
        else:
            held = f"{visible(scalar(proposal.held))}{unit}"
            yield say("import.held", field=dotted(proposal.pointer), value=value, held=held)
