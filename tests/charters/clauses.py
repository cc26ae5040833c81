"""Clauses: a criterion with one clause taken out, or one boundary moved, at a time; each under the name of what is done to it."""

from __future__ import annotations

import copy
from datetime import date, timedelta

from guichet_cli.core.pointer import under

IN_PLACE = ("not", "if", "then", "else")
"""Keywords whose schema stands on the same value."""
INNER = ("items", "contains", *IN_PLACE)
WITH_IT = {"contains": ("minContains", "maxContains"), "if": ("then", "else")}
"""Keywords that mean nothing without another, and go with it."""
BOUNDS = {
    "minimum": ("",),
    "maximum": ("",),
    "exclusiveMinimum": ("",),
    "exclusiveMaximum": ("",),
    "minItems": ("",),
    "maxItems": ("",),
    "minContains": ("",),
    "maxContains": ("",),
    "age": ("months", "days"),
    "rate": ("minimum", "maximum"),
    "bounds": ("minimum", "maximum"),
    "computed": ("tolerance",),
    "gap": ("maximum", "minimum_n"),
    "totals": ("tolerance",),
}
"""Keywords that hold a boundary, and the members of their operand that do; itself where there is no name."""
PLAIN = (0, 1)
"""Boundaries that say `something` or `nothing` rather than `so many`: they are taken out, and not moved."""


def mutants(criterion):
    """Give each mutant of a criterion: what is done to it, and its data."""
    for place, change in _changes(criterion):
        mutant = copy.deepcopy(criterion)
        change(mutant)
        yield place, mutant


def _changes(criterion):
    if "when" in criterion:
        yield "/when out", _without(("when",))
        yield from _condition(criterion["when"], ("when",))
    for index, branch in enumerate(criterion["level"] if isinstance(criterion["level"], list) else ()):
        if "when" in branch:
            yield f"/level/{index} out", _without(("level", index))
            yield from _condition(branch["when"], ("level", index, "when"))
    yield from _requirement(criterion["schema"], ("schema",))
    for index, case in enumerate(criterion.get("cases", ())):
        yield f"/cases/{index} out", _without(("cases", index))
        yield (
            f"/cases/{index}/when always",
            _put(("cases", index, "when"), {"not": {"as_of": {"before": "0001-01-01"}}}),
        )
        yield from _condition(case["when"], ("cases", index, "when"))
        yield from _requirement(case["schema"], ("cases", index, "schema"))
    if "partial" in criterion:
        yield "/partial out", _without(("partial",))
        yield from _requirement(criterion["partial"], ("partial",))


def _condition(condition, path):
    """Take out each branch and each value of a condition, and move each of its dates and numbers by one."""
    for word in ("all", "any"):
        for index, part in enumerate(condition.get(word, ())):
            if len(condition[word]) > 1:
                yield _said(path, word, index), _without((*path, word, index))
            yield from _condition(part, (*path, word, index))
    if "not" in condition:
        yield from _condition(condition["not"], (*path, "not"))
    for index in range(len(condition.get("in", ()))):
        if len(condition["in"]) > 1:
            yield _said(path, "in", index), _without((*path, "in", index))
    for holder, word in (
        ("as_of", "from"),
        ("as_of", "before"),
        (None, "gt"),
        (None, "ge"),
        (None, "lt"),
        (None, "le"),
    ):
        inside = condition.get(holder, {}) if holder else condition
        if word in inside:
            yield from _moved(inside[word], (*path, holder, word) if holder else (*path, word))


def _requirement(schema, path, demanded=frozenset()):
    """Take out each clause of a requirement, and move each of its boundaries; `demanded` is what the same object has to hold."""
    asked = demanded | set(schema.get("required", ()))
    for keyword, operand in schema.items():
        here = (*path, keyword)
        if keyword == "properties":
            for name, sub in operand.items():
                yield from _requirement(sub, (*here, name))
        elif keyword == "required":
            # where the object has to hold a member anyway, a premise may leave it unsaid
            yield from ((_said(here, name), _less(here, name)) for name in operand if name not in demanded)
        elif keyword in {"allOf", "anyOf"}:
            for index, sub in enumerate(operand):
                if len(sub) > 1:
                    yield _said((*here, index)), _without((*here, index) if len(operand) > 1 else here)
                yield from _requirement(sub, (*here, index), asked)
        else:
            yield from _keyword(keyword, schema, path)
            if keyword in INNER:
                yield from _requirement(operand, here, asked if keyword in IN_PLACE else frozenset())


def _keyword(keyword, schema, path):
    operand, here = schema[keyword], (*path, keyword)
    if keyword == "minLength" and operand <= 1:
        return  # a blank text is read as absent before any requirement looks at it
    if keyword != "minContains" or operand > 1:
        yield _said(here), _without(here, *((*path, name) for name in WITH_IT.get(keyword, ())))
    if keyword == "ascending" and len(operand) > 2:
        yield from ((_said((*here, index)), _without((*here, index))) for index in range(len(operand)))
    for member in BOUNDS.get(keyword, ()):
        place, value = ((*here, member), operand.get(member)) if member else (here, operand)
        if value is not None and value not in PLAIN:
            yield from _moved(value, place)
            if keyword in {"rate", "bounds"} and len(operand) > 2:
                yield _said(place), _without(place)


def _moved(value, path):
    if isinstance(value, str):
        for days in (-1, 1) if len(value) == len("2026-01-01") else ():
            moved = (date.fromisoformat(value) + timedelta(days=days)).isoformat()
            yield f"{under('', *path)} = {moved}", _put(path, moved)
    elif not isinstance(value, dict):
        step = 1 if isinstance(value, int) else value / 10
        for moved in (value - step, value + step):
            yield f"{under('', *path)} = {moved:g}", _put(path, moved)


def _said(path, *more):
    return f"{under('', *path, *more)} out"


def _holder(data, path):
    for token in path[:-1]:
        data = data[token]
    return data


def _without(*paths):
    def change(data):
        for path in paths:
            holder = _holder(data, path)
            if isinstance(holder, list):
                del holder[path[-1]]
            else:
                holder.pop(path[-1], None)

    return change


def _less(path, name):
    return lambda data: _holder(data, path)[path[-1]].remove(name)


def _put(path, value):
    def change(data):
        _holder(data, path)[path[-1]] = value

    return change
