"""`--select`, `--ignore`, `--exclude` and what git ignores, as facts: what is looked at, and what never moves."""

import pytest

AS_OF = ("--as-of", "2026-11-23", "-f", "json")
EMPTY = "dossier: 1\n"


@pytest.fixture
def check(guichet, small):
    """Give what runs several calls against the small charter, each with more options."""

    def run(*calls, **environment):
        return guichet.batch(*(("check", "a.yaml", "--charter", small, *AS_OF, *call) for call in calls), **environment)

    return run


def told(ended):
    """Give the criteria that a document tells."""
    return [finding["criterion"] for finding in ended.document["dossiers"][0]["findings"]]


def numbers(ended):
    """Give what no selection moves."""
    dossier = ended.document["dossiers"][0]
    return dossier["verdict"], dossier["commitments"]


FACTS = (
    # options, what is told, the exit code with --fail-on minor
    ((), ["DOS-020", "ETH-01", "ETH-02", "ENV-01"], 1),
    (("--select", "ENV"), ["ENV-01"], 1),
    (("--select", "ETH-01"), ["ETH-01"], 1),
    (("--select", "ETH-02"), ["ETH-02"], 0),
    (("--select", "eth-02,env-01"), ["ETH-02", "ENV-01"], 1),
    (("--select", "ETH-02", "--select", "ENV"), ["ETH-02", "ENV-01"], 1),
    (("--select", "DOS"), ["DOS-020"], 1),
    (("--ignore", "DOS-020"), ["ETH-01", "ETH-02", "ENV-01"], 1),
    (("--ignore", "DOS,ETH-01,ENV"), ["ETH-02"], 0),
    (("--select", "ETH-02", "--ignore", "ETH"), ["ETH-02"], 0),
)


def test_codes(guichet, check):
    """The gate and the lists look at what is selected; the rates and the verdict are those of the whole."""
    guichet.write(
        "a.yaml",
        "dossier: 1\nproject: {id: A, phase: pilot, colour: red}\nethics: {purpose: {target_population: Adultes.}}\n",
    )
    ended = check(*((*options, "--fail-on", "minor") for options, _, _ in FACTS))
    for (options, codes, code), one in zip(FACTS, ended, strict=True):
        assert (options, told(one), one.code) == (options, codes, code)
        assert numbers(one) == numbers(ended[0])
        gaps = one.document["summary"]["gaps"]
        assert sum(gaps.values()) == sum(f["gap"] for f in one.document["dossiers"][0]["findings"])
        left = len(FACTS[0][1]) - len(codes) - ("ETH-02" not in codes)
        assert (f"{left} lacune" in one.said.rpartition(" ; ".replace(" ;", "\u202f;"))[2]) is (left > 0), one.said
    (quiet,) = check(("--select", "ENV", "-q"))
    assert quiet.said == ""


def test_variables(guichet, check, answered):
    """A variable lists codes with commas or blanks; an option replaces it; an empty one is not set."""
    answered("a.yaml", blocking=False)
    facts = ("ETH-02,ENV", ()), ("ETH-02 ENV", ()), ("ENV", ("--select", "ETH")), ("", ())
    listed, blanks, option, unset = check(*((*options, {"GUICHET_SELECT": value}) for value, options in facts))
    assert told(listed) == told(blanks) == ["ETH-02", "ENV-01"]
    assert told(option) == ["ETH-01", "ETH-02"]
    assert told(unset) == ["ETH-01", "ETH-02", "ENV-01"]


STRANGERS = (
    (("--select", "ETG"), "“ETG”", "ETH"),
    (("--ignore", "ETH-1"), "“ETH-1”", "ETH-01"),
    (("--select", "ETH,zz"), "“ZZ”", "charter show"),
    (("--select", "ETH", "--ignore", "ETH"), "--ignore", "--select"),
    (("--select", "ETH", "--ignore", "ETH-01,ETH-02"), "--ignore", "--select"),
    (("--ignore", "DOS-9"), "“DOS-9”", "DOS-0"),
    (("--select", "\x1b[2J"), "“\\x1B[2J”", "--select"),
    (("--select", ""), "--select", "ETH,EQU-02"),
    (("--ignore", " , "), "--ignore", "ETH,EQU-02"),
)


def test_unknown_codes(guichet, check, answered):
    """A code that nothing known is or begins with ends the call with 2, naming the nearest."""
    answered("a.yaml")
    for (options, name, near), one in zip(
        STRANGERS, check(*(o for o, _, _ in STRANGERS), GUICHET_LANG="en"), strict=True
    ):
        french = name.translate(str.maketrans({"“": "«\u00a0", "”": "\u00a0»"}))
        assert (options, one.code, one.text, one.said.count("\n")) == (options, 2, "", 1)
        assert (name in one.said or french in one.said, near in one.said) == (True, True), one.said


def test_codes_of_any_packaged_charter(guichet):
    """Without --charter, the codes of every packaged charter are known: a dossier may name any of them."""
    guichet.write("a.yaml")
    ours, theirs = guichet.batch(
        *(("check", "a.yaml", *AS_OF, "--select", code) for code in ("EXP-01,X-05", "WAI,DEP"))
    )
    assert ours.code in {0, 1}
    assert theirs.code in {0, 1, 2}


