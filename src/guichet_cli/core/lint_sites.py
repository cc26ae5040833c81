"""Sites: every schema of a requirement, with the place of a dossier that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.lint_fields import ANYTHING, Field
from guichet_cli.core.operands import AS_OF, READABILITY
from guichet_cli.core.pointer import escape, under

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.lint_book import Part
    from guichet_cli.core.lint_fields import Fields

HERE = ("not", "if", "then", "else")
BRANCHES = ("allOf", "anyOf")
ITEMS = ("items", "contains")


class Site(NamedTuple):
    """A schema in a charter, and what it stands on in a dossier."""

    pointer: str
    data: Mapping[str, Any]
    place: str
    """The dossier's place, `[]` for the items of a list."""
    field: Field


class Operand(NamedTuple):
    """A field that a keyword of the vocabulary reads, and what it wants of it."""

    pointer: str
    name: str
    wants: str
    """`number`, `date`, `either`, `text`, or `column` for any plain value."""


def sites(part: Part, at: str, fields: Fields) -> Iterator[Site]:
    """Give every schema of a requirement, from the top."""
    yield from _inside(Site(part.pointer, part.data, at, fields.at(at) or ANYTHING), fields)


def _inside(site: Site, fields: Fields) -> Iterator[Site]:
    yield site
    for inner in _children(site, fields):
        yield from _inside(inner, fields)


def _children(site: Site, fields: Fields) -> Iterator[Site]:
    data, field = site.data, site.field
    for name, sub in data.get("properties", {}).items():
        below = fields.below(field, name) if field.kind != "list" else None
        yield Site(under(site.pointer, "properties", name), sub, f"{site.place}/{escape(name)}", below or ANYTHING)
    for keyword in (*ITEMS, "additionalProperties"):
        if isinstance(data.get(keyword), dict):
            item = fields.item(field) if keyword in ITEMS and field.kind == "list" else ANYTHING
            yield Site(f"{site.pointer}/{keyword}", data[keyword], f"{site.place}/[]", item)
    for keyword in HERE:
        if keyword in data:
            yield Site(f"{site.pointer}/{keyword}", data[keyword], site.place, field)
    for keyword in BRANCHES:
        for index, sub in enumerate(data.get(keyword, ())):
            yield Site(under(site.pointer, keyword, index), sub, site.place, field)


def operands(site: Site) -> Iterator[Operand]:
    """Give the fields that the vocabulary reads on a site."""
    data = site.data
    for index, operand in enumerate(data.get("ascending", ())):
        yield from _names(under(site.pointer, "ascending", index), operand, "either")
    wants = {"age": {"of": "date"}, "rate": {}, "bounds": {}, "computed": {}}
    for keyword, kinds in wants.items():
        for member in ("of", "over", "value", "is", "months", "days"):
            if keyword in data and member in data[keyword]:
                place = under(site.pointer, keyword, member)
                yield from _names(place, data[keyword][member], kinds.get(member, "number"))
    for keyword in ("gap", "totals"):
        for member, wanted in (("value", "number"), ("n", "number"), ("group", "column")):
            if member in data.get(keyword, {}):
                yield Operand(under(site.pointer, keyword, member), data[keyword][member], wanted)
        for index, name in enumerate(data.get(keyword, {}).get("by", ())):
            yield Operand(under(site.pointer, keyword, "by", index), name, "column")


def _names(pointer: str, operand: Any, wants: str) -> Iterator[Operand]:
    if isinstance(operand, str):
        yield Operand(pointer, operand, wants)
    elif isinstance(operand, dict):
        for name, parts in operand.items():
            if name == READABILITY:
                yield Operand(f"{pointer}/{name}", parts, "text")
                return
            for index, part in enumerate(parts):
                yield from _names(under(pointer, name, index), part, "number")


def place_of(operand: Operand, site: Site) -> str:
    """Give the dossier's place that an operand reads, empty for the run's date."""
    if operand.name == AS_OF:
        return ""
    if operand.name.startswith("/"):
        return operand.name
    row = "/[]" if operand.wants == "column" or _tabular(operand, site) else ""
    return f"{site.place}{row}/{operand.name}"


def _tabular(operand: Operand, site: Site) -> bool:
    rest = operand.pointer.removeprefix(site.pointer)
    return rest.startswith(("/gap/", "/totals/"))
