"""The build hook: each charter's YAML compiled to JSON, so that it is not parsed at every start.

The compiled form carries the digest of the YAML it was made of; the loader uses it only for those very bytes.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompileCharters(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `src/guichet_cli/compiled/<id>.json` for each charter, in the wheel and in an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 the hook's signature
        """Compile every charter before files are gathered."""
        sys.path.insert(0, str(ROOT / "src"))
        from guichet_cli.load.charter import parse  # noqa: PLC0415 the package is not installed yet

        folder = ROOT / "src" / "guichet_cli" / "compiled"
        folder.mkdir(exist_ok=True)
        for source in sorted((ROOT / "charters").glob("*.yaml")):
            raw = source.read_bytes()
            compiled = {"sha256": sha256(raw).hexdigest(), "charter": without_tests(parse(raw))}
            (folder / f"{source.stem}.json").write_text(json.dumps(compiled, ensure_ascii=False), encoding="utf-8")
        build_data["artifacts"].append("src/guichet_cli/compiled/*.json")


def without_tests(charter: dict[str, Any]) -> dict[str, Any]:
    """Give a charter without the tests it carries, which judge no dossier; of them, each criterion keeps its example."""
    from guichet_cli.core.example import example_of  # noqa: PLC0415 the package is not installed yet

    slim = dict(charter)
    for block in ("criteria", "rules"):
        slim[block] = [{key: value for key, value in item.items() if key != "tests"} for item in charter.get(block, ())]
    for criterion, whole in zip(slim["criteria"], charter["criteria"], strict=True):
        criterion["example"] = example_of(whole)
    return slim
