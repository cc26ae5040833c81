"""Check the dossier of an AI-in-health project against a charter's commitments.

`check(path)` gives a Scorecard, `check_many(paths)` one for each dossier; `load_charter(name)` and `load_dossier(path)` give
what it is made of.
Nothing is imported before it is asked for, nothing is written, and nothing is fetched.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` costs more than the whole of `guichet --version`
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from datetime import date

    from guichet_cli.core.model import Charter, Dossier, Scorecard

__all__ = ["__version__", "check", "check_many", "load_charter", "load_dossier"]

__version__ = "0.1.0"


def check(
    path: str | os.PathLike[str],
    *,
    charter: str | os.PathLike[str] | None = None,
    lang: str = "fr",
    as_of: date | str | None = None,
) -> Scorecard:
    """Give the scorecard of a dossier at a date (today by default). Raises GuichetError when the call cannot be honoured."""
    from guichet_cli.checking import Checker
    from guichet_cli.load.data import refusing

    with refusing(lang):
        checker = Checker(lang=lang, as_of=_day(as_of), charter=None if charter is None else _text(charter))
        return checker.card(load_dossier(path))


def check_many(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    charter: str | os.PathLike[str] | None = None,
    lang: str = "fr",
    as_of: date | str | None = None,
    executor: Executor | None = None,
) -> Iterator[Scorecard]:
    """Give the scorecards of files, folders and patterns at a date (today by default), in order, a few at a time in memory.

    An executor of `concurrent.futures` (threads, processes, that of a Dask client) judges them in place of this process; its
    workers see the same files under the same paths, have this version of guichet, and are left running. A dossier that takes
    its worker down is an unreadable one. Raises GuichetError, before anything is judged where the call cannot be honoured.
    """
    import os

    from guichet_cli.checking import Checker
    from guichet_cli.load.data import refusing

    with refusing(lang):
        checker = Checker(lang=lang, as_of=_day(as_of), charter=None if charter is None else _text(charter))
        plan = checker.plan([_text(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)])
    if executor is not None:
        from guichet_cli.crew import lent

        checker.hands = lent(executor)

    def cards() -> Iterator[Scorecard]:
        with refusing(lang):
            yield from checker.cards(plan)

    return cards()


def load_charter(name: str | os.PathLike[str] = "grand-est-2024", *, lang: str = "fr") -> Charter:
    """Give a charter by id or by path, in a language. Raises GuichetError when there is none, or it is not sound."""
    from guichet_cli.load.charter import load_charter as load
    from guichet_cli.load.data import refusing

    with refusing(lang):
        return load(_text(name), lang)


def load_dossier(path: str | os.PathLike[str]) -> Dossier:
    """Give a dossier with its positions and what went wrong while reading. Raises GuichetError when there is no such file."""
    from guichet_cli.load.data import refusing
    from guichet_cli.load.dossier import load_dossier as load

    with refusing("fr"):
        return load(_text(path))


def _text(path: str | os.PathLike[str]) -> str:
    import os

    return os.fsdecode(path)


def _day(as_of: date | str | None) -> date:
    """Give the date of a call, today where it has none. Raises GuichetError for what is no date."""
    import datetime as dt

    from guichet_cli.core.failure import is_date
    from guichet_cli.errors import GuichetError

    if as_of is None:
        return dt.datetime.now().astimezone().date()
    if isinstance(as_of, dt.date):
        return as_of.date() if isinstance(as_of, dt.datetime) else as_of
    if not is_date(as_of):
        raise GuichetError("usage.bad_date", option="as_of", value=str(as_of))
    return dt.date.fromisoformat(as_of)
