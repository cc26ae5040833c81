"""The entry point: answers `--version` before importing anything heavy, and turns every ending into an exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from guichet_cli import __version__

        sys.stdout.write(f"guichet {__version__}\n")
        sys.exit(0)
    if not sys.flags.safe_path and sys.argv[0].endswith("__main__.py"):
        # `python -m` puts the current folder first: a yaml.py lying beside a dossier must not be imported
        del sys.path[0]
    from guichet_cli.cli.ending import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
