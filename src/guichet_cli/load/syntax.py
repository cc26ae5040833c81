"""What a parser's complaint means in our own words: libyaml and pure PyYAML say the same thing differently.

Their sentences are only used to tell complaints apart, never shown: they quote the text and are in English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import NamedTuple
from guichet_cli.core.model import Problem, Span
from guichet_cli.core.patterns import later
from guichet_cli.core.printable import excerpt
from guichet_cli.load.positions import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

_BY_CONTEXT = (
    ("alias", "reference"),
    ("anchor", "reference"),
    ("directive", "percent"),
    ("tag", "tag"),
    ("block scalar", "block_text"),
)
_BY_PROBLEM = (
    ("tab character", "tab"),
    ("undefined tag handle", "tag"),
    ("escape", "escape"),
    ("hexdecimal", "escape"),
    ("document indicator", "quote"),
    ("document separator", "quote"),
    ("end of stream", "quote"),
    ("unexpected ':'", "colon_space"),
    ("mapping values", "colon"),
    ("mapping keys", "question_mark"),
    ("sequence entries", "dash"),
    ("find expected ':'", "missing_colon"),
    ("node content", "content"),
    ("',' or", "bracket"),
    ("<document start>", "after_end"),
    ("expected key", "indentation"),
    ("'-' indicator", "indentation"),
    ("<block end>", "indentation"),
)
_FIRST_CHARACTER = {"\t": "tab", "@": "reserved", "`": "reserved", "%": "percent"}
_DASH = later(r" *-[^\s-]")
_TIGHT_COLON = later(r"[ -]*[^\s:#\"'{\[]+:[^\s/]")
_SIMPLE_KEY = 1_024
"""Characters after which neither parser looks for a key's colon any more."""


class _Fault(NamedTuple):
    """A complaint told apart, and the place to mend: 0-based line and column."""

    variant: str
    lines: list[str]
    line: int
    column: int

    @property
    def here(self) -> str:
        """The line's text, empty past the end."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    def at(self, line: int, column: int, variant: str | None = None) -> _Fault:
        """Give the fault moved, and renamed where the place tells more."""
        return self._replace(line=line, column=column, variant=variant or self.variant)

    def span(self) -> Span:
        """Give the span of the character at fault."""
        if self.line >= len(self.lines):  # after the last line break
            end = len(self.lines[-1]) + 1
            return Span(len(self.lines), end, len(self.lines), end)
        column = self.column + 1
        return Span(self.line + 1, column, self.line + 1, column + (column <= len(self.here)))


def diagnose(error: Any, text: str, longest_key: int) -> Problem:
    """Give the problem that a parser's error stands for, at the line to mend."""
    mark = error.problem_mark
    if mark is None:
        return Problem(code="DOS-001", variant="other")
    fault = _Fault("other", lines_of(text), mark.line, mark.column)
    fault = fault._replace(variant=_variant(error, fault))
    mend = _MEND.get(fault.variant)
    if mend is not None:
        fault = mend(fault, error.context_mark)
    if fault.variant == "several":
        return Problem(code="DOS-004", span=fault.span())
    if fault.variant == "long_key":
        return Problem(code="DOS-003", variant="key", span=fault.span(), params={"limit": longest_key})
    cited = excerpt(fault.here.strip())
    return Problem(code="DOS-001", variant=fault.variant, span=fault.span(), params={"text": cited})


def _variant(error: Any, fault: _Fault) -> str:
    """Tell complaints apart by what was being read, what is wrong with it, and the character in the way."""
    context, problem = error.context or "", error.problem or ""
    character = fault.here[fault.column : fault.column + 1]
    if "cannot start any token" in problem:
        return _FIRST_CHARACTER.get(character, "other")
    if character == "\t" and not fault.here[: fault.column].strip():
        return "tab"
    if character == "%" and fault.column == 0:
        return "percent"
    by_context = (variant for words, variant in _BY_CONTEXT if words in context)
    by_problem = (variant for words, variant in _BY_PROBLEM if words in problem)
    return next(by_context, None) or next(by_problem, "other")


