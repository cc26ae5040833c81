"""The tool's own words: everything that the source says exists in both languages, with the same fields."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from building import charter_data

from guichet_cli.core import evaluate, ledger
from guichet_cli.core.json_schema import KEYWORDS
from guichet_cli.core.model import EFFORTS, Expectation, Level, Outcome, Status, Verdict
from guichet_cli.load.data import LANGUAGES, PACKAGE, language

SOURCES = sorted(Path(PACKAGE).rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
MESSAGES = {code: language(code).messages for code in LANGUAGES}
FRENCH = MESSAGES["fr"]
FAMILIES = {key.partition(".")[0] for key in FRENCH}
KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z0-9_-]+)+")
NOT_KEYS = (".json", ".yaml", ".yml", ".py", ".md", ".toml", ".schema")
COUNTED = (".one", ".other")
STRUCTURE = {"properties", "required", "items", "allOf", "anyOf", "if", "$ref", "minContains"}
"""Keywords that say nothing themselves; what is required is said as an absence."""


def literals(tree):
    """Give every whole text constant of a module, docstrings apart."""
    apart = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            apart.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            apart |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


def calls(tree, *names):
    """Give every call of functions or methods of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if called in names:
                yield node


def patterns(node):
    """Give the expressions that the key of a call may match; a part that is computed may be any word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from patterns(node.body)
        yield from patterns(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(part.value) if isinstance(part, ast.Constant) else r"[A-Za-z0-9_.-]+" for part in node.values
        ]
        yield "".join(parts)


def said(key):
    """Tell whether a key is a sentence, or the beginning of a family's: of a plural, of a message, of a list of words."""
    return key in FRENCH or any(other.startswith(f"{key}.") for other in FRENCH)


def matched(pattern, keys):
    """Tell whether some key is what a pattern stands for, alone or with an ending."""
    ends = re.compile(f"{pattern}(\\.one|\\.other|\\.message)?")
    return any(ends.fullmatch(key) for key in keys)


def test_same_keys():
    """French and English have the same keys, in the same order."""
    assert list(MESSAGES["fr"]) == list(MESSAGES["en"])
    assert list(FRENCH) == sorted(FRENCH)


def test_same_fields():
    """A sentence cites the same values in both languages, by name alone, and is not empty."""
    for key in FRENCH:
        fields = []
        for code in LANGUAGES:
            parts = list(Formatter().parse(MESSAGES[code][key]))
            fields.append({name for _, name, _, _ in parts if name is not None})
            assert not any(spec or conversion for _, _, spec, conversion in parts), key
            assert MESSAGES[code][key].strip(), key
        assert fields[0] == fields[1], key
        assert all(name.isidentifier() for name in fields[0]), key


def test_singulars_have_plurals():
    """A sentence that counts one has its plural."""
    assert [key for key in FRENCH if key.endswith(".one") and f"{key.removesuffix('one')}other" not in FRENCH] == []


def test_literal_keys_exist():
    """Every text of the source that looks like a key of a known family is one."""
    wanted = {
        text
        for tree in TREES.values()
        for text in literals(tree)
        if KEY.fullmatch(text) and text.partition(".")[0] in FAMILIES and not text.endswith(NOT_KEYS)
    }
    assert len(wanted) > 100
    assert sorted(text for text in wanted if not said(text)) == []


def test_keys_that_are_said_exist():
    """Every key passed to `say`, `count` or `first` exists; one that is made up as it goes may be some key at least."""
    seen = 0
    for path, tree in TREES.items():
        for call in calls(tree, "say", "count", "first"):
            for node in call.args[:1]:
                for pattern in patterns(node):
                    if "\\." in pattern:
                        seen += 1
                        assert matched(pattern, FRENCH), f"{path.name}:{call.lineno} {pattern}"
    assert seen > 80


SIDES = ("minimum", "maximum")
COMPUTED = {
    "f'age.{unit}'": {"age.days", "age.months"},
    **{f"f'{{kind}}.{side}'": {f"rate.{side}", f"rate.weighted.{side}"} for side in SIDES},
    "f'bounds.difference.{side}'": {f"bounds.difference.{side}" for side in SIDES},
    "f'{kind}.{side}'": {f"{kind}.{side}" for kind in ("bounds", "bounds.sum") for side in SIDES},
}
"""What each keyword that the code makes up as it goes may be."""


def emitted():
    """Give each keyword that a failure may bear: those of JSON Schema, and those of the vocabulary as its code names them."""
    found = set(KEYWORDS) - STRUCTURE
    for name in ("vocabulary.py", "tables.py", "sincerity.py"):
        for call in calls(TREES[Path(evaluate.__file__).with_name(name)], "fail"):
            keyword = call.args[2]
            if isinstance(keyword, ast.JoinedStr):
                found |= COMPUTED[ast.unparse(keyword)]
            else:
                found |= {pattern.replace("\\", "") for pattern in patterns(keyword)}
    return found - {"required"}


def test_every_failure_has_its_sentence():
    """Each keyword that the engine may fail by has a sentence of its own, never the one that says nothing."""
    assert {"gap.alone", "gap.insufficient", "rate.impossible", "sincere.copied", "ascending.dates"} <= emitted()
    keys = {f"failure.{keyword}" for keyword in emitted()}
    assert sorted(key for key in keys if key not in FRENCH and f"{key}.absent" not in FRENCH) == []
    assert {"failure.required", "failure.other", "failure.contains.row", "failure.absent.one"} <= FRENCH.keys()


