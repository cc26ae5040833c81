"""Answers given with a call: `-d KEY=VALUE`, and a file of answers; a value that a dossier refuses ends the call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guichet_cli.cli.rewriting import told
from guichet_cli.cli.words import WORDS
from guichet_cli.core.answers import RefusedError, flaw, typed
from guichet_cli.core.form import given
from guichet_cli.core.pointer import dotted, resolve, tokens, under
from guichet_cli.core.printable import excerpt
from guichet_cli.errors import GuichetError
from guichet_cli.load.limits import DOSSIER
from guichet_cli.load.named import named_bytes
from guichet_cli.load.paths import shown_path
from guichet_cli.load.shape import dossier_shape
from guichet_cli.load.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.lint_fields import Field, Fields

STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)((?:\[[0-9]{1,3}\])*)")
FORMAT = frozenset({"dossier", "charter"})
"""Keys of a dossier that answer no question."""


class Given:
    """The answers of a call as a dossier's data, and what has to be said of them."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.answers: dict[str, Any] = {}
        self.notes: list[str] = []

    def read_file(self, path: str) -> None:
        """Take the answers of a YAML or JSON file. Raises GuichetError."""
        source = read_source(named_bytes(path, DOSSIER.size))
        if source.data is None or source.problems:
            raise GuichetError("error.answers_unreadable", reason=told(path, source.problems[0]))
        try:
            said = _typed_tree(source.data, self.fields.root, self.fields, "")
        except _AtError as refused:
            raise GuichetError("error.answer_refused", name=refused.place, reason=refused.reason) from None
        self.answers = {key: value for key, value in said.items() if key not in FORMAT and value is not None}

    def read_options(self, options: Sequence[str], path: str | None) -> None:
        """Take the answers of `-d`, which win over those of the file, and say so. Raises GuichetError."""
        of_file, seen = set(given(self.answers)), set[str]()
        for option in options:
            key, equals, text = option.partition("=")
            if not equals:
                raise GuichetError("usage.answer_form", value=excerpt(option))
            pointer = pointer_of(key.strip())
            if pointer in seen:
                raise GuichetError("usage.answer_twice", name=key)
            seen.add(pointer)
            value = self._value(key, pointer, text)
            before = resolve(self.answers, pointer)
            if before is not None and before != value and any(_touches(pointer, place) for place in of_file):
                self.notes.append(WORDS.say("init.flag_wins", name=dotted(pointer), path=shown_path(path or "")))
            self._place(key, pointer, value)
        for place in given(self.answers):
            _refuse_flaw(place, resolve(self.answers, place), dotted(place))

    def _value(self, key: str, pointer: str, text: str) -> Any:
        field = self.fields.at("".join(f"/{'[]' if token.isdecimal() else token}" for token in tokens(pointer)))
        if field is None or tokens(pointer)[0] in FORMAT:
            near = self.fields.near(pointer)
            raise GuichetError(
                f"usage.answer_unknown{'_near' if near else ''}", name=excerpt(key), nearest=dotted(near)
            )
        if field.kind == "object" and not field.open:
            members = ", ".join(f"{dotted(pointer)}.{name}" for name in self.fields.names(field)[:6])
            raise GuichetError("usage.answer_block", name=key, members=members)
        try:
            value = self._list(text, field) if field.kind == "list" else typed(text, field, WORDS)
        except RefusedError as refused:
            raise GuichetError("error.answer_refused", name=key, reason=refused.reason) from None
        _refuse_flaw(pointer, value, key)
        return value

    def _list(self, text: str, field: Field) -> list[Any]:
        """Give a list written as YAML has it on one line, `[a, b]`."""
        item = self.fields.item(field)
        read = read_source(f"x: {text.strip()}".encode("utf-8", "replace")).data
        items = read.get("x") if read else None
        if not isinstance(items, list):
            raise RefusedError(WORDS.say("answer.refused.list"))
        if item.kind == "object":
            return items
        return [typed(str(each), item, WORDS) if isinstance(each, str) else each for each in items]

    def _place(self, key: str, pointer: str, value: Any) -> None:
        names: list[str] = tokens(pointer)
        here: Any = self.answers
        for name, following in zip(names, [*names[1:], ""], strict=True):
            inner = value if not following else [] if following.isdecimal() else {}
            if not isinstance(here, list):
                known = here.get(name)
                here[name] = inner if not following or known is None else known
                here = here[name]
                continue
            index = int(name)
            if index > len(here):
                raise GuichetError("usage.answer_hole", name=key, n=len(here) + 1)
            here[index : index + 1] = [here[index] if following and index < len(here) else inner]
            here = here[index]


def pointer_of(key: str) -> str:
    """Give the pointer of a key as people see it: `project.phase`, `project.sites[1]` for the first one. Raises GuichetError."""
    pointer = ""
    for step in key.split("."):
        found = STEP.fullmatch(step)
        if found is None:
            raise GuichetError("usage.answer_key", name=excerpt(key))
        pointer = under(pointer, found[1])
        for number in re.findall(r"[0-9]+", found[2]):
            if int(number) == 0:
                raise GuichetError("usage.answer_zero", name=excerpt(key))
            pointer = under(pointer, int(number) - 1)
    return pointer


class _AtError(RefusedError):
    """What cannot be an answer, with its place."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place


def _typed_tree(value: Any, field: Field | None, fields: Fields, pointer: str) -> Any:
    """Give answers with what is text made what their fields are: yes and no, decimal commas, dates, words of a list."""
    if field is None or value is None:
        return value
    if isinstance(value, dict):
        return {
            name: _typed_tree(each, fields.below(field, name), fields, under(pointer, name))
            for name, each in value.items()
        }
    if isinstance(value, list) and field.kind == "list":
        return [_typed_tree(each, fields.item(field), fields, under(pointer, i)) for i, each in enumerate(value)]
    if (
        isinstance(value, str)
        and value.strip()
        and (field.kind in {"boolean", "number", "date"} or field.schema.get("enum"))
    ):
        try:
            return typed(value, field, WORDS)
        except RefusedError as refused:
            raise _AtError(dotted(pointer), refused.reason) from None
    return value


def _refuse_flaw(pointer: str, value: Any, key: str) -> None:
    reason = flaw(value, pointer, dossier_shape(), WORDS)
    if reason:
        raise GuichetError("error.answer_refused", name=excerpt(key), reason=reason)


def _touches(pointer: str, place: str) -> bool:
    return pointer == place or pointer.startswith(f"{place}/")


def answers_of(options: Sequence[str], data_file: str | None, fields: Fields) -> Given:
    """Give the answers of a call. Raises GuichetError for what cannot be one, with its place, the reason and what is allowed."""
    found = Given(fields)
    if data_file is not None:
        found.read_file(data_file)
    found.read_options(options, data_file)
    return found


def placed(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give each answer with its place."""
    return ((place, resolve(answers, place)) for place in given(answers))
