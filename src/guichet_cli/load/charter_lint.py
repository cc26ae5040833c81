"""What lint needs of files: a charter sound or not, with its positions, what its JSON Schema refuses, the fields of dossiers."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guichet_cli.core.lint_fields import Fields
from guichet_cli.core.model import Dossier
from guichet_cli.load.charter import packaged
from guichet_cli.load.charter_text import nearby
from guichet_cli.load.data import schema
from guichet_cli.load.foreign import charter_bytes, charter_validator
from guichet_cli.load.limits import CHARTER
from guichet_cli.load.paths import shown_path
from guichet_cli.load.shape import BLOCKS
from guichet_cli.load.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.exceptions import ValidationError


def linted_text(name: str) -> Dossier:
    """Give a charter by id, or by path, as text with positions. Raises GuichetError when there is no such file."""
    path = packaged().get(name)
    if path is not None:
        return _text(nearby(path), path.read_bytes())
    return _text(shown_path(name), charter_bytes(name, list(packaged())))


def form_errors(data: Mapping[str, Any]) -> Iterator[ValidationError]:
    """Give everything that a charter's data breaks of `charter.schema.json`."""
    yield from charter_validator().iter_errors(data)


@cache
def dossier_fields() -> Fields:
    """Give the fields that dossiers have, each looked up once."""
    names = ("dossier.schema.json", *(f"{block}.schema.json" for block in BLOCKS))
    return Fields({name: schema(name) for name in names})


def _text(path: str, raw: bytes) -> Dossier:
    source = read_source(raw, limits=CHARTER)
    digest = sha256(raw).hexdigest()
    return Dossier(path=path, data=source.data, spans=source.spans, sha256=digest, problems=source.problems)
