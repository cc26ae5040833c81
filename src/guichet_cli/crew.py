"""Crews: the entries of a batch judged by any `concurrent.futures.Executor`, a few at a time, given back in order.

What a worker runs is `judge_entries`, found by its name: it answers for everything that it can, so that what a future
raises is always the executor's own trouble, a worker that died most of all.
"""

from __future__ import annotations

import os
from collections import deque
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli import __version__
from guichet_cli.checking import Answer, Checker
from guichet_cli.core.classes import replace
from guichet_cli.core.model import Dossier
from guichet_cli.core.packed import Packer
from guichet_cli.core.pointer import resolve
from guichet_cli.core.waivers import LEADS
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter import packaged
from guichet_cli.load.dossier import load_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from datetime import date

    from guichet_cli.core.model import Charter, Scorecard
    from guichet_cli.core.packed import Packed
    from guichet_cli.load.dossier import Entry

    Told = list["Reply | None"] | Exception

TOGETHER = 16
"""How many entries travel together at most."""
AHEAD = 3
"""How many parcels of entries are under way for each worker."""
STRANGERS = 8
"""Of how many workers an executor is thought to be that does not say: what is under way is bounded all the same."""
PULSE = 0.1
"""Seconds between two looks at whether the person asked to stop."""
ANSWERING = 60
"""Seconds in which a worker that has nothing to do answers."""
TRIES = 3
"""How many new workers in a row may end before they answer."""
CHANCES = 2
"""With how many workers of its own an entry ends before it is said to kill them: one may be ended by something else."""
KILLS, UNJUDGED = "killer", "unjudged"
"""Why an entry is not read, variants of `DOS-013`: it ends the process that reads it; no process is left to judge it."""


class Order(NamedTuple):
    """What a worker is asked, whatever the entries."""

    version: str
    langs: tuple[str, ...]
    as_of: date
    charter: str | None
    digest: str | None
    """That of the charter that the call names."""
    leads: bool
    """Whether it is wanted who leads the project: waivers look at it."""
    compares: bool
    """Whether the texts are wanted that are compared between dossiers."""


class Reply(NamedTuple):
    """What a worker says of one dossier."""

    charter: str
    digest: str
    cards: tuple[Packed, ...]
    leads: tuple[Any, ...]


class Parcel:
    """Some entries, and what is asked of each. No tuple and no dataclass: a cluster would look inside those, and copy them."""

    def __init__(self, order: Order, entries: Sequence[Entry]) -> None:
        self.order = order
        self.entries = entries


def judge_entries(parcel: Parcel) -> list[Reply | None] | Exception:
    """Give what some entries are, or what went wrong; only want of memory is raised, as it costs an executor its worker."""
    try:
        return [_reply(parcel.order, entry) for entry in parcel.entries]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 raised again where the call is
        return _portable(error)


def ready() -> bool:
    """Tell that a worker answers."""
    return True


class Worker:
    """What judges in a worker, made once for each order."""

    def __init__(self, order: Order) -> None:
        if order.version != __version__:
            raise GuichetError("error.workers_differ", here=order.version, there=__version__)
        self.voices = [Checker(lang=lang, as_of=order.as_of, charter=order.charter) for lang in order.langs]
        for voice in self.voices:
            voice.compares = order.compares
        if order.charter is not None and self.voices[0].judge(order.charter).charter.sha256 != order.digest:
            raise GuichetError("error.workers_charter", charter=order.charter)
        self.packers: dict[int, Packer] = {}

    def packer(self, charter: Charter) -> Packer:
        """Give what packs the scorecards of a charter in a language."""
        return self.packers.setdefault(id(charter), self.packers.get(id(charter)) or Packer(charter))


_worker = lru_cache(maxsize=4)(Worker)


