"""A small charter and the dossiers that formats are tried on."""

from __future__ import annotations

from datetime import date
from functools import cache
from hashlib import sha256

from guichet_cli.core.gate import Gate
from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Dossier, Problem, Proof, Span
from guichet_cli.load.charter import build
from guichet_cli.load.data import language
from guichet_cli.load.shape import dossier_shape
from guichet_cli.render import Run

AS_OF = date(2026, 11, 23)
FULL = dict.fromkeys(("idea", "prototype", "pilot", "deployed"), "full")
LATER = {**dict.fromkeys(("idea", "prototype", "pilot"), "none"), "deployed": "full"}
PLAN = {**FULL, "pilot": "plan"}
RGPD = [{"ref": "rgpd", "at": "art. 35"}]
COMMITMENTS = (
    ("ethics", "ETH", "Éthique et gouvernance", "Ethics and governance"),
    ("explainability", "EXP", "Explicabilité", "Explainability"),
    ("equity", "EQU", "Équité d’accès", "Equity of access"),
    ("environment", "ENV", "Impact environnemental", "Environmental impact"),
    ("users", "USR", "Implication des usagers", "User involvement"),
)


def both(fr, en):
    """Give a text in both languages."""
    return {"fr": fr, "en": en}


def criterion(name, commitment, level, at, schema, title, remedy, **more):
    """Give a criterion of the small charter."""
    texts = ("asks", "why")
    return {
        "id": name,
        "commitment": commitment,
        "level": level,
        "basis": "legal",
        "expected": FULL,
        "at": at,
        "schema": schema,
        "effort": "low",
        "title": title,
        "remedy": remedy,
        **dict.fromkeys(texts, both("…", "…")),
        "examples": {"good": both("…", "…"), "weak": both("…", "…")},
        **more,
    }


