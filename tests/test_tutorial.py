"""The tutorial is walked from its first command to its last: every screen is what is really shown, and it ends well."""

from __future__ import annotations

import json
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "grand-est-2024" / "flux-urgences.yaml"
DOCUMENTS = {"fr": ROOT / "docs" / "tutorial.fr.md", "en": ROOT / "docs" / "tutorial.md"}
ANSWERS = ROOT / "docs" / "tutorial"
BLOCK = re.compile(r"(?:<!-- ([^\n]+) -->\n)?```(powershell|text|yaml)\n(.*?)```", re.DOTALL)
KEY = re.compile(r"( *)(\w+):(?= |$)")
PROMPT = re.compile(r"^(?:\[.*\] )?> ?(.*)$", re.MULTILINE)
OPINION = ("ethics", "governance", "ethics_opinion", "proofs")
FILES = {
    "faits.yaml": ([("project",), ("system",)], []),
    "reponses.yaml": (
        [(name,) for name in ("ethics", "explainability", "equity", "environment", "users", "evidence")],
        [("ethics", "purpose"), OPINION, ("environment", "training"), ("evidence", "EV-01"), ("evidence", "EV-10")],
    ),
}
"""What each file of answers takes from the example, and what it leaves for the reader to do."""
WAIT = 40
"""How many seconds a loaded machine may take to say something."""


