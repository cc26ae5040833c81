"""The inventory of a dossier's proofs, as facts."""

from datetime import date

import pytest

from guichet_cli.core.inventory import inventory
from guichet_cli.core.lint_fields import Fields
from guichet_cli.core.model import Dossier, Proof

DIGEST = "0f" * 32
SOUND = {"id": "EV-1", "path": "p.pdf", "date": "2026-01-01", "sha256": DIGEST, "valid_until": "none"}
PROOFS = {"p.pdf": Proof(state="file", sha256=DIGEST)}
FIELDS = Fields({
    "dossier.schema.json": {
        "type": "object",
        "properties": {
            "a": {"type": "object", "properties": {
                "proofs": {"type": "array", "items": {"$ref": "#/$defs/ledger_id"}},
                "words": {"type": "array", "items": {"type": "string"}},
                "rows": {"type": "array", "items": {"type": "object", "properties": {
                    "proofs": {"type": "array", "items": {"$ref": "#/$defs/ledger_id"}},
                }}},
            }},
            "evidence": {"type": "array", "items": {"type": "object"}},
        },
        "$defs": {"ledger_id": {"type": "string"}},
    }
})  # fmt: skip
DAY = date(2026, 11, 23)


def pieces(data, within=0):
    """Give the pieces of a dossier's data."""
    return inventory(Dossier(path="d.yaml", data=data, proofs=PROOFS), FIELDS, DAY, within)


def test_entry():
    """An entry is a piece with its words, its state, its place, and the places that cite it."""
    entry = {**SOUND, "title": "A study", "url": 3}
    data = {"evidence": [entry], "a": {"proofs": ["EV-1", 4], "rows": [{"proofs": ["EV-1"]}], "words": ["EV-1"]}}
    (piece,) = pieces(data)
    assert (piece.id, piece.pointer, piece.state, piece.title, piece.path, piece.url, piece.until) == (
        "EV-1",
        "/evidence/0",
        "ok",
        "A study",
        "p.pdf",
        "",
        "none",
    )
    assert piece.cited == ("/a/proofs/0", "/a/rows/0/proofs/0")
    assert (piece.expiring, piece.sound, dict(piece.params)) == (False, True, {})


def test_strangers_come_last():
    """An id that is cited and not listed is a piece at the first place that cites it, after those of the ledger."""
    data = {"a": {"proofs": ["EV-2", "EV-1"], "rows": [{"proofs": ["EV-2"]}]}, "evidence": [SOUND]}
    listed, stranger = pieces(data)
    assert (listed.id, stranger.id) == ("EV-1", "EV-2")
    assert (stranger.pointer, stranger.state, stranger.sound) == ("/a/proofs/0", "unknown", False)
    assert stranger.cited == ("/a/proofs/0", "/a/rows/0/proofs/0")


def test_what_is_no_entry():
    """What is no entry is no piece; entries keep their number; what is below the ledger or in an extension cites nothing."""
    assert pieces(None) == pieces({}) == pieces({"evidence": "EV-1"}) == ()
    data = {"evidence": ["EV-3", {}, {**SOUND, "proofs": ["EV-4"]}], "extensions": {"x": ["EV-5"]}}
    nameless, sound = pieces(data)
    assert (nameless.pointer, nameless.id, nameless.state, sound.pointer) == (
        "/evidence/1",
        "",
        "no_path",
        "/evidence/2",
    )


UNTIL = (
    # the end of validity, the days asked about; expiring, sound
    ("2026-11-23", 0, False, True),
    ("2026-11-23", 1, True, False),
    ("2026-11-24", 1, True, False),
    ("2026-11-25", 1, False, True),
    ("2026-11-22", 1, False, False),
    ("none", 1_000, False, True),
    (20261124, 1, False, False),
)


@pytest.mark.parametrize(("until", "within", "expiring", "sound"), UNTIL)
def test_expiring(until, within, expiring, sound):
    """A sound piece that ends within the days asked about, the last of them included, is expiring; one that ended is not."""
    (piece,) = pieces({"evidence": [{**SOUND, "valid_until": until}]}, within)
    assert (piece.expiring, piece.sound) == (expiring, sound)
    assert piece.until == (until if isinstance(until, str) else "")


def test_state_has_its_reason():
    """A piece that proves nothing says why, with what to cite."""
    missing, changed = pieces({"evidence": [{**SOUND, "path": "q.pdf"}, {**SOUND, "sha256": "1f" * 32}]})
    assert (missing.state, missing.params) == ("missing", {"path": "q.pdf"})
    assert (changed.state, changed.params) == ("changed", {"path": "p.pdf"})
