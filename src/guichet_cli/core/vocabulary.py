"""The vocabulary: what JSON Schema cannot say. Each keyword is total: it answers, whatever the value, and never raises.

`schemas/vocabulary.schema.json` gives the form of each operand, docs/charter-format.md its meaning.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import below, fail, is_date, is_number
from guichet_cli.core.pointer import resolve
from guichet_cli.core.readability import kandel_moles
from guichet_cli.core.sincerity import sincere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guichet_cli.core.failure import Check, Failure, Path, Scene
    from guichet_cli.core.json_schema import Compiler

AS_OF = "@as_of"
READABILITY = "readability"
"""The operand that stands for the readability of a text."""
SMALLEST = Fraction(1, 1000)
"""What a tolerance is at least a share of, so that a figure near zero can still be compared."""
LARGEST_NUMBER = 10**30


def exact(value: Any) -> Fraction | None:
    """Give a JSON number as the decimal fraction that was written; None for anything else, or beyond all measure."""
    if not is_number(value) or not abs(value) < LARGEST_NUMBER:
        return None
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def read(operand: Any, value: Any, scene: Scene) -> Any:
    """Give what an operand stands for: a number as a Fraction, any other value as it is, None when absent."""
    if isinstance(operand, str):
        if operand == AS_OF:
            return scene.as_of
        found = resolve(scene.root, operand) if operand.startswith("/") else resolve(value, f"/{operand}")
        return found if exact(found) is None else exact(found)
    if isinstance(operand, dict):
        return _computed(operand, value, scene)
    return exact(operand)


def absent_operands(operand: Any, value: Any, scene: Scene) -> Iterator[str]:
    """Give the pointers of an operand that stand for no number and no date."""
    if isinstance(operand, str) and operand != AS_OF:
        found = read(operand, value, scene)
        if not isinstance(found, Fraction) and not is_date(found):
            yield operand
    elif isinstance(operand, dict):
        if READABILITY in operand:
            if _computed(operand, value, scene) is None:
                yield operand[READABILITY]
            return
        for parts in operand.values():
            for part in parts:
                yield from absent_operands(part, value, scene)


def _computed(operand: Mapping[str, Any], value: Any, scene: Scene) -> Fraction | None:
    (name, parts), *_ = operand.items()
    if name == READABILITY:
        return kandel_moles(read(parts, value, scene))
    numbers = [read(part, value, scene) for part in parts]
    if not all(isinstance(number, Fraction) for number in numbers):
        return None
    if name == "sum":
        return sum(numbers, Fraction(0))
    if name == "difference":
        return numbers[0] - numbers[1] if len(numbers) == 2 else None
    result = Fraction(1)
    for number in numbers:
        result *= number
    return result


def _lacks(operands: list[Any], value: Any, path: Path, scene: Scene, out: list[Failure]) -> bool:
    """Add a failure for each operand that is absent or of the wrong type; tell whether there was one."""
    before = len(out)
    for operand in operands:
        for pointer in absent_operands(operand, value, scene):
            fail(out, below(path, pointer), "required", absent=True)
    return len(out) > before


def _ascending(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks(operand, value, path, scene, out):
            return
        values = [read(each, value, scene) for each in operand]
        if None in values:  # a sum over a date, which comes to nothing
            fail(out, path, "required", absent=True)
            return
        for (name, low), (other, high) in pairwise(zip(operand, values, strict=True)):
            if isinstance(low, str) is not isinstance(high, str) or low > high:
                where = _first_name(other if name == AS_OF else name, path)
                fail(out, where, "ascending.dates" if isinstance(low, str) else "ascending", first=low, second=high)
                return

    return check


def _age(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
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
        elif _elapsed(written, scene.as_of, unit) > limit:
            fail(out, where, f"age.{unit}", found=written, bound=limit)

    return check


def _elapsed(start: str, end: str, unit: str) -> Fraction:
    """Give the days, or the months with the part of the last one, from a date to another."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if unit == "days":
        return Fraction((last - first).days)
    return Fraction(12 * (last.year - first.year) + last.month - first.month) + Fraction(last.day - first.day, 31)


