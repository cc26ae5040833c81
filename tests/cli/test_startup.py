"""What each call imports, counted and not timed, and which form of a charter it reads."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from calling import MODULE

from guichet_cli.load import charter as charters
from guichet_cli.load import compiling
from guichet_cli.load.compiling import MAKERS, seal
from guichet_cli.load.data import PACKAGE

READS_CHARTERS = ("explain", "charter")
IMPORT = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)$", re.MULTILINE)
NEVER = ("jinja2", "tabulate", "jsonschema", "importlib.metadata", "asyncio", "socket", "ssl", "http", "sqlite3")
QUICK = (
    *("typer", "click", "dataclasses", "inspect", "threading", "pathlib", "urllib.parse", "glob", "copy", "shutil"),
    *("tomllib", "guichet_cli.core.baseline", "guichet_cli.core.waivers", "guichet_cli.core.lint"),
)
"""What an ordinary call of `check` does without. Where `threading` is, it cannot leave at once."""
MODULES = 180
"""How many modules an ordinary call of `check` imports at most, libraries included."""
PATTERNS = 34
"""How many patterns it compiles at most."""
COUNTED = """
import os, re._compiler, runpy, sys
whole, leave, made = re._compiler.compile, os._exit, []
def counted(*said):
    made.append(said)
    return whole(*said)
def left(code):
    print("patterns", len(made), file=sys.stderr, flush=True)
    leave(code)
re._compiler.compile, os._exit = counted, left
runpy.run_module("guichet_cli", run_name="__main__", alter_sys=True)
"""
"""A call that says at its end how many patterns it has compiled."""
BUDGETS = (
    # the call, and what it may not import
    (("--version",), ("typer", "rich", "yaml", "json", "typing", "dataclasses", "pathlib", "re", *NEVER)),
    (("--help",), ("rich", "yaml", *NEVER)),
    (("check", "--help"), ("rich", "yaml", *NEVER)),
    (("check", "EXAMPLE", "-f", "json"), ("rich", "pyphen", "random", "multiprocessing", *QUICK, *NEVER)),
    (("check", "EXAMPLE", "-f", "concise"), ("rich", "pyphen", "random", "multiprocessing", *QUICK, *NEVER)),
    (("check", "EXAMPLE"), ("rich.console", "rich.text", "rich.table", "pygments", *QUICK, *NEVER)),
    (("explain", "ETH-01"), ("yaml", "rich.markdown", "pygments", *NEVER)),
    (("charter", "list"), ("yaml", "rich.markdown", *NEVER)),
)


def imported(guichet, *call):
    """Give the modules that a call imports, by name; those of the interpreter's own start are left out."""
    python, *rest = MODULE
    bare = set(IMPORT.findall(guichet("-X", "importtime", "-c", "pass", program=(python,)).said))
    ended = guichet(*call, program=(python, "-X", "importtime", *rest))
    assert ended.code in {0, 1}
    return set(IMPORT.findall(ended.said)) - bare


def stale():
    """Tell whether some compiled charter is missing or was made of another YAML, as between a change and an installation."""
    for name, path in charters.packaged().items():
        compiled = Path(charters.PACKAGE) / "compiled" / f"{name}.json"
        if not compiled.is_file() or not seal(path.read_bytes()).items() <= json.loads(compiled.read_bytes()).items():
            return True
    return False


@pytest.mark.parametrize(("call", "dear"), BUDGETS, ids=[" ".join(call) for call, _ in BUDGETS])
def test_imports(guichet, example, call, dear):
    """A call imports what it needs and nothing dearer."""
    if call[0] in READS_CHARTERS and stale():
        pytest.skip("a charter has changed since it was compiled: install again")
    found = imported(guichet, *(example("flux-urgences") if word == "EXAMPLE" else word for word in call))
    assert [name for name in dear if name in found] == []


@pytest.mark.parametrize("page", ["json", "concise", "full"])
def test_modules_of_an_ordinary_call(guichet, example, page):
    """An ordinary call of `check` imports so many modules, and a new one is a choice."""
    assert len(imported(guichet, "check", example("flux-urgences"), "-f", page)) <= MODULES


def test_patterns_of_an_ordinary_call(guichet, example):
    """An ordinary call compiles the patterns that it uses, not those that its modules and libraries hold."""
    python, *_ = MODULE
    ended = guichet("check", example("flux-urgences"), "-f", "json", program=(python, "-c", COUNTED))
    assert int(re.search(r"patterns (\d+)", ended.said)[1]) <= PATTERNS


def test_version_is_one_import(guichet):
    """`--version` imports this package and nothing else of ours."""
    ours = {name for name in imported(guichet, "--version") if name.startswith("guichet_cli")}
    assert ours == {"guichet_cli"}


@pytest.fixture
def package(monkeypatch, tmp_path):
    """Give a package folder with one charter and its compiled form, which says another title than the YAML."""
    raw = (Path(charters.folder("charters")) / f"{charters.DEFAULT}.yaml").read_bytes()
    data = json.loads(json.dumps(charters.parse(raw)))
    data["title"] = {"fr": "Compilée", "en": "Compiled"}
    (tmp_path / "charters").mkdir()
    (tmp_path / "charters" / "one.yaml").write_bytes(raw)
    (tmp_path / "compiled").mkdir()
    (tmp_path / "compiled" / "one.json").write_text(json.dumps({**seal(raw), "charter": data}))
    monkeypatch.setattr(charters, "PACKAGE", tmp_path)
    monkeypatch.setattr(charters, "folder", lambda name: tmp_path / name)
    return tmp_path


def test_compiled_charter_is_read(package, monkeypatch):
    """The compiled form stands for the YAML that it was made of, which is not parsed."""
    monkeypatch.setattr(charters, "parse", None)
    assert charters.load_charter("one", "fr").title == "Compilée"


def test_changed_charter_wins(package):
    """The YAML wins over a compiled form of other bytes, over one that is not there, and its digest is its own."""
    source = package / "charters" / "one.yaml"
    source.write_bytes(source.read_bytes() + b"# changed\n")
    read = charters.load_charter("one", "en")
    assert read.title == "Grand-Est charter 2024"
    assert read.sha256 == sha256(source.read_bytes()).hexdigest()
    (package / "compiled" / "one.json").unlink()
    assert charters.load_charter("one", "en") == read


@pytest.mark.parametrize("maker", MAKERS)
def test_changed_compiler_wins(package, monkeypatch, tmp_path, maker):
    """The YAML wins over a form that other code compiled, or code that cannot be told: whichever of its modules has changed."""
    here = tmp_path / "code"
    for name in MAKERS:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes((Path(PACKAGE) / name).read_bytes())
    monkeypatch.setattr(compiling, "__file__", str(here / "load" / "compiling.py"))
    compiling.compiler.cache_clear()
    assert charters.load_charter("one", "en").title == "Compiled"
    for changed in ("# changed\n", None):
        compiling.compiler.cache_clear()
        if changed is None:
            (here / maker).unlink()
        else:
            (here / maker).write_text(changed)
        assert charters.load_charter("one", "en").title == "Grand-Est charter 2024"
    compiling.compiler.cache_clear()


def test_compiled_charter_says_what_the_yaml_says(tmp_path, monkeypatch):
    """What is installed, compiled or not, is the charter that the YAML says."""
    installed = charters.load_charter(charters.DEFAULT, "fr")
    monkeypatch.setattr(charters, "PACKAGE", tmp_path)
    assert charters.load_charter(charters.DEFAULT, "fr") == installed
