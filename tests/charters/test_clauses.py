"""No clause of a blocking criterion is idle: without it, or with its boundary moved by one, a test of the criterion fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from clauses import mutants

from guichet_cli.core import statements
from guichet_cli.core.charter_tests import staged
from guichet_cli.core.evaluate import Requirement, Subject
from guichet_cli.core.validate import validate
from guichet_cli.load.charter import build, packaged, parse
from guichet_cli.load.shape import dossier_shape

DATA = {name: parse(path.read_bytes()) for name, path in packaged().items()}
BUILT = {name: build(data, "", "en") for name, data in DATA.items()}

ROWS = "/schema/properties/subgroups"
SAID_TWICE = {
    # each metric is compared with `local/end`, which fails without `local`
    "grand-est-2024-ETH-15": {"/schema/required/local out", "/partial/required/local out"},
    # the comparison of groups fails for a row without its attribute or its number
    "grand-est-2024-EQU-03": {
        f"{ROWS}/allOf/0/contains/required/attribute out",
        f"{ROWS}/allOf/1/contains/required/attribute out",
        "/schema/anyOf/0/properties/subgroups/contains/required/attribute out",
        "/partial/properties/subgroups/contains/required/n out",
    },
}
"""Clauses that say what another clause says too: no test can notice that one is gone, but lint asks for it (CHA-053)."""


def levels(criterion):
    """Give the levels that a criterion may have."""
    return [criterion["level"]] if isinstance(criterion["level"], str) else [each["is"] for each in criterion["level"]]


BLOCKING = [
    pytest.param(name, index, id=f"{name}-{criterion['id']}")
    for name, data in DATA.items()
    for index, criterion in enumerate(data["criteria"])
    if "blocking" in levels(criterion)
]


def subjects(name, index):
    """Give what each test of a criterion lays before it, and what the test expects."""
    criterion = BUILT[name].criteria[index]
    for test in DATA[name]["criteria"][index]["tests"]:
        as_of = date.fromisoformat(test.get("as_of", DATA[name]["tests_as_of"]))
        dossier = staged(test["dossier"])
        data, _ = validate(dossier.data, dossier_shape())
        claims, plans = (
            each(data, {criterion.id: criterion}, *more)[0]
            for each, more in ((statements.claims, ()), (statements.plans, (as_of,)))
        )
        yield Subject(dossier, data, as_of, claims, plans, BUILT[name].guidance), test


def passes(criterion, said, laid):
    """Tell whether every test of a criterion finds what it expects, with these words in place of the criterion's own."""
    parts = {key: said[key] for key in ("level", "schema")} | {key: said.get(key) for key in ("when", "partial")}
    requirement = Requirement(replace(criterion, **parts, cases=tuple(said.get("cases", ()))))
    for subject, test in laid:
        found = requirement.judge(subject)
        judged = {"outcome": str(found.outcome), "level": str(found.level), "evidenced": found.proven}
        if any(test.get(word, judged[word]) != judged[word] for word in judged):
            return False
    return True


@pytest.mark.parametrize(("name", "index"), BLOCKING)
def test_clauses(name, index):
    """Every clause taken out, and every boundary moved, is noticed by a test that the criterion carries."""
    criterion, said = BUILT[name].criteria[index], DATA[name]["criteria"][index]
    laid = list(subjects(name, index))
    assert passes(criterion, said, laid)
    known = SAID_TWICE.get(f"{name}-{criterion.id}", set())
    survivors = [place for place, mutant in mutants(said) if place not in known and passes(criterion, mutant, laid)]
    assert not survivors, "\n".join(survivors)


def test_there_is_something_to_take_out():
    """The criteria above have hundreds of clauses: a change of their form does not leave the check without any."""
    found = [
        place
        for name, index in (each.values for each in BLOCKING)
        for place, _ in mutants(DATA[name]["criteria"][index])
    ]
    assert len(found) > 800
    assert len({place.split("/")[1].split()[0] for place in found}) == 5
