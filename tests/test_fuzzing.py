"""The fuzzers run, find nothing in a few tries, and would say so if they did."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FEW = {
    "documents": (["--count", "150"], "150 documents"),
    "calls": (["--calls", "6", "--documents", "5"], "6 calls"),
    "interrupts": (["--count", "6"], "6 interrupts"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="the alarm and the signals of POSIX")
@pytest.mark.parametrize("name", FEW)
def test_few(name, tmp_path):
    """A few broken documents, calls and interrupts give nothing that the fuzzer keeps."""
    arguments, counted = FEW[name]
    keep = [] if name == "interrupts" else ["--keep", str(tmp_path)]
    command = [sys.executable, str(ROOT / "fuzzing" / f"{name}.py"), *arguments, "--seed", "7", *keep]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert counted in ended.stdout, ended.stderr
    assert ended.returncode == 0, ended.stdout + ended.stderr


REACHING = """
import socket
with socket.socket() as one, socket.create_server(("127.0.0.1", 0)) as here:
    one.connect(("127.0.0.1", here.getsockname()[1]))
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM) if REACH else ():
    with socket.socket(type=kind) as one:
        assert one.connect_ex(("192.0.2.1", 80))
"""


@pytest.mark.parametrize(
    ("reach", "told"), [(False, ("attempts to reach a network: 0", 0)), (True, ("attempts to reach a network: 2", 1))]
)
def test_offline(reach, told):
    """What a command's own processes try to reach is counted, though they say nothing of it; the loopback is no network."""
    cut = ("unshare", "--map-root-user", "--net", "ip", "link", "set", "lo", "up")
    if (
        not all(map(shutil.which, ("unshare", "ip")))
        or subprocess.run(cut, check=False, capture_output=True).returncode
    ):
        pytest.skip("no network of one's own on this machine")
    child = ["sh", "-c", '"$@"', "sh", sys.executable, "-c", REACHING.replace("REACH", str(reach))]
    ended = subprocess.run(
        [sys.executable, str(ROOT / "fuzzing" / "offline.py"), *child], capture_output=True, text=True, check=False
    )
    said, code = told
    assert (ended.returncode, ended.stdout.startswith(said)) == (code, True), ended.stdout + ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the limits of POSIX")
def test_mutants(tmp_path, monkeypatch):
    """A fault is one change of what runs; annotations, decorators, docstrings and what only mypy reads stay as they are."""
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "fuzzing" / "mutants.py")
    mutants = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "mutants", mutants)
    spec.loader.exec_module(mutants)
    (tmp_path / "a.py").write_text(
        '"""Say."""\n__all__ = ["one"]\n@thing(frozen=True)\ndef one(a: "1", b) -> "2":\n    """Give 1."""\n'
        "    b.kept = a\n    return a < 3 or not b\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    faults = [mutants.made(*place) for place in mutants.places(Path("a.py"))]
    assert [(fault.line, fault.change) for fault in faults] == [
        (6, "b.kept = a  →  pass"),
        (7, "return a < 3 or not b  →  return None"),
        (7, "a < 3 or not b  →  a < 3 and (not b)"),
        (7, "a < 3  →  a <= 3"),
        (7, "a < 3  →  a > 3"),
        (7, "3  →  4"),
        (7, "3  →  2"),
        (7, "not b  →  b"),
    ]
    assert len({fault.text for fault in faults}) == len(faults)
    assert all("thing(frozen=True)" in fault.text and "Give 1." in fault.text for fault in faults)
