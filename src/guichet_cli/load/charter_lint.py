"""What lint needs of files: a charter sound or not, with its positions, what its JSON Schema refuses, the fields of dossiers."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import replace
from guichet_cli.core.lint_fields import Fields
from guichet_cli.core.model import Dossier
from guichet_cli.core.printable import excerpt
from guichet_cli.core.statements import nearest
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter import packaged
from guichet_cli.load.data import schema
from guichet_cli.load.discovery import named_file
from guichet_cli.load.limits import CHARTER
from guichet_cli.load.paths import nearby, shown_path
from guichet_cli.load.reading import FileLostError, read_regular
from guichet_cli.load.shape import BLOCKS
from guichet_cli.load.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.exceptions import ValidationError


def linted_text(name: str) -> Dossier:
    """Give a charter by id, or by path, as text with positions. Raises GuichetError when there is no such file."""
    path = packaged().get(name)
    if path is not None:
        return charter_text(nearby(path), path.read_bytes())
    return charter_text(shown_path(name), _named_bytes(name, list(packaged())))


def charter_text(path: str, raw: bytes) -> Dossier:
    """Give the bytes of a charter as text with positions; what is wrong with its YAML is said of a charter."""
    source = read_source(raw, limits=CHARTER)
    problems = tuple(
        replace(each, variant=".".join(filter(None, (each.variant, "charter")))) for each in source.problems
    )
    digest = sha256(raw).hexdigest()
    return Dossier(path=path, data=source.data, spans=source.spans, sha256=digest, problems=problems)


def form_errors(data: Mapping[str, Any]) -> Iterator[ValidationError]:
    """Give everything that a charter's data breaks of `charter.schema.json`."""
    yield from _validator().iter_errors(data)


@cache
def dossier_fields() -> Fields:
    """Give the fields that dossiers have, each looked up once."""
    names = ("dossier.schema.json", *(f"{block}.schema.json" for block in BLOCKS))
    return Fields({name: schema(name) for name in names})


def _validator() -> Any:
    """Give the validator of `charter.schema.json`; what regular expressions are worth is not its business."""
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource

    documents = [schema("charter.schema.json"), schema("vocabulary.schema.json")]
    # a registry that retrieves nothing: a `$ref` never opens a file or an address
    registry: Any = Registry().with_resources([(d["$id"], Resource.from_contents(d)) for d in documents])
    return Draft202012Validator(documents[0], registry=registry, format_checker=FormatChecker(formats=("date",)))


def _named_bytes(name: str, known: list[str]) -> bytes:
    """Give the bytes of a charter's file. Raises GuichetError when there is none, naming the nearest that is packaged."""
    try:
        return read_regular(named_file(name).source or "", CHARTER.size)
    except FileLostError:
        raise GuichetError("error.path_unreadable", path=shown_path(name)) from None
    except GuichetError as error:
        if error.key != "error.path_missing":
            raise
    near = nearest(name, known)
    if near:
        raise GuichetError("error.charter_near", name=excerpt(name), nearest=near)
    raise GuichetError("error.charter_missing", name=excerpt(name), known=", ".join(known))
