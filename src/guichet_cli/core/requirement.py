"""Requirements: the JSON Schema 2020-12 subset of charters and dossiers, compiled to plain functions.

The one seam between schemas and the rest: `compile_schema(schema)` gives a check, a check gives failures. The `jsonschema` package is its
reference (a differential test holds the two together); why it is not the engine is in docs/decisions.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import Failure, below
from guichet_cli.core.json_schema import KEYWORDS, sequence
from guichet_cli.core.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.failure import Check, Path, Scene

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
    check(value, below(None, at) if at else None, scene, found)
    return found


def compile_schema(schema: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]] | None = None) -> Check:
    """Compile a schema; `documents` are the schemas that a `$ref` may name, by `$id`. Raises UnknownKeywordError."""
    return _Compiler(documents or {}).compile(schema, str(schema.get("$id", "")))


class _Compiler:
    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.documents = documents
        self.compiled: dict[str, Check] = {}

    def compile(self, schema: Mapping[str, Any], base: str = "") -> Check:
        checks: list[Check] = []
        guards: list[Check] = []
        for keyword, operand in schema.items():
            if keyword in ANNOTATIONS or keyword.startswith("x-"):
                continue
            maker = KEYWORDS.get(keyword) or VOCABULARY.get(keyword)
            if maker is None:
                raise UnknownKeywordError(keyword)
            (guards if keyword in FIRST else checks).append(maker(self, operand, schema, base))
        return sequence(guards, checks)

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
        def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
            self.compiled[key](value, path, scene, out)

        return check
