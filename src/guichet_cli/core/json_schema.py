"""The JSON Schema 2020-12 keywords of charters and dossiers, each as the maker of what tells the failures of a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from guichet_cli.core.failure import Check, fail, is_date, is_number
from guichet_cli.core.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from guichet_cli.core.failure import Failure, Path, Scene, Teller

URI = later(r"https?://[^\s/]+(/\S*)?", re.ASCII)


class Compiler(Protocol):
    """What a keyword needs to compile the schemas inside its operand."""

    def compile(self, schema: Mapping[str, Any], base: str = "") -> Check:
        """Give the check of a schema."""
        ...

    def reference(self, target: str, base: str) -> Check:
        """Give the check that a `$ref` names."""
        ...


def silence(_value: Any, _path: Path, _scene: Scene, _out: list[Failure]) -> None:
    """Tell nothing of any value."""


nothing = Check(lambda _value, _scene: True, lambda: silence)
"""The check that any value holds."""


def sequence(guards: list[Teller], tellers: list[Teller]) -> Teller:
    """Give one teller out of several: guards first, and where one of them fails, nothing more is said."""
    if not guards and len(tellers) == 1:
        return tellers[0]

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        before = len(out)
        for guard in guards:
            guard(value, path, scene, out)
            if len(out) > before:
                return  # one mistake, one message: a wrong type has no length
        for each in tellers:
            each(value, path, scene, out)

    return check


def _type(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    names = tuple(operand) if isinstance(operand, list) else (operand,)
    accepts = tuple(TYPES[name] for name in names)

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        if not any(accept(value) for accept in accepts):
            fail(out, path, "type", expected=names, found=value)

    return check


def _enum(_c: Compiler, operand: Any, schema: Any, _base: str) -> Teller:
    keyword = "enum" if "enum" in schema else "const"
    allowed = operand if keyword == "enum" else [operand]

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        if not any(value == choice and isinstance(value, bool) is isinstance(choice, bool) for choice in allowed):
            fail(out, path, keyword, expected=tuple(allowed), found=value)

    return check


def _properties(c: Compiler, operand: Any, schema: Any, base: str) -> Teller:
    asked = frozenset(schema.get("required", ()))
    checks = tuple((key, c.compile(sub, base), key in asked and nested(sub)) for key, sub in operand.items())

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if isinstance(value, dict):
            for key, sub, wanted in checks:
                item = value.get(key)
                if item is not None or wanted:
                    sub.tell({} if item is None else item, (path, key), scene, out)

    return check


def _required(_c: Compiler, operand: Any, schema: Any, _base: str) -> Teller:
    # a block that is not there is named by the members it lacks (see _properties), which says what to write
    blocks = {key for key, sub in schema.get("properties", {}).items() if nested(sub)}
    asked = [key for key in operand if key not in blocks]

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        if isinstance(value, dict):
            for key in asked:
                if value.get(key) is None:
                    fail(out, (path, key), "required", absent=True)

    return check


def nested(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema asks for members of its own."""
    return bool(schema.get("required"))


def _additional(c: Compiler, operand: Any, schema: Any, base: str) -> Teller:
    known = frozenset(schema.get("properties", ()))
    sub = None if operand is False else c.compile(operand if isinstance(operand, dict) else {}, base)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                if key in known:
                    continue
                if sub is None:
                    fail(out, (path, key), "additionalProperties", key=key, known=known)
                elif item is not None:
                    sub.tell(item, (path, key), scene, out)

    return check


def _items(c: Compiler, operand: Any, _schema: Any, base: str) -> Teller:
    sub = c.compile(operand, base)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                if item is not None:
                    sub.tell(item, (path, index), scene, out)

    return check


