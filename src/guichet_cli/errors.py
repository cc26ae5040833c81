"""What ends a call: the exit codes, and the error that carries one with the key of its sentence."""

from __future__ import annotations

from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """How a call ends; the same in every format, language and colour."""

    CLEARED = 0
    """The gate is cleared: nothing at or above the bar."""
    GAPS = 1
    """Gaps at or above the gate, or a dossier that could not be read."""
    CALL = 2
    """The call cannot be honoured: usage, a named path, a charter, a configuration, an output."""
    BUG = 3
    """The tool itself is at fault."""


class GuichetError(Exception):
    """A call that cannot be honoured: the wording key of its sentence, and the values that the sentence cites."""

    exit_code = ExitCode.CALL

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params
