"""The build hook: each charter's YAML compiled to JSON, so that it is not parsed at every start.

The compiled form carries the digests of the YAML it was made of and of the code that made it; the loader uses it only for those.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompileCharters(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `src/guichet_cli/compiled/<id>.json` for each charter, in the wheel and in an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 the hook's signature
        """Compile every charter before files are gathered."""
        sys.path.insert(0, str(ROOT / "src"))
        from guichet_cli.load.compiling import compiled  # noqa: PLC0415 the package is not installed yet

        folder = ROOT / "src" / "guichet_cli" / "compiled"
        folder.mkdir(exist_ok=True)
        for source in sorted((ROOT / "charters").glob("*.yaml")):
            written = json.dumps(compiled(source.read_bytes()), ensure_ascii=False)
            replace(folder / f"{source.stem}.json", written.encode())
        build_data["artifacts"].append("src/guichet_cli/compiled/*.json")


def replace(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there: whoever reads it meanwhile reads a whole one."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as written:
        beside = Path(written.name)
        try:
            written.write(data)
            written.close()
            beside.chmod(0o644)
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
