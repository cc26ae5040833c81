"""What `guichet verify` concludes: that a result is the true one, or where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.attest import CRITERION, first_difference, spot
from guichet_cli.core.pointer import resolve, tokens
from guichet_cli.core.printable import visible
from guichet_cli.render.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guichet_cli.core.attest import Difference
    from guichet_cli.render import Run

SHORT = 12
"""Characters of a digest that tell it apart."""
PROOFS = frozenset({"evidenced", "proof_missing"})


def sustained(document: Mapping[str, Any], run: Run) -> str:
    """Say that a result is the true one, and what that does not cover."""
    page, dossiers = Page(run), document["dossiers"]
    page.line((page.sign("✓ ") + page.say("verify.true"), "bold green"))
    for dossier in dossiers:
        charter = dossier["charter"]
        page.prose(
            page.plain(
                page.say(
                    "verify.dossier",
                    path=dossier["path"],
                    digest=dossier["sha256"][:SHORT],
                    verdict=page.say(f"verdict.{dossier['verdict']}"),
                    charter=f"{charter['id']} {charter['version']} ({charter['sha256'][:SHORT]})",
                )
            ),
            first="  ",
        )
    looked_at = [
        f"--{name} {','.join(document['gate'][name])}" for name in ("select", "ignore") if name in document["gate"]
    ]
    if looked_at:
        page.prose(page.plain(page.say("verify.selected", options=visible(" ".join(looked_at)))))
    page.prose(page.say("verify.how", date=document["as_of"], version=run.version))
    page.prose(page.say("verify.paths"))
    return page.text()


def refuted(told: Mapping[str, Any], computed: Mapping[str, Any], run: Run) -> str:
    """Say that a result is not the true one, where it differs first, and what may explain it."""
    page = Page(run)
    page.line((page.sign("✗ ") + page.say("verify.false"), "bold red"))
    difference = first_difference(told, computed)
    if difference is None:
        page.prose(page.say("verify.bytes"), first="  ")
        return page.text()
    where = spot(difference, told, computed)
    sides = {"told": _shown(page, difference.told), "computed": _shown(page, difference.computed)}
    said = page.say(f"verify.{where.kind}", item=visible(where.item), member=visible(where.member), **sides)
    head = page.say("card.sentence.colon", head=page.path(where.path), tail=said) if where.path else said
    page.prose(page.plain(head), first="  ")
    remedy = _remedy(where.kind, where.member, difference, computed)
    page.prose(page.say(f"verify.remedy.{remedy}"), first="  ")
    return page.text()


def _remedy(kind: str, member: str, difference: Difference, computed: Mapping[str, Any]) -> str:
    """Give which advice fits: a document that lies elsewhere is the usual innocent cause."""
    finding = resolve(computed, "/".join(["", *tokens(difference.pointer)[:4]]))
    details = finding.get("details", ()) if isinstance(finding, dict) else ()
    if kind == CRITERION and (member in PROOFS or any(detail["keyword"] == "proof" for detail in details)):
        return "proof"
    return kind


def _shown(page: Page, value: Any) -> str:
    if value is None:
        return page.say("verify.nothing")
    if isinstance(value, dict | list):
        return page.say("verify.something")
    return page.language.quote(visible(value)) if isinstance(value, str) else page.language.show(value)
