"""What the JSON Schemas of a dossier say, and that a real project fits in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).parent.parent / "schemas"
COMMITMENTS = ("ethics", "explainability", "equity", "environment", "users")
NAMES = ("dossier", *COMMITMENTS)
SCHEMAS = {name: json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")) for name in NAMES}
KEYWORDS = {
    *("$schema", "$id", "$ref", "$defs", "$comment", "examples", "x-title", "x-description", "x-enum", "x-unit"),
    *("type", "enum", "const", "properties", "required", "additionalProperties", "format", "pattern"),
    *("items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength"),
    *("minimum", "maximum", "exclusiveMinimum"),
}
BLOCKS = (
    *("dossier", "charter", "project", "system"),
    *COMMITMENTS,
    *("evidence", "not_applicable", "plans", "extensions"),
)
FACTS = (
    *("project/phase", "project/desk", "project/lead/public_service", "project/lead/health_facility"),
    *("project/dates/first_real_data", "project/dates/pilot_start", "project/dates/go_live"),
    *("system/decision_domain", "system/decision_role", "system/origin", "system/patient_facing"),
    *("system/acts_on_individuals", "system/generative", "system/uses_personal_data", "system/uses_health_data"),
    *("system/reuses_care_data", "system/trains_or_finetunes", "system/online_interface"),
    *("system/has_user_interface", "system/administrative_decision", "system/app_kind"),
    *("system/medical_device/status", "system/medical_device/class", "system/medical_device/route"),
    *("system/ai_act/role", "system/ai_act/category", "system/ai_act/placed_on_market"),
    *("system/ai_act/emergency_triage", "system/hosting/mode", "system/hosting/country"),
)
UNITS = {
    "l_per_kwh": "L/kWh",
    "_kwh": "kWh",
    "wh_per_use": "Wh",
    "gco2e_per_use": "gCO2e",
    "kgco2e": "kgCO2e",
    "grid_gco2e_per_kwh": "gCO2e/kWh",
    "_months": "months",
    "_days": "days",
    "_years": "years",
    "_pct": "%",
    "_eur": "EUR",
    "_gb": "GB",
    "_min": "min",
    "_hours": "h",
}
NOT_FRENCH_TYPOGRAPHY = re.compile(r"'|[ ][:;!?%»]|«(?!\u00a0)|(?<!\u00a0)»|(?<!\u00a0):(?!//)|(?<!\u202f)[;!?%]")
MOST_WORDS = 6

REGISTRY = Registry().with_resources(
    [(f"{name}.schema.json", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
)
DOSSIER = Draft202012Validator(
    SCHEMAS["dossier"], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
)


def subschemas(schema, where):
    """Give every schema inside a schema, itself first, with the place of each."""
    yield where, schema
    for holder in ("properties", "$defs"):
        for key, sub in schema.get(holder, {}).items():
            yield from subschemas(sub, f"{where}/{holder}/{key}")
    if "items" in schema:
        yield from subschemas(schema["items"], f"{where}/items")


def followed(schema, home):
    """Give the schema that a chain of references ends at, and the document it is in."""
    while "$ref" in schema:
        document, _, fragment = schema["$ref"].partition("#")
        home = document or home
        schema = SCHEMAS[home.removesuffix(".schema.json")]
        for token in fragment.split("/")[1:]:
            schema = schema[token]
    return schema, home


def fields(schema, home, pointer=""):
    """Give every place where a dossier may hold a value: its pointer, what its parent says of it, what it must be."""
    schema, home = followed(schema, home)
    rows = schema.get("items", {})
    for key, said in schema.get("properties", {}).items():
        found, _ = followed(said, home)
        yield f"{pointer}/{key}", said, found
        yield from fields(said, home, f"{pointer}/{key}")
    if rows:
        yield from fields(rows, home, f"{pointer}/[]")


ALL = [found for name, schema in SCHEMAS.items() for found in subschemas(schema, name)]
FIELDS = {
    pointer: (said, found) for pointer, said, found in fields(SCHEMAS["dossier"], "dossier.schema.json") if pointer
}


def mistakes(dossier):
    """Give what the schemas refuse in a dossier, as pointer and keyword."""
    return sorted(("/".join(map(str, error.path)), error.validator) for error in DOSSIER.iter_errors(dossier))


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_json_schema_2020_12(name):
    """Every schema declares the 2020-12 dialect, is valid in it, and is identified by its file name."""
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{name}.schema.json"


@pytest.mark.parametrize("name", NAMES)
def test_file_is_written_the_one_way(name):
    """A schema file is UTF-8 with accents as they are, two spaces of indentation, and one final line break."""
    text = (FOLDER / f"{name}.schema.json").read_bytes().decode("utf-8")
    assert text == json.dumps(SCHEMAS[name], ensure_ascii=False, indent=2) + "\n"


def test_references_stay_in_the_folder():
    """Every reference names a place that exists in one of these files."""
    for where, schema in ALL:
        if "$ref" in schema:
            home = f"{where.split('/')[0]}.schema.json"
            assert followed(schema, home)[0], where


def test_keywords_are_those_of_the_engine():
    """No schema uses a keyword outside the subset that the engine compiles."""
    assert {(where, key) for where, schema in ALL for key in schema if key not in KEYWORDS} == set()


def test_root_blocks():
    """A dossier has these blocks, in this order, and no other."""
    assert tuple(SCHEMAS["dossier"]["properties"]) == BLOCKS


def test_only_the_format_number_is_required():
    """The schemas require `dossier` and nothing else: absence is the charter's business."""
    assert {(where, *schema["required"]) for where, schema in ALL if "required" in schema} == {("dossier", "dossier")}
    assert not [where for where, schema in ALL if {"minLength", "minItems"} & set(schema)]


