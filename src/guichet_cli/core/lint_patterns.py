"""Regular expressions that could take for ever: refused before any text is searched.

A pattern is walked as Python's own parser reads it. What is accepted is linear in practice: no quantifier inside another, no two
quantifiers that could share the same characters, nothing unbounded that is tried from every position.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 512
MOST_WAYS = 64
"""How many ways several alternations may be combined, where their branches begin alike."""
MANY = 100
"""A quantifier that repeats more counts as unbounded."""
CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w", "NOT_DIGIT": r"\D", "NOT_SPACE": r"\S", "NOT_WORD": r"\W"}
SAMPLE = frozenset([*map(chr, range(256)), "é", "œ", "٣", "\u2028", "\u202f", "一", "😀"])
"""Characters that stand for all: with those that a pattern names, they tell any two of its sets apart well enough."""


class UnsafeError(Exception):
    """A pattern that could take for ever; `reason` is the variant of the sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def unsafe(pattern: str) -> str:
    """Give why a pattern is refused: `long`, `invalid`, `nested`, `overlap`, `start`, `looks`; empty when it is safe."""
    if len(pattern) > LONGEST:
        return "long"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed: Any = re._parser.parse(pattern)  # type: ignore[attr-defined]  # noqa: SLF001 how Python itself reads it
            re.compile(pattern)
        _Walk(pattern).check(parsed)
    except UnsafeError as error:
        return error.reason
    except (re.error, OverflowError, RecursionError, Warning):
        return "invalid"
    return ""


def unsafe_patterns(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Give each pattern that is refused below a value of a charter: its place, and why."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "pattern" and isinstance(inner, str):
                if reason := unsafe(inner):
                    yield under(pointer, key), reason
            else:
                yield from unsafe_patterns(inner, under(pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from unsafe_patterns(inner, under(pointer, index))


class _Walk:
    """One reading of a pattern, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.sample = SAMPLE | frozenset(pattern)
        self.folded = re.search(r"\(\?[aLmsux]*i", pattern) is not None
        self.ways = 1
        self.unbounded = False
        self.may_fail = False
        """Whether something follows an unbounded quantifier: without it, nothing is ever tried again."""

    def check(self, parsed: Any) -> None:
        """Raise UnsafeError for a pattern that could take for ever."""
        self.sequence(list(parsed), frozenset())
        if self.may_fail and not _anchored(list(parsed)):
            raise UnsafeError("start")

    def sequence(self, items: Iterable[Any], pending: frozenset[str]) -> frozenset[str]:
        """Give the characters that a quantifier before could still take, after these items."""
        for opcode, operand in items:
            pending = self.item(str(opcode), operand, pending)
        return pending

    def item(self, name: str, operand: Any, pending: frozenset[str]) -> frozenset[str]:
        """Give the characters that a quantifier could still take, after one item."""
        self.may_fail = self.may_fail or self.unbounded
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, body = operand
            return self.repeat(least, most, body, pending)
        if name == "SUBPATTERN":
            return self.sequence(operand[3], pending)
        if name == "ATOMIC_GROUP":
            return self.sequence(operand, pending)
        if name == "BRANCH":
            return self.branches(operand[1], pending)
        if name == "AT":
            return pending
        if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
            return pending if pending & self.characters(name, operand) else frozenset()
        raise UnsafeError("looks")  # looks around, back references: nothing bounds them

    def repeat(self, least: int, most: Any, body: Any, pending: frozenset[str]) -> frozenset[str]:
        """Give the same after a quantifier."""
        if least == most == 1:
            return self.sequence(body, pending)
        taken = self.everything(body)
        if most > 1 and _varies(body):
            raise UnsafeError("nested")
        if most != least:
            if pending & self.first(list(body)):
                raise UnsafeError("overlap")
            self.unbounded = self.unbounded or most > MANY
            if most == 1:
                self.sequence(body, frozenset())
            return taken if least else pending | taken
        return pending if pending & taken else frozenset()

    def branches(self, branches: Any, pending: frozenset[str]) -> frozenset[str]:
        """Give the same after a choice."""
        firsts = [self.first(list(branch)) for branch in branches]
        if any(one & other for index, one in enumerate(firsts) for other in firsts[:index]):
            self.ways *= len(branches)
            if self.ways > MOST_WAYS:
                raise UnsafeError("overlap")
        return frozenset().union(*(self.sequence(branch, pending) for branch in branches))

    def first(self, items: list[Any]) -> frozenset[str]:
        """Give the characters that items may begin with, every one when they may be empty."""
        found: frozenset[str] = frozenset()
        for opcode, operand in items:
            if str(opcode) != "AT":
                found |= self.everything([(opcode, operand)])
                if not (str(opcode).endswith("_REPEAT") and operand[0] == 0):
                    return found
        return self.sample

    def everything(self, items: Any) -> frozenset[str]:
        """Give the characters that items may hold."""
        found: frozenset[str] = frozenset()
        for opcode, operand in items:
            name = str(opcode)
            if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
                found |= self.characters(name, operand)
            elif name == "BRANCH":
                found = found.union(*map(self.everything, operand[1]))
            elif name in {"SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
                found |= self.everything(operand[-1])
            elif name == "ATOMIC_GROUP":
                found |= self.everything(operand)
            elif name != "AT":
                raise UnsafeError("looks")
        return found

    def characters(self, name: str, operand: Any) -> frozenset[str]:
        """Give the characters of the sample that an item matches."""
        found = self.exactly(name, operand)
        return found.union(*((c.lower(), c.upper()) for c in found)) if self.folded else found

    def exactly(self, name: str, operand: Any) -> frozenset[str]:
        """Give the same, capitals being capitals."""
        if name == "ANY":
            return self.sample
        if name in {"LITERAL", "NOT_LITERAL"}:
            one = frozenset({chr(operand)})
            return one if name == "LITERAL" else self.sample - one
        found: frozenset[str] = frozenset()
        negated = False
        for opcode, value in operand:
            kind = str(opcode)
            if kind == "NEGATE":
                negated = True
            elif kind == "LITERAL":
                found |= {chr(value)}
            elif kind == "RANGE":
                found |= {c for c in self.sample if value[0] <= ord(c) <= value[1]} | {chr(value[0]), chr(value[1])}
            else:
                search = re.compile(CATEGORIES[str(value).removeprefix("CATEGORY_")])
                found |= {c for c in self.sample if search.match(c)}
        return self.sample - found if negated else found


def _varies(items: Any) -> bool:
    """Tell whether items hold a quantifier of their own, or a choice."""
    for opcode, operand in items:
        name = str(opcode)
        if name == "BRANCH" or (name.endswith("_REPEAT") and operand[0] != operand[1]):
            return True
        if name in {"SUBPATTERN", "ATOMIC_GROUP"} or name.endswith("_REPEAT"):
            inner = operand if name == "ATOMIC_GROUP" else operand[-1]
            if _varies(inner):
                return True
    return False


def _anchored(items: list[Any]) -> bool:
    """Tell whether a pattern can only begin where the text does."""
    for opcode, operand in items:
        name = str(opcode)
        if name == "AT":
            return str(operand) in {"AT_BEGINNING", "AT_BEGINNING_STRING"}
        if name == "SUBPATTERN":
            return _anchored(list(operand[3]))
        if name == "BRANCH":
            return all(_anchored(list(branch)) for branch in operand[1])
        return False
    return False
