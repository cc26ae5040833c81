"""Lint: a charter that is sound is left alone, and each way of spoiling it is told, at its line, by lint or by its own tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from guichet_cli.core.charter_tests import run_tests
from guichet_cli.core.lint import CODES, MOST_FLAWS, lint, lint_card
from guichet_cli.core.lint_form import FORMS
from guichet_cli.core.lint_patterns import unsafe
from guichet_cli.core.model import Dossier, Level, Verdict
from guichet_cli.load.charter import build, packaged
from guichet_cli.load.charter_lint import dossier_fields, form_errors, linted_text
from guichet_cli.load.data import folder, language, schema
from guichet_cli.load.shape import dossier_shape
from guichet_cli.load.source import CHARTER, read_source
from guichet_cli.render import Run, render

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 11, 23)
KEPT = ("ETH-08", "ETH-15", "EXP-03", "EXP-04", "EQU-05", "ENV-06", "USR-07", "X-12")
"""Criteria of the packaged charter that are spoilt here: between them they have every part that a criterion may have."""


@cache
def small(kept=KEPT):
    """Give the packaged charter with a few of its criteria, and the references that they name."""
    whole = (Path(folder("charters")) / "grand-est-2024.yaml").read_text(encoding="utf-8")
    head, rest = re.split(r"(?m)^references:\n", whole, maxsplit=1)
    listed, rest = re.split(r"(?m)^criteria:\n", rest, maxsplit=1)
    criteria, rules = re.split(r"(?m)^rules:\n", rest, maxsplit=1)
    blocks = {name: text for text in re.split(r"(?m)^(?=  - id: )", criteria + rules) if (name := id_of(text)) in kept}
    used = set(re.findall(r"\bref: ([\w-]+)", "".join(blocks.values())))
    documents = [text for text in re.split(r"(?m)^(?=  [\w-]+:$)", listed) if text.split(":")[0].strip() in used]
    asked = [text.rstrip() + "\n\n" for name, text in blocks.items() if not name.startswith("X-")]
    warned = [text for name, text in blocks.items() if name.startswith("X-")]
    parts = [head, "references:\n", *documents, "\ncriteria:\n", *asked, "rules:\n", *warned]
    return "".join(parts)


def id_of(block):
    """Give the id of a criterion's text."""
    return block.split("\n", 1)[0].removeprefix("  - id: ").strip()


def read(text):
    """Give a charter's text as lint reads it."""
    source = read_source(text.encode(), limits=CHARTER)
    return Dossier(path="charte.yaml", data=source.data, spans=source.spans, problems=source.problems)


def found_in(text):
    """Give what lint finds in a charter's text: code and line of each flaw."""
    document = read(text)
    problems = lint(document, form_errors, dossier_fields())
    cards = [lint_card(document, problems, language(code), AS_OF) for code in ("fr", "en")]
    return [(finding.criterion, (finding.location.span or (1,))[0]) for finding in cards[0].findings], cards


def spoilt(name, old, new):
    """Give the small charter with one thing changed in a criterion, or in its head, and the place of the change."""
    text = small()
    start = text.index(f"  - id: {name}\n") if name else 0
    end = text.index("\n  - id: ", start + 1) if name and "\n  - id: " in text[start + 1 :] else len(text)
    block = text[start:end]
    assert old in block, (name, old)
    every = old.startswith("outcome: ")  # a kind of test goes as a whole
    return text[:start] + block.replace(old, new, -1 if every else 1) + text[end:], start


def line_of(text, start, mark):
    """Give the line on which a mark stands, looking for it from a place on."""
    place = text.index(mark, start)
    return text.count("\n", 0, place + len(mark) - len(mark.lstrip("\n"))) + 1


