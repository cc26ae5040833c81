"""Charters: YAML, or its compiled form, to a Charter in a language."""

# `os`, not `Path`, which costs every start a third of an empty interpreter:
# ruff: noqa: PTH208

from __future__ import annotations

import json
import os
from fractions import Fraction
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guichet_cli.core.example import example_of
from guichet_cli.core.model import (
    Charter,
    Commitment,
    Criterion,
    Expectation,
    Level,
    Reference,
    Rule,
    Status,
    Texts,
)
from guichet_cli.core.sincerity import plain
from guichet_cli.load.compiling import seal
from guichet_cli.load.data import PACKAGE, contents, folder, language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DEFAULT = "grand-est-2024"


def packaged() -> dict[str, Path]:
    """Give the packaged charters: the file of each, by id."""
    from pathlib import Path

    return {path.stem: path for path in sorted(Path(folder("charters")).glob("*.yaml"))}


def is_packaged(name: str) -> bool:
    """Tell whether a charter of an id is packaged."""
    return f"{name}.yaml" in os.listdir(folder("charters"))


def load_charter(name: str, lang: str) -> Charter:
    """Give a charter by id, or by path, in a language. Raises GuichetError when there is none, or it is not sound."""
    if is_packaged(name):
        raw = _raw(name)
        return build(_packaged_data(name, raw), sha256(raw).hexdigest(), lang)
    from guichet_cli.load.foreign import sound_text

    text = sound_text(name, lang)
    return build(text.data or {}, text.sha256, lang)


def is_compiled(name: str) -> bool:
    """Tell whether a packaged charter is read in its compiled form, or its YAML at every start."""
    return _compiled_data(name, _raw(name)) is not None


def _raw(name: str) -> bytes:
    return contents(folder("charters"), f"{name}.yaml")


def _packaged_data(name: str, raw: bytes) -> Mapping[str, Any]:
    """Give the compiled form when it was made of these very bytes by this very code, else what the YAML says."""
    return _compiled_data(name, raw) or parse(raw)


def _compiled_data(name: str, raw: bytes) -> Mapping[str, Any] | None:
    stored, sealed = _stored(name), seal(raw)
    if sealed["compiler"] and sealed.items() <= stored.items() and isinstance(stored.get("charter"), dict):
        data: dict[str, Any] = stored["charter"]
        return data
    return None


def _stored(name: str) -> dict[str, Any]:
    """Give a compiled charter as it lies there, nothing of one that is missing or damaged: the YAML then speaks."""
    try:
        stored = json.loads(contents(PACKAGE, "compiled", f"{name}.json"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def parse(raw: bytes) -> dict[str, Any]:
    """Give what a packaged charter's YAML says; that it is sound is what the suite makes sure of."""
    from guichet_cli.load.source import CHARTER, read_source

    return read_source(raw, limits=CHARTER).data or {}


def build(data: Mapping[str, Any], digest: str, lang: str) -> Charter:
    """Give the nouns of a sound charter's data, with its texts in one language."""
    references = data.get("references", {})
    return Charter(
        id=data["id"],
        version=str(data["version"]),
        provenance=data["provenance"],
        title=data["title"][lang],
        notice=data["notice"][lang],
        sha256=digest,
        language=language(lang),
        weights=MappingProxyType({level: exact(weight) for level, weight in data["weights"].items()}),
        minimum_coverage=exact(data["minimum_coverage"]),
        commitments=tuple(
            Commitment(id=c["id"], prefix=c["prefix"], title=c["title"][lang], floor=exact(c["floor"]))
            for c in data["commitments"]
        ),
        criteria=tuple(_criterion(criterion, references, lang) for criterion in data["criteria"]),
        rules=tuple(_rule(rule, references, lang) for rule in data.get("rules", ())),
        guidance=guidance(data),
    )


def guidance(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Give the charter's own examples and advice in every language, each with the criterion that it is of."""
    return data["guidance"] if "guidance" in data else dict(_guidance(data))


def _guidance(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for criterion in data["criteria"]:
        for words in (
            criterion["asks"],
            criterion["remedy"],
            criterion["examples"]["good"],
            criterion["examples"]["weak"],
        ):
            for text in words.values():
                yield plain(text), criterion["id"]


def exact(number: float) -> Fraction:
    """Give a YAML number as the decimal fraction that was written."""
    return Fraction(str(number))


def _criterion(data: Mapping[str, Any], references: Mapping[str, Any], lang: str) -> Criterion:
    level = data["level"]
    levels = [level] if isinstance(level, str) else [branch["is"] for branch in level]
    examples = data["examples"]
    return Criterion(
        id=data["id"],
        commitment=data["commitment"],
        level=level,
        basis=data["basis"],
        status=Status(data.get("status", "active")),
        when=data.get("when"),
        expected={phase: Expectation(word) for phase, word in data["expected"].items()},
        at=data["at"],
        schema=data["schema"],
        cases=tuple(data.get("cases", ())),
        partial=data.get("partial"),
        proof_required=data.get("proof") == "required",
        proof_at=tuple(data.get("proof_at", ("proofs",))),
        claimable=data.get("not_applicable") == "allowed" and Level.BLOCKING not in levels,
        effort=data["effort"],
        thresholds=tuple(data.get("thresholds", ())),
        texts=Texts(
            title=data["title"][lang],
            asks=data["asks"][lang],
            why=data["why"][lang],
            remedy=data["remedy"][lang],
            good=examples["good"][lang],
            weak=examples["weak"][lang],
        ),
        references=_references(data, references),
        example=example_of(data),
    )


def _rule(data: Mapping[str, Any], references: Mapping[str, Any], lang: str) -> Rule:
    return Rule(
        id=data["id"],
        when=data.get("when"),
        at=data["at"],
        schema=data["schema"],
        title=data["title"][lang],
        warns=data["warns"][lang],
        remedy=data["remedy"][lang],
        references=_references(data, references),
    )


def _references(data: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Reference, ...]:
    found = []
    for entry in data.get("references", ()):
        source = known[entry["ref"]]
        found.append(
            Reference(
                ref=entry["ref"],
                at=entry.get("at"),
                title=source["title"],
                issuer=source.get("issuer", ""),
                date=str(source.get("date", "")),
                url=source["url"],
                seen=source["seen"],
            )
        )
    return tuple(found)
