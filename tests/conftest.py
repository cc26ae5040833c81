"""Options of the test run."""

from __future__ import annotations

import signal


def pytest_configure():
    """Start processes as a terminal does, whatever the suite was told to ignore (`nohup`, a job in the background)."""
    for name, usual in (
        ("SIGINT", signal.default_int_handler),
        ("SIGHUP", signal.SIG_DFL),
        ("SIGQUIT", signal.SIG_DFL),
    ):
        number = getattr(signal, name, None)  # Windows has SIGINT alone
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)


def pytest_addoption(parser):
    """Add what this suite understands beside pytest's own options."""
    parser.addoption(
        "--update-golden", action="store_true", help="keep what is drawn now as what is expected; read the diff after"
    )