def test_unknown_keys_are_refused_outside_extensions():
    """Every object refuses keys that it does not know, except `extensions`, which accepts any."""
    free = {where for where, s in ALL if s.get("type") == "object" and s.get("additionalProperties") is not False}
    assert free == {"dossier/properties/extensions"}
    assert mistakes({"dossier": 1, "extensions": {"local": {"any": [1, None, "x"]}}}) == []
    assert mistakes({"dossier": 1, "ethics": {"dpia": {"statut": "draft"}}}) == [
        ("ethics/dpia", "additionalProperties")
    ]


def test_values_are_typed_and_bounded():
    """Every field has one type, every text a largest length or a pattern, every list a largest size."""
    for pointer, (_, found) in FIELDS.items():
        assert isinstance(found.get("type"), str), pointer
        if found["type"] == "string":
            assert {"maxLength", "pattern", "enum", "format"} & set(found), pointer
            assert found.get("maxLength", 0) <= 20_000, pointer
        if found["type"] == "array":
            assert found["maxItems"] <= 500, pointer
            assert "items" in found, pointer


def test_field_has_a_title_in_both_languages():
    """Every field has a title of two to six words in French and in English, and the two differ."""
    for pointer, (said, _) in FIELDS.items():
        title = said["x-title"]
        assert set(title) == {"fr", "en"}, pointer
        assert title["fr"] != title["en"], pointer
        assert all(2 <= len(text.split()) <= MOST_WORDS for text in title.values()), (pointer, title)


def test_descriptions_are_sentences_in_both_languages():
    """A description is a sentence in French and in English, and the two differ."""
    for where, schema in ALL:
        if "x-description" in schema:
            said = schema["x-description"]
            assert set(said) == {"fr", "en"}, where
            assert said["fr"] != said["en"], where
            assert all(text.endswith((".", "…")) for text in said.values()), where


def test_enum_values_have_a_wording_in_both_languages():
    """Every value of every enum has a short wording in French and in English, the two differ, and none is left over."""
    for where, schema in ALL:
        assert ("enum" in schema) == ("x-enum" in schema), where
        if "enum" not in schema:
            continue
        assert list(schema["x-enum"]) == schema["enum"], where
        for value, said in schema["x-enum"].items():
            assert set(said) == {"fr", "en"}, (where, value)
            assert said["fr"] != said["en"], (where, value)
            assert max(map(len, said.values())) <= 50, (where, value)


def test_enum_values_survive_any_yaml_reader():
    """No enum value is a word that some YAML readers take for a boolean, a null or a date."""
    words = {"yes", "no", "on", "off", "true", "false", "y", "n", "null", "~", ""}
    values = {value for _, schema in ALL for value in schema.get("enum", ())}
    assert not {value for value in values if value.casefold() in words}