CRITERIA = [
    criterion(
        "ETH-01",
        "ethics",
        "blocking",
        "/ethics/purpose",
        {"required": ["intended_use"], "properties": {"intended_use": {"minLength": 20}}},
        both("Finalité et limites d’usage", "Intended use and limits"),
        both("Décrivez l’usage prévu dans `ethics.purpose`.", "Describe the intended use in `ethics.purpose`."),
    ),
    criterion(
        "ETH-02",
        "ethics",
        "blocking",
        "/ethics/dpia",
        {"required": ["status", "dpo_opinion"], "properties": {"status": {"enum": ["validated", "not_required"]}}},
        both("Analyse d’impact (AIPD)", "Impact assessment (DPIA)"),
        both(
            "Faites valider l’AIPD avant toute donnée réelle, avec l’avis du DPO, puis remplissez `ethics.dpia.status`.",
            "Have the DPIA validated before any real data, with the DPO’s opinion, then fill in `ethics.dpia.status`.",
        ),
        proof="required",
        effort="high",
        references=RGPD,
    ),
    criterion(
        "ETH-03",
        "ethics",
        "major",
        "/ethics/need",
        {"required": ["problem"], "properties": {"problem": {"minLength": 10}}},
        both("Besoin et bénéfice attendu", "Need and expected benefit"),
        both("Décrivez le problème dans `ethics.need.problem`.", "Describe the problem in `ethics.need.problem`."),
        proof="required",
    ),
    criterion(
        "ETH-04",
        "ethics",
        "minor",
        "/ethics/oversight",
        {"required": ["roles"]},
        both("Contrôle humain", "Human oversight"),
        both("Nommez qui contrôle.", "Name who oversees."),
        expected=LATER,
    ),
    criterion(
        "ETH-05",
        "ethics",
        "blocking",
        "/ethics/oversight",
        {"required": ["review"]},
        both("Revue périodique", "Periodic review"),
        both("Fixez la fréquence de la revue.", "Set how often the review takes place."),
        status="future",
    ),
    criterion(
        "EXP-01",
        "explainability",
        "blocking",
        "/explainability/disclosure",
        {"required": ["interaction"]},
        both("IA générative signalée", "Generative AI disclosed"),
        both("Signalez l’IA.", "Disclose the AI."),
        when={"fact": "/system/generative", "is": True},
    ),
    criterion(
        "EXP-02",
        "explainability",
        "major",
        "/explainability/information/patient",
        {"required": ["provided"], "properties": {"provided": {"const": True}}},
        both("Information du patient", "Information of patients"),
        both("Informez le patient.", "Inform the patient."),
        not_applicable="allowed",
    ),
    criterion(
        "EXP-03",
        "explainability",
        "major",
        "/explainability/information/professional",
        {"required": ["informed", "where"], "properties": {"informed": {"const": True}, "where": {"minLength": 20}}},
        both("Information des professionnels", "Information of professionals"),
        both(
            "Écrivez où les professionnels lisent ce que fait le système.",
            "Write where staff read what the system does.",
        ),
        partial={"required": ["informed"], "properties": {"informed": {"const": True}}},
        effort="medium",
    ),
    criterion(
        "EQU-01",
        "equity",
        "blocking",
        "/equity/territory",
        {"required": ["rural_share_pct", "access_effect"], "properties": {"access_effect": {"minLength": 20}}},
        both("Territoires servis", "Territories served"),
        both(
            "Chiffrez la part rurale et décrivez l’effet sur l’accès aux soins.",
            "Give the rural share and describe the effect on access to care.",
        ),
        references=[{"ref": "apl"}],
    ),
    criterion(
        "EQU-02",
        "equity",
        "major",
        "/equity/synergies",
        {
            "required": ["similar_projects_searched"],
            "properties": {"similar_projects_searched": {"const": True}},
        },
        both("Synergies régionales", "Regional synergies"),
        both("Cherchez les projets voisins.", "Look for similar projects."),
        expected=PLAN,
    ),
    criterion(
        "ENV-01",
        "environment",
        "minor",
        "/environment/training",
        {"required": ["energy_kwh"]},
        both("Énergie de l’entraînement", "Energy of training"),
        both("Mesurez l’énergie de l’entraînement.", "Measure the energy of training."),
        when={"fact": "/system/trains_or_finetunes", "is": True},
        effort="medium",
    ),
    criterion(
        "ENV-02",
        "environment",
        "major",
        "/environment/necessity",
        {"required": ["rationale"], "properties": {"rationale": {"minLength": 20}}},
        both("Nécessité de l’IA", "Need for AI"),
        both("Comparez à une méthode sans IA.", "Compare with a method without AI."),
    ),
    criterion(
        "USR-01",
        "users",
        "blocking",
        "/users",
        {"required": ["representatives"], "properties": {"representatives": {"minItems": 1}}},
        both("Représentants des usagers", "User representatives"),
        both("Invitez des représentants.", "Invite representatives."),
    ),
]
RULES = [
    {
        "id": "X-01",
        "when": {"fact": "/system/decision_domain", "is": "care"},
        "at": "/system/medical_device",
        "schema": {"required": ["status"], "properties": {"status": {"enum": ["device", "undetermined"]}}},
        "title": both("Soins sans dispositif médical", "Care without a medical device"),
        "warns": both("Le système agit sur les soins.", "The system acts on care."),
        "remedy": both("Relisez la qualification.", "Read the qualification again."),
    }
]
CHARTER = {
    "id": "small",
    "version": "1.2.0",
    "provenance": "derived",
    "title": both("Petite charte", "Small charter"),
    "notice": both(
        "Cette charte est une lecture de ce qui a été publié ; le texte signé n’est pas public.",
        "This charter is a reading of what was published; the signed text is not public.",
    ),
    "weights": {"blocking": 1.5, "major": 1.25, "minor": 1},
    "minimum_coverage": 60,
    "commitments": [{"id": i, "prefix": p, "title": both(fr, en), "floor": 50} for i, p, fr, en in COMMITMENTS],
    "references": {
        "rgpd": {
            "title": "Règlement (UE) 2016/679 (RGPD)",
            "url": "https://eur-lex.europa.eu/eli/reg/2016/679",
            "seen": "secondary",
        },
        "apl": {
            "title": "Accessibilité potentielle localisée (APL), indicateur des soins de premier recours",
            "url": "https://example.org/apl",
            "seen": "secondary",
        },
    },
    "criteria": CRITERIA,
    "rules": RULES,
}

