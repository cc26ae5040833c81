"""The rules and taxonomies of a SARIF log: a charter's criteria with their help, and its commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.model import LEVELS as BY_WEIGHT
from guichet_cli.core.model import Level
from guichet_cli.core.printable import visible
from guichet_cli.render.charter_markup import address
from guichet_cli.render.harmless import plain
from guichet_cli.render.markdown_text import escaped as markdown
from guichet_cli.render.told import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Charter, Commitment, Criterion, Finding, Reference, Rule

LEVELS = {Level.BLOCKING: "error", Level.MAJOR: "warning", Level.MINOR: "note", Level.WARNING: "none"}
SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation", "none": "recommendation"}
BRACES = str.maketrans({"{": "{{", "}": "}}"})
"""What would make a field of a message."""
LINK = "]("
"""What would make a link of a message. It is taken apart rather than escaped: not every viewer undoes escapes, and `items[1]` is
to be read as it is written."""


def message(text: str) -> dict[str, str]:
    """Give anyone's text as a SARIF message that means just that."""
    return {"text": plain(text, unicode=True, longest=LONGEST).replace(LINK, "] (").translate(BRACES)}


class Rules:
    """The rules of one run, each at its index; a charter's are all there as soon as one of its findings is."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.rules: list[dict[str, Any]] = []
        self.taxonomies: list[dict[str, Any]] = []
        self._indexes: dict[tuple[str, str], int] = {}
        self._charters: dict[str, int] = {}

    def index(self, charter: Charter, finding: Finding) -> int:
        """Give the index of a finding's rule."""
        if charter.sha256 not in self._charters:
            self._charters[charter.sha256] = len(self.taxonomies)
            self._add_charter(charter)
        key = (charter.sha256, finding.criterion)
        if key not in self._indexes:  # a mistake of form: it belongs to no charter
            key = ("", finding.criterion)
        if key not in self._indexes:
            self._add(key, self._described(finding.criterion, finding.title, finding.title, LEVELS[finding.level]))
        return self._indexes[key]

    def taxonomy_names(self) -> list[dict[str, Any]]:
        """Give how the driver names the taxonomies that its rules refer to."""
        return [{"name": taxonomy["name"], "index": index} for index, taxonomy in enumerate(self.taxonomies)]

    def _add(self, key: tuple[str, str], rule: dict[str, Any]) -> None:
        self._indexes[key] = len(self.rules)
        self.rules.append(rule)

    def _add_charter(self, charter: Charter) -> None:
        if charter.commitments:
            self.taxonomies.append(taxonomy(charter))
        commitments = {commitment.id: commitment for commitment in charter.commitments}
        for criterion in charter.criteria:
            rule = self._criterion(criterion)
            if criterion.commitment in commitments:
                rule["relationships"] = [self._taxon(charter, commitments[criterion.commitment])]
            self._add((charter.sha256, criterion.id), rule)
        for coherence in charter.rules:
            self._add((charter.sha256, coherence.id), self._coherence(coherence))

    def _taxon(self, charter: Charter, commitment: Commitment) -> dict[str, Any]:
        component = {"name": visible(charter.id), "index": self._charters[charter.sha256]}
        return {"target": {"id": visible(commitment.prefix), "toolComponent": component}, "kinds": ["superset"]}

    def _criterion(self, criterion: Criterion) -> dict[str, Any]:
        texts = criterion.texts
        rule = self._described(criterion.id, texts.title, texts.asks, LEVELS[heaviest(criterion.level)])
        rule["properties"]["tags"] = [visible(tag) for tag in (criterion.commitment, criterion.basis) if tag]
        return rule | self._help([texts.asks, texts.why, texts.remedy], criterion.references)

    def _coherence(self, rule: Rule) -> dict[str, Any]:
        described = self._described(rule.id, rule.title, rule.warns, "none")
        return described | self._help([rule.warns, rule.remedy], rule.references)

    def _described(self, code: str, title: str, description: str, level: str) -> dict[str, Any]:
        return {
            "id": visible(code),
            "name": plain(title, unicode=True, longest=LONGEST),
            "shortDescription": message(title),
            "fullDescription": message(description),
            "help": message(description),
            "defaultConfiguration": {"level": level},
            "properties": {"precision": "high", "problem.severity": SEVERITIES[level]},
        }

    def _help(self, texts: Sequence[str], references: Sequence[Reference]) -> dict[str, Any]:
        """Give what a reader is told of a rule, as text and as Markdown, and where more is to be read."""
        known = [text for text in texts if text]
        names = [f"{r.title}, {r.at}" if r.at else r.title for r in references]
        said: dict[str, Any] = {
            "help": {
                **message(" ".join([*known, *(f"{name}." for name in names)])),
                "markdown": "\n".join(_markdown(known, names)).translate(BRACES),
            }
        }
        followed = next((url for reference in references if (url := address(reference.url or ""))), None)
        return said | ({"helpUri": followed} if followed else {})


def taxonomy(charter: Charter) -> dict[str, Any]:
    """Give a charter's commitments as a taxonomy."""
    return {
        "name": visible(charter.id),
        "version": visible(charter.version),
        "fullName": plain(charter.title, unicode=True),
        "shortDescription": message(charter.title),
        "fullDescription": message(charter.notice or charter.title),
        "isComprehensive": True,
        "taxa": [
            {
                "id": visible(commitment.prefix),
                "name": visible(commitment.id),
                "shortDescription": message(commitment.title),
            }
            for commitment in charter.commitments
        ],
        "properties": {"provenance": charter.provenance, "sha256": charter.sha256},
    }


def heaviest(level: Any) -> Level:
    """Give the heaviest level that a criterion can have."""
    branches = [level] if isinstance(level, str) else [branch["is"] for branch in level]
    return min(map(Level, branches), key=BY_WEIGHT.index)


def _markdown(texts: Sequence[str], references: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield markdown(plain(text, unicode=True, longest=LONGEST))
        yield ""
    yield from (f"* {markdown(plain(name, unicode=True))}" for name in references)
