"""Endings: one place where every way a call can end becomes an exit code."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from guichet_cli import __version__
from guichet_cli.cli.speech import speech
from guichet_cli.cli.streams import tell
from guichet_cli.core.refusal import refusal
from guichet_cli.errors import ExitCode, GuichetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType
    from typing import TextIO

INTERRUPTED, PIPE_CLOSED = 130, 141
"""128 plus the number of the signal, as shells count."""
STOPPING = ("SIGTERM", "SIGHUP")


class TerminatedError(BaseException):
    """Somebody asked the process to stop, or closed its terminal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def run(arguments: Sequence[str]) -> NoReturn:
    """Run a call and leave with its exit code, whatever happens on the way."""
    code = INTERRUPTED
    with suppress(KeyboardInterrupt):
        _listen()
        code = outcome(arguments)
    code = _flushed(code)
    if "threading" not in sys.modules:  # nobody works on, and what else hears of the end came with threads
        os._exit(code)  # at once: taking an interpreter apart, object by object, costs half of what starting it does
    sys.exit(code)


def outcome(arguments: Sequence[str]) -> int:
    """Give the exit code of a call; what went wrong has been said on stderr."""
    words = speech()
    try:
        from guichet_cli.cli.quick import dispatch

        return dispatch(arguments)
    except GuichetError as error:
        tell(f"guichet: {refusal(error, words)}")
        return error.exit_code
    except BrokenPipeError:
        return PIPE_CLOSED
    except KeyboardInterrupt:
        tell(words.say("ending.interrupted"))
        return INTERRUPTED
    except TerminatedError as stopped:
        tell(words.say("ending.terminated"))
        return stopped.exit_code
    except MemoryError:
        tell(words.say("ending.memory"))
        return ExitCode.CALL
    except Exception as error:  # noqa: BLE001 the last net: a bug must be told, never shown as a traceback
        return _bug(error, arguments)


def _bug(error: Exception, arguments: Sequence[str]) -> int:
    if "-v" in arguments or "--verbose" in arguments:
        import traceback

        tell("".join(traceback.format_exception(error)))
    tell(speech().say("ending.bug", kind=type(error).__name__, version=__version__))
    return ExitCode.BUG


def _listen() -> None:
    """Turn the signals that stop a process into an ending like the others, so that nothing is left half done."""
    for name in STOPPING:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under `nohup`
            signal.signal(number, _terminate)


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    raise TerminatedError(number)


def _flushed(code: int) -> int:
    """Give the code once all is flushed; a reader that left must not make the interpreter complain on its way out."""
    if not _emptied(sys.stdout):
        code = code or PIPE_CLOSED
    _emptied(sys.stderr)
    return int(code)


def _emptied(stream: TextIO | None) -> bool:
    """Tell whether all that was written to a stream is gone; what cannot go is thrown away."""
    if stream is None:
        return True
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True