class Desk:
    """What a reader has before them: a folder, a window where commands are typed, an editor."""

    def __init__(self, place):
        self.folder = place
        kept = ("GUICHET_", "SOURCE_DATE", "FORCE_", "GITHUB_", "NO_COLOR")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(kept)}
        self.environment |= {"COLUMNS": "80", "TERM": "dumb", "PYTHONUTF8": "1"}
        self.code = None

    def run(self, line, screen):
        """Do what a line of PowerShell says, and give what it shows; the answers typed are those of the screen."""
        variable = re.fullmatch(r'\$env:(\w+) = "(.*)"', line)
        if variable:
            self.environment[variable[1]] = variable[2]
            return ""
        if line == "$LASTEXITCODE":
            return f"{self.code}\n"
        program, *arguments = shlex.split(line.replace("\\", "/"))
        if program != "guichet":
            return self.arrange(program, arguments)
        typed = PROMPT.findall(screen)
        return self.talk(arguments, typed) if typed else self.call(arguments)

    def arrange(self, program, arguments):
        """Do what has to do with files; `Set-Alias` and the editor change nothing here."""
        if program == "mkdir":
            (self.folder / arguments[0]).mkdir()
        elif program == "cd":
            self.folder /= arguments[0]
        elif program == "Copy-Item":
            *_, source, target = arguments
            for path in self.folder.glob(source):
                copy = shutil.copytree if path.is_dir() else shutil.copy
                copy(path, self.folder / target / path.name)
        else:
            assert program in {"Set-Alias", "notepad"}
        return ""

    def call(self, arguments):
        """Run the command, without a terminal of its own."""
        ended = subprocess.run(
            [sys.executable, "-m", "guichet_cli", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.code = ended.returncode
        assert self.code in {0, 1}, ended.stdout
        return ended.stdout

    def talk(self, arguments, typed):
        """Run the command in a terminal and answer it, with Ctrl+C at the last prompt."""
        assert typed[-1] == "", "the screen has to go as far as the prompt that is not answered"
        number, master = pty.fork()
        if number == 0:  # the call itself
            os.chdir(self.folder)
            os.execve(sys.executable, [sys.executable, "-m", "guichet_cli", *arguments], self.environment)  # noqa: S606
        shown = ""
        for answer in typed[:-1]:
            shown += read_until(master)
            os.write(master, f"{answer}\n".encode())
        shown += read_until(master)
        time.sleep(0.5)  # Python shows its prompt a little before it heeds Ctrl+C
        os.write(master, b"\x03")
        shown += read_until(master, prompt=False)
        self.code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        os.close(master)
        return shown

    def paste(self, block):
        """Write what a block says after the keys of the dossier that are still blank, as a reader does in an editor."""
        dossier = self.folder / "dossier.yaml"
        lines = dossier.read_text(encoding="utf-8").splitlines()
        for path, written in keyed(block.splitlines()):
            if written[0].rstrip().endswith(":") and len(written) == 1:
                continue
            (at,) = (n for n, known in enumerate(paths(lines)) if known == path)
            assert lines[at] == written[0][: len(lines[at])], lines[at]
            lines[at : at + 1] = written
        dossier.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")

    def excerpt(self, first, last):
        """Give the dossier from one key to another."""
        lines = (self.folder / "dossier.yaml").read_text(encoding="utf-8").splitlines()
        keys = [path[-1] if path else "" for path in paths(lines)]
        start = keys.index(first)
        return "\n".join([*lines[start : keys.index(last, start) + 1], ""])


def read_until(master, *, prompt=True):
    """Give what a terminal shows until somebody is to type, or until the end."""
    shown, end = b"", time.monotonic() + WAIT
    while not prompt or not re.search(rb"\n(\[.*\] )?> $", shown):
        assert time.monotonic() < end, f"nothing more came: {shown.decode()}"
        if not select.select([master], [], [], 0.5)[0]:
            continue
        try:
            data = os.read(master, 65_536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    return shown.decode().replace("\r\n", "\n")


def paths(lines):
    """Give the keys above each line, and its own; nothing for a line without a key."""
    above = []
    for line in lines:
        found = KEY.match(line)
        if found is None:
            yield ()
            continue
        above = [(indent, name) for indent, name in above if indent < len(found[1])] + [(len(found[1]), found[2])]
        yield tuple(name for _, name in above)


def keyed(lines):
    """Give each key of a block with the lines that are its answer."""
    found = []
    for path, line in zip(paths(lines), lines, strict=True):
        if path:
            found.append((path, [line]))
        else:
            found[-1][1].append(line)
    return found


def cut(shown, note):
    """Give the paragraphs of an output that a note names, as `2, 4:6` (the first six lines of the fourth); all without one."""
    paragraphs = "\n".join(line.rstrip() for line in shown.strip("\n").splitlines()).split("\n\n")
    wanted = {int(n): int(m or 0) for n, m in re.findall(r"(\d+)(?::(\d+))?", note or "")}
    drawn = []
    for n, paragraph in enumerate(paragraphs, 1):
        lines = paragraph.split("\n")
        if n in wanted or not wanted:
            drawn += [*[""][: len(drawn) - (drawn == ["…"])], *lines[: wanted.get(n) or None]]
        whole = n in wanted and wanted[n] in {0, len(lines)}
        if wanted and not whole and drawn[-1:] != ["…"]:
            drawn.append("…")
    return "\n".join([*drawn, ""])


def walk(text, place):
    """Give the document with every screen as it is today, and the desk at the end of the road."""
    for name in ("examples", "docs"):
        shutil.copytree(ROOT / name, place / name)
    desk, commands, last = Desk(place), [], [""]
    blocks = list(BLOCK.finditer(text))
    following = {block.start(): after[3] for block, after in pairwise(blocks)}

    def drawn(match):
        note, kind, body = match.groups()
        if kind == "yaml":
            desk.paste(body)
        elif kind == "powershell":
            commands.extend(body.splitlines())
            last[0] = "".join(desk.run(line, following.get(match.start(), "")) for line in body.splitlines())
        elif note and note.startswith("dossier.yaml"):
            body = desk.excerpt(*re.findall(r"`(\w+)`", note))
        else:
            body = cut(last[0], note)
        head = f"<!-- {note} -->\n" if note else ""
        return f"{head}```{kind}\n{body}```"

    return BLOCK.sub(drawn, text), desk, commands


@pytest.fixture(scope="module", params=DOCUMENTS)
def road(request, tmp_path_factory):
    """Give the document of a language, what it should be, where it led and by which commands."""
    path = DOCUMENTS[request.param]
    text = path.read_text(encoding="utf-8")
    fresh, desk, commands = walk(text, tmp_path_factory.mktemp("tutorial"))
    if request.config.getoption("update_golden"):
        path.write_text(fresh, encoding="utf-8", newline="\n")
    return path, fresh, desk, commands


def judged(desk, path):
    """Give what `check` finds in a dossier."""
    desk.call(["check", path, "--output", "found.json"])
    return json.loads((desk.folder / "found.json").read_bytes())["dossiers"][0]


def test_screens(road):
    """Every screen and every excerpt of the tutorial is what its command, run in its turn, really shows."""
    path, fresh, _, _ = road

    assert fresh == path.read_text(encoding="utf-8"), f"{path.name}: pytest --update-golden, then read the change"


def test_the_road_leads_to_an_admissible_dossier(road):
    """The last judgement of the road clears the gate, and its dossier is judged as the example is."""
    _, _, desk, commands = road
    checks = [n for n, command in enumerate(commands) if command.startswith("guichet check")]
    ends = desk.call(["check"]), desk.code
    found, example = judged(desk, "dossier.yaml"), judged(desk, "../examples/grand-est-2024/flux-urgences.yaml")

    assert "$LASTEXITCODE" in commands[checks[-1] :]
    assert ends[1] == 0
    assert found["verdict"] == "admissible"
    assert [(each["criterion"], each["outcome"]) for each in found["findings"]] == [
        (each["criterion"], each["outcome"]) for each in example["findings"]
    ]


def test_both_languages_walk_the_same_road():
    """The two documents have the same commands, the same answers to write and the same parts of screens."""

    def steps(lang):
        found = BLOCK.findall(DOCUMENTS[lang].read_text(encoding="utf-8").replace(f'"{lang}"', '"LANG"'))
        return [(note, kind, "" if kind == "text" else body) for note, kind, body in found]

    assert steps("fr") == steps("en")


@pytest.mark.parametrize("name", FILES)
def test_answers_are_those_of_the_example(name, pytestconfig):
    """The files of answers are the example's own lines, but for what the reader has to do."""
    kept, left = FILES[name]
    path = ANSWERS / name
    head = path.read_text(encoding="utf-8").partition("\n\n")[0] if path.exists() else "#"
    source = EXAMPLE.read_text(encoding="utf-8")
    tree, lines = yaml.compose(source), source.splitlines(keepends=True)
    dropped = {n for place in left for n in place_of(tree, place)}
    fresh = f"{head}\n\n" + "".join(lines[n] for place in kept for n in place_of(tree, place) if n not in dropped)
    if pytestconfig.getoption("update_golden"):
        path.write_text(fresh, encoding="utf-8", newline="\n")

    assert fresh == path.read_text(encoding="utf-8")


def place_of(node, place):
    """Give the lines of a key of a YAML text, or of an entry of a list by its id."""
    for name in place:
        if isinstance(node, yaml.SequenceNode):
            node = next(each for each in node.value if any(value.value == name for _, value in each.value))
            start = node.start_mark.line
        else:
            key, node = next(pair for pair in node.value if pair[0].value == name)
            start = key.start_mark.line
    inside = getattr(node, "flow_style", None) is not False and node.end_mark.column
    return range(start, node.end_mark.line + bool(inside))
