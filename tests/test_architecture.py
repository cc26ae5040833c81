"""The architecture, as facts: sizes, layers, purity, and what every command and format has."""

import ast
import json
import shutil
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from guichet_cli.cli.commands import COMMANDS
from guichet_cli.load.data import language
from guichet_cli.render import BINARY, FORMATS, Run, render, writer

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "guichet_cli"
FILES = sorted(PACKAGE.rglob("*.py"))
PURE = [path for path in FILES if path.parent.name in {"core", "load", "render"}]
NOWHERE = frozenset({"utils", "helpers", "manager", "common", "misc", "tools"})
FILE_LINES, FUNCTION_LINES, MOST_FUNCTION_LINES = 250, 40, 20


def name_of(path):
    """Give the name of a file from the root of the package."""
    return path.relative_to(PACKAGE).as_posix()


def code_lines(text, node):
    """Count the lines of a module or of a function's body that are neither blank, nor comments, nor docstrings."""
    documented = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant) and isinstance(inner.value.value, str):
            documented.update(range(inner.lineno, inner.end_lineno + 1))
    whole = isinstance(node, ast.Module)
    first, last = (1, len(text.splitlines())) if whole else (node.body[0].lineno, node.end_lineno)
    lines = enumerate(text.splitlines()[first - 1 : last], first)
    return sum(
        number not in documented and line.strip() != "" and not line.strip().startswith("#") for number, line in lines
    )


def functions(path):
    """Give the functions of a file, each with its name and the lines of its body: a signature is a table of options."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.name}", code_lines(text, node)


def test_files_are_short():
    """No file has more than 250 lines of code."""
    sizes = {name_of(path): code_lines(text := path.read_text(encoding="utf-8"), ast.parse(text)) for path in FILES}
    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def test_functions_are_short():
    """No function has more than 40 lines of body, and nine in ten no more than 20."""
    sizes = dict(entry for path in FILES for entry in functions(path))
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= MOST_FUNCTION_LINES


def forbidden(node):
    """Give what a node does that only the command line may do."""
    match node:
        case ast.Call(func=ast.Name(id="print" | "input" | "breakpoint" | "eval" | "exec" as name)):
            return name
        case ast.Call(func=ast.Attribute(attr="today" | "now" as name)):
            return name
        case ast.Attribute(value=ast.Name(id="sys")):
            return f"sys.{node.attr}"
        case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "getenv" | "system" as name):
            return f"os.{name}"
        case ast.Import(names=names) if {"sys", "subprocess", "socket", "time", "random"} & {
            name.name for name in names
        }:
            return "import"
    return None


def test_only_the_command_line_touches_the_world():
    """Under core, load and render nothing prints, asks the time, or reads the environment."""
    found = [
        (name_of(path), forbidden(node))
        for path in PURE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert [entry for entry in found if entry[1]] == []


def test_nothing_reaches_the_network_or_runs_text():
    """No module imports a client, an unpickler or a shell."""
    dangerous = {
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "requests",
        "pickle",
        "marshal",
        "shelve",
        "subprocess",
        "ftplib",
    }
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [name.name for name in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found |= {(name_of(path), name) for name in names if dangerous & {name, name.split(".")[0]}}
    assert found == set()


def test_names_say_something():
    """No module is named after what does not fit elsewhere."""
    assert [name_of(path) for path in FILES if path.stem in NOWHERE] == []


def public(node, inside=""):
    """Give the public classes and functions of a module, methods included."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.ClassDef | ast.FunctionDef) and not inner.name.startswith("_"):
            yield f"{inside}{inner.name}", inner
            if isinstance(inner, ast.ClassDef):
                yield from public(inner, f"{inner.name}.")


def test_everything_public_is_documented():
    """Every module, public class, function and method says what it is."""
    modules = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
    silent = [name for name, module in modules.items() if module.body and not ast.get_docstring(module)]
    silent += [
        f"{name}:{inner}"
        for name, module in modules.items()
        for inner, node in public(module)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_layers():
    """Imports go down: cli, then load and render, then core, then errors; the core is pure."""
    linter = Path(sys.executable).with_name("lint-imports")
    if shutil.which(linter) is None:
        pytest.skip("import-linter is a tool of developers: pip install --group dev")
    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_languages_have_the_same_words():
    """Every sentence exists in both languages, with the same fields."""
    import string

    french, english = (language(code).messages for code in ("fr", "en"))
    assert set(french) == set(english)

    def fields(sentence):
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    assert {key: (french[key], english[key]) for key in french if fields(french[key]) != fields(english[key])} == {}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_commands_have_help(code):
    """Every command in the registry has a help text in every language."""
    assert [name for name in (*COMMANDS, "charter") if not language(code).messages.get(f"help.{name}")] == []


@pytest.mark.parametrize("name", FORMATS)
def test_formats_render_nothing(name):
    """Every format is imported by its name and has something to say of a run without dossiers."""
    run = Run(language=language("fr"), version="0", as_of=date(2026, 11, 23))
    if name in BINARY:
        empty = writer(name, run)
        assert (empty.begin(), empty.end()[:2] in {b"PK", b"%P"}) == (b"", True)
        return
    text = render(name, [], run)
    assert isinstance(text, str)
    if name == "json":
        assert json.loads(text)["dossiers"] == []
