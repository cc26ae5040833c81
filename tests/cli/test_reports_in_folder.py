"""`--out-dir`, several languages, two audiences: which files are written, under which names, and what is never replaced."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "grand-est-2024"
KEPT = {k: v for k, v in os.environ.items() if not k.startswith(("GUICHET_", "GITHUB_", "SOURCE_", "FORCE_"))}
ENVIRONMENT = {**KEPT, "PYTHONUTF8": "1", "GUICHET_LANG": "en", "GUICHET_AS_OF": "2026-11-23"}
DOSSIER = "dossier: 1\nproject: {id: %s, phase: pilot}\n"


@pytest.fixture
def place(tmp_path):
    """Give a folder with two dossiers of the examples and one that cannot be read."""
    (tmp_path / "in").mkdir()
    for name in ("flux-urgences", "radiologie-triage", "illisible"):
        shutil.copy(EXAMPLES / f"{name}.yaml", tmp_path / "in")
    return tmp_path


def check(place, *arguments):
    """Run `guichet check` there, and give its exit code and what it said on stderr."""
    command = [sys.executable, "-m", "guichet_cli", "check", *arguments]
    run = subprocess.run(command, cwd=place, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)
    return run.returncode, run.stdout, run.stderr


def names(folder):
    """Give the names of the files of a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_report_each_and_an_index(place):
    """Every dossier has its page, the one that could not be read too, and the index leads to each of them."""
    code, out, _ = check(place, "in", "--out-dir", "out/reports", "--format", "html")
    folder = place / "out" / "reports"
    assert (code, out) == (1, "")
    assert names(folder) == ["PREVI-FLUX.html", "TRI-IMAGE-54.html", "illisible.html", "index.html"]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in index for name in names(folder) if name != "index.html")
    assert 'href="index.html"' in (folder / "PREVI-FLUX.html").read_text(encoding="utf-8")


def test_the_terminal_keeps_its_table(place):
    """A folder of reports is written beside what the call shows."""
    _, out, _ = check(place, "in", "--out-dir", "out")
    assert "PREVI-FLUX" in out
    assert (place / "out" / "index.html").exists()


def test_two_languages(place):
    """Each page is in both languages, each leads to the other, and the index without a language is in the first."""
    check(place, "in/flux-urgences.yaml", "in/illisible.yaml", "--out-dir", "out", "--lang", "fr,en", "-f", "html")
    folder = place / "out"
    pages = [f"{name}.{lang}.html" for name in ("PREVI-FLUX", "illisible", "index") for lang in ("en", "fr")]
    assert names(folder) == sorted([*pages, "index.html"])
    for page in pages:
        name, lang, _ = page.split(".")
        other = {"en": "fr", "fr": "en"}[lang]
        text = (folder / page).read_text(encoding="utf-8")
        assert f'<html lang="{lang}">' in text
        assert f'<link rel="alternate" hreflang="{other}" href="{name}.{other}.html">' in text
    assert (folder / "index.html").read_bytes() == (folder / "index.fr.html").read_bytes()


def test_one_file_in_two_languages(place):
    """`-o report.html` becomes a file in each language, and the terminal speaks the first."""
    code, _, said = check(place, "in/flux-urgences.yaml", "-o", "my report.html", "--lang", "fr,en")
    assert code == 1
    assert "Barrière" in said
    assert names(place) == ["in", "my report.en.html", "my report.fr.html"]
    assert 'href="my%20report.en.html"' in (place / "my report.fr.html").read_text(encoding="utf-8")


