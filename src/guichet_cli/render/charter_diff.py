"""What changed between two charters, and the version that it calls for: text, Markdown, JSON."""

from __future__ import annotations

from itertools import groupby
from json import dumps
from typing import TYPE_CHECKING, Any

from guichet_cli.core.charter_diff import advised, honoured, needed
from guichet_cli.core.classes import dataclass
from guichet_cli.render.charter_diff_words import sentence
from guichet_cli.render.charter_markup import markdown
from guichet_cli.render.json import FORMAT_VERSION
from guichet_cli.render.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guichet_cli.core.charter_diff import Change
    from guichet_cli.core.language import Language
    from guichet_cli.render import Run

LONGEST = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """Two charters' data with their digests, and what changed from one to the other."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    digests: tuple[str, str]
    changes: Sequence[Change]

    @property
    def need(self) -> str:
        """The part of the version that the changes call for."""
        return needed(self.changes)

    @property
    def same_charter(self) -> bool:
        """Whether both are versions of one charter: only then does a version number promise anything."""
        return bool(self.old["id"] == self.new["id"])

    @property
    def honoured(self) -> bool:
        """Whether the second version says what changed."""
        return honoured(self.old["version"], self.new["version"], self.need)

    @property
    def ats(self) -> dict[str, str]:
        """Where the answer of each criterion stands."""
        return {item["id"]: item["at"] for block in ("criteria", "rules") for item in self.new.get(block, ())}

    def title(self, change: Change, language: Language) -> str:
        """Give the name of what changed: an id with its title, or the charter itself."""
        if not change.item:
            return language.say("charter_diff.charter")
        items = {item["id"]: item for item in self.new.get(change.block, ())} if change.block != "references" else {}
        if change.kind in {"added", "removed"} or change.item not in items:
            return change.item
        return f"{change.item} {items[change.item]['title'][language.code]}"


def diff_text(compared: Compared, run: Run) -> str:
    """Give the changes by kind, the gravest first, then the version that they call for."""
    page, language = Page(run), run.language
    page.prose(page.plain(_heading(compared)), style="bold")
    for kind, changes in _by_kind(compared):
        page.blank()
        page.line((page.count(f"charter_diff.kind.{kind}", len(changes)), "bold"))
        for item, mine in groupby(changes, key=lambda change: (change.block, change.item)):
            del item
            first, *rest = mine
            page.prose(page.plain(compared.title(first, language)), first="  ", rest="    ")
            for change in (first, *rest):
                page.prose(page.plain(sentence(change, language, compared.ats), LONGEST), first="    ", rest="      ")
    page.blank()
    page.prose(page.plain(_advice(compared, language)), style="" if _fine(compared) else "bold red")
    return page.text()


def diff_markdown(compared: Compared, run: Run) -> str:
    """Give the changes as a section of a changelog."""
    language = run.language
    lines = [f"## {markdown(_heading(compared))}", ""]
    for kind, changes in _by_kind(compared):
        lines += [f"### {markdown(language.count(f'charter_diff.kind.{kind}', len(changes)))}", ""]
        for change in changes:
            said = sentence(change, language, compared.ats)
            colon = language.messages["word.colon"]
            lines.append(f"- **{markdown(compared.title(change, language))}**{colon}{markdown(said)}")
        lines.append("")
    return "\n".join([*lines, markdown(_advice(compared, language)), ""])


def diff_json(compared: Compared, run: Run) -> str:
    """Give the changes as one JSON document."""
    language = run.language
    heads = {
        name: {"id": data["id"], "version": data["version"], "provenance": data["provenance"], "sha256": digest}
        for name, data, digest in zip(("old", "new"), (compared.old, compared.new), compared.digests, strict=True)
    }
    document = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "guichet", "version": run.version},
        "lang": language.code,
        **heads,
        "changes": [
            {**change._asdict(), "message": sentence(change, language, compared.ats)} for change in compared.changes
        ],
        "advice": {
            "bump": compared.need,
            "version": advised(compared.old["version"], compared.need) if compared.same_charter else None,
            "honoured": compared.honoured if compared.same_charter else None,
        },
    }
    return dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


WRITERS = {"text": diff_text, "json": diff_json, "markdown": diff_markdown}


def _by_kind(compared: Compared) -> Iterator[tuple[str, list[Change]]]:
    for kind, changes in groupby(compared.changes, key=lambda change: change.kind):
        yield kind, list(changes)


def _heading(compared: Compared) -> str:
    old, new = compared.old, compared.new
    second = new["version"] if compared.same_charter else f"{new['id']} {new['version']}"
    return f"{old['id']} {old['version']} → {second}"


def _fine(compared: Compared) -> bool:
    return compared.honoured or not compared.same_charter


def _advice(compared: Compared, language: Language) -> str:
    if not compared.changes:
        return language.say("charter_diff.same")
    if not compared.same_charter:
        return language.say("charter_diff.other", old=compared.old["id"], new=compared.new["id"])
    need = language.say(f"charter_diff.need.{compared.need}")
    version = advised(compared.old["version"], compared.need)
    word = "honoured" if compared.honoured else "broken"
    return f"{need} {language.say(f'charter_diff.{word}', advised=version, version=compared.new['version'])}"
