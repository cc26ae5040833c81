"""`--output`, as facts: a file replaced in one go, or the previous one as it was."""

import os

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="the file system of POSIX")
JSON = ("-f", "json", "--as-of", "2026-11-23")


def names(folder):
    """Give the names of all that a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def test_written_in_one_go(guichet):
    """A result goes to a file and not to stdout; what was there is replaced; the exit code is the same."""
    guichet.write("a.yaml")
    guichet.write("out.json", "before")
    printed, saved, screen = guichet.batch(
        ("check", "a.yaml", *JSON),
        ("check", "a.yaml", *JSON, "-o", "out.json"),
        ("check", "a.yaml", "-o", "out.txt", {"FORCE_COLOR": "1"}),
    )
    assert (printed.code, saved.code, saved.text, screen.text) == (1, 1, "", "")
    assert (guichet.work / "out.json").read_bytes() == printed.out
    assert "\x1b" not in (guichet.work / "out.txt").read_text(encoding="utf-8"), "a file is no terminal"
    assert names(guichet.work) == ["a.yaml", "out.json", "out.txt"]


@posix
def test_output_that_cannot_be_written(guichet):
    """An output in a folder that is missing, is a folder, has too long a name or is on a full disk: 2, and nothing else."""
    guichet.write("a.yaml")
    (guichet.work / "folder").mkdir()
    outputs = ["nowhere/out.json", "folder", "a.yaml/out.json", "x" * 300, ""]
    outputs += [device for device in ("/dev/full",) if os.path.exists(device)]  # noqa: PTH110 a device of Linux
    for output, ended in zip(
        outputs, guichet.batch(*(("check", "a.yaml", *JSON, "-o", output) for output in outputs)), strict=True
    ):
        assert (output, ended.code, ended.text, ended.said.count("\n")) == (output, 2, "", 1)
    assert names(guichet.work) == ["a.yaml", "folder"]


@posix
def test_output_is_an_input(guichet, small):
    """An output that is one of the dossiers or the charter, by any name, is refused before it is touched."""
    guichet.write("a.yaml")
    (guichet.work / "link.yaml").symlink_to("a.yaml")
    os.link(guichet.work / "a.yaml", guichet.work / "hard.yaml")
    before = {name: (guichet.work / name).read_bytes() for name in ("a.yaml", small)}
    outputs = ("a.yaml", "./a.yaml", "link.yaml", "hard.yaml", small)
    for output, ended in zip(
        outputs,
        guichet.batch(*(("check", "a.yaml", "--charter", small, *JSON, "-o", output) for output in outputs)),
        strict=True,
    ):
        assert (output, ended.code, ended.text) == (output, 2, "")
        assert "ne sera pas écrasé" in ended.said
    assert {name: (guichet.work / name).read_bytes() for name in before} == before


@posix
def test_links_and_devices(guichet):
    """A link keeps leading where it led; a device is written to, and stays a device."""
    guichet.write("a.yaml")
    guichet.write("real/out.json", "before")
    (guichet.work / "link.json").symlink_to("real/out.json")
    ended = guichet("check", "a.yaml", *JSON, "-o", "link.json")
    assert ended.code == 1
    assert (guichet.work / "link.json").is_symlink()
    assert (guichet.work / "real" / "out.json").read_text(encoding="utf-8").startswith("{")
    piped = guichet("check", "a.yaml", *JSON, "-o", "/dev/stdout")
    assert (piped.code, piped.out) == (1, (guichet.work / "real" / "out.json").read_bytes())


def test_error_midway(guichet):
    """An error in the middle of a batch leaves the previous file whole and no other beside it."""
    for name in ("a.yaml", "b.yaml"):
        guichet.write(name)
    guichet.write("out.json", "before")
    fault = (
        "from guichet_cli.checking import Checker\ncard, calls = Checker.card, []\n"
        "def fault(*given):\n calls.append(1)\n if len(calls) == 2: raise ZeroDivisionError\n return card(*given)\nChecker.card = fault\n"
    )
    ended = guichet.driver(fault, "check", "a.yaml", "b.yaml", *JSON, "-o", "out.json")
    assert (ended.code, ended.text) == (3, "")
    assert (guichet.work / "out.json").read_text(encoding="utf-8") == "before"
    assert names(guichet.work) == ["a.yaml", "b.yaml", "out.json"]


@posix
def test_leftover_of_a_killed_process(guichet):
    """What a killed process with the same number left behind does not stand in the way."""
    guichet.write("a.yaml")
    fault = "import os\nopen(f'.guichet.{os.getpid()}.part', 'w').write('half')\n"
    assert guichet.driver(fault, "check", "a.yaml", *JSON, "-o", "out.json").code == 1
    assert names(guichet.work) == ["a.yaml", "out.json"]
