"""A charter as a document to read: headings, paragraphs, labelled texts, lists. Markdown and HTML write the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.criterion_words import expected_text, levels_text, proof_text, threshold_text
from guichet_cli.core.model import Status
from guichet_cli.core.pointer import dotted
from guichet_cli.core.wording import condition_text
from guichet_cli.render.snippet import snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Charter, Criterion, Reference, Rule

WIDTH = 100
"""How long the lines of an example are."""
SEEN = ("primary_full", "primary_excerpt", "secondary", "memory")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: how deep it stands, its text, and the name by which it is linked to."""

    depth: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with what it links to, and the words that follow."""

    text: str
    url: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A label and a list of texts or links."""

    label: str
    items: Sequence[str | Linked]


@dataclass(frozen=True, slots=True)
class Example:
    """A label and lines to copy as they are."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text by itself."""

    text: str


Block = Heading | Labelled | Listing | Example | Paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The whole: its language, its title, and the blocks in order."""

    language: Language
    title: str
    notice: str
    blocks: Sequence[Block] = field(default_factory=tuple)

    @property
    def head(self) -> Sequence[Block]:
        """The blocks before the first heading."""
        return self.blocks[: self._start]

    @property
    def body(self) -> Sequence[Block]:
        """The blocks from the first heading on."""
        return self.blocks[self._start :]

    @property
    def headings(self) -> Sequence[Heading]:
        """The table of contents."""
        return [block for block in self.blocks if isinstance(block, Heading)]

    @property
    def _start(self) -> int:
        return next(index for index, block in enumerate(self.blocks) if isinstance(block, Heading))


def document(charter: Charter, data: Mapping[str, Any]) -> Document:
    """Give a charter as a document; `data` is what its YAML says beyond the nouns."""
    return Document(
        language=charter.language,
        title=charter.title,
        notice=charter.notice,
        blocks=tuple(_Maker(charter, data).blocks()),
    )


class _Maker:
    def __init__(self, charter: Charter, data: Mapping[str, Any]) -> None:
        self.charter = charter
        self.data = data
        self.language = charter.language
        self.say = charter.language.say

    def blocks(self) -> Iterator[Block]:
        yield from self.head()
        yield from self.reading()
        for commitment in self.charter.commitments:
            yield Heading(2, f"{commitment.prefix} · {commitment.title}", commitment.id)
            mine = [criterion for criterion in self.charter.criteria if criterion.commitment == commitment.id]
            floor = self.say("charter.floor", floor=commitment.floor) + self.mark("floors")
            yield Paragraph(f"{self.language.count('charter.criteria', len(mine))}, {floor}")
            for criterion in mine:
                yield from self.criterion(criterion)
        if self.charter.rules:
            yield Heading(2, self.say("charter_docs.rules"), "rules")
            yield Paragraph(self.say("charter_docs.rules.about"))
            for rule in self.charter.rules:
                yield from self.rule(rule)
        yield Heading(2, self.say("explain.references"), "references")
        yield from self.references()

    def head(self) -> Iterator[Block]:
        charter, say = self.charter, self.say
        yield Labelled(say("charter_docs.id"), f"`{charter.id}`")
        yield Labelled(say("charter_docs.version"), charter.version)
        yield Labelled(say("charter_docs.provenance"), say(f"charter.{charter.provenance}"))
        yield Labelled(say("charter_docs.digest"), f"`{charter.sha256}`")
        weights = ", ".join(
            f"{say(f'level.{level}')} {self.language.number(weight)}" for level, weight in charter.weights.items()
        )
        yield Labelled(say("charter_docs.weights"), weights + self.mark("weights"))
        minimum = say("charter_docs.percent", n=charter.minimum_coverage)
        yield Labelled(say("charter_docs.minimum_coverage"), minimum + self.mark("minimum_coverage"))

    def mark(self, part: str) -> str:
        """Give the mark of what no source fixes."""
        return f" ({self.say('origin.editorial')})" if part in self.data.get("editorial", ()) else ""

    def reading(self) -> Iterator[Block]:
        say = self.say
        yield Heading(2, say("charter_docs.reading"), "reading")
        for topic in ("levels", "phases", "applies", "where", "proof", "example"):
            yield Labelled(say(f"charter_docs.reading.{topic}"), say(f"charter_docs.reading.{topic}.text"))
        colon = self.language.messages["word.colon"]
        origins = [f"{say(f'origin.{o}')}{colon}{say(f'charter_docs.origin.{o}')}" for o in ("sourced", "editorial")]
        yield Listing(say("charter_docs.thresholds"), origins)
        seen = [f"{say(f'explain.seen.{word}')}{colon}{say(f'charter_docs.seen.{word}')}" for word in SEEN]
        yield Listing(say("explain.references"), seen)

    def criterion(self, criterion: Criterion) -> Iterator[Block]:
        say, texts = self.say, criterion.texts
        yield Heading(3, f"{criterion.id} · {texts.title}", criterion.id.lower())
        level = levels_text(criterion.level, self.language)
        yield Labelled(say("explain.levels"), f"{level} · {say(f'explain.basis.{criterion.basis}')}")
        if criterion.status is not Status.ACTIVE:
            yield Labelled(say("charter_docs.status"), say(f"charter_docs.status.{criterion.status}"))
        yield Labelled(say("explain.asks"), texts.asks)
        yield Labelled(say("explain.why"), texts.why)
        yield Labelled(say("explain.when"), condition_text(criterion.when, self.language))
        expected = expected_text(criterion, self.language) or say("charter_docs.never_due")
        yield Labelled(say("explain.expected"), expected)
        yield Labelled(say("explain.where"), self.places(criterion))
        if criterion.proof_required:
            yield Labelled(say("explain.proof"), proof_text(criterion, self.language))
        if criterion.claimable:
            yield Labelled(say("explain.claimable"), say("explain.claimable_how"))
        if criterion.partial is not None:
            yield Labelled(say("charter_docs.partial"), say("charter_docs.partial.text"))
        yield Labelled(say("explain.remedy"), texts.remedy)
        if criterion.example is not None:
            yield Example(say("explain.example"), snippet(criterion.example, width=WIDTH))
        yield Labelled(say("explain.good"), texts.good)
        yield Labelled(say("explain.weak"), texts.weak)
        yield Labelled(say("explain.effort"), say(f"effort.{criterion.effort}"))
        if criterion.thresholds:
            yield Listing(say("charter_docs.thresholds"), [self.threshold(t) for t in criterion.thresholds])
        yield from self.sources(criterion.references)

    def places(self, criterion: Criterion) -> str:
        """Give where to answer: the block that is judged, or the blocks of its example where it stands at the root."""
        if criterion.at:
            return f"`{dotted(criterion.at)}`"
        return self.language.series(f"`{name}`" for name in criterion.example or ())

    def threshold(self, threshold: Mapping[str, Any]) -> str:
        origin = self.say(f"origin.{threshold['origin']}")
        parts = [threshold_text(threshold, self.language), origin]
        known = self.data["references"]
        if threshold.get("ref") in known:
            parts.append(known[threshold["ref"]]["title"])
        if "note" in threshold:
            parts.append(threshold["note"])
        return ", ".join(parts)

    def rule(self, rule: Rule) -> Iterator[Block]:
        say = self.say
        yield Heading(3, f"{rule.id} · {rule.title}", rule.id.lower())
        yield Labelled(say("explain.warns"), rule.warns)
        yield Labelled(say("explain.when"), condition_text(rule.when, self.language))
        yield Labelled(say("charter_docs.looks_at"), f"`{dotted(rule.at) or '/'}`")
        yield Labelled(say("explain.remedy"), rule.remedy)
        yield from self.sources(rule.references)

    def sources(self, references: Iterable[Reference]) -> Iterator[Block]:
        items = [
            Linked(reference.title, reference.url, self.source(reference.at, vars_of(reference)))
            for reference in references
        ]
        if items:
            yield Listing(self.say("explain.references"), items)

    def source(self, at: str | None, about: Mapping[str, Any]) -> str:
        """Give what follows the title of a document: the article, who issued it and when, how it was seen."""
        issued = ", ".join(filter(None, (str(about.get("issuer", "")), str(about.get("date", "")))))
        words = f", {at}" if at else ""
        words += f" ({issued})" if issued else ""
        return f"{words} · {self.say('explain.seen.' + about['seen'])}"

    def references(self) -> Iterator[Block]:
        documents = self.data["references"]
        items = []
        for key, about in documents.items():
            note = f" · {about['note']}" if "note" in about else ""
            items.append(Linked(about["title"], about["url"], f"{self.source(None, about)}{note} · `{key}`"))
        yield Listing(self.language.count("charter_docs.documents", len(items)), items)


def vars_of(reference: Reference) -> Mapping[str, Any]:
    """Give what a reference says of its document."""
    return {"issuer": reference.issuer, "date": reference.date, "seen": reference.seen}
