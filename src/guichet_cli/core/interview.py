"""The interview: what is still to be asked of a dossier, in order; it changes with every answer, and holds nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core import statements
from guichet_cli.core.classes import dataclass
from guichet_cli.core.conditions import present
from guichet_cli.core.evaluate import PHASE, Requirement, Subject
from guichet_cli.core.form import IDENTITY
from guichet_cli.core.model import Expectation, Outcome, Status
from guichet_cli.core.pointer import parents, resolve, tokens, under
from guichet_cli.core.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from guichet_cli.core.evaluate import Judgement
    from guichet_cli.core.failure import Check, Failure
    from guichet_cli.core.form import Places
    from guichet_cli.core.lint_fields import Field
    from guichet_cli.core.model import Criterion, Dossier

FACTS = "facts"
"""The group of the questions that decide which others are put."""
PLANS = "/plans"
LACKING = frozenset({Outcome.MISSING, Outcome.PARTIAL, Outcome.UNMET, Outcome.PLANNED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A place to be filled in: a field, a list, or the action that is enough for a criterion."""

    pointer: str
    field: Field
    group: str
    """`facts`, or a commitment."""
    criterion: Criterion | None = None
    columns: tuple[str, ...] = ()
    """Of a list of rows, the keys to ask for."""
    action: bool = False
    """Whether a dated action is proposed in the place of an answer."""

    @property
    def key(self) -> str:
        """What tells the question apart."""
        return f"{self.pointer}#{self.criterion.id}" if self.action and self.criterion else self.pointer


class Asked(NamedTuple):
    """What a charter asks of a dossier now: the facts that decide, and what each criterion that is due still lacks."""

    facts: tuple[str, ...]
    lacking: tuple[tuple[Criterion, Judgement], ...]
    waiting: tuple[Criterion, ...]
    """The criteria that hang on a fact nobody has given."""


