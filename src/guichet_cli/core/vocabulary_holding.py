"""The keywords of vocabulary.py once more, each as the maker of a predicate: whether a value holds, and nothing built on the way.

A number is read once, as an `int` where it is whole: the same figures as fractions, compared at a fraction of the cost.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_date
from guichet_cli.core.operands import AS_OF, LARGEST_NUMBER, READABILITY, exact, read
from guichet_cli.core.pointer import resolve
from guichet_cli.core.sincerity import sincerely
from guichet_cli.core.vocabulary import NOTHING, elapsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from guichet_cli.core.failure import Holds, Scene
    from guichet_cli.core.json_schema import Compiler

    Figure = int | Fraction
    Reader = Callable[[Any, Scene], Figure | str | None]
    """Gives what an operand stands for, a figure or a day; None where it stands for neither."""


def _figure(value: Any) -> Figure | None:
    """Give a JSON number exactly, as `operands.exact` does, a whole one as an `int`."""
    if type(value) is int and -LARGEST_NUMBER < value < LARGEST_NUMBER:
        return value
    number = exact(value)
    return number.numerator if number is not None and number.denominator == 1 else number


def reader(operand: Any) -> Reader:
    """Compile an operand."""
    if isinstance(operand, str):
        return _field(operand)
    if isinstance(operand, dict):
        (name, parts), *_ = operand.items()
        if name == READABILITY:
            return lambda value, scene: read(operand, value, scene)
        return _arithmetic(name, tuple(reader(part) for part in parts))
    constant = _figure(operand)
    return lambda _value, _scene: constant


def _field(name: str) -> Reader:
    if name == AS_OF:
        return lambda _value, scene: scene.as_of
    absolute = name.startswith("/")
    pointer = name if absolute else f"/{name}"
    plain = "/" not in name and "~" not in name

    def field(value: Any, scene: Scene) -> Figure | str | None:
        shortly = plain and type(value) is dict
        found = value.get(name) if shortly else resolve(scene.root if absolute else value, pointer)
        if isinstance(found, str):
            return found if is_date(found) else None
        return _figure(found)

    return field


def _arithmetic(name: str, parts: tuple[Reader, ...]) -> Reader:
    def computed(value: Any, scene: Scene) -> Any:
        numbers: list[Any] = [part(value, scene) for part in parts]
        for number in numbers:
            if number is None or isinstance(number, str):
                return None
        if name == "sum":
            return sum(numbers)
        if name == "difference":
            return numbers[0] - numbers[1] if len(numbers) == 2 else None
        return prod(numbers)

    return computed


def _ascending(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    readers = tuple(reader(each) for each in operand)

    def holds(value: Any, scene: Scene) -> bool:
        values: list[Any] = [each(value, scene) for each in readers]
        if None in values:
            return False
        return all(isinstance(low, str) is isinstance(high, str) and low <= high for low, high in pairwise(values))

    return holds


def _age(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    unit = "months" if "months" in operand else "days"
    of, limit = reader(operand["of"]), reader(operand[unit])

    def holds(value: Any, scene: Scene) -> bool:
        written, most = of(value, scene), limit(value, scene)
        if not isinstance(written, str) or most is None or isinstance(most, str) or written > scene.as_of:
            return False
        return bool(elapsed(written, scene.as_of, unit) <= most)

    return holds


def _bounds(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    of, low, high = reader(operand["of"]), _figure(operand.get("minimum")), _figure(operand.get("maximum"))

    def holds(value: Any, scene: Scene) -> bool:
        found = of(value, scene)
        if found is None or isinstance(found, str):
            return False
        return (low is None or low <= found) and (high is None or found <= high)

    return holds


def _rate(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    of, over = reader(operand["of"]), reader(operand["over"])
    low, high = _figure(operand.get("minimum", 0)), _figure(operand.get("maximum", 100))

    def holds(value: Any, scene: Scene) -> bool:
        part, whole = of(value, scene), over(value, scene)
        if part is None or whole is None or isinstance(part, str) or isinstance(whole, str):
            return False
        if whole <= 0 or not 0 <= part <= whole:
            return False
        return (low is None or low * whole <= 100 * part) and (high is None or 100 * part <= high * whole)

    return holds


def _computed(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    value_of, formula = reader(operand["value"]), reader(operand["is"])
    tolerance = exact(operand.get("tolerance", 0)) or Fraction(0)

    def holds(value: Any, scene: Scene) -> bool:
        written, expected = value_of(value, scene), formula(value, scene)
        if written is None or expected is None or isinstance(written, str) or isinstance(expected, str):
            return False
        size: Any = abs(expected)
        return bool(abs(written - expected) <= tolerance * max(size, NOTHING))

    return holds


def _sincere(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Holds:
    least = operand.get("minimum", 60)
    return lambda value, scene: sincerely(value, least, scene)


VOCABULARY_HOLDING: dict[str, Callable[..., Holds]] = {
    "ascending": _ascending,
    "age": _age,
    "rate": _rate,
    "bounds": _bounds,
    "computed": _computed,
    "sincere": _sincere,
}
"""`gap` and `totals` are not here: their predicate is that nothing is told."""
