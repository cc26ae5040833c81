"""Snippets of an editor's schema: the fields that a criterion asks for, laid out with nothing answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.asking import asked, proof_places
from guichet_cli.core.model import Status
from guichet_cli.core.pointer import tokens, under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guichet_cli.core.lint_fields import Field, Fields
    from guichet_cli.core.model import Charter, Criterion
    from guichet_cli.render.editor_words import EditorWords

Snippet = dict[str, Any]
Snippets = dict[str, list[Snippet]]
START = {"project": {"id": "$1", "title": "$2", "phase": "$3"}}
"""What a dossier begins with, beside its format and its charter."""


class Stops:
    """The places where the cursor goes, one after the other."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        """Give the next one, which leaves nothing behind where nobody writes."""
        self.count += 1
        return f"${self.count}"


def snippets(charter: Charter, fields: Fields, words: EditorWords, titles: Mapping[str, str]) -> Snippets:
    """Give the snippets that each place of a dossier proposes; `titles` are those of the packaged charters, by id."""
    found: Snippets = {"": [_start(charter, words)]}
    for criterion in charter.criteria:
        if criterion.status is not Status.OBSOLETE:
            for place, snippet in _of_criterion(criterion, fields, words):
                found.setdefault(place, []).append(snippet)
    found["/charter"] = [_value(name, title) for name, title in titles.items()]
    codes = [_value(c.id, c.texts.title) for c in charter.criteria if c.status is not Status.OBSOLETE]
    for block in ("plans", "not_applicable"):
        found[f"/{block}/[]/criterion"] = codes
    return found


def row_snippet(field: Field, items: Field, fields: Fields, words: EditorWords) -> Snippet:
    """Give the snippet of one more row of a table: all of its fields."""
    stops = Stops()
    body = {name: _empty(fields.below(items, name), stops) for name in fields.names(items)}
    return {"label": words.say("editor.snippet.row", title=words.title(field)), "body": body}


def _start(charter: Charter, words: EditorWords) -> Snippet:
    return {
        "label": words.say("editor.snippet.start"),
        "description": words.say("editor.snippet.start_about"),
        "body": {"dossier": 1, "charter": charter.id, **START},
    }


def _value(name: str, title: str) -> Snippet:
    return {"label": f"{name} · {title}", "description": title, "body": name}


def _of_criterion(criterion: Criterion, fields: Fields, words: EditorWords) -> Iterator[tuple[str, Snippet]]:
    """Give where a criterion's fields can be laid out: in the block that it stands on, and in the one above, with its key."""
    places = asked(criterion, fields) | (proof_places(criterion) if criterion.proof_required else set())
    body = _laid(criterion.at, places, fields, Stops())
    if not isinstance(body, dict) or not body:
        return
    said = {"label": words.named(criterion), "description": criterion.texts.asks}
    yield criterion.at, {**said, "body": body}
    above, _, name = criterion.at.rpartition("/")
    if above:
        yield above, {**said, "body": {tokens(f"/{name}")[0]: body}}


def _laid(pointer: str, places: Iterable[str], fields: Fields, stops: Stops) -> Any:
    """Give the members below a place that some of the places are, each with nothing in it."""
    field = fields.at(pointer)
    if field is None:
        return stops.next()
    if field.kind == "object":
        members = {name: under(pointer, name) for name in fields.names(field)}
        kept = {name: place for name, place in members.items() if any(_covers(place, other) for other in places)}
        return {name: _laid(place, places, fields, stops) for name, place in kept.items()} or stops.next()
    if field.kind == "list" and fields.item(field).kind == "object":
        row = _laid(f"{pointer}/[]", places, fields, stops)
        return [row] if isinstance(row, dict) else row
    return _empty(field, stops)


def _empty(field: Field | None, stops: Stops) -> Any:
    return [stops.next()] if field is not None and field.kind == "list" else stops.next()


def _covers(place: str, other: str) -> bool:
    return other == place or other.startswith(f"{place}/")
