"""The changes of a charter in words: one sentence each, from what it was to what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.criterion_words import levels_text, threshold_text
from guichet_cli.core.pointer import dotted
from guichet_cli.core.schema_diff import MEMBERS, same
from guichet_cli.core.wording import condition_text
from guichet_cli.render.requirement_words import RequirementWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guichet_cli.core.charter_diff import Change
    from guichet_cli.core.language import Language

LONGEST = 240
"""How many characters of a value are shown."""
NOTHING = "–"
KEYED = {"expected": "explain.expect", "basis": "explain.basis", "status": "charter_diff.status"}
CHOICES = frozenset({"proof", "not_applicable", "effort"})


def sentence(change: Change, language: Language, ats: dict[str, str]) -> str:
    """Give a change as a sentence; `ats` is where the answer of each criterion stands."""
    if change.kind in {"added", "removed"}:
        return _title(change.new or change.old, language)
    if change.keyword:
        return _requirement(change, language, ats.get(change.item, ""))
    if change.part in {"case", "when"}:
        return _condition(change, language)
    if change.part == "partial":
        return language.say(f"charter_diff.partial.{'added' if change.new else 'removed'}")
    if change.part == "tests" and change.old == change.new:
        return language.say("charter_diff.tests")
    part = language.say(f"charter_diff.part.{change.part}", place=_place(change, language))
    old, new = change.old, change.new
    if change.kind == "reworded" and change.place:
        old, new = _around(change)
    elif change.part in {"references", "thresholds"}:
        old, new = (
            [entry for entry in one or () if entry not in (other or ())] for one, other in ((old, new), (new, old))
        )
    return arrow(part, (_value(change.part, value, language) for value in (old, new)), language)


def arrow(part: str, values: Iterable[str], language: Language) -> str:
    """Give `part : old → new`."""
    return f"{part}{language.messages['word.colon']}{' → '.join(value or NOTHING for value in values)}"


def _title(title: Any, language: Language) -> str:
    return str(title[language.code])


def _place(change: Change, language: Language) -> str:
    kinds = {"expected": "phase", "weights": "level"}
    if change.part in kinds:
        return language.say(f"{kinds[change.part]}.{change.place}")
    return change.place


def _value(part: str, value: Any, language: Language) -> str:
    if value is None:
        return NOTHING
    if part == "level":
        return levels_text(value, language)
    if part in KEYED:
        key = f"{KEYED[part]}.{value}"
        return language.first(key, f"charter_diff.{part}.{value}")
    if part in CHOICES:
        return language.first(f"{part}.{value}", f"charter_diff.{part}.{value}")
    if part == "reused":
        return _title(value, language)
    if part == "at":
        return f"`{dotted(value) or '/'}`"
    if part == "references":
        return ", ".join(f"{entry['ref']} ({entry['at']})" if "at" in entry else entry["ref"] for entry in value)
    if part == "thresholds":
        return ", ".join(_threshold(entry, language) for entry in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return language.quote(value) if isinstance(value, str) and " " in value else language.show(value)


def _threshold(entry: Any, language: Language) -> str:
    return f"{threshold_text(entry, language)} {language.say('origin.' + entry['origin'])}"


def _condition(change: Change, language: Language) -> str:
    old, new = (condition_text(when, language) for when in (change.old, change.new))
    if change.part == "when" or (change.old and change.new):
        part = language.say(f"charter_diff.{change.part}.{change.place or 'scope'}")
        return arrow(part, (old, new), language)
    added = change.old is None
    return language.say(f"charter_diff.case.{'added' if added else 'removed'}", when=new if added else old)


def _requirement(change: Change, language: Language, at: str) -> str:
    where = f"`{dotted(at + change.place).replace('.[]', '[]') or '/'}`"
    key = f"charter_diff.keyword.{change.keyword}"
    if change.keyword == "required":
        said = language.say(f"{key}.{'added' if change.new else 'removed'}", field=where)
    elif change.keyword == "enum" and change.kind != "changed" and isinstance(change.old, list) and change.new == []:
        said = language.say(f"{key}.lost", field=where, values=_listed(change.old, language))
    elif change.keyword == "enum" and change.kind != "changed" and isinstance(change.new, list) and change.old == []:
        said = language.say(f"{key}.won", field=where, values=_listed(change.new, language))
    else:
        name, old, new, keyword = (
            RequirementWords(language).name(change.keyword),
            change.old,
            change.new,
            change.keyword,
        )
        members = _members(old, new) if change.keyword in MEMBERS else []
        if len(members) == 1:
            name, keyword = f"{name} (`{members[0]}`)", members[0]
            old, new = old.get(keyword), new.get(keyword)
        said = arrow(f"{where}, {name}", (_data(keyword, value, language) for value in (old, new)), language)
    prefix = f"charter_diff.in.{change.part}"
    return language.say(prefix, said=said) if prefix in language.messages else said


def _members(old: Any, new: Any) -> list[str]:
    """Give the members by which two operands of the vocabulary differ."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    return [name for name in {**old, **new} if not same(old.get(name), new.get(name))]


def _listed(values: Iterable[Any], language: Language) -> str:
    return language.series((f"`{language.show(value)}`" for value in values), "or")


def _data(keyword: str, value: Any, language: Language) -> str:
    """Give a piece of a requirement in words, cut where it is long."""
    if value is None:
        return NOTHING
    text = RequirementWords(language).value(keyword, value) or NOTHING
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rpartition(' ')[0]} …"


def _around(change: Change) -> tuple[str, str]:
    """Give two texts from the first word that differs to the last, with a word of each side."""
    old, new = (str(text).split() for text in (change.old, change.new))
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    start, end = max(start - 1, 0), max(end - 1, 0)
    return _words(old, start, end), _words(new, start, end)


def _words(text: list[str], start: int, end: int) -> str:
    kept = " ".join(text[start : len(text) - end])
    return f"{'… ' if start else ''}{kept}{' …' if end else ''}"
