"""The report for the public: what the project says of itself, in plain words, and what the charter asks of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guichet_cli.core.failure import is_date
from guichet_cli.core.model import Level, Outcome, Verdict
from guichet_cli.core.pointer import under
from guichet_cli.render import html_page
from guichet_cli.render.card import text
from guichet_cli.render.html_page import Sheet, whole_page
from guichet_cli.render.html_provenance import digest
from guichet_cli.render.html_report import STYLE as REPORT_STYLE
from guichet_cli.render.html_report import name_of, named
from guichet_cli.render.html_text import Markup, element, lines, link, listing, paragraphs, together, words
from guichet_cli.render.markdown import counted
from guichet_cli.render.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guichet_cli.core.model import Rates, Scorecard
    from guichet_cli.render import Run

STYLE = """
body { font-size: 1.125rem; max-width: 48rem; }
.said { border-left: .25rem solid var(--edge); padding-left: 1rem; margin: 0 0 1rem; }
.said > :last-child { margin-bottom: 0; }
.asked { padding: 0; list-style: none; }
.asked > li { margin-bottom: 1.25rem; }
.asked p { margin: 0; }
.unsaid { color: var(--quiet); font-style: italic; }
.made { font-size: .9rem; color: var(--quiet); }
"""
WHOLE_STYLE = html_page.BASE + REPORT_STYLE + STYLE
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHASES = frozenset({"idea", "prototype", "pilot", "deployed"})
PURPOSE = "/ethics/purpose"
RIGHTS = "/users/rights"


class Told:
    """What a dossier says of its project, in a reader's language: its own texts, and the absence of them."""

    def __init__(self, page: Page, narrative: Mapping[str, str]) -> None:
        self.page = page
        self.narrative = narrative

    def own(self, *pointers: str) -> Markup:
        """Give the first text that there is, marked as the project's own; else that there is none."""
        found = next((self.narrative[pointer] for pointer in pointers if pointer in self.narrative), "")
        return element("div", "\n", paragraphs(found), "\n", class_="said") if found else self.unsaid()

    def unsaid(self) -> Markup:
        """Give that the dossier does not say."""
        return element("p", self.page.say("public.unsaid"), class_="unsaid")

    def items(self, pointer: str, *names: str) -> Iterator[tuple[str, ...]]:
        """Give the items of a list, each by its members; with no name, the items themselves."""
        index = 0
        while True:
            places = [under(pointer, index, name) for name in names] or [under(pointer, index)]
            found = tuple(self.narrative.get(place, "") for place in places)
            if not any(found):
                return
            yield found
            index += 1

    def word(self, kind: str, value: str) -> str:
        """Give a value of a vocabulary in plain words; nothing for one that has none."""
        key = f"public.{kind}.{value}"
        return self.page.say(key) if key in self.page.language.messages else ""

    def whether(self, kind: str, pointer: str) -> Markup:
        """Give a sentence for what is true, false or not said."""
        return element("p", self.page.say(f"public.{kind}.{self.narrative.get(pointer, 'unsaid')}"))


def public_report(card: Scorecard, run: Run, overview: str = "") -> str:
    """Give the page of one project for patients and users."""
    page = Page(run)
    told = Told(page, card.narrative)
    title = text(card.project["title"]) or name_of(card).rpartition("/")[2] or page.say("public.kind")
    readable = card.verdict is not Verdict.UNREADABLE
    sections = [*_sections(told, card)] if readable else []
    return whole_page(
        Sheet(
            language=run.language,
            title=page.say("public.title", name=title),
            style=WHOLE_STYLE,
            header=lines(element("p", page.say("public.kind"), class_="kind"), element("h1", words(title, 300))),
            main=lines(_summary(told, card), *sections, _made(page, card)),
            footer=element("p", words(page.say("html.footer", version=run.version))),
            twins=run.twins,
            overview=overview,
            skip=page.say("html.skip"),
            kind="public",
        )
    )


