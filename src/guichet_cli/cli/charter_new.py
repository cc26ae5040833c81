"""`guichet charter new`: a small charter that works, to be made one's own."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.charter_skeleton import skeleton
from guichet_cli.load.paths import shown_path

say = WORDS.say
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def new(
    name: Annotated[str, typer.Argument(metavar="ID", help=say("help.charter.new.id"))],
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.charter.new.output"))
    ] = None,
) -> int:
    """Write the skeleton where there is no file yet."""
    if not ID.fullmatch(name):
        raise GuichetError("error.charter_id", id=name)
    if output == "-":
        streams.put([skeleton(name)], "utf-8")
        return ExitCode.CLEARED
    path = output or f"{name}.yaml"
    create(path, skeleton(name))
    streams.tell(say("charter_new.written", path=shown_path(path)))
    return ExitCode.CLEARED


def create(path: str, text: str) -> None:
    """Write a file that was not there, whole or not at all. Raises GuichetError; a file that is there stays as it is."""
    if os.path.lexists(path):
        raise GuichetError("error.output_exists", path=shown_path(path))
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        streams.save(str(beside), [text], frozenset())
        _put_in_place(beside, target)
    except FileExistsError:
        raise GuichetError("error.output_exists", path=shown_path(path)) from None
    except (OSError, ValueError, GuichetError):
        raise GuichetError("error.output_unwritable", path=shown_path(path)) from None
    finally:
        with suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)


def _put_in_place(beside: Path, target: Path) -> None:
    """Give a file its name, unless another has just taken it: a link refuses that, where there are links."""
    try:
        target.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        if sys.platform != "win32" and os.path.lexists(target):
            raise FileExistsError from None
        beside.rename(target)  # refuses an existing name on Windows
