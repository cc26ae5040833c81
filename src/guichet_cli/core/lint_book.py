"""The book under review: a charter's text, what is broken of its form, and how a flaw of it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.classes import dataclass
from guichet_cli.core.model import Problem
from guichet_cli.core.pointer import parents, resolve, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Dossier

BLOCKS = ("criteria", "rules")
MOST_ENTRIES = 1_000
"""How many criteria, or rules, a charter has at most."""


class Entry(NamedTuple):
    """A criterion or a rule, and where it is."""

    pointer: str
    data: Mapping[str, Any]

    @property
    def asks(self) -> bool:
        """Whether it is a criterion; a rule only warns."""
        return self.pointer.startswith("/criteria/")


class Part(NamedTuple):
    """A condition or a requirement of an entry, and where it is."""

    pointer: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """A charter as text with positions, and the fields that dossiers have."""

    text: Dossier
    fields: Fields
    broken: frozenset[str] = frozenset()
    """The places whose form is not that of a charter, and all those above them."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What the charter says."""
        return self.text.data or {}

    def get(self, pointer: str, kind: type = dict) -> Any:
        """Give a value when it is of a kind, else an empty one."""
        found = resolve(self.data, pointer)
        return found if isinstance(found, kind) and not isinstance(found, bool) else kind()

    def sound(self, pointer: str) -> bool:
        """Tell whether a place and what is below it have the form of a charter."""
        return pointer not in self.broken

    def entries(self) -> Iterator[Entry]:
        """Give the criteria, then the rules, as far as they are mappings."""
        for block in BLOCKS:
            for index, item in enumerate(self.get(f"/{block}", list)):
                if isinstance(item, dict):
                    yield Entry(f"/{block}/{index}", item)

    def criteria(self) -> Iterator[Entry]:
        """Give the criteria, as far as they are mappings."""
        return (entry for entry in self.entries() if entry.asks)

    def part(self, entry: Entry, name: str) -> Any:
        """Give a member of an entry when its form is sound, else None."""
        return entry.data.get(name) if self.sound(f"{entry.pointer}/{name}") else None

    def conditions(self, entry: Entry) -> Iterator[Part]:
        """Give the conditions of an entry whose form is sound: `when`, those of levels, those of cases."""
        lists = {"": [entry.data], "/level": entry.data.get("level"), "/cases": entry.data.get("cases")}
        for name, items in lists.items():
            for index, item in enumerate(items if isinstance(items, list) else []):
                place = f"{entry.pointer}{name}/{index}" if name else entry.pointer
                if isinstance(item, dict) and isinstance(item.get("when"), dict) and self.sound(f"{place}/when"):
                    yield Part(f"{place}/when", item["when"])

    def requirements(self, entry: Entry) -> Iterator[Part]:
        """Give the requirements of an entry whose form is sound: `schema`, those of cases, `partial`."""
        cases = entry.data.get("cases")
        parts = [("/schema", entry.data.get("schema"))]
        for index, case in enumerate(cases if isinstance(cases, list) else []):
            parts.append((f"/cases/{index}/schema", case.get("schema") if isinstance(case, dict) else None))
        for place, data in [*parts, ("/partial", entry.data.get("partial"))]:
            if isinstance(data, dict) and self.sound(entry.pointer + place):
                yield Part(entry.pointer + place, data)

    def flaw(self, code: str, pointer: str, variant: str = "", *, beside: Iterable[str] = (), **params: Any) -> Problem:
        """Give a flaw at a place; `beside` are other places to show, `owner` is the entry that it is in."""
        related = [self.text.locate(other).span for other in beside]
        return Problem(
            code=code,
            pointer=pointer,
            variant=variant,
            related=tuple(span for span in related if span),
            params={"owner": self.owner(pointer), **params},
        )

    def owner(self, pointer: str) -> str:
        """Give the id of the criterion or the rule that a place is in, else the top member that it is in."""
        top = tokens(pointer)[:2]
        if len(top) == 2 and top[0] in BLOCKS:
            name = resolve(self.data, f"/{top[0]}/{top[1]}/id")
            return name if isinstance(name, str) else f"{top[0]}[{int(top[1]) + 1}]"
        return top[0] if top else "charter"


def with_parents(pointers: Iterable[str]) -> frozenset[str]:
    """Give places and all those above them."""
    return frozenset(above for pointer in pointers for above in (pointer, *parents(pointer)))