def _sections(told: Told, card: Scorecard) -> Iterator[Markup]:
    yield _section(told, "does", told.own("/project/summary", f"{PURPOSE}/intended_use"))
    yield _section(told, "whom", told.own(f"{PURPOSE}/target_population"), _users(told))
    yield _section(told, "decides", *_decides(told))
    yield _section(told, "stage", *_stage(told, card))
    yield _section(told, "changed", *_changed(told))
    yield _section(told, "limits", *_limits(told))
    yield _section(told, "rights", *_rights(told))
    yield _section(told, "charter", *_asked(told, card))


def _section(told: Told, name: str, *parts: Markup) -> Markup:
    head = element("h2", told.page.say(f"public.head.{name}"), id=name)
    return element("section", "\n", lines(head, *parts), "\n", aria_labelledby=name)


def _summary(told: Told, card: Scorecard) -> Markup:
    """Give in a few sentences where the project stands and how far this page can be trusted."""
    page, phase = told.page, text(card.project["phase"])
    readable = card.verdict is not Verdict.UNREADABLE
    stage = page.say(f"public.phase.{phase if phase in PHASES else 'unsaid'}") if readable else ""
    parts = [
        element("h2", page.say("public.short"), id="short"),
        element("p", stage, class_="sentence") if stage else Markup(),
        element("p", words(page.say(f"public.verdict.{card.verdict}"))),
        element("p", words(page.say("public.trust")), class_="quiet"),
    ]
    return element("section", "\n", lines(*parts), "\n", class_=f"verdict {card.verdict}", aria_labelledby="short")


def _users(told: Told) -> Markup:
    users = [told.word("user", value) for (value,) in told.items(f"{PURPOSE}/users")]
    known = list(dict.fromkeys(filter(None, users)))
    return element("p", told.page.say("public.users", users=told.page.language.series(known))) if known else Markup()


def _decides(told: Told) -> Iterator[Markup]:
    role = told.word("role", told.narrative.get("/system/decision_role", ""))
    yield element("p", role) if role else told.unsaid()
    yield told.whether("override", "/ethics/oversight/can_override")
    if told.narrative.get("/system/generative") == "true":
        yield element("p", told.page.say("public.generative"))


def _stage(told: Told, card: Scorecard) -> Iterator[Markup]:
    page = told.page
    phase = text(card.project["phase"])
    yield element("p", page.say(f"public.phase.{phase if phase in PHASES else 'unsaid'}"))
    lead = told.narrative.get("/project/lead/organisation", "")
    yield element("p", page.say("public.lead"), " ", words(lead)) if lead else Markup()
    sites = [words(site) for (site,) in told.items("/project/sites")]
    if sites:
        yield element("p", page.say("public.sites"))
        yield listing(sites)
    updated = told.narrative.get("/project/updated_on", "")
    if is_date(updated):
        yield element("p", page.say("public.updated", date=page.language.day(updated)))


def _changed(told: Told) -> Iterator[Markup]:
    names = [words(name) for (name,) in told.items("/users/representatives", "organisation")]
    if names:
        yield element("p", told.page.say("public.representatives"))
        yield listing(names)
    else:
        yield element("p", told.page.say("public.representatives.none"))
    changes = []
    for proposal, decision, reason in told.items("/users/changes", "proposal", "decision", "reason"):
        said = told.word("decision", decision) or told.page.say("public.unsaid")
        parts = [element("p", words(proposal)), element("p", element("strong", said))]
        changes.append(lines(*parts, element("p", words(reason)) if reason else Markup()))
    if changes:
        yield element("p", told.page.say("public.changes"))
        yield listing((element("div", change, class_="said") for change in changes), class_="asked")
    else:
        yield element("p", told.page.say("public.changes.none"))


