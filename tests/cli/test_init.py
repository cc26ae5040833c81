"""`guichet init` without questions: templates, answers given with the call, and dossiers completed."""

from __future__ import annotations

import json
import re
import sys
from datetime import date

import pytest
import yaml
from calling import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.cli.completing import asked_now
from guichet_cli.core.form import TEMPLATES, Places, form
from guichet_cli.core.interview import Interview
from guichet_cli.core.judge import Judge
from guichet_cli.load.charter import DEFAULT, load_charter, packaged
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.data import LANGUAGES
from guichet_cli.load.dossier import load_dossier_bytes
from guichet_cli.load.shape import dossier_shape
from guichet_cli.write.manuscript import Manuscript
from guichet_cli.write.template import Sheet
from guichet_cli.write.updating import Update

AS_OF = date(2026, 11, 23)
CLOSED = ("sh", "-c", 'exec "$0" -m guichet_cli "$@" <&-', sys.executable)
"""The program with its standard input closed."""
FACTS = {
    "project": {"phase": "pilot"},
    "system": {
        "decision_domain": "care",
        "decision_role": "automates",
        "origin": "vendor",
        **dict.fromkeys(
            ("generative", "uses_personal_data", "uses_health_data", "reuses_care_data", "patient_facing"), True
        ),
        **dict.fromkeys(("acts_on_individuals", "trains_or_finetunes", "has_user_interface", "online_interface"), True),
    },
}
"""Facts by which most criteria apply."""