GAPS = {
    "dossier": 1,
    "project": {
        "id": "RETIN-IA",
        "title": "Dépistage de la rétinopathie diabétique par photographie du fond d’œil",
        "phase": "pilot",
        "desk": "nancy",
    },
    "system": {
        "decision_domain": "care",
        "generative": False,
        "medical_device": {"status": "not_device"},
    },
    "ethics": {
        "purpose": {"intended_use": "Repérer la rétinopathie avant la consultation."},
        "dpia": {"status": "draft", "dpo_opinion": "pending"},
        "need": {"problem": "Onze mois d’attente pour un fond d’œil.", "proofs": ["besoin"]},
        "colour": "bleu",
    },
    "explainability": {"information": {"professional": {"informed": True}}},
    "environment": {"necessity": {"rationale": "La lecture manuelle demande trois fois plus de temps."}},
    "users": {"representatives": [{"organisation": "France Assos Santé Grand Est"}]},
    "plans": [
        {"criterion": "EQU-02", "action": "Demander au guichet", "owner": "C. Weber", "due": "2027-03-31"},
        {"criterion": "ETH-99", "action": "Rien", "owner": "Personne", "due": "2027-03-31"},
    ],
    "not_applicable": [
        {
            "criterion": "EXP-02",
            "reason": "Le système ne rencontre jamais de patient : il trie des images déjà anonymes.",
        }
    ],
    "evidence": [{"id": "besoin", "path": "preuves/besoin.pdf", "date": "2026-05-04", "valid_until": "none"}],
}
SPANS = {
    "": Span(1, 1, 40, 1),
    "/system/medical_device/status": Span(11, 13, 11, 23),
    "/ethics/dpia": Span(20, 5, 22, 1),
    "/ethics/dpia/status": Span(21, 13, 21, 18),
    "/ethics/colour": Span(27, 3, 27, 9),
    "/explainability/information/professional": Span(30, 7, 31, 1),
    "/plans/0": Span(36, 5, 36, 70),
    "/plans/1": Span(37, 5, 37, 70),
}
SEALED = {"preuves/tout.pdf": Proof(state="file", sha256=sha256(b"tout").hexdigest())}
ADMISSIBLE = {
    "dossier": 1,
    "project": {"id": "SEPSIS-GE", "phase": "pilot", "desk": "reims"},
    "system": {"decision_domain": "care", "generative": False, "trains_or_finetunes": False},
    "ethics": {
        "purpose": {"intended_use": "Alerter l’infirmière d’un risque de sepsis."},
        "dpia": {"status": "validated", "dpo_opinion": "favourable", "proofs": ["tout"]},
        "need": {"problem": "Un sepsis sur cinq est vu tard.", "proofs": ["tout"]},
    },
    "explainability": {
        "information": {
            "patient": {"provided": True},
            "professional": {"informed": True, "where": "Fiche au dos du poste de soins."},
        }
    },
    "equity": {
        "territory": {"rural_share_pct": 34, "access_effect": "Le délai tombe à 27 minutes."},
        "synergies": {"similar_projects_searched": True},
    },
    "environment": {"necessity": {"rationale": "Le score papier manque un cas sur deux."}},
    "users": {"representatives": [{"organisation": "France Assos Santé Grand Est"}]},
    "evidence": [
        {
            "id": "tout",
            "path": "preuves/tout.pdf",
            "date": "2026-05-04",
            "valid_until": "none",
            "sha256": sha256(b"tout").hexdigest(),
        }
    ],
}
RESERVED = {
    **ADMISSIBLE,
    "project": {"id": "COLO-57", "phase": "pilot", "desk": "strasbourg"},
    "explainability": {"information": {"professional": {"informed": False}, "patient": {"provided": True}}},
}
MARKUP = "[bold]x[/bold] [/] :skull: [link=https://example.org]y[/link] {0} %s"
CONTROLS = "\x1b[2J\x1b]8;;https://example.org\x07z\x9b31m\u202egnp\u2066\u200e\nCONFORME 100/100\r\x08"
HOSTILE = {
    "dossier": 1,
    "project": {"id": MARKUP, "title": CONTROLS + " 見出し" * 60, "phase": "pilot", "desk": "[red]nulle part"},
    "ethics": {"dpia": {"status": MARKUP}, CONTROLS: 1, "purpose": {"intended_use": 3}},
    "plans": [{"criterion": MARKUP}],
}
INJECTION = (
    "[bold]x[/bold] \x1b[31m \u202egnp %0A ::error file=x::e ##[error]f | =cmd() <script>alert(1)</script> ]]> @team "
    "![x](http://example.org/x.png) https://example.org www.example.org #12 \x00\x08\x9b\r\n::warning::g {0} %s"
)
INJECTIONS = (
    INJECTION,
    "=cmd|' /C calc'!A1",
    "::stop-commands::x",
    "##vso[task.complete]x",
    "; =HYPERLINK(1)",
    "` x ` | `y",
    "- [ ] liste",
    "trop " * 1_000,
)
INJECTED = {
    "dossier": 1,
    "project": {"id": "=cmd() @team |", "title": INJECTION, "phase": "pilot", "desk": "##[group]"},
    "system": {"decision_domain": "care", "generative": INJECTIONS[1], "medical_device": {"status": "::error::"}},
    "ethics": {"dpia": {"status": INJECTION}, **dict.fromkeys(INJECTIONS, 1), "need": {"problem": 3}},
    "plans": [{"criterion": text, "action": text, "owner": text, "due": text} for text in INJECTIONS],
    "evidence": [{"id": "a", "path": INJECTION, "date": "hier", "valid_until": "none"}],
}
INJECTED_PATH = "../dossiers/%0A ::error::,x ##[error] |@team <b>]]> ![x](y) C#\u00e9 100 %\x1b.yaml"
LONG_PATH = "dossiers/" + "très-long/" * 20 + "\x1b[31m[bold]:skull:\n\udcff.yaml"


