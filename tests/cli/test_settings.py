"""Settings, as facts: flag, then GUICHET_*, then the nearest file, then default; what is refused, and where."""

import pytest

AS_OF = ("--as-of", "2026-11-23", "-f", "json")


def gate(ended):
    """Give the bar that a document says was set."""
    return ended.document["gate"]["fail_on"], ended.document["gate"]["fail_under"], ended.document["gate"]["basis"]


def test_order(guichet):
    """A flag wins over a variable, a variable over the file, the file over the default; an empty variable is not set."""
    guichet.write("a.yaml")
    guichet.write("guichet.toml", 'fail-on = "major"\nfail_under = 40.5\nbasis = "evidenced"\n')
    call = ("check", "a.yaml", *AS_OF)
    default, file, variable, flag, empty = guichet.batch(
        (*call, "--isolated"),
        call,
        (*call, {"GUICHET_FAIL_ON": "minor", "GUICHET_FAIL_UNDER": "41"}),
        (*call, "--fail-on", "never", "--fail-under", "42", "--basis", "declared", {"GUICHET_FAIL_ON": "minor"}),
        (*call, {"GUICHET_FAIL_ON": "", "GUICHET_FAIL_UNDER": "", "GUICHET_BASIS": ""}),
    )
    assert gate(default) == ("blocking", None, "declared")
    assert gate(file) == gate(empty) == ("major", 40.5, "evidenced")
    assert gate(variable) == ("minor", 41.0, "evidenced")
    assert gate(flag) == ("never", 42.0, "declared")


def test_nearest_file(guichet):
    """The nearest file upward is obeyed and told; `guichet.toml` wins beside a pyproject.toml that sets something."""
    guichet.write("pyproject.toml", '[project]\nname = "x"\n[tool.guichet]\nfail-on = "major"\n')
    guichet.write("sub/pyproject.toml", '[project]\nname = "y"\n')
    guichet.write("sub/deep/a.yaml")
    guichet.write("other/guichet.toml", 'fail-on = "minor"\n')
    guichet.write("other/pyproject.toml", '[tool.guichet]\nfail-on = "never"\n')
    guichet.write("other/a.yaml")
    above, home = guichet.work, guichet.work
    for folder, bar, path in (("sub/deep", "major", "../../pyproject.toml"), ("other", "minor", "guichet.toml")):
        guichet.work = above / folder
        ended, quiet = guichet.batch(("check", "a.yaml", *AS_OF), ("check", "a.yaml", *AS_OF, "-q"))
        assert (gate(ended)[0], ended.said.split("\n")[0]) == (
            bar,
            f"Réglages lus dans {path} (--isolated pour ne pas y obéir).",
        )
        assert quiet.said == ""
    guichet.work = home


def test_never_beside_a_dossier(guichet):
    """A file that came with a dossier sets nothing: what is looked for is above the current folder."""
    guichet.write("received/a.yaml")
    guichet.write("received/guichet.toml", 'fail-on = "never"\nexit-zero = true\n')
    guichet.write("received/pyproject.toml", "[tool.guichet]\nexit-zero = true\n")
    ended = guichet("check", "received/a.yaml", "received", *AS_OF)
    assert (ended.code, gate(ended)[0], ended.said.count("\n")) == (1, "blocking", 1)


def test_named_file(guichet):
    """`--config` names a file, which is not told; --isolated obeys none; a variable names one as well."""
    guichet.write("a.yaml")
    guichet.write("guichet.toml", 'fail-on = "major"\n')
    guichet.write("ci/strict.toml", 'fail-on = "minor"\n')
    guichet.write("ci/pyproject.toml", '[tool.guichet]\nfail-on = "never"\n')
    call = ("check", "a.yaml", *AS_OF)
    named, before, shared, variable, isolated = guichet.batch(
        (*call, "--config", "ci/strict.toml"),
        ("--config=ci/strict.toml", *call),
        (*call, "--config", "ci/pyproject.toml"),
        (*call, {"GUICHET_CONFIG": "ci/strict.toml"}),
        (*call, "--isolated", {"GUICHET_CONFIG": "ci/strict.toml"}),
    )
    assert [gate(one)[0] for one in (named, before, shared, variable, isolated)] == [
        "minor",
        "minor",
        "never",
        "minor",
        "blocking",
    ]
    assert {one.said.count("\n") for one in (named, before, shared, variable, isolated)} == {1}


