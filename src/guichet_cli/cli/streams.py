"""Streams: documents to stdout or to a file, words to the person on stderr. Lost output is never a success."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from guichet_cli import __version__
from guichet_cli.cli.settings import as_date
from guichet_cli.errors import GuichetError
from guichet_cli.load.paths import shown_path
from guichet_cli.render import Run
from guichet_cli.render.harmless import unobeyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO, TextIO

    from guichet_cli.core.language import Language

NARROWEST, WIDEST, USUAL = 20, 120, 80
UNWRITABLE = "error.output_unwritable"


def encoding_of(stream: TextIO | None) -> str:
    """Give the encoding that a stream's reader expects."""
    return (getattr(stream, "encoding", None) or "utf-8").lower()


def speaks_unicode(stream: TextIO | None) -> bool:
    """Tell whether a stream's reader has the glyphs beyond its own alphabet: bars, arrows, narrow spaces."""
    return encoding_of(stream).replace("_", "-") in {"utf-8", "utf8", "utf-16", "utf-16-le", "cp65001"}


def colored(wish: str, stream: TextIO | None) -> bool:
    """Tell whether to colour: `always`, `never`, or what NO_COLOR, FORCE_COLOR and the terminal say; None is a file."""
    if wish != "auto":
        return wish == "always"
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return draws(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody is looking at a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def draws(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal where what is written can be drawn over."""
    return is_terminal(stream) and os.environ.get("TERM") != "dumb" and _obeys_escapes()


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


def in_actions() -> bool:
    """Tell whether what is written is read by GitHub Actions, which obeys some of it."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def tell(message: str) -> None:
    """Say something to the person, on stderr; nobody there to read it is no fault."""
    if sys.stderr is None:
        return
    message = unobeyed(message) if in_actions() else message
    encoding = encoding_of(sys.stderr)
    with suppress(OSError, ValueError):
        sys.stderr.buffer.write((message + "\n").encode(encoding, "replace"))
        sys.stderr.buffer.flush()


def put(chunks: Iterable[str | bytes], encoding: str, *, document: bool = False) -> None:
    """Write to stdout, whole. Raises BrokenPipeError for a reader that left, GuichetError for a lost output.

    What is no document for machines, which escapes what it must, carries no command for the logs of GitHub Actions.
    """
    if sys.stdout is None:
        raise GuichetError("error.output_lost", path="stdout")
    if in_actions() and not document:
        chunks = (unobeyed(chunk) if isinstance(chunk, str) else chunk for chunk in chunks)
    _write(sys.stdout.buffer, chunks, encoding, "error.output_lost", "stdout")


def put_bytes(data: bytes) -> None:
    """Write to stdout as it is, whole. Raises as `put` does."""
    if sys.stdout is None:
        raise GuichetError("error.output_lost", path="stdout")
    with _lost("error.output_lost", "stdout"):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


class Draft:
    """A file on its way: written beside the one that it replaces in one go, once it is whole."""

    def __init__(self, path: str, inputs: frozenset[tuple[int, int]], turn: int = 0) -> None:
        """Open it; `turn` tells apart the drafts of one call. Raises GuichetError, nothing being touched."""
        from pathlib import Path  # few calls write a file

        self.path = shown_path(path)
        self.encoder = codecs.getincrementalencoder("utf-8")("replace")
        self.beside: Path | None = None
        with _lost(UNWRITABLE, self.path):
            named = Path(path)
            if named.exists() and _identity(named) in inputs:
                raise GuichetError("error.output_is_input", path=self.path)
            if named.exists() and not named.is_file():  # /dev/stdout, a pipe: there is nothing to keep whole
                self.stream: BinaryIO = named.open("wb", buffering=0)
                return
            self.target = Path(os.path.realpath(named))  # what a link leads to is replaced, not the link
            self.beside = self.target.with_name(f".guichet.{os.getpid()}{turn or ''}.part")
            self.beside.unlink(missing_ok=True)  # of a process with the same number that was killed
            self.stream = self.beside.open("xb")

    def write(self, chunk: str | bytes) -> None:
        """Write some more."""
        self.write_bytes(self.encoder.encode(chunk) if isinstance(chunk, str) else chunk)

    def write_bytes(self, data: bytes) -> None:
        """Write some more, as it is."""
        with _lost(UNWRITABLE, self.path):
            self.stream.write(data)

    def finish(self) -> None:
        """Have it whole on the disk, still beside."""
        with _lost(UNWRITABLE, self.path):
            self.stream.flush()
            if self.beside is not None:
                os.fsync(self.stream.fileno())
            self.stream.close()
            if self.beside is not None and self.target.exists():
                self.beside.chmod(stat.S_IMODE(self.target.stat().st_mode))  # who may read it is not ours to change

    def replace(self) -> None:
        """Put it in the place of the previous one."""
        if self.beside is not None:
            with _lost(UNWRITABLE, self.path):
                self.beside.replace(self.target)
                self.beside = None

    def drop(self) -> None:
        """Leave the previous one as it was."""
        with suppress(OSError):
            self.stream.close()
        if self.beside is not None:
            with suppress(OSError):
                self.beside.unlink(missing_ok=True)


@contextmanager
def drafted(paths: Iterable[str], inputs: frozenset[tuple[int, int]]) -> Iterator[list[Draft]]:
    """Open drafts; at the end all of them replace the previous files, or none does."""
    drafts: list[Draft] = []
    try:
        for turn, path in enumerate(paths):
            drafts.append(Draft(path, inputs, turn))
        yield drafts
        for draft in drafts:
            draft.finish()
        for draft in drafts:
            draft.replace()
    except BaseException:
        for draft in drafts:
            draft.drop()
        raise


def save(path: str, chunks: Iterable[str], inputs: frozenset[tuple[int, int]]) -> None:
    """Write a document to a file, whole. Raises GuichetError; the previous file, if any, stays as it was."""
    with drafted([path], inputs) as (draft,):
        for chunk in chunks:
            draft.write(chunk)


def _write(stream: BinaryIO, chunks: Iterable[str | bytes], encoding: str, key: str, path: str) -> None:
    encoder = codecs.getincrementalencoder(encoding)("replace")  # one byte order mark at most
    for chunk in chunks:  # made outside of the net: a fault there is no lost output
        with _lost(key, path):
            stream.write(encoder.encode(chunk) if isinstance(chunk, str) else chunk)
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
                found.add(_identity(path))
    return frozenset(found)


def _identity(path: str | Path) -> tuple[int, int]:
    about = os.stat(path)  # noqa: PTH116 a name that was typed
    return about.st_dev, about.st_ino
