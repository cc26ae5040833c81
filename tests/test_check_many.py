"""`check_many`: the scorecards of many dossiers, in order, judged by any executor of `concurrent.futures`."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from guichet_cli import check, check_many, crew
from guichet_cli.checking import Checker
from guichet_cli.crew import judge_entries
from guichet_cli.errors import GuichetError

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "grand-est-2024"
DAY = date(2026, 11, 23)
posix = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


class Recorder(Executor):
    """Does at once what it is given, and remembers how much was asked before it was taken back."""

    def __init__(self):
        self.sent = 0

    def submit(self, work, /, *arguments, **named):
        """Do it."""
        self.sent += 1
        future = Future()
        future.set_result(work(*arguments, **named))
        return future


class Deadly(Recorder):
    """An executor whose worker dies of one dossier, as that of a cluster that starts another one."""

    def __init__(self, victim):
        super().__init__()
        self.victim = victim

    def submit(self, work, /, *arguments, **named):
        """Do it, or die."""
        if work is judge_entries and any(
            self.victim in entry.path and not entry.lost for entry in arguments[0].entries
        ):
            future = Future()
            future.set_exception(RuntimeError("the worker is gone"))
            return future
        return super().submit(work, *arguments, **named)


@pytest.fixture(scope="module")
def alone():
    """Give the scorecards of the examples as this process alone judges them."""
    return list(check_many([str(EXAMPLES)], as_of=DAY))


def test_alone(alone):
    """Without an executor each dossier is judged as `check` judges it, in the order of the paths."""
    paths = sorted(EXAMPLES.glob("*.yaml"))
    assert [Path(card.path).name for card in alone] == [path.name for path in paths]
    assert alone == [check(str(path), as_of=DAY) for path in paths]
    turned = check_many([str(path) for path in reversed(paths)], as_of=DAY)
    assert list(turned) == alone[::-1]


def test_threads(alone):
    """Threads give the same scorecards."""
    with ThreadPoolExecutor(3) as executor:
        assert list(check_many([str(EXAMPLES)], as_of=DAY, executor=executor)) == alone


def test_processes(alone, monkeypatch):
    """Processes give the same scorecards, from another folder, and another language and charter as well."""
    monkeypatch.chdir(EXAMPLES.parent)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        os.chdir(ROOT / "docs")
        given = [os.path.relpath(EXAMPLES)]
        cards = list(check_many(given, as_of=DAY, executor=executor))
        assert [card.findings for card in cards][:1] == [card.findings for card in check_many(given, as_of=DAY)][:1]
        english = check_many(given, as_of=DAY, lang="en", charter="ai-act-deployer-2026", executor=executor)
        assert list(english) == list(check_many(given, as_of=DAY, lang="en", charter="ai-act-deployer-2026"))


def test_calls_that_cannot_be_honoured():
    """What is wrong with the call is said before anything is judged."""
    for call in ({"paths": ["nowhere.yaml"]}, {"paths": [], "charter": "none.yaml"}, {"paths": [], "lang": "de"}):
        with pytest.raises(GuichetError):
            check_many(**call)


def test_bounded():
    """However long the list, what is under way is bounded: nothing runs ahead of who reads."""
    executor = Recorder()
    cards = check_many(
        [str(EXAMPLES / "casse.yaml"), *map(str, EXAMPLES.glob("[d-s]*.yaml"))], as_of=DAY, executor=executor
    )
    assert executor.sent == 0
    next(cards)
    assert 0 < executor.sent < 25


@pytest.mark.parametrize("victim", ["casse", "scribe"])
def test_worker_that_dies(alone, victim):
    """On somebody else's executor too, a dossier that takes its worker down is unreadable, and the others are judged."""
    found = list(check_many([str(EXAMPLES)], as_of=DAY, executor=Deadly(victim)))
    assert [card.path for card in found] == [card.path for card in alone]
    for card, usual in zip(found, alone, strict=True):
        if victim in card.path:
            assert (card.verdict, [finding.criterion for finding in card.findings]) == ("unreadable", ["DOS-013"])
        else:
            assert card == usual


class Tiring(Recorder):
    """One of several executors that share so much strength: each parcel takes some, and without any they break."""

    def __init__(self, strength, *, sleepy):
        super().__init__()
        self.strength = strength
        self.sleepy = sleepy

    def submit(self, work, /, *arguments, **named):
        """Do it, or break: what is sleepy breaks before it has answered."""
        if self.sleepy or not self.strength:
            future = Future()
            future.set_exception(BrokenProcessPool())
            return future
        if work is judge_entries:
            self.strength.pop()
        return super().submit(work, *arguments, **named)


def judged(strength, sleepy=0):
    """Give the scorecards of the examples by a crew whose first trial workers break before they answer."""
    hired = []

    def hire():
        hired.append(Tiring(strength, sleepy=0 < len(hired) <= sleepy))
        return hired[-1]

    checker = Checker(lang="fr", as_of=DAY, hands=crew.Crew(hire, workers=1))
    return list(checker.cards(checker.plan([str(EXAMPLES)])))


