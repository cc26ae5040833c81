"""What the report of one dossier says on paper, as plain data: the page that lays it out holds no word of its own."""

from __future__ import annotations

from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_date
from guichet_cli.core.ledger import ENDLESS
from guichet_cli.core.model import EFFORTS, Level, Outcome, Verdict
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import visible
from guichet_cli.render.card import reasons, text
from guichet_cli.render.numbers import tenth
from guichet_cli.render.page import VERDICT_MARKS
from guichet_cli.render.told import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.account import Document
    from guichet_cli.core.model import Finding, Rates, Scorecard
    from guichet_cli.render import Run
    from guichet_cli.render.page import Page

TONES = {
    Verdict.ADMISSIBLE: "green",
    Verdict.ADMISSIBLE_WITH_RESERVATIONS: "amber",
    Verdict.INCOMPLETE: "amber",
    Verdict.INADMISSIBLE: "red",
    Verdict.UNREADABLE: "red",
}
LEVEL_TONES = {Level.BLOCKING: "red", Level.MAJOR: "amber", Level.MINOR: "blue", Level.WARNING: "grey"}
PARTS = ("evidenced", "declared", "possible")
SHARES = ("declared", "evidenced", "coverage")
MOST_REFERENCES = 3


def name_of(card: Scorecard) -> str:
    """Give what a person calls a dossier: its title, its id, else its path."""
    return text(card.project["title"]) or text(card.project["id"]) or visible(card.path)


def report(page: Page, card: Scorecard, run: Run) -> dict[str, Any]:
    """Give all that is told of one dossier."""
    readable = card.verdict is not Verdict.UNREADABLE
    return {
        "name": name_of(card),
        "about": [_whose(page, card)],
        "verdict": _verdict(page, card),
        "rates": _rates(page, card) if readable and card.rates else None,
        "gaps": _gaps(page, card),
        "documents": _documents(page, card) if readable else None,
        "provenance": _provenance(page, card, run),
    }


def _whose(page: Page, card: Scorecard) -> str:
    phase, desk = (_named(page, key, text(card.project[key])) for key in ("phase", "desk"))
    said = [
        text(card.project["id"]) if text(card.project["title"]) else "",
        desk,
        page.say("card.phase", phase=phase) if phase else page.say("card.phase.unknown"),
        page.say("html.as_of", date=page.language.day(card.as_of.isoformat())),
    ]
    return " · ".join(filter(None, said))


def _named(page: Page, kind: str, value: str) -> str:
    key = f"{kind}.{value}"
    return page.say(key) if key in page.language.messages else value


def _verdict(page: Page, card: Scorecard) -> dict[str, str]:
    why = reduce(lambda said, more: page.say("card.clauses", said=said, more=more), reasons(page, card))
    return {
        "label": page.say("card.verdict"),
        "word": f"{VERDICT_MARKS[card.verdict]} {page.say(f'verdict.{card.verdict}')}",
        "why": f"{why[:1].upper()}{why[1:]}.",
        "tone": TONES[card.verdict],
    }


def _rates(page: Page, card: Scorecard) -> dict[str, Any]:
    """Give the bars, the table that says the same, and the lowest rate."""
    names = ("commitment", *SHARES, "met", "blocking")
    legend = [*PARTS, "floor"]
    return {
        "title": page.say("html.rates"),
        "alt": " ; ".join([page.say("html.chart.title"), *(_said(page, rates) for rates in card.rates)]),
        "bars": [_bar(page, rates) for rates in card.rates],
        "legend": [[name, page.say(f"html.legend.{name}")] for name in legend],
        "heads": [page.say(f"card.column.{name}") for name in names],
        "rows": [_row(page, card, rates) for rates in card.rates],
        "notes": [_lowest(page, card), page.say("html.rates.read")],
    }


def _said(page: Page, rates: Rates) -> str:
    shares = {name: page.percent(getattr(rates, name), complete=rates.complete) for name in PARTS}
    return page.say("html.chart.said", title=rates.commitment.title, **shares)


def _bar(page: Page, rates: Rates) -> dict[str, Any]:
    return {
        "title": rates.commitment.title,
        "declared": page.percent(rates.declared, complete=rates.complete),
        "parts": [[name, tenth(getattr(rates, name), complete=rates.complete) or 0] for name in PARTS],
        "floor": float(rates.commitment.floor),
    }


def _row(page: Page, card: Scorecard, rates: Rates) -> list[str]:
    shares = [page.percent(getattr(rates, name), complete=rates.complete or name == "coverage") for name in SHARES]
    blocking = sum(g.level is Level.BLOCKING and g.commitment == rates.commitment.id for g in card.whole.gaps)
    counts = rates.counts
    counted = sum(counts.values()) - counts[Outcome.NOT_APPLICABLE] - counts[Outcome.NOT_DUE]
    return [rates.commitment.title, *shares, f"{counts[Outcome.MET]}/{counted}", str(blocking)]


