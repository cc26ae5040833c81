"""Many dossiers by several processes: the same bytes, in the same order, whoever judges; who dies costs one dossier."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from calling import ROOT, SCRIPT

posix = pytest.mark.skipif(os.name == "nt", reason="the signals of POSIX")
EXAMPLES = ROOT / "examples" / "grand-est-2024"
DAY = ("--as-of", "2026-11-23")
HOSTILE = 'raise SystemExit("imported from the folder of the dossiers")\n'
KILLER = """
import os, signal
from guichet_cli import crew
judge = crew.judge_entries
def deadly(parcel):
    if any(entry.path in PATHS and not entry.lost for entry in parcel.entries):
        os.kill(os.getpid(), signal.SIGKILL)
    return judge(parcel)
"""
"""A worker's function that some dossiers kill; put in a module of its own, which workers import by its name."""
STAMMERER = """
import os, signal
from multiprocessing.connection import Connection
from guichet_cli import crew
judge = crew.judge_entries
def half(self, data):
    os.write(self.fileno(), data[:2])
    os.kill(os.getpid(), signal.SIGKILL)
def deadly(parcel):
    if any(entry.path in PATHS and not entry.lost for entry in parcel.entries):
        Connection._send = half
    return judge(parcel)
"""
"""The same, where the worker is killed when it has given a part of its answer."""
PATCHED = """
import deadly
from guichet_cli import crew, pool
submit = pool.Pool.submit
def replaced(self, work, *arguments):
    return submit(self, deadly.deadly if work is crew.judge_entries else work, *arguments)
pool.Pool.submit = replaced
"""


@pytest.fixture
def batch(guichet):
    """Give a folder with the examples, a file that is no dossier, and a dossier that names a charter nobody knows."""
    for path in sorted(EXAMPLES.glob("*.yaml")):
        guichet.write(f"d/{path.name}", path.read_bytes())
    guichet.write("d/preuves/acces-2025.csv", "x")
    guichet.write("d/aside.yaml", "a: 1\n")
    guichet.write("d/other.yaml", "dossier: 1\ncharter: unknown\n")
    guichet.write("d/act.yaml", "dossier: 1\ncharter: ai-act-deployer-2026\n")
    return "d"


@pytest.mark.parametrize("format_name", ["full", "json", "concise", "csv", "sarif"])
def test_same_bytes(guichet, batch, format_name):
    """However many processes judge, stdout, stderr and the exit code are the same, and so are the reports beside."""
    seen = set()
    for jobs in ("1", "2", "3"):
        ended = guichet(
            "-v",
            "check",
            batch,
            "-f",
            format_name,
            "--jobs",
            jobs,
            *DAY,
            "--report",
            f"markdown={jobs}.md",
            timeout=120,
        )
        seen.add((ended.code, ended.out, ended.err, (guichet.work / f"{jobs}.md").read_bytes()))
    ((code, out, err, _),) = seen
    assert (code, bool(out)) == (1, True)
    assert "1 fichier n’est pas un dossier" in err.decode()


def test_same_marks(guichet, answered, small):
    """Waivers, those of strangers among them, baselines and stdin count the same whoever judges."""
    for name in ("a", "b", "c", "e"):
        answered(f"d/{name}.yaml", blocking=False, major=False)
    guichet.write("waivers.yaml", _waivers("A", "Z"))
    assert guichet("check", "d/b.yaml", "--charter", small, "--write-baseline", "known.json", *DAY).code == 1
    call = ("check", "d/a.yaml", "-", "d", "--charter", small, "--waivers", "waivers.yaml", "--baseline", "known.json")
    ends = {
        (ended.code, ended.out, ended.err)
        for jobs in ("1", "2")
        for ended in [guichet(*call, "-f", "json", *DAY, "--jobs", jobs, stdin=b"dossier: 1\n")]
    }
    ((code, out, _),) = ends
    assert code == 1
    for mark in (b'"waived": true', b'"known": true', b"WAI-004", b'"path": "-"'):
        assert mark in out, mark


def _waivers(*projects):
    reason = "Le comité attend la version définitive du document avant la fin du trimestre."
    lines = [
        f"  - {{criterion: ETH-01, project: {project}, reason: {reason}, approver: Camille Roux, "
        "granted: 2026-11-01, expires: 2027-03-01}\n"
        for project in projects
    ]
    return "waivers: 1\nentries:\n" + "".join(lines)


