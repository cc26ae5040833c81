"""Options of the test run."""

from __future__ import annotations


def pytest_addoption(parser):
    """Add what this suite understands beside pytest's own options."""
    parser.addoption(
        "--update-golden", action="store_true", help="keep what is drawn now as what is expected; read the diff after"
    )
