"""What an editor shows over a dossier, in both languages: `yaml-language-server`, that of VS Code, asked over LSP."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from language_server import Editor
from proving import ROOT

from guichet_cli.cli.schema import dossier_schema, modeline, schema_file
from guichet_cli.load.data import LANGUAGES

WRONG = """dossier: 1
project:
  phase: pilote
  inconnu: 3
system:
  generative: oui
ethics:
  dpia:
    date: 31/03/2026
  need:
    baseline: {value: douze}
evidence:
  - id: EV 3
"""
COMPLAINTS = {
    "fr": {
        "phase": "Choisissez une des valeurs de la liste, telle quelle : idea, prototype, pilot, deployed.",
        "inconnu": "Seuls ces champs ont leur place ici",
        "generative": "Écrivez true (oui) ou false (non), sans guillemets.",
        "date": "Écrivez une date qui existe, au format AAAA-MM-JJ : 2026-03-31.",
        "baseline": "Nombre, avec un point pour les décimales : 12.5. Ni guillemets, ni unité, ni espace.",
        "id": "Écrivez l’identifiant d’une preuve, sans espace ni accent : EV-003.",
    },
    "en": {
        "phase": "Choose one of the listed values, as it is: idea, prototype, pilot, deployed.",
        "inconnu": "Only these fields belong here",
        "generative": "Write true or false, without quotes.",
        "date": "Write a date that exists, as YYYY-MM-DD: 2026-03-31.",
        "baseline": "Number, with a point for decimals: 12.5. No quotes, no unit, no space.",
        "id": "Write the id of a proof, without spaces or accents: EV-003.",
    },
}
HOVERS = {
    "fr": {
        "dpia": ["#### Analyse d’impact (AIPD)", "**ETH-08 · Analyse d’impact (AIPD)** (bloquant)", "*Pourquoi :*"],
        "phase": ["#### Phase du projet", "la phase décide de ce qui est attendu", "* `pilot`: pilote"],
        "date": ["#### Date de validation", "Date au format AAAA-MM-JJ."],
    },
    "en": {
        "dpia": ["#### Impact assessment", "**ETH-08 · ", "(blocking)", "*Why:*"],
        "phase": ["#### Project phase", "the phase decides what is expected", "* `pilot`: pilot stage"],
        "date": ["Date, written YYYY-MM-DD."],
    },
}
CHOICES = {
    "fr": ["idée", "prototype, hors usage réel", "pilote", "déployé", "pas encore de réponse"],
    "en": ["idea stage", "prototype, no real use", "pilot stage", "in routine use", "not answered yet"],
}
STOP = re.compile(r"\$\{?\d+(?::[^}]*)?\}?")


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request):
    """Give each language in turn."""
    return request.param


@pytest.fixture(scope="module")
def editor(lang, tmp_path_factory):
    """Give an editor of a folder that holds the schema of a language."""
    folder = tmp_path_factory.mktemp(f"editor-{lang}")
    (folder / schema_file(lang)).write_text(dossier_schema("grand-est-2024", lang), encoding="utf-8")
    with Editor(folder, lang) as found:
        yield found


@pytest.fixture
def shown(editor, lang, request):
    """Give what opens a text below the modeline, and waits until the server has read it."""

    def show(text):
        name = f"{abs(hash((request.node.name, text)))}.yaml"
        uri = editor.open(name, f"{modeline(schema_file(lang))}\n{text}")
        return uri, editor.complaints(uri)

    return show


def place(text, key):
    """Give the line, below the modeline, and the column of a key."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"[\s-]*{key}:", line):
            return number, line.index(key)
    raise AssertionError(key)


def proposed(editor, shown, text):
    """Give what is proposed at the end of a text."""
    uri, _ = shown(text)
    lines = text.split("\n")
    return editor.completions(uri, len(lines), len(lines[-1]))


def test_mistakes_are_told(shown, lang):
    """Each mistake is told at its line, in the words of the schema, in the reader's language."""
    _, complaints = shown(WRONG)
    told = dict(complaints)
    assert len(complaints) == len(COMPLAINTS[lang])
    for key, words in COMPLAINTS[lang].items():
        said = told[place(WRONG, key)[0]].replace("\u00a0", " ")
        assert said.startswith(words), key


