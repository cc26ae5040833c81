"""Charters that are not packaged: files to be checked before they judge anybody. A fault ends the call, at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.lint import faults
from guichet_cli.core.reporting import problem_finding
from guichet_cli.errors import GuichetError
from guichet_cli.load.charter_lint import dossier_fields, form_errors, linted_text
from guichet_cli.load.data import language

if TYPE_CHECKING:
    from guichet_cli.core.model import Dossier, Finding


def sound_text(name: str, lang: str) -> Dossier:
    """Give a charter's text. Raises GuichetError: no such charter, or one that must not judge, as lint says it."""
    text = linted_text(name)
    found = faults(text, form_errors, dossier_fields())
    if found:
        first = problem_finding(found[0], text, language(lang))
        told = {"place": _place(first), "said": first.message, "remedy": first.remedy}
        if len(found) == 1:
            raise GuichetError("error.charter_flaw", **told)
        raise GuichetError("error.charter_flaws", n=len(found), **told)
    return text


def _place(finding: Finding) -> str:
    path, span = finding.location.path, finding.location.span
    return f"{path}:{span.line}:{span.column}" if span else path
