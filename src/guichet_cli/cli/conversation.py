"""A conversation at a terminal: lines said on stderr, one line typed at a time; nothing moves, so that any reader can follow."""

from __future__ import annotations

import sys

from guichet_cli.cli import streams
from guichet_cli.cli.words import WORDS
from guichet_cli.core.answers import folded
from guichet_cli.core.printable import visible
from guichet_cli.render.prose import ascii_signs, wrapped

BACK = "<"


class BackError(Exception):
    """Somebody wants the question before."""


class StoppedError(Exception):
    """Nothing more will be typed."""


class Conversation:
    """What is said to a person and what the person types, line by line."""

    def __init__(self) -> None:
        """See where the person is, and have the line editing of the terminal where it has one."""
        self.terminal = streams.is_terminal(sys.stdin)
        self.edits = self.terminal and streams.is_terminal(sys.stdout)
        self.width = streams.width_of(sys.stderr)
        self.unicode = streams.speaks_unicode(sys.stderr)
        if self.edits:
            _edit_lines()

    def say(self, text: str, *, indent: int = 0) -> None:
        """Say something, each of its lines wrapped; words between no-break spaces stay together."""
        text = text if self.unicode else ascii_signs(text)
        for part in map(visible, text.split("\n")):
            hanging = indent + len(part) - len(part.lstrip(" "))
            for line in wrapped(part.strip(" "), max(self.width - hanging, streams.NARROWEST)):
                streams.tell(f"{' ' * hanging}{line}")

    def title(self, text: str) -> None:
        """Say what comes next, underlined."""
        self.blank()
        self.say(text)
        self.say("=" * min(len(text), self.width))

    def blank(self) -> None:
        """Leave a line empty."""
        streams.tell("")

    def ask(self, wanted: str) -> str:
        """Give the line that is typed, empty for who does not know. Raises BackError, StoppedError."""
        prompt = f"[{wanted}] > " if wanted else "> "
        prompt = prompt if self.unicode else ascii_signs(prompt)
        while True:
            try:
                text = self._read(prompt).strip()
            except EOFError:
                raise StoppedError from None
            except UnicodeDecodeError:
                self.say(WORDS.say("answer.invisible"), indent=2)
                continue
            if text == BACK:
                raise BackError
            unknown = {folded(word) for word in WORDS.messages["wizard.unknown"].split("|")}
            return "" if folded(text) in unknown else text

    def _read(self, prompt: str) -> str:
        if self.edits:
            return input(prompt)
        streams.tell(prompt)
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise EOFError
        return line


def _edit_lines() -> None:
    """Let the arrows and the deletion keys do their work, where Python has been built with them."""
    from contextlib import suppress

    with suppress(ImportError):
        import readline  # noqa: F401 importing it is what does it
