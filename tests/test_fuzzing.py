"""The fuzzers run, find nothing in a few tries, and would say so if they did."""

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
