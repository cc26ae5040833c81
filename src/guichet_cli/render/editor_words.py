"""What an editor says at a field of a dossier: what is asked there, why, how it is written, what is wrong with a value."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from guichet_cli.core.criterion_words import level_words
from guichet_cli.core.pointer import parents
from guichet_cli.render.markdown_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.asking import By, Readers
    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Field
    from guichet_cli.core.model import Criterion

WHOLE, NAMED = 3, 12
"""How many criteria a hover gives in full, and how many it names."""
LISTED = 12
"""How many values or keys a message lists."""


class EditorWords:
    """The sentences of an editor's schema in one language, with what the criteria of a charter say."""

    def __init__(self, readers: Readers, language: Language) -> None:
        self.readers = readers
        self.language = language
        self.say = language.say

    def title(self, field: Field) -> str:
        """Give the name of a field for people."""
        return self._own(field, "x-title")

    def about(self, field: Field, pointer: str) -> str:
        """Give what a field is in a plain sentence, with the codes of the criteria that read it."""
        codes = ", ".join(criterion.id for criterion in self._all(pointer))
        asked = self.say("editor.codes", codes=codes) if codes else ""
        return " ".join(part for part in (self._own(field, "x-description"), self.form(field), asked) if part)

    def hover(self, field: Field, pointer: str) -> str:
        """Give all that helps to answer at a field, as Markdown: what is asked and why, then how it is written."""
        described = escaped(self._own(field, "x-description"))
        written = " ".join(part for part in (self.form(field), self._example(field)) if part)
        parts = [part for part in (described, written, *self._criteria(pointer)) if part]
        return "\n\n".join(parts or [self._bare(field)])

    def form(self, field: Field) -> str:
        """Give how a value is written: a date, a number with its unit and its bounds, a list."""
        unit = self._own(field, "x-unit")
        if field.kind in {"text", "object", "any"}:
            return ""
        if field.kind != "number":
            return self.say(f"editor.form.{field.kind}")
        word = "integer" if field.schema.get("type") == "integer" else "number"
        said = self.say(f"editor.form.{word}_unit", unit=unit) if unit else self.say(f"editor.form.{word}")
        return " ".join(part for part in (said, self._bounds(field)) if part)

    def choice(self, field: Field, value: Any) -> str:
        """Give what one of the listed values of a field means."""
        return str(field.schema["x-enum"][value][self.language.code])

    def error(self, field: Field) -> str:
        """Give what to write at a field where something else stands."""
        if field.schema.get("enum"):
            return self.say("editor.error.choice", values=self._listed(map(str, field.schema["enum"])))
        if field.schema.get("format") == "uri":
            return self.say("editor.error.uri")
        if field.kind == "object":
            keys = ", ".join(field.schema.get("properties", ()))
            key = "editor.error.root" if "required" in field.schema else "editor.error.object"
            return self.say(key, keys=keys) if keys else self.say("editor.error.free")
        if field.kind == "number":
            return self.say("editor.error.number", form=self.form(field))
        return self.say(f"editor.error.{field.kind}")

    def pattern(self, field: Field) -> str:
        """Give what to write at a field whose text has not the right form."""
        for name in ("ledger_id", "criterion"):
            if name in field.names:
                return self.say(f"editor.error.{name}")
        return self.say("editor.error.pattern", description=self._own(field, "x-description")).strip()

    def named(self, criterion: Criterion) -> str:
        """Give a criterion by its code and its title."""
        return f"{criterion.id} · {criterion.texts.title}"

    def _own(self, field: Field, keyword: str) -> str:
        return str(field.schema.get(keyword, {}).get(self.language.code, ""))

    def _bounds(self, field: Field) -> str:
        low, high = field.schema.get("minimum"), field.schema.get("maximum")
        if low is not None and high is not None:
            return self.say("editor.form.between", low=low, high=high)
        if low is not None:
            return self.say("editor.form.least", low=low)
        return self.say("editor.form.most", high=high) if high is not None else ""

    def _example(self, field: Field) -> str:
        """Give the example of a field that has one only: a list of examples is proposed by the editor itself."""
        examples = field.schema.get("examples", ())
        plain = [example for example in examples if isinstance(example, str)]
        return self.say("editor.example", example=plain[0]) if len(plain) == len(examples) == 1 else ""

    def _listed(self, values: Iterator[str] | Sequence[str]) -> str:
        values = list(values)
        return ", ".join(values if len(values) <= LISTED else [*values[:LISTED], "…"])

    def _all(self, pointer: str) -> Iterator[Criterion]:
        once: dict[str, Criterion] = {}
        for by in (self.readers.asks, self.readers.proves, self.readers.decides):
            once |= {criterion.id: criterion for criterion in by.get(pointer, ())}
        return islice(once.values(), NAMED)

    def _bare(self, field: Field) -> str:
        """Give what a field that nothing describes is: the names of what it holds, or just a text."""
        members = field.schema.get("properties", {}).values()
        titles = ", ".join(member["x-title"][self.language.code] for member in members)
        return self.say("editor.holds", titles=escaped(titles)) if titles else self.say("editor.form.text")

    def _criteria(self, pointer: str) -> Iterator[str]:
        asks = self.readers.asks.get(pointer, [])
        for criterion in asks[:WHOLE]:
            yield self._asked(criterion)
        for key, listed in (
            ("editor.also", asks[WHOLE:]),
            ("editor.proves", self.readers.proves.get(pointer, [])),
            ("editor.decides", self.readers.decides.get(pointer, [])),
        ):
            if listed:
                yield self._names(key, listed)
        if not any(pointer in by for by in (self.readers.asks, self.readers.proves, self.readers.decides)):
            around = _nearest(self.readers.asks, pointer)
            if around:
                yield self._names("editor.within", around)

    def _asked(self, criterion: Criterion) -> str:
        level = level_words(criterion.level, self.language)
        head = f"**{escaped(self.named(criterion))}** ({level})"
        why = self.say("editor.why", why=escaped(criterion.texts.why))
        return f"{head}\n\n{escaped(criterion.texts.asks)}\n\n{why}"

    def _names(self, key: str, criteria: Sequence[Criterion]) -> str:
        lines = [f"* {escaped(self.named(criterion))}" for criterion in criteria[:NAMED]]
        if len(criteria) > NAMED:
            lines.append(f"* {self.language.count('word.others', len(criteria) - NAMED)}")
        return "\n".join([f"{self.say(key)}\n", *lines])


def _nearest(by: By, pointer: str) -> list[Criterion]:
    """Give the criteria of the nearest place above one that some read."""
    return next((by[place] for place in parents(pointer) if place in by), [])
