"""A call of a command: the value of each option and where it comes from, the same whichever road understood it."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` costs more than reading the arguments
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


class Option:
    """What a command declares of one of its options, or of its argument."""

    __slots__ = ("default", "envvar", "is_flag", "multiple", "name", "opts", "secondary_opts")

    def __init__(
        self,
        name: str,
        opts: Sequence[str],
        secondary_opts: Sequence[str] = (),
        *,
        envvar: str | None = None,
        is_flag: bool = False,
        multiple: bool = False,
        default: Any = None,
    ) -> None:
        self.name = name
        self.opts = opts
        self.secondary_opts = secondary_opts
        self.envvar = envvar
        self.is_flag = is_flag
        self.multiple = multiple
        """Whether it gathers values: they are a tuple."""
        self.default = default


class Call:
    """What a command was asked."""

    __slots__ = ("options", "params", "parent", "shared", "sources")

    def __init__(
        self,
        options: Sequence[Any],
        params: Mapping[str, Any],
        sources: Mapping[str, str],
        *,
        shared: dict[str, Any],
        parent: Call | None = None,
    ) -> None:
        self.options = options
        """What the command declares, as `Option` or as Typer has it."""
        self.params = params
        """Each value by the name of its option; those of the command line first, as they were typed."""
        self.sources = sources
        """Of each, `COMMANDLINE`, `ENVIRONMENT`, `DEFAULT_MAP` for a file, or `DEFAULT`."""
        self.shared = shared
        """The options that every command has, as they hold: color, quiet, verbose, config, isolated."""
        self.parent = parent
        """The same, as they were asked."""

    def source(self, name: str) -> str:
        """Give where the value of an option comes from."""
        return self.sources.get(name, "DEFAULT")

    def typed(self, name: str) -> bool:
        """Tell whether an option is on the command line."""
        return self.source(name) == "COMMANDLINE"


def call_of(ctx: Any) -> Call:
    """Give the call that Typer has understood."""
    options = ctx.command.params
    sources = {each.name: getattr(ctx.get_parameter_source(each.name), "name", "DEFAULT") for each in options}
    parent = call_of(ctx.parent) if ctx.parent is not None else None
    return Call(options, ctx.params, sources, shared=ctx.obj or {}, parent=parent)