def test_paths_and_patterns_are_written_from_their_file(guichet, small, answered):
    """A path or a pattern in a file is relative to that file's folder, wherever the call starts."""
    answered("sub/a.yaml", blocking=False)
    answered("sub/old/b.yaml")
    guichet.write(
        "guichet.toml",
        f'charter = "{small}"\nbaseline = "base.json"\nwaivers = "w.yaml"\nexclude = ["sub/old"]\nselect = ["ETH", "ENV"]\nignore = "DOS-02"\n',
    )
    guichet.write("w.yaml", "waivers: 1\nentries: []\n")
    guichet("check", "sub/a.yaml", "--isolated", "--charter", small, "--write-baseline", "base.json")
    guichet.work = guichet.work / "sub"
    ended = guichet("check", ".", *AS_OF)
    assert ended.text, ended.said
    assert [d["path"] for d in ended.document["dossiers"]] == ["a.yaml"]
    assert (ended.code, ended.document["charter"]["id"]) == (0, "small")
    page = guichet("explain", "ETH-02")
    assert (page.code, "Dites pour qui." in page.text) == (0, True)


def test_shared_settings(guichet):
    """A file also sets the language, the colour and how much is said; what the command line says wins."""
    guichet.write("a.yaml")
    guichet.write("guichet.toml", 'lang = "en"\ncolor = "always"\nquiet = true\n')
    ended = guichet("check", "a.yaml")
    flags = guichet("check", "a.yaml", "--lang", "fr", "--color", "never")
    assert ("Gaps:" in ended.text.replace("\x1b[1m", "").replace("\x1b[0m", ""), "\x1b[" in ended.text, ended.said) == (
        True,
        True,
        "",
    )
    assert ("Lacunes" in flags.text, "\x1b[" in flags.text) == (True, False)
    assert "Judge dossiers" in guichet("check", "--help").text


REFUSED = (
    # the file, its text, where, and what is named
    ("guichet.toml", 'fail-onn = "major"', "guichet.toml:1", "“fail-on”"),
    ("guichet.toml", "\n\nfrobnicate = 1", "guichet.toml:3", "--show-settings"),
    ("guichet.toml", '[check]\nfail-on = "major"', "guichet.toml:1", "check"),
    ("guichet.toml", "fail-on = ", "guichet.toml:1", "TOML"),
    ("guichet.toml", "a = 1\na = 2\n", "guichet.toml", "TOML"),
    ("guichet.toml", "\xff", "guichet.toml", "TOML"),
    ("guichet.toml", "fail-on = 3", "guichet.toml:1", "fail-on"),
    ("guichet.toml", "fail-under = true", "guichet.toml:1", "fail-under = 60"),
    ("guichet.toml", "fail-under = 101", "guichet.toml:1", "“101”"),
    ("guichet.toml", "fail-on = 'majeur'", "guichet.toml:1", "“major”"),
    ("guichet.toml", "show = 'tout'", "guichet.toml:1", "gaps, all"),
    ("guichet.toml", "fail-on = 'major'\nfail_on = 'minor'", "guichet.toml:2", "“fail_on”"),
    ("guichet.toml", "respect-gitignore = true\nno-respect-gitignore = true", "guichet.toml:2", "no-respect"),
    ("guichet.toml", "exit-zero = 'yes'", "guichet.toml:1", "exit-zero = true"),
    ("guichet.toml", "select = [1]", "guichet.toml:1", "select = ["),
    ("guichet.toml", "select = 'ETG'", "guichet.toml:1", "“ETG”"),
    ("guichet.toml", "no-respect-gitignore = 1", "guichet.toml:1", "true"),
    ("guichet.toml", "lang = 'de'", "guichet.toml:1", "fr, en"),
    ("guichet.toml", "color = 1", "guichet.toml:1", "color"),
    ("guichet.toml", "quiet = 'yes'", "guichet.toml:1", "true"),
    ("guichet.toml", "output = '/tmp/x'", "guichet.toml:1", "--output"),
    ("guichet.toml", "write-baseline = 'x'", "guichet.toml:1", "--write-baseline"),
    ("guichet.toml", "as_of = '2020-01-01'", "guichet.toml:1", "--as-of"),
    ("guichet.toml", "report = ['json=x']", "guichet.toml:1", "--report"),
    ("guichet.toml", "waivers = 'nowhere.yaml'", "", "nowhere.yaml"),
    ("guichet.toml", '"\\u001b[2J" = 1', "guichet.toml", "\\x1B[2J"),
    ("pyproject.toml", "[tool.guichet]\n\nfail-onn = 1", "pyproject.toml:3", "“fail-on”"),
    ("pyproject.toml", "[project]\nfail-on = 1\n[tool.guichet]\nfail-on = 1", "pyproject.toml:4", "fail-on"),
    ("pyproject.toml", "tool = {guichet = 3}", "pyproject.toml", "TOML"),
    ("pyproject.toml", "[", "pyproject.toml:1", "--isolated"),
)
FRENCH = str.maketrans({"“": "«\u00a0", "”": "\u00a0»"})


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_refused(guichet, lang):
    """A file that says what no setting is ends the call with 2, its line and the nearest; help is given all the same."""
    guichet.write("a.yaml")
    for name, text, place, named in REFUSED:
        (guichet.work / "guichet.toml").unlink(missing_ok=True)
        (guichet.work / "pyproject.toml").unlink(missing_ok=True)
        guichet.write(name, text.encode("latin-1"))
        ended, isolated, asked = guichet.batch(
            ("check", "a.yaml"), ("check", "a.yaml", "--isolated"), ("check", "--help"), GUICHET_LANG=lang
        )
        note, _, said = ended.said.rpartition("guichet: ")
        assert (text, ended.code, ended.text, said.count("\n")) == (text, 2, "", 1), ended.said
        assert (note == "" or name in note, note.count("\n") < 2) == (True, True), ended.said
        assert place in said, ended.said
        assert (named.translate(FRENCH) if lang == "fr" else named) in ended.said, ended.said
        assert said[:-1].replace("\u00a0", " ").replace("\u202f", " ").isprintable()
        assert (isolated.code, asked.code) == (1, 0)


