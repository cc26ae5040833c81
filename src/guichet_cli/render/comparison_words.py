"""Words for what moved: a finding's state, why it moved, a number before and after. Nothing here is a place to draw on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core import causes as why
from guichet_cli.core.failure import is_date
from guichet_cli.core.model import Level, Outcome
from guichet_cli.core.requests import Fate, counts
from guichet_cli.core.wording import field
from guichet_cli.render.numbers import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from guichet_cli.core.causes import Cause
    from guichet_cli.core.compare import Move, Pair
    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Finding
    from guichet_cli.core.record import Record
    from guichet_cli.core.requests import Followed

LISTED = 4
"""How many places a sentence names."""
REQUESTS = 12
"""How many requests a sentence names."""


def change(move: Move, language: Language) -> str:
    """Give what a criterion was and what it is."""
    old, new = move.old, move.new
    level = old is not None and new is not None and old.level is not new.level
    return f"{_state(old, language, level=level)} → {_state(new, language, level=level)}"


def _state(finding: Finding | None, language: Language, *, level: bool) -> str:
    if finding is None:
        return NOTHING
    said = [language.say("outcome.claimed" if finding.claimed else f"outcome.{finding.outcome}")]
    if finding.outcome is Outcome.PLANNED:
        said = [language.say("diff.plan.enough" if finding.credit else "diff.plan.short")]
    said += [language.say("diff.unproven")] if finding.proof_missing else []
    said += [language.say("diff.waived")] if finding.waived else []
    said += [language.say(f"level.{finding.level}")] if level else []
    return ", ".join(said)


def reasons(pair: Pair, move: Move, language: Language) -> str:
    """Give why a criterion moved, the causes that are not certain last."""
    ordered = sorted(move.causes, key=lambda cause: not cause.sure)
    said = (cause_words(cause, pair, move, language) for cause in ordered)
    return language.messages["word.semicolon"].join(dict.fromkeys(said))


def cause_words(cause: Cause, pair: Pair, move: Move, language: Language) -> str:
    """Give one cause in words."""
    fields = _fields(cause.pointers, language)
    said = language.say(_key(cause, move), fields=fields, **_versions(cause, pair, language))
    return said if cause.sure else language.say("diff.cause.maybe", cause=said)


def _key(cause: Cause, move: Move) -> str:
    gained = {
        why.CLAIM: move.new is not None and move.new.claimed,
        why.PLAN: move.new is not None and move.new.outcome is Outcome.PLANNED,
        why.WAIVER: move.new is not None and move.new.waived,
        why.PROOF: move.new is not None and move.new.evidenced,
    }
    if cause.kind in gained:
        return f"diff.cause.{cause.kind}.{'gained' if gained[cause.kind] else 'lost'}"
    if cause.kind == why.DATE and cause.what:
        kind = "turn" if is_date(cause.what) else "plan" if cause.what == why.PLAN else "proof"
        return f"diff.cause.date.{kind}"
    return f"diff.cause.{cause.kind}"


def _versions(cause: Cause, pair: Pair, language: Language) -> dict[str, str]:
    if cause.kind == why.TOOL:
        return {"old": pair.old.tool, "new": pair.new.tool}
    if cause.kind == why.CHARTER:
        return {"old": pair.old.charter.version, "new": pair.new.charter.version}
    return {"day": language.day(cause.what)} if is_date(cause.what) else {}


def _fields(pointers: Sequence[str], language: Language) -> str:
    named = [field(pointer) for pointer in pointers[:LISTED]]
    if len(pointers) > LISTED:
        named.append(language.count("word.others", len(pointers) - LISTED))
    return language.series(named)


def head(pair: Pair, language: Language) -> Iterator[str]:
    """Give what the two sides were judged by, where it differs, and the verdict."""
    old, new = pair.old, pair.new
    if old.charter.sha256 != new.charter.sha256:
        yield language.say("diff.charter", old=_charter(old, new), new=_charter(new, old))
    if old.as_of != new.as_of:
        yield language.say("diff.date", old=old.as_of, new=new.as_of)
    if old.tool != new.tool:
        yield language.say("diff.tool", old=old.tool, new=new.tool)
    words = [language.say(f"verdict.{side.verdict}").upper() for side in (old, new)]
    key = "diff.verdict" if old.verdict is not new.verdict else "diff.verdict.same"
    yield language.say(key, old=words[0], new=words[1])
    if not pair.same_charter:
        yield language.say("diff.charters")


def _charter(side: Record, other: Record) -> str:
    same = (side.charter.id, side.charter.version) == (other.charter.id, other.charter.version)
    digest = f" ({side.charter.sha256[:12]})" if same else ""
    return f"{side.charter.id} {side.charter.version}{digest}"


def number(old: Fraction | None, new: Fraction | None, language: Language) -> str:
    """Give a number before and after, once where it is the same; to a tenth where the whole does not tell them apart."""
    if old == new:
        return _percent(new, language, tenths=False)
    tenths = old is not None and new is not None and old // 1 == new // 1
    return f"{_percent(old, language, tenths=tenths)} → {_percent(new, language, tenths=tenths)}"


def _percent(rate: Fraction | None, language: Language, *, tenths: bool) -> str:
    if rate is None:
        return NOTHING
    return language.say("card.rate", n=float(rate) if tenths else int(rate))


def warnings(moves: Sequence[Move], language: Language) -> Iterator[str]:
    """Give the warnings that appeared and those that went, by code."""
    for key in ("gained", "lost"):
        codes: dict[str, int] = {}
        for move in moves:
            if move.finding.level is Level.WARNING and (move.old is None) is (key == "gained"):
                codes[move.finding.criterion] = codes.get(move.finding.criterion, 0) + 1
        if codes:
            named = language.series(f"{code} (× {n})" if n > 1 else code for code, n in codes.items())
            yield language.count(f"diff.warnings.{key}", sum(codes.values()), codes=named)


def requests(followed: Sequence[Followed], language: Language) -> Iterator[str]:
    """Give what became of requests, a sentence for each fate that some have."""
    counted = counts(followed)
    for fate in Fate:
        mine = [each for each in followed if each.fate is fate]
        if mine:
            yield language.say(
                f"diff.requests.{fate}", levels=levels(counted[fate], language), numbers=numbers(mine, language)
            )
        partly = [each for each in mine if each.partly]
        if partly:
            yield language.say("diff.requests.partly", numbers=numbers(partly, language))


def levels(counted: Mapping[Level, int], language: Language) -> str:
    """Give how many there are of each level that has some."""
    return ", ".join(language.count(f"card.gaps.{level}", n) for level, n in counted.items() if n)


def numbers(followed: Sequence[Followed], language: Language) -> str:
    """Give the numbers of the first requests, and how many others there are."""
    named = [each.number for each in followed[:REQUESTS]]
    if len(followed) > REQUESTS:
        named.append(language.count("word.others", len(followed) - REQUESTS))
    return language.series(named)