def test_again_and_never_over_a_stranger(place):
    """A report of an earlier run is replaced; any other file, or a link, stays and ends the call."""
    assert check(place, "in", "--out-dir", "out")[0] == 1
    before = (place / "out" / "PREVI-FLUX.html").read_bytes()
    assert check(place, "in", "--out-dir", "out")[0] == 1
    assert (place / "out" / "PREVI-FLUX.html").read_bytes() == before
    for stranger in ("index.html", "PREVI-FLUX.html"):
        kept = place / "out" / stranger
        ours = kept.read_bytes()
        kept.write_text('<!-- <meta name="generator" content="guichet report"> mine -->', encoding="utf-8")
        code, _, said = check(place, "in", "--out-dir", "out")
        assert code == 2
        assert stranger in said
        assert "mine" in kept.read_text(encoding="utf-8")
        kept.write_bytes(ours)
    if os.name == "posix":
        (place / "mine.html").write_bytes(before)
        (place / "out" / "PREVI-FLUX.html").unlink()
        (place / "out" / "PREVI-FLUX.html").symlink_to(place / "mine.html")
        assert check(place, "in", "--out-dir", "out")[0] == 2


def test_a_folder_that_is_none(place):
    """A file in place of the folder ends the call before anything is judged."""
    (place / "out").write_text("mine", encoding="utf-8")
    code, _, said = check(place, "in", "--out-dir", "out")
    assert (code, "out" in said) == (2, True)
    assert (place / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("in", "--lang", "fr,en"), "--out-dir"),
        (("in", "--lang", "fr,en", "-f", "json"), "--out-dir"),
        (("in", "--lang", "fr,xx", "--out-dir", "out"), "--lang"),
        (("in", "--audience", "public"), "--audience"),
        (("in", "--audience", "nobody", "--out-dir", "out"), "--audience"),
        (("in", "--watch", "--out-dir", "out"), "--watch"),
    ],
)
def test_idle_is_refused(place, arguments, said):
    """An option that would do nothing is refused with what to do, and nothing is written."""
    code, out, told = check(place, *arguments)
    assert (code, out) == (2, "")
    assert said in told
    assert names(place) == ["in"]


def test_other_commands_speak_one_language(place):
    """Only reports are written in several languages."""
    command = [sys.executable, "-m", "guichet_cli", "plan", "in/flux-urgences.yaml", "--lang", "fr,en"]
    run = subprocess.run(command, cwd=place, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 2
    assert "--lang fr,en" in run.stderr


def test_marks_are_the_same_in_both_languages(place):
    """What the baseline knows is known in the second language too."""
    check(place, "in/radiologie-triage.yaml", "--write-baseline", "known.json")
    check(
        place,
        "in/radiologie-triage.yaml",
        "--baseline",
        "known.json",
        "-o",
        "r.html",
        "--lang",
        "en,fr",
        "--ignore",
        "ETH",
    )
    known = [(place / f"r.{lang}.html").read_text(encoding="utf-8") for lang in ("en", "fr")]
    counts = [
        text.count(f'<span class="tag">{word}</span>')
        for text, word in zip(known, ("known", "déjà connue"), strict=True)
    ]
    assert counts[0] == counts[1] > 0


def test_public_folder(place):
    """The public's index has no rate and no code, and leads to the pages of the public."""
    check(place, "in", "--out-dir", "out", "--audience", "public")
    text = (place / "out" / "index.html").read_text(encoding="utf-8")
    assert "%</td>" not in text
    assert 'content="guichet public"' in (place / "out" / "PREVI-FLUX.html").read_text(encoding="utf-8")


def test_ids_that_are_no_names(place):
    """Whatever projects are called, each has a file of its own inside the folder."""
    for number, project in enumerate(("'../../etc'", "CON", "con", "Index", "Été", "ete", "'a/b:c*'", "'…'")):
        (place / "in" / f"d{number}.yaml").write_text(DOSSIER % project, encoding="utf-8")
    check(place, "in", "--out-dir", "out", "-f", "html")
    found = {name.lower() for name in names(place / "out")}
    assert found >= {
        "etc.html",
        "con-.html",
        "con--2.html",
        "index-2.html",
        "ete.html",
        "ete-2.html",
        "a-b-c.html",
        "d7.html",
    }
    assert names(place) == ["in", "out"]
