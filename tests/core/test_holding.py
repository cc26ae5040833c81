"""The predicates by which almost every value is passed over, against what tells failures when nothing is passed over."""

from __future__ import annotations

import copy
from functools import cache
from unittest import mock

from building import charter_data, charter_tests, entries, replaced, requirements
from hypothesis import given, settings
from hypothesis import strategies as st
from test_requirement_reference import JUNK, mutated
from test_vocabulary import AS_OF, CASES, ROOT

from guichet_cli.core.failure import Check, Scene
from guichet_cli.core.holding import HOLDING, OBJECT
from guichet_cli.core.json_schema import KEYWORDS
from guichet_cli.core.pointer import resolve
from guichet_cli.core.requirement import compile_schema, failures
from guichet_cli.core.vocabulary import VOCABULARY
from guichet_cli.core.vocabulary_holding import VOCABULARY_HOLDING
from guichet_cli.load.shape import dossier_shape

CALM = settings(max_examples=300, derandomize=True, deadline=None)


def at_length(check, value, path, scene, out):
    """Tell the failures of a value without asking first whether it holds."""
    check._make()(value, path, scene, out)


def disagreement(check, value, scene, at=""):
    """Give what is told when nothing is passed over, where that is not what is told, or not what the predicate says."""
    with mock.patch.object(Check, "tell", at_length):
        whole = failures(check, value, scene, at)
    same = failures(check, value, scene, at) == whole and check.holds(value, scene) is not bool(whole)
    return None if same else whole


@cache
def subjects():
    """Give every requirement of the packaged charter, compiled, its place, and the dossiers of its criterion's tests."""
    return [
        (compile_schema(requirement), each["at"], [test["dossier"] for test in each["tests"]])
        for each in (*charter_data()["criteria"], *charter_data()["rules"])
        for requirement in requirements(each)
    ]


def answer_at(dossier, at):
    """Give what a requirement is judged on."""
    value = resolve(dossier, at)
    return {} if value is None else value


def test_every_keyword_has_a_predicate():
    """Every keyword of JSON Schema has a predicate of its own or with others; of the vocabulary, all but the tables have."""
    assert KEYWORDS.keys() == HOLDING.keys() | OBJECT
    assert VOCABULARY.keys() - VOCABULARY_HOLDING.keys() == {"gap", "totals"}


def test_documents_of_charter_tests():
    """On every answer of the charter's tests, what holds is what nothing is told of, and what is told is the same."""
    for check, at, dossiers in subjects():
        for dossier in dossiers:
            assert disagreement(check, answer_at(dossier, at), Scene(dossier, AS_OF), at) is None


def test_cases_of_the_vocabulary():
    """So it is on every case that the vocabulary's tests write out."""
    for schema, value, _ in CASES:
        assert disagreement(compile_schema(schema), value, Scene(ROOT, AS_OF), "/at") is None


@CALM
@given(st.data())
def test_mutations_of_dossiers(data):
    """So it is on dossiers that went wrong in a few places, for a requirement and for the shape, nulls included."""
    check, at, dossiers = data.draw(st.sampled_from(subjects()))
    dossier = data.draw(st.sampled_from(dossiers).flatmap(mutated))
    paths = list(entries(dossier))
    if paths:
        dossier = replaced(copy.deepcopy(dossier), data.draw(st.sampled_from(paths)), data.draw(st.none() | JUNK))
    scene = Scene(dossier, AS_OF)
    assert disagreement(check, answer_at(dossier, at), scene, at) is None
    assert disagreement(dossier_shape(), dossier, scene) is None


def test_dossiers_of_charter_tests():
    """So it is for the shape on every dossier of the charter's tests."""
    for _, _, dossier, _, _ in charter_tests():
        assert disagreement(dossier_shape(), dossier, Scene(dossier, "")) is None