@pytest.mark.parametrize("wrong", ["-1", "2.5", "deux", "1025", "", "²", "1e3"])
def test_bad_numbers(guichet, wrong):
    """What is no number of jobs ends the call with 2, wherever it comes from."""
    guichet.write("a.yaml")
    guichet.write("c.toml", f'jobs = "{wrong}x"\n')
    for ended in (guichet("check", "a.yaml", f"--jobs={wrong}x"), guichet("check", "a.yaml", "--config", "c.toml")):
        assert (ended.code, ended.out) == (2, b"")
        assert "n’est pas un nombre" in ended.said
    if wrong:
        assert guichet("check", "a.yaml", GUICHET_JOBS=wrong).code == 2


def test_numbers(guichet):
    """`auto`, 0, a variable and a number in a file say how many; a cluster is named by the call alone, and excludes jobs."""
    guichet.write("a.yaml")
    guichet.write("b.yaml")
    guichet.write("c.toml", "jobs = 2\n")
    guichet.write("e.toml", 'executor = "dask:127.0.0.1:1"\n')
    for call in (("--jobs", "auto"), ("--jobs", "0"), ("--config", "c.toml")):
        assert guichet("check", "a.yaml", "b.yaml", *call).code == 1, call
    assert guichet("check", "a.yaml", "b.yaml", GUICHET_JOBS="2").code == 1
    for call in (
        ("--config", "e.toml"),
        ("--executor", "dask:127.0.0.1:1", "--jobs", "2"),
        ("--executor", "spark:127.0.0.1:1"),
        ("--executor", "dask:"),
        ("--executor", "dask:a b:1"),
        ("--watch", "--jobs", "2"),
    ):
        assert guichet("check", "a.yaml", "b.yaml", *call).code == 2, call


def test_nothing_imported_from_the_folder(guichet, batch):
    """Workers import nothing that lies beside the dossiers."""
    for name in ("multiprocessing", "pickle", "yaml", "socket", "guichet_cli", "signal"):
        guichet.write(f"{name}.py", HOSTILE)
    ended = guichet("check", batch, "-f", "jsonl", "--jobs", "2", *DAY, program=(SCRIPT,))
    assert (ended.code, "imported" in ended.said, ended.out.count(b"\n")) == (1, False, 11)


@posix
@pytest.mark.parametrize("killer", [KILLER, STAMMERER])
@pytest.mark.parametrize("deadly", [["d/flux-urgences.yaml"], ["d/act.yaml", "d/other.yaml"]])
def test_worker_killed(guichet, batch, deadly, killer):
    """A dossier that kills its worker is an unreadable row, last named with its remedy; its neighbours are judged as ever."""
    guichet.write("modules/deadly.py", killer.replace("PATHS", repr(deadly)))
    usual = guichet("check", batch, "-f", "json", *DAY).document["dossiers"]
    lines = f"sys.path.insert(0, {str(guichet.work / 'modules')!r}){PATCHED}"
    ended = guichet.driver(lines, "check", batch, "-f", "json", "--jobs", "2", *DAY, timeout=120)
    found = ended.document["dossiers"]
    assert (ended.code, [each["path"] for each in found]) == (1, [each["path"] for each in usual])
    for before, after in zip(usual, found, strict=True):
        if before["path"] in deadly:
            (finding,) = after["findings"]
            assert (after["verdict"], finding["criterion"]) == ("unreadable", "DOS-013")
            assert "arrête net" in finding["message"]
            assert finding["remedy"].startswith("Relancez sur ce fichier seul")
        else:
            assert after == before
    assert "Traceback" not in ended.said


@posix
def test_workers_that_cannot_start(guichet, batch):
    """Where no worker can be had the call says so and ends with 2, without accusing any dossier."""
    guichet.write("modules/absent.py", "import os\ndef begin(): os._exit(9)\n")
    fault = f"sys.path.insert(0, {str(guichet.work / 'modules')!r})\nimport absent\n"
    fault += "from guichet_cli import pool\npool.begin = absent.begin"
    ended = guichet.driver(fault, "check", batch, "--jobs", "2", *DAY)
    assert (ended.code, ended.out) == (2, b"")
    assert "ne répondent plus" in ended.said


def _slow(guichet, count=400):
    text = (EXAMPLES / "radiologie-triage.yaml").read_text(encoding="utf-8")
    for number in range(count):
        guichet.write(f"d/{number:04}.yaml", text.replace("RADIO", f"R{number}"))