def _reply(order: Order, entry: Entry) -> Reply | None:
    dossier = load_entry(entry)
    if dossier is None:
        return None
    worker = _worker(order)
    cards = [voice.card(dossier) for voice in worker.voices]
    return Reply(
        charter=cards[0].charter.id,
        digest=cards[0].charter.sha256,
        cards=tuple(worker.packer(card.charter).pack(card) for card in cards),
        leads=tuple(resolve(dossier.data, pointer) for pointer in LEADS) if order.leads else (),
    )


def _portable(error: Exception) -> Exception:
    """Give an error that any executor can carry, with the trace of where it happened."""
    import traceback

    plain = type(error).__module__ == "builtins" and all(isinstance(part, str | int) for part in error.args)
    found = error if plain or isinstance(error, GuichetError) else RuntimeError(f"{type(error).__name__}: {error}")
    found.add_note("".join(traceback.format_exception(error)))
    return found


class Crew:
    """An executor at work: entries out, answers in, in order, with a bounded number under way.

    A worker that dies takes down what was under way beside it: each entry of it is then asked again alone, so that only
    the one that kills is lost, and is said to be.
    """

    def __init__(
        self,
        hire: Callable[[], Executor],
        *,
        workers: int,
        own: bool = True,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Take what gives an executor: a new one each time, unless it is not the crew's own."""
        self.hire = hire
        self.workers = workers
        self.own = own
        self.stopped = stopped
        self.executor: Executor | None = None
        self.trial: Executor | None = None
        self.answered = False
        """Whether a worker has judged something."""
        self.gone = False
        """Whether workers have stopped answering for good: what is left is said not to be judged."""

    def __call__(self, voices: Sequence[Checker], entries: Sequence[Entry]) -> Iterator[Answer | None]:
        """Give what each entry is in the language of each checker, until the person asks to stop. Raises GuichetError."""
        order, desk = _order(voices, own=self.own), Desk(voices)
        size = max(1, min(TOGETHER, len(entries) // (AHEAD * self.workers)))
        left = iter(entries)
        lots = iter(lambda: [entry if self.own else _anywhere(entry) for entry in islice(left, size)], [])
        under_way: deque[tuple[Parcel, Future[Told] | None]] = deque()
        try:
            while True:
                for lot in islice(lots, AHEAD * self.workers - len(under_way)):
                    parcel = Parcel(order, lot)
                    under_way.append((parcel, self._sent(parcel)))
                if not under_way:
                    return
                parcel, future = under_way.popleft()
                for entry, reply in zip(parcel.entries, self._replies(parcel, future), strict=True):
                    yield desk.answer(entry, reply)
        except _StoppedError:
            return
        finally:
            if not self.own:  # its own executor gives up by itself what it has not begun, once it is let go
                for _, future in under_way:
                    if future is not None:
                        future.cancel()

    def close(self, *, now: bool = False) -> None:
        """Let the workers go; what is under way is waited for, or given up. An executor that was lent is left as it is."""
        for executor in (self.executor, self.trial):
            if executor is not None and self.own:
                executor.shutdown(wait=not now, cancel_futures=True)
        self.executor = self.trial = None

    def _sent(self, parcel: Parcel) -> Future[Told] | None:
        """Send a parcel; None where the executor takes nothing any more."""
        if self.gone:
            return None
        if self.executor is None:
            self.executor = self.hire()
        try:
            return self.executor.submit(judge_entries, parcel)
        except RuntimeError:  # it is broken, or shut
            if self.own:
                self.executor = None
            return None

    def _replies(self, parcel: Parcel, future: Future[Told] | None) -> list[Reply | None]:
        told: Told | None
        try:
            told = None if future is None else self._awaited(future)
        except _StoppedError:
            raise
        except Exception:  # noqa: BLE001 a worker died: what it does itself, it tells
            told = None
        if isinstance(told, Exception):
            raise told
        if told is None:
            return [self._alone(parcel.order, entry) for entry in parcel.entries]
        self.answered = True
        return told

    def _alone(self, order: Order, entry: Entry) -> Reply | None:
        """Give what an entry is to a worker that does nothing else; one that kills it is lost for good. Raises GuichetError."""
        for _ in range(CHANCES if self.own else 1):
            worker = self._fresh()
            if worker is None:
                return _lost(order, entry, UNJUDGED)
            try:
                told = self._awaited(worker.submit(judge_entries, Parcel(order, [entry])))
            except _StoppedError:
                raise
            except Exception:  # noqa: BLE001 as above
                self.trial = None
                continue
            if isinstance(told, Exception):
                raise told
            self.answered = True
            return told[0]
        return _lost(order, entry, KILLS)

    def _fresh(self) -> Executor | None:
        """Give an executor that answers; None where there is none any more, once some have. Raises GuichetError where none did."""
        for _ in range(TRIES if self.own else 1):
            if self.trial is not None or self.gone:
                break
            trial = self.hire()
            try:
                trial.submit(ready).result(timeout=ANSWERING)
            except Exception:  # noqa: BLE001 whatever the executor says
                if self.own:
                    trial.shutdown(wait=False, cancel_futures=True)
            else:
                self.trial = trial
        if self.trial is None:
            if not (self.own and self.answered):
                raise GuichetError("error.workers_lost" if self.own else "error.executor_lost")
            self.gone = True
        return self.trial

    def _awaited(self, future: Future[Told]) -> Told:
        """Give what a future does, looking now and then at whether the person asked to stop."""
        from concurrent.futures import wait

        while not self.stopped():
            if wait([future], timeout=PULSE).done:
                return future.result()
        raise _StoppedError


def lent(executor: Executor, stopped: Callable[[], bool] = lambda: False) -> Crew:
    """Give the crew of an executor that is somebody else's: it is left running, and it is not made anew."""
    return Crew(lambda: executor, workers=STRANGERS, own=False, stopped=stopped)


class _StoppedError(Exception):
    """The person asked to stop."""


def _lost(order: Order, entry: Entry, why: str) -> Reply | None:
    """Give what is said of an entry that no worker can judge; its file is not opened."""
    told = judge_entries(Parcel(order, [replace(entry, lost=why)]))
    if isinstance(told, Exception):
        raise told
    return told[0]


class Desk:
    """What workers reply, as answers in the words of the charters that this process has read."""

    def __init__(self, voices: Sequence[Checker]) -> None:
        self.voices = voices
        self.packers: dict[tuple[int, str], Packer] = {}

    def answer(self, entry: Entry, reply: Reply | None) -> Answer | None:
        """Give the answer of a reply; None for what is no dossier."""
        if reply is None:
            return None
        cards = tuple(self._card(number, packed, reply) for number, packed in enumerate(reply.cards))
        lead = dict(zip(("name", "contact"), reply.leads, strict=False))
        return Answer(cards, Dossier(path=entry.path, data={"project": {"lead": lead}}))

    def _card(self, number: int, packed: Packed, reply: Reply) -> Scorecard:
        voice, packer = self.voices[number], self.packers.get((number, reply.charter))
        if packer is None:
            packer = Packer(voice.judge(voice.charter or reply.charter).charter)
            self.packers[number, reply.charter] = packer
        if packer.charter.sha256 != reply.digest:
            raise GuichetError("error.workers_charter", charter=reply.charter)
        return packer.unpack(packed, voice.as_of)


def _order(voices: Sequence[Checker], *, own: bool) -> Order:
    first = voices[0]
    charter = first.charter
    digest = None if charter is None else first.judge(charter).charter.sha256
    if charter is not None and charter not in packaged() and not own:
        charter = os.path.abspath(charter)  # noqa: PTH100 a path stays the text that was typed
    langs = tuple(voice.lang for voice in voices)
    return Order(__version__, langs, first.as_of, charter, digest, first.waivers is not None, first.compares)


def _anywhere(entry: Entry) -> Entry:
    """Give an entry that another folder, or another machine with the same files, understands."""
    return entry if entry.source is None else replace(entry, source=os.path.abspath(entry.source))  # noqa: PTH100
