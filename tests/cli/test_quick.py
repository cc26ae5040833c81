"""The quick road gives exactly what Typer gives, or leaves the call to it."""

import os
from itertools import chain
from pathlib import Path

import pytest
import typer
from calling import EMPTY
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.cli import app, check_call, crews, declared, quick
from guichet_cli.cli.call import Option
from guichet_cli.cli.commands import register
from guichet_cli.cli.spoken import new_app
from guichet_cli.errors import GuichetError
from guichet_cli.load import configuration

FIELDS = ("name", "opts", "secondary_opts", "envvar", "is_flag", "multiple", "default")
HEAD = '''"""What the command line declares, for the quick road: Typer's own parameters of `check` and of the whole, as data.

`tests/cli/test_quick.py` compares it with Typer's, and writes it anew with `--update-golden`.
"""

from guichet_cli.cli.call import Option

'''
ORDINARY = (
    # what people and pipelines write
    ("check",),
    ("check", "dossier.yaml"),
    ("check", "a.yaml", "-f", "json"),
    ("check", "-f", "concise", "a.yaml", "b.yaml"),
    ("check", "--format=json", "a.yaml", "--output=out.json"),
    ("check", "a.yaml", "-o", "out.md", "--report", "sarif=a.sarif", "--report=junit=b.xml"),
    ("check", "folder", "--exclude", "old", "--exclude", "x/*,y", "--no-respect-gitignore"),
    ("check", "folder", "--no-respect-gitignore", "--respect-gitignore"),
    ("check", "-", "-f", "jsonl"),
    ("check", "a.yaml", "-o", "-"),
    ("check", "a.yaml", "--fail-on", "never", "--fail-under", "80", "--basis", "evidenced"),
    ("check", "a.yaml", "--fail-on", "major", "--fail-on", "minor"),
    ("check", "a.yaml", "--select", "ETH", "--ignore", "ETH-01,ETH-02", "--select", "ENV"),
    ("check", "a.yaml", "--baseline", "b.json", "--write-baseline", "b.json"),
    ("check", "a.yaml", "--waivers", "w.yaml", "--no-waivers"),
    ("check", "a.yaml", "--as-of", "2026-11-23", "--show", "all", "--exit-zero"),
    ("check", "--show-files", "."),
    ("check", "--show-settings"),
    ("--lang", "en", "check", "a.yaml"),
    ("check", "a.yaml", "--lang=en", "--color", "always", "-q", "--verbose"),
    ("--isolated", "check", "a.yaml", "--config", "x.toml"),
    ("check", "a.yaml", "--isolated"),
    ("check", "un dossier é.yaml", "--charter", "grand-est-2024"),
)
UNUSUAL = (
    # what only Typer understands, or refuses
    (),
    ("--help",),
    ("check", "--help"),
    ("check", "-h", "a.yaml"),
    ("--version", "check"),
    ("check", "--formt", "json"),
    ("check", "--form", "json"),
    ("check", "-fjson"),
    ("check", "-x"),
    ("check", "a.yaml", "-f"),
    ("check", "--charter="),
    ("check", "--charter", "--format", "json"),
    ("check", "--watch=1"),
    ("check", "--", "-odd.yaml"),
    ("check", ""),
    ("check", "a.yaml", "--lang"),
    ("check", "a.yaml", "--lang", "de"),
    ("check", "a.yaml", "--color", "red"),
    ("chek", "a.yaml"),
    ("explain", "ETH-01"),
)
WORDS = (
    "a.yaml",
    "-",
    "--",
    "",
    "json",
    "all",
    "80",
    "é x",
    "fr",
    "auto",
    "-x",
    "--odd",
    "-f=json",
    "-qv",
    "-vq",
    "--help",
)
ENVIRONMENTS = (
    {"GUICHET_FORMAT": "json", "GUICHET_SELECT": "ETH ENV", "GUICHET_EXCLUDE": "  a  b "},
    {"GUICHET_EXIT_ZERO": "1", "GUICHET_RESPECT_GITIGNORE": " No ", "GUICHET_SHOW": "all"},
    {"GUICHET_EXIT_ZERO": "off", "GUICHET_FORMAT": "", "GUICHET_SELECT": " "},
    {"GUICHET_LANG": "en", "GUICHET_COLOR": "never", "GUICHET_CHARTER": "x y"},
    {"GUICHET_EXIT_ZERO": "perhaps"},
    {"GUICHET_COLOR": "red"},
    {"GUICHET_LANG": "de"},
    {"GUICHET_CONFIG": "absent.toml"},
    {"GUICHET_FORMATS": "json"},
)
FILES = (
    'format = "json"\nselect = ["ETH", "ENV"]\nexit-zero = true\ncolor = "always"\nquiet = true\n',
    'fail-under = 80.5\nno-respect-gitignore = true\nexclude = "a"\nbaseline = "b.json"\ncharter = "c/d.yaml"\n',
    'select = []\nshow = ""\nfail_on = "major"\nlang = "en"\n',
    "formt = 1\n",
    "watch = true\n",
    "quiet = 1\n",
    "= broken\n",
)


