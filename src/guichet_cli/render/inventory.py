"""The inventory of a dossier's proofs as a page: a row each, then what is wrong and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guichet_cli.core.failure import is_date
from guichet_cli.core.pointer import dotted, parents
from guichet_cli.render.page import Page
from guichet_cli.render.table import Arrangement, Column, draw_table, styled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from guichet_cli.core.inventory import Piece
    from guichet_cli.core.model import Dossier
    from guichet_cli.render import Run
    from guichet_cli.render.ink import Text

MARKS = {"ok": ("✓", "green"), "soon": ("!", "yellow")}
BAD = ("✗", "red")


def status_page(pieces: Sequence[Piece], dossier: Dossier, run: Run) -> str:
    """Give every piece, in a table."""
    page = Page(run)
    if pieces:
        _draw(page, pieces)
        page.blank()
    _problems(page, pieces, dossier)
    return page.text()


def verification(pieces: Sequence[Piece], dossier: Dossier, run: Run) -> str:
    """Give only what is not as it should be, and how many pieces are."""
    page = Page(run)
    _problems(page, pieces, dossier)
    return page.text()


def inventory_json(pieces: Sequence[Piece], dossier: Dossier, as_of: date) -> str:
    """Give the pieces for machines."""
    document: dict[str, Any] = {
        "format_version": "1.0",
        "path": dossier.path,
        "as_of": as_of.isoformat(),
        "pieces": [
            {
                "id": piece.id,
                "title": piece.title or None,
                "path": piece.path or None,
                "url": piece.url or None,
                "state": _state(piece),
                "valid_until": piece.until or None,
                "cited_at": list(piece.cited),
                "pointer": piece.pointer,
            }
            for piece in pieces
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _state(piece: Piece) -> str:
    return "expiring" if piece.expiring else "unreferenced" if piece.state == "ok" and not piece.cited else piece.state


def _draw(page: Page, pieces: Sequence[Piece]) -> None:
    names = Column(page.say("evidence.column.id"), [page.plain(piece.id) for piece in pieces], right=False)
    states = Column(page.say("evidence.column.state"), [_word(page, piece) for piece in pieces], right=False)
    until = Column(page.say("evidence.column.until"), [_until(page, piece) for piece in pieces], right=False)
    file = [page.plain(piece.path or piece.url or page.sign("–"), 40) for piece in pieces]
    files = Column(page.say("evidence.column.file"), file, right=False)
    columns = (names, states, until)
    draw_table(page, [Arrangement((*columns, files)), Arrangement(columns), Arrangement(columns[:2])])


def _word(page: Page, piece: Piece) -> Text:
    sign, style = MARKS["soon"] if piece.expiring else MARKS.get(piece.state, BAD)
    return styled(f"{page.sign(sign)} {page.say(f'evidence.state.{_state(piece)}')}", style)


def _until(page: Page, piece: Piece) -> str:
    if piece.until == "none":
        return page.say("evidence.endless")
    return (
        page.plain(page.language.day(piece.until))
        if is_date(piece.until)
        else page.plain(piece.until) or page.sign("–")
    )


def _problems(page: Page, pieces: Sequence[Piece], dossier: Dossier) -> None:
    for piece in pieces:
        said = _sentence(page, piece)
        if said:
            span = dossier.locate(piece.pointer).span
            place = f"{page.path(dossier.path)}:{span.line if span else 1}:{span.column if span else 1}:"
            page.prose(f"{place} {said}", rest="    ")
    good = sum(piece.sound for piece in pieces)
    page.prose(page.count("evidence.sound", good, all=len(pieces)) if pieces else page.say("evidence.nothing"))


def _sentence(page: Page, piece: Piece) -> str:
    """Give what is to be said of a piece, empty where nothing is."""
    if piece.expiring:
        return page.say("evidence.expiring", entry=piece.id, date=page.language.day(piece.until))
    if piece.state == "ok":
        return "" if piece.cited else page.say("evidence.unreferenced", entry=piece.id)
    dates = {key: page.language.day(value) for key, value in piece.params.items() if key == "date"}
    message = page.say(f"proof.{piece.state}", entry=piece.id, **{**piece.params, **dates})
    if piece.state == "unknown":
        message += " " + page.say("evidence.cited_at", field=dotted(next(parents(piece.cited[0]))))
    return message + " " + page.say(f"evidence.remedy.{piece.state}")