def test_a_right_dossier_is_left_alone(editor, shown):
    """The examples, which have the right shape, get no complaint."""
    for name in ("radiologie-triage", "scribe-ambiant"):
        text = (ROOT / "examples" / "grand-est-2024" / f"{name}.yaml").read_text(encoding="utf-8")
        _, complaints = shown(re.sub(r"^# yaml-language-server.*\n", "", text))
        assert complaints == []


def test_blank_keys_are_no_mistake(shown):
    """A key left blank, as `guichet init` writes it, gets no complaint: it is a question not answered."""
    text = "dossier: 1\nproject:\n  id:\n  phase:\n  dates:\nsystem:\n  generative:\nethics:\n  dpia:\n    proofs:\n"
    assert shown(text)[1] == []


def test_hover_says_what_is_asked_and_why(editor, shown, lang):
    """Over a field stand its name, what it is, what the criteria ask there and why, and what each value means."""
    uri, _ = shown(WRONG)
    for key, words in HOVERS[lang].items():
        said = editor.hover(uri, *place(WRONG, key)).replace("\u00a0", " ").replace("\u202f", " ")
        assert [word for word in words if word not in said] == [], key


def test_keys_are_proposed_with_their_explanation(editor, shown):
    """The keys of a block are proposed, each with what it asks, and so are the fields of a criterion in one go."""
    found = proposed(editor, shown, "dossier: 1\nethics:\n  ")
    assert {"purpose", "need", "dpia", "security"} <= set(found)
    assert "ETH-08" in found["dpia"]["documentation"]["value"]
    assert any(label.startswith("ETH-08 · ") for label in found)


def test_values_are_proposed_with_their_meaning(editor, shown, lang):
    """The values of a list of choices are proposed, each with its meaning in the reader's language."""
    found = proposed(editor, shown, "dossier: 1\nproject:\n  phase: ")
    assert {label: item["documentation"]["value"] for label, item in found.items()} == dict(
        zip(("idea", "prototype", "pilot", "deployed", "null"), CHOICES[lang], strict=True)
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dossier: 1\ncharter: ", "grand-est-2024"),
        ("dossier: 1\nplans:\n  - criterion: ", "ETH-08"),
        ("dossier: 1\nnot_applicable:\n  - criterion: ", "EQU-05"),
        ("dossier: 1\nproject:\n  desk: ", "nancy"),
    ],
)
def test_names_are_proposed(editor, shown, text, wanted):
    """Charters, criteria and desks are proposed by name."""
    assert wanted in {item["insertText"] for item in proposed(editor, shown, text).values()}


@pytest.mark.parametrize(
    "text",
    ["", "dossier: 1\nethics:\n  ", "dossier: 1\nethics:\n  dpia:\n    ", "dossier: 1\nethics:\n  risks:\n    - "],
)
def test_what_is_inserted_answers_nothing(editor, shown, text):
    """Whatever is chosen, what is inserted reads as YAML where it stands, and holds no answer but the dossier's format and charter."""
    indent = re.search(r"[^\n]*$", text)[0].replace("- ", "  ")
    for label, item in proposed(editor, shown, text).items():
        inserted = STOP.sub("", item["insertText"]).replace("\n", f"\n{indent}")
        assert {leaf for leaf in leaves(yaml.safe_load(text + inserted)) if leaf is not None} <= {
            1,
            "grand-est-2024",
        }, label


def leaves(value):
    """Give every plain value of a document."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value


def test_recommended_settings():
    """The settings to paste for VS Code are JSON, name files that the command writes, and the extension of YAML."""
    for name in ("docs/editors.md", "docs/editors.fr.md"):
        settings, extensions = re.findall(r"```json\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
        assert set(json.loads(settings)["yaml.schemas"]) <= {f"./{schema_file(lang)}" for lang in LANGUAGES}
        assert json.loads(extensions) == {"recommendations": ["redhat.vscode-yaml"]}
