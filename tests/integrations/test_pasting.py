"""What the documents tell to paste: official schemas accept it, its commands exist, its versions are the current ones."""

from __future__ import annotations

import re
import shlex
import sys

import pytest
from proving import DOCUMENTS, ROOT, SHA, VERSION, loaded, pasted, run, scripts, tool

ACTION = loaded((ROOT / "action.yml").read_text(encoding="utf-8"))
HELP = {}


def options(command):
    """Give the help of a command, read once."""
    if command not in HELP:
        HELP[command] = run(sys.executable, "-m", "guichet_cli", command, "--help")[1]
    return HELP[command]


def commands():
    """Give each call of guichet in the scripts that are pasted, in the action and in the component."""
    texts = [
        *pasted().values(),
        (ROOT / "templates/guichet/template.yml").read_text(encoding="utf-8").partition("---")[2],
    ]
    for text in texts:
        for script in scripts(loaded(text)):
            for line in script.replace("\\\n", " ").splitlines():
                program, _, rest = line.strip().partition(" ")
                if program.endswith("guichet"):
                    yield shlex.split(rest)


@pytest.mark.parametrize("name", ["workflow", "diff"])
def test_workflows(tmp_path, name):
    """GitHub's own schema of workflows accepts each workflow, and zizmor finds nothing grave in it."""
    checker, zizmor = tool("check-jsonschema"), tool("zizmor")
    path = tmp_path / ".github" / "workflows" / f"{name}.yml"
    path.parent.mkdir(parents=True)
    path.write_text(pasted()[name].replace("OWNER/guichet@v0.1.0", f"OWNER/guichet@{'0' * 40}"), encoding="utf-8")

    for command in (
        (checker, "--builtin-schema", "vendor.github-workflows", str(path)),
        (zizmor, "--offline", "--no-progress", "--no-config", "--min-severity", "medium", str(path)),
    ):
        code, said = run(*command)
        assert code == 0, said


def test_inputs_of_the_action():
    """The inputs that the workflow gives are those of the action."""
    steps = loaded(pasted()["workflow"])["jobs"]["check"]["steps"]
    (given,) = [step["with"] for step in steps if "OWNER" in step["uses"]]

    assert set(given) <= set(ACTION["inputs"])


def test_actions_are_pinned():
    """Every action of others that is pasted is named by its full digest."""
    used = re.findall(r"uses: (\S+)", "".join(pasted().values()).replace(f"OWNER/guichet@v{VERSION}", ""))

    assert used
    assert [name for name in used if not SHA.fullmatch(name)] == []


def test_commands_exist():
    """Every command and option that is pasted is one of the tool's."""
    found = list(commands())

    assert len(found) >= 3
    for name, *arguments in found:
        named = [argument for argument in arguments if argument.startswith("--") and argument != "--"]
        assert [option for option in named if option not in options(name)] == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_versions(path):
    """The version that is pasted is the current one."""
    text = (ROOT / path).read_text(encoding="utf-8")

    assert set(re.findall(r"guichet(?:-cli==|@v?)(\d+\.\d+\.\d+)", text)) == {VERSION}
    assert pasted(path) == pasted()
