"""Mistakes of form: one mistake, one message, at its line, in both languages."""

from __future__ import annotations

import pytest
from building import AS_OF, grand_est, subschemas

from guichet_cli.core.json_schema import KEYWORDS
from guichet_cli.core.validate import CODES, FORMS, bounded, validate
from guichet_cli.load.data import LANGUAGES, language, schema
from guichet_cli.load.dossier import load_dossier_bytes
from guichet_cli.load.shape import BLOCKS, dossier_shape

LONG = "x" * 20_001
HEAD = "dossier: 1\n"
MISTAKES = {
    "oui for a boolean": (HEAD + "system: {generative: oui}", "DOS-021.boolean_word", "/system/generative", "`true`"),
    "a number for a boolean": (HEAD + "system: {generative: 1}", "DOS-021.boolean", "/system/generative", "`true`"),
    "a decimal comma": (
        HEAD + "environment: {training: {energy_kwh: '0,92'}}",
        "DOS-021.decimal_comma",
        "/environment/training/energy_kwh",
        "`0.92`",
    ),
    "thousands in French": (
        HEAD + "environment: {training: {energy_kwh: 12 500,5}}".replace("12 500,5", '"12 500,5"'),
        "DOS-021.decimal_comma",
        "/environment/training/energy_kwh",
        "`12500.5`",
    ),
    "a number with its unit": (
        HEAD + "environment: {training: {energy_kwh: 46 kWh}}",
        "DOS-021.number",
        "/environment/training/energy_kwh",
        "46 kWh",
    ),
    "a fraction where a whole number is asked": (
        HEAD + "ethics: {validation: {local: {n: 12.5}}}",
        "DOS-021.integer",
        "/ethics/validation/local/n",
        "12",
    ),
    "a version that is read as a number": (
        HEAD + "ethics: {model: {version: 1.10}}",
        "DOS-021.quoted",
        "/ethics/model/version",
        "",
    ),
    "a boolean where a text is asked": (HEAD + "project: {title: true}", "DOS-021.quoted", "/project/title", ""),
    "a block where a text is asked": (
        HEAD + "project:\n  title:\n    fr: Titre",
        "DOS-021.string_nested",
        "/project/title",
        {"fr": "contient un bloc de champs,", "en": "holds a block of fields,"},
    ),
    "a list where a boolean is asked": (
        HEAD + "system: {generative: [oui]}",
        "DOS-021.boolean_nested",
        "/system/generative",
        {"fr": "contient une liste,", "en": "holds a list,"},
    ),
    "a text where a block is asked": (HEAD + "project: RETIN-IA", "DOS-021.object", "/project", "RETIN-IA"),
    "a list where a block is asked": (HEAD + "project: [a]", "DOS-021.object_nested", "/project", ""),
    "a text where a list is asked": (
        HEAD + "ethics: {dpia: {proofs: EV-003}}",
        "DOS-021.array",
        "/ethics/dpia/proofs",
        "EV-003",
    ),
    "a date as in France": (
        HEAD + "project: {dates: {go_live: 23/11/2026}}",
        "DOS-024.french_date",
        "/project/dates/go_live",
        "`2026-11-23`",
    ),
    "a short date as in France": (
        HEAD + "project: {dates: {go_live: 3.1.2027}}",
        "DOS-024.french_date",
        "/project/dates/go_live",
        "`2027-01-03`",
    ),
    "a day that does not exist": (
        HEAD + "project: {dates: {go_live: 2026-02-30}}",
        "DOS-024.date",
        "/project/dates/go_live",
        "2026-02-30",
    ),
    "a French day that does not exist": (
        HEAD + "project: {dates: {go_live: 30/02/2026}}",
        "DOS-024.date",
        "/project/dates/go_live",
        "30/02/2026",
    ),
    "an address without https": (
        HEAD + "users: {transparency: {public_url: exemple.fr}}",
        "DOS-024.uri",
        "/users/transparency/public_url",
        "https://",
    ),
    "a digest cut short": (HEAD + "evidence: [{sha256: 0f3a}]", "DOS-024.pattern.sha256", "/evidence/0/sha256", "64"),
    "a country in words": (
        HEAD + "system: {hosting: {country: France}}",
        "DOS-024.pattern.country",
        "/system/hosting/country",
        "`FR`",
    ),
    "an expiry as in France": (
        HEAD + "evidence: [{valid_until: 04/11/2027}]",
        "DOS-024.pattern.date_or_none",
        "/evidence/0/valid_until",
        "`none`",
    ),
    "an unknown key near a known one": (
        HEAD + "project: {phaze: pilot}",
        "DOS-020.near",
        "/project/phaze",
        "phase",
    ),
    "an unknown key near none": (HEAD + "zygomatique: 1", "DOS-020", "/zygomatique", "zygomatique"),
    "an unknown key with nothing after it": (HEAD + "project: {phaze: }", "DOS-020.near", "/project/phaze", "phase"),
    "a word near one of a list": (HEAD + "project: {phase: pilote}", "DOS-022.near", "/project/phase", "pilot"),
    "a word near none of a list": (HEAD + "project: {phase: zzz}", "DOS-022", "/project/phase", "zzz"),
    "a number under its least": (
        HEAD + "system: {hosting: {pue: 0.9}}",
        "DOS-023.minimum",
        "/system/hosting/pue",
        "1",
    ),
    "a number over its most": (
        HEAD + "users: {rights: {refusal_rate_pct: 110}}",
        "DOS-023.maximum",
        "/users/rights/refusal_rate_pct",
        "100",
    ),
    "zero where more is asked": (
        HEAD + "users: {experience: {scale_max: 0}}",
        "DOS-023.exclusiveMinimum",
        "/users/experience/scale_max",
        "0",
    ),
    "a text that is too long": (HEAD + f"project: {{title: {LONG}}}", "DOS-025.maxLength", "/project/title", "20"),
    "a list that is too long": (
        HEAD + "evidence:\n" + "- {note: a}\n" * 501,
        "DOS-025.maxItems",
        "/evidence",
        "501",
    ),
    "the same id twice in a list": (
        HEAD + "ethics: {dpia: {proofs: [EV-1, EV-2, EV-1]}}",
        "DOS-025.uniqueItems",
        "/ethics/dpia/proofs/2",
        "",
    ),
    "an empty item of a list": (HEAD + "project:\n  sites:\n  - Nancy\n  -\n", "DOS-027", "/project/sites/1", ""),
    "two documents with one id": (HEAD + "evidence: [{id: A}, {id: A}]", "DOS-029", "/evidence/1/id", "A"),
    "a version to come": ("dossier: 2", "DOS-026", "/dossier", "2"),
    "a version in words": ("dossier: un", "DOS-021.integer", "/dossier", "un"),
    "no version": ("project: {phase: pilot}", "DOS-026.required", "/dossier", "`dossier: 1`"),
    "no version, left blank": ("dossier:\nproject: {phase: pilot}", "DOS-026.required", "/dossier", "`dossier: 1`"),
    "an empty file": ("", "DOS-026.required", "/dossier", "`dossier: 1`"),
    "a mistake deep in a list": (
        HEAD + "equity: {subgroups: [{attribute: sex}, {attribute: sexe}]}",
        "DOS-022.near",
        "/equity/subgroups/1/attribute",
        "sex",
    ),
}