def _opened(fault: _Fault, began: Any) -> _Fault:
    """Point at what was never closed: its opening."""
    return fault if began is None else fault.at(began.line, began.column)


def _bracket(fault: _Fault, began: Any) -> _Fault:
    rest = [fault.here[fault.column :], *fault.lines[fault.line + 1 :]]
    return fault if any(line.strip() for line in rest) else _opened(fault, began)


def _content(fault: _Fault, _began: Any) -> _Fault:
    """Point at the last text where the file ends too soon: what lacks is a closing, and there is nothing to quote."""
    if any(line.strip() for line in [fault.here[fault.column :], *fault.lines[fault.line + 1 :]]):
        return fault
    last = max((n for n, line in enumerate(fault.lines) if line.partition("#")[0].strip()), default=0)
    return fault.at(last, len(fault.lines[last].rstrip()) - 1, "bracket")


def _indentation(fault: _Fault, _began: Any) -> _Fault:
    if fault.here[: fault.column].strip(" -"):
        return fault._replace(variant="after_value")
    variant = {"-": "dash", ":": "content"}.get(fault.here[fault.column : fault.column + 1], fault.variant)
    return fault._replace(variant=variant)


def _escape(fault: _Fault, _began: Any) -> _Fault:
    return fault.at(fault.line, max(0, fault.here.rfind("\\", 0, fault.column + 1)))


def _percent(fault: _Fault, _began: Any) -> _Fault:
    return fault.at(fault.line, 0) if fault.here.startswith("%") else fault


def _missing_colon(fault: _Fault, began: Any) -> _Fault:
    fault = _opened(fault, began)
    if len(fault.here) - fault.column > _SIMPLE_KEY:
        return fault._replace(variant="long_key")
    return _tight(fault) or fault


def _colon(fault: _Fault, _began: Any) -> _Fault:
    """Find the line to mend: a colon too many often means that something lacks on the line above."""
    if fault.column > _SIMPLE_KEY:
        return fault._replace(variant="long_key")
    above = next((n for n in range(fault.line - 1, -1, -1) if fault.lines[n].strip()), None)
    if ": " in fault.here[: fault.column] or above is None:
        return fault
    before = fault.at(above, _indent(fault.lines[above]), "missing_colon")
    if ":" in before.here and not _tight(before):
        indent = _indent(fault.here)
        return fault.at(fault.line, indent, "indentation") if indent > before.column else fault
    return _tight(before) or before


def _tight(fault: _Fault) -> _Fault | None:
    """Give the fault of a dash or a colon without its space, if the line has one."""
    if _DASH.match(fault.here):
        return fault.at(fault.line, _indent(fault.here), "dash_space")
    if _TIGHT_COLON.match(fault.here):
        return fault.at(fault.line, fault.here.index(":"), "colon_space")
    return None


def _after_end(fault: _Fault, _began: Any) -> _Fault:
    above = [line for line in fault.lines[max(0, fault.line - 50) : fault.line] if line.strip()]
    return fault._replace(variant="several") if above and above[-1].startswith("...") else fault


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_MEND: dict[str, Callable[[_Fault, Any], _Fault]] = {
    "quote": _opened,
    "bracket": _bracket,
    "content": _content,
    "indentation": _indentation,
    "escape": _escape,
    "percent": _percent,
    "missing_colon": _missing_colon,
    "colon": _colon,
    "after_end": _after_end,
}


_TAIL = later(r"---[ \t]*(?:#.*)?")
_AFTER_TAIL = later(r"(?:\.\.\.)?[ \t]*(?:#.*)?")


def says_more(text: str, index: int) -> bool:
    """Tell whether anything follows a `---` at an index; a lone one at the end of a file starts no document."""
    first, *rest = lines_of(text[index:])
    return not _TAIL.fullmatch(first) or not all(_AFTER_TAIL.fullmatch(line) for line in rest)
