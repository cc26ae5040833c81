"""The vocabulary: what JSON Schema cannot say. Each keyword is total: it answers, whatever the value, and never raises.

`schemas/vocabulary.schema.json` gives the form of each operand, docs/charter-format.md its meaning.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import below, fail, is_date
from guichet_cli.core.operands import AS_OF, absent_operands, exact, first_name, read, worked
from guichet_cli.core.sincerity import sincere
from guichet_cli.core.tables import gap, totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from guichet_cli.core.failure import Failure, Path, Scene, Teller
    from guichet_cli.core.json_schema import Compiler

NOTHING = Fraction(1, 10**9)
"""What a tolerance is at least a share of: a billionth, so that nought can be compared and no small figure passes for it."""


def _lacks(operands: list[Any], value: Any, path: Path, scene: Scene, out: list[Failure]) -> bool:
    """Add a failure for each operand that is absent or of the wrong type; tell whether there was one."""
    before = len(out)
    for operand in operands:
        for pointer in absent_operands(operand, value, scene):
            fail(out, below(path, pointer), "required", absent=True)
    return len(out) > before


def _ascending(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks(operand, value, path, scene, out):
            return
        values = [read(each, value, scene) for each in operand]
        if None in values:  # a sum over a date, which comes to nothing
            fail(out, path, "required", absent=True)
            return
        for (name, low), (other, high) in pairwise(zip(operand, values, strict=True)):
            if isinstance(low, str) is not isinstance(high, str) or low > high:
                fail(
                    out,
                    first_name(other if name == AS_OF else name, path),
                    "ascending.dates"
                    if isinstance(low, str)
                    else "ascending.computed"
                    if isinstance(name, dict)
                    else "ascending",
                    first=low,
                    second=high,
                    formula=worked(name, value, scene),
                    limit=worked(other, value, scene),
                )
                return

    return check


def _age(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    unit = "months" if "months" in operand else "days"

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["of"], operand[unit]], value, path, scene, out):
            return
        written, limit = read(operand["of"], value, scene), read(operand[unit], value, scene)
        where = below(path, operand["of"])
        if not is_date(written) or not isinstance(limit, Fraction):
            fail(out, where, "required", absent=True)
        elif written > scene.as_of:
            fail(out, where, "future", found=written)
        elif elapsed(written, scene.as_of, unit) > limit:
            fail(out, where, f"age.{unit}", found=written, bound=limit)

    return check


def elapsed(start: str, end: str, unit: str) -> Fraction:
    """Give the days, or the months with the part of the last one, from a date to another."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if unit == "days":
        return Fraction((last - first).days)
    return Fraction(12 * (last.year - first.year) + last.month - first.month) + Fraction(last.day - first.day, 31)


def _rate(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    low, high = exact(operand.get("minimum", 0)), exact(operand.get("maximum", 100))

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["of"], operand["over"]], value, path, scene, out):
            return
        part, whole = read(operand["of"], value, scene), read(operand["over"], value, scene)
        where = first_name(operand["of"], path)
        if not isinstance(part, Fraction) or not isinstance(whole, Fraction):
            fail(out, where, "required", absent=True)
        elif whole <= 0 or not 0 <= part <= whole:
            fail(out, where, "rate.impossible", part=part, whole=whole)
        else:
            rate = 100 * part / whole
            cited: dict[str, Any] = {"part": part, "whole": whole, "rate": Fraction(10 * rate // 1, 10)}
            kind = "rate" if isinstance(operand["of"], str) else "rate.weighted"
            if low is not None and rate < low:
                fail(out, where, f"{kind}.minimum", bound=low, **cited)
            elif high is not None and rate > high:
                fail(out, where, f"{kind}.maximum", bound=high, **cited)

    return check


def _bounds(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    low, high = exact(operand.get("minimum")), exact(operand.get("maximum"))

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["of"]], value, path, scene, out):
            return
        found = read(operand["of"], value, scene)
        where = first_name(operand["of"], path)
        if not isinstance(found, Fraction):
            fail(out, where, "required", absent=True)
        elif low is not None and found < low:
            _out_of_bounds(out, where, "minimum", found, low, worked(operand["of"], value, scene))
        elif high is not None and found > high:
            _out_of_bounds(out, where, "maximum", found, high, worked(operand["of"], value, scene))

    return check


def _out_of_bounds(out: list[Failure], where: Path, side: str, found: Fraction, bound: Fraction, formula: Any) -> None:
    """Add a failure in the words that fit what is bounded: a field, a difference, a total, or what else was computed."""
    if isinstance(formula, tuple):
        fail(out, where, "minimum" if side == "minimum" else "maximum", found=found, bound=bound)
        return
    name, parts = next(iter(formula.items())) if isinstance(formula, dict) else ("", [])
    if name == "difference" and bound * (1 if side == "maximum" else -1) >= 0:
        cited = {"formula": parts[0], "subtracted": parts[1], "gap": abs(found), "bound": abs(bound)}
        fail(out, where, f"bounds.difference.{side}", **cited)
    else:
        kind = "bounds.sum" if name == "sum" else "bounds"
        fail(out, where, f"{kind}.{side}", found=found, bound=bound, formula=parts if name == "sum" else formula)


def _computed_value(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    tolerance = exact(operand.get("tolerance", 0)) or Fraction(0)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["value"], operand["is"]], value, path, scene, out):
            return
        written, expected = read(operand["value"], value, scene), read(operand["is"], value, scene)
        where = first_name(operand["value"], path)
        if not isinstance(written, Fraction) or not isinstance(expected, Fraction):
            fail(out, where, "required", absent=True)
        elif abs(written - expected) > tolerance * max(abs(expected), NOTHING):
            fail(
                out,
                where,
                "computed",
                found=written,
                expected=expected,
                tolerance=100 * tolerance,
                formula=worked(operand["is"], value, scene),
            )

    return check


VOCABULARY: dict[str, Callable[[Compiler, Any, Any, str], Teller]] = {
    "ascending": _ascending,
    "age": _age,
    "rate": _rate,
    "bounds": _bounds,
    "computed": _computed_value,
    "gap": gap,
    "totals": totals,
    "sincere": sincere,
}
