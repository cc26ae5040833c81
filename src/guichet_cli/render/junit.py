"""JUnit XML: a suite a dossier, a test a criterion; XML 1.0 characters only."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from guichet_cli.core.model import Level, Outcome, Status, Verdict
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import visible
from guichet_cli.render.harmless import LONGEST as SUMMARY
from guichet_cli.render.harmless import plain
from guichet_cli.render.places import begin_of, relative
from guichet_cli.render.told import LONGEST, cut_short, marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guichet_cli.core.model import Finding, Scorecard
    from guichet_cli.render import Run

ENTITIES = {'"': "&quot;", "##": "#&#35;", "::": ":&#58;"}
"""Quotation marks, and what the logs of CI servers obey."""
ATTACHMENT = "[[ATTACHMENT|"
"""What Jenkins and GitLab obey in a test's output, once it is parsed: the file that is named there is published."""
SKIPPED = frozenset({Outcome.NOT_APPLICABLE, Outcome.NOT_DUE})


class JUnit:
    """One XML document, a `testsuite` a dossier: its counts are those of its own tests."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def begin(self) -> str:
        """Open the document."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="guichet">\n'

    def add(self, card: Scorecard) -> str:
        """Give the suite of one dossier."""
        kinds = [kind_of(card, finding) for finding in card.findings]
        counts = Counter(kinds)
        head = attributes(
            name=relative(card.path, self.run),
            tests=str(len(kinds)),
            failures=str(counts["failure"]),
            errors=str(counts["error"]),
            skipped=str(counts["skipped"]),
        )
        return "\n".join([f"<testsuite{head}>", *self._properties(card), *self._tests(card, kinds), "</testsuite>\n"])

    def end(self) -> str:
        """Close the document; a run that was interrupted is an error of its own."""
        said = cut_short(self.run)
        if not said:
            return "</testsuites>\n"
        suite = attributes(name="guichet", tests="1", failures="0", errors="1", skipped="0")
        test = attributes(classname="guichet", name="interrupted")
        error = f"<error{attributes(message=said)}/>"
        return f"<testsuite{suite}>\n<testcase{test}>{error}</testcase>\n</testsuite>\n</testsuites>\n"

    def _properties(self, card: Scorecard) -> Iterator[str]:
        charter = card.charter
        facts = {
            "verdict": card.verdict,
            "charter": f"{charter.id} {charter.version}",
            "provenance": charter.provenance,
            "as_of": self.run.as_of.isoformat(),
        }
        yield "<properties>"
        yield from (f"<property{attributes(name=name, value=value)}/>" for name, value in facts.items())
        yield "</properties>"

    def _tests(self, card: Scorecard, kinds: list[str]) -> Iterator[str]:
        names = Counter[str]()
        for finding, kind in zip(card.findings, kinds, strict=True):
            name = name_of(finding)
            names[name] += 1
            turn = f" #{names[name]}" if names[name] > 1 else ""
            family = finding.criterion.partition("-")[0]
            line = str(begin_of(finding)[0])
            path = relative(finding.location.path, self.run)
            head = attributes(classname=family, name=f"{name}{turn}", file=path, line=line)
            said = self._said(finding, kind, f"{path}:{line}")
            yield f"<testcase{head}>{said}</testcase>" if said else f"<testcase{head}/>"

    def _said(self, finding: Finding, kind: str, place: str) -> str:
        """Give why a test does not pass, with what to do; a warning is told and fails nothing."""
        if kind == "skipped":
            return f"<skipped{attributes(message=prose(finding.message))}/>"
        if not kind and finding.level is not Level.WARNING:
            return ""
        marked = "".join(f" ({mark})" for mark in marks(finding, self.run.language))
        # whole: GitLab shows what stands in the element and not its message
        whole = f"{text(f'{place}: {prose(finding.message)}{marked}')}\n{text(prose(finding.remedy))}"
        if not kind:
            return f"<system-out>{whole}</system-out>"
        head = attributes(message=prose(finding.message, SUMMARY) + marked, type=finding.level)
        return f"<{kind}{head}>{whole}</{kind}>"


def kind_of(card: Scorecard, finding: Finding) -> str:
    """Give what a finding is for JUnit: every gap fails, and is an error where the dossier could not be read."""
    if finding.gap:
        return "error" if card.verdict is Verdict.UNREADABLE else "failure"
    return "skipped" if finding.outcome in SKIPPED or finding.status is not Status.ACTIVE else ""


def name_of(finding: Finding) -> str:
    """Give the name of a test: the code, the title and, of a mistake of form, the field."""
    field = "" if finding.commitment else dotted(finding.location.pointer)
    return prose(f"{finding.criterion} {finding.title}") + (f" ({field})" if field else "")


def attributes(**values: str) -> str:
    """Give attributes of XML, each after a blank."""
    return "".join(f' {name}="{text(value)}"' for name, value in values.items())


def text(value: str) -> str:
    """Give anyone's text as XML means it: one line, nothing that is not a character of XML 1.0."""
    return escape(visible(value).replace(ATTACHMENT, "[ [ATTACHMENT|"), ENTITIES)


def prose(value: str, longest: int = LONGEST) -> str:
    """Give a sentence of a reasonable length."""
    return plain(value, unicode=True, longest=longest)