def named(problem):
    """Give a problem as `CODE.variant`."""
    return f"{problem.code}.{problem.variant}" if problem.variant else problem.code


@pytest.mark.parametrize(("text", "code", "pointer", "cited"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_one_message(text, code, pointer, cited):
    """A mistake is told once, at its place, with what to write, in each language; its value is read as absent."""
    dossier = load_dossier_bytes(text.encode())
    assert dossier.problems == ()
    data, problems = validate(dossier.data, dossier_shape())
    assert [(named(problem), problem.pointer) for problem in problems] == [(code, pointer)]
    for lang in LANGUAGES:
        card = grand_est(lang)(dossier, AS_OF)
        [told] = [each for each in card.findings if each.criterion.startswith("DOS")]
        assert (told.criterion, told.location.pointer) == (code.partition(".")[0], pointer)
        assert (str(told.level), told.gap) == ("major" if told.criterion == "DOS-020" else "blocking", True)
        said = f"{told.message} {told.remedy}"
        assert (cited[lang] if isinstance(cited, dict) else cited) in said.replace("\u202f", " ")
        assert "{" not in said
        assert told.title
        assert told.remedy
        assert len(said) < 800
    again, left = validate(data, dossier_shape())
    assert [problem.code for problem in left if problem.code not in {"DOS-026", "DOS-027", "DOS-029"}] == []
    assert again == data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_mistakes_in_the_order_of_lines(lang):
    """Each of several mistakes is told at its own line, from the top of the file to the bottom."""
    text = "dossier: 1\nsystem: {generative: non}\nproject:\n  phase: pilote\n  phaze: pilot\nequity: [a]\n"
    card = grand_est(lang)(load_dossier_bytes(text.encode()), AS_OF)
    told = [(each.criterion, each.location.span.line) for each in card.findings if each.criterion.startswith("DOS")]
    assert told == [("DOS-021", 2), ("DOS-022", 4), ("DOS-020", 5), ("DOS-021", 6)]


def test_missing_field_is_located_at_its_nearest_parent():
    """What is not there is shown at the nearest place that is."""
    card = grand_est("fr")(load_dossier_bytes(b"project: {phase: pilot}\n"), AS_OF)
    told = next(each for each in card.findings if each.criterion == "DOS-026")
    assert (told.location.pointer, told.location.span.line) == ("/dossier", 1)


@pytest.mark.parametrize("text", ["", "# a comment\n", "---\n", "{}\n", "null\n"])
def test_empty_file_is_an_empty_dossier(text):
    """An empty file is a dossier that says nothing: coverage 0, incomplete, never unreadable."""
    card = grand_est("fr")(load_dossier_bytes(text.encode()), AS_OF)
    assert str(card.verdict) == "incomplete"
    assert {rates.coverage for rates in card.rates} == {0}


def test_judged_data_is_left_alone():
    """Validation takes wrong values out of a copy: the dossier that was read stays as it was."""
    data = {"dossier": 1, "project": {"phase": "zzz", "title": None}, "evidence": [{"id": 3}, None]}
    before = repr(data)
    cleaned, _ = validate(data, dossier_shape())
    assert repr(data) == before
    assert cleaned == {"dossier": 1, "project": {}, "evidence": [{}, None]}


def test_a_wrong_item_leaves_the_others_in_place():
    """A list item of the wrong form becomes null: the items after it keep their numbers."""
    data = {"dossier": 1, "equity": {"subgroups": ["text", {"attribute": "sex"}]}}
    cleaned, problems = validate(data, dossier_shape())
    assert [(named(problem), problem.pointer) for problem in problems] == [("DOS-021.object", "/equity/subgroups/0")]
    assert cleaned["equity"]["subgroups"] == [None, {"attribute": "sex"}]


def test_every_keyword_of_the_shape_has_a_code():
    """Each keyword by which the dossier's schemas can refuse a value has its `DOS-` code."""
    structure = {"properties", "items", "$ref", "type"}
    used = set()
    for name in ("dossier", *BLOCKS):
        root = schema(f"{name}.schema.json")
        for each in (root, *root.get("$defs", {}).values()):
            used |= {keyword for _, sub in subschemas(each) for keyword in sub if keyword in KEYWORDS}
    assert used - structure - CODES.keys() == set()


def test_every_form_is_told():
    """What to write is told of each pattern of the dossier's schemas: nobody is sent to read a regular expression."""
    found = set()
    for name in ("dossier", *BLOCKS):
        document = schema(f"{name}.schema.json")
        for each in (document, *document.get("$defs", {}).values()):
            found |= {sub["pattern"] for _, sub in subschemas(each) if "pattern" in sub}
    assert found == set(FORMS)
    for lang in LANGUAGES:
        assert {f"DOS-024.pattern.{form}.remedy" for form in FORMS.values()} <= language(lang).messages.keys()


def test_mistakes_are_counted_beyond_a_limit():
    """Two hundred mistakes are told one by one; the others are counted in one line, and all are read as absent."""
    data, problems = validate({"dossier": 1, "project": {f"cle{n}": n for n in range(1000)}}, dossier_shape())
    told = bounded(problems)
    assert [problem.code for problem in told] == ["DOS-020"] * 200 + ["DOS-030"]
    assert told[-1].params["n"] == 800
    assert data["project"] == {}