WORD = "{fact: /system/uses_personal_data, is: true}"
LONG = "{any: [" + ", ".join(f"{{fact: /system/hosting/pue, gt: {number}}}" for number in range(250)) + "]}"
# fmt: off
SPOILT = [
    # what is done to the charter, the criterion, what is replaced, by what, the code, and the line's mark (else the replacement)
    ("the format of another day", "", "charter: 1", "charter: 2", "CHA-001", None),
    ("a criterion without its reason", "ETH-08", "    why:\n", "    x-why:\n", "CHA-002", "  - id: ETH-08"),
    ("a reference without an address", "", "    url: https://github.com/DISIC",
     "    x-url: https://github.com/DISIC", "CHA-002", "  rgaa:"),
    ("a member misspelt", "USR-07", "    effort: medium", "    efort: medium", "CHA-003", None),
    ("a level that there is not", "EQU-05", "    level: major", "    level: mayor", "CHA-004", None),
    ("a weight below zero", "", "major: 1.25", "major: -1.25", "CHA-004", None),
    ("an absurd weight", "", "blocking: 1.5", "blocking: 1e9", "CHA-004", None),
    ("a floor over 100", "", "    floor: 50", "    floor: 150", "CHA-004", None),
    ("an empty list of values", "EXP-03", "in: [administrative, research]", "in: []", "CHA-004", None),
    ("two tests of one fact", "EQU-05", "online_interface, is: true}", "online_interface, is: true, ge: 1}",
     "CHA-004", None),
    ("a text where a group stands", "EQU-05", "    expected: {", "    expected: full #{", "CHA-004", None),
    ("a weight that is no number", "", "blocking: 1.5", "blocking: .nan", "DOS-011", None),
    ("a key given twice", "USR-07", "    basis: guideline\n", "    basis: legal\n    basis: guideline\n", "DOS-006",
     "\n    basis: guideline"),
    ("a bracket left open", "USR-07", "{at: /n, value: 30, origin: editorial}", "{at: /n, value: 30", "DOS-001", ""),
    ("no English title", "USR-07", ", en: User experience measured}", "}", "CHA-010", "    title: {fr"),
    ("French for English", "USR-07", "en: User experience measured", "en: Expérience des usagers mesurée", "CHA-011",
     None),
    ("a text still to write", "USR-07", "fr: Expérience des usagers mesurée", "fr: À compléter", "CHA-012", None),
    ("a blank text", "USR-07", "fr: Expérience des usagers mesurée", "fr: ' '", "CHA-012", None),
    ("a straight apostrophe", "USR-07", "fr: Expérience des usagers", "fr: L'expérience des usagers", "CHA-013",
     None),
    ("a plain space before a colon", "USR-07", "fr: Expérience des usagers mesurée", "fr: 'Usagers : avis mesuré'",
     "CHA-013", None),
    ("an id of another criterion", "ETH-15", "  - id: ETH-15", "  - id: ETH-08", "CHA-020", None),
    ("a commitment declared twice", "", "id: explainability", "id: ethics", "CHA-020",
     "  - id: ethics\n    prefix: EXP"),
    ("the prefix of another commitment", "EQU-05", "  - id: EQU-05", "  - id: ENV-05", "CHA-021", None),
    ("a rule with a commitment's prefix", "X-12", "  - id: X-12", "  - id: ENV-12", "CHA-021", None),
    ("a retired id", "", "tests_as_of:", "retired: [USR-07]\ntests_as_of:", "CHA-022", "  - id: USR-07"),
    ("a commitment of no one", "USR-07", "commitment: users", "commitment: usres", "CHA-023", None),
    ("a commitment left without criteria", "USR-07", "commitment: users", "commitment: equity", "CHA-024",
     "  - id: users"),
    ("a reference that does not exist", "EQU-05", "{ref: rgaa,", "{ref: rgga,", "CHA-030", None),
    ("a reference that nothing uses", "", "references:\n",
     "references:\n  old:\n    {title: A, url: 'https://a.fr', seen: memory}\n", "CHA-031", "  old:"),
    ("a fact that nobody is asked", "ETH-08", WORD, WORD.replace("personal", "personnal"), "CHA-040", None),
    ("a value that a fact cannot have", "EXP-03", "in: [administrative, research]", "in: [administratif, research]",
     "CHA-041", None),
    ("true as a word", "ETH-08", WORD, WORD.replace("true", "'true'"), "CHA-041", None),
    ("a wait for undetermined", "EXP-03", "in: [administrative, research]", "in: [undetermined, research]",
     "CHA-041", None),
    ("a day that does not exist", "", "tests_as_of: 2026-11-23", "tests_as_of: 2026-02-30", "CHA-041", None),
    ("a day in words", "", "tests_as_of: 2026-11-23", "tests_as_of: demain", "CHA-004", None),
    ("no day for the tests", "", "tests_as_of: 2026-11-23\n", "", "CHA-002", ""),
    ("a comparison on a text", "ETH-08", WORD, "{fact: /system/hosting/provider, ge: 3}", "CHA-042", None),
    ("a condition that contradicts itself", "ETH-08", WORD,
     "{all: [" + WORD + ", " + WORD.replace("true", "false") + "]}", "CHA-043", None),
    ("dates out of order", "ETH-08", WORD, "{all: [{as_of: {from: 2028-01-01}}, {as_of: {before: 2027-01-01}}]}",
     "CHA-043", None),
    ("a number out of order", "ETH-08", WORD,
     "{all: [{fact: /system/hosting/pue, gt: 2}, {fact: /system/hosting/pue, lt: 1}]}", "CHA-043", None),
    ("a condition that is always true", "ETH-08", WORD, "{fact: /system/uses_personal_data, in: [true, false]}",
     "CHA-043", None),
    ("a case that never happens", "ETH-08", "decision_domain, is: care}\n        schema",
     "decision_domain, is: care}\n            - {fact: /project/phase, is: idea}\n        schema", "CHA-043",
     "      - when:"),
    ("levels without a last word", "ETH-15", "      - {is: blocking}", "      - {when: " + WORD + ", is: blocking}",
     "CHA-044", None),
    ("a branch after the last word", "ETH-15", "      - {is: blocking}",
     "      - {is: blocking}\n      - {is: minor}", "CHA-044", "      - {is: blocking}"),
    ("a branch that is never reached", "ETH-15", "{fact: /project/phase, is: prototype}",
     "{fact: /project/phase, is: idea}", "CHA-044", None),
    ("the phase as a condition", "ETH-08", WORD, "{fact: /project/phase, is: pilot}", "CHA-045", None),
    ("a condition too long to try", "ETH-08", WORD, LONG, "CHA-046", "  - id: ETH-08"),
    ("too many conditions", "ETH-08", WORD, "{any: [" + ", ".join([LONG] * 9) + "]}", "CHA-005", ""),
    ("a block that no dossier has", "USR-07", "at: /users/experience", "at: /users/experiences", "CHA-050", None),
    ("a member that no dossier has", "USR-07", "instrument: {minLength: 1}", "instruments: {minLength: 1}",
     "CHA-050", None),
    ("an operand that no dossier has", "USR-07", "ascending: [score, scale_max]", "ascending: [score, scale_maxi]",
     "CHA-050", None),
    ("a proof that no dossier has", "ETH-08", "    proof: required", "    proof_at: [proof]\n    proof: required",
     "CHA-050", "    proof_at"),
    ("a keyword misspelt", "USR-07", "instrument: {minLength: 1}", "instrument: {minLenght: 1}", "CHA-051", None),
    ("a remote reference", "USR-07", "    schema:\n", "    schema:\n      $ref: https://example.org/s.json\n",
     "CHA-051", "      $ref"),
    ("a pattern that explodes", "USR-07", "instrument: {minLength: 1}", "instrument: {pattern: '^(a+)+$'}",
     "CHA-052", None),
    ("a pattern that cannot be read", "USR-07", "instrument: {minLength: 1}", "instrument: {pattern: '('}",
     "CHA-052", None),
    ("a member no longer required", "USR-07", "required: [instrument, n, score,", "required: [instrument, score,",
     "CHA-053", "        n: {minimum: 30}"),
    ("a premise no longer required", "ENV-06", "required: [trigger]", "required: [max_per_year]", "CHA-053",
     "        - if"),
    ("a denial of what may be missing", "USR-07", "ascending: [score, scale_max]",
     "not: {properties: {proofs: {maxItems: 0}}}", "CHA-053", None),
    ("a requirement of nothing", "USR-07",
     "      ascending: [score, scale_max]\n      age: {of: date, months: 12}\n    partial:",
     "      ascending: [score, scale_max]\n      age: {of: date, months: 12}\n    partial: {}\n    x-partial:",
     "CHA-053", "    partial: {}"),
    ("a requirement of an absence", "USR-07", "ascending: [score, scale_max]", "not: {required: [proofs]}",
     "CHA-054", None),
    ("a value that the field cannot have", "ETH-08", "status: {enum: [validated,", "status: {enum: [valdated,",
     "CHA-055", None),
    ("more than the field can hold", "EXP-04", "understanding_pct: {minimum: 70}",
     "understanding_pct: {minimum: 170}", "CHA-055", None),
    ("a length of a number", "USR-07", "n: {minimum: 30}", "n: {minLength: 30}", "CHA-055", None),
    ("the age of a number", "USR-07", "age: {of: date, months: 12}", "age: {of: n, months: 12}", "CHA-055", None),
    ("a date before a number", "USR-07", "ascending: [score, scale_max]", "ascending: [date, scale_max]", "CHA-055",
     None),
    ("partial credit dearer than full", "USR-07", "n: {minimum: 10}", "n: {minimum: 100}", "CHA-056", "    partial:"),
    ("a proof that is no list of proofs", "ETH-08", "    proof: required",
     "    proof_at: [status]\n    proof: required", "CHA-057", "    proof_at"),
    ("a blocking criterion waved aside", "ETH-08", "    proof: required",
     "    not_applicable: allowed\n    proof: required", "CHA-058", "    not_applicable"),
    ("an expectation that weakens", "ETH-08", "pilot: full, deployed: full", "pilot: full, deployed: plan",
     "CHA-059", None),
    ("a requirement lowered alone", "USR-07", "n: {minimum: 30}", "n: {minimum: 20}", "CHA-060",
     "      - {at: /n, value: 30"),
    ("a threshold's note lowered alone", "USR-07", "{at: /n, value: 30,", "{at: /n, value: 20,", "CHA-060", None),
    ("an age stretched alone", "USR-07", "age: {of: date, months: 12}", "age: {of: date, months: 120}", "CHA-060",
     "      - {at: /date, value: 12,"),
    ("a source no longer named", "ETH-08", "origin: sourced, ref: cnil-aipd}", "origin: sourced}", "CHA-061", None),
    ("a threshold passed over in silence", "USR-07", "      - {at: /n, value: 30, origin: editorial}\n", "", "CHA-062",
     "        n: {minimum: 30}"),
    ("an age that nobody answers for", "USR-07", "      - {at: /date, value: 24, origin: editorial}\n", "", "CHA-062",
     "      age: {of: date, months: 24}"),
    ("weights swapped", "", "{blocking: 1.5, major: 1.25, minor: 1}", "{blocking: 1, major: 1.25, minor: 1.5}",
     "CHA-070", None),
    ("no test of an unknown fact", "USR-07", "outcome: undetermined", "outcome: missing", "CHA-080", "    tests:"),
    ("no test that is met", "USR-07", "outcome: met\n", "outcome: partial\n", "CHA-080", "    tests:"),
    ("two tests of one name", "USR-07", "- name: neither care nor patients", "- name: nothing said", "CHA-081",
     "- name: nothing said\n        dossier: {project: {phase: deployed}, system: {patient_facing: false"),
    ("a condition on a day that there is not", "ETH-08", WORD, "{as_of: {from: 2028-02-30}}", "CHA-041", None),
    ("a date compared with a number", "ETH-08", WORD, "{fact: /system/hosting/hds_certificate/expires, ge: 3}",
     "CHA-041", None),
    ("a number compared with a date", "ETH-08", WORD, "{fact: /system/hosting/pue, ge: 2027-01-01}", "CHA-041", None),
    ("a number that is a word", "ETH-08", WORD, "{fact: /system/hosting/pue, is: high}", "CHA-041", None),
    ("a date that is a word", "ETH-08", WORD, "{fact: /system/hosting/hds_certificate/expires, is: soon}", "CHA-041",
     None),
    ("a text that is a number", "ETH-08", WORD, "{fact: /system/hosting/provider, is: 3}", "CHA-041", None),
    ("a criterion that nobody is asked", "ETH-08", "prototype: plan, pilot: full, deployed: full",
     "prototype: none, pilot: none, deployed: none", "CHA-059", None),
    ("a test on a day that there is not", "USR-07", "      - name: nothing said\n",
     "      - name: nothing said\n        as_of: 2026-02-30\n", "CHA-041", "        as_of:"),
    ("an id of another form", "EQU-05", "  - id: EQU-05", "  - id: equ 5", "CHA-004", None),
    ("a rule that never warns", "X-12", """        warns: true
      - name: the factor of another country
        dossier: {system: {hosting: {country: FR}}, environment: {training: {grid_gco2e_per_kwh: 380}}}
        warns: true""", """        warns: false
      - name: the factor of another country
        dossier: {system: {hosting: {country: FR}}, environment: {training: {grid_gco2e_per_kwh: 380}}}
        warns: false""", "CHA-080", "    tests:"),
    ("partial credit for everything", "USR-07", "n: {minimum: 10}", "n: {minimum: 30}", "CHA-060",
     "      - {at: /n, value: 10"),
    ("a number that is a list", "USR-07", "n: {minimum: 30}", "n: {type: array}", "CHA-055", None),
    ("a most below the schema's least", "X-12", "grid_gco2e_per_kwh: {minimum: 10, maximum: 150}",
     "grid_gco2e_per_kwh: {maximum: -1}", "CHA-055", None),
    ("a list longer than it can be", "ETH-08", "criteria: {maxItems: 1}", "criteria: {minItems: 40}", "CHA-055", None),
    ("a threshold nowhere", "USR-07", "{at: /n, value: 30,", "{at: /n/m, value: 30,", "CHA-050", None),
    ("a premise that chooses", "ETH-08", "- if: {required: [status], properties: {status: {const: validated}}}",
     "- if: {anyOf: [{properties: {residual_risk: {const: high}}}, {ascending: [dpo_date, '@as_of']}]}", "CHA-053", None),
    ("a premise that denies", "ETH-08", "- if: {required: [status], properties: {status: {const: validated}}}",
     "- if: {not: {properties: {residual_risk: {const: high}}}}", "CHA-053", None),
    ("a member of a row that nobody asks for", "ETH-08", "criteria: {maxItems: 1}",
     "criteria: {items: {properties: {n: {minimum: 1}}}}", "CHA-053", None),
    ("a day of a condition in words", "ETH-08", WORD, "{as_of: {from: demain}}", "CHA-004", None),
    ("a level of two, one waved aside", "USR-07", "    level: minor",
     "    level: [{is: blocking, when: {fact: /system/patient_facing, is: true}}, {is: minor}]", "CHA-058",
     "    not_applicable"),
    ("a partial credit that is the whole", "USR-07", """      required: [instrument, n, date]
      properties:
        instrument: {minLength: 1}
        n: {minimum: 10}
      age: {of: date, months: 24}
""", """      required: [instrument, n, score, scale_max, date]
      properties:
        instrument: {minLength: 1}
        n: {minimum: 30}
      ascending: [score, scale_max]
      age: {of: date, months: 12}
""", "CHA-056", "    partial:"),
]
# fmt: on
# fmt: off
UNTRUE = [
    # what is done, the criterion, what is replaced, by what, and the test of the charter that no longer comes true
    ("a condition inverted", "EQU-05", "online_interface, is: true}", "online_interface, is: false}",
     "no online interface"),
    ("a case inverted", "ETH-08", "decision_domain, is: care}\n        schema",
     "decision_domain, is: research}\n        schema", "health data in care are never exempt, whatever is ticked"),
    ("a value let in", "ETH-08", "dpo_opinion: {enum: [favourable,",
     "dpo_opinion: {enum: [unfavourable, favourable,", "an unfavourable opinion of the DPO"),
    ("a date no longer compared", "ETH-08", "              - ascending: [date, /project/dates/first_real_data]\n",
     "", "validated after the first real data"),
    ("an expectation brought forward", "USR-07", "prototype: none, pilot: plan", "prototype: full, pilot: full",
     "not asked of a prototype"),
    ("a level lowered", "USR-07", "    level: minor", "    level: major", "a recent survey with enough answers"),
    ("a test that expects otherwise", "USR-07", "        outcome: unmet", "        outcome: missing", "five answers"),
    ("a range widened", "X-12", "minimum: 10, maximum: 150", "minimum: 0, maximum: 150", "kilograms for grams"),
]
# fmt: on


