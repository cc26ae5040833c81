"""The public YAML test suite, where it is given: `GUICHET_YAML_TEST_SUITE=FOLDER` names its `src`."""

import json
import math
import os
from pathlib import Path

import pytest
import yaml

from guichet_cli.load.source import read_source

FOLDER = Path(os.environ.get("GUICHET_YAML_TEST_SUITE") or "absent")
GLYPHS = {"␣": " ", "↵": "", "∎\n": "", "∎": "", "←": "\r", "⇔": "\ufeff"}
"""How the suite writes what an editor does not show."""


def cases():
    """Give the inputs of the suite, each with what YAML 1.2 reads there as JSON, if it says so."""
    for path in sorted(FOLDER.glob("*.yaml")):
        inherited = {}
        for number, case in enumerate(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)):
            inherited = {**inherited, **case}
            text = inherited["yaml"]
            for glyph, meant in GLYPHS.items():
                text = text.replace(glyph, meant)
            while "—»" in text:
                text = text.replace("—»", "»")
            said = None if inherited.get("fail") or case.get("fail") else inherited.get("json")
            yield pytest.param(text.replace("»", "\t"), said, id=f"{path.stem}-{number}")


CASES = list(cases()) or [
    pytest.param(
        None, None, marks=pytest.mark.skip(reason="GUICHET_YAML_TEST_SUITE names no folder with the public suite")
    )
]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_read_as_it_says(text, said):
    """An input of the suite is read as its JSON, or is refused with a reason; nothing raises, nothing is picked in silence."""
    source = read_source(text.encode("utf-8", "surrogatepass"))
    try:
        expected = json.loads(said) if said else None
    except ValueError:  # several documents
        expected = None
    if source.data is None or source.problems:
        assert source.problems
    elif isinstance(expected, dict):
        assert alike(source.data, expected)


def alike(found, expected):
    """Tell whether two values are the same data; numbers are compared as numbers."""
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(alike(found[k], expected[k]) for k in expected)
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(expected, float) and isinstance(found, int | float):
        return math.isclose(found, expected)
    return type(found) is type(expected) and found == expected
