"""Waivers: the file of the gaps that somebody answers for. A fault ends the call, at its line."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NoReturn

from guichet_cli.core.model import Dossier
from guichet_cli.core.printable import excerpt
from guichet_cli.core.requirement import compile_schema
from guichet_cli.core.validate import validate
from guichet_cli.core.waivers import FORMAT, REASON, Waiver, Waivers
from guichet_cli.core.wording import field, problem_texts
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import language, schema
from guichet_cli.load.named import named_bytes
from guichet_cli.load.paths import shown_path
from guichet_cli.load.source import CHARTER, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.failure import Check
    from guichet_cli.core.model import Problem

SCHEMA = "waivers.schema.json"
ABOUT_DOSSIERS = frozenset({"DOS-004", "DOS-005"})
"""Mistakes whose remedy tells how a dossier begins."""
MEMBERS = ("criterion", "project", "reason", "approver", "granted", "expires")


def read_waivers(path: str, lang: str) -> Waivers:
    """Give the waivers of a file. Raises GuichetError: no such file, or one that is broken, with its line."""
    raw = named_bytes(path, CHARTER.size)
    source = read_source(raw, limits=CHARTER)
    text = Dossier(
        path=shown_path(path),
        data=source.data,
        spans=source.spans,
        sha256=sha256(raw).hexdigest(),
        problems=source.problems,
    )
    if text.data is None or text.problems:
        _refuse(text, text.problems[0], lang)
    _refuse_other(text)
    for problem in validate(text.data, _without_lengths())[1]:
        _refuse(text, problem, lang)
    return Waivers(text=text, entries=tuple(_entries(text)))


def _refuse_other(text: Dossier) -> None:
    data = text.data or {}
    version = data.get("waivers")
    if isinstance(version, bool) or version != FORMAT:
        pointer = "/waivers" if "waivers" in data else ""
        raise GuichetError("error.waivers_version", place=_place(text, pointer), found=excerpt(_shown(version)))
    if not isinstance(data.get("entries"), list):
        raise GuichetError("error.waivers_entries", place=_place(text, "/entries"))


def _without_lengths() -> Check:
    """Give the check of the schema but for what is missing or short: that is said in words of its own."""
    said = _bare(schema(SCHEMA))
    return compile_schema(said, {SCHEMA: said})


def _bare(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _bare(value) for key, value in said.items() if key not in {"required", "minLength"}}
    return said


def _entries(text: Dossier) -> Iterator[Waiver]:
    for index, said in enumerate((text.data or {})["entries"]):
        pointer = f"/entries/{index}"
        for member in MEMBERS:
            value = said.get(member) or ""
            if not value.strip():
                raise GuichetError(
                    "error.waivers_missing", place=_place(text, f"{pointer}/{member}"), field=f"`{member}`"
                )
        reason = " ".join(said["reason"].split())
        if len(reason) < REASON:
            place = _place(text, f"{pointer}/reason")
            raise GuichetError("error.waivers_reason", place=place, length=len(reason), least=REASON)
        granted, expires = (date.fromisoformat(said[member]) for member in ("granted", "expires"))
        if expires < granted:
            raise GuichetError("error.waivers_order", place=_place(text, f"{pointer}/expires"))
        yield Waiver(
            pointer=pointer,
            criterion=said["criterion"],
            project=said["project"],
            reason=reason,
            approver=said["approver"],
            granted=granted,
            expires=expires,
        )


def _refuse(text: Dossier, problem: Problem, lang: str) -> NoReturn:
    """Raise GuichetError for what is wrong with the text or its form, in the words that a dossier would have."""
    span = problem.span or text.locate(problem.pointer).span
    params = {
        **problem.params,
        "field": field(problem.pointer),
        "line": span.line if span else 1,
        "other_line": problem.related[0].line if problem.related else 0,
    }
    words = language(lang)
    _, message, remedy = problem_texts(problem.code, problem.variant, params, words)
    place = f"{text.path}:{span.line}:{span.column}" if span else text.path
    advice = remedy if problem.variant and problem.code not in ABOUT_DOSSIERS else words.say("error.waivers_form")
    raise GuichetError("error.waivers_invalid", place=place, reason=message, advice=advice)


def _place(text: Dossier, pointer: str) -> str:
    span = text.locate(pointer).span
    return f"{text.path}:{span.line}:{span.column}" if span else text.path


def _shown(value: object) -> str:
    return "–" if value is None else str(value) if isinstance(value, str | int | float) else "…"
