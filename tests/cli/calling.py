"""The command line as its users meet it: real processes, in an empty folder, with nothing of this machine's environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE = (sys.executable, "-m", "guichet_cli")
SCRIPT = Path(sys.executable).with_name("guichet.exe" if os.name == "nt" else "guichet")
KEPT = ("PATH", "SYSTEMROOT", "PYTHONPYCACHEPREFIX")
"""What a process needs to start at all."""
BATCH = """
import io, json, os, sys
from guichet_cli.cli.ending import outcome
ended, first = [], dict(os.environ)
for arguments, environment in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(first | environment)
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    code = outcome(arguments)
    ended.append((int(code), *(stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr))))
sys.__stdout__.write(json.dumps(ended))
"""
EMPTY = "dossier: 1\n"
"""Half a line: a dossier that answers nothing."""


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Give its standard output."""
        return self.out.decode()

    @property
    def said(self) -> str:
        """Give what it said to the person."""
        return self.err.decode()

    @property
    def document(self):
        """Give the JSON that it printed."""
        return json.loads(self.out)


class Call:
    """Runs the command line in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.work = folder / "work"
        self.work.mkdir()

    def environment(self, more):
        """Give an environment where only what is said is set."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return {**kept, "HOME": str(self.home), **more}

    def __call__(self, *arguments, program=MODULE, stdin=b"", timeout=60, **environment):
        """Run a call to its end."""
        ended = subprocess.run(
            [*program, *map(os.fspath, arguments)],
            input=stdin,
            capture_output=True,
            cwd=self.work,
            env=self.environment(environment),
            timeout=timeout,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def start(self, *arguments, program=MODULE, **options):
        """Start a call that is to be disturbed."""
        return subprocess.Popen(
            [*program, *map(os.fspath, arguments)], cwd=self.work, env=self.environment({}), **options
        )

    def batch(self, *calls, **environment):
        """Run several calls in one process, each a tuple of arguments, the last of which may be an environment."""
        asked = []
        for call in calls:
            own = call[-1] if call and isinstance(call[-1], dict) else {}
            asked.append(([os.fspath(a) for a in call if not isinstance(a, dict)], own))
        ended = self(program=(sys.executable, "-c", BATCH), stdin=json.dumps(asked).encode(), **environment)
        assert ended.code == 0, ended.said
        return [Ended(code, out.encode(), err.encode()) for code, out, err in ended.document]

    def driver(self, lines, *arguments, **options):
        """Run a call after some lines of Python: a fault that no input provokes."""
        code = f"import sys\n{lines}\nfrom guichet_cli.cli.ending import run\nrun(sys.argv[1:])"
        return self(*arguments, program=(sys.executable, "-c", code), **options)

    def write(self, name, content=EMPTY):
        """Write a file of the working folder, and give its name."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name
