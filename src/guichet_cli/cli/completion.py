"""`guichet completion`: the script that has a shell complete calls of guichet, and what that script asks at each key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guichet_cli.cli import streams
from guichet_cli.cli.settings import choice
from guichet_cli.cli.words import WORDS
from guichet_cli.core.printable import visible
from guichet_cli.errors import ExitCode
from guichet_cli.load.data import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

say = WORDS.say
SHELLS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
LOST = "."
"""What PowerShell's script puts after the last word: an empty one would be lost on the way."""


def completion(
    shell: Annotated[str, typer.Argument(metavar="|".join(SHELLS), help=say("help.completion.shell"))],
    words: Annotated[list[str] | None, typer.Argument(metavar="[-- WORD…]", help=say("help.completion.words"))] = None,
) -> int:
    """Print the script of a shell or, given the words of a call, what may take the place of the last one."""
    choice("SHELL", shell, tuple(SHELLS))
    if not words:
        script = Path(PACKAGE, "cli", f"completion.{SHELLS[shell]}").read_text(encoding="utf-8")
        streams.put([script], "utf-8", document=True)
    else:
        streams.put(_answers(shell, words), "utf-8", document=True)
    return ExitCode.CLEARED


def _answers(shell: str, words: Sequence[str]) -> Iterator[str]:
    """Give what the shell adds of its own, then a candidate a line, a tabulation before what it means."""
    from guichet_cli.cli.candidates import candidates

    whole, dropped = _whole(shell, list(words))
    found = candidates(whole)
    yield f"{found.kind}\n"
    for word, about in found.words:
        yield f"{visible(word.removeprefix(dropped))}\t{visible(about)}\n"


def _whole(shell: str, words: list[str]) -> tuple[list[str], str]:
    """Give the words as they were typed, and what of the last one the shell holds apart: bash cuts words at `=`."""
    if shell == "powershell":
        return [*words[:-1], words[-1].removesuffix(LOST)], ""
    if shell != "bash":
        return words, ""
    joined: list[str] = []
    held = ""
    for word in words:
        if joined and (word == "=" or held.endswith("=")) and joined[-1]:
            held = joined[-1] + word
            joined[-1] = held
        else:
            held = ""
            joined.append(word)
    last = words[-1]
    return joined, joined[-1].removesuffix("" if last == "=" else last) if held else ""