def test_french_texts_keep_french_typography():
    """French texts use no-break spaces before double punctuation and inside quotation marks, and curly apostrophes."""
    french = [
        (where, said["fr"])
        for where, schema in ALL
        for said in (schema.get("x-title"), schema.get("x-description"), *schema.get("x-enum", {}).values())
        if said
    ]
    assert [found for found in french if NOT_FRENCH_TYPOGRAPHY.search(found[1])] == []


def test_units_are_in_the_name_and_in_the_annotation():
    """A number whose name ends with a unit carries that unit, in both languages."""
    for pointer, (said, found) in FIELDS.items():
        if found["type"] not in {"number", "integer"}:
            continue
        unit = next((UNITS[end] for end in sorted(UNITS, key=len, reverse=True) if pointer.endswith(end)), None)
        if unit is not None:
            assert said["x-unit"]["en"] == unit, pointer
            assert said["x-unit"]["fr"], pointer


@pytest.mark.parametrize("pointer", FACTS)
def test_facts_of_conditions_exist(pointer):
    """What a condition reads is a field under `project` or `system`."""
    assert f"/{pointer}" in FIELDS


def test_blocks_name_their_proofs():
    """Every block directly under a commitment, a fact or the project can name entries of the ledger."""
    for pointer, (_, found) in FIELDS.items():
        if pointer.count("/") == 2 and found["type"] == "object" and not pointer.startswith("/extensions"):
            assert f"{pointer}/proofs" in FIELDS, pointer
        if pointer.count("/") == 2 and found["type"] == "array" and found["items"].get("type") == "object":
            assert f"{pointer}_proofs" in FIELDS, pointer
    for pointer, (_, found) in FIELDS.items():
        if pointer.endswith("proofs"):
            assert found["items"] == {"$ref": "#/$defs/ledger_id"}, pointer


def test_examples_are_valid():
    """Every example given to a reader is accepted by the field that shows it."""
    for pointer, (said, found) in FIELDS.items():
        for example in (*said.get("examples", ()), *found.get("examples", ())):
            assert DOSSIER.evolve(schema=found).is_valid(example), pointer


def test_least_dossier():
    """A dossier that says only its format number has the right shape; an empty one lacks it."""
    assert mistakes({"dossier": 1}) == []
    assert mistakes({}) == [("", "required")]
    assert mistakes({"dossier": 2}) == [("dossier", "const")]


REFUSED = {
    "a phase in French": ({"project": {"phase": "pilote"}}, "enum"),
    "oui for a boolean": ({"system": {"generative": "oui"}}, "type"),
    "a decimal comma": ({"environment": {"training": {"energy_kwh": "1,9"}}}, "type"),
    "a day that does not exist": ({"project": {"dates": {"go_live": "2026-02-30"}}}, "format"),
    "a percentage over 100": ({"users": {"rights": {"refusal_rate_pct": 110}}}, "maximum"),
    "a PUE under 1": ({"system": {"hosting": {"pue": 0.9}}}, "minimum"),
    "a country in full": ({"system": {"hosting": {"country": "France"}}}, "pattern"),
    "a severity of 6": ({"ethics": {"risks": [{"severity": 6}]}}, "maximum"),
    "a value said twice": ({"ethics": {"dpia": {"criteria": ["scoring", "scoring"]}}}, "uniqueItems"),
    "107 RGAA criteria": ({"equity": {"accessibility": {"rgaa": {"applicable": 107}}}}, "maximum"),
    "a ledger id with a space": ({"evidence": [{"id": "EV 3"}]}, "pattern"),
    "a short digest": ({"evidence": [{"sha256": "0f3a"}]}, "pattern"),
    "a text where a list of proofs goes": ({"ethics": {"dpia": {"proofs": "EV-003"}}}, "type"),
    "a charter's path": ({"charter": "../charte.yaml"}, "pattern"),
    "a scale with no top": ({"users": {"experience": {"scale_max": 0}}}, "exclusiveMinimum"),
}


@pytest.mark.parametrize(("said", "keyword"), REFUSED.values(), ids=REFUSED)
def test_mistakes_are_refused(said, keyword):
    """A value of the wrong shape is refused once, by the keyword that says why."""
    assert [found for _, found in mistakes({"dossier": 1, **said})] == [keyword]


