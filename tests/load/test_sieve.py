"""What a walk passes over, as facts: hidden entries, exclusions, what git ignores in a repository."""

import os

import pytest

from guichet_cli.load.discovery import find_dossiers
from guichet_cli.load.sieve import LARGEST, Exclusion, Sieve

FILES = ("a.yaml", "build/x.yaml", "sub/b.yaml", "sub/c.yaml", "sub/deep/d.yaml", ".hidden/e.yaml")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Give what writes files in an empty folder, which is the current one."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)

    monkeypatch.chdir(tmp_path)
    write(dict.fromkeys(FILES, b"dossier: 1\n"))
    return write


def walked(*tops, patterns=(), git=True):
    """Give the files that a walk finds, and how much git made it pass over."""
    sieve = Sieve([Exclusion(pattern, os.path.realpath(".")) for pattern in patterns], tops=tops, git=git)
    return [entry.path for entry in find_dossiers(tops, left_out=sieve).entries], sieve.ignored


ALL = ["a.yaml", "build/x.yaml", "sub/b.yaml", "sub/c.yaml", "sub/deep/d.yaml"]
PATTERNS = (
    ("build", [*ALL[:1], *ALL[2:]]),
    ("build/", [*ALL[:1], *ALL[2:]]),
    ("./build", [*ALL[:1], *ALL[2:]]),
    ("**/c.yaml", ["a.yaml", "build/x.yaml", "sub/b.yaml", "sub/deep/d.yaml"]),
    ("sub/*.yaml", ["a.yaml", "build/x.yaml"]),
    ("[bc].yaml", ["a.yaml", "build/x.yaml", "sub/deep/d.yaml"]),
    ("sub/deep", ALL[:4]),
    ("*.json", ALL),
    ("", ALL),
)


@pytest.mark.parametrize(("pattern", "found"), PATTERNS)
def test_exclusions(tree, pattern, found):
    """A pattern is a name at any depth, or a path from where it is written; a star also stands for `/`."""
    assert walked(".", patterns=[pattern])[0] == found


IGNORED = (
    # .gitignore files, what is found, how much was passed over
    ({".gitignore": b"build/\n"}, [*ALL[:1], *ALL[2:]], 1),
    ({".gitignore": b"# \xe9\n\n*c.yaml\r\n"}, [*ALL[:3], *ALL[4:]], 1),
    ({".gitignore": b"*.yaml\n!a.yaml\n"}, ["a.yaml"], 4),
    ({".gitignore": b"*c.yaml\n", "sub/.gitignore": b"!c.yaml\ndeep\n"}, ALL[:4], 1),
    ({".gitignore": b"/c.yaml\n/sub/b.yaml\n"}, [*ALL[:2], *ALL[3:]], 1),
    ({".gitignore": b"sub\n!sub/b.yaml\n"}, ALL[:2], 1),
    ({".gitignore": b"[z\n!\n\\\n"}, ALL, 0),
    ({".gitignore": b"a" * LARGEST + b"\n*.yaml\n"}, ALL, 0),
)


@pytest.mark.parametrize(("files", "found", "ignored"), IGNORED)
def test_gitignore(tree, files, found, ignored):
    """In a repository, what git ignores is passed over and counted; elsewhere a .gitignore means nothing."""
    tree(files)
    assert walked(".") == (ALL, 0)
    tree({".git/HEAD": b""})
    assert walked(".") == (found, ignored)
    assert walked(".", git=False) == (ALL, 0)


def test_above_and_named(tree):
    """Rules come down from the root of the repository; a folder that is named is walked even if git ignores it."""
    tree({".git/HEAD": b"", ".gitignore": b"build/\n*c.yaml\nd.yaml\n"})
    assert walked("sub") == (["sub/b.yaml"], 2)
    assert walked("build") == (["build/x.yaml"], 0)
    tree({"sub/.git/HEAD": b""})
    assert walked("sub") == (["sub/b.yaml", "sub/c.yaml", "sub/deep/d.yaml"], 0)


def test_a_pattern_that_would_never_end(tree):
    """A pattern with many stars is not obeyed, so that no name makes the walk wait."""
    tree(
        {
            ".git/HEAD": b"",
            f"{'a' * 200}.yaml": b"dossier: 1\n",
            ".gitignore": b"*a" * 20 + b"*b\n" + b"**/" * 8 + b"x\n",
        }
    )
    assert walked(".") == (sorted([*ALL, f"{'a' * 200}.yaml"]), 0)


@pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
def test_a_gitignore_that_is_no_file(tree):
    """A pipe or a folder named .gitignore is passed over without waiting."""
    tree({".git/HEAD": b"", "sub/.gitignore/x": b""})
    os.mkfifo(".gitignore")
    assert walked(".") == (ALL, 0)
