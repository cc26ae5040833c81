"""The image's recipe, without an engine: versions, user, and what goes in."""

from __future__ import annotations

import re
import tomllib

from proving import ROOT, VERSION

RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STAGES = re.split(r"^FROM ", RECIPE.replace("\\\n", " "), flags=re.MULTILINE)[1:]
LAST = dict(re.findall(r"^(USER|ENTRYPOINT|WORKDIR) (.+)$", STAGES[-1], re.MULTILINE))


def test_version():
    """The image is labelled with the version that it installs, that of the package."""
    assert f'org.opencontainers.image.version="{VERSION}"' in RECIPE
    assert re.findall(r"guichet-cli==(\S+)", RECIPE) == [VERSION]


def test_unprivileged():
    """It runs as a user by number, which is not root, so that an orchestrator can tell; nothing follows as root."""
    user, _, group = LAST["USER"].partition(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000
    assert "RUN" not in STAGES[-1].partition("USER ")[2]


def test_entry_point():
    """The command is guichet, in the exec form, in a folder for what is mounted."""
    assert LAST["ENTRYPOINT"] == '["guichet"]'
    assert LAST["WORKDIR"] == "/work"


def test_offline_second_stage():
    """The image that is kept takes its wheels from the first stage and from nowhere else."""
    assert "--no-index" in STAGES[-1]
    assert not re.search(r"^(COPY|ADD)\b", STAGES[-1], re.MULTILINE)
    assert "curl" not in RECIPE


def test_python_is_supported():
    """Its Python is one that the package supports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = {stage.split()[0].removeprefix("python:").removesuffix("-slim") for stage in STAGES}
    assert all(f"Programming Language :: Python :: {version}" in project["classifiers"] for version in versions)


def test_context():
    """The build sees what the package is made of, and nothing else of the tree."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert lines[0] == "*"
    assert {"src", "charters", "schemas", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE"} == allowed
