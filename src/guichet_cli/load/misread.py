"""What both parsers read otherwise than YAML 1.2 does, without a complaint: such a text is refused, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import Problem
from guichet_cli.core.patterns import later
from guichet_cli.core.printable import excerpt
from guichet_cli.load.limits import UnreadableError
from guichet_cli.load.positions import line_end, span_at

if TYPE_CHECKING:
    from collections.abc import Iterator

# each begins with its sign, which a search skips to
_TIGHT_QUESTION = later(r"\?(?<=[\[{, \t\r\n]\?)[^ \t\r\n]")
_TIGHT_MARK = later(r"&[\w-]+[:?]")
_TIGHT_REFERENCE = later(r"\*[\w-]+[:?]")


def may_be_misread(text: str) -> bool:
    """Tell whether the events of a text are to be watched."""
    return bool(
        ("?" in text and _TIGHT_QUESTION.search(text))
        or ("&" in text and (_TIGHT_MARK.search(text) or _TIGHT_REFERENCE.search(text)))
    )


def watched(events: Iterator[Any], text: str) -> Iterator[Any]:
    """Give events as they come, until one of them is not what YAML 1.2 reads there.

    Between brackets, `?a` is a text, which parsers of YAML 1.1 take for a key without its mark. In `&a:b c` the name
    is `a:b`, which they cut at the colon.
    """
    for event in events:
        start, end = event.start_mark.index, event.end_mark.index
        if text[start - 1 : start] == "?" and end > start:
            raise _refuse(text, "question_key", start - 1)
        name = getattr(event, "anchor", None)
        if name is not None:
            sign = "*" if text.startswith("*", start) else "&"
            at = text.index(sign + name, start)
            if text.startswith((":", "?"), at + 1 + len(name)):
                raise _refuse(text, "mark_end", at, name=sign + name)
        yield event


def _refuse(text: str, variant: str, index: int, **params: str) -> UnreadableError:
    params = {name: excerpt(value) for name, value in params.items()}
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    params["text"] = excerpt(text[start : line_end(text, index)].strip())
    return UnreadableError(Problem(code="DOS-001", variant=variant, span=span_at(text, index), params=params))
