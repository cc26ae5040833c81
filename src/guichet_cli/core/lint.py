"""Lint: a charter as text → everything that is wrong with it, as the findings of a scorecard."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from guichet_cli.core.classes import replace
from guichet_cli.core.lint_book import MOST_ENTRIES, Book, with_parents
from guichet_cli.core.lint_conditions import conditions, leaves
from guichet_cli.core.lint_deletion import deletion
from guichet_cli.core.lint_entries import commitments, expectations, ids, numbers, references
from guichet_cli.core.lint_examples import examples
from guichet_cli.core.lint_form import mistakes
from guichet_cli.core.lint_requirements import requirements
from guichet_cli.core.lint_texts import texts
from guichet_cli.core.lint_thresholds import thresholds
from guichet_cli.core.model import EMPTY, Charter, Level, Scorecard, Verdict
from guichet_cli.core.reporting import problem_finding
from guichet_cli.core.scoring import verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from guichet_cli.core.language import Language
    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Dossier, Finding, Problem

    LintRule = Callable[[Book], Iterator[Problem]]
    Errors = Callable[[Mapping[str, Any]], Iterable[Any]]

FORMAT = 1
MOST_CONDITIONS = 2_000
"""How many conditions a charter has at most, those that conditions are made of included."""
MOST_FLAWS = 200
"""How many flaws are told of the form, then of each rule: who has more mends those first."""
CODES = {
    **dict.fromkeys(("CHA-001", "CHA-002", "CHA-003", "CHA-004", "CHA-005", "CHA-010"), Level.BLOCKING),
    **dict.fromkeys(("CHA-011", "CHA-012"), Level.BLOCKING),
    "CHA-013": Level.MINOR,
    **dict.fromkeys(("CHA-020", "CHA-021", "CHA-022", "CHA-023"), Level.BLOCKING),
    "CHA-024": Level.MAJOR,
    "CHA-030": Level.BLOCKING,
    "CHA-031": Level.MINOR,
    **dict.fromkeys(("CHA-040", "CHA-041", "CHA-042", "CHA-043", "CHA-044"), Level.BLOCKING),
    "CHA-045": Level.MAJOR,
    "CHA-046": Level.MINOR,
    **dict.fromkeys(("CHA-050", "CHA-051", "CHA-052", "CHA-053", "CHA-054", "CHA-055"), Level.BLOCKING),
    **dict.fromkeys(("CHA-056", "CHA-057", "CHA-058"), Level.BLOCKING),
    "CHA-059": Level.MAJOR,
    "CHA-060": Level.BLOCKING,
    **dict.fromkeys(("CHA-061", "CHA-062"), Level.MAJOR),
    "CHA-070": Level.BLOCKING,
    "CHA-080": Level.MAJOR,
    "CHA-081": Level.MINOR,
}
"""Every code, and how heavy it is; docs/charter-lint.md says each in a line."""
SAFETY: tuple[LintRule, ...] = (ids, commitments, references, numbers, leaves, requirements)
RULES: tuple[LintRule, ...] = (*SAFETY, expectations, texts, conditions, deletion, thresholds, examples)
UNSAFE = frozenset(
    {
        *("CHA-001", "CHA-002", "CHA-003", "CHA-004", "CHA-005", "CHA-010"),
        *("CHA-020", "CHA-021", "CHA-023", "CHA-030"),
        *("CHA-040", "CHA-041", "CHA-042", "CHA-050", "CHA-051", "CHA-052", "CHA-070"),
    }
)
"""Codes of what makes a judgement impossible, endless or void: no charter judges with one of them."""


def lint(text: Dossier, errors: Errors, fields: Fields) -> list[Problem]:
    """Give what is wrong with a charter's text, in the order of its lines; `errors` are those of its JSON Schema."""
    return _reviewed(text, errors, fields, RULES)


def faults(text: Dossier, errors: Errors, fields: Fields) -> list[Problem]:
    """Give what a charter must be free of before it judges anybody, in the order of its lines."""
    found = _reviewed(text, errors, fields, SAFETY)
    return [problem for problem in found if problem.code in UNSAFE or problem.code not in CODES]