@pytest.mark.parametrize("name", packaged())
def test_packaged_charters_are_clean(name):
    """A packaged charter has no flaw at all, not even a minor one."""
    assert [(p.code, p.pointer) for p in lint(linted_text(name), form_errors, dossier_fields())] == []


def test_the_small_charter_is_clean():
    """What is spoilt below is sound before: its findings are those of the change."""
    assert found_in(small())[0] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "mark"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT]
)
def test_each_spoilt_charter_is_told_at_its_line(name, old, new, code, mark):
    """Lint finds each change, under its code, on the line where a reader mends it, in both languages."""
    text, start = spoilt(name, old, new)
    found, cards = found_in(text)
    assert code in {told for told, _ in found}
    if mark != "":
        at = 0 if mark and mark.startswith("  - id: ") else start
        assert (code, line_of(text, at, mark or new)) in found
    for finding in (finding for card in cards for finding in card.findings):
        assert finding.message
        assert finding.remedy
        assert "{" not in finding.message.replace("{…}", "").replace("{required: …}", "")


@pytest.mark.parametrize(("name", "old", "new", "test"), [row[1:] for row in UNTRUE], ids=[row[0] for row in UNTRUE])
def test_each_untrue_charter_is_told_by_its_own_tests(name, old, new, test):
    """What has the right form and says something else is found by the tests that the charter carries, at their line."""
    text, start = spoilt(name, old, new)
    document = read(text)
    runs = run_tests(build(document.data, "", "fr"), document.data, dossier_shape())
    lines = {run.name: document.spans[run.pointer].line for run in runs if run.surprises}
    assert lines[test] == line_of(text, start, f"- name: {test}\n")


