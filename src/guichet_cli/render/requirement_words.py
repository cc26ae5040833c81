"""Requirements in words: what a keyword asks, as a reader who does not program says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guichet_cli.core.pointer import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guichet_cli.core.language import Language

SIGNS = {"sum": " + ", "product": " × ", "difference": " − "}
OPERANDS = frozenset({"of", "over", "value", "is", "months", "days"})
"""Members of the vocabulary that hold an operand."""
LISTS = {"allOf": "and", "anyOf": "or"}
VOCABULARY = frozenset({"ascending", "age", "rate", "bounds", "computed", "gap", "totals", "sincere"})
UNSAID = frozenset({"title", "description", "$comment", "minContains", "maxContains", "then", "else"})
"""Keywords that say nothing, or nothing by themselves."""


class RequirementWords:
    """The words for requirements in a language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._inner: dict[str, Callable[[Mapping[str, Any], str], str]] = {
            "required": self._required,
            "properties": self._members,
            "items": self._items,
            "not": self._excluded,
            "if": self._premise,
            "contains": self._contents,
        }

    def value(self, keyword: str, operand: Any) -> str:
        """Give what a keyword holds: a value, an operand, or the requirements inside it."""
        if keyword in LISTS and isinstance(operand, list):
            return self._joined([self.requirement(part) for part in operand], LISTS[keyword])
        if keyword in VOCABULARY and isinstance(operand, dict | list):
            return str(getattr(self, f"_{keyword}")(operand))
        if isinstance(operand, dict) and keyword in OPERANDS:
            return self.operand(operand)
        if isinstance(operand, dict):
            alone = keyword in {"items", "not"}
            return self.requirement({keyword: operand} if alone else operand)
        if isinstance(operand, list):
            return self.language.series((f"`{self.language.show(item)}`" for item in operand), "or")
        return f"`{self.language.show(operand)}`"

    def requirement(self, schema: Mapping[str, Any], place: str = "") -> str:
        """Give all that a requirement asks of a place, in one sentence."""
        return self._joined(list(self._clauses(schema, place)), "and")

    def _clauses(self, schema: Mapping[str, Any], place: str) -> Iterator[str]:
        for keyword, operand in schema.items():
            if keyword in self._inner:
                yield self._inner[keyword](schema, place)
            elif keyword in LISTS:
                yield self._joined([self.requirement(part, place) for part in operand], LISTS[keyword])
            elif keyword not in UNSAID:
                yield self._plain(keyword, operand, place)

    def _plain(self, keyword: str, operand: Any, place: str) -> str:
        value, where = self.value(keyword, operand), f"`{place}`"
        if keyword in {"const", "enum"}:
            return self.language.say("condition.is", fact=where, value=value) if place else value
        if keyword in VOCABULARY:
            return f"{where} {value}" if place else value
        said = f"{self.name(keyword)} {value}"
        return f"{where} ({said})" if place else said

    def _required(self, schema: Mapping[str, Any], place: str) -> str:
        told = {name for name, sub in schema.get("properties", {}).items() if sub}
        names = [f"`{self._inside(place, name)}`" for name in schema["required"] if name not in told]
        if not names:
            return ""
        return self.language.count("requirement.required", len(names), fields=self.language.series(names))

    def _members(self, schema: Mapping[str, Any], place: str) -> str:
        members = schema["properties"].items()
        return self._joined([self.requirement(sub, self._inside(place, name)) for name, sub in members], "and")

    def _items(self, schema: Mapping[str, Any], place: str) -> str:
        return self.requirement(schema["items"], f"{place}[]")

    def _excluded(self, schema: Mapping[str, Any], place: str) -> str:
        return self.language.say("condition.not", condition=self.requirement(schema["not"], place))

    def _premise(self, schema: Mapping[str, Any], place: str) -> str:
        parts = {name: self.requirement(schema[name], place) for name in ("if", "then", "else") if name in schema}
        said = self.language.say("requirement.if", premise=parts["if"], then=parts.get("then", "–"))
        return f"{said}, {self.language.say('requirement.else', said=parts['else'])}" if "else" in parts else said

    def _contents(self, schema: Mapping[str, Any], place: str) -> str:
        least, most = schema.get("minContains", 1), schema.get("maxContains")
        said = self.language.say("requirement.contains", n=least, said=self.requirement(schema["contains"]) or "–")
        said = f"`{place}` {said}" if place else said
        return said if most is None else f"{said}, {self.language.say('requirement.most', n=most)}"

    def name(self, keyword: str) -> str:
        """Give the name of a keyword."""
        key = f"charter_diff.keyword.{keyword}"
        return self.language.messages.get(key, f"`{keyword}`")

    def operand(self, operand: Any) -> str:
        """Give an operand as arithmetic people read."""
        if isinstance(operand, dict):
            ((name, parts),) = operand.items()
            if name not in SIGNS:
                return self.language.say(f"formula.{name}", field=self.operand(parts))
            said = (f"({self.operand(part)})" if isinstance(part, dict) else self.operand(part) for part in parts)
            return SIGNS[name].join(said)
        if operand == "@as_of":
            return self.language.say("requirement.today")
        if isinstance(operand, str):
            return f"`{dotted(operand) if operand.startswith('/') else '.'.join(operand.split('/'))}`"
        return self.language.show(operand)

    def _ascending(self, operand: Any) -> str:
        return " ≤ ".join(self.operand(part) for part in operand)

    def _age(self, operand: Any) -> str:
        unit = "months" if "months" in operand else "days"
        bound = self.operand(operand[unit])
        return self.language.say(f"requirement.age.{unit}", field=self.operand(operand["of"]), bound=bound)

    def _rate(self, operand: Any) -> str:
        share = self.language.say(
            "requirement.share", of=self.operand(operand["of"]), over=self.operand(operand["over"])
        )
        return f"{share}{self._range(operand, ' %')}"

    def _bounds(self, operand: Any) -> str:
        return f"{self.operand(operand['of'])}{self._range(operand)}"

    def _range(self, operand: Mapping[str, Any], unit: str = "") -> str:
        given = [(sign, operand[name]) for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in operand]
        unit = unit.replace(" ", "\u00a0") if self.language.code == "fr" else unit.strip()
        return "".join(f", {sign} {self.language.show(bound)}{unit}" for sign, bound in given)

    def _computed(self, operand: Any) -> str:
        margin = self.language.show(100 * operand.get("tolerance", 0))
        said = f"{self.operand(operand['value'])} = {self.operand(operand['is'])}"
        return self.language.say("requirement.margin", said=said, margin=margin)

    def _gap(self, operand: Any) -> str:
        cited = {name: self.operand(operand[name]) for name in ("value", "group", "n", "maximum")}
        by = self.language.series(f"`{name}`" for name in operand["by"])
        return self.language.say("requirement.gap", by=by, least=operand.get("minimum_n", 0), **cited)

    def _totals(self, operand: Any) -> str:
        cited = {name: self.operand(operand[name]) for name in ("value", "group", "is")}
        by = self.language.series(f"`{name}`" for name in operand["by"])
        margin = operand.get("tolerance", 0)
        return self.language.say("requirement.totals", by=by, total=cited.pop("is"), margin=margin, **cited)

    def _sincere(self, operand: Any) -> str:
        return self.language.say("requirement.sincere", n=operand.get("minimum", "–"))

    def _inside(self, place: str, name: str) -> str:
        return f"{place}.{name}" if place else name

    def _joined(self, parts: list[str], word: str) -> str:
        said = [part for part in parts if part]
        if word == "or" and len(said) > 1:
            said = [f"({part})" if f" {self.language.messages['word.and']} " in part else part for part in said]
        return self.language.series(said, word)