def _reviewed(text: Dossier, errors: Errors, fields: Fields, rules: Iterable[LintRule]) -> list[Problem]:
    data = text.data
    if data is None:
        return list(text.problems)
    book = Book(text=text, fields=fields)
    found = list(_refused(book))
    if not found:
        broken = list(islice(errors(data), MOST_FLAWS))
        told = mistakes(broken, [problem.pointer for problem in text.problems])
        found = [book.flaw(code, pointer, variant, **params) for code, pointer, variant, params in told]
        places = [problem.pointer for problem in (*found, *text.problems)]
        book = replace(book, broken=with_parents(places))
        for rule in rules if len(broken) < MOST_FLAWS else ():
            found += islice(rule(book), MOST_FLAWS)
    return sorted([*text.problems, *_once(found)], key=lambda problem: _line(problem, text))


def lint_card(text: Dossier, problems: Iterable[Problem], language: Language, as_of: date) -> Scorecard:
    """Give what is wrong with a charter as a scorecard without any rate, for the formats of the command line."""
    charter = _named(text, language)
    findings = [_finding(problem, text, language) for problem in problems]
    verdict = Verdict.UNREADABLE if text.data is None else verdict_of(charter, (), findings)
    return Scorecard(
        path=text.path,
        sha256=text.sha256,
        project=dict.fromkeys(("id", "title", "phase", "desk")),
        charter=charter,
        as_of=as_of,
        verdict=verdict,
        rates=(),
        findings=tuple(findings),
    )


def _refused(book: Book) -> Iterator[Problem]:
    """Give why a charter is not looked at any further: another format, too many criteria or conditions."""
    version = book.data.get("charter")
    if "charter" not in book.data:
        yield book.flaw("CHA-001", "/charter", "dossier" if "dossier" in book.data else "absent")
    elif isinstance(version, bool) or version != FORMAT:
        shown = version if isinstance(version, str | int | float) else "…"
        yield book.flaw("CHA-001", "/charter", found=str(shown))
    for block in ("criteria", "rules", "commitments"):
        size = len(book.get(f"/{block}", list))
        if size > MOST_ENTRIES:
            yield book.flaw("CHA-005", f"/{block}", size=size, bound=MOST_ENTRIES)
    count = sum(1 for entry in islice(book.entries(), 2 * MOST_ENTRIES) for _ in _conditions(entry.data))
    if count > MOST_CONDITIONS:
        yield book.flaw("CHA-005", "/criteria", "conditions", size=count, bound=MOST_CONDITIONS)


def _conditions(entry: Mapping[str, Any]) -> Iterator[Any]:
    """Give whatever stands where an entry has conditions, of sound form or not."""
    lists = [entry.get(block) for block in ("level", "cases")]
    holders = [entry, *(item for items in lists if isinstance(items, list) for item in items)]
    pending = [holder.get("when") for holder in holders if isinstance(holder, dict)]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            for name in ("all", "any", "not"):
                inner = node.get(name)
                pending += inner if isinstance(inner, list) else [inner]


def _once(found: Iterable[Problem]) -> list[Problem]:
    once: dict[tuple[str, str, str], Problem] = {}
    for problem in found:
        once.setdefault((problem.code, problem.pointer, str(problem.params.get("name", ""))), problem)
    return list(once.values())


def _line(problem: Problem, text: Dossier) -> tuple[int, ...]:
    span = problem.span or text.locate(problem.pointer).span
    return (*(span or (0,)),)


def _finding(problem: Problem, text: Dossier, language: Language) -> Finding:
    finding = problem_finding(problem, text, language)
    return replace(finding, level=CODES[problem.code]) if problem.code in CODES else finding


def _named(text: Dossier, language: Language) -> Charter:
    """Give a charter as far as its name goes: there may be no more of it that can be trusted."""
    data = text.data or {}
    title = data.get("title")
    words = {name: data[name] if isinstance(data.get(name), str) else "" for name in ("id", "version", "provenance")}
    titled = title.get(language.code) if isinstance(title, dict) else None
    return Charter(
        id=words["id"],
        version=words["version"],
        provenance=words["provenance"] or "derived",
        title=titled if isinstance(titled, str) else "",
        notice="",
        sha256=text.sha256,
        language=language,
        weights=EMPTY,
        minimum_coverage=Fraction(0),
        commitments=(),
        criteria=(),
    )