def _limits(told: Told) -> Iterator[Markup]:
    uses = [words(use) for (use,) in told.items(f"{PURPOSE}/out_of_scope_uses")]
    risks = []
    for risk, measure in told.items("/equity/vulnerable_groups", "risk", "measure"):
        answer = element("p", told.page.say("public.measure"), " ", words(measure)) if measure else None
        risks.append(element("div", element("p", words(risk)), answer, class_="said"))
    pitfalls = told.narrative.get("/explainability/explanation/known_pitfalls", "")
    if uses:
        yield element("p", told.page.say("public.uses"))
        yield listing(uses)
    if pitfalls:
        yield element("p", told.page.say("public.pitfalls"))
        yield told.own("/explainability/explanation/known_pitfalls")
    if risks:
        yield element("p", told.page.say("public.risks"))
        yield lines(*risks)
    if not (uses or pitfalls or risks):
        yield told.unsaid()


def _rights(told: Told) -> Iterator[Markup]:
    page, narrative = told.page, told.narrative
    yield told.whether("informed", "/explainability/information/patient/provided")
    if "/explainability/information/patient/notice" in narrative:
        yield element("p", page.say("public.notice"))
        yield told.own("/explainability/information/patient/notice")
    yield told.whether("refusal", f"{RIGHTS}/refusal_path")
    objection = told.word("objection", narrative.get(f"{RIGHTS}/objection", ""))
    yield element("p", objection) if objection else Markup()
    contacts = {
        "contact": narrative.get(f"{RIGHTS}/contact") or narrative.get("/project/lead/contact", ""),
        "complaint": narrative.get("/users/feedback/channel", ""),
        "more": narrative.get("/users/transparency/public_url", ""),
    }
    said = [together(page.say(f"public.{kind}"), " ", _reachable(value)) for kind, value in contacts.items() if value]
    yield listing(said) if said else element("p", page.say("public.contact.none"))


def _reachable(value: str) -> Markup:
    """Give an address that can be followed, whatever it is; any other text as it is."""
    if MAIL.fullmatch(value):
        return element("a", value, href=f"mailto:{value}")
    return link(words(value), value)


def _asked(told: Told, card: Scorecard) -> Iterator[Markup]:
    page = told.page
    yield element("p", words(page.say("public.charter", title=card.charter.title)))
    yield listing((_commitment(told, card, rates) for rates in card.rates), class_="asked")


def _commitment(told: Told, card: Scorecard, rates: Rates) -> Markup:
    page, all_ = told.page, counted(rates)
    asks = told.word("commitment", rates.commitment.id)
    own = [finding for finding in card.whole.findings if finding.commitment == rates.commitment.id]
    blocking = sum(finding.gap and finding.level is Level.BLOCKING for finding in own)
    unproven = sum(finding.outcome is Outcome.MET and finding.proof_missing for finding in own)
    if not all_:
        stands = page.say("public.stands.nothing")
    elif rates.complete and not blocking and not unproven:
        stands = page.say("public.stands.all")
    else:
        said = [page.count("public.stands", rates.counts[Outcome.MET], all=all_)]
        said += [page.count("public.stands.unproven", unproven)] if unproven else []
        said += [page.count("public.stands.blocking", blocking)] if blocking else []
        stands = " ".join(said)
    title = element("h3", words(rates.commitment.title))
    return lines(title, element("p", asks) if asks else Markup(), element("p", words(stands)))


def _made(page: Page, card: Scorecard) -> Markup:
    desk = text(card.project["desk"])
    parts = [
        element("h2", page.say("public.head.made"), id="made"),
        element("p", words(page.say("public.made", date=page.language.day(card.as_of.isoformat())))),
        element("p", words(card.charter.notice)) if card.charter.notice else Markup(),
        element("p", page.say("public.desk"), " ", words(named(page, "desk", desk))) if desk else Markup(),
        element("p", digest(card.sha256)) if card.sha256 else Markup(),
    ]
    return element("section", "\n", lines(*parts), "\n", class_="made", aria_labelledby="made")
