"""The catalogue: the charters there are, and what one of them asks, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.render.explain import LONG
from guichet_cli.render.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guichet_cli.core.model import Charter, Criterion
    from guichet_cli.render import Run


def charter_list(charters: Iterable[Charter], run: Run) -> str:
    """Give one entry a charter: id, version, provenance, title, how many criteria, where the text comes from."""
    page = Page(run)
    for number, charter in enumerate(charters):
        if number:
            page.blank()
        counted = page.count("charter.criteria", len(charter.criteria))
        page.line((page.plain(charter.id), "bold"), f"  {charter.version}  ", page.say(f"charter.{charter.provenance}"))
        page.prose(page.plain(f"{charter.title}, {counted}"), first="    ")
        page.prose(page.plain(charter.notice, longest=LONG), first="    ")
    return page.text()


def charter_page(charter: Charter, run: Run) -> str:
    """Give what a charter asks: its commitments, and a line a criterion."""
    page = Page(run)
    page.line((page.plain(charter.title), "bold"), f"  {charter.id} {charter.version}")
    page.prose(page.plain(charter.notice, longest=LONG))
    page.prose(page.say("charter.digest", sha256=charter.sha256))
    for commitment in charter.commitments:
        page.blank()
        mine = [criterion for criterion in charter.criteria if criterion.commitment == commitment.id]
        floor = page.say("charter.floor", floor=commitment.floor)
        page.line((page.plain(commitment.title), "bold"), f"  {page.count('charter.criteria', len(mine))}, {floor}")
        for criterion in mine:
            page.prose(_line(criterion, page), first="  ", rest=" " * 10)
    if charter.rules:
        page.blank()
        page.line((page.count("charter.rules", len(charter.rules)), "bold"))
        for rule in charter.rules:
            page.prose(page.plain(f"{rule.id}  {rule.title}"), first="  ", rest=" " * 10)
    page.blank()
    page.prose(page.say("charter.more", example=charter.criteria[0].id))
    return page.text()


def _line(criterion: Criterion, page: Page) -> str:
    levels = [criterion.level] if isinstance(criterion.level, str) else [branch["is"] for branch in criterion.level]
    said = "/".join(page.say(f"level.{level}") for level in dict.fromkeys(levels))
    return page.plain(f"{criterion.id}  {criterion.texts.title} ({said})")