def test_named_files_that_cannot_be_read(guichet):
    """A configuration that is named must be there, be a file, and set something here."""
    guichet.write("a.yaml")
    guichet.write("pyproject.toml", "[project]\n")
    for name, word in (
        ("nowhere.toml", "n’existe pas"),
        (".", "n’a pas pu ouvrir"),
        ("pyproject.toml", "[tool.guichet]"),
    ):
        ended = guichet("check", "a.yaml", "--config", name)
        assert (name, ended.code, ended.text, word in ended.said) == (name, 2, "", True), ended.said


IDLE = (
    (("--basis", "evidenced"), "--basis"),
    (("--show-files", "--write-baseline", "b.json"), "--write-baseline"),
    (("--show-files", "-f", "json"), "--format"),
    (("--show-files", "--exit-zero"), "--exit-zero"),
    (("--show-files", "--show-settings"), "--show-files"),
    (("--exclude", "x"), "--exclude"),
    (("--no-respect-gitignore",), "--no-respect-gitignore"),
    (("--config", "c.toml", "--isolated"), "--config"),
)


def test_options_without_effect(guichet):
    """An option on the command line that changes nothing there is refused; a variable or a file may set it for all calls."""
    guichet.write("a.yaml")
    guichet.write("c.toml", 'basis = "evidenced"\nexclude = ["x"]\n')
    ended = guichet.batch(*(("check", "a.yaml", *options) for options, _ in IDLE))
    for (options, name), one in zip(IDLE, ended, strict=True):
        assert (options, one.code, one.text, one.said.count("\n")) == (options, 2, "", 1)
        assert one.said.startswith(f"guichet: {name} est sans effet"), one.said
    variable, file, audit, walked = guichet.batch(
        ("check", "a.yaml", {"GUICHET_BASIS": "evidenced", "GUICHET_EXCLUDE": "x"}),
        ("check", "a.yaml", "--config", "c.toml"),
        ("check", "a.yaml", "--no-waivers"),
        ("check", ".", "--exclude", "x", "--show-files"),
    )
    assert [one.code for one in (variable, file, audit, walked)] == [1, 1, 1, 0]


def test_variables_that_are_flags(guichet):
    """A variable that turns an option on is true or false; anything else is refused."""
    guichet.write("a.yaml")
    on, off, bad = guichet.batch(
        *(("check", "a.yaml", {"GUICHET_EXIT_ZERO": value}) for value in ("1", "false", "maybe"))
    )
    assert (on.code, off.code, bad.code) == (0, 1, 2)
    assert "GUICHET_EXIT_ZERO" in bad.said
    assert "maybe" in bad.said


def test_show_settings(guichet):
    """Each setting is shown with its value and where that comes from, as a file would write it, and nothing is judged."""
    guichet.write("guichet.toml", '# the bar\nfail_on = "major"\nexclude = ["x", "y"]\n')
    ended = guichet("check", "--show-settings", "--fail-under", "60,5", GUICHET_BASIS="evidenced", GUICHET_LANG="en")
    shown = {
        line.partition("#" if line[0] != "#" else " #")[0].strip(): line.rpartition("# ")[2]
        for line in ended.text.splitlines()
    }
    assert (ended.code, ended.said) == (0, "")
    for setting, source in (
        ('fail-on = "major"', "guichet.toml:2"),
        ('exclude = ["x", "y"]', "guichet.toml:3"),
        ('fail-under = "60,5"', "command line"),
        ('basis = "evidenced"', "GUICHET_BASIS"),
        ("respect-gitignore = true", "default"),
        ('lang = "en"', "GUICHET_LANG"),
        ('color = "auto"', "default"),
    ):
        assert shown[setting] == source, ended.text
    guichet.write("guichet.toml", "\n".join(line for line in ended.text.splitlines() if "command line" not in line))
    again = guichet("check", "--show-settings", "--fail-under", "60,5", GUICHET_LANG="en")
    assert {line.rpartition("#")[0].strip() for line in again.text.splitlines()} == {
        line.rpartition("#")[0].strip() for line in ended.text.splitlines()
    }


