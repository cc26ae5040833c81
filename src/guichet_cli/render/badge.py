"""The badge of a dossier: its verdict, how much is answered, and the charter that judged; never a percentage alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from guichet_cli.core.model import Level, Verdict
from guichet_cli.core.scoring import floored
from guichet_cli.render.document import as_json
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Scorecard

COLOURS = {
    Verdict.ADMISSIBLE: "1a7f37",
    Verdict.ADMISSIBLE_WITH_RESERVATIONS: "855a00",
    Verdict.INCOMPLETE: "a04100",
    Verdict.INADMISSIBLE: "b42318",
    Verdict.UNREADABLE: "57606a",
}
"""White reads on each of them, at a contrast of 4.5 at least."""
LABEL = "424a53"
LONGEST_LABEL = 60
NARROW, WIDE = "fijlrtI.,:;'’()[]|!-· \u00a0\u202f", "mwMWGOQ@%—…"
HEIGHT, SIDE = 20, 6


def endpoint(card: Scorecard, language: Language) -> str:
    """Give the badge as JSON for a shields endpoint."""
    badge = {
        "schemaVersion": 1,
        "label": label(card, language),
        "message": message(card, language),
        "color": COLOURS[card.verdict],
        "labelColor": LABEL,
    }
    return as_json(badge) + "\n"


def svg(card: Scorecard, language: Language) -> str:
    """Give the badge as an image that needs no font and says itself to those who do not see it."""
    left, right = label(card, language), message(card, language)
    whole = escape(language.say("badge.title", label=left, message=right, date=card.as_of.isoformat()))
    widths = [_width(text) for text in (left, right)]
    first, total = widths[0] + 2 * SIDE, sum(widths) + 4 * SIDE
    texts = "\n".join(
        f'    <text x="{x}" y="14" textLength="{width}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
        for x, width, text in ((SIDE, widths[0], left), (first + SIDE, widths[1], right))
    )
    notice = escape(inert(card.charter.notice)) if card.charter.provenance == "derived" else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{HEIGHT}" viewBox="0 0 {total} {HEIGHT}" '
        f'role="img" aria-label="{whole}" xml:lang="{language.code}" lang="{language.code}">\n'
        f"  <title>{whole}</title>\n"
        + (f"  <desc>{notice}</desc>\n" if notice else "")
        + f'  <rect width="{first}" height="{HEIGHT}" fill="#{LABEL}"/>\n'
        f'  <rect x="{first}" width="{total - first}" height="{HEIGHT}" fill="#{COLOURS[card.verdict]}"/>\n'
        '  <g fill="#fff" font-family="Verdana, DejaVu Sans, Geneva, sans-serif" font-size="11">\n'
        f"{texts}\n  </g>\n</svg>\n"
    )


def label(card: Scorecard, language: Language) -> str:
    """Give which charter judged, in which version; that it is a reading is said."""
    charter = card.charter
    key = "badge.label.derived" if charter.provenance == "derived" else "badge.label"
    return language.say(key, title=inert(charter.title, LONGEST_LABEL), version=charter.version)


def message(card: Scorecard, language: Language) -> str:
    """Give the verdict, the blocking gaps if any, and the lowest coverage: every commitment has at least that."""
    said = [language.say(f"verdict.{card.verdict}")]
    blocking = sum(gap.level is Level.BLOCKING for gap in card.whole.gaps)
    if card.verdict is not Verdict.UNREADABLE:
        said += [language.count("card.gaps.blocking", blocking)] if blocking else []
        covered = [rates.coverage for rates in card.rates if rates.coverage is not None]
        if covered:
            lowest = int(floored(min(covered), 1, complete=True))
            said.append(language.say("badge.coverage.all" if lowest == 100 else "badge.coverage.least", n=lowest))
    return " · ".join(said)


def _width(text: str) -> int:
    """Give about how many pixels a text takes at 11 pixels; the image then holds it to that."""
    return round(
        sum(4.1 if sign in NARROW else 10 if sign in WIDE else 7.7 if sign.isupper() else 6.7 for sign in text)
    )


FORMS = {"endpoint": endpoint, "svg": svg}