@pytest.mark.parametrize("strength", [1, 2])
def test_workers_that_stop_answering(alone, strength):
    """What workers have judged is kept; where none can be had any more, each dossier left is an unreadable row that says so."""
    found = judged([None] * strength)
    assert [card.path for card in found] == [card.path for card in alone]
    cut = next(n for n, card in enumerate(found) if "ont cessé de répondre" in card.findings[0].message)
    assert 0 < cut < len(found)
    assert found[:cut] == alone[:cut]
    for card in found[cut:]:
        (finding,) = card.findings
        assert (str(card.verdict), finding.criterion) == ("unreadable", "DOS-013")
        assert finding.remedy.endswith("`--jobs 1`.")


def test_workers_that_never_answer():
    """Where no worker has ever answered, the call ends: no dossier is accused."""
    with pytest.raises(GuichetError, match="workers_lost"):
        judged([])


class Fragile(Recorder):
    """An executor that breaks at its first parcel."""

    def submit(self, work, /, *arguments, **named):
        """Answer, but judge nothing."""
        if work is judge_entries:
            future = Future()
            future.set_exception(BrokenProcessPool())
            return future
        return super().submit(work, *arguments, **named)


def test_workers_that_are_ended_by_something_else(alone):
    """A few workers that end before they answer, or once with a dossier, cost nothing."""
    hired = []

    def hire():
        hired.append(None)
        kind = {1: Fragile, 2: Fragile}.get(len(hired))
        return kind() if kind else Tiring([None] * 99, sleepy=len(hired) in {3, 4})

    checker = Checker(lang="fr", as_of=DAY, hands=crew.Crew(hire, workers=1))
    assert list(checker.cards(checker.plan([str(EXAMPLES)]))) == alone


@posix
def test_pool_that_breaks():
    """A pool of somebody else's whose workers are killed is not made anew: it is said."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        executor.submit(os.getpid).result()
        with pytest.raises(BrokenProcessPool):
            executor.submit(os.kill, executor.submit(os.getpid).result(), signal.SIGKILL).result()
        with pytest.raises(GuichetError, match="exécuteur qui juge les dossiers ne répond plus"):
            list(check_many([str(EXAMPLES)], as_of=DAY, executor=executor))


def test_other_version(monkeypatch):
    """Workers of another version, or with another charter, are refused: their results would not be this process's."""
    examples = [str(EXAMPLES)]
    with monkeypatch.context() as patched:
        patched.setattr(crew, "_worker", lambda order: crew.Worker(order._replace(version="0.0.1")))
        with pytest.raises(GuichetError, match="autre version"):
            list(check_many(examples, as_of=DAY, executor=Recorder()))
    with monkeypatch.context() as patched:
        patched.setattr(crew, "_worker", lambda order: crew.Worker(order._replace(digest="0")))
        with pytest.raises(GuichetError, match="n’est pas la même"):
            list(check_many(examples, as_of=DAY, charter="grand-est-2024", executor=Recorder()))


def test_fault_of_the_tool(monkeypatch):
    """A fault in a worker is raised here as it is, with the trace of where it happened; no dossier is blamed."""

    def fault(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("guichet_cli.crew.load_entry", fault)
    with pytest.raises(ZeroDivisionError) as raised:
        list(check_many([str(EXAMPLES)], as_of=DAY, executor=Recorder()))
    assert "in fault" in "".join(raised.value.__notes__)


@pytest.fixture(scope="module")
def cluster():
    """Give a real cluster of two processes, on this machine alone."""
    distributed = pytest.importorskip("distributed", reason="the dask extra is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def test_cluster(cluster, alone):
    """The executor of a Dask client gives the same scorecards."""
    from distributed import Client

    with Client(cluster, set_as_default=False) as client:
        assert list(check_many([str(EXAMPLES)], as_of=DAY, executor=client.get_executor())) == alone


def test_cluster_on_the_command_line(cluster, tmp_path):
    """`--executor dask:ADDRESS` prints the same bytes as this process alone."""
    call = [sys.executable, "-m", "guichet_cli", "check", str(EXAMPLES), "-f", "json", "--as-of", DAY.isoformat()]
    ends = [
        subprocess.run([*call, *more], capture_output=True, check=False, timeout=60, cwd=tmp_path)
        for more in ((), ("--executor", f"dask:{cluster.scheduler_address}"))
    ]
    assert len({(ended.returncode, ended.stdout, ended.stderr) for ended in ends}) == 1
    assert ends[0].returncode == 1


def test_nobody_answers(tmp_path):
    """A cluster that does not answer is said to, within seconds, and ends the call with 2."""
    pytest.importorskip("distributed", reason="the dask extra is not installed")
    call = [sys.executable, "-m", "guichet_cli", "check", str(EXAMPLES), "--executor", "dask:127.0.0.1:9"]
    start = time.monotonic()
    ended = subprocess.run(call, capture_output=True, check=False, timeout=60, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "La grappe ne répond pas" in ended.stderr.decode()
    assert ended.stderr.count(b"\n") == 1
    assert time.monotonic() - start < 30


def test_executor_that_is_shut():
    """An executor that takes nothing is told in the words of who gave it: `--jobs` is none of its options."""
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(GuichetError, match="exécuteur"):
        list(check_many(EXAMPLES, as_of=DAY, executor=executor))
