"""The command line, in an empty folder, with a small charter and dossiers that answer some of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import EMPTY, ROOT, Call

ANSWERS = (
    "intended_use: Aider au tri.",
    "target_population: Adultes.",
    "functional_unit: Un examen.",
)
"""What meets the blocking, the major and the minor criterion of the small charter."""


@pytest.fixture
def guichet(tmp_path):
    """Give the command line, in an empty folder."""
    return Call(tmp_path)


@pytest.fixture
def small(guichet):
    """Give the path of a charter with one blocking, one major and one minor criterion."""
    return guichet.write("charters/small.yaml", Path(__file__).with_name("small.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def answered(guichet):
    """Give what writes a dossier that answers some of the three criteria of the small charter."""

    def write(name, blocking=True, major=True, minor=True):
        intended, population, unit = (
            line if kept else "" for line, kept in zip(ANSWERS, (blocking, major, minor), strict=True)
        )
        purpose = "\n".join(f"    {line}" for line in (intended, population) if line) or "    {}"
        return guichet.write(
            name,
            f"{EMPTY}project: {{id: {Path(name).stem.upper()}, phase: pilot}}\nethics:\n  purpose:\n{purpose}\n"
            f"environment:\n  {unit or '{}'}\n",
        )

    return write


@pytest.fixture(scope="session")
def example():
    """Give the path of a packaged example, as text."""
    return lambda name: str(ROOT / "examples" / "grand-est-2024" / f"{name}.yaml")


@pytest.fixture(scope="session")
def words():
    """Give the tool's own words, by language."""
    folder = ROOT / "src" / "guichet_cli" / "locales"
    return {code: json.loads((folder / f"{code}.json").read_bytes()) for code in ("fr", "en")}