def _rate(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
    low, high = exact(operand.get("minimum", 0)), exact(operand.get("maximum", 100))

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["of"], operand["over"]], value, path, scene, out):
            return
        part, whole = read(operand["of"], value, scene), read(operand["over"], value, scene)
        where = _first_name(operand["of"], path)
        if not isinstance(part, Fraction) or not isinstance(whole, Fraction):
            fail(out, where, "required", absent=True)
        elif whole <= 0 or not 0 <= part <= whole:
            fail(out, where, "rate.impossible", part=part, whole=whole)
        else:
            rate = 100 * part / whole
            cited: dict[str, Any] = {"part": part, "whole": whole, "rate": Fraction(10 * rate // 1, 10)}
            if low is not None and rate < low:
                fail(out, where, "rate.minimum", bound=low, **cited)
            elif high is not None and rate > high:
                fail(out, where, "rate.maximum", bound=high, **cited)

    return check


def _bounds(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
    low, high = exact(operand.get("minimum")), exact(operand.get("maximum"))

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["of"]], value, path, scene, out):
            return
        found = read(operand["of"], value, scene)
        where = _first_name(operand["of"], path)
        if not isinstance(found, Fraction):
            fail(out, where, "required", absent=True)
        elif low is not None and found < low:
            fail(out, where, "bounds.minimum", found=found, bound=low, formula=operand["of"])
        elif high is not None and found > high:
            fail(out, where, "bounds.maximum", found=found, bound=high, formula=operand["of"])

    return check


def _computed_value(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
    tolerance = exact(operand.get("tolerance", 0)) or Fraction(0)

    def check(value: Any, path: Path, scene: Scene, out: list[Failure]) -> None:
        if _lacks([operand["value"], operand["is"]], value, path, scene, out):
            return
        written, expected = read(operand["value"], value, scene), read(operand["is"], value, scene)
        where = _first_name(operand["value"], path)
        if not isinstance(written, Fraction) or not isinstance(expected, Fraction):
            fail(out, where, "required", absent=True)
        elif abs(written - expected) > tolerance * max(abs(expected), SMALLEST):
            fail(
                out,
                where,
                "computed",
                found=written,
                expected=expected,
                tolerance=100 * tolerance,
                formula=operand["is"],
            )

    return check


def _first_name(operand: Any, path: Path) -> Path:
    """Give the place of the first field that an operand reads: where a reader is sent."""
    while isinstance(operand, dict):
        (parts,) = operand.values()
        operand = parts if isinstance(parts, str) else next((part for part in parts if not is_number(part)), "")
    return below(path, operand) if isinstance(operand, str) and operand else path


def _rows(
    value: Any, operand: Any, path: Path, out: list[Failure]
) -> dict[tuple[Any, ...], list[tuple[int, Fraction]]]:
    """Give the values of a table by group, with the row of each; add a failure for each cell that is not there."""
    groups: dict[tuple[Any, ...], list[tuple[int, Fraction]]] = {}
    if not isinstance(value, list):
        fail(out, path, "required", absent=True)
        return groups
    for index, row in enumerate(value):
        cells = row if isinstance(row, dict) else {}
        number = exact(cells.get(operand["value"]))
        key = tuple(cells.get(name) for name in operand["by"])
        for name, cell in ((operand["value"], number), *zip(operand["by"], key, strict=True)):
            if cell is None or isinstance(cell, dict | list):
                fail(out, ((path, index), name), "required", absent=True)
                break
        else:
            groups.setdefault(key, []).append((index, number or Fraction(0)))
    return groups


def _gap(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
    limit, least = exact(operand["maximum"]), exact(operand.get("minimum_n", 0)) or Fraction(0)
    ignored = operand.get("insufficient") == "ignored"

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        before = len(out)
        groups = _rows(value, operand, path, out)
        for rows in groups.values() if len(out) == before else ():
            if len(rows) == 1:
                fail(
                    out,
                    ((path, rows[0][0]), operand["value"]),
                    "gap.alone",
                    absent=True,
                    group=value[rows[0][0]].get(operand["group"]),
                )
            compared: list[tuple[Fraction, int]] = []
            for index, number in rows:
                n = exact(value[index].get(operand["n"]))
                if n is None:
                    fail(out, ((path, index), operand["n"]), "required", absent=True)
                elif n >= least:
                    compared.append((number, index))
                elif not ignored:
                    group = value[index].get(operand["group"])
                    fail(
                        out,
                        ((path, index), operand["n"]),
                        "gap.insufficient",
                        found=number,
                        group=group,
                        n=n,
                        bound=least,
                    )
            _compare_groups(compared, operand, limit, value, path, out)

    return check


def _compare_groups(
    compared: list[tuple[Fraction, int]],
    operand: Any,
    limit: Fraction | None,
    table: Any,
    path: Path,
    out: list[Failure],
) -> None:
    if len(compared) < 2 or limit is None:
        return
    (low, worst), (high, best) = min(compared), max(compared)
    if high - low > limit:
        names = {"group": table[worst].get(operand["group"]), "other": table[best].get(operand["group"])}
        fail(out, ((path, worst), operand["value"]), "gap", gap=high - low, low=low, high=high, bound=limit, **names)


def _totals(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Check:
    wanted, tolerance = exact(operand["is"]) or Fraction(0), exact(operand.get("tolerance", 0)) or Fraction(0)

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        before = len(out)
        groups = _rows(value, operand, path, out)
        for key, rows in groups.items() if len(out) == before else ():
            total = sum((number for _, number in rows), Fraction(0))
            if abs(total - wanted) > tolerance:
                fail(out, ((path, rows[0][0]), operand["value"]), "totals", found=total, bound=wanted, group=key[0])

    return check


VOCABULARY: dict[str, Callable[[Compiler, Any, Any, str], Check]] = {
    "ascending": _ascending,
    "age": _age,
    "rate": _rate,
    "bounds": _bounds,
    "computed": _computed_value,
    "gap": _gap,
    "totals": _totals,
    "sincere": sincere,
}
