"""Repairs: what has one sure answer is mended, everything else in the text stays as it was."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet_cli.core.validate import validate
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.shape import dossier_shape
from guichet_cli.write.fixing import fix
from guichet_cli.write.manuscript import Manuscript

REPAIRED = [
    # what stands in the text, what it becomes
    ("system: {generative: oui}", "system: {generative: true}"),
    ("system: {generative: 'Non'}", "system: {generative: false}"),
    ('system: {generative: "off"}  # sûr', "system: {generative: false}  # sûr"),
    ('system: {generative: "true"}', "system: {generative: true}"),
    ("project: {id: 1.10}", 'project: {id: "1.10"}'),
    ("project: {id: 08105}", 'project: {id: "08105"}'),
    ("project: {budget_eur: 12,5}", None),  # between brackets the comma parts two entries
    ("project:\n  budget_eur: 12,5", "project:\n  budget_eur: 12.5"),
    ("project:\n  budget_eur: 12 500", "project:\n  budget_eur: 12500"),
    ("project:\n  budget_eur: 12\u202f500,25", "project:\n  budget_eur: 12500.25"),
    ("project:\n  budget_eur: '120'", "project:\n  budget_eur: 120"),
    ("project: {dates: {started: 23/11/2026}}", "project: {dates: {started: 2026-11-23}}"),
    ("project: {dates: {started: 1er mars 2026}}", "project: {dates: {started: 2026-03-01}}"),
    ("project: {dates: {started: 5 août 2026}}", "project: {dates: {started: 2026-08-05}}"),
    ("project: {phase: PILOT}", "project: {phase: pilot}"),
    ("project: {phase: Pilote}", "project: {phase: pilot}"),
    ("projet: {phase: pilote}", "project: {phase: pilot}"),
    ("system: {generatve: true}", "system: {generative: true}"),
]
KEPT = [
    # what looks like a mistake that can be mended, and why nobody but its author can
    "project:\n  budget_eur: 12,500",  # twelve and a half, or twelve thousand five hundred
    "project:\n  budget_eur: 1 2",
    "project:\n  budget_eur: environ 12",
    "project: {dates: {started: 31/02/2026}}",
    "project: {dates: {started: mars 2026}}",
    "project: {phase: pilotage}",
    "project: {phase: pilot, phse: pilot}",  # the known key is there
    "system: {zzz: true}",
    "system: {generative: peut-être}",
    "system: {generative: &a oui}",  # a name that something else may use
    "project: {title: true}",
]


def fixed(text):
    """Give a text as mended."""
    return fix(Manuscript(text.encode()), dossier_shape(), dossier_fields())


@pytest.mark.parametrize(("before", "after"), [case for case in REPAIRED if case[1]])
def test_one_sure_answer(before, after):
    """What has one sure answer gets it, at its place, and nothing is left to mend."""
    done = fixed(f"# mon dossier\ndossier: 1\n{before}\n")
    assert done.manuscript.text == f"# mon dossier\ndossier: 1\n{after}\n"
    assert done.left == ()


@pytest.mark.parametrize("text", KEPT)
def test_no_sure_answer(text):
    """What only its author can decide stays as it is, and is told as left."""
    whole = f"dossier: 1\n{text}\n"
    done = fixed(whole)
    assert done.manuscript.bytes == whole.encode()
    assert done.left


MISTAKES = [before for before, after in REPAIRED if after and before.startswith("project:\n")]
LINES = st.lists(
    st.sampled_from(
        [
            "# commentaire",
            "",
            "extensions: {a: [1, 'b'], c: \"é\"}   # fin",
            "not_applicable: []",
            "system:\n    generative:   oui\n    # rien\n    medical_devise: {}",
            "users:\n  information:\n  - x",
            *MISTAKES,
        ]
    ),
    max_size=7,
    unique_by=lambda line: line.split(":")[0],
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_nothing_else_moves(lines, newline, mark):
    """Only the lines that hold a repaired mistake change, and a second run changes nothing."""
    text = mark + newline.join(("dossier: 1\n" + "\n".join(lines) + "\n").split("\n"))
    done = fixed(text)
    before, after = (each.decode().split(newline) for each in (text.encode(), done.manuscript.bytes))
    changed = sum(
        tag != "equal" and last - first
        for tag, first, last, *_ in difflib.SequenceMatcher(None, before, after).get_opcodes()
    )
    assert len(before) == len(after)
    assert changed == len({each.span.line for each in done.fixed if each.span})
    assert fix(done.manuscript, dossier_shape(), dossier_fields()).manuscript.bytes == done.manuscript.bytes


@given(st.sampled_from([before for before, after in REPAIRED if after]))
def test_mended_means_accepted(before):
    """What was mended is no mistake any more."""
    done = fixed(f"dossier: 1\n{before}\n")
    assert done.fixed
    assert validate(done.manuscript.data, dossier_shape())[1] == []
