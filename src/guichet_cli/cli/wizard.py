"""The wizard: a question a line, each answer saved as soon as it is given; it can be left and taken up again at any point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.cli.completing import by_hand, put_answers
from guichet_cli.cli.conversation import BackError, Conversation, StoppedError
from guichet_cli.cli.keeping import Copy
from guichet_cli.cli.words import WORDS
from guichet_cli.core.answers import RefusedError, answer, flaw, folded
from guichet_cli.core.field_words import value_shown
from guichet_cli.core.interview import PLANS, Question, answered, blanks, later
from guichet_cli.core.pointer import dotted, resolve, under
from guichet_cli.core.question_words import (
    criterion_lines,
    field_lines,
    group_title,
    help_lines,
    hint,
    question_lines,
    shortcoming,
    waiting_facts,
)
from guichet_cli.errors import ExitCode, GuichetError
from guichet_cli.load.shape import dossier_shape
from guichet_cli.write.manuscript import CannotEditError
from guichet_cli.write.updating import Update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guichet_cli.cli.beginning import Beginning
    from guichet_cli.core.lint_fields import Field
    from guichet_cli.write.manuscript import Manuscript

say = WORDS.say


class Wizard:
    """An interview at a terminal."""

    def __init__(self, start: Beginning, answers: Mapping[str, Any]) -> None:
        """Take up the dossier where it is, the answers of the call put in first. Raises GuichetError."""
        self.start = start
        self.interview = start.interview
        self.fields = start.fields
        self.talk = Conversation()
        self.copy = Copy(start)
        done = Update(self.copy.manuscript)
        put_answers(done, answers)
        self.given = bool(answers)
        self.copy.manuscript = done.manuscript
        self.by_hand = tuple(by_hand(done))
        self.left = frozenset(blanks(self.copy.manuscript.data))
        self.passed: frozenset[str] = frozenset()
        self.counts: dict[str, int] = {}
        self.shown: tuple[str, str] = ("", "")
        """The group and the criterion that have been introduced."""

    def run(self) -> int:
        """Put the questions until none is left, or until somebody leaves."""
        self._greet()
        if self.given:
            self.copy.save()
        try:
            self._questions()
        except StoppedError:
            if not self.talk.terminal:
                raise GuichetError("usage.answers_ended", path=self.start.shown) from None
            self._farewell("wizard.stopped")
        except KeyboardInterrupt:
            self._farewell("wizard.stopped")
            raise
        else:
            self._end()
        return ExitCode.CLEARED

    def _questions(self) -> None:
        before: list[tuple[Manuscript, frozenset[str], dict[str, int]]] = []
        while questions := later(self.interview.questions(self.copy.dossier, self.passed), self.left):
            question = questions[0]
            here = (self.copy.manuscript, self.passed, dict(self.counts))
            try:
                self._introduce(question, questions)
                self._put(question)
            except BackError:
                if self.copy.manuscript is here[0]:
                    if not before:
                        self.talk.say(say("wizard.first"))
                        continue
                    here = before.pop()
                manuscript, self.passed, self.counts = here
                self.copy.go_back(manuscript)
            else:
                before.append(here)
                self.passed |= {question.key}
                self.counts[question.group] = self.counts.get(question.group, 0) + 1

    def _introduce(self, question: Question, questions: Sequence[Question]) -> None:
        """Say where the interview is: the group and the criterion where they change, how many questions it has."""
        criterion = question.criterion
        shown = (question.group, criterion.id if criterion else "")
        if shown[0] != self.shown[0]:
            self.talk.title(group_title(question.group, self.interview.places.charter))
        if criterion is not None and shown != self.shown:
            self.talk.blank()
            for line in criterion_lines(criterion, WORDS):
                self.talk.say(line)
        self.shown = shown
        done = self.counts.get(question.group, 0)
        left = sum(each.group == question.group for each in questions)
        first, *others = question_lines(question, WORDS)
        self.talk.blank()
        self.talk.say(say("wizard.progress", n=done + 1, of=done + left, question=first))
        for line in others:
            self.talk.say(line, indent=2)

    def _put(self, question: Question) -> None:
        if question.action:
            self._action(question)
        elif question.field.kind == "list":
            item = self.fields.item(question.field)
            if item.kind == "object":
                self._rows(question, item)
            else:
                self._items(question, item)
        else:
            self._one(question, question.pointer, question.field)

    def _one(self, question: Question, pointer: str, field: Field) -> bool:
        """Put a question that has one answer; tell whether it was given."""
        value = self._typed(question, pointer, field)
        if value is None:
            self.copy.leave_blank(pointer)
            return False
        return self._write(question, pointer, value, field)

    def _typed(self, question: Question, pointer: str, field: Field) -> Any:
        """Give what somebody answers, once it may stand there; None for who does not know."""
        while True:
            text = self._line(question, hint(field, WORDS))
            if not text:
                return None
            try:
                return answer(_by_number(text, field), pointer, self.fields, dossier_shape(), WORDS)
            except RefusedError as refused:
                self.talk.say(refused.reason, indent=2)

    def _line(self, question: Question, wanted: str) -> str:
        """Give a line that is an answer, help given as often as it is asked for."""
        while (text := self.talk.ask(wanted)) == "?":
            for line in help_lines(question, self._decided(question.pointer), WORDS):
                self.talk.say(line, indent=2)
        return text

    def _decided(self, pointer: str) -> tuple[str, ...]:
        return self.interview.places.decides.get(pointer, ())

    def _action(self, question: Question) -> None:
        """Propose an action; its owner and its day are asked next, as of any action begun."""
        plans = resolve(self.copy.manuscript.data, PLANS)
        pointer = under(PLANS, len(plans) if isinstance(plans, list) else 0, "action")
        value = self._typed(question, pointer, question.field)
        if value is not None and question.criterion is not None:
            row = {"criterion": question.criterion.id, "action": value}
            self._append(PLANS, row, question.field, dotted(pointer))

    def _items(self, question: Question, item: Field) -> None:
        """Put a list: an answer a line, until an empty one."""
        self.talk.say(say("wizard.list"), indent=2)
        for line in field_lines(item, "", WORDS) if item.schema.get("enum") else ():
            if line:
                self.talk.say(line, indent=2)
        known = resolve(self.copy.manuscript.data, question.pointer) or []
        if not known:
            self.talk.say(say("wizard.none"), indent=2)
        while text := self._line(question, hint(item, WORDS)):
            if not known and folded(text) == folded(say("answer.none")):
                self._write(question, question.pointer, [], question.field)
                return
            parts = text.replace(";", ",").split(",") if item.schema.get("enum") else [text]
            for part in filter(None, map(str.strip, parts)):
                value = self._item(question, item, part, known)
                if value is not None and self._append(question.pointer, value, item, dotted(question.pointer)):
                    known = resolve(self.copy.manuscript.data, question.pointer) or []
        if not known:
            self.copy.leave_blank(question.pointer)

    def _item(self, question: Question, item: Field, text: str, known: list[Any]) -> Any:
        place = under(question.pointer, len(known))
        try:
            value = answer(_by_number(text, item), place, self.fields, dossier_shape(), WORDS)
        except RefusedError as refused:
            self.talk.say(refused.reason, indent=2)
            return None
        reason = flaw([*known, value], question.pointer, dossier_shape(), WORDS)
        if reason:
            self.talk.say(reason, indent=2)
        return None if reason else value

    def _rows(self, question: Question, item: Field) -> None:
        """Put a list of rows: a row after the other, a question for each of its keys."""
        while self._wants_row(question):
            rows = resolve(self.copy.manuscript.data, question.pointer)
            row = under(question.pointer, len(rows) if isinstance(rows, list) else 0)
            begun = False
            for name in question.columns:
                column = self.fields.below(item, name)
                if column is None:
                    continue
                pointer = under(row, name)
                for line in field_lines(column, pointer, WORDS):
                    self.talk.say(line, indent=2)
                value = self._typed(question, pointer, column)
                if value is None:
                    continue
                if begun:
                    self._write(question, pointer, value, column)
                else:
                    begun = self._append(question.pointer, {name: value}, column, dotted(pointer))
        if not resolve(self.copy.manuscript.data, question.pointer):
            self.copy.leave_blank(question.pointer)

    def _wants_row(self, question: Question) -> bool:
        rows = resolve(self.copy.manuscript.data, question.pointer)
        self.talk.say(WORDS.count("wizard.row", len(rows) if isinstance(rows, list) else 0), indent=2)
        while text := self._line(question, say("wizard.hint.boolean")):
            try:
                return bool(answer(text, "/system/generative", self.fields, dossier_shape(), WORDS))
            except RefusedError as refused:
                self.talk.say(refused.reason, indent=2)
        return False

    def _write(self, question: Question, pointer: str, value: Any, field: Field) -> bool:
        """Save an answer, and say what the charter still wants of it; tell whether it could be written."""
        try:
            self.copy.put(pointer, value)
        except CannotEditError:
            return self._cannot(pointer, value)
        self.talk.say(say("wizard.saved", field=dotted(pointer), value=value_shown(value, field, WORDS)), indent=2)
        more = shortcoming(self.interview.asked(self.copy.dossier), question, WORDS)
        if more and pointer == question.pointer:
            self.talk.say(say("wizard.more", more=more), indent=2)
        return True

    def _append(self, pointer: str, value: Any, field: Field, shown: str) -> bool:
        """Save an item of a list; tell whether it could be written."""
        try:
            self.copy.append(pointer, value)
        except CannotEditError:
            return self._cannot(pointer, [value])
        plain = list(value.values())[-1] if isinstance(value, dict) else value
        self.talk.say(say("wizard.saved", field=shown, value=value_shown(plain, field, WORDS)), indent=2)
        return True

    def _cannot(self, pointer: str, value: Any) -> bool:
        """Say what to paste by hand where the layout lets nothing in."""
        update = Update(self.copy.manuscript)
        update.answer(pointer, value)
        for line in by_hand(update):
            self.talk.say(line, indent=2)
        return False

    def _greet(self) -> None:
        given = answered(
            {key: value for key, value in self.copy.manuscript.data.items() if key not in {"dossier", "charter"}}
        )
        if self.start.manuscript is not None:
            self.talk.say(WORDS.count("wizard.resumed", given, path=self.start.shown))
        else:
            self.talk.say(say("wizard.begun", path=self.start.shown))
        for line in self.by_hand:
            self.talk.say(line)
        self.talk.say(say("wizard.legend"))

    def _farewell(self, key: str) -> None:
        self.talk.blank()
        self.talk.say(say(key, path=self.start.shown, option=self.start.option))

    def _end(self) -> None:
        asked = self.interview.asked(self.copy.dossier)
        self.talk.blank()
        self.talk.say(say("wizard.ended"))
        facts = waiting_facts(asked, self.copy.manuscript.data)
        if facts:
            self.talk.say(WORDS.count("wizard.waiting", len(asked.waiting), facts=WORDS.series(facts)))
        self.talk.say(say("wizard.proofs"))
        self._farewell("init.next")


def _by_number(text: str, field: Field) -> str:
    """Give the word of a list that a number stands for."""
    words = field.schema.get("enum", ())
    known = text.isascii() and text.isdecimal() and text not in words and 0 < int(text[:4]) <= len(words)
    return str(words[int(text) - 1]) if known and len(text) < 4 else text