def test_a_count_is_of_few():
    """A list of the same items at most is not asked twice over what may be in it, and a `contains` may be the most of them."""
    found, _ = found_in(
        spoilt("ETH-08", "criteria: {maxItems: 1}", "criteria: {maxContains: 1, contains: {const: scoring}}")[0]
    )
    assert found == []


def test_what_is_obsolete_needs_no_test():
    """A criterion that no charter asks any more may lose its tests."""
    text, start = spoilt("USR-07", "    level: minor\n", "    level: minor\n    status: obsolete\n")
    begin = text.index("    tests:\n", start)
    end = text.find("\n  - id: ", begin)
    rules = text.find("\nrules:", begin)
    end = min(place for place in (end, rules, len(text)) if place > 0)
    assert "CHA-080" not in {code for code, _ in found_in(f"{text[:begin]}    tests: []{text[end:]}")[0]}


def test_every_code_is_reached():
    """Each code but that of size has a charter above that earns it."""
    assert {row[4] for row in SPOILT} >= set(CODES) - {"CHA-005"}


def test_a_mistake_has_one_message():
    """A slip of one word gives one finding, not a storm of them."""
    once = ["a level that there is not", "a fact that nobody is asked", "a keyword misspelt", "no English title",
            "a block that no dossier has",
            "a day in words", "no day for the tests",
            "an absurd weight", "a weight that is no number", "a key given twice", "a text where a group stands"]  # fmt: skip
    for row in SPOILT:
        if row[0] in once:
            assert len(found_in(spoilt(*row[1:4])[0])[0]) == 1, row[0]


