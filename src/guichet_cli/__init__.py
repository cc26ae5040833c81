"""Check the dossier of an AI-in-health project against a charter's commitments.

`check(path)` gives a Scorecard, `check_many(paths)` one for each dossier; `load_charter(name)` and `load_dossier(path)` give
what it is made of.
Nothing is imported before it is asked for, nothing is written, and nothing is fetched.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` costs more than the whole of `guichet --version`
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from datetime import date

    from guichet_cli.core.model import Charter, Dossier, Scorecard

__all__ = ["__version__", "check", "check_many", "load_charter", "load_dossier"]

__version__ = "0.1.0"


def check(path: str, *, charter: str | None = None, lang: str = "fr", as_of: date | None = None) -> Scorecard:
    """Give the scorecard of a dossier at a date (today by default). Raises GuichetError when the call cannot be honoured."""
    import datetime as dt

    from guichet_cli.checking import Checker
    from guichet_cli.load.data import refusing

    with refusing(lang):
        checker = Checker(lang=lang, as_of=as_of or dt.datetime.now().astimezone().date(), charter=charter)
        return checker.card(load_dossier(path))


def check_many(
    paths: Iterable[str],
    *,
    charter: str | None = None,
    lang: str = "fr",
    as_of: date | None = None,
    executor: Executor | None = None,
) -> Iterator[Scorecard]:
    """Give the scorecards of files, folders and patterns at a date (today by default), in order, a few at a time in memory.

    An executor of `concurrent.futures` (threads, processes, that of a Dask client) judges them in place of this process; its
    workers see the same files under the same paths, have this version of guichet, and are left running. A dossier that takes
    its worker down is an unreadable one. Raises GuichetError, before anything is judged where the call cannot be honoured.
    """
    import datetime as dt

    from guichet_cli.checking import Checker
    from guichet_cli.load.data import refusing

    with refusing(lang):
        checker = Checker(lang=lang, as_of=as_of or dt.datetime.now().astimezone().date(), charter=charter)
        plan = checker.plan(list(paths))
    if executor is not None:
        from guichet_cli.crew import lent

        checker.hands = lent(executor)

    def cards() -> Iterator[Scorecard]:
        with refusing(lang):
            yield from checker.cards(plan)

    return cards()


def load_charter(name: str = "grand-est-2024", *, lang: str = "fr") -> Charter:
    """Give a charter by id or by path, in a language. Raises GuichetError when there is none, or it is not sound."""
    from guichet_cli.load.charter import load_charter as load
    from guichet_cli.load.data import refusing

    with refusing(lang):
        return load(name, lang)


def load_dossier(path: str) -> Dossier:
    """Give a dossier with its positions and what went wrong while reading. Raises GuichetError when there is no such file."""
    from guichet_cli.load.data import refusing
    from guichet_cli.load.dossier import load_dossier as load

    with refusing("fr"):
        return load(path)