def _lowest(page: Page, card: Scorecard) -> str:
    lowest = card.lowest
    if lowest is None:
        return page.say("card.lowest.none")
    if lowest.complete:
        return page.say("card.lowest.all")
    rate = page.percent(lowest.declared, complete=lowest.complete)
    return page.say("card.lowest", title=lowest.commitment.title, rate=rate)


def _gaps(page: Page, card: Scorecard) -> dict[str, Any]:
    """Give the gaps by level, most urgent first, then the warnings."""
    groups = [
        {"title": page.count(f"html.level.{level}", len(found)), "items": [_finding(page, card, f) for f in found]}
        for level, found in ((level, list(same)) for level, same in groupby(card.gaps, key=lambda gap: gap.level))
    ]
    warnings = [_finding(page, card, f) for f in card.findings if f.level is Level.WARNING]
    if warnings:
        groups.append({"title": page.say("card.warnings"), "items": warnings})
    said = "" if card.gaps else page.say("card.gaps.none")
    return {"title": page.say("card.gaps.title"), "said": said, "groups": groups}


def _finding(page: Page, card: Scorecard, finding: Finding) -> dict[str, Any]:
    places = " ; ".join(_places(page, card, finding))
    facts = (
        ("asks", finding.asks),
        ("place", places),
        ("waived", finding.waived_because),
        ("worth", " · ".join(_worth(page, finding))),
        ("references", " ; ".join(_references(finding))),
    )
    tags = [
        *marks(finding, page.language),
        *([page.say("html.finding.proof_missing")] if finding.proof_missing else []),
    ]
    colon = page.language.messages["word.colon"].rstrip()
    return {
        "code": finding.criterion,
        "title": finding.title,
        "tone": LEVEL_TONES[finding.level],
        "tags": tags,
        "message": finding.message,
        "remedy": finding.remedy,
        "facts": [[f"{page.say(f'html.finding.{name}')}{colon}", said] for name, said in facts if said],
    }


def _places(page: Page, card: Scorecard, finding: Finding) -> Iterator[str]:
    for location in finding.locations[:5]:
        line = page.say("html.line", line=str(location.span.line if location.span else 1))
        field = dotted(location.pointer) if location.pointer else ""
        yield ", ".join(filter(None, (visible(location.path) if location.path != card.path else "", line, field)))


def _worth(page: Page, finding: Finding) -> Iterator[str]:
    points = int(finding.gain // 1)
    if points:
        yield page.count("card.gain", points)
    elif finding.gain:
        yield page.say("card.gain.little")
    if finding.effort in EFFORTS and finding.commitment:
        yield page.say(f"card.effort.{finding.effort}")


def _references(finding: Finding) -> Iterator[str]:
    for reference in finding.references[:MOST_REFERENCES]:
        yield f"{reference.title}, {reference.at}" if reference.at else reference.title


def _documents(page: Page, card: Scorecard) -> dict[str, Any]:
    """Give every document that the dossier names, and what it is worth at the date."""
    found = card.documents
    sound = sum(each.state == "ok" for each in found)
    heads = ("document", "state", "dated", "until", "criteria")
    return {
        "title": page.say("html.documents"),
        "said": page.count("evidence.sound", sound, all=len(found)) if found else page.say("html.documents.none"),
        "heads": [page.say(f"html.column.{name}") for name in heads],
        "rows": [_document(page, each) for each in found],
    }


def _document(page: Page, document: Document) -> Sequence[str]:
    mark = "✓" if document.state == "ok" else "✗"
    until = page.say("evidence.endless") if document.until == ENDLESS else _day(page, document.until)
    return [
        " ".join(filter(None, (document.id, document.title))),
        f"{mark} {page.say(f'evidence.state.{document.state}')}",
        _day(page, document.dated),
        until,
        ", ".join(document.criteria) or "–",
    ]


def _day(page: Page, written: str) -> str:
    return page.language.day(written) if is_date(written) else written or "–"


def _provenance(page: Page, card: Scorecard, run: Run) -> dict[str, Any]:
    """Give what the report was made of, so that anyone can make it again."""
    charter, colon = card.charter, page.language.messages["word.colon"].rstrip()
    version = page.say("html.provenance.version", version=charter.version)
    facts = (
        ("tool", f"guichet {run.version}"),
        ("as_of", page.language.day(card.as_of.isoformat())),
        ("charter", f"{charter.title}, {version} ({charter.id})"),
        ("origin", charter.notice),
        ("dossier", visible(card.path)),
        ("left_out", " ".join(f"{name}: {', '.join(codes)}" for name, codes in run.selection.told().items())),
    )
    digests = (("charter_id", charter.sha256), ("dossier", card.sha256))
    return {
        "title": page.say("html.provenance"),
        "facts": [[f"{page.say(f'html.provenance.{name}')}{colon}", said] for name, said in facts if said],
        "digests": [[f"{page.say(f'html.provenance.{name}')}{colon}", f"SHA-256 {d}"] for name, d in digests if d],
    }
