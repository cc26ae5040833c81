"""A saved result beside the one computed again: the first difference, and what it is about."""

from copy import deepcopy

import pytest

from guichet_cli.core.attest import Difference, Spot, first_difference, spot

RESULT = {
    "format_version": "1",
    "tool": {"name": "guichet", "version": "1"},
    "dossiers": [
        {
            "path": "a.yaml",
            "sha256": "aa",
            "charter": {"id": "c", "sha256": "cc"},
            "commitments": [{"id": "ethics", "rates": {"declared": 50}}],
            "findings": [{"criterion": "ETH-01", "outcome": "met", "location": {"line": 3}}],
            "project": {"a/b": 1},
        },
        {"path": "b.yaml", "sha256": "bb", "charter": {"sha256": "cc"}, "commitments": [], "findings": []},
    ],
}
CHANGES = (
    # the places changed in the saved result, with what they tell; the one that is told first, what it is about
    ({"tool/version": "2", "dossiers/0/sha256": "x"}, "/tool/version", Spot("tool", "", "", "")),
    ({"tool/name": "x"}, "/tool/name", Spot("tool", "", "", "")),
    ({"dossiers/1/sha256": "x", "dossiers/0/charter/sha256": "x"}, "/dossiers/1/sha256", Spot("dossier_digest", "b.yaml", "", "")),
    ({"dossiers/1/charter/sha256": "x", "dossiers/0/findings/0/outcome": "x"}, "/dossiers/1/charter/sha256", Spot("charter", "b.yaml", "", "")),
    ({"dossiers/0/charter/id": "x"}, "/dossiers/0/charter/id", Spot("charter", "a.yaml", "", "")),
    ({"dossiers/0/findings/0/outcome": "unmet", "dossiers/0/commitments/0/rates/declared": 60}, "/dossiers/0/findings/0/outcome", Spot("criterion", "a.yaml", "ETH-01", "outcome")),
    ({"dossiers/0/findings/0/location/line": 4}, "/dossiers/0/findings/0/location/line", Spot("criterion", "a.yaml", "ETH-01", "location.line")),
    ({"dossiers/0/findings": []}, "/dossiers/0/findings/0", Spot("criterion", "a.yaml", "ETH-01", "criterion")),
    ({"dossiers/1/findings": [{"criterion": "EQU-01"}]}, "/dossiers/1/findings/0", Spot("criterion", "b.yaml", "EQU-01", "criterion")),
    ({"dossiers/1/findings": [3]}, "/dossiers/1/findings/0", Spot("criterion", "b.yaml", "", "criterion")),
    ({"dossiers/0/findings": {}}, "/dossiers/0/findings", Spot("place", "a.yaml", "", "findings")),
    ({"dossiers/0/commitments/0/rates/declared": 50.0}, "/dossiers/0/commitments/0/rates/declared", Spot("number", "a.yaml", "ethics", "rates.declared")),
    ({"dossiers/0/commitments": []}, "/dossiers/0/commitments/0", Spot("number", "a.yaml", "ethics", "id")),
    ({"dossiers/0/project/a~1b": True}, "/dossiers/0/project/a~1b", Spot("place", "a.yaml", "", "project.a/b")),
    ({"format_version": "2"}, "/format_version", Spot("place", "", "", "format_version")),
    ({"more": 1}, "/more", Spot("place", "", "", "more")),
    ({"dossiers": {}}, "/dossiers/0/sha256", Spot("dossier_digest", "a.yaml", "", "")),
)  # fmt: skip


def changed(places):
    """Give the result with other values at some places."""
    told = deepcopy(RESULT)
    for place, value in places.items():
        *above, last = (int(key) if key.isdecimal() else key.replace("~1", "/") for key in place.split("/"))
        holder = told
        for key in above:
            holder = holder[key]
        holder[last] = value
    return told


def test_the_same():
    """A result that is the computed one has no difference."""
    assert first_difference(deepcopy(RESULT), RESULT) is None


@pytest.mark.parametrize(("places", "pointer", "about"), CHANGES)
def test_first_difference(places, pointer, about):
    """What explains the rest is told first: the tool, the dossiers, their charters, the findings; then the text's order."""
    told = changed(places)
    found = first_difference(told, RESULT)
    assert found.pointer == pointer
    assert spot(found, told, RESULT) == about


def test_what_is_told_and_what_is_computed():
    """A difference has both sides; what a side does not have is None."""
    assert first_difference({"a": 1}, {"a": 2}) == Difference("/a", 1, 2)
    assert first_difference({}, {"a": 2}) == Difference("/a", None, 2)
    assert first_difference({"a": 1}, {}) == Difference("/a", 1, None)
    assert first_difference([1], [1, 2]) == Difference("/1", None, 2)
    assert first_difference([1, 3], [1]) == Difference("/1", 3, None)
    assert first_difference(1, True) == Difference("", 1, True)


def test_an_unknown_dossier():
    """A dossier that only the saved result has is called by its own path; one that is nothing has none."""
    told = changed({"dossiers": [*RESULT["dossiers"], {"path": "c.yaml"}]})
    found = first_difference(told, RESULT)
    assert (found.pointer, spot(found, told, RESULT)) == ("/dossiers/2", Spot("place", "c.yaml", "", "/"))
    assert spot(Difference("/dossiers/2", None, None), RESULT, RESULT) == Spot("place", "", "", "/")


def test_no_list_of_dossiers():
    """Where a result has no list of dossiers at all, the place is what differs."""
    found = first_difference({"dossiers": {}}, {"dossiers": []})
    assert (found, spot(found, {}, {})) == (Difference("/dossiers", {}, []), Spot("place", "", "", "dossiers"))