def test_every_code_is_documented_and_said():
    """Every code has a line in the document and sentences in both languages, with the same values."""
    document = (ROOT / "docs" / "charter-lint.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| (CHA-\d{3}) \| (\w+) \| \S", document))
    assert rows == {code: str(level) for code, level in CODES.items()}
    french, english = (
        {key: text for key, text in language(code).messages.items() if key.startswith("CHA-")} for code in ("fr", "en")
    )
    assert {key.split(".")[0] for key in french} == set(CODES)
    assert {key: fields(text) for key, text in french.items()} == {key: fields(text) for key, text in english.items()}
    for code in CODES:
        assert f"{code}.title" in french
    for key in french:
        if key.endswith(".message"):
            assert key.replace(".message", ".remedy") in french


def fields(text):
    """Give the values that a sentence cites."""
    return sorted(set(re.findall(r"(?<!\{)\{(\w+)\}", text)))


def test_every_pattern_of_the_format_is_put_in_words():
    """No reader is shown the regular expression of an id, a date or a pointer."""
    patterns = re.findall(
        r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps([schema("charter.schema.json"), schema("vocabulary.schema.json")])
    )
    assert {json.loads(f'"{pattern}"') for pattern in patterns} <= set(FORMS)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"^[a-z0-9-]+$", ""),
        (r"^\d{4}-\d{2}-\d{2}$", ""),
        (r"EV-\d+", ""),
        (r"^v?\d+\.\d+(?:rc\d)?$", ""),
        (r"^(?:pdf|png|csv)$", ""),
        (r"^\w+\s\w+$", ""),
        (r"^(a+)+$", "nested"),
        (r"^(\d+\.)+\d$", "nested"),
        (r"^(a|ab)*$", "nested"),
        (r"^\s*\s*$", "overlap"),
        (r"^.*x.*y", "overlap"),
        (r"^a?a?a?a?aaaa$", "overlap"),
        (r"(?i)^a*A*$", "overlap"),
        ("^" + "(?:a|a.)" * 20 + "$", "overlap"),
        (r"\s+$", "start"),
        (r"a.*b", "start"),
        (r"^(?=a)b", "looks"),
        (r"^(a)\1$", "looks"),
        ("(", "invalid"),
        ("[[a]", "invalid"),
        ("a" * 513, "long"),
    ],
)
def test_patterns_that_could_search_for_ever_are_refused(pattern, reason):
    """A quantifier in another, two that overlap, a search from everywhere: refused; what people write is not."""
    assert unsafe(pattern) == reason