class Interview:
    """The questions that a charter puts to a dossier at a date."""

    def __init__(self, places: Places, shape: Check, as_of: date) -> None:
        self.places = places
        self.shape = shape
        self.as_of = as_of
        self.requirements = [
            Requirement(criterion) for criterion in places.criteria if criterion.status is Status.ACTIVE
        ]
        self.by_id = {requirement.criterion.id: requirement.criterion for requirement in self.requirements}

    def asked(self, dossier: Dossier) -> Asked:
        """Give what is asked of a dossier as it stands."""
        data, _ = validate(dossier.data or {}, self.shape)
        plans, _ = statements.plans(data, self.by_id, self.as_of)
        claims, _ = statements.claims(data, self.by_id)
        subject = Subject(dossier, data, self.as_of, claims, plans, self.places.charter.guidance)
        judged = [(each.criterion, each.judge(subject)) for each in self.requirements]
        facts = {PHASE, *IDENTITY, *(fact for _, judgement in judged for fact in judgement.unknown)}
        return Asked(
            facts=tuple(sorted((fact for fact in facts if not present(resolve(data, fact))), key=self.places.order)),
            lacking=tuple((c, judgement) for c, judgement in judged if _lacks(judgement)),
            waiting=tuple(c for c, judgement in judged if judgement.outcome is Outcome.UNDETERMINED),
        )

    def questions(self, dossier: Dossier, passed: AbstractSet[str] = frozenset()) -> list[Question]:
        """Give the questions still open, those that somebody has passed over left out, each once, facts first."""
        asked, data = self.asked(dossier), dossier.data or {}
        found: dict[str, Question] = {}
        for question in (*self._facts(asked), *self._answers(asked, data, passed)):
            if question.key not in passed:
                found.setdefault(question.key, question)
        return list(found.values())

    def missing(self, dossier: Dossier) -> list[tuple[str, Criterion | None]]:
        """Give the fields that a charter asks for now and that are not answered, with the criterion that asks."""
        asked = self.asked(dossier)
        found: dict[str, Criterion | None] = dict.fromkeys(asked.facts)
        for criterion, judgement in asked.lacking:
            for place in self._places(criterion, judgement, dossier.data or {}):
                found.setdefault(place, criterion)
            for place in criterion.proof_at if criterion.proof_required else ():
                found.setdefault(place if place.startswith("/") else f"{criterion.at}/{place}", criterion)
        return list(found.items())

    def _facts(self, asked: Asked) -> Iterator[Question]:
        for pointer in asked.facts:
            field = self.places.fields.at(pointer)
            if field is not None:
                yield Question(pointer=pointer, field=field, group=FACTS)

    def _answers(self, asked: Asked, data: Mapping[str, Any], passed: AbstractSet[str]) -> Iterator[Question]:
        for criterion, judgement in asked.lacking:
            started = _started(data, criterion)
            if judgement.expectation is Expectation.PLAN:
                action = self._action(criterion)
                if started is None and action.key not in passed:
                    yield action
                    continue
                if started is not None:
                    yield from self._rest_of(started, criterion, data)
                    continue
            for place in self._places(criterion, judgement, data):
                field = self._field(place)
                if field is not None and not self.places.fields.evidence(field):
                    columns = self.places.row(place, [criterion]) if field.kind == "list" else ()
                    yield Question(
                        pointer=place, field=field, group=criterion.commitment, criterion=criterion, columns=columns
                    )

    def _action(self, criterion: Criterion) -> Question:
        field = self._field(f"{PLANS}/0/action")
        if field is None:
            raise LookupError(PLANS)
        return Question(pointer=PLANS, field=field, group=criterion.commitment, criterion=criterion, action=True)

    def _rest_of(self, started: str, criterion: Criterion, data: Mapping[str, Any]) -> Iterator[Question]:
        for name in ("action", "owner", "due"):
            place = under(started, name)
            field = self._field(place)
            if field is not None and not present(resolve(data, place)):
                yield Question(pointer=place, field=field, group=criterion.commitment, criterion=criterion)

    def _places(self, criterion: Criterion, judgement: Judgement, data: Mapping[str, Any]) -> list[str]:
        """Give the places where a criterion lacks an answer, in the order of the schema."""
        named = {place for failure in judgement.failures if failure.absent for place in self._named(failure, data)}
        asked = self.places.asked[criterion.id]
        found = set()
        for place in named:
            leaves = set(self.places.leaves(place))
            found |= {leaf for leaf in leaves if leaf in asked} or leaves
        return sorted(found, key=self.places.order)

    def _named(self, failure: Failure, data: Mapping[str, Any]) -> Iterator[str]:
        """Give the place that a failure names: the list where there is no such row yet, nothing for what is answered."""
        pointer = failure.pointer
        for above in reversed([pointer, *parents(pointer)]):
            last = tokens(above)[-1:] or [""]
            if last[0].isdecimal() and resolve(data, above) is None:
                yield above.rpartition("/")[0]
                return
        field = self._field(pointer)
        if field is not None and (field.kind == "list" or not present(resolve(data, pointer))):
            yield pointer

    def _field(self, pointer: str) -> Field | None:
        return self.places.fields.at("".join(f"/{'[]' if t.isdecimal() else t}" for t in tokens(pointer)))


def blanks(data: Any, pointer: str = "") -> Iterator[str]:
    """Give the places that a dossier names and leaves blank."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from blanks(value, under(pointer, name))
    elif data is None:
        yield pointer


def answered(data: Any) -> int:
    """Give how many fields have an answer: a list is one."""
    if isinstance(data, dict):
        return sum(map(answered, data.values()))
    return int(present(data))


def later(questions: Iterable[Question], left: AbstractSet[str]) -> list[Question]:
    """Give questions with those that were left blank another time after the others, facts apart."""
    return sorted(questions, key=lambda question: (question.group != FACTS, question.key in left))


def _lacks(judgement: Judgement) -> bool:
    return judgement.outcome in LACKING and judgement.credit < 1


def _started(data: Mapping[str, Any], criterion: Criterion) -> str | None:
    """Give the place of the first action that a dossier begins to plan for a criterion."""
    for pointer, plan in statements.entries(data, "plans"):
        if plan.get("criterion") == criterion.id:
            return pointer
    return None
