"""The form: the places of a dossier that are put to somebody, in the order of the schema, with the criteria that begin there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.asking import asked, readers
from guichet_cli.core.classes import dataclass
from guichet_cli.core.model import Level, Status
from guichet_cli.core.pointer import escape, parents, tokens, under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guichet_cli.core.lint_fields import Field, Fields
    from guichet_cli.core.model import Charter, Criterion

IDENTITY = tuple(
    f"/project/{name}"
    for name in (
        "id",
        "title",
        "summary",
        "phase",
        "desk",
        "lead/name",
        "lead/role",
        "lead/organisation",
        "lead/contact",
    )
)
"""What a desk is told of every project, whatever the charter asks."""
LISTS = ("/evidence", "/not_applicable", "/plans")
"""Where documents, claims and actions are written."""
HELD = frozenset({"dossier", "charter", "extensions"})
"""Keys that put no question to anybody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A place of the form: a field to fill in, or a block of such places."""

    name: str
    pointer: str
    field: Field
    members: tuple[Entry, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    """The criteria whose questions begin here."""
    columns: tuple[str, ...] = ()
    """Of a list of rows, the keys of a row that somebody asks for; all of them where nobody does."""
    optional: bool = False
    """Whether no criterion of the charter asks for it."""


class Places:
    """The places that a charter's criteria ask for, read once."""

    def __init__(self, charter: Charter, fields: Fields) -> None:
        self.charter = charter
        self.fields = fields
        self.criteria = [criterion for criterion in charter.criteria if criterion.status is not Status.OBSOLETE]
        deciding = readers(charter, fields).decides
        self.decides = {fact: tuple(criterion.id for criterion in by) for fact, by in deciding.items()}
        """For each fact that conditions read, the criteria that hang on it."""
        self.facts = tuple(sorted(deciding, key=self.order))
        self.asked = {criterion.id: frozenset(asked(criterion, fields)) for criterion in self.criteria}

    def order(self, pointer: str) -> tuple[int, ...]:
        """Give the rank of a place in the schema, by which places are sorted."""
        ranks, field = [], self.fields.root
        for token in tokens(pointer):
            names = self.fields.names(field)
            ranks.append(int(token) if token.isdecimal() else names.index(token) if token in names else len(names))
            below = self.fields.below(field, token)
            if below is None:
                break
            field = below
        return tuple(ranks)

    def of(self, criterion: Criterion) -> list[str]:
        """Give the fields that a criterion asks for, those of its proofs among them, in order."""
        proofs = criterion.proof_at if criterion.proof_required else ()
        named = {place if place.startswith("/") else f"{criterion.at}/{place}" for place in proofs}
        named |= {place.partition("/[]")[0] for place in self.asked[criterion.id]}
        blocks = {above for place in named for above in parents(place)}
        found = {leaf for place in named - blocks for leaf in self.leaves(place)}
        return sorted(found, key=self.order)

    def leaves(self, pointer: str) -> Iterator[str]:
        """Give the fields that a place is made of: itself, or those of a block."""
        field = self.fields.at(pointer)
        names = self.fields.names(field) if field and field.kind == "object" else []
        if not names and field is not None:
            yield pointer
        for name in names:
            yield from self.leaves(under(pointer, name))

    def row(self, pointer: str, criteria: Iterable[Criterion]) -> tuple[str, ...]:
        """Give the keys of a row that some criteria ask for, in order; every key where none says."""
        head = f"{pointer}/[]/"
        named = {
            place.removeprefix(head).partition("/")[0]
            for criterion in criteria
            for place in self.asked[criterion.id]
            if place.startswith(head)
        }
        field = self.fields.at(pointer)
        known = self.fields.names(self.fields.item(field)) if field and field.kind == "list" else []
        return tuple(name for name in known if name in named) or tuple(known)

    def selected(self, template: str) -> Selection:
        """Give what a template puts: `minimal`, what may block; `example`, what is asked; `full`, every field there is."""
        asking = self.criteria
        if template == "minimal":
            asking = [criterion for criterion in asking if Level.BLOCKING in levels(criterion)]
        places = {*IDENTITY, *self.facts, *LISTS, *(place for criterion in asking for place in self.of(criterion))}
        if template == "full":
            top = (name for name in self.fields.names(self.fields.root) if name not in HELD)
            places |= {leaf for name in top for leaf in self.leaves(f"/{name}")}
        return Selection(frozenset(places), tuple(asking))


class Selection(NamedTuple):
    """What a form is made of: the places to put, and the criteria that introduce them."""

    places: frozenset[str]
    criteria: tuple[Criterion, ...]


def given(answers: Any, pointer: str = "") -> Iterator[str]:
    """Give the places of some answers: a list is one answer."""
    if isinstance(answers, dict):
        for name, value in answers.items():
            yield from given(value, under(pointer, name))
    elif answers is not None:
        yield pointer


TEMPLATES = ("minimal", "full", "example")


def levels(criterion: Criterion) -> set[Level]:
    """Give the levels that a criterion may have."""
    level = criterion.level
    return {Level(level)} if isinstance(level, str) else {Level(branch["is"]) for branch in level}


def form(places: Places, selection: Selection) -> tuple[Entry, ...]:
    """Give the form of some places, each with the criteria that begin there."""
    kept = selection.places
    beginnings = _beginnings(places, selection)
    by_place: dict[str, list[Criterion]] = {}
    for criterion in places.criteria:
        for place in places.of(criterion):
            by_place.setdefault(place, []).append(criterion)
    within = kept | {above for place in kept for above in parents(place)}

    def members(pointer: str, field: Field) -> Iterator[Entry]:
        names = places.fields.names(field) or [t for t in _next(pointer, kept) if field.open]
        for name in names:
            place = f"{pointer}/{escape(name)}"
            inner = places.fields.below(field, name)
            if place in within and inner is not None:
                asking = by_place.get(place, [])
                yield Entry(
                    name=name,
                    pointer=place,
                    field=inner,
                    members=() if place in kept else tuple(members(place, inner)),
                    criteria=tuple(beginnings.get(place, ())),
                    columns=places.row(place, asking) if inner.kind == "list" else (),
                    optional=not asking and place not in {*places.facts, *IDENTITY, *LISTS},
                )

    return tuple(members("", places.fields.root))


def _next(pointer: str, kept: frozenset[str]) -> list[str]:
    """Give the keys of a free space that some of the places to keep go through."""
    head = f"{pointer}/"
    return list(
        dict.fromkeys(tokens(place.removeprefix(pointer))[0] for place in sorted(kept) if place.startswith(head))
    )


def _beginnings(places: Places, selection: Selection) -> dict[str, list[Criterion]]:
    """Give the criteria by the place where their questions begin: the block that they judge, else their first field."""
    found: dict[str, list[Criterion]] = {}
    for criterion in selection.criteria:
        here = [place for place in places.of(criterion) if place in selection.places]
        mine = [place for place in here if place.startswith(f"/{criterion.commitment}/")]
        mine = mine or [place for place in here if place not in places.facts] or here
        if mine:
            at = criterion.at
            block = at.count("/") > 1 and mine[0].startswith(f"{at}/")
            found.setdefault(at if block else mine[0], []).append(criterion)
    return found
