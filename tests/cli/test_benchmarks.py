"""The benchmarks run and print their tables; what they measure is never a test."""

import re
import sys

import pytest
from calling import ROOT

ROWS = {
    "watching": ("libyaml, nodes", "--watch -f concise", "--watch -f json", "--watch -f full"),
    "startup": (
        "python -c pass",
        "guichet --version",
        "guichet --help",
        "guichet check -f json",
        "guichet check -f concise",
        "guichet check",
    ),
    "throughput": (
        "libyaml composing the same bytes",
        "guichet check FOLDER -f json",
        "shape, jsonschema",
        "charter, compiled",
    ),
    "batches": ("guichet check FOLDER -f json", "guichet check FOLDER -f json --jobs 2"),
    "loading": ("grand-est-2024", "ai-act-deployer-2026"),
    "formats": ("`sarif`", "`junit`", "`csv`", "`markdown`", "200 findings"),
}


@pytest.mark.parametrize("name", ROWS)
def test_table(guichet, name):
    """Each benchmark, run quickly, prints a row for each thing that it measures, with a number in it."""
    ended = guichet("--quick", program=(sys.executable, str(ROOT / "benchmarks" / f"{name}.py")))
    assert (ended.code, ended.said) == (0, "")
    for row in ROWS[name]:
        assert re.search(rf"^\| {re.escape(row)} +\| +\d", ended.text, re.MULTILINE), row
