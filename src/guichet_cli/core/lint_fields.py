"""Fields: what the schemas of dossiers know, as a map from pointers, read once for a whole charter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass
from guichet_cli.core.pointer import escape, tokens
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 100
"""How many characters of an unknown name are compared with the known ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A place that a dossier may fill: its schema, with the definitions that it names put in."""

    schema: Mapping[str, Any]
    document: str
    names: frozenset[str] = frozenset()
    """The definitions that its schema names: `date`, `proofs`…"""

    @property
    def kind(self) -> str:
        """`text`, `date`, `number`, `boolean`, `list`, `object`, or `any` for a place that no schema describes."""
        word = self.schema.get("type", "any")
        if word == "string":
            return "date" if self.schema.get("format") == "date" else "text"
        kinds = {"integer": "number", "array": "list"}
        return str(kinds.get(word, word))

    @property
    def open(self) -> bool:
        """Whether anything may be written below: a free space."""
        return self.kind == "any" or (
            self.kind == "object"
            and "properties" not in self.schema
            and self.schema.get("additionalProperties") is not False
        )

    @property
    def choices(self) -> tuple[Any, ...] | None:
        """The values that it may have, when the schema lists them."""
        if self.kind == "boolean":
            return (True, False)
        if "const" in self.schema:
            return (self.schema["const"],)
        listed = self.schema.get("enum")
        return None if listed is None else tuple(listed)


ANYTHING = Field(schema={}, document="")


class Fields:
    """The fields of dossiers by pointer; each is looked up once."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]], root: str = "dossier.schema.json") -> None:
        self.documents = documents
        self.root = self._field(documents[root], root)
        self._known: dict[str, Field | None] = {"": self.root}

    def at(self, pointer: str) -> Field | None:
        """Give the field of a pointer, None for one that no dossier has; `[]` stands for any item of a list."""
        if pointer not in self._known:
            above, _, last = pointer.rpartition("/")
            holder = self.at(above) if pointer.startswith("/") else None
            self._known[pointer] = self.below(holder, tokens(f"/{last}")[0]) if holder else None
        return self._known[pointer]

    def below(self, field: Field, name: str) -> Field | None:
        """Give the field that a name leads to from another."""
        if field.open:
            return ANYTHING
        if field.kind == "list":
            return self.item(field) if name == "[]" or name.isdecimal() else None
        member = field.schema.get("properties", {}).get(name)
        return None if member is None else self._field(member, field.document)

    def item(self, field: Field) -> Field:
        """Give the field of each item of a list."""
        items = field.schema.get("items")
        return ANYTHING if items is None else self._field(items, field.document)

    def row(self, field: Field) -> Field:
        """Give a field, or that of its items when it is a list."""
        return self.item(field) if field.kind == "list" else field

    def names(self, field: Field) -> list[str]:
        """Give what may be written below a field."""
        return list(field.schema.get("properties", ()))

    def near(self, pointer: str) -> str:
        """Give the known pointer that is nearest to an unknown one, empty when none is near."""
        place, field, rest = "", self.root, tokens(pointer)
        while rest and (inner := self.below(field, rest[0])):
            place, field, rest = f"{place}/{escape(rest[0])}", inner, rest[1:]
        if not rest or not self.names(field):
            return ""
        near = nearest(rest[0][:LONGEST], self.names(field))
        if near is None:
            return ""
        mended = "".join(f"/{escape(token)}" for token in [near, *rest[1:]])
        return place + mended if self.at(place + mended) else f"{place}/{escape(near)}"

    def evidence(self, field: Field) -> bool:
        """Tell whether a field is a list of ledger ids, which can prove something."""
        return field.kind == "any" or (field.kind == "list" and "ledger_id" in self.item(field).names)

    def _field(self, schema: Mapping[str, Any], document: str) -> Field:
        merged: dict[str, Any] = dict(schema)
        names: set[str] = set()
        while (target := merged.pop("$ref", None)) is not None:
            file, _, fragment = target.partition("#")
            document = file or document
            found: Any = self.documents[document]
            for token in tokens(fragment):
                found = found[token]
            names.add(fragment.rpartition("/")[2])
            merged = {**found, **merged}
        return Field(schema=merged, document=document, names=frozenset(names))
