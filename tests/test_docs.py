"""Documents say what is: their commands run, their screens are drawn, their links lead somewhere, their twins agree."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import guichet_cli
from guichet_cli.checking import Checker
from guichet_cli.core.model import Outcome, Verdict
from guichet_cli.load.data import language
from guichet_cli.load.limits import ARCHIVE, CHARTER, DOSSIER
from guichet_cli.render import FORMATS

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "grand-est-2024"
PATHS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md")])
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PATHS}
TWINS = [
    ("README.md", "README.fr.md"),
    ("docs/tutorial.md", "docs/tutorial.fr.md"),
    ("docs/guide.md", "docs/guide.fr.md"),
    ("docs/integrations.md", "docs/integrations.fr.md"),
    ("docs/gate.md", "docs/gate.fr.md"),
    ("docs/reports.md", "docs/reports.fr.md"),
    ("docs/writing.md", "docs/writing.fr.md"),
    ("docs/letters.md", "docs/letters.fr.md"),
    ("docs/batches.md", "docs/batches.fr.md"),
    ("docs/editors.md", "docs/editors.fr.md"),
    ("examples/README.md", "examples/README.fr.md"),
]
INSTALL = "python3 -m venv .venv && .venv/bin/python -m pip install --quiet "
TWO_COMMANDS = [
    INSTALL + ". && .venv/bin/guichet check --exit-zero examples/",
    INSTALL + "--editable '.[test]' && .venv/bin/python -m pytest -q",
]
AS_OF = date(2026, 11, 23)
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
SCREEN = re.compile(r"(<!-- screen, (\d+) paragraphs: guichet (.+?) -->\n```text\n)(.*?)(```)", re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
LINK = re.compile(r"\]\(([^)\s]+)\)")
NOT_FRENCH = re.compile(r"'| [:;!?%»]|«(?!\u00a0)|(?<!\u00a0)»|\w[;!?](?=\s)|\w:(?=\s)")
STAND_INS = {"FILE": "charters/grand-est-2024.yaml", "DATE": "2026-11-23"}
ENVIRONMENT = {
    **{
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GUICHET_", "SOURCE_DATE", "FORCE_", "GITHUB_"))
    },
    "COLUMNS": "80",
    "PYTHONUTF8": "1",
}


def guichet(arguments, folder):
    """Run the command as a reader would, without a terminal."""
    command = [sys.executable, "-m", "guichet_cli", *arguments]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)


def prose(text):
    """Give a document without its blocks of code."""
    return FENCE.sub("", text)


def fenced(text, kind):
    """Give the blocks of code of a kind."""
    return [block for name, block in FENCE.findall(text) if name == kind]


def calls(text):
    """Give the arguments of each call of guichet that a document shows, in its blocks and within its sentences."""
    for block in fenced(text, "sh"):
        for line in block.splitlines():
            for part in " ".join(shlex.split(line, comments=True)).split(" && "):
                program, *arguments = part.split() or [""]
                if program.endswith("guichet"):
                    yield tuple(arguments)
    for code in CODE.findall(prose(text)):
        program, *arguments = code.split()
        if program == "guichet" and arguments:
            named = [STAND_INS.get(argument, argument) for argument in arguments]
            alone = all(argument.isalpha() for argument in named) and named != ["charter", "list"]
            yield (*named, "--help") if alone else tuple(named)


CALLS = sorted({call for text in TEXTS.values() for call in calls(text)})


def helps(*command):
    """Give the help of each command and of those below it, by the words that call it."""
    text = guichet(["--lang", "en", *command, "--help"], ROOT).stdout
    pages = {command: text}
    for name in re.findall(r"^  ([\w-]+) {2,}\w", text.partition("Commands:")[2], re.MULTILINE):
        pages |= helps(*command, name)
    return pages


@pytest.fixture(scope="module")
def pages():
    """Give the help of every command."""
    return helps()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder where the documents' commands find what they name."""
    place = tmp_path_factory.mktemp("docs")
    for name in ("examples", "charters"):
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(EXAMPLES / "radiologie-triage.yaml", place / "dossier.yaml")
    (place / "dossiers").mkdir()
    shutil.copy(EXAMPLES / "flux-urgences.yaml", place / "dossiers")
    shutil.copy(EXAMPLES / "scribe-ambiant.yaml", place / "dossiers")
    shutil.make_archive(str(place / "lot"), "zip", place / "dossiers")
    guichet(["check", "dossier.yaml", "--format", "json", "--output", "result.json", "--exit-zero"], place)
    (place / "preuves").mkdir()
    (place / "preuves" / "avis.pdf").write_text("avis", encoding="utf-8")
    shutil.copy(ROOT / "tests" / "cli" / "files" / "codecarbon-3.3.2.csv", place / "emissions.csv")
    (place / "README.md").write_text("---\nco2_eq_emissions: 500\n---\n", encoding="utf-8")
    (place / "waivers.yaml").write_text(fenced(TEXTS["docs/gate.md"], "yaml")[0], encoding="utf-8")
    guichet(["check", "dossiers/", "--write-baseline", "guichet-baseline.json"], place)
    return place


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_two_commands(name):
    """The first block of each README is the two commands, to the letter."""
    lines = fenced(TEXTS[name], "sh")[0].splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == TWO_COMMANDS


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_commands_run(call, folder):
    """Every command that a document shows is understood and does its work."""
    run = guichet(call, folder)

    assert run.returncode in {0, 1}, run.stderr


