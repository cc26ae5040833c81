"""What surrounds a call, as facts: language, colour, width, encoding, folder. None of it changes the exit code."""

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from calling import MODULE, SCRIPT

from guichet_cli.cli.speech import choose

posix = pytest.mark.skipif(os.name == "nt", reason="the terminals and shells of POSIX")
ESCAPE = "\x1b["
LANGUAGES = (
    # the arguments, the environment, and the language spoken
    ((), {}, "fr"),
    ((), {"LANG": "en_GB.UTF-8"}, "en"),
    ((), {"LANG": "de_DE.UTF-8"}, "fr"),
    ((), {"LANG": "C"}, "fr"),
    ((), {"LANG": "en_GB.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "fr"),
    ((), {"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
    ((), {"LANG": "en_GB.UTF-8", "GUICHET_LANG": "fr"}, "fr"),
    ((), {"GUICHET_LANG": "en", "LC_ALL": "fr_FR.UTF-8"}, "en"),
    (("--lang", "fr"), {"GUICHET_LANG": "en"}, "fr"),
    (("--lang=en",), {"GUICHET_LANG": "fr"}, "en"),
)
COLORS = (
    ((), {}, False),
    ((), {"FORCE_COLOR": "1"}, True),
    ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ((), {"FORCE_COLOR": "", "TERM": "xterm-256color"}, False),
    ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    (("--color", "always"), {"NO_COLOR": "1"}, True),
    (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    (("--color=auto",), {"FORCE_COLOR": "1"}, True),
)
WIDTHS = (
    ("0", 80),
    ("1", 20),
    ("5", 20),
    ("40", 40),
    ("60", 60),
    ("120", 120),
    ("text", 80),
    ("-3", 80),
    ("100000", 80),
    ("99999", 120),
)
SURROUNDINGS = (
    # a sample of what a call may be surrounded with
    ((), {"LANG": "C", "TERM": "dumb"}),
    ((), {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    (("-f", "json"), {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}),
    (("--lang", "en"), {"PYTHONIOENCODING": "cp1252", "TZ": "Pacific/Kiritimati"}),
    (("--lang", "en", "-f", "json"), {"PYTHONHASHSEED": "7", "TZ": "America/Adak"}),
    (("--color", "always"), {"PYTHONIOENCODING": "ascii", "COLUMNS": "1"}),
    (("--color", "always", "-f", "json"), {"TERM": "xterm-256color", "COLUMNS": "100000"}),
    (("--show", "all"), {"PYTHONIOENCODING": "latin-1", "TERM": "unknown", "PYTHONHASHSEED": "1"}),
    (("--show", "all", "--lang", "en"), {"PYTHONIOENCODING": "utf-16", "NO_COLOR": "1"}),
    (("-v",), {"PYTHONOPTIMIZE": "2", "FORCE_COLOR": "1"}),
    (("-q",), {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"}),
    (("-f", "json"), {"PYTHONINTMAXSTRDIGITS": "640", "GITHUB_ACTIONS": "true", "CI": "1"}),
)
FACTORS = (
    # what may surround a call: the first of each is what a test has otherwise
    (("-f", "full"), ("-f", "json"), ("-f", "html"), ("-f", "csv")),
    ("fr", "en"),
    ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}),
    (("--jobs", "1"), ("--jobs", "2")),
    ({}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LANG": "tr_TR.UTF-8"}),
    ({}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}),
    ({}, {"TZ": "Pacific/Kiritimati"}, {"TZ": "nowhere"}),
    ({}, {"TERM": "dumb"}, {"TERM": "xterm-256color", "COLUMNS": "20"}, {"COLUMNS": "-9e9"}),
    ({"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "4294967295"}),
    ({}, {"HOME": ""}, {"HOME": "/dev/null/nowhere"}),
    ("", "<&-", "2>&-"),
)
TRAPS = (
    "yaml",
    "rich",
    "typer",
    "json",
    "jsonschema",
    "tabulate",
    "dataclasses",
    "fractions",
    "hashlib",
    "datetime",
    "sitecustomize",
)
"""Modules that lie in wait beside a dossier."""


def test_language():
    """The language is that of `--lang`, else GUICHET_LANG, else the locale, else French."""
    spoken = [choose(arguments, environment) for arguments, environment, _ in LANGUAGES]
    assert spoken == [lang for _, _, lang in LANGUAGES]


def test_language_of_a_call(guichet):
    """A call speaks that language, wherever `--lang` stands; after `--` it is no option."""
    guichet.write("a.yaml")
    locale, variable, option = (
        guichet("check", "a.yaml", LANG="en_GB.UTF-8"),
        guichet("check", "a.yaml", LANG="en_GB.UTF-8", GUICHET_LANG="fr"),
        guichet("check", "a.yaml", "--lang=en", GUICHET_LANG="fr"),
    )
    assert ["Verdict" in one.text for one in (locale, variable, option)] == [True, False, True]
    assert "«\u00a0--lang\u00a0»" in guichet("check", "--", "--lang", "en").said


def test_color(guichet):
    """Colour is what `--color` says, else NO_COLOR, else FORCE_COLOR, else none where nobody looks."""
    guichet.write("a.yaml")
    ended = guichet.batch(*(("check", "a.yaml", *arguments, environment) for arguments, environment, _ in COLORS))
    assert [ESCAPE in one.text for one in ended] == [colored for _, _, colored in COLORS]
    stripped = {re.sub(r"\x1b\[[0-9;]*m", "", one.text) for one in ended}
    assert len(stripped) == 1, "colour adds nothing that is not colour"


def test_variables(guichet, small, answered):
    """Each option that has a variable takes it from there, and the option wins."""
    answered("a.yaml", major=False)
    call = ("check", "a.yaml", "--as-of", "2026-11-23")
    environment = {"GUICHET_FORMAT": "json", "GUICHET_FAIL_ON": "major", "GUICHET_CHARTER": small}
    variables, options = guichet.batch((*call, environment), (*call, "-f", "full", "--fail-on", "never", environment))
    assert (variables.code, options.code) == (1, 0)
    assert variables.document["gate"] == {"cleared": False, "fail_on": "major", "fail_under": None, "basis": "declared"}
    assert options.text.startswith("A ")


def test_options_before_and_after(guichet):
    """Global options are understood before the command and after it, in any order and together."""
    guichet.write("d/a.yaml")
    guichet.write("d/b.yaml", "services: {}\n")
    calls = (
        ("--lang", "en", "--color", "always", "-q", "check", "d"),
        ("check", "d", "--lang", "en", "--color", "always", "-q"),
        ("check", "--color=always", "d", "--quiet", "--lang=en"),
        ("-q", "check", "--lang", "en", "d", "--color", "always"),
    )
    assert len({(one.code, one.out, one.err) for one in guichet.batch(*calls, GUICHET_LANG="en")}) == 1
    both = guichet.batch(("check", "d", "-qv"), ("-vq", "check", "d"))
    assert [one.said.count("\n") for one in both] == [2, 2]


def test_width(guichet):
    """COLUMNS is obeyed between 20 and 120 columns; what is no width counts for nothing; a YAML key is never broken."""
    guichet.write("a.yaml")
    calls = [("check", "a.yaml", "--show", "all"), ("explain", "ETH-01")]
    pages = [(call, columns, width) for call in calls for columns, width in WIDTHS if width >= 40 or call[0] == "check"]
    ended = guichet.batch(*((*call, {"COLUMNS": columns}) for call, columns, _ in pages))
    for (call, columns, width), one in zip(pages, ended, strict=True):
        lines = [line for line in one.text.split("\n") if "http" not in line]
        assert (call, columns, max(map(len, lines)) <= width) == (call, columns, True)
        assert len(lines) > 10


@posix
@pytest.mark.parametrize(("term", "colored"), [("xterm-256color", True), ("dumb", False)])
def test_terminal(guichet, term, colored):
    """On a terminal the page is coloured and as wide as it; a dumb one gets no escape at all."""
    import fcntl
    import pty
    import struct
    import termios

    guichet.write("a.yaml")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 64, 0, 0))
    process = subprocess.Popen(
        [*MODULE, "check", "a.yaml"], cwd=guichet.work, env=guichet.environment({"TERM": term}), stdout=theirs
    )
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 1 << 16):
            seen += block
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", seen.decode()).split("\r\n")
    assert (process.wait(), ESCAPE.encode() in seen) == (1, colored)
    assert 50 < max(map(len, lines)) <= 64


def test_exit_code_and_findings_are_the_same(guichet, example):
    """Format, language, colour, terminal, locale, encoding, time zone and hash seed change neither the code nor a finding."""
    codes, verdicts = set(), set()
    for arguments, environment in SURROUNDINGS:
        ended = guichet(
            "check",
            example("prescription-verification"),
            "--as-of",
            "2026-11-23",
            "--fail-on",
            "major",
            *arguments,
            **environment,
        )
        codes.add(ended.code)
        assert b"Traceback" not in ended.err
        assert b"Warning" not in ended.err
        if "json" in arguments:
            document = ended.document
            verdicts.add(
                str([(f["criterion"], f["outcome"], f["location"]) for f in document["dossiers"][0]["findings"]])
            )
        else:
            encoding = environment.get("PYTHONIOENCODING", "utf-8")
            assert "PHARMA-VIGIE" in ended.out.decode(encoding, "strict")
    assert codes == {1}
    assert len(verdicts) == 1


def in_pairs(factors):
    """Give few rows, a value of each factor in each, where every two values of two factors stand together once."""
    spots = [range(len(values)) for values in factors]
    wanted = {
        ((one, first), (other, second))
        for one, other in itertools.combinations(range(len(factors)), 2)
        for first, second in itertools.product(spots[one], spots[other])
    }
    while wanted:
        row = dict(min(wanted))
        for factor in sorted(set(range(len(factors))) - row.keys()):
            gains = [
                sum((min(a, b), max(a, b)) in wanted for a in [(factor, spot)] for b in row.items())
                for spot in spots[factor]
            ]
            row[factor] = gains.index(max(gains))
        wanted -= set(itertools.combinations(sorted(row.items()), 2))
        yield [factors[factor][row[factor]] for factor in range(len(factors))]


@posix
def test_a_verdict_does_not_know_where_it_is_given(guichet, example):
    """Whatever two things surround a call, it ends with the same code, and the verdict it keeps has the same bytes."""
    for name in ("inacheve", "casse"):
        guichet.write(f"d/{name}.yaml", Path(example(name)).read_bytes())
    kept = guichet.work / "kept.json"
    codes, verdicts = set(), {"fr": set(), "en": set()}
    for form, lang, color, jobs, *variables, closed in in_pairs(FACTORS):
        environment = {name: value for some in (color, *variables) for name, value in some.items()}
        shell = ("sh", "-c", f'exec "$0" -m guichet_cli "$@" {closed}', sys.executable)
        call = ("check", "d", *form, *jobs, "--as-of", "2026-11-23", "--report", f"json={kept}")
        ended = guichet(*call, program=shell, GUICHET_LANG=lang, **environment)
        codes.add(ended.code)
        verdicts[lang].add(kept.read_bytes())
        assert b"Traceback" not in ended.err
        kept.unlink()
    assert codes == {1}
    (french,), (english,) = verdicts.values()
    spoken = [json.loads(document)["dossiers"] for document in (french, english)]
    told = [str([(f["criterion"], f["outcome"], f["location"]) for d in one for f in d["findings"]]) for one in spoken]
    assert told[0] == told[1]


@posix
def test_no_output_is_needed_for_a_file(guichet, example):
    """What is asked for in files is written whole where none of the three streams is open."""
    call = ("check", example("inacheve"), "--as-of", "2026-11-23", "-f", "json", "-o", "out.json")
    assert guichet(*call).code == 1
    usual = (guichet.work / "out.json").read_bytes()
    (guichet.work / "out.json").unlink()
    shell = ("sh", "-c", 'exec "$0" -m guichet_cli "$@" <&- >&- 2>&-', sys.executable)
    assert guichet(*call, program=shell).code == 1
    assert (guichet.work / "out.json").read_bytes() == usual


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_narrow_encodings(guichet, encoding):
    """A terminal without our signs gets stand-ins it has; JSON stays UTF-8; messages on stderr lose no line."""
    guichet.write("a.yaml", "dossier: 1\nproject: {id: Œdème 😀 ≥}\n")
    environment = {"PYTHONIOENCODING": encoding, "LANG": "C"}
    page = guichet("check", "a.yaml", **environment)
    document = guichet("check", "a.yaml", "-f", "json", **environment)
    said = guichet("check", "né → où.yaml", **environment)
    text = page.out.decode(encoding)
    assert (page.code, document.code, said.code) == (1, 1, 2)
    assert "-> " in text
    assert not re.search("[█▒→…✗✓]", text)
    if encoding != "ascii":
        assert "Éthique" in text
    assert document.document["dossiers"][0]["project"]["id"] == "Œdème 😀 ≥"
    assert said.err.decode(encoding).count("\n") == 1


@pytest.mark.parametrize("program", [MODULE, (str(SCRIPT),)], ids=["module", "script"])
def test_modules_beside_a_dossier(guichet, program):
    """No module of the working folder is imported, by the script or by `python -m`."""
    if not os.path.exists(program[0]):  # noqa: PTH110
        pytest.skip("the script is not installed beside this interpreter")
    guichet.write("a.yaml")
    for name in TRAPS:
        guichet.write(f"{name}.py", "raise SystemExit('caught')\n")
    for call in (("check", "a.yaml"), ("check", "a.yaml", "-f", "json"), ("--version",)):
        ended = guichet(*call, program=program)
        assert (call, ended.code) == (call, 0 if call == ("--version",) else 1)
        assert ended.said.count("\n") == ended.code, "the last word of the gate"


def test_files_beside_a_dossier(guichet):
    """No configuration is taken from the folder of a dossier: it comes from strangers."""
    guichet.write("a.yaml")
    plain = guichet("check", "a.yaml", "-f", "json", "--as-of", "2026-11-23")
    guichet.write(".env", "GUICHET_FAIL_ON=never\n")
    guichet.write("charter.yaml", "charter: 1\n")
    guichet.write("dossier.schema.json", "{}")
    guichet.write("fr.json", "{}")
    again = guichet("check", "a.yaml", "-f", "json", "--as-of", "2026-11-23")
    assert (again.code, again.out) == (plain.code, plain.out)


@posix
def test_poor_surroundings(guichet):
    """Without a home, a path, or a folder that still exists, a call ends as it would elsewhere."""
    name = guichet.write("a.yaml")
    bare = subprocess.run(
        [sys.executable, "-m", "guichet_cli", "check", name], cwd=guichet.work, env={}, capture_output=True, check=False
    )
    assert (bare.returncode, bare.stderr.count(b"\n")) == (1, 1)
    gone = guichet(
        str(guichet.work / name),
        program=(
            "sh",
            "-c",
            f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -m guichet_cli check "$0"',
        ),
    )
    assert (gone.code, gone.said.count("\n")) == (1, 1)