def test_any_text_is_answered():
    """Whatever is in the file, lint answers: no exception, a verdict, at least one finding."""
    odd = "charter: 1\ncriteria: [1, [2], {id: 3, when: 4, level: [1], cases: [1], schema: [], tests: [1], at: 4}]\n"
    more = "rules: [{tests: {a: 1}}]\ncommitments: [1, {id: 2}]\nretired: {a: b}\ntitle: 1\n"
    blocks = "charter: 1\ncriteria: {a: 1}\nweights: [2]\nreferences: 3\n"
    texts = ["", "[]", "x", "\x00", "charter:", "charter: {}", blocks, odd + more]
    for text in texts:
        found, cards = found_in(text)
        assert found or cards[0].verdict is Verdict.UNREADABLE, text
        assert cards[0].gaps, text


def test_any_member_may_be_of_any_type():
    """Each value of a sound charter in turn made a list, a group, a number, nothing: lint still answers."""
    data = read(small(("EXP-03", "X-12"))).data
    wrong = ([], {}, 7, "x", None, [{}], True)
    for index, path in enumerate(list(places(data))):
        holder, last = holder_of(data, path)
        kept, holder[last] = holder[last], wrong[index % len(wrong)]
        lint(Dossier(path="c.yaml", data=data), form_errors, dossier_fields())
        holder[last] = kept