def test_every_variable_is_told(guichet):
    """The help names the variable of every option that has one, and each is that of its option."""
    page = " ".join(guichet("check", "--help", GUICHET_LANG="en", COLUMNS="100").text.split())
    for name in (
        "FAIL_ON",
        "FAIL_UNDER",
        "BASIS",
        "BASELINE",
        "WAIVERS",
        "SELECT",
        "IGNORE",
        "EXCLUDE",
        "RESPECT_GITIGNORE",
        "SHOW",
    ):
        assert f"GUICHET_{name}" in page


def test_a_value_is_refused_where_it_comes_from(guichet):
    """A value that does not suit is said to be the variable's, the file's or the option's."""
    guichet.write("a.yaml")
    guichet.write("c.toml", 'fail-on = "no"\n')
    facts = (
        (("--fail-on", "no"), {}, "--fail-on"),
        ((), {"GUICHET_FAIL_ON": "no"}, "GUICHET_FAIL_ON"),
        ((), {"GUICHET_SELECT": ","}, "GUICHET_SELECT"),
        ((), {"GUICHET_LANG": "xx"}, "GUICHET_LANG"),
        ((), {"GUICHET_COLOR": "red"}, "GUICHET_COLOR"),
        (("--config", "c.toml"), {}, "c.toml:1:fail-on"),
    )
    for options, variables, named in facts:
        ended = guichet("check", "a.yaml", *options, **variables)
        assert (named, ended.code, ended.text, named in ended.said) == (named, 2, "", True), ended.said
    assert guichet("check", "a.yaml", "--lang", "en", GUICHET_LANG="xx").code == 1
    assert guichet("--help", GUICHET_LANG="xx").code == 0


def test_a_variable_that_sets_nothing(guichet):
    """A variable that no command reads is told with the nearest one; an empty one, or one of another command, is not."""
    guichet.write("a.yaml")
    call = ("check", "a.yaml", *AS_OF)
    slip, far, quiet, fine = guichet.batch(
        (*call, {"GUICHET_FAILON": "major"}),
        (*call, {"GUICHET_ZZ": "1"}),
        (*call, "-q", {"GUICHET_FAILON": "major"}),
        (*call, {"GUICHET_FAILON": "", "GUICHET_NO_INPUT": "1", "GUICHET_LANG": "fr", "GUICHET_COLOR": "never"}),
    )
    assert gate(slip)[0] == "blocking"
    assert slip.said.split("\n")[0] == (
        "La variable GUICHET_FAILON n’existe pas et ne règle rien. Vouliez-vous dire GUICHET_FAIL_ON\u202f?"
    )
    assert far.said.split("\n")[0] == (
        "La variable GUICHET_ZZ n’existe pas et ne règle rien. La liste\u00a0: guichet check --help"
    )
    assert (quiet.said, fine.said.count("\n")) == ("", 1)


def test_a_file_that_is_missing_is_told_where_it_is_set(guichet):
    """A file that a configuration or a variable names and that is not there is told with the line, or the variable."""
    guichet.write("a.yaml")
    guichet.write("guichet.toml", 'fail-on = "major"\nbaseline = "none.json"\n')
    guichet.write("other.toml", 'charter = "sub/none.yaml"\n')
    call = ("check", "a.yaml", *AS_OF)
    file, charter, variable, option = guichet.batch(
        call,
        (*call, "--config", "other.toml"),
        (*call, "--isolated", {"GUICHET_WAIVERS": "none.yaml"}),
        (*call, "--isolated", "--baseline", "none.json"),
    )
    assert {each.code for each in (file, charter, variable, option)} == {2}
    assert "guichet: guichet.toml:2:baseline\u00a0: «\u00a0none.json\u00a0» n’existe pas." in file.said
    assert "guichet: other.toml:1:charter\u00a0: la charte «\u00a0sub/none.yaml\u00a0»" in charter.said
    assert "guichet: GUICHET_WAIVERS\u00a0: «\u00a0none.yaml\u00a0» n’existe pas." in variable.said
    assert option.said.startswith("guichet: «\u00a0none.json\u00a0» n’existe pas.")
