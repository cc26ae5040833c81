"""Editor schemas: the schema of dossiers in one language and one piece, with what a charter asks at each field.

It accepts and refuses what `schemas/dossier.schema.json` does, and keys left blank, which the tool reads as not answered: beside the
keywords of that schema, everything is words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guichet_cli.core.asking import readers
from guichet_cli.core.pointer import under
from guichet_cli.core.printable import UNPRINTABLE, notation
from guichet_cli.render.editor_snippets import row_snippet, snippets
from guichet_cli.render.editor_words import EditorWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.lint_fields import Field, Fields
    from guichet_cli.core.model import Charter
    from guichet_cli.render.editor_snippets import Snippets

DIALECT = "https://json-schema.org/draft/2020-12/schema"
APART = frozenset({"$schema", "$id", "$defs", "properties", "items", "examples"})
"""Keywords that are not taken over as they are."""
MEANINGS = ("markdownEnumDescriptions", "enumDescriptions")
"""What each listed value means, in the same order."""


def editor_schema(charter: Charter, fields: Fields, titles: Mapping[str, str], version: str) -> str:
    """Give the schema of dossiers for editors, in the charter's language, as the text of a file.

    `fields` are those that dossiers have, `titles` those of the packaged charters, by id, `version` that of the tool.
    """
    words = EditorWords(readers(charter, fields), charter.language)
    whole = _Whole(fields, words, snippets(charter, fields, words, titles)).of(fields.root, "")
    made = words.say("editor.made", version=version, id=charter.id, edition=charter.version, sha256=charter.sha256)
    document = {"$schema": DIALECT, "$comment": made, **whole}
    return json.dumps(_harmless(document), ensure_ascii=False, indent=1) + "\n"


class _Whole:
    def __init__(self, fields: Fields, words: EditorWords, offered: Snippets) -> None:
        self.fields = fields
        self.words = words
        self.offered = offered

    def of(self, field: Field, pointer: str, title: str = "") -> dict[str, Any]:
        """Give the schema of a field and of all that is below it."""
        kept = {k: value for k, value in field.schema.items() if k not in APART and not k.startswith("x-")}
        schema = {**self._said(field, pointer, title), **kept, **self._choices(field)}
        examples = field.schema.get("examples", ())
        if len(examples) > 1:  # a single one would be written as the answer as soon as its key is chosen
            schema["examples"] = examples
        if "properties" in field.schema:
            members = {name: self.fields.below(field, name) for name in self.fields.names(field)}
            schema["properties"] = {
                name: self._or_blank(self.of(member, under(pointer, name)))
                for name, member in members.items()
                if member
            }
        if "items" in field.schema:
            items = self.fields.item(field)
            schema["items"] = self.of(items, f"{pointer}/[]", self.words.title(field))
            if items.kind == "object":
                schema["items"]["defaultSnippets"] = [row_snippet(field, items, self.fields, self.words)]
        offered = list(self.offered.get(pointer, ()))
        if field.kind == "number" and "const" not in field.schema:
            # without it, the server of YAML writes 0 as soon as the key is chosen: an answer that nobody gave
            offered = [{"label": self.words.form(field), "body": "$1"}]
        if offered:
            schema["defaultSnippets"] = offered
        return schema

    def _or_blank(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Give the schema of a member that may be left blank: `phase:` is a question not answered, never a mistake."""
        if "const" in schema or "type" not in schema:
            return schema
        blank = {**schema, "type": [schema["type"], "null"]}
        if "enum" not in schema:
            return blank
        meanings = {key: [*schema[key], self.words.say("editor.blank")] for key in MEANINGS}
        return {**blank, **meanings, "enum": [*schema["enum"], None]}

    def _said(self, field: Field, pointer: str, title: str) -> dict[str, Any]:
        words = {
            "title": self.words.title(field) or title,
            "description": self.words.about(field, pointer),
            "markdownDescription": self.words.hover(field, pointer),
            "errorMessage": self.words.error(field),
        }
        if "pattern" in field.schema and "enum" not in field.schema:
            words["patternErrorMessage"] = self.words.pattern(field)
        return {keyword: text for keyword, text in words.items() if text}

    def _choices(self, field: Field) -> dict[str, Any]:
        """Give what each listed value means, as each family of editors reads it."""
        if "enum" not in field.schema:
            return {}
        meant = {value: self.words.choice(field, value) for value in field.schema["enum"]}
        return {
            **{key: list(meant.values()) for key in MEANINGS},
            "x-intellij-enum-metadata": {value: {"description": text} for value, text in meant.items()},
        }


def _harmless(value: Any) -> Any:
    """Give a document with what no eye sees written out: a charter's texts may be a stranger's."""
    if isinstance(value, dict):
        return {key: _harmless(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_harmless(item) for item in value]
    return UNPRINTABLE.sub(lambda found: notation(found[0]), value) if isinstance(value, str) else value