def parameters():
    """Give what Typer makes of the declarations: the parameters of the whole, and those of `check`."""
    made = new_app("help.guichet")
    made.callback()(app.main)
    register(made, ["check"])
    whole = typer.main.get_command(made)
    return [each for each in whole.params if not each.is_eager], whole.commands["check"].params


def as_option(param):
    """Give a parameter of Typer as the quick road has it."""
    return Option(
        param.name,
        tuple(param.opts),
        tuple(param.secondary_opts),
        envvar=param.envvar,
        is_flag=getattr(param, "is_flag", False),
        multiple=getattr(param, "multiple", False) or param.nargs == -1,
        default=param.default,
    )


def written(option):
    """Give an option as Python writes it, what is usual left out."""
    said = [repr(option.name), repr(option.opts), *([repr(option.secondary_opts)] if option.secondary_opts else [])]
    for name, usual in (("envvar", None), ("is_flag", False), ("multiple", False), ("default", None)):
        value = getattr(option, name)
        said += [f"{name}={value!r}"] if value is not usual else []
    return f"    Option({', '.join(said)}),\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give an empty current folder, and an environment with no variable of the tool."""
    for name in [name for name in os.environ if name.startswith("GUICHET_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    configuration.find_configuration.cache_clear()
    configuration.read_configuration.cache_clear()
    yield tmp_path
    configuration.find_configuration.cache_clear()
    configuration.read_configuration.cache_clear()


def by_typer(arguments):
    """Give the call as Typer understands it, or why there is none."""
    met = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check_call, "answer", lambda call: met.append(call) or 0)
        patch.setattr("guichet_cli.cli.streams.put", lambda *_, **__: None)
        patch.setattr("guichet_cli.cli.streams.tell", lambda *_: met.append("told"))
        try:
            app.dispatch(arguments)
        except GuichetError as error:
            return error
    return met[0] if len(met) == 1 and met[0] != "told" else None


def told(call):
    """Give all that a call says, in order."""
    options = [
        [getattr(as_option(each) if hasattr(each, "nargs") else each, name) for name in FIELDS] for each in call.options
    ]
    above = call.parent
    return (
        list(call.params.items()),
        dict(call.sources),
        dict(call.shared),
        options,
        {name: value for name, value in above.params.items() if name != "_version"},
        {name: value for name, value in above.sources.items() if name != "_version"},
    )


def agree(arguments):
    """Make sure that the quick road gives what Typer gives, or nothing; tell which."""
    quickly = quick.understood(arguments)
    if quickly is None:
        return False
    slowly = by_typer(arguments)
    assert not isinstance(slowly, GuichetError), (arguments, slowly.key)
    assert slowly is not None, arguments
    assert told(quickly) == told(slowly), arguments
    return True


def test_declared(pytestconfig):
    """What the quick road knows of the options is what Typer declares of them."""
    whole, own = ([as_option(each) for each in params] for params in parameters())
    if pytestconfig.getoption("--update-golden"):
        tables = (
            ("WHOLE", whole, "The options that every command has."),
            ("CHECK", own, "The argument and the options of `check`."),
        )
        text = "".join(f'{name} = (\n{"".join(map(written, found))})\n"""{about}"""\n' for name, found, about in tables)
        Path(declared.__file__).write_text(HEAD + text)
        pytest.fail("written anew: format it, then run again")
    for known, typers in ((declared.WHOLE, whole), (declared.CHECK, own)):
        assert [[getattr(o, name) for name in FIELDS] for o in known] == [
            [getattr(o, name) for name in FIELDS] for o in typers
        ]


def test_every_value_is_heeded():
    """What `check` does looks at each of its options: one that is declared and forgotten would do nothing."""
    read = "".join(Path(module.__file__).read_text() for module in (check_call, crews))
    assert [option.name for option in declared.CHECK if f'["{option.name}"]' not in read] == []


@pytest.mark.parametrize("arguments", ORDINARY, ids=" ".join)
def test_ordinary(folder, arguments):
    """An ordinary call takes the quick road, with the values that Typer gives."""
    (folder / "x.toml").write_text("")
    if "--isolated" in arguments and "--config" in arguments:
        assert not agree(arguments)
    else:
        assert agree(arguments)


@pytest.mark.parametrize("arguments", UNUSUAL, ids=" ".join)
def test_unusual(folder, arguments):
    """Anything else is left to Typer."""
    assert quick.understood(arguments) is None


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=str)
def test_environment(folder, monkeypatch, environment):
    """Variables give the same values on both roads, beside options and alone."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    taken = [
        agree(("check", "a.yaml", *more)) for more in ((), ("-f", "csv", "--select", "UTI"), ("--exit-zero", "-q"))
    ]
    sound = {"perhaps", "red", "de", "absent.toml"}
    odd = "GUICHET_FORMATS" in environment or any(value in sound for value in environment.values())
    assert taken == [not odd] * 3


@pytest.mark.parametrize("text", FILES, ids=lambda text: text.splitlines()[0])
def test_files(folder, text):
    """A configuration gives the same values on both roads; one that is refused is left to Typer."""
    (folder / "guichet.toml").write_text(text)
    (folder / "pyproject.toml").write_text("[project]\n")
    taken = [
        agree(("check", "a.yaml", *more)) for more in ((), ("-f", "csv", "--select", "UTI"), ("--color", "never", "-q"))
    ]
    assert taken == [text in FILES[:3]] * 3


def any_call():
    """Give what draws lists of arguments: real options, with or without their values, among odd words."""
    options = [word for each in (*declared.WHOLE, *declared.CHECK) for word in (*each.opts, *each.secondary_opts)]
    word = st.sampled_from([*options, *WORDS]) | st.text(max_size=3).filter(lambda text: "\0" not in text)
    pair = st.tuples(st.sampled_from(options), st.sampled_from(WORDS))
    joined = pair.map("=".join).map(lambda both: (both,))
    return st.lists(word.map(lambda one: (one,)) | pair | joined, max_size=6).map(lambda found: list(chain(*found)))


@given(before=any_call().filter(lambda found: len(found) < 2), after=any_call())
@settings(max_examples=120, deadline=None, database=None, derandomize=True)
def test_any_arguments(tmp_path_factory, before, after):
    """Whatever is typed, the quick road gives what Typer gives, or leaves it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.getbasetemp())
        agree((*before, "check", *after))


def test_answer_is_the_same(guichet):
    """A call and the same one that only Typer understands end alike, with the same bytes."""
    path = guichet.write("a.yaml", EMPTY)
    for more in (("-f", "json"), ("-f", "concise"), (), ("--fail-under", "x"), ("--charter", "absent")):
        quickly = guichet("check", path, "--as-of", "2026-11-23", *more)
        slowly = guichet("check", "--as-of", "2026-11-23", *more, "--", path)
        assert (quickly.code, quickly.out, quickly.err) == (slowly.code, slowly.out, slowly.err)
