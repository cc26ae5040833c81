"""Requirements: the JSON Schema 2020-12 subset of charters and dossiers, compiled to plain functions.

The one seam between schemas and the rest: `compile_schema(schema)` gives a check, a check gives failures. The `jsonschema` package is its
reference (a differential test holds the two together); why it is not the engine is in docs/decisions.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import Check, Failure, below
from guichet_cli.core.holding import HOLDING, OBJECT, both, members
from guichet_cli.core.json_schema import KEYWORDS, sequence
from guichet_cli.core.vocabulary import VOCABULARY
from guichet_cli.core.vocabulary_holding import VOCABULARY_HOLDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.failure import Holds, Scene, Teller

ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "then", "else"}
)
PREDICATES = {**HOLDING, **VOCABULARY_HOLDING}
FIRST = frozenset({"type", "enum", "const"})
"""Keywords that speak first: where one of them fails, the others say nothing more."""


class UnknownKeywordError(ValueError):
    """A schema uses a keyword that this subset does not have."""


def failures(check: Check, value: Any, scene: Scene, at: str = "") -> list[Failure]:
    """Give what a value fails of a compiled schema, with pointers below `at`."""
    found: list[Failure] = []
    check.tell(value, below(None, at) if at else None, scene, found)
    return found


def compile_schema(schema: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]] | None = None) -> Check:
    """Compile a schema; `documents` are the schemas that a `$ref` may name, by `$id`. Raises UnknownKeywordError."""
    return _Compiler(documents or {}).compile(schema, str(schema.get("$id", "")))


def late_schema(schema: Mapping[str, Any]) -> Check:
    """Give the check of a sound schema, compiled when it is first asked: a dossier asks half of those of a charter."""
    return Check.later(lambda: compile_schema(schema))


class _Compiler:
    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.documents = documents
        self.compiled: dict[str, Check] = {}

    def compile(self, schema: Mapping[str, Any], base: str = "") -> Check:
        holds: list[Holds] = []
        for (
            keyword,
            operand,
        ) in schema.items():  # at every start for each schema of a dossier: nothing but what is needed
            maker = PREDICATES.get(keyword)
            if maker is not None:
                holds.append(maker(self, operand, schema, base))
            elif keyword in VOCABULARY:
                holds.append(_silent(VOCABULARY[keyword](self, operand, schema, base)))
            elif keyword not in OBJECT and not _is_annotation(keyword):
                raise UnknownKeywordError(keyword)
        if not OBJECT.isdisjoint(schema):
            holds.append(members(self, schema, base))
        return Check(both(holds), lambda: self._teller(schema, base))

    def _teller(self, schema: Mapping[str, Any], base: str) -> Teller:
        """Make what tells the failures of a schema, when one is met."""
        guards: list[Teller] = []
        others: list[Teller] = []
        for keyword in schema:
            if _is_annotation(keyword):
                continue
            maker = KEYWORDS.get(keyword) or VOCABULARY[keyword]
            (guards if keyword in FIRST else others).append(maker(self, schema[keyword], schema, base))
        return sequence(guards, others)

    def reference(self, target: str, base: str) -> Check:
        document, _, fragment = target.partition("#")
        document = document or base
        key = f"{document}#{fragment}"
        if key not in self.compiled:
            # a late-bound stand-in first, so that a schema may refer to itself
            self.compiled[key] = self._later(key)
            schema: Any = self.documents[document]
            for token in fragment.split("/")[1:]:
                schema = schema[token]
            self.compiled[key] = self.compile(schema, document)
        return self.compiled[key]

    def _later(self, key: str) -> Check:
        def holds(value: Any, scene: Scene) -> bool:
            return self.compiled[key].holds(value, scene)

        return Check(holds, lambda: self.compiled[key].tell)


def _is_annotation(keyword: str) -> bool:
    return keyword in ANNOTATIONS or keyword.startswith("x-")


def _silent(teller: Teller) -> Holds:
    """Give a predicate out of what tells failures: that there is none."""

    def holds(value: Any, scene: Scene) -> bool:
        found: list[Failure] = []
        teller(value, None, scene, found)
        return not found

    return holds