def places(value, path=()):
    """Give the places of a charter, but for its documents, what its texts say and what its tests judge."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        if key not in {"dossier", "references", "title", "asks", "why", "remedy"}:
            yield from places(item, (*path, key))


def holder_of(data, path):
    """Give what holds a place, and its last step."""
    for key in path[:-1]:
        data = data[key]
    return data, path[-1]


def test_thousands_of_criteria_are_refused_at_once():
    """Past a thousand criteria nothing else is looked at; a thousand flaws are told in part."""
    many = "charter: 1\ncriteria:\n" + "  - {id: ETH-01}\n" * 1_200
    assert [code for code, _ in found_in(many)[0]] == ["CHA-005"]
    found, _ = found_in("charter: 1\ncriteria:\n" + "  - {id: A, zork: 2}\n" * 900)
    assert len(found) <= MOST_FLAWS + 10


def test_the_page_is_short_and_names_each_place():
    """A reviewer sees the file, how many flaws of each level, and each at file:line:column; no empty table."""
    _, cards = found_in(spoilt("USR-07", "at: /users/experience", "at: /users/experiences")[0])
    run = Run(language=language("en"), version="0", as_of=AS_OF)
    page = render("full", cards[1:], run)
    assert re.search(r"CHA-050 \[blocking\] charte\.yaml:\d+:5 ", page)
    assert "`" not in page.split("CHA-050")[0]
    assert "0%" not in page
    assert "guichet explain CHA-050" in page.replace("\u00a0", " ")
    assert language("en").say("charter.lint.clean") in render("full", found_in(small())[1][1:], run)
    assert cards[0].findings[0].level is Level.BLOCKING


def call(*arguments, folder):
    """Run the command in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "guichet_cli", "--lang", "en", "charter", "lint", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
    )


