"""Waivers: gaps that somebody answers for until a date. A mark on a finding, never a number; what is wrong is a warning."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

from guichet_cli.core.classes import dataclass, replace
from guichet_cli.core.model import Level, Problem
from guichet_cli.core.patterns import later
from guichet_cli.core.pointer import resolve
from guichet_cli.core.reporting import fingerprint, problem_finding
from guichet_cli.core.statements import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from guichet_cli.core.language import Language
    from guichet_cli.core.model import Criterion, Dossier, Finding, Scorecard

FORMAT = 1
REASON = 40
"""How many characters a reason has at least."""
NOTICE = 30
"""How many days before its end a waiver is warned about."""
LEADS = ("/project/lead/name", "/project/lead/contact")
"""Who cannot waive what is asked of themselves."""
EXPIRED, NOT_YET = "WAI-001", "WAI-002"
"""What is wrong with a waiver for its dates alone: while another one holds, the first is only in the way."""
ASIDE = later(r"\([^)]*\)")
PUNCTUATION = ".,;:!?<>[]'\"’"
STYLES = frozenset(
    {"dr", "docteur", "docteure", "doctor", "pr", "prof", "professeur", "professeure", "professor"}
    | {"m", "mme", "mlle", "mr", "mrs", "ms"}
)
"""Titles that are no part of a name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """One line of a waivers file: which gap, why, who answers for it, and from when to when."""

    pointer: str
    criterion: str
    project: str
    reason: str
    approver: str
    granted: date
    expires: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Waivers:
    """A waivers file: its text with positions, and its lines."""

    text: Dossier
    entries: tuple[Waiver, ...]

    def apply(self, card: Scorecard, dossier: Dossier) -> Scorecard:
        """Give a scorecard with its waived gaps marked, and a warning for each waiver that is not right."""
        mine = [waiver for waiver in self.entries if waiver.project == card.project.get("id")]
        if not mine:
            return card
        criteria = {criterion.id: criterion for criterion in card.charter.criteria}
        findings = {finding.criterion: finding for finding in card.findings}
        said = [resolve(dossier.data, pointer) for pointer in LEADS]
        leads = [name for name in said if isinstance(name, str) and name.strip()]
        named = said[0] in leads
        flaws = [_flaw(waiver, criteria, findings.get(waiver.criterion), leads, card.as_of) for waiver in mine]
        good = [waiver for waiver, flaw in zip(mine, flaws, strict=True) if flaw is None]
        waived = {waiver.criterion: waiver for waiver in sorted(good, key=lambda each: each.expires)}
        sound = [w for w, flaw in zip(mine, flaws, strict=True) if flaw is None or flaw.code in {EXPIRED, NOT_YET}]
        problems = list[Problem]()
        for waiver, flaw in zip(mine, flaws, strict=True):
            if flaw is None:
                problems += [] if _renewed(waiver, sound) else _notice(waiver, card.as_of)
                problems += [] if named else [_problem("WAI-009", waiver, "approver")]
            elif waiver.criterion not in waived:
                problems.append(flaw)
            elif flaw.code != NOT_YET:
                problems.append(replace(flaw, variant="replaced") if flaw.code == EXPIRED else flaw)
        language = card.charter.language
        marked = (_waived(f, waived[f.criterion], language) if f.criterion in waived else f for f in card.findings)
        warnings = (self._finding(problem, language) for problem in problems)
        return replace(card, findings=(*marked, *warnings))

    def strangers(self, met: frozenset[str], language: Language) -> Finding | None:
        """Give the warning about waivers for projects that a run has not met; it names none of them to the others."""
        unknown = [waiver for waiver in self.entries if waiver.project not in met]
        if not unknown:
            return None
        first = unknown[0]
        near = nearest(first.project, list(met)) if len(unknown) == 1 else None
        params = {"n": len(unknown), "nearest": near or ""}
        variant = "near" if near else "one" if len(unknown) == 1 else "several"
        problem = Problem(code="WAI-004", variant=variant, pointer=f"{first.pointer}/project", params=params)
        finding = self._finding(problem, language)
        others = tuple(self.text.locate(f"{waiver.pointer}/project") for waiver in unknown[1:])
        return replace(finding, locations=(*finding.locations, *others))

    def _finding(self, problem: Problem, language: Language) -> Finding:
        found = problem_finding(problem, self.text, language)
        place = f"{problem.params.get('project', '')}\0{problem.params.get('criterion', '')}"
        return replace(found, fingerprint=fingerprint(problem.code, place))