def _children(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def _gone(pids, within=10):
    end = time.monotonic() + within
    while time.monotonic() < end:
        left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        if not left:
            return True
        time.sleep(0.05)
    return False


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(guichet, jobs, number, code):
    """A batch that is stopped keeps what is done: documents whole, how far it came in JSON and on stderr, no baseline."""
    _slow(guichet)
    guichet.write("out.json", "before")
    process = guichet.start(
        *("check", "d", "-f", "concise", "-o", "out.txt", "--report", "json=out.json", "--report", "jsonl=out.jsonl"),
        *("--report", "markdown=out.md", "--write-baseline", "known.json", "--jobs", jobs, *DAY),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _await_some(guichet.work, process)
    children = _children(process.pid)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    told = err.decode()
    assert process.returncode == code, told
    document = json.loads((guichet.work / "out.json").read_bytes())
    judged = document["interrupted"]["judged"]
    assert document["interrupted"]["asked"] == 400
    assert 0 < judged == len(document["dossiers"]) < 400
    assert document["gate"]["cleared"] is False
    assert len((guichet.work / "out.jsonl").read_bytes().splitlines()) == judged
    assert "Résultat partiel" in (guichet.work / "out.md").read_text(encoding="utf-8")
    assert f"{judged} dossiers jugés sur 400" in told
    assert "La référence n’est pas écrite" in told
    assert "Traceback" not in told
    judged_again = [each["path"] for each in document["dossiers"]]
    assert guichet("verify", "out.json", *judged_again).code == 0
    assert sorted(path.name for path in guichet.work.iterdir()) == ["d", "out.json", "out.jsonl", "out.md", "out.txt"]
    assert _gone(children)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="where processes are told from each other by /proc")
def test_interrupted_while_workers_hang(guichet):
    """A batch whose workers do not move any more is stopped by ^C like another: what is done is kept, no trace is shown."""
    _slow(guichet)
    process = guichet.start(
        "check", "d", "-q", "-f", "json", "-o", "out.json", "--jobs", "2", *DAY, stderr=subprocess.PIPE
    )
    _await_some(guichet.work, process)
    children = _children(process.pid)
    workers = [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert len(workers) == 2
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert not re.search("Traceback|Exception|Error", err.decode()), err.decode()
    assert json.loads((guichet.work / "out.json").read_bytes())["interrupted"]["judged"] > 0
    assert _gone(children)


def _await_some(folder, process):
    """Wait until a draft has something in it."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if any(path.stat().st_size > 500_000 for path in folder.glob(".guichet.*.part")):
            return
        time.sleep(0.02)
    raise AssertionError("it ended, or never began")


@posix
def test_no_orphan(guichet):
    """When the process that leads is killed outright, its workers leave too."""
    _slow(guichet)
    process = guichet.start("check", "d", "-f", "json", "-o", "out.json", "--jobs", "2", *DAY)
    _await_some(guichet.work, process)
    children = _children(process.pid)
    process.kill()
    process.wait()
    assert len(children) > 1
    assert _gone(children)


@posix
def test_terminal(guichet):
    """In a terminal a bar is drawn on stderr once the work lasts, and is gone at the end; ^C restores the cursor."""
    pytest.importorskip("pty")
    _slow(guichet)
    for stop in (False, True):
        code, shown = _in_terminal(guichet, stop=stop)
        assert code == (130 if stop else 1)
        assert "Dossiers jugés" in shown
        assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
        assert "Traceback" not in shown
        assert (("sur 400" in shown), ("Barrière" in shown)) == (stop, not stop)


def _in_terminal(guichet, *, stop):
    import pty

    master, slave = pty.openpty()
    script = "import os, sys; os.setsid(); import fcntl, termios; fcntl.ioctl(2, termios.TIOCSCTTY, 0); "
    script += "os.execv(sys.executable, [sys.executable, '-m', 'guichet_cli', *sys.argv[1:]])"
    process = guichet.start(
        *("check", "d", "-f", "json", "-o", "out.json", "--jobs", "2", *DAY),
        program=(sys.executable, "-c", script),
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            shown += os.read(master, 65536)
        except OSError:
            break
        if stop and b"/400" in shown and b"jug" in shown:
            os.write(master, b"\x03")
            stop = False
    process.communicate(timeout=60)
    os.close(master)
    return process.returncode, shown.decode()
