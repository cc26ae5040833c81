"""Options of the test run."""

from __future__ import annotations

import signal
import sys

from hypothesis import settings

settings.register_profile("suite", deadline=None)  # how long a machine takes is no fact of the tool
settings.load_profile("suite")

LOOPBACK = ("127.", "::1", "localhost")


def _refuse_network(event, arguments):
    """Refuse every address but this machine's own: a browser's driver and a local cluster talk to themselves."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"the suite reaches out to {address}")
    elif event == "socket.getaddrinfo" and not str(arguments[0] or "127.").startswith(LOOPBACK):
        raise AssertionError(f"the suite asks for {arguments[0]}")


def pytest_configure():
    """Start processes as a terminal does, whatever the suite was told to ignore (`nohup`, a job in the background).

    No test reaches out; `docs/reliability.md` says how the processes that they start are held to the same.
    """
    sys.addaudithook(_refuse_network)
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