def test_undetermined_and_none_are_values():
    """Where a lead may not know, `undetermined` can be written; a document that never expires is valid until `none`."""
    assert (
        mistakes(
            {
                "dossier": 1,
                "system": {
                    "app_kind": "none",
                    "medical_device": {"status": "undetermined"},
                    "ai_act": {"category": "undetermined"},
                },
                "evidence": [{"id": "EV-1", "valid_until": "none"}, {"id": "EV-2", "valid_until": "2028-01-31"}],
            }
        )
        == []
    )


PROJECTS = {
    "radiology triage": {
        "project": {"id": "TRI-SCAN", "phase": "deployed", "desk": "nancy", "sites": ["CHRU de Nancy"]},
        "system": {
            "decision_domain": "care",
            "decision_role": "prioritises",
            "origin": "vendor",
            "medical_device": {"status": "device", "class": "IIb", "route": "ce", "certificate_status": "issued"},
            "ai_act": {"role": ["deployer"], "category": "high_risk_annex_i", "emergency_triage": False},
            "hosting": {"mode": "third_party", "country": "FR", "hds_certificate": {"expires": "2028-03-31"}},
        },
        "ethics": {
            "need": {
                "baseline": {"indicator": "délai de compte rendu", "value": 41, "unit": "min"},
                "observed": {"indicator": "délai de compte rendu", "value": 27, "unit": "min"},
            },
            "validation": {
                "metrics": [
                    {"name": "sensibilité", "primary": True, "value": 0.93, "ci_low": 0.9, "threshold": 0.9, "n": 1240}
                ]
            },
            "oversight": {"override_rate_pct": 7, "override_reasons_recorded": True},
        },
        "explainability": {"information": {"patient": {"channels": ["poster"]}}},
        "equity": {
            "subgroups": [
                {"attribute": "device", "group": "scanner A", "metric": "sensibilité", "value": 0.94},
                {"attribute": "device", "group": "scanner B", "metric": "sensibilité", "value": 0.90},
            ]
        },
        "environment": {
            "inference": {"energy_wh_per_use": 3.1, "uses_per_year": 38000, "annual_kwh": 118, "annual_kgco2e": 6.6}
        },
    },
    "emergency flow forecasting": {
        "system": {"decision_domain": "organisation", "decision_role": "informs", "trains_or_finetunes": True},
        "ethics": {
            "governance": {"ethics_opinion": {"body": "CSE", "result": "favourable", "reservations": []}},
            "data": {"reuse": {"committee_opinion": {"number": "2026-07"}}},
            "validation": {
                "metrics": [
                    {"name": "erreur absolue moyenne", "value": 9.8, "unit": "arrivées/jour", "higher_is_better": False}
                ]
            },
        },
        "equity": {
            "subgroups": [{"attribute": "site", "group": "Charleville-Mézières", "metric": "erreur", "value": 0.127}]
        },
        "environment": {
            "necessity": {"baseline_method": "moyenne saisonnière", "baseline_value": 14.2, "ai_value": 9.8},
            "training": {"energy_kwh": 1.9, "runs": 12, "emissions_kgco2e": 0.11},
        },
        "users": {"involvement": [{"phase": "prototype", "level": "collaboration", "participants": 2}]},
    },
    "ambient scribe": {
        "system": {"generative": True, "ai_act": {"category": "transparency"}},
        "ethics": {
            "data": {"retention_months": 0, "deletion_rule": "L’audio est effacé à la signature de la note."},
            "dpia": {"criteria": ["sensitive_data", "vulnerable_people", "innovative_use", "large_scale"]},
            "contract": {"data_reuse_for_training": "forbidden"},
            "validation": {"metrics": [{"name": "taux d’erreur sur les mots", "value": 0.06}]},
        },
        "explainability": {
            "information": {
                "patient": {
                    "readability": {"index": "kandel_moles", "score": 66},
                    "formats": ["falc"],
                    "languages": ["fr", "de", "tr", "ar"],
                    "reviewed_by_users": 3,
                }
            },
            "generative": {"audit": {"n_outputs": 120, "raters": 2, "serious_error_pct": 3.3, "omission_pct": 8}},
            "disclosure": {"output_marking": "none"},
        },
        "equity": {"subgroups": [{"attribute": "language", "group": "accent alsacien", "value": 0.11}]},
        "environment": {
            "model": {
                "parameters_millions": 8000,
                "variants": [
                    {"name": "hébergé", "energy_wh_per_use": 0.09},
                    {"name": "sur place", "energy_wh_per_use": 4.2},
                ],
            }
        },
        "users": {
            "usability": {"sus_score": 74, "n_participants": 14, "time_saved_min": 1.8},
            "rights": {"refusal_path": True, "refusal_rate_pct": 11},
        },
        "plans": [{"criterion": "EXP-08", "action": "Obtenir le marquage du fournisseur", "due": "2026-12-02"}],
    },
    "dermatology tele-expertise": {
        "system": {
            "patient_facing": True,
            "online_interface": True,
            "medical_device": {"status": "device", "class": "IIa", "route": "ce", "certificate_status": "pending"},
            "hosting": {"hds_certificate": {"version": "2018"}},
        },
        "equity": {
            "representativeness": [
                {"attribute": "skin_type", "group": "I-II", "dataset_pct": 71, "target_pct": 52},
                {"attribute": "skin_type", "group": "III-IV", "dataset_pct": 26, "target_pct": 38},
                {"attribute": "skin_type", "group": "V-VI", "dataset_pct": 3, "target_pct": 10},
            ],
            "accessibility": {"rgaa": {"validated": 58, "applicable": 83, "statement_url": "https://exemple.fr/a11y"}},
            "alternative": {"exists": True, "delay_days": 45, "digital_delay_days": 12},
            "territory": {"sites": [{"name": "Cabinet de Verdun", "insee_code": "55545", "density": "intermediate"}]},
        },
        "environment": {"rebound": "41 000 km évités par an, déclarés."},
        "users": {
            "representatives": [{"mandate": "accredited_association"}, {"mandate": "patient_partner"}],
            "changes": [{"proposal": "Rappel par téléphone", "decision": "accepted", "reason": "utile"}],
        },
    },
    "medication errors": {
        "system": {
            "origin": "in_house",
            "medical_device": {
                "route": "in_house_5_5",
                "in_house": {"no_equivalent_justified": True, "no_equivalent_rationale": "Deux produits existent."},
            },
        },
        "ethics": {
            "data": {
                "datasets": [
                    {
                        "name": "lignes",
                        "role": "training",
                        "n_records": 412000,
                        "annotators": 2,
                        "agreement_kappa": 0.71,
                    }
                ],
                "reuse": {"regime": "mr004", "hdh_registration": {"number": "F20260001", "date": "2026-01-15"}},
            },
            "oversight": {"review": {"every_months": 6, "sample_size": 30, "members": ["user_representative"]}},
            "validation": {"calibration": {"method": "brier", "value": 0.08}},
        },
        "equity": {
            "subgroups": [
                {"attribute": "clinical_condition", "group": "insuffisance rénale", "n": 3900, "value": 0.86},
                {"attribute": "age", "group": "enfants", "n": 41},
            ]
        },
        "environment": {"retraining": {"trigger": "drift", "max_per_year": 2}},
    },
    "no-show prediction": {
        "project": {"phase": "idea", "desk": "reims"},
        "system": {"decision_domain": "administrative", "administrative_decision": True, "app_kind": "none"},
        "ethics": {
            "need": {"alternatives": [{"option": "rappel par SMS : 11,8 % à 8,9 %", "uses_ai": False}]},
            "dpia": {"status": "not_started"},
        },
        "equity": {
            "allocation": [
                {"attribute": "socioeconomic", "group": "tous", "selected_pct": 21},
                {"attribute": "socioeconomic", "group": "quartiers prioritaires", "selected_pct": 38},
            ],
            "proxies_used": ["code postal", "couverture sociale", "absences passées"],
            "synergies": {"similar_projects_searched": True, "similar_projects": [], "shares": ["none"]},
        },
        "not_applicable": [{"criterion": "EQU-05", "reason": "Aucune interface en ligne."}],
    },
}


@pytest.mark.parametrize("said", PROJECTS.values(), ids=PROJECTS)
def test_real_projects_can_be_written(said):
    """The figures of six kinds of project that a desk sees fit in the schemas."""
    assert mistakes({"dossier": 1, "charter": "grand-est-2024", **said}) == []