@pytest.mark.parametrize("name", TEXTS)
def test_python_runs(name, folder):
    """Every Python block of a document runs."""
    for block in fenced(TEXTS[name], "python"):
        subprocess.run([sys.executable, "-c", block], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_screens(name, pytestconfig):
    """Each screen is the beginning of what its command really shows."""

    def drawn(match):
        shown = guichet(shlex.split(match[3]), ROOT).stdout.split("\n\n")
        return match[1] + "\n\n".join(shown[: int(match[2])]) + "\n\n…\n" + match[5]

    fresh = SCREEN.sub(drawn, TEXTS[name])
    if pytestconfig.getoption("update_golden"):
        (ROOT / name).write_text(fresh, encoding="utf-8", newline="\n")

    assert SCREEN.search(fresh)
    assert fresh == (ROOT / name).read_text(encoding="utf-8"), f"{name}: pytest --update-golden, then read the change"


@pytest.mark.parametrize("name", TEXTS)
def test_options_exist(name, pages):
    """Every option that a document names is one of the tool's."""
    known = {option for page in pages.values() for option in OPTION.findall(page)}
    spans = [code for code in CODE.findall(prose(TEXTS[name])) if code.startswith(("guichet", "--"))]
    named = {option for code in spans for option in OPTION.findall(code)}
    named |= {argument for call in calls(TEXTS[name]) for argument in call if OPTION.fullmatch(argument)}

    assert named <= known


def test_every_command_is_shown(pages):
    """Some document shows each command at work; both READMEs show those of the first rank."""
    groups = {words[:-1] for words in pages if words}
    commands = {" ".join(words) for words in pages if words not in groups}
    shown = {name: {" ".join(call) for call in calls(text)} for name, text in TEXTS.items()}
    everywhere = set().union(*shown.values())

    assert [words for words in commands if not begun(everywhere, words)] == []
    for name in ("README.md", "README.fr.md"):
        assert [words[0] for words in pages if len(words) == 1 and not begun(shown[name], words[0])] == []


def begun(shown, words):
    """Tell whether one of the calls shown begins with these words and goes on to do something."""
    return any(f"{call} ".startswith(f"{words} ") and "--help" not in call for call in shown)


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_every_format_is_shown(name):
    """Each README has a row for every format."""
    assert [format_name for format_name in FORMATS if f"| `{format_name}` |" not in TEXTS[name]] == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_guide_is_whole(lang, pages):
    """The guide names every outcome, verdict and environment variable."""
    guide = TEXTS["docs/guide.md" if lang == "en" else "docs/guide.fr.md"]
    words = language(lang)
    variables = {name for page in pages.values() for name in re.findall(r"GUICHET_\w+", page)}

    assert [outcome for outcome in Outcome if f"{words.say(f'outcome.{outcome}')} (`{outcome}`)" not in guide] == []
    assert [verdict for verdict in Verdict if f"| {words.say(f'verdict.{verdict}')} |" not in guide] == []
    assert [name for name in variables | {"GUICHET_LANG"} if f"`{name}`" not in guide] == []


def test_waivers_to_paste(folder):
    """The waivers that the documents show hold, without any warning."""
    call = ["check", "dossier.yaml", "--waivers", "waivers.yaml", "--as-of", str(AS_OF), "--format", "json"]
    findings = json.loads(guichet(call, folder).stdout)["dossiers"][0]["findings"]

    assert [finding["criterion"] for finding in findings if finding["waived"]] == ["EQU-03"]
    assert [finding["message"] for finding in findings if finding["criterion"].startswith("WAI-")] == []


def test_settings_to_paste(tmp_path):
    """The settings that the documents show are obeyed, to the last."""
    (block,) = fenced(TEXTS["docs/gate.md"], "toml")
    (tmp_path / "guichet.toml").write_text(block, encoding="utf-8")
    shown = guichet(["check", "--show-settings"], tmp_path).stdout

    assert [
        key for key in tomllib.loads(block) if not re.search(rf"^{key} = .*# guichet\.toml:\d+$", shown, re.MULTILINE)
    ] == []


def test_codes_of_waivers_are_told():
    """The page about the gate says each code that a waiver may get."""
    codes = {key.partition(".")[0] for key in language("en").messages if key.startswith("WAI-")}

    assert [code for code in codes if f"`{code}`" not in TEXTS["docs/gate.md"]] == []


@pytest.mark.parametrize(("name", "lang"), [("examples/README.md", "en"), ("examples/README.fr.md", "fr")])
def test_examples_have_the_verdict_that_is_told(name, lang):
    """The table of the examples gives the verdict of each file."""
    told = dict(re.findall(r"^\| \[`(\S+)`\]\(\S+\) .* \| ([^|]+) \|$", TEXTS[name], re.MULTILINE))
    checker = Checker(lang=lang, as_of=AS_OF)
    plan = checker.plan([str(EXAMPLES)])
    given = {Path(card.path).name: language(lang).say(f"verdict.{card.verdict}") for card in checker.cards(plan)}

    assert given == told


@pytest.mark.parametrize("limits", [DOSSIER, CHARTER], ids=["dossier", "charter"])
def test_caps_are_told(limits):
    """The security page gives the caps that are enforced."""
    caps = (limits.size, limits.depth, limits.nodes, limits.scalar, limits.key)

    assert [cap for cap in caps if f"| {cap:,} ".replace(",", " ") not in TEXTS["docs/security.md"]] == []


def test_caps_of_archives_are_told():
    """So it does for archives."""
    caps = (ARCHIVE.members, ARCHIVE.directory, ARCHIVE.total, ARCHIVE.ratio, ARCHIVE.depth)

    assert [cap for cap in caps if f"| {cap:,} ".replace(",", " ") not in TEXTS["docs/security.md"]] == []


@pytest.mark.parametrize("name", TEXTS)
def test_nobody_is_sent_to_a_stranger(name):
    """No document tells to install the package that somebody else calls guichet."""
    assert not re.search(r"(pip|pipx|uvx|tool) +(install|run)? *guichet(?!-cli)\b", TEXTS[name])


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name):
    """Every link within the repository leads to a file and, where it says so, to a heading of it."""
    for link in LINK.findall(prose(TEXTS[name])):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name

        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def anchors(text):
    """Give what forges call the headings of a document in addresses."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for _, heading in headings(text)}


def headings(text):
    """Give the level and the text of each heading."""
    return [(len(marks), heading) for marks, heading in re.findall(r"^(#+) (.+)$", prose(text), re.MULTILINE)]


@pytest.mark.parametrize(("english", "french"), TWINS)
def test_twins_agree(english, french):
    """The two languages of a document have the same headings, tables, lists and commands."""

    def shape(name):
        text = TEXTS[name]
        marks = [line[0] for line in prose(text).splitlines() if line.startswith(("|", "* "))]
        pasted = [block for kind in ("yaml", "toml") for block in fenced(text, kind)]
        return [level for level, _ in headings(text)], marks, sorted(calls(text)), pasted

    assert shape(english) == shape(french)


@pytest.mark.parametrize("name", [french for _, french in TWINS])
def test_french_typography(name):
    """French documents have their apostrophes, their quotation marks and their no-break spaces."""
    text = re.sub(r"\]\([^)]*\)|<!--.*?-->", "", CODE.sub("code", prose(TEXTS[name])))

    assert NOT_FRENCH.findall(re.sub(r"^\|-.*$", "", text, flags=re.MULTILINE)) == []


def test_one_version():
    """The package, its metadata and the changelog tell the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = re.search(r"\d+\.\d+\.\d+", TEXTS["CHANGELOG.md"].partition("\n## ")[2])

    assert told
    assert guichet_cli.__version__ == project["version"] == told[0]