def unreadable(path, line, code="DOS-026", **params):
    """Give a dossier of which no mapping could be composed."""
    params = {"found": "2", "expected": "1", **params}
    problem = Problem(code=code, pointer="/dossier", span=Span(line, 1, line, 2), params=params)
    return Dossier(path=path, data=None, sha256="0" * 64, problems=(problem,))


DOSSIERS = {
    "gaps": [Dossier(path="dossier.yaml", data=GAPS, spans=SPANS, sha256="1" * 64)],
    "admissible": [Dossier(path="sepsis.yaml", data=ADMISSIBLE, proofs=SEALED)],
    "reserved": [Dossier(path="colo.yaml", data=RESERVED, proofs=SEALED)],
    "blank": [Dossier(path="-", data={})],
    "unreadable": [unreadable("vieux.yaml", 12)],
    "hostile": [Dossier(path=LONG_PATH, data=HOSTILE, spans={"": Span(1, 1, 9, 1)})],
    "injected": [Dossier(path=INJECTED_PATH, data=INJECTED, spans={"": Span(1, 1, 9, 1)})],
    "several": [
        Dossier(path="dossiers/sepsis.yaml", data=ADMISSIBLE, proofs=SEALED),
        Dossier(path="dossiers/retinia.yaml", data=GAPS, spans=SPANS),
        Dossier(path="dossiers/colo.yaml", data=RESERVED, proofs=SEALED),
        unreadable("dossiers/dermato.yaml", 1234),
        Dossier(path="dossiers/vide.yaml", data={}),
        Dossier(path=LONG_PATH, data=HOSTILE),
        unreadable(LONG_PATH, 3),
    ],
}


@cache
def judge_of(lang):
    """Give what judges against the small charter, in a language."""
    return Judge(build(CHARTER, "c" * 64, lang), dossier_shape())


def judged(case, lang):
    """Give the scorecards of a case, in a language."""
    return [judge_of(lang)(dossier, AS_OF) for dossier in DOSSIERS[case]]


def run_of(lang, **more):
    """Give what a format may know of a run."""
    return Run(language=language(lang), version="0.0.0", as_of=AS_OF, gate=Gate(), **more)