def with_warning(card: Scorecard, warning: Finding | None) -> Scorecard:
    """Give a scorecard with one more finding, if there is one."""
    return card if warning is None else replace(card, findings=(*card.findings, warning))


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's: case, accents, order, titles and what stands in brackets set aside.

    Of one that has fewer words, all are in the other; a single word is enough only when it is an address.
    """
    fewer, more = sorted((_words(one), _words(other)), key=len)
    return fewer == more or (fewer <= more and (len(fewer) > 1 or any("@" in word for word in fewer)))


def _words(name: str) -> frozenset[str]:
    bare = "".join(sign for sign in normalize("NFKD", name) if not combining(sign)).casefold()
    whole = ASIDE.sub(" ", bare) if ASIDE.sub("", bare).strip() else bare
    words = (part.strip(PUNCTUATION) for word in whole.split() for part in ([word] if "@" in word else word.split("-")))
    return frozenset(word for word in words if word) - STYLES or frozenset({bare})


def _renewed(waiver: Waiver, others: Iterable[Waiver]) -> bool:
    """Tell whether another waiver of the same criterion takes over when one ends."""
    return any(
        other.criterion == waiver.criterion
        and other.expires > waiver.expires
        and other.granted <= waiver.expires + timedelta(days=1)
        for other in others
    )


def _flaw(
    waiver: Waiver, criteria: dict[str, Criterion], finding: Finding | None, leads: Sequence[str], as_of: date
) -> Problem | None:
    """Give the first thing that makes a waiver worth nothing, None for a good one."""
    criterion = criteria.get(waiver.criterion)
    if criterion is None:
        near = nearest(waiver.criterion, criteria)
        variant = "form" if waiver.criterion.startswith("DOS-") else "near" if near else ""
        return _problem("WAI-003", waiver, "criterion", variant, nearest=near or "")
    if finding is None or not finding.gap:
        return _problem("WAI-008", waiver, "criterion")
    if criterion.basis == "legal" and finding.level is Level.BLOCKING:
        return _problem("WAI-006", waiver, "criterion")
    if any(same_person(waiver.approver, lead) for lead in leads):
        return _problem("WAI-005", waiver, "approver")
    if waiver.granted > as_of:
        return _problem("WAI-002", waiver, "granted")
    if waiver.expires < as_of:
        return _problem("WAI-001", waiver, "expires")
    return None


def _waived(finding: Finding, waiver: Waiver, language: Language) -> Finding:
    params = {"reason": waiver.reason, "approver": waiver.approver, "expires": waiver.expires.isoformat()}
    return replace(finding, waived=True, waived_because=language.say("waiver.because", **params))


def _notice(waiver: Waiver, as_of: date) -> Iterator[Problem]:
    left = (waiver.expires - as_of).days
    if left <= NOTICE:
        variant = "today" if left == 0 else "one" if left == 1 else ""
        yield _problem("WAI-007", waiver, "expires", variant, left=left)


def _problem(code: str, waiver: Waiver, member: str, variant: str = "", **more: Any) -> Problem:
    params = {
        "criterion": waiver.criterion,
        "project": waiver.project,
        "approver": waiver.approver,
        "granted": waiver.granted.isoformat(),
        "expires": waiver.expires.isoformat(),
        **more,
    }
    return Problem(code=code, variant=variant, pointer=f"{waiver.pointer}/{member}", params=params)
