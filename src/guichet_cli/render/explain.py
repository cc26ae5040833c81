"""Explanations: one page for a criterion, a coherence rule, or a `DOS-` code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from guichet_cli.core.criterion_words import expected_text, level_words, levels_text, proof_text, threshold_text
from guichet_cli.core.pointer import dotted
from guichet_cli.core.wording import condition_text
from guichet_cli.render.page import MARGIN, Page
from guichet_cli.render.snippet import snippet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guichet_cli.core.model import Charter, Criterion, Reference, Rule
    from guichet_cli.render import Run

LONG = 2_000
"""How many characters of a charter's text are shown: more than of a dossier's."""


def criterion_page(criterion: Criterion, charter: Charter, run: Run) -> str:
    """Give what a criterion asks, why, when, how to meet it, a good and a weak answer, and where it comes from."""
    page = Page(run)
    commitment = next(c.title for c in charter.commitments if c.id == criterion.commitment)
    page.line((criterion.id, "bold"), "  ", (page.plain(criterion.texts.title), "bold"))
    level = level_words(criterion.level, run.language)
    page.prose(page.plain(f"{commitment} · {level} · {page.say(f'explain.basis.{criterion.basis}')}"))
    _section(page, "explain.asks", criterion.texts.asks)
    _section(page, "explain.why", criterion.texts.why)
    _section(page, "explain.when", condition_text(criterion.when, run.language))
    if not isinstance(criterion.level, str):
        _section(page, "explain.levels", levels_text(criterion.level, run.language))
    _section(page, "explain.expected", expected_text(criterion, run.language))
    _section(page, "explain.where", f"`{dotted(criterion.at) or '/'}`")
    if criterion.proof_required:
        _section(page, "explain.proof", proof_text(criterion, run.language))
    if criterion.claimable:
        _section(page, "explain.claimable", page.say("explain.claimable_how"))
    _section(page, "explain.remedy", criterion.texts.remedy)
    _example(page, criterion)
    _section(page, "explain.good", criterion.texts.good)
    _section(page, "explain.weak", criterion.texts.weak)
    _section(page, "explain.effort", page.say(f"effort.{criterion.effort}"))
    editorial = [t for t in criterion.thresholds if t["origin"] == "editorial"]
    if editorial:
        _section(page, "explain.editorial", run.language.series(threshold_text(t, run.language) for t in editorial))
    _references(page, criterion.references)
    page.blank()
    page.prose(page.plain(charter.notice, longest=LONG))
    return page.text()


def rule_page(rule: Rule, charter: Charter, run: Run) -> str:
    """Give what a coherence rule warns of."""
    page = Page(run)
    page.line((rule.id, "bold"), "  ", (page.plain(rule.title), "bold"))
    page.prose(page.plain(f"{charter.title} · {page.say('level.warning')} · {page.say('explain.no_weight')}"))
    _section(page, "explain.warns", rule.warns)
    _section(page, "explain.when", condition_text(rule.when, run.language))
    _section(page, "explain.remedy", rule.remedy)
    _references(page, rule.references)
    return page.text()


def problem_page(code: str, run: Run) -> str:
    """Give the sentences that a built-in code can say, with their remedies."""
    page = Page(run)
    messages = run.language.messages
    page.line((code, "bold"), "  ", (page.plain(messages[f"{code}.title"]), "bold"))
    for key in sorted(messages):
        if key.startswith(f"{code}.") and key.endswith(".message"):
            page.blank()
            page.prose(page.plain(_blanked(messages[key])), first="  ")
            page.prose(
                page.plain(_blanked(messages[key.replace(".message", ".remedy")])), first=f"  {page.plain('→')} "
            )
    return page.text()


def _section(page: Page, key: str, text: str) -> None:
    page.blank()
    page.line((page.say(key), "bold"))
    page.prose(page.plain(text, longest=LONG), first=" " * MARGIN)


def _example(page: Page, criterion: Criterion) -> None:
    """Write an answer that is enough, as the YAML to copy: no line of it is broken by the page."""
    if criterion.example is None:
        return
    page.blank()
    page.line((page.say("explain.example"), "bold"))
    text = snippet(_in_signs_of(page, criterion.example), criterion.at, page.width - MARGIN)
    for line in text.splitlines():
        page.draw(Text(" " * MARGIN + line))


def _in_signs_of(page: Page, data: Any) -> Any:
    """Give data with its texts in the signs that the terminal has."""
    if isinstance(data, dict):
        return {key: _in_signs_of(page, value) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_signs_of(page, value) for value in data]
    return page.sign(data) if isinstance(data, str) else data


def _references(page: Page, references: Iterable[Reference]) -> None:
    listed = list(references)
    if not listed:
        return
    page.blank()
    page.line((page.say("explain.references"), "bold"))
    for reference in listed:
        at = f", {reference.at}" if reference.at else ""
        issuer = f" ({reference.issuer}, {reference.date})" if reference.date else f" ({reference.issuer})"
        seen = page.say(f"explain.seen.{reference.seen}")
        page.prose(page.plain(f"{reference.title}{at}{issuer} · {seen}"), first="  - ")
        page.draw(Text(f"    {page.plain(reference.url, longest=LONG)}"))  # an address cut is an address lost


def _blanked(template: str) -> str:
    """Give a sentence with its fields shown as such."""
    return template.replace("{", "‹").replace("}", "›")
