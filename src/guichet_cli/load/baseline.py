"""Baselines: the file of the gaps that are known. A fault ends the call, at its place."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from guichet_cli.core.baseline import FORMAT, Debt, Mark, Project
from guichet_cli.core.failure import Scene
from guichet_cli.core.model import Level, Outcome
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import excerpt
from guichet_cli.core.requirement import compile_schema, failures
from guichet_cli.errors import GuichetError
from guichet_cli.load.data import schema
from guichet_cli.load.named import named_bytes
from guichet_cli.load.paths import shown_path

if TYPE_CHECKING:
    from guichet_cli.core.baseline import Debts

SCHEMA = "baseline.schema.json"
LARGEST = 64_000_000
"""How many bytes are read: some 300 000 gaps."""


def read_baseline(path: str) -> Debts:
    """Give the known gaps of a file, by project. Raises GuichetError: no such file, or one that says something else."""
    shown = shown_path(path)
    data = _parsed(named_bytes(path, LARGEST), shown)
    if not isinstance(data, dict) or "baseline" not in data:
        raise GuichetError("error.baseline_other", place=shown)
    if isinstance(data["baseline"], bool) or data["baseline"] != FORMAT:
        raise GuichetError("error.baseline_version", place=shown, found=excerpt(str(data["baseline"])))
    form = schema(SCHEMA)
    found = failures(compile_schema(form, {SCHEMA: form}), data, Scene(data, ""))
    if found:
        raise _invalid(shown, dotted(found[0].pointer))
    debts: Debts = {}
    for index, said in enumerate(data["projects"]):
        project = _project(said)
        if project is None or project in debts:
            raise _invalid(shown, f"projects[{index + 1}]")
        gaps = debts[project] = {}
        turns = Counter[str]()
        for number, gap in enumerate(said["gaps"]):
            if gap is None:
                raise _invalid(shown, f"projects[{index + 1}].gaps[{number + 1}]")
            mark = Mark(gap["fingerprint"], turns[gap["fingerprint"]])
            turns[mark.fingerprint] += 1
            gaps[mark] = Debt(criterion=gap["criterion"], outcome=Outcome(gap["outcome"]), level=Level(gap["level"]))
    return debts


def _parsed(raw: bytes, shown: str) -> Any:
    place = shown
    if len(raw) <= LARGEST:
        try:
            return json.loads(raw, object_pairs_hook=_once)
        except json.JSONDecodeError as error:
            place = f"{shown}:{error.lineno}:{error.colno}"
        except (ValueError, RecursionError):  # no UTF, a key twice, a number of 5 000 digits, 30 000 open brackets
            pass
    raise GuichetError("error.baseline_unreadable", place=place)


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give an object whose keys are each written once: of two, readers do not agree on the one that counts."""
    said = dict(members)
    if len(said) < len(members):
        raise ValueError
    return said


def _project(said: Any) -> Project | None:
    if not isinstance(said, dict) or ("id" in said) is ("path" in said):
        return None
    name = said.get("id", said.get("path"))
    return Project("id" if "id" in said else "path", name) if isinstance(name, str) else None


def _invalid(shown: str, field: str) -> GuichetError:
    return GuichetError("error.baseline_invalid", place=shown, field=field)
