"""The shape of a dossier: the packaged schemas, compiled."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from guichet_cli.core.requirement import compile_schema
from guichet_cli.load.data import schema

if TYPE_CHECKING:
    from guichet_cli.core.failure import Check

BLOCKS = ("ethics", "explainability", "equity", "environment", "users")


@cache
def dossier_shape() -> Check:
    """Give the compiled check of `dossier.schema.json` and of the schemas that it names."""
    root = schema("dossier.schema.json")
    documents = {name: schema(name) for name in (f"{block}.schema.json" for block in BLOCKS)}
    return compile_schema(root, {"dossier.schema.json": root, **documents})