def test_a_page_says_the_whole_verdict(guichet, small, answered):
    """The page explains the verdict by all the gaps, and lists those that are selected."""
    answered("a.yaml", blocking=False, major=False)
    call = ("check", "a.yaml", "--charter", small)
    whole, page, summary = guichet.batch(
        call, (*call, "--select", "ETH-02"), (*call, "--select", "ETH-02", "-f", "markdown")
    )
    above = whole.text.partition("Lacunes")[0]
    assert "1 critère bloquant à lever" in above
    assert page.text.startswith(above)
    assert "1 critère bloquant à lever" in summary.text
    assert "ETH-01" not in page.text + summary.text
    assert page.code == 0


def test_an_unreadable_dossier_says_why(guichet, small):
    """Nothing selected hides why a dossier could not be read."""
    guichet.write("a.yaml", "a: [")
    (ended,) = guichet.batch(("check", "a.yaml", "--charter", small, *AS_OF, "--select", "ENV"))
    assert (ended.code, len(told(ended))) == (1, 1)


@pytest.fixture
def tree(guichet):
    """Write a repository of dossiers, one of them ignored by git."""
    for name in ("d/a.yaml", "d/old/b.yaml", "d/tmp/c.yaml"):
        guichet.write(name)
    guichet.write(".git/HEAD", "")
    guichet.write(".gitignore", "tmp/\n")


FILES = (
    # options, environment, files
    (("d",), {}, ["d/a.yaml", "d/old/b.yaml"]),
    ((".",), {}, ["d/a.yaml", "d/old/b.yaml"]),
    (("d/tmp",), {}, ["d/tmp/c.yaml"]),
    (("d", "d/tmp/c.yaml"), {}, ["d/a.yaml", "d/old/b.yaml", "d/tmp/c.yaml"]),
    (("d", "--no-respect-gitignore"), {}, ["d/a.yaml", "d/old/b.yaml", "d/tmp/c.yaml"]),
    (("d",), {"GUICHET_RESPECT_GITIGNORE": "0"}, ["d/a.yaml", "d/old/b.yaml", "d/tmp/c.yaml"]),
    (("d", "--respect-gitignore"), {"GUICHET_RESPECT_GITIGNORE": "0"}, ["d/a.yaml", "d/old/b.yaml"]),
    (("d", "--exclude", "old"), {}, ["d/a.yaml"]),
    (("d", "--exclude", "a.yaml,z*"), {}, ["d/old/b.yaml"]),
    (("d",), {"GUICHET_EXCLUDE": "d/old x"}, ["d/a.yaml"]),
    (("d", "-"), {}, ["d/a.yaml", "d/old/b.yaml", "-"]),
)


def test_show_files(guichet, tree):
    """`--show-files` prints the files that would be read, one a line, and judges none."""
    ended = guichet.batch(*(("check", *options, "--show-files", environment) for options, environment, _ in FILES))
    for (options, _, files), one in zip(FILES, ended, strict=True):
        assert (options, one.text.split("\n")[:-1], one.code, one.said) == (options, files, 0, "")


def test_what_git_ignores_is_told(guichet, tree):
    """What was passed over is counted on stderr; where nothing is left, the call ends with 2 and says how to read it."""
    guichet.write("e/.gitignore", "*\n")
    guichet.write("e/x.yaml")
    some, quiet, none, read = guichet.batch(
        ("check", "d", *AS_OF),
        ("check", "d", *AS_OF, "-q"),
        ("check", "e", *AS_OF),
        ("check", "e", *AS_OF, "--no-respect-gitignore"),
    )
    assert some.said.startswith("1 fichier ou répertoire ignoré par git n’a pas été lu (--no-respect-gitignore")
    assert quiet.said == ""
    assert (none.code, none.text, "--no-respect-gitignore" in none.said) == (2, "", True)
    assert len(read.document["dossiers"]) == 1


def test_a_folder_of_strangers(guichet):
    """Outside of a repository, a .gitignore that came with a dossier hides nothing."""
    guichet.write("received/.gitignore", "*\n")
    guichet.write("received/a.yaml")
    assert len(guichet("check", "received", *AS_OF).document["dossiers"]) == 1


def test_pathspec_is_imported_when_it_serves(guichet, tree):
    """The library that reads .gitignore files is imported only where a folder with one above it is walked."""
    # with `threading` the process takes the usual way out, which tells the trace
    trace = "import sys, threading, atexit; atexit.register(lambda: sys.stderr.write(f'pathspec {\"pathspec\" in sys.modules}'))"
    for path, served in (("d", True), ("d/a.yaml", False)):
        assert guichet.driver(trace, "check", path, *AS_OF).said.endswith(f"pathspec {served}")


def test_exclusions_without_effect(guichet, tree):
    """A pattern of files walks no folder, a blank pattern excludes nothing, and what excludes all is said to."""
    facts = (
        (("d/*.yaml", "--exclude", "x"), "--exclude est sans effet"),
        (("d", "--exclude", ""), "--exclude ne nomme aucun motif"),
        (("d", "--no-respect-gitignore", "--exclude", "*"), "--exclude écarte tout"),
    )
    for (options, said), ended in zip(facts, guichet.batch(*(("check", *o) for o, _ in facts)), strict=True):
        assert (options, ended.code, ended.text, said in ended.said) == (options, 2, "", True), ended.said
    walked = guichet("check", "*", "--exclude", "old", "--show-files")
    assert (walked.code, walked.text) == (0, "d/a.yaml\n")
