"""Whether conditions can come true together: the same answer as trying every dossier, within a bound that is told."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet_cli.core import lint_worlds
from guichet_cli.core.conditions import holds
from guichet_cli.core.lint_worlds import SOME_DAY, Worlds, around
from guichet_cli.load.charter_lint import dossier_fields

DAYS = ("2026-08-02", "2027-12-02")
LEAVES = st.one_of(
    st.builds(lambda word: {"fact": "/system/generative", "is": word}, st.booleans()),
    st.builds(
        lambda words: {"fact": "/system/decision_domain", "in": words},
        st.lists(st.sampled_from(["care", "research", "administrative"]), min_size=1, max_size=3),
    ),
    st.builds(
        lambda word, bound: {"fact": "/system/hosting/pue", word: bound},
        st.sampled_from(["gt", "ge", "lt", "le"]),
        st.sampled_from([1.2, 1.5, 2]),
    ),
    st.builds(lambda word, day: {"as_of": {word: day}}, st.sampled_from(["from", "before"]), st.sampled_from(DAYS)),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(lambda many: {"all": many}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda many: {"any": many}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, parts),
    ),
    max_leaves=8,
)
EVERY = [
    ({"system": {"generative": generative, "decision_domain": domain, "hosting": {"pue": pue}}}, day)
    for generative, domain, pue, day in product(
        (True, False),
        ("care", "research", "administrative", "other"),
        (1, 1.2, 1.3, 1.5, 1.7, 2, 3),
        (SOME_DAY, *around(DAYS)),
    )
]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=3))
def test_the_same_as_trying_every_dossier(together):
    """Conditions are possible together where one of the dossiers that tell them apart makes them all true."""
    worlds = Worlds(dossier_fields())
    tried = any(all(holds(part, data, day) for part in together) for data, day in EVERY)
    assert worlds.possible(*together) is tried
    assert not worlds.undecided


PUE = [{"fact": "/system/hosting/pue", "gt": number} for number in range(300)]
NEVER = {"all": [{"fact": "/system/generative", "is": True}, {"fact": "/system/generative", "is": False}]}
MANY = [{"fact": f"/extensions/f{number}", "is": "x"} for number in range(30)]


@pytest.mark.parametrize("together", [[{"any": PUE}], [NEVER] * 300, [{"all": [NEVER, *MANY]}]])
def test_what_is_too_long_to_try_is_told(together):
    """Too many facts, or too many ways to combine them, are not tried: possible, as far as anybody knows."""
    worlds = Worlds(dossier_fields())
    assert worlds.possible(*together)
    assert worlds.undecided


def test_one_charter_has_a_bound(monkeypatch):
    """Once a charter has used up its tries, nothing more is tried."""
    monkeypatch.setattr(lint_worlds, "MOST_TRIES", 10)
    worlds = Worlds(dossier_fields())
    assert [worlds.possible(NEVER) for _ in range(4)] == [False, False, True, True]
    assert worlds.undecided
