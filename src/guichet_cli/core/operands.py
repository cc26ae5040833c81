"""Operands: what a keyword of the vocabulary reads, from the value it stands on or from the whole dossier."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import below, is_date, is_number
from guichet_cli.core.pointer import resolve
from guichet_cli.core.readability import kandel_moles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.failure import Path, Scene

AS_OF = "@as_of"
READABILITY = "readability"
"""The operand that stands for the readability of a text."""
LARGEST_NUMBER = 10**30


def exact(value: Any) -> Fraction | None:
    """Give a JSON number as the decimal fraction that was written; None for anything else, or beyond all measure."""
    if not is_number(value) or not abs(value) < LARGEST_NUMBER:
        return None
    return _fraction(value)


@lru_cache(maxsize=4096, typed=True)
def _fraction(number: float) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def read(operand: Any, value: Any, scene: Scene) -> Any:
    """Give what an operand stands for: a number as a Fraction, any other value as it is, None when absent."""
    if isinstance(operand, str):
        if operand == AS_OF:
            return scene.as_of
        found = resolve(scene.root, operand) if operand.startswith("/") else resolve(value, f"/{operand}")
        number = exact(found)
        return found if number is None else number
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


def worked(operand: Any, value: Any, scene: Scene) -> Any:
    """Give an operand with each field beside the value that it has: what a message shows of a sum."""
    if isinstance(operand, dict):
        return {
            name: parts if name == READABILITY else [worked(part, value, scene) for part in parts]
            for name, parts in operand.items()
        }
    return (operand, read(operand, value, scene)) if isinstance(operand, str) else operand


def first_name(operand: Any, path: Path) -> Path:
    """Give the place of the first field that an operand reads: where a reader is sent."""
    while isinstance(operand, dict):
        (parts,) = operand.values()
        operand = parts if isinstance(parts, str) else next((part for part in parts if not is_number(part)), "")
    return below(path, operand) if isinstance(operand, str) and operand else path