def said(card):
    """Give what a scorecard says of each criterion, places apart."""
    return {
        f.criterion: (f.outcome, f.level, f.message, f.remedy, [d.message for d in f.details]) for f in card.findings
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("charter", packaged())
def test_a_template_says_nothing(guichet, charter, lang):
    """Every template has a right shape, and is judged as a dossier that holds the given answers and nothing else."""
    judge = Judge(load_charter(charter, lang), dossier_shape())
    guichet.write("facts.yaml", yaml.safe_dump(FACTS))
    calls, options = [], ("--charter", charter, "--lang", lang)
    for template in TEMPLATES:
        calls.append(("init", f"{template}.yaml", "--template", template, *options))
        calls.append(("init", f"{template}-facts.yaml", "--template", template, "--data-file", "facts.yaml", *options))
    assert {ended.code for ended in guichet.batch(*calls)} == {0}

    for template in TEMPLATES:
        for name, answers in ((template, {}), (f"{template}-facts", FACTS)):
            text = (guichet.work / f"{name}.yaml").read_bytes()
            alone = yaml.safe_dump({"dossier": 1, "charter": charter, **answers}).encode()
            card, empty = (judge(load_dossier_bytes(each), AS_OF) for each in (text, alone))
            assert [f.message for f in card.findings if f.criterion.startswith("DOS")] == []
            assert said(card) == said(empty)
            assert card.verdict == empty.verdict


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_explains_itself(guichet, words, lang):
    """A template begins with its schema, is in the reader's language, and shows examples in comments and nowhere else."""
    ended = guichet("init", "--template", "example", "--lang", lang)
    text = (guichet.work / "dossier.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    criterion = load_charter(DEFAULT, lang).criteria[0]

    assert ended.code == 0
    assert lines[0] == f"# yaml-language-server: $schema=./dossier.{lang}.schema.json"
    assert json.loads((guichet.work / f"dossier.{lang}.schema.json").read_bytes())["properties"]["ethics"]
    assert lines[lines.index("dossier: 1") :][:2] == ["dossier: 1", f"charter: {DEFAULT}"]
    flat = re.sub(r"\n *# *", " ", text)
    for part in (criterion.texts.asks, criterion.texts.good, criterion.id, words[lang]["form.optional"][:12]):
        assert (part in flat) is (part != words[lang]["form.optional"][:12])
    assert "intended_use: À la validation pharmaceutique" in text
    assert re.search(r"^ +intended_use:$", text, re.MULTILINE)
    assert not [line for line in lines if len(line) > 96 and not line.lstrip().startswith("#     ")]
    assert words[lang]["init.next"].partition("{")[0] in ended.said


def test_more_or_less_is_asked(guichet):
    """The minimal template asks for less than the full one, which names every field that a dossier may have."""
    sizes = {}
    for template in TEMPLATES:
        shown = guichet("init", "--template", template, "--dry-run")
        assert shown.code == 0
        sizes[template] = set(re.findall(r"^ *(\w+):", shown.text, re.MULTILINE))
    assert sizes["minimal"] < sizes["example"] < sizes["full"]
    assert {"extensions", "phase"} & sizes["minimal"] == {"phase"}
    assert list(guichet.work.iterdir()) == []


GIVEN = (
    *("project.phase=Pilote", "system.generative=oui", "project.budget_eur=12 500,5", "project.updated_on=3/2/2026"),
    *("project.sites[1]=Nancy", "project.sites[2]=Épinal", "system.ai_act.role=[deployer]"),
    *("ethics.need.alternatives[1].option=rappel", "ethics.need.alternatives[1].uses_ai=non", "extensions.x=é"),
)


def test_given_answers(guichet):
    """Answers given with the call take the type of their fields, lists item by item or together."""
    ended = guichet("init", "--no-input", "--lang", "fr", *(word for each in GIVEN for word in ("-d", each)))
    data = Manuscript((guichet.work / "dossier.yaml").read_bytes()).data

    assert ended.code == 0, ended.said
    assert data["project"]["phase"] == "pilot"
    assert data["project"]["budget_eur"] == 12500.5
    assert data["project"]["updated_on"] == "2026-02-03"
    assert data["project"]["sites"] == ["Nancy", "Épinal"]
    assert data["system"]["generative"] is True
    assert data["system"]["ai_act"]["role"] == ["deployer"]
    assert data["ethics"]["need"]["alternatives"] == [{"option": "rappel", "uses_ai": False}]
    assert data["extensions"] == {"x": "é"}


def test_option_wins_over_file_and_says_so(guichet, words):
    """An answer of `-d` wins over that of the file, which is said; the same answer twice is no matter."""
    guichet.write("answers.json", '{"project": {"phase": "Idée", "id": "A"}, "system": {"generative": "non"}}')
    call = (
        "init",
        "--template",
        "minimal",
        "--data-file",
        "answers.json",
        "-d",
        "project.phase=pilot",
        "-d",
        "project.id=A",
    )
    ended = guichet(*call, "--lang", "fr")
    data = Manuscript((guichet.work / "dossier.yaml").read_bytes()).data

    assert (data["project"]["phase"], data["project"]["id"], data["system"]["generative"]) == ("pilot", "A", False)
    assert ended.said.count(words["fr"]["init.flag_wins"].format(name="project.phase", path="answers.json")) == 1
    assert "project.id" not in ended.said


REFUSED = [
    # the answer, and what the reason cites
    ("project.phase=pilotte", ("project.phase", "pilot")),
    ("project.fase=x", ("project.fase", "project.phase")),
    ("project=x", ("project.id",)),
    ("project.sites=Nancy", ("[1]",)),
    ("project.sites[0]=Nancy", ("[1]",)),
    ("project.sites[2]=Nancy", ("[1]",)),
    ("project.updated_on=31/02/2026", ("31/02/2026", "23/11/2026")),
    ("system.generative=3", ("oui ou non",)),
    ("project.budget_eur=-3", ("project.budget_eur", "0")),
    ("system.ai_act.role=[deployer, deployer]", ("system.ai_act.role",)),
    ("ethics.need.alternatives=[{option: a, uses_ai: 3}]", ("ethics.need.alternatives[1].uses_ai",)),
    ("evidence[1].path=\u202eabc", ("invisible",)),
    ("charter=other", ("charter",)),
    ("nothing", ("CLÉ=VALEUR",)),
    ("a b=3", ("a b",)),
]


def test_refused_answers(guichet):
    """An answer that a dossier cannot hold ends the call with its place, the reason, what is allowed; nothing is written."""
    ended = guichet.batch(*(("init", "--no-input", "--lang", "fr", "-d", option) for option, _ in REFUSED))
    for (option, cited), each in zip(REFUSED, ended, strict=True):
        assert (each.code, each.text) == (2, ""), option
        assert all(word in each.said for word in cited), each.said
        assert "\u202e" not in each.said
    assert list(guichet.work.iterdir()) == []


FILES = {
    "project: {phase: Pilotte}": "project.phase",
    "ethics: {risks: [{x: 1}]}": "x",
    "project: {fase: pilot}": "phase",
    "a: b: c": ":1:5:",
    "project: {id: a}\nproject: {id: b}": ":2:1:",
    "- a": "answers.yaml",
}


@pytest.mark.parametrize(("text", "cited"), FILES.items(), ids=FILES)
def test_refused_files_of_answers(guichet, text, cited):
    """A file of answers that a dossier cannot hold ends the call with the place; nothing is written."""
    guichet.write("answers.yaml", text)
    ended = guichet("init", "--no-input", "--data-file", "answers.yaml", "--lang", "fr")
    assert ended.code == 2
    assert cited in ended.said
    assert not (guichet.work / "dossier.yaml").exists()


def test_calls_that_cannot_be_honoured(guichet):
    """Without a terminal the way out is named; a dossier is never replaced unasked; contradictions are refused."""
    guichet.write("there.yaml", "dossier: 1\n# mine\n")
    calls = {
        ("init", "new.yaml"): "--no-input",
        ("init", "new.yaml", "-d", "project.phase=pilot"): "--no-input",
        ("init", "there.yaml", "--no-input"): "--update",
        ("init", "there.yaml", "--template", "full", "-n"): "--overwrite",
        ("init", "new.yaml", "--update"): "guichet init new.yaml",
        ("init", "new.txt", "--no-input"): ".yaml",
        ("init", "-", "--no-input"): "--dry-run",
        ("init", "new.yaml", "--template", "small"): "minimal",
        ("init", "new.yaml", "--interactive", "--no-input"): "--no-input",
        ("init", "there.yaml", "--update", "--template", "full"): "--template",
        ("init", "there.yaml", "--update", "-d", "dossier=2"): "dossier",
        ("init", "new.yaml", "--no-input", "--charter", "no-such"): "no-such",
        ("init", "no/such/folder.yaml", "--no-input"): "no/such",
    }
    for (call, cited), ended in zip(calls.items(), guichet.batch(*calls), strict=True):
        assert (ended.code, ended.text) == (2, ""), call
        assert cited in ended.said, call
    closed = guichet(
        "init",
        "new.yaml",
        "--lang",
        "en",
        program=CLOSED,
    )
    assert (closed.code, "--no-input" in closed.said) == (2, True)
    assert [path.name for path in guichet.work.iterdir()] == ["there.yaml"]
    assert (guichet.work / "there.yaml").read_text() == "dossier: 1\n# mine\n"


def test_overwrite(guichet):
    """A dossier is replaced when it is asked for; the schema of another hand stays."""
    guichet.write("dossier.yaml", "dossier: 1\n")
    guichet.write("dossier.fr.schema.json", "mine")
    assert guichet("init", "--template", "minimal", "--overwrite", "--lang", "fr", "-q").said == ""
    assert "phase:" in (guichet.work / "dossier.yaml").read_text(encoding="utf-8")
    assert (guichet.work / "dossier.fr.schema.json").read_text() == "mine"


def test_charter_of_ones_own(guichet, small):
    """A dossier does not name a charter that is a file; its comments tell the option."""
    ended = guichet("init", "--template", "example", "--charter", small, "--lang", "en")
    text = (guichet.work / "dossier.yaml").read_text(encoding="utf-8")
    assert ended.code == 0
    assert "charter" not in Manuscript(text.encode()).data
    assert f"--charter {small}" in re.sub(r"\n# *", " ", text)
    assert guichet("check", "dossier.yaml", "--charter", small, "--fail-on", "never").code == 0


def test_hostile_charter_stays_in_its_comments(guichet, small):
    """What a charter says cannot leave the comments of a template."""
    path = guichet.work / small
    text = path.read_text(encoding="utf-8")
    hostile = 'asks: {fr: "a\\nproject: {phase: pilot}\\n# b\\n  x: 1\\ny: &a 1", en: "b\\nproject: 1"}'
    changed = re.sub(r"asks: \{.*\}$", lambda _: hostile, text, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    ended = guichet("init", "--template", "example", "--charter", small, "--lang", "fr")
    data = Manuscript((guichet.work / "dossier.yaml").read_bytes()).data
    assert ended.code == 0, ended.said
    assert not {"x", "y"} & data.keys()
    assert data["project"]["phase"] is None


COMMENTED = """\
# un dossier écrit à la main
dossier: 1   # le format
project:
    phase: pilot      # depuis mars
    # le titre viendra
system: {decision_domain: care, generative: false}  # en ligne
ethics:

  purpose:
    users: [physician]
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_update_only_adds(guichet, ends):
    """A dossier is completed without a line of it moving; it is said what was added, and nothing is added twice."""
    before = COMMENTED.replace("\n", ends).encode()
    guichet.write("dossier.yaml", before)
    shown = guichet("init", "--update", "--dry-run", "--lang", "fr")
    assert (guichet.work / "dossier.yaml").read_bytes() == before
    done = guichet("init", "--update", "--lang", "fr")
    after = (guichet.work / "dossier.yaml").read_bytes()
    again = guichet("init", "--update", "--lang", "fr")

    assert (shown.code, done.code, again.code) == (0, 0, 0)
    kept = [line for line in before.split(b"\n") if not line.startswith(b"system")]
    assert [line for line in after.split(b"\n") if line in kept and line.strip()] == [k for k in kept if k.strip()]
    assert b"system: {decision_domain: care, generative: false, " in after
    assert b"    # le titre viendra" in after
    assert (b"\r\n" in after) is (ends == "\r\n")
    assert "`project.id`" in done.said
    assert "+    intended_use:" in shown.text
    assert (guichet.work / "dossier.yaml").read_bytes() == after
    assert Manuscript(after).data["ethics"]["purpose"]["intended_use"] is None


def test_update_follows_the_phase_and_the_charter(guichet):
    """A new phase and another charter bring their questions, and those alone."""
    guichet.write("dossier.yaml", "dossier: 1\nproject:\n  phase: idea\nsystem:\n  decision_domain: care\n")
    guichet("init", "--update")
    idea = (guichet.work / "dossier.yaml").read_bytes()
    guichet.write("dossier.yaml", idea.replace(b"phase: idea", b"phase: deployed"))
    assert guichet("init", "--update").code == 0
    deployed = (guichet.work / "dossier.yaml").read_bytes()
    assert guichet("init", "--update", "--charter", "ai-act-deployer-2026").code == 0
    other = (guichet.work / "dossier.yaml").read_bytes()

    assert b"continuity:" not in idea
    assert b"continuity:" in deployed
    assert set(deployed.splitlines()) < set(other.splitlines())
    assert set(idea.splitlines()) - {b"  phase: idea"} < set(deployed.splitlines())


def test_update_takes_answers_and_never_writes_over_one(guichet):
    """Answers of the call are put where there is none; another answer that is there ends the call, untouched."""
    guichet.write("dossier.yaml", COMMENTED)
    assert guichet("init", "--update", "-d", "project.phase=deployed").code == 2
    assert (guichet.work / "dossier.yaml").read_text(encoding="utf-8") == COMMENTED
    assert guichet("init", "--update", "-d", "project.phase=pilot", "-d", "project.title=Tri: 1").code == 0
    assert Manuscript((guichet.work / "dossier.yaml").read_bytes()).data["project"]["title"] == "Tri: 1"


def test_update_names_what_is_to_be_pasted(guichet):
    """Where the layout lets nothing in safely, the place is named with the lines to paste, and the exit code is 1."""
    text = "dossier: 1\nproject: {phase: pilot}\nextensions: {p: &p {}}\nethics: {purpose: *p}\n"
    guichet.write("dossier.yaml", text)
    ended = guichet("init", "--update", "--lang", "fr")
    assert ended.code == 1
    assert "`ethics.purpose.intended_use`" in ended.said
    assert re.search(r"^ +intended_use:$", ended.said, re.MULTILINE)


def test_unreadable_dossier(guichet):
    """A dossier that cannot be read is left alone, with its line; the exit code is that of `check`."""
    guichet.write("dossier.yaml", "project:\n\tphase: pilot\n")
    for way in ("--update", "--interactive"):
        ended = guichet("init", way, "--lang", "fr")
        assert (ended.code, "dossier.yaml:2:1" in ended.said) == (1, True)


PLACES = Places(load_charter(DEFAULT, "fr"), dossier_fields())
INTERVIEW = Interview(PLACES, dossier_shape(), AS_OF)
EXAMPLES = sorted((ROOT / "examples" / DEFAULT).glob("*.yaml"))


@st.composite
def dossiers(draw):
    """Draw a dossier as people write them: a part of an example, laid out anew, with comments."""
    path = draw(st.sampled_from(EXAMPLES))
    whole = load_dossier_bytes(path.read_bytes()).data or {}
    chance = draw(st.randoms(use_true_random=False))

    def part(value):
        if isinstance(value, dict):
            return {key: part(inner) for key, inner in value.items() if chance.random() < 0.8}
        return None if chance.random() < 0.1 else value

    style = draw(st.sampled_from([False, False, None, True]))
    text = yaml.safe_dump(part(whole), allow_unicode=True, sort_keys=False, default_flow_style=style, width=100)
    lines = []
    for line in text.split("\n"):
        if style is False and chance.random() < 0.15 and re.match(r" *\w+:", line):
            lines.append(f"{' ' * chance.randint(0, 4)}# remarque {chance.randint(0, 99)}")
            lines.append(f"{line}   # en fin de ligne" if re.fullmatch(r" *\w+:( \w+)?", line) else line)
        else:
            lines.append(line)
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines).encode()


def in_order(few, many):
    """Tell whether all of some characters are among others, in order."""
    found = iter(many)
    return all(each in found for each in few)


@settings(max_examples=8, deadline=None)
@given(dossiers())
def test_update_only_adds_to_any_dossier(text):
    """Completing a dossier keeps all its text in order, answers none of its questions, and leaves nothing to complete."""
    before = Manuscript(text)
    update = Update(before)
    sheet = Sheet(dossier_fields(), PLACES.charter.language, {})
    update.add(form(PLACES, asked_now(INTERVIEW, before)), sheet)
    after = update.manuscript

    assert in_order(before.text, after.text)
    if "{" not in before.text:
        assert in_order(before.text.splitlines(), after.text.splitlines())
    judge = Judge(PLACES.charter, dossier_shape())
    cards = [judge(load_dossier_bytes(each.bytes), AS_OF) for each in (before, after)]
    assert said(cards[0]) == said(cards[1])
    by_hand = {pointer for pointer, _ in update.by_hand}
    again = Update(after)
    again.add(form(PLACES, asked_now(INTERVIEW, after)), sheet)
    assert again.added == []
    assert {pointer for pointer, _ in again.by_hand} == by_hand
