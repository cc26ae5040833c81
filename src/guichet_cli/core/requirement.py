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
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.failure import Holds, Scene, Teller

ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "then", "else"}
)
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


class _Compiler:
    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.documents = documents
        self.compiled: dict[str, Check] = {}

    def compile(self, schema: Mapping[str, Any], base: str = "") -> Check:
        holds = [self._holds(keyword, schema, base) for keyword in _said(schema) if keyword not in OBJECT]
        if not OBJECT.isdisjoint(schema):
            holds.append(members(self, schema, base))
        return Check(both(holds), lambda: self._teller(schema, base))

    def _holds(self, keyword: str, schema: Mapping[str, Any], base: str) -> Holds:
        maker = HOLDING.get(keyword) or VOCABULARY_HOLDING.get(keyword)
        if maker is not None:
            return maker(self, schema[keyword], schema, base)
        if keyword not in VOCABULARY:
            raise UnknownKeywordError(keyword)
        return _silent(VOCABULARY[keyword](self, schema[keyword], schema, base))

    def _teller(self, schema: Mapping[str, Any], base: str) -> Teller:
        """Make what tells the failures of a schema, when one is met."""
        guards: list[Teller] = []
        others: list[Teller] = []
        for keyword in _said(schema):
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


def _said(schema: Mapping[str, Any]) -> Iterator[str]:
    return (keyword for keyword in schema if keyword not in ANNOTATIONS and not keyword.startswith("x-"))


def _silent(teller: Teller) -> Holds:
    """Give a predicate out of what tells failures: that there is none."""

    def holds(value: Any, scene: Scene) -> bool:
        found: list[Failure] = []
        teller(value, None, scene, found)
        return not found

    return holds
