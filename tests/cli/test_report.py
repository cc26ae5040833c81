"""Where results go, as facts: formats by option, by suffix and by surroundings; several at once, all of them or none."""

import json
import os
import re
import subprocess
import sys

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
AS_OF = ("--as-of", "2026-11-23")
FORMATS = ("full", "json", "concise", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "csv")
BEGINNINGS = {
    "a.json": '{"format_version"',
    "a.jsonl": '{"path"',
    "a.sarif": '{"$schema"',
    "A.SARIF.JSON": '{"$schema"',
    "a.xml": "<?xml",
    "a.md": "### A",
    "a.csv": '\ufeff"path"',
    "a.txt": "A – phase",
}
ACTIONS = {"GITHUB_ACTIONS": "true"}
INJECTED = '{"dossier": 1, "project": {"id": "##[error]a", "title": "::error::b"}, "::error::c": 1}'


def files(folder):
    """Give what each file of a folder holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_code_is_the_same_in_every_format(guichet, small, answered):
    """Whatever the format, and with `--exit-zero`, the code and what stderr says are the same."""
    answered("a.yaml")
    answered("b.yaml", blocking=False)
    for names, code in ((("a.yaml",), 0), (("b.yaml",), 1), (("a.yaml", "b.yaml"), 1)):
        ended = guichet.batch(*(("check", *names, "--charter", small, "-f", name, *AS_OF) for name in FORMATS))
        assert {one.code for one in ended} == {code}
        assert len({one.said for one in ended}) == 1
    zero = guichet.batch(*(("check", "b.yaml", "--charter", small, "--exit-zero", "-f", name) for name in FORMATS))
    assert {one.code for one in zero} == {0}


def test_reports_in_one_pass(guichet):
    """Each report is, to the byte, what the format gives alone; stdout has its own document and nothing else."""
    for name in ("a.yaml", "b.yaml"):
        guichet.write(name)
    call = ("check", "a.yaml", "b.yaml", *AS_OF)
    one = {name: guichet(*call, "-f", name) for name in FORMATS}
    alone = {name: ended.out for name, ended in one.items()}
    reports = [word for name in FORMATS for word in ("--report", f"{name}=out.{name}")]
    together = guichet(*call, "-f", "json", *reports)
    assert (together.code, together.out, together.said) == (1, alone["json"], one["json"].said)
    assert {name: (guichet.work / f"out.{name}").read_bytes() for name in FORMATS} == alone
    saved = guichet(*call, "-o", "main.csv", "--report", "sarif=again.sarif")
    assert (saved.out, (guichet.work / "main.csv").read_bytes()) == (b"", alone["csv"])
    assert (guichet.work / "again.sarif").read_bytes() == alone["sarif"]


def test_suffix_decides(guichet):
    """Without `-f` the suffix of the output gives the format; with `-f` or GUICHET_FORMAT it does not."""
    guichet.write("a.yaml", "dossier: 1\nproject: {id: A}\n")
    guichet.batch(*(("check", "a.yaml", "-o", name) for name in BEGINNINGS))
    for name, beginning in BEGINNINGS.items():
        assert (guichet.work / name).read_text(encoding="utf-8").startswith(beginning), name
    guichet.batch(
        ("check", "a.yaml", "-o", "b.json", "-f", "csv"), ("check", "a.yaml", "-o", "c.json", {"GUICHET_FORMAT": "csv"})
    )
    assert all((guichet.work / name).read_bytes().startswith(b'\xef\xbb\xbf"path"') for name in ("b.json", "c.json"))


def test_inside_actions(guichet):
    """Inside GitHub Actions the format is `github` unless one is named; nowhere else."""
    guichet.write("a.yaml")
    inside, named, saved, outside = guichet.batch(
        ("check", "a.yaml", ACTIONS),
        ("check", "a.yaml", "-f", "full", ACTIONS),
        ("check", "a.yaml", "-o", "a.txt", ACTIONS),
        ("check", "a.yaml", {"GITHUB_ACTIONS": "false"}),
    )
    assert inside.text.startswith("::error file=a.yaml,line=1,")
    assert named.text == outside.text
    assert (guichet.work / "a.txt").read_text(encoding="utf-8") == outside.text
    assert saved.text == ""


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "github"])
def test_no_command_for_actions(guichet, name):
    """Inside Actions no other output, on stdout or on stderr, has a line that the runner obeys; JSON keeps its data."""
    guichet.write("::error::.yaml", INJECTED)
    inside, outside, refused = guichet.batch(
        ("check", "::error::.yaml", "-f", name, *AS_OF, ACTIONS),
        ("check", "::error::.yaml", "-f", name, *AS_OF),
        ("check", "##[error]", "-f", name, ACTIONS),
        GUICHET_SHOW="all",
    )
    for text in (inside.text, inside.said, refused.said):
        assert re.search(r"^\s*::|##\w*\[", text, re.MULTILINE) is None
    assert refused.code == 2
    if name in {"json", "sarif", "gitlab"}:
        assert json.loads(inside.text) == json.loads(outside.text)
        assert inside.text == outside.text


@pytest.mark.parametrize("name", FORMATS)
def test_show_has_an_effect_or_is_refused(guichet, small, answered, name):
    """With `--show all` a format tells more, of several dossiers too; one that cannot refuses it, unless a report can."""
    answered("a.yaml")
    answered("b.yaml", blocking=False)
    call = ("check", "a.yaml", "b.yaml", "--charter", small, "-f", name, *AS_OF)
    usual, every, beside, elsewhere = guichet.batch(
        call,
        (*call, "--show", "all"),
        (*call, "--show", "all", "--report", "markdown=a.md"),
        (*call, {"GUICHET_SHOW": "all"}),
    )
    assert (usual.code, beside.code, elsewhere.code) == (1, 1, 1)
    if every.code == 2:
        assert "--show" in every.said
        assert elsewhere.text == usual.text
    else:
        assert (every.code, every.text) == (1, elsewhere.text)
        assert len(every.text) > len(usual.text)


def test_show_inside_actions(guichet):
    """A call that a person can type is accepted inside Actions, though annotations are the same ones."""
    guichet.write("a.yaml")
    inside, named = guichet.batch(
        ("check", "a.yaml", "--show", "all", ACTIONS), ("check", "a.yaml", "--show", "all", "-f", "github", ACTIONS)
    )
    assert (inside.code, named.code) == (1, 2)


def test_repository_is_where_the_pipeline_says(guichet):
    """A call from a folder of the repository names files as the repository knows them, absolute paths included."""
    guichet.write("a.yaml")
    where = {**ACTIONS, "GITHUB_WORKSPACE": str(guichet.folder)}
    relative, absolute = guichet.batch(("check", "a.yaml", where), ("check", str(guichet.work / "a.yaml"), where))
    assert relative.text == absolute.text
    assert relative.text.startswith("::error file=work/a.yaml,")


@pytest.mark.parametrize(
    ("report", "named"),
    [
        ("sarif", "«\u00a0sarif\u00a0»"),
        ("sarif=", "FORMAT=FICHIER"),
        ("=a.sarif", "--report"),
        ("sarf=a.sarif", "«\u00a0sarif\u00a0»"),
        ("sarif=out.json", "deux sorties"),
        ("csv=./out.json", "deux sorties"),
        ("csv=a.yaml", "ne sera pas écrasé"),
        ("csv=nowhere/a.csv", "nowhere/a.csv"),
        ("csv=" + "x" * 300, "impossible d’écrire"),
    ],
)
def test_reports_that_are_refused(guichet, report, named):
    """A report that is not understood, named twice, an input or not writable: 2, one sentence, every file as it was."""
    guichet.write("a.yaml")
    guichet.write("out.json", "before")
    before = files(guichet.work)
    ended = guichet("check", "a.yaml", "-o", "out.json", "--report", report)
    assert (ended.code, ended.text, ended.said.count("\n")) == (2, "", 1)
    assert named in ended.said
    assert files(guichet.work) == before


def test_all_or_none(guichet):
    """An error in the middle of a batch leaves every previous file as it was, and nothing beside them."""
    for name in ("a.yaml", "b.yaml", "out.sarif", "out.csv"):
        guichet.write(name)
    before = files(guichet.work)
    fault = "from guichet_cli.render.csv import Csv\ndef fault(*_): raise ZeroDivisionError\nCsv.end = fault\n"
    ended = guichet.driver(
        fault, "check", "a.yaml", "b.yaml", "--report", "sarif=out.sarif", "--report", "csv=out.csv", "-f", "json"
    )
    assert ended.code == 3
    assert files(guichet.work) == before


@posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full: a full disk cannot be played")  # noqa: PTH110
def test_full_disk(guichet):
    """A report on a full disk: 2, and the other files stay as they were."""
    guichet.write("a.yaml")
    guichet.write("out.sarif", "before")
    ended = guichet("check", "a.yaml", "--report", "sarif=out.sarif", "--report", "csv=/dev/full", "-f", "json")
    assert (ended.code, ended.said.count("\n")) == (2, 1)
    assert (guichet.work / "out.sarif").read_text() == "before"


@posix
def test_closed_pipe(guichet):
    """A reader of stdout that leaves ends the call with 141, silent, and no report is half there."""
    guichet.write("a.yaml")
    guichet.write("out.sarif", "before")
    shell = ("sh", "-c", '"$0" -m guichet_cli "$@" --report sarif=out.sarif; echo $? >code', "python")
    process = guichet.start(
        "check",
        "a.yaml",
        "-f",
        "json",
        program=(*shell[:3], sys.executable),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert (process.stderr.read(), process.wait(timeout=30)) == (b"", 0)
    process.stderr.close()
    assert (guichet.work / "code").read_text() == "141\n"
    assert (guichet.work / "out.sarif").read_text() == "before"
    assert not [name for name in files(guichet.work) if name.endswith(".part")]
