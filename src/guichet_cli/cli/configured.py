"""Commands whose options a variable or a file can set."""

from __future__ import annotations

from typing import Any

from guichet_cli.cli.call import call_of
from guichet_cli.cli.sources import configuration, defaults, globals_set, placed, refuse_environment
from guichet_cli.cli.spoken import Command
from guichet_cli.cli.variables import tell_strangers
from guichet_cli.errors import GuichetError

HELP = frozenset({"-h", "--help"})


class Configured(Command):
    """A command whose options a file can set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the options that are not among them from the environment or a file."""
        if HELP.isdisjoint(args):  # help is given whatever a file says
            params = self.get_params(ctx)
            refuse_environment([*params, *ctx.parent.command.params])
            if not ctx.obj["quiet"]:
                tell_strangers([*params, *ctx.parent.command.params])
            found = configuration(ctx.obj)
            if found is not None:
                ctx.default_map = dict(defaults(found, params, whole=ctx.info_name == "check"))
                ctx.obj.update(globals_set(found, lambda name: source_of(ctx.parent, name)))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a value that is refused is said to be where it comes from."""
        try:
            return super().invoke(ctx)
        except GuichetError as error:
            raise placed(call_of(ctx), error) from None


def typed(ctx: Any, name: str) -> bool:
    """Tell whether an option is on the command line."""
    return source_of(ctx, name) == "COMMANDLINE"


def source_of(ctx: Any, name: str) -> str:
    """Give where the value of a parameter comes from, in Typer's words."""
    return getattr(ctx.get_parameter_source(name), "name", "DEFAULT")
