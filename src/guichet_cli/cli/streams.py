"""Streams: documents to stdout or to a file, words to the person on stderr. Lost output is never a success."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from guichet_cli import __version__
from guichet_cli.cli.settings import as_date
from guichet_cli.core.printable import visible
from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.render import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, TextIO

    from guichet_cli.core.language import Language

NARROWEST, WIDEST, USUAL = 20, 120, 80


def encoding_of(stream: TextIO | None) -> str:
    """Give the encoding that a stream's reader expects."""
    return (getattr(stream, "encoding", None) or "utf-8").lower()


def speaks_unicode(stream: TextIO | None) -> bool:
    """Tell whether a stream's reader has the glyphs beyond its own alphabet: bars, arrows, narrow spaces."""
    return encoding_of(stream).replace("_", "-") in {"utf-8", "utf8", "utf-16", "utf-16-le", "cp65001"}


def colored(wish: str, stream: TextIO | None) -> bool:
    """Tell whether to colour: `always`, `never`, or what NO_COLOR, FORCE_COLOR and the terminal say."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb" and _obeys_escapes()


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody is looking at a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _obeys_escapes() -> bool:
    if sys.platform != "win32":
        return True
    import ctypes

    kernel32 = ctypes.windll.kernel32
    stdout, mode, virtual_terminal = kernel32.GetStdHandle(-11), ctypes.c_uint(), 0x0004
    known = kernel32.GetConsoleMode(stdout, ctypes.byref(mode))
    return bool(known and kernel32.SetConsoleMode(stdout, mode.value | virtual_terminal))


def width_of(stream: TextIO | None) -> int:
    """Give how many columns to draw on: the terminal's, within reason; 80 where nobody looks."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and len(columns) < 6 and int(columns) > 0:
        return max(NARROWEST, min(WIDEST, int(columns)))
    if not is_terminal(stream):
        return USUAL
    import shutil

    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((USUAL, 24)).columns))


def run_on(stream: TextIO | None, language: Language, *, color: str) -> Run:
    """Give what a page needs to know of where it is shown."""
    return Run(
        language=language,
        version=__version__,
        as_of=as_date(None),
        width=width_of(stream),
        color=colored(color, stream),
        unicode=speaks_unicode(stream),
    )


def tell(message: str) -> None:
    """Say something to the person, on stderr; nobody there to read it is no fault."""
    if sys.stderr is None:
        return
    encoding = encoding_of(sys.stderr)
    with suppress(OSError, ValueError):
        sys.stderr.buffer.write((message + "\n").encode(encoding, "replace"))
        sys.stderr.buffer.flush()


def sentence(error: GuichetError, language: Language) -> str:
    """Give what is wrong with the call and, last, what to do."""
    params = {name: visible(value) if isinstance(value, str) else value for name, value in error.params.items()}
    message = language.say(f"{error.key}.message", **params)
    remedy = f"{error.key}.remedy"
    return (
        f"guichet: {message} {language.say(remedy, **params)}" if remedy in language.messages else f"guichet: {message}"
    )


def put(chunks: Iterable[str], encoding: str) -> None:
    """Write a document to stdout, whole. Raises BrokenPipeError for a reader that left, GuichetError for a lost output."""
    if sys.stdout is None:
        raise GuichetError("error.output_lost", path="stdout")
    _write(sys.stdout.buffer, chunks, encoding, "error.output_lost", "stdout")


def save(path: str, chunks: Iterable[str], inputs: frozenset[tuple[int, int]]) -> None:
    """Write a document to a file, whole. Raises GuichetError; the previous file, if any, stays as it was."""
    key, shown = "error.output_unwritable", shown_path(path)
    with _lost(key, shown):
        target = Path(os.path.realpath(path))  # what a link leads to is replaced, not the link
        if target.exists() and _identity(target) in inputs:
            raise GuichetError("error.output_is_input", path=shown)
        if target.exists() and not target.is_file():  # /dev/stdout, a pipe: there is nothing to keep whole
            with target.open("wb", buffering=0) as device:
                _write(device, chunks, "utf-8", key, shown)
            return
        beside = target.with_name(f".guichet.{os.getpid()}.part")
        beside.unlink(missing_ok=True)  # of a process with the same number that was killed
        stream = beside.open("xb")
    try:
        _write(stream, chunks, "utf-8", key, shown)
        with _lost(key, shown):
            os.fsync(stream.fileno())
            stream.close()
            beside.replace(target)
    except BaseException:
        with suppress(OSError):
            stream.close()
        beside.unlink(missing_ok=True)
        raise


def _write(stream: BinaryIO, chunks: Iterable[str], encoding: str, key: str, path: str) -> None:
    encoder = codecs.getincrementalencoder(encoding)("replace")  # one byte order mark at most
    for chunk in chunks:  # made outside of the net: a fault there is no lost output
        with _lost(key, path):
            stream.write(encoder.encode(chunk))
    with _lost(key, path):
        stream.flush()


@contextmanager
def _lost(key: str, path: str) -> Iterator[None]:
    """Say what the system refuses to write; a reader that left is another matter."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError):
        raise GuichetError(key, path=path) from None


def identities(paths: Iterable[str | None]) -> frozenset[tuple[int, int]]:
    """Give the device and number of each file that exists, whatever it is called."""
    found = set()
    for path in paths:
        if path is not None:
            with suppress(OSError, ValueError):
                found.add(_identity(Path(path)))
    return frozenset(found)


def _identity(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_dev, about.st_ino
