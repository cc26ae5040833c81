"""Run a command, and all that it starts, where no network is: it fails as well if anything tried to reach one.

`python fuzzing/offline.py python -m pytest tests/cli` (Linux: the kernel gives the command a network of its own, which has
the loopback alone, and counts what could not leave)
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COUNTERS = ("Ip.OutNoRoutes", "Ip6.OutNoRoutes", "Udp.NoPorts")
"""What had no way out; the last is a name asked of this machine's own resolver, which is not there."""


def counted() -> dict[str, int]:
    """Give how often each thing happened in this network."""
    counts = {}
    lines = Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()
    for names, numbers in zip(lines[::2], lines[1::2], strict=True):
        kind, _, rest = names.partition(": ")
        counts |= {
            f"{kind}.{name}": int(number) for name, number in zip(rest.split(), numbers.split()[1:], strict=True)
        }
    for line in Path("/proc/net/snmp6").read_text(encoding="ascii").splitlines():
        name, number = line.split()
        counts[name.replace("Ip6", "Ip6.", 1)] = int(number)
    return {name: counts[name] for name in COUNTERS}


def inside(command: list[str]) -> int:
    """Run the command in the network that this process was given, and count."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    before = counted()
    code = subprocess.run(command, check=False).returncode
    tried = {name: count - before[name] for name, count in counted().items() if count > before[name]}
    print(f"attempts to reach a network: {sum(tried.values())} {tried or ''}".rstrip())
    return code or bool(tried)


def main(arguments: list[str]) -> int:
    """Run the command in a network of its own."""
    if not arguments:
        sys.exit(__doc__)
    if os.environ.get("OFFLINE") == "1":
        return inside(arguments)
    again = ["unshare", "--map-root-user", "--net", sys.executable, __file__, *arguments]
    return subprocess.run(again, env={**os.environ, "OFFLINE": "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