def _length(keyword: str, attribute: type[str | list[Any]], too_small: bool) -> Callable[..., Teller]:
    def make(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
        def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
            if not isinstance(value, attribute):
                return
            size = size_of(value)
            if size < operand if too_small else size > operand:
                # a short text or a half-filled table lacks something; an explicit `[]` is an answer
                absent = too_small and (isinstance(value, str) or len(value) > 0)
                fail(out, path, keyword, absent=absent, bound=operand, size=size)

        return check

    return make


def size_of(value: str | list[Any]) -> int:
    """Give the length of a text without the blanks around it, or how many items of a list say something."""
    return len(value.strip()) if isinstance(value, str) else len(value) - value.count(None)


def _unique(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        if not operand or not isinstance(value, list):
            return
        seen: set[Hashable] = set()
        for index, item in enumerate(value):
            mark = mark_of(item)
            if mark in seen:
                fail(out, (path, index), "uniqueItems", found=item)
                return
            seen.add(mark)

    return check


def mark_of(value: Any) -> Hashable:
    """Give what two JSON values share when they are equal: true is not 1, 1 is 1.0, the order of keys is nothing."""
    if isinstance(value, dict):
        return dict, frozenset((key, mark_of(item)) for key, item in value.items())
    if isinstance(value, list):
        return list, tuple(mark_of(item) for item in value)
    return isinstance(value, bool), value


def _contains(c: Compiler, operand: Any, schema: Any, base: str) -> Teller:
    sub = c.compile(operand, base)
    least, most = schema.get("minContains", 1), schema.get("maxContains")

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if not isinstance(value, list):
            return
        matching = sum(item is not None and sub.holds(item, scene) for item in value)
        if matching < least:
            fail(out, path, "contains", absent=bool(value), wanted=operand, bound=least, size=matching)
        elif most is not None and matching > most:
            fail(out, path, "maxContains", wanted=operand, bound=most, size=matching)

    return check


def _pattern(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    search = re.compile(operand).search

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        if isinstance(value, str) and not search(value):
            fail(out, path, "pattern", pattern=operand, found=value)

    return check


def _format(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    accepts = FORMATS[operand]

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        if isinstance(value, str) and not accepts(value):
            fail(out, path, "format", format=operand, found=value)

    return check


def _bound(keyword: str, broken: Callable[[Any, Any], bool]) -> Callable[..., Teller]:
    def make(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
        def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
            if is_number(value) and broken(value, operand):
                fail(out, path, keyword, bound=operand, found=value)

        return check

    return make


def _all_of(c: Compiler, operand: Any, _schema: Any, base: str) -> Teller:
    return sequence([], [c.compile(sub, base).tell for sub in operand])


def _any_of(c: Compiler, operand: Any, _schema: Any, base: str) -> Teller:
    subs = tuple(c.compile(sub, base) for sub in operand)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        branches: list[list[Failure]] = []
        for sub in subs:
            if sub.holds(value, scene):
                return
            found: list[Failure] = []
            sub.tell(value, path, scene, found)
            branches.append(found)
        # never a storm: the branch that is nearest to holding speaks for all
        nearest = min(branches, key=_distance)
        out.extend(nearest)

    return check


def _distance(found: list[Failure]) -> tuple[bool, int]:
    return not all(failure.absent for failure in found), len(found)


def _not(c: Compiler, operand: Any, _schema: Any, base: str) -> Teller:
    sub = c.compile(operand, base)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if sub.holds(value, scene):
            fail(out, path, "not", found=value, refused=operand)

    return check


def _if(c: Compiler, operand: Any, schema: Any, base: str) -> Teller:
    premise = c.compile(operand, base)
    then = c.compile(schema.get("then", {}), base)
    otherwise = c.compile(schema.get("else", {}), base)
    read = [key for key in operand.get("properties", ()) if key in schema.get("required", ())]

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        # a required premise that is absent fails already: it must not make the other branch speak as well
        if isinstance(value, dict) and any(value.get(key) is None for key in read):
            return
        (then if premise.holds(value, scene) else otherwise).tell(value, path, scene, out)

    return check


TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "number": is_number,
    "integer": lambda v: is_number(v) and (isinstance(v, int) or v.is_integer()),
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
}
FORMATS: dict[str, Callable[[str], bool]] = {"date": is_date, "uri": lambda v: URI.fullmatch(v) is not None}
KEYWORDS: dict[str, Callable[..., Teller]] = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "minItems": _length("minItems", list, too_small=True),
    "maxItems": _length("maxItems", list, too_small=False),
    "minLength": _length("minLength", str, too_small=True),
    "maxLength": _length("maxLength", str, too_small=False),
    "uniqueItems": _unique,
    "contains": _contains,
    "minContains": lambda *_: silence,
    "maxContains": lambda *_: silence,
    "pattern": _pattern,
    "format": _format,
    "minimum": _bound("minimum", lambda v, b: v < b),
    "maximum": _bound("maximum", lambda v, b: v > b),
    "exclusiveMinimum": _bound("exclusiveMinimum", lambda v, b: v <= b),
    "exclusiveMaximum": _bound("exclusiveMaximum", lambda v, b: v >= b),
    "allOf": _all_of,
    "anyOf": _any_of,
    "not": _not,
    "if": _if,
    "$ref": lambda c, operand, _schema, base: c.reference(operand, base).tell,
}
