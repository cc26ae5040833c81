"""The keywords of json_schema.py once more, each as the maker of a predicate: whether a value holds, and nothing built on the way.

Almost every value holds: what tells the failures is asked only where one does not. The suite keeps the two in agreement.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_number
from guichet_cli.core.json_schema import FORMATS, TYPES, mark_of, nested, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guichet_cli.core.failure import Holds, Scene
    from guichet_cli.core.json_schema import Compiler

OBJECT = frozenset({"properties", "required", "additionalProperties"})
"""Keywords that one predicate answers for together."""
CLASSES: dict[str, Any] = {"string": str, "boolean": bool, "object": dict, "array": list}


def always(_value: Any, _scene: Scene) -> bool:
    """Hold for any value."""
    return True


def both(parts: list[Holds]) -> Holds:
    """Give one predicate out of several, which must all hold."""
    parts = [part for part in parts if part is not always]
    if len(parts) < 2:
        return parts[0] if parts else always
    if len(parts) == 2:
        first, second = parts
        return lambda value, scene: first(value, scene) and second(value, scene)

    def holds(value: Any, scene: Scene) -> bool:
        for part in parts:  # noqa: SIM110 here and below a generator costs more than what it asks
            if not part(value, scene):
                return False
        return True

    return holds


def _type(_c: Compiler, operand: Any, schema: Mapping[str, Any], _base: str) -> Holds:
    names = operand if isinstance(operand, list) else [operand]
    if len(names) == 1 and names[0] in CLASSES:
        accepted = CLASSES[names[0]]
        if names[0] == "string" and _words(schema.get("enum")):
            return always  # the words of a list are texts
        return lambda value, _scene: isinstance(value, accepted)
    accepts = tuple(TYPES[name] for name in names)
    if len(accepts) == 1:
        (accept,) = accepts
        return lambda value, _scene: accept(value)
    return lambda value, _scene: any(accept(value) for accept in accepts)


def _words(choices: Any) -> bool:
    return isinstance(choices, list) and all(isinstance(choice, str) for choice in choices)


def _enum(_c: Compiler, operand: Any, schema: Any, _base: str) -> Holds:
    # as in json_schema.py, where both are there `enum` decides how each operand is read
    allowed = operand if "enum" in schema else [operand]
    if _words(allowed):
        words = frozenset(allowed)
        return lambda value, _scene: isinstance(value, str) and value in words

    def holds(value: Any, _scene: Scene) -> bool:
        return any(value == choice and isinstance(value, bool) is isinstance(choice, bool) for choice in allowed)

    return holds


def members(c: Compiler, schema: Mapping[str, Any], base: str) -> Holds:
    """Make the predicate of what a schema says of the members of an object, in one pass over them."""
    properties, asked = schema.get("properties", {}), schema.get("required", ())
    subs = {key: c.compile(sub, base).holds for key, sub in properties.items()}
    blocks = tuple((key, subs[key]) for key in asked if key in subs and nested(properties[key]))
    leaves = tuple(key for key in asked if key not in subs or not nested(properties[key]))
    rest = _others(c, schema, subs, base)

    def holds(value: Any, scene: Scene) -> bool:
        if not isinstance(value, dict):
            return True
        get = value.get
        for key in leaves:
            if get(key) is None:
                return False
        for key, sub in blocks:
            if get(key) is None and not sub({}, scene):
                return False
        return rest(value, scene)

    return holds if asked else lambda value, scene: not isinstance(value, dict) or rest(value, scene)


def _others(c: Compiler, schema: Mapping[str, Any], subs: Mapping[str, Holds], base: str) -> Holds:
    """Make the predicate of the members that are there."""
    if "additionalProperties" not in schema:
        constrained = tuple((key, sub) for key, sub in subs.items() if sub is not always)

        def known(value: Any, scene: Scene) -> bool:
            for key, sub in constrained:
                item = value.get(key)
                if item is not None and not sub(item, scene):
                    return False
            return True

        return known
    operand = schema["additionalProperties"]
    extra = None if operand is False else c.compile(operand if isinstance(operand, dict) else {}, base).holds

    def every(value: Any, scene: Scene) -> bool:
        for key, item in value.items():
            sub = subs.get(key, extra)
            if sub is None or (item is not None and not sub(item, scene)):
                return False
        return True

    return every


def _items(c: Compiler, operand: Any, _schema: Any, base: str) -> Holds:
    sub = c.compile(operand, base).holds

    def holds(value: Any, scene: Scene) -> bool:
        if isinstance(value, list):
            for item in value:
                if item is not None and not sub(item, scene):
                    return False
        return True

    return holds


def _size(kind: type[str | list[Any]], compare: Callable[[Any, Any], bool]) -> Callable[..., Holds]:
    def make(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
        return lambda value, _scene: not isinstance(value, kind) or compare(size_of(value), operand)

    return make


def _unique(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    def holds(value: Any, _scene: Scene) -> bool:
        return not isinstance(value, list) or len(value) < 2 or len(set(map(mark_of, value))) == len(value)

    return holds if operand else always


def _contains(c: Compiler, operand: Any, schema: Any, base: str) -> Holds:
    sub = c.compile(operand, base).holds
    least, most = schema.get("minContains", 1), schema.get("maxContains")

    def holds(value: Any, scene: Scene) -> bool:
        if not isinstance(value, list):
            return True
        matching = sum(item is not None and sub(item, scene) for item in value)
        return matching >= least and (most is None or matching <= most)

    return holds


def _pattern(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    search = re.compile(operand).search
    return lambda value, _scene: not isinstance(value, str) or search(value) is not None


def _format(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    accepts = FORMATS[operand]
    return lambda value, _scene: not isinstance(value, str) or accepts(value)


def _bound(compare: Callable[[Any, Any], bool]) -> Callable[..., Holds]:
    def make(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
        return lambda value, _scene: not is_number(value) or compare(value, operand)

    return make


def _all_of(c: Compiler, operand: Any, _schema: Any, base: str) -> Holds:
    return both([c.compile(sub, base).holds for sub in operand])


def _any_of(c: Compiler, operand: Any, _schema: Any, base: str) -> Holds:
    subs = tuple(c.compile(sub, base).holds for sub in operand)
    return lambda value, scene: any(sub(value, scene) for sub in subs)


def _not(c: Compiler, operand: Any, _schema: Any, base: str) -> Holds:
    sub = c.compile(operand, base).holds
    return lambda value, scene: not sub(value, scene)


def _if(c: Compiler, operand: Any, schema: Any, base: str) -> Holds:
    premise = c.compile(operand, base).holds
    then = c.compile(schema.get("then", {}), base).holds
    otherwise = c.compile(schema.get("else", {}), base).holds
    read = [key for key in operand.get("properties", ()) if key in schema.get("required", ())]

    def holds(value: Any, scene: Scene) -> bool:
        if isinstance(value, dict) and any(value.get(key) is None for key in read):
            return True  # the absence of a required premise is told by `required`
        return (then if premise(value, scene) else otherwise)(value, scene)

    return holds


def _reference(c: Compiler, operand: Any, _schema: Any, base: str) -> Holds:
    check = c.reference(operand, base)
    return check.holds


HOLDING: dict[str, Callable[..., Holds]] = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "items": _items,
    "minItems": _size(list, operator.ge),
    "maxItems": _size(list, operator.le),
    "minLength": _size(str, operator.ge),
    "maxLength": _size(str, operator.le),
    "uniqueItems": _unique,
    "contains": _contains,
    "minContains": lambda *_: always,
    "maxContains": lambda *_: always,
    "pattern": _pattern,
    "format": _format,
    "minimum": _bound(operator.ge),
    "maximum": _bound(operator.le),
    "exclusiveMinimum": _bound(operator.gt),
    "exclusiveMaximum": _bound(operator.lt),
    "allOf": _all_of,
    "anyOf": _any_of,
    "not": _not,
    "if": _if,
    "$ref": _reference,
}
