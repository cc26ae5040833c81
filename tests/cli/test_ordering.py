"""The order of a batch, as facts: `--sort` and `--group-by`, on the command line, from a variable, from a file."""

import re

import pytest

AS_OF = ("--as-of", "2026-11-23")
CODE = re.compile(r"^[A-C] ", re.MULTILINE)


@pytest.fixture
def batch(guichet):
    """Write three dossiers, of which C has the least left to do, and give a call that judges them."""
    guichet.write("a.yaml", '{"dossier": 1, "project": {"id": "A", "phase": "pilot", "desk": "reims"}}')
    guichet.write("b.yaml", '{"dossier": 1, "project": {"id": "B", "phase": "deployed", "desk": "nancy"}}')
    guichet.write("c.yaml", '{"dossier": 1, "project": {"id": "C", "phase": "idea", "desk": "reims"}}')
    return ("check", "c.yaml", "b.yaml", "a.yaml", *AS_OF)


def order(ended):
    """Give the order of the rows."""
    return "".join(CODE.findall(ended.text)).replace(" ", "")


def test_sorted_rows(guichet, batch):
    """Rows follow the call, unless they are sorted: by project, or first those with the most blocking gaps."""
    assert order(guichet(*batch)) == "CBA"
    assert order(guichet(*batch, "--sort", "project")) == "ABC"
    assert order(guichet(*batch, "--sort", "blocking"))[-1] == "C"


def test_grouped_rows_have_headings(guichet, batch):
    """Each group has its heading and its rows, in both formats that a person reads."""
    shown = guichet(*batch, "--group-by", "desk", "--lang", "en").text
    assert re.search(r"^Nancy desk – 1 dossier.*\nB .*\n\nReims desk – 2 dossiers.*\nC .*\nA ", shown, re.MULTILINE)
    told = guichet(*batch, "--group-by", "desk", "--lang", "en", "-f", "markdown").text
    assert told.index("**Nancy desk – 1 dossier") < told.index("| B ") < told.index("**Reims desk – 2 dossiers")


def test_order_from_elsewhere(guichet, batch):
    """A variable and a file set the order as the command line does, and the nearest of them decides."""
    assert order(guichet(*batch, GUICHET_SORT="project")) == "ABC"
    guichet.write("guichet.toml", 'sort = "project"\ngroup-by = "desk"\n')
    assert order(guichet(*batch)) == "BAC"
    assert order(guichet(*batch, "--sort", "path")) == "BCA"


@pytest.mark.parametrize(("option", "value"), [("--sort", "colour"), ("--group-by", "path")])
def test_unknown_order(guichet, batch, option, value):
    """An order that does not exist ends the call with 2, and those that do are named."""
    ended = guichet(*batch, option, value)
    assert ended.code == 2
    assert option in ended.said
    assert "verdict" in ended.said


@pytest.mark.parametrize(("option", "value"), [("--sort", "project"), ("--group-by", "desk")])
def test_idle_order(guichet, batch, option, value):
    """On the command line it is refused where no format heeds it; a file that sets it for all calls is no mistake."""
    ended = guichet(*batch, "-f", "json", option, value)
    assert ended.code == 2
    assert option in ended.said
    assert guichet(*batch, "-f", "json", "--report", "markdown=out.md", option, value).code == 1
    guichet.write("guichet.toml", f'{option[2:]} = "{value}"\n')
    assert guichet(*batch, "-f", "json").code == 1
