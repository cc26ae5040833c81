"""Stopping a batch: the first ^C ends it with the dossier in hand, and what is done is kept; the second leaves at once."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from guichet_cli.cli.ending import STOPPING, TerminatedError
from guichet_cli.render import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from types import FrameType

T = TypeVar("T")


class Stopping:
    """Hears the signals that stop a process, while many dossiers are judged and written."""

    def __init__(self, asked: Callable[[], int]) -> None:
        """Take what tells how many dossiers are asked for."""
        self.asked = asked
        self.at_once = True
        """Whether judging a dossier may be broken off anywhere: other processes are asked to stop, not broken off."""
        self.judged = 0
        self.number = 0
        """The signal that was heard; 0 before."""
        self.judging = False
        self.before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Hear."""
        for name in ("SIGINT", *STOPPING):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self.before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the signals as they were."""
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def __call__(self) -> bool:
        """Tell whether it was asked to stop."""
        return self.stopped

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return bool(self.number)

    @property
    def exit_code(self) -> int:
        """How the process ends: 128 plus the number of the signal, as shells count."""
        return 128 + self.number

    def told(self) -> Interrupted | None:
        """Give how far it came; None for what was judged to its end."""
        return Interrupted(self.judged, self.asked()) if self.number else None

    def until(self, judged: Iterable[T]) -> Generator[T]:
        """Give what is judged until it is asked to stop. Raises what stopped it where there is nothing to keep."""
        dossiers = iter(judged)
        with suppress(_HeardError):
            while not self.number:
                self.judging = self.at_once
                found = next(dossiers, self)
                self.judging = False
                if self.number or isinstance(found, Stopping):
                    break
                self.judged += 1
                yield found
        self.judging = False
        if self.number and not self.judged:
            self._leave(self.number)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if self.number:
            self._leave(number)
        self.number = number
        if self.judging:
            raise _HeardError

    def _leave(self, number: int) -> NoReturn:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise TerminatedError(number)


class _HeardError(BaseException):
    """The dossier in hand is dropped: judging it leaves no trace."""
