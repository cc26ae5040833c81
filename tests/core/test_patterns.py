"""Patterns that stand for compiled ones, and libraries imported with theirs not yet compiled."""

import re
import subprocess
import sys
from contextlib import suppress

import pytest

from guichet_cli.core.patterns import METHODS, compiling_later, later

TEXT = "a1 b22\nC3"
YAML = "{day: 2026-11-23, at: 2001-12-14 21:59:43.1, n: 0x1F, f: 1.5e+3, yes: on, none: ~, t: '=', <<: {a: 1}}"


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@pytest.mark.parametrize("pattern", [r"([a-c])(\d+)", r"\s+", r"x"])
def test_same_as_compiled(pattern, flags):
    """What stands for a pattern finds, splits and replaces as the pattern does, the first time and the next."""
    standing, compiled = later(pattern, flags), re.compile(pattern, flags)
    for _ in range(2):
        for name in ("search", "match", "fullmatch"):
            one, other = getattr(standing, name)(TEXT), getattr(compiled, name)(TEXT)
            assert (one and one.span()) == (other and other.span())
        assert standing.findall(TEXT, 1) == compiled.findall(TEXT, 1)
        assert [each.span() for each in standing.finditer(TEXT)] == [each.span() for each in compiled.finditer(TEXT)]
        assert standing.split(TEXT) == compiled.split(TEXT)
        assert standing.sub("-", TEXT) == compiled.sub("-", TEXT)
        assert standing.subn("-", TEXT) == compiled.subn("-", TEXT)
        assert (standing.pattern, standing.flags, standing.groups) == (
            compiled.pattern,
            compiled.flags,
            compiled.groups,
        )


def test_compiled_once(monkeypatch):
    """A pattern is compiled when it is first used, once, and not before."""
    made = []
    monkeypatch.setattr("guichet_cli.core.patterns._compiled", lambda *said: made.append(said) or re.compile(*said))
    standing = later("a", re.ASCII)
    assert made == []
    for name in METHODS[:3]:
        getattr(standing, name)("a")
    assert made == [("a", re.ASCII)]


def test_wrong_pattern_is_told():
    """A pattern that is none raises what `re` raises, when it is used."""
    with pytest.raises(re.error, match="unterminated"):
        later("(").search("a")


def test_compile_is_put_back():
    """`re.compile` is itself again after an import, even one that fails."""
    before, meanwhile = re.compile, []
    with suppress(ImportError), compiling_later():
        meanwhile.append(re.compile)
        raise ImportError
    assert meanwhile == [later]
    assert re.compile is before


def test_yaml_reads_the_same():
    """PyYAML, imported with its patterns not yet compiled, reads what it reads otherwise, with either parser."""
    imports = (
        "import yaml",
        "from guichet_cli.core.patterns import compiling_later\nwith compiling_later(): import yaml",
    )
    say = f"\nfor one in (yaml.SafeLoader, yaml.CSafeLoader): print(yaml.load({YAML!r}, one))"
    first, second = (subprocess.check_output([sys.executable, "-c", each + say], text=True) for each in imports)
    assert first == second
    assert "datetime.date(2026, 11, 23)" in first
