"""What the proofs of integrations share: the repository, the developers' tools, and what the documents tell to paste."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("docs/integrations.md", "docs/integrations.fr.md")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
SHA = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def tool(name):
    """Give the path of a developers' tool; the test is skipped where it is not there."""
    found = Path(sys.executable).with_name(f"{name}.exe" if sys.platform == "win32" else name)
    if not found.is_file():
        pytest.skip(f"{name} is a tool of developers: pip install --group dev")
    return str(found)


def run(*arguments, **options):
    """Run a tool to its end, and give what it said."""
    ended = subprocess.run(arguments, capture_output=True, encoding="utf-8", errors="replace", check=False, **options)
    return ended.returncode, f"{ended.stdout}{ended.stderr}"


def pasted(path=DOCUMENTS[0]):
    """Give the YAML blocks of a document, by what they are for."""
    names = ("pre-commit", "workflow", "step", "diff", "include", "gitlab")
    return dict(zip(names, BLOCK.findall((ROOT / path).read_text(encoding="utf-8")), strict=True))


def scripts(value):
    """Give every script of a workflow, an action or a pipeline."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"run", "script", "before_script"}:
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from scripts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scripts(inner)


def loaded(text):
    """Give what a YAML text says."""
    return yaml.safe_load(text)
