"""Explanations: one page for a criterion, a coherence rule, or a `DOS-` code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from guichet_cli.core.model import Expectation
from guichet_cli.core.pointer import dotted
from guichet_cli.core.wording import condition_text
from guichet_cli.render.page import MARGIN, Page

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
    levels = [criterion.level] if isinstance(criterion.level, str) else [branch["is"] for branch in criterion.level]
    said = [page.say(f"level.{level}") for level in dict.fromkeys(levels)]
    page.prose(page.plain(f"{commitment} · {' / '.join(said)} · {page.say(f'explain.basis.{criterion.basis}')}"))
    _section(page, "explain.asks", criterion.texts.asks)
    _section(page, "explain.why", criterion.texts.why)
    _section(page, "explain.when", condition_text(criterion.when, run.language))
    if not isinstance(criterion.level, str):
        _section(page, "explain.levels", _levels(criterion, run))
    _section(page, "explain.expected", _expected(criterion, page))
    _section(page, "explain.where", f"`{dotted(criterion.at) or '/'}`")
    if criterion.proof_required:
        places = (place if place.startswith("/") else f"{criterion.at}/{place}" for place in criterion.proof_at)
        _section(page, "explain.proof", run.language.series((f"`{dotted(place)}`" for place in places), "or"))
    if criterion.claimable:
        _section(page, "explain.claimable", page.say("explain.claimable_how"))
    _section(page, "explain.remedy", criterion.texts.remedy)
    _section(page, "explain.good", criterion.texts.good)
    _section(page, "explain.weak", criterion.texts.weak)
    _section(page, "explain.effort", page.say(f"effort.{criterion.effort}"))
    editorial = [t for t in criterion.thresholds if t["origin"] == "editorial"]
    if editorial:
        _section(page, "explain.editorial", run.language.series(_threshold(t, run) for t in editorial))
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


def _expected(criterion: Criterion, page: Page) -> str:
    parts = [
        f"{page.say(f'phase.{phase}')}{page.language.messages['word.colon']}{page.say(f'explain.expect.{expected}')}"
        for phase, expected in criterion.expected.items()
        if expected is not Expectation.NONE
    ]
    return ", ".join(parts)


def _levels(criterion: Criterion, run: Run) -> str:
    say = run.language.say
    parts = []
    for branch in criterion.level:
        level = say(f"level.{branch['is']}")
        when = branch.get("when")
        parts.append(
            say("explain.level_if", level=level, when=condition_text(when, run.language))
            if when
            else say("explain.level_else", level=level)
        )
    return " ; ".join(parts) if run.language.code == "fr" else "; ".join(parts)


def _threshold(threshold: Any, run: Run) -> str:
    value = run.language.show(threshold["value"])
    place = str(threshold.get("at", "")).strip("/").replace("/[]", "[]").replace("/", ".")
    return f"{value} (`{place}`)" if place else value


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
