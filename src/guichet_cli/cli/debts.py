"""What a call tolerates and looks at: waivers, a baseline, a selection of codes, as its options say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.classes import dataclass, replace
from guichet_cli.core.printable import excerpt
from guichet_cli.core.selection import Selection, codes_of, strangers
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from guichet_cli.core.baseline import Debts as Known
    from guichet_cli.core.baseline import Ratchet, State
    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.core.waivers import Waivers
    from guichet_cli.render import Writer

NAMED = 5
"""How many gaps of a baseline that are gone are named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Debts:
    """The marks and the selection that scorecards get between the judge and the formats."""

    waivers: Waivers | None
    ratchet: Ratchet | None
    tolerates: bool
    """Whether a gap of the baseline is known, and not only counted for the one to write."""
    selection: Selection
    target: str | None
    """The baseline to write."""
    inputs: Sequence[str | None]
    """The files that are read beside the dossiers: no output may be one of them."""

    def marked(self, judged: Iterable[tuple[Scorecard, ...]]) -> Iterator[tuple[Scorecard, ...]]:
        """Give scorecards with their marks, the findings that are not selected left out; the first language is looked at."""
        for cards in judged:
            first = self.ratchet.mark(cards[0]) if self.ratchet else cards[0]
            marked = (first, *(_known_as(first, card) for card in cards[1:])) if self.tolerates else cards
            yield tuple(map(self.selection.apply, marked))

    @property
    def state_of(self) -> Callable[[Scorecard, Finding], State] | None:
        """How a finding stands against the baseline, where the call names one."""
        return self.ratchet.state_of if self.ratchet and self.tolerates else None

    def outputs(self) -> Sequence[tuple[str, Writer]]:
        """Give the file to write beside the formats, if there is one."""
        if self.target is None or self.ratchet is None:
            return []
        from guichet_cli.render.baseline import BaselineFile

        return [(self.target, BaselineFile(self.ratchet))]

    def tell(self) -> None:
        """Say which gaps of the baseline are gone and, of the one that is written, what it holds."""
        gone = self.ratchet.gone() if self.ratchet else []
        if gone:
            named = [f"{excerpt(debt.criterion)} ({excerpt(project.name)})" for project, debt in gone[:NAMED]]
            if len(gone) > NAMED:
                named.append(WORDS.count("word.others", len(gone) - NAMED))
            key = "note.baseline_removed" if self.target else "note.baseline_gone"
            streams.tell(WORDS.count(key, len(gone), gaps=", ".join(named)))
        if self.target is not None and self.ratchet is not None:
            path, refused = shown_path(self.target), self.ratchet.refused()
            if refused:
                streams.tell(WORDS.count("note.baseline_refused", refused, path=path))
            streams.tell(WORDS.count("note.baseline_written", sum(map(len, self.ratchet.kept().values())), path=path))


def debts_of(
    *,
    waivers: str | None,
    baseline: str | None,
    target: str | None,
    select: Sequence[str],
    ignore: Sequence[str],
    charter: str | None,
) -> Debts:
    """Give what the options of a call tolerate and select. Raises GuichetError for a file or a code that is not sound."""
    selection = Selection(select=codes_of(select), ignore=codes_of(ignore))
    for option, words, codes in (("--select", select, selection.select), ("--ignore", ignore, selection.ignore)):
        if words and not codes:
            raise GuichetError("usage.no_codes", option=option)
    _refuse_strangers(selection, charter)
    rewritten = baseline is not None and target is not None and _same(baseline, target)
    return Debts(
        waivers=None if waivers is None else _waivers(waivers),
        ratchet=None if baseline is None and target is None else _ratchet(baseline, target, selection),
        tolerates=baseline is not None,
        selection=selection,
        target=target,
        inputs=[charter, waivers, None if rewritten else baseline],
    )


def _known_as(first: Scorecard, card: Scorecard) -> Scorecard:
    """Give a scorecard whose gaps are known where those of another language are: findings stand in the same order in all."""
    pairs = zip(card.findings, first.findings, strict=True)
    return replace(card, findings=tuple(replace(own, known=other.known) for own, other in pairs))


def _waivers(path: str) -> Waivers:
    from guichet_cli.load.waivers import read_waivers

    return read_waivers(path, WORDS.code)


def _ratchet(baseline: str | None, target: str | None, selection: Selection) -> Ratchet:
    from guichet_cli.core.baseline import Ratchet

    return Ratchet(known=_known(baseline, target), takes=selection.takes)


def _known(baseline: str | None, target: str | None) -> Known | None:
    """Give the baseline of a call: what it names, else the file that it would write over, which is only ever tightened."""
    from guichet_cli.load.baseline import read_baseline

    if baseline is not None:
        is_new = target is not None and not os.path.lexists(baseline) and _same(baseline, target)
        return None if is_new else read_baseline(baseline)
    there = target is not None and os.path.isfile(target)  # noqa: PTH113 `pathlib` is dear at start
    return read_baseline(target) if target is not None and there else None


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _refuse_strangers(selection: Selection, charter: str | None) -> None:
    """Raise GuichetError for a code or prefix that neither the charter nor the tool knows, naming the nearest."""
    if not (selection.select or selection.ignore):
        return
    from guichet_cli.load.charter import load_charter, packaged

    read = [load_charter(name, WORDS.code) for name in ([charter] if charter else packaged())]
    known = [criterion.id for each in read for criterion in each.criteria]
    known += [rule.id for each in read for rule in each.rules]
    known += [key.removesuffix(".title") for key in WORDS.messages if key.startswith(("DOS-", "WAI-"))]
    for option, codes in (("--select", selection.select), ("--ignore", selection.ignore)):
        for code in strangers(codes, known):
            families = {each.partition("-")[0] for each in known}
            near = nearest(code, [*known, *families])
            key = "usage.unknown_selection" if near else "usage.unknown_selection_far"
            raise GuichetError(key, option=option, code=code, nearest=near or "")
    if not any(map(selection.takes, known)):
        raise GuichetError("usage.selection_empty")