def test_exit_codes_and_formats(tmp_path):
    """0 below the gate, 1 at it, 2 for a missing file; JSON keeps its schema; `check --charter` of the same file is 2."""
    from jsonschema import Draft202012Validator

    (tmp_path / "good.yaml").write_text(small(), encoding="utf-8")
    minor, _ = spoilt("USR-07", "fr: Expérience des usagers", "fr: L'expérience des usagers")
    (tmp_path / "minor.yaml").write_text(minor, encoding="utf-8")
    bad, _ = spoilt("USR-07", "instrument: {minLength: 1}", "instrument: {pattern: '^(a+)+$'}")
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    assert call("minor.yaml", folder=tmp_path).returncode == 0
    assert call("good.yaml", "minor.yaml", "--fail-on", "minor", folder=tmp_path).returncode == 1
    assert call("nowhere.yaml", folder=tmp_path).returncode == 2
    ended = call("bad.yaml", "--format", "json", "--output", "out.json", folder=tmp_path)
    document = json.loads((tmp_path / "out.json").read_bytes())
    assert (ended.returncode, ended.stdout) == (1, b"")
    Draft202012Validator(schema("scorecard.schema.json")).validate(document)
    assert document["dossiers"][0]["findings"][0]["criterion"] == "CHA-052"
    (tmp_path / "dossier.yaml").write_text("dossier: 1\n", encoding="utf-8")
    judged = subprocess.run(
        [sys.executable, "-m", "guichet_cli", "--lang", "en", "check", "--charter", "bad.yaml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert judged.returncode == 2
    assert b"bad.yaml:" in judged.stderr
