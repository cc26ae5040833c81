"""Texts that are alike, in a terminal, in Markdown, in HTML and in JSON: every one with all its places, and what they do not mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.likeness import Gathering
from guichet_cli.core.printable import visible
from guichet_cli.render.told import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.likeness import Likeness, Likenesses
    from guichet_cli.core.model import Location
    from guichet_cli.render.html_text import Markup
    from guichet_cli.render.page import Page

GROUPS, PLACES = 20, 10
"""How many are shown to a person, and how many places of each: JSON has the others."""


class Alike(Gathering):
    """The texts of a run as they are shown, once all of its scorecards have come."""

    def drawn(self, page: Page) -> None:
        """Write them on a page."""
        found = self.likenesses()
        page.blank()
        page.prose(page.say("likeness.title"), style="bold")
        page.prose(page.say("likeness.caution") if found.groups else _none(page, found), first="  ")
        for group in found.groups[:GROUPS]:
            page.prose(page.plain(_said(page, group)), first="  ", rest="    ")
            for place in group.places[:PLACES]:
                page.prose(page.plain(_place(place)), first="    ", rest="      ")
            for sentence in _more_places(page, group):
                page.prose(sentence, first="    ")
        for sentence in _more(page, found):
            page.prose(sentence, first="  ")

    def markdown(self, page: Page) -> Iterator[str]:
        """Give them as lines of Markdown."""
        from guichet_cli.render.markdown_text import escaped

        found = self.likenesses()
        yield f"\n### {escaped(page.say('likeness.title'))}"
        yield f"\n{escaped(page.say('likeness.caution') if found.groups else _none(page, found))}\n"
        for group in found.groups[:GROUPS]:
            yield f"* {escaped(inert(_said(page, group)))}"
            yield from (f"  * {escaped(inert(_place(place)))}" for place in group.places[:PLACES])
            yield from (f"  * {escaped(sentence)}" for sentence in _more_places(page, group))
        yield from (f"\n{escaped(sentence)}" for sentence in _more(page, found))

    def html(self, page: Page) -> Markup:
        """Give them as a section of a page."""
        from guichet_cli.render.html_text import element, lines, listing, together, words

        found = self.likenesses()
        groups = (
            together(
                words(_said(page, group)),
                listing(
                    [
                        *(words(_place(place)) for place in group.places[:PLACES]),
                        *map(words, _more_places(page, group)),
                    ]
                ),
            )
            for group in found.groups[:GROUPS]
        )
        parts = lines(
            element("h2", page.say("likeness.title"), id="alike"),
            element("p", words(page.say("likeness.caution") if found.groups else _none(page, found))),
            listing(groups),
            *(element("p", words(sentence)) for sentence in _more(page, found)),
        )
        return element("section", "\n", parts, "\n", aria_labelledby="alike")

    def json(self) -> dict[str, Any]:
        """Give them as plain data."""
        found = self.likenesses()
        groups = [
            {
                "kind": group.kind,
                "begins": group.begins,
                "criterion": group.source or None,
                "times": group.times,
                "dossiers": group.dossiers,
                "places": [_json(place) for place in group.places],
            }
            for group in found.groups
        ]
        return {"compared": found.compared, "count": found.count, "groups": groups}


def _said(page: Page, group: Likeness) -> str:
    language = page.language
    return language.count(
        "likeness.places",
        group.times,
        kind=language.say(f"likeness.kind.{group.kind}", criterion=group.source),
        dossiers=language.count("card.dossiers", group.dossiers),
        begins=language.quote(visible(group.begins)),
    )


def _place(place: Location) -> str:
    at = f":{place.span.line}:{place.span.column}" if place.span else ""
    return f"{visible(place.path)}{at} {place.pointer}"


def _none(page: Page, found: Likenesses) -> str:
    return page.count("likeness.none", found.compared)


def _more_places(page: Page, group: Likeness) -> Sequence[str]:
    left = group.times - len(group.places[:PLACES])
    return [page.count("likeness.more_places", left)] if left else []


def _more(page: Page, found: Likenesses) -> Sequence[str]:
    left = found.count - len(found.groups[:GROUPS])
    return [page.count("likeness.more", left)] if left else []


def _json(place: Location) -> dict[str, Any]:
    line, column = place.span[:2] if place.span else (None, None)
    return {"path": place.path, "pointer": place.pointer, "line": line, "column": column}
