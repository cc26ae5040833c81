"""Bytes to plain data: the text of a dossier or a charter, the span of each pointer, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from guichet_cli.core.classes import dataclass
from guichet_cli.load.decoding import decode
from guichet_cli.load.limits import CHARTER, DOSSIER, Limits, UnreadableError
from guichet_cli.load.misread import may_be_misread, watched
from guichet_cli.load.screening import Screened
from guichet_cli.load.syntax import diagnose
from guichet_cli.load.tree import Tree

if TYPE_CHECKING:
    from guichet_cli.core.model import Problem, Span

__all__ = ["CHARTER", "DOSSIER", "Limits", "Source", "parser", "read_source"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What a text says: `data` is None when no mapping could be composed, and one problem then says why."""

    data: dict[str, Any] | None
    spans: dict[str, Span]
    problems: tuple[Problem, ...] = ()


def read_source(data: bytes, *, loader: str = "auto", limits: Limits = DOSSIER) -> Source:
    """Give what a file's bytes say, read as one YAML 1.2 mapping; `loader` is `auto`, `c` or `pure`, with the same result."""
    try:
        return _compose(Screened(decode(data, limits)), loader, limits)
    except UnreadableError as refused:
        return Source(data=None, spans={}, problems=(refused.problem,))


def _compose(screened: Screened, loader: str, limits: Limits) -> Source:
    tree = Tree(screened, limits)
    handlers = tree.handlers
    try:
        events = iter(parser(screened.text, loader).get_event, None)
        for event in watched(events, screened.text) if may_be_misread(screened.text) else events:
            handlers[type(event)](event)
    except UnicodeDecodeError:  # libyaml lets `%C0` through in a tag: the other parser says where
        if loader == "pure":
            raise
        return _compose(screened, "pure", limits)
    except yaml.YAMLError as error:
        raise UnreadableError(diagnose(error, screened.text, limits.key)) from None
    finally:
        handlers.clear()  # they hold the tree, which holds them: it would stay until the next search for lost objects
    return Source(data=tree.finish(), spans=tree.spans, problems=tuple(tree.problems))


def parser(text: str, loader: str = "auto") -> Any:
    """Give the parser of a screened text: `get_event` gives its events, then None."""
    if loader != "pure" and (loader == "c" or yaml.__with_libyaml__):
        from yaml._yaml import CParser

        return CParser(text)
    from guichet_cli.load.pure import PureParser

    return PureParser(text)
