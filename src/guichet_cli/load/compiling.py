"""The compiled form of a packaged charter: what the build makes of its YAML, so that it is not parsed at every start."""

# `os`, not `Path`, which costs every start a third of an empty interpreter:
# ruff: noqa: PTH120

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guichet_cli.load.data import contents

if TYPE_CHECKING:
    from collections.abc import Mapping

MAKERS = (
    *(f"load/{name}.py" for name in ("compiling", "decoding", "scalars", "screening", "source", "tree")),
    *(f"core/{name}.py" for name in ("example", "reads", "sincerity")),
)
"""The modules that decide what a compiled form says."""


def compiled(raw: bytes) -> dict[str, Any]:
    """Give the compiled form of a charter's bytes, sealed with what it was made of, and by."""
    from guichet_cli.load.charter import guidance, parse

    charter = parse(raw)
    return {**seal(raw), "charter": {**_without_tests(charter), "guidance": guidance(charter)}}


def seal(raw: bytes) -> dict[str, str]:
    """Give the digests of a charter's bytes and of the code that compiles it: a compiled form is used only where both are its own."""
    return {"sha256": sha256(raw).hexdigest(), "compiler": compiler()}


@cache
def compiler() -> str:
    """Give the digest of the code that compiles charters, empty where its source is not there to tell."""
    package = os.path.dirname(os.path.dirname(__file__))
    digest = sha256()
    for name in MAKERS:
        try:
            digest.update(contents(package, *name.split("/")))
        except OSError:
            return ""
    return digest.hexdigest()


def _without_tests(charter: Mapping[str, Any]) -> dict[str, Any]:
    """Give a charter without the tests it carries, which judge no dossier; of them, each criterion keeps its example."""
    from guichet_cli.core.example import example_of

    slim = dict(charter)
    for block in ("criteria", "rules"):
        slim[block] = [{key: value for key, value in item.items() if key != "tests"} for item in charter.get(block, ())]
    for criterion, whole in zip(slim["criteria"], charter["criteria"], strict=True):
        criterion["example"] = example_of(whole)
    return slim
