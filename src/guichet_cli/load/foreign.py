"""Charters that are not packaged: files to be checked before they judge anybody. A fault ends the call, at its line."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guichet_cli.core.lint_book import MOST_ENTRIES
from guichet_cli.core.lint_patterns import unsafe_patterns
from guichet_cli.core.model import Location
from guichet_cli.core.pointer import dotted, escape, parents
from guichet_cli.core.printable import excerpt
from guichet_cli.core.statements import nearest
from guichet_cli.core.wording import problem_texts
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import language, schema
from guichet_cli.load.discovery import named_file
from guichet_cli.load.paths import shown_path
from guichet_cli.load.reading import FileLostError, read_regular
from guichet_cli.load.source import CHARTER, Source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonschema.exceptions import ValidationError

FORMAT = 1


def read_foreign(name: str, known: Iterable[str], lang: str) -> tuple[dict[str, Any], str]:
    """Give the data and the digest of a charter's file. Raises GuichetError: no such charter, or one that is not sound."""
    source, digest = sound_source(name, known, lang)
    return source.data or {}, digest


def sound_source(name: str, known: Iterable[str], lang: str) -> tuple[Source, str]:
    """Give what a charter's file says, with positions, and its digest. Raises GuichetError as `read_foreign` does."""
    raw = charter_bytes(name, list(known))
    source = read_source(raw, limits=CHARTER)
    path = shown_path(name)
    if source.data is None or source.problems:
        problem = source.problems[0]
        params = {**problem.params, "field": f"`{dotted(problem.pointer)}`", "line": 0, "other_line": 0}
        _, reason, _ = problem_texts(problem.code, problem.variant, params, language(lang))
        place = _at(path, Location(path=path, pointer="", span=problem.span))
        raise GuichetError("error.charter_unreadable", place=place, reason=reason)
    _refuse(source, path)
    return source, sha256(raw).hexdigest()


def charter_bytes(name: str, known: list[str]) -> bytes:
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


def _refuse(source: Source, path: str) -> None:
    """Raise GuichetError for the first thing that a sound charter does not have."""
    data = source.data or {}
    if data.get("charter") != FORMAT:
        _raise(source, path, "/charter", "version", found=excerpt(str(data.get("charter", "–"))))
    for block in ("criteria", "rules"):
        if isinstance(data.get(block), list) and len(data[block]) > MOST_ENTRIES:
            _raise(source, path, f"/{block}", "large", size=len(data[block]), most=MOST_ENTRIES)
    error = next(iter(form_errors(data)), None)
    if error is not None:
        pointer = "".join(f"/{escape(str(token))}" for token in error.absolute_path)
        _raise(source, path, pointer, "invalid", field=dotted(pointer) or "/", keyword=error.validator)
    for pointer, key, params in (*_broken_links(data), *_endless(data)):
        _raise(source, path, pointer, key, **params)


def form_errors(data: Mapping[str, Any]) -> Iterator[ValidationError]:
    """Give what a charter's data breaks of `charter.schema.json`, the most telling first."""
    from jsonschema.exceptions import best_match

    found = best_match(charter_validator().iter_errors(data))
    if found is not None:
        yield found


def charter_validator() -> Any:
    """Give the validator of `charter.schema.json`; what regular expressions are worth is not its business."""
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource

    documents = [schema("charter.schema.json"), schema("vocabulary.schema.json")]
    # a registry that retrieves nothing: a `$ref` never opens a file or an address
    registry: Any = Registry().with_resources([(d["$id"], Resource.from_contents(d)) for d in documents])
    return Draft202012Validator(documents[0], registry=registry, format_checker=FormatChecker(formats=("date",)))


def _broken_links(data: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    seen: set[str] = set()
    commitments = {commitment["id"] for commitment in data["commitments"]}
    for block in ("criteria", "rules"):
        for index, item in enumerate(data.get(block, ())):
            here = f"/{block}/{index}"
            if item["id"] in seen:
                yield f"{here}/id", "repeated", {"id": item["id"]}
            seen.add(item["id"])
            if item.get("commitment", next(iter(commitments))) not in commitments:
                yield f"{here}/commitment", "commitment", {"id": item["commitment"]}
            for number, reference in enumerate(item.get("references", ())):
                if reference["ref"] not in data["references"]:
                    yield f"{here}/references/{number}/ref", "reference", {"ref": reference["ref"]}


def _endless(data: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give the regular expressions that some text could keep searching for ever."""
    for block in ("criteria", "rules"):
        for index, item in enumerate(data.get(block, ())):
            parts = {name: item.get(name) for name in ("schema", "partial", "cases")}
            for pointer, _ in unsafe_patterns(parts, f"/{block}/{index}"):
                yield pointer, "pattern", {"field": dotted(pointer)}


def _raise(source: Source, path: str, pointer: str, key: str, **params: Any) -> None:
    spans = (source.spans.get(place) for place in (pointer, *parents(pointer)))
    span = next((span for span in spans if span), None)
    raise GuichetError(
        f"error.charter_{key}", place=_at(path, Location(path=path, pointer=pointer, span=span)), **params
    )


def _at(path: str, location: Location) -> str:
    return f"{path}:{location.span.line}:{location.span.column}" if location.span else path
