"""The entry point: answers `--version` before importing anything heavy, and turns every ending into an exit code."""

from __future__ import annotations

import gc
import sys

YOUNG = 100_000
"""How many objects are made before the first search for lost ones: an ordinary call ends before, a batch pays a hundredth."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _version_said():
        sys.exit(0)
    gc.set_threshold(YOUNG)
    if not sys.flags.safe_path and sys.argv[0].endswith("__main__.py"):
        # `python -m` puts the current folder first: a yaml.py lying beside a dossier must not be imported
        del sys.path[0]
    try:
        from guichet_cli.cli.ending import run
    except KeyboardInterrupt:
        sys.exit(130)
    run(sys.argv[1:])


def _version_said() -> bool:
    """Say the version at once; where that fails, the command line says why."""
    from guichet_cli import __version__

    try:
        sys.stdout.write(f"guichet {__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