def states():
    """Give each state of a proof: those that the ledger finds, and those that the loader documents."""
    returned = set()
    tree = TREES[Path(ledger.__file__)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            for part in ast.walk(node.value.elts[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    returned.add(part.value)
    for call in calls(TREES[Path(PACKAGE) / "load" / "evidence.py"], "Proof"):
        for keyword in call.keywords:
            if keyword.arg == "state" and isinstance(keyword.value, ast.Constant):
                returned.add(keyword.value.value)
    return returned - {"file"}


def test_every_state_of_a_proof_has_its_sentence():
    """Each reason why a document proves nothing has its sentence."""
    assert {"unknown", "missing", "outside", "changed", "expired", "ok", "empty", "too_big", "not_regular"} <= states()
    assert sorted(state for state in states() if f"proof.{state}" not in FRENCH) == []


CODES = sorted({text for tree in TREES.values() for text in literals(tree) if re.fullmatch(r"DOS-\d{3}", text)})


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_title(code):
    """Each built-in code has a title and a sentence, with the remedy of each sentence."""
    assert f"{code}.title" in FRENCH
    sentences = [key for key in FRENCH if key.startswith(f"{code}.") and key.endswith(".message")]
    assert sentences
    assert [key for key in sentences if key.removesuffix("message") + "remedy" not in FRENCH] == []


def variants():
    """Give each sentence that the core may ask for of a built-in code."""
    kinds = ("string", "boolean", "number", "integer", "object", "array")
    yield from (f"DOS-021.{kind}{end}" for kind in kinds for end in ("", "_nested"))
    yield from (f"DOS-021.{kind}" for kind in ("boolean_word", "decimal_comma", "quoted", "unquoted"))
    yield from (
        "DOS-020",
        "DOS-020.near",
        "DOS-022",
        "DOS-022.near",
        "DOS-026",
        "DOS-026.required",
        "DOS-027",
        "DOS-028",
    )
    yield from (f"DOS-023.{word}" for word in ("minimum", "maximum", "exclusiveMinimum"))
    yield from (f"DOS-024.{word}" for word in ("date", "french_date", "uri", "pattern"))
    yield from (f"DOS-025.{word}" for word in ("maxLength", "maxItems", "uniqueItems"))
    yield "DOS-029"
    yield from (f"DOS-031.{word}" for word in ("unknown", "forbidden", "short", "copied", "answered"))
    yield from (f"DOS-032.{word}" for word in ("unknown", "action", "owner", "due", "past"))


@pytest.mark.parametrize("variant", list(variants()))
def test_every_variant_has_its_sentence(variant):
    """Each way of telling a mistake of form has its sentence and its remedy."""
    assert {f"{variant}.message", f"{variant}.remedy"} <= FRENCH.keys()


def test_every_error_has_its_sentence():
    """Each key that ends a call has a message; a remedy, where there is one, comes with it."""
    keys = set()
    for tree in TREES.values():
        for call in calls(tree, "GuichetError"):
            for pattern in patterns(call.args[0]) if call.args else ():
                keys.add(pattern)
    assert len(keys) > 10
    assert [key for key in keys if not matched(f"{key}\\.message", FRENCH)] == []
    for key in FRENCH:
        if key.startswith(("error.", "usage.")) and key.endswith(".remedy"):
            assert key.removesuffix("remedy") + "message" in FRENCH


WORDS = {
    "outcome": [str(each) for each in Outcome],
    "verdict": [str(each) for each in Verdict],
    "verdict.number": [f"{each}{end}" for each in Verdict for end in COUNTED],
    "level": [str(each) for each in Level],
    "phase": ["idea", "prototype", "pilot", "deployed"],
    "desk": ["nancy", "reims", "strasbourg"],
    "effort": list(EFFORTS),
    "card.effort": list(EFFORTS),
    "explain.basis": ["legal", "charter", "guideline"],
    "explain.seen": ["primary_full", "primary_excerpt", "secondary", "memory"],
    "explain.expect": [str(each) for each in Expectation if each is not Expectation.NONE],
    "charter": ["derived", "signed"],
    "condition": ["always", "before", "from", "is", "not"],
    "finding": ["not_applicable", "not_due", "claimed", "met", "partial", "planned", "undetermined.one"],
    "word": ["and", "or", "colon"],
}


@pytest.mark.parametrize("family", WORDS)
def test_every_word_of_a_family_exists(family):
    """Each value that a sentence is chosen by has its words."""
    assert [word for word in WORDS[family] if f"{family}.{word}" not in FRENCH] == []


def test_words_of_the_charter():
    """What the packaged charter says in codes, the tool says in words."""
    data = charter_data()
    for each in data["criteria"]:
        assert each["basis"] in WORDS["explain.basis"]
        assert each["effort"] in WORDS["effort"]
        assert Status(each.get("status", "active"))
    assert {document["seen"] for document in data["references"].values()} <= set(WORDS["explain.seen"])


def test_french_typography():
    """French sentences have typographic apostrophes, and no plain space before a double sign."""
    for key, text in FRENCH.items():
        plain = re.sub(r"`[^`]*`", "", text)
        assert not re.search(r"\w'\w", plain), key
        assert not re.search(r"(?<!\.) [:;!?%»]|« ", plain), key
