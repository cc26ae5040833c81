"""Tables: the keywords of the vocabulary that compare the rows of one, group by group."""

from __future__ import annotations

from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import fail
from guichet_cli.core.operands import exact

if TYPE_CHECKING:
    from collections.abc import Hashable

    from guichet_cli.core.failure import Failure, Path, Scene, Teller
    from guichet_cli.core.json_schema import Compiler

    Rows = list[tuple[int, Fraction]]
    """The rows that are compared with each other: the place of each, and its value."""

_BRANCHES = (dict, list)


def _rows(value: Any, operand: Any, path: Path, out: list[Failure]) -> dict[tuple[Any, ...], Rows]:
    """Give the rows of a table by comparison; add a failure for each cell that is not there, each group told twice."""
    compared: dict[tuple[Any, ...], Rows] = {}
    told: set[Hashable] = set()
    if not isinstance(value, list):
        fail(out, path, "required", absent=True)
        return compared
    names = (operand["value"], *operand["by"], operand["group"])
    for index, row in enumerate(value):
        cells = row if isinstance(row, dict) else {}
        number, group = exact(cells.get(operand["value"])), cells.get(operand["group"])
        key = tuple(cells.get(name) for name in operand["by"])
        asked = (number, *key, group)
        if any(map(_no_cell, asked)):
            lacking = next(name for name, cell in zip(names, asked, strict=True) if _no_cell(cell))
            fail(out, ((path, index), lacking), "required", absent=True)
            continue
        mark = (key, _same_name(group))
        if mark in told:
            fail(out, ((path, index), operand["group"]), "repeated", group=group)
        told.add(mark)
        compared.setdefault(key, []).append((index, number or Fraction(0)))
    return compared


def _no_cell(value: Any) -> bool:
    return value is None or isinstance(value, _BRANCHES)


def _same_name(group: Any) -> Hashable:
    """Give what two spellings of a group share: neither case nor spaces make another group."""
    return " ".join(group.split()).casefold() if isinstance(group, str) else group


def gap(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    """Give the check of the largest gap between groups, over those that are large enough."""
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
    low, worst = min(compared, key=itemgetter(0))
    high, best = max(reversed(compared), key=itemgetter(0))
    if high - low > limit:
        names = {"group": table[worst].get(operand["group"]), "other": table[best].get(operand["group"])}
        fail(out, ((path, worst), operand["value"]), "gap", gap=high - low, low=low, high=high, bound=limit, **names)


def totals(_c: Compiler, operand: Any, _schema: Any, _base: str) -> Teller:
    """Give the check of shares that add up, within each comparison."""
    wanted, tolerance = exact(operand["is"]) or Fraction(0), exact(operand.get("tolerance", 0)) or Fraction(0)

    def check(value: Any, path: Path, _scene: Scene, out: list[Failure]) -> None:
        before = len(out)
        groups = _rows(value, operand, path, out)
        for key, rows in groups.items() if len(out) == before else ():
            total = sum((number for _, number in rows), Fraction(0))
            if abs(total - wanted) > tolerance:
                fail(out, ((path, rows[0][0]), operand["value"]), "totals", found=total, bound=wanted, group=key[0])

    return check
