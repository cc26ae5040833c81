"""What no dossier may gain by, on real ones: every dossier of the charter's own tests, and every example.

Every entry is taken away in turn. To be quick, a criterion is judged again only where it reads what was taken away; that this is the same
as judging all of it is tested too, on a sample.
"""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest
from building import AS_OF, EXAMPLES, at, charter_data, charter_tests, entries, grand_est, replaced, without

from guichet_cli.core import statements
from guichet_cli.core.evaluate import Requirement, Subject
from guichet_cli.core.model import Dossier
from guichet_cli.core.scoring import rates_of, verdict_of
from guichet_cli.core.validate import validate
from guichet_cli.load.dossier import load_dossier
from guichet_cli.render.json import dossier as as_json

STATED = {"plans", "not_applicable"}
"""Blocks whose entries may be taken away to one's advantage: a lead states them."""
ADMISSIBLE = {"admissible", "admissible_with_reservations"}
ORDER = ("admissible", "admissible_with_reservations", "incomplete", "inadmissible")
EXAMPLE_PATHS = sorted(EXAMPLES.glob("*/*.yaml"))
CRITERIA = [each["id"] for each in charter_data()["criteria"]]


class Said(NamedTuple):
    """What is compared: evidenced and declared of each commitment, null as less than nothing, and the verdict."""

    rates: tuple
    verdict: str

    def gains_on(self, other):
        """Tell what this one gains on another, None when nothing."""
        for commitment, mine, theirs in zip(charter_data()["commitments"], self.rates, other.rates, strict=True):
            # a rate that appears where nothing counted must be nought; one may not vanish by what is taken away
            if theirs[1] is None and any(mine):
                return commitment["id"]
            if theirs[1] is not None and (mine[1] is None or mine[0] > theirs[0] or mine[1] > theirs[1]):
                return commitment["id"]
        better = self.verdict in ADMISSIBLE and ORDER.index(self.verdict) < ORDER.index(other.verdict)
        return self.verdict if better else None


def told(card):
    """Give what is compared of a scorecard."""
    return Said(tuple((rates.evidenced, rates.declared) for rates in card.rates), str(card.verdict))


def pointers(said):
    """Give every absolute pointer that a criterion's data names, wherever it stands."""
    if isinstance(said, str) and said.startswith("/"):
        yield said
    for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from pointers(part)


@cache
def reads():
    """Give the places that each criterion may read: its own, the facts and operands that it names, the phase, the ledger."""
    found = {}
    for each in charter_data()["criteria"]:
        parts = [each.get(key) for key in ("level", "when", "cases", "schema", "partial", "proof_at")]
        ledger = ["/evidence"] if each.get("proof") == "required" else []
        found[each["id"]] = {each["at"], "/project/phase", *ledger, *(p for part in parts for p in pointers(part))}
    return found


@cache
def concerned(here):
    """Give the criteria that may read what is at a pointer, above it, or below it."""
    return [
        name
        for name, places in reads().items()
        if any(f"{here}/".startswith(f"{place}/") or f"{place}/".startswith(f"{here}/") for place in places)
    ]


class Scale:
    """A dossier judged once, then again without one entry at a time; its shape is sound, and stays so."""

    def __init__(self, data, as_of, proofs):
        self.as_of = as_of
        self.proofs = proofs
        self.data, self.mistakes = validate(data, grand_est("fr").shape)
        self.subject = subject(self.data, as_of, proofs)
        self.findings = {name: self.again(name) for name in CRITERIA}
        self.rates = rates(self.findings)
        self.whole = said(self.findings, self.rates)

    def lighter(self, path):
        """Give what is said without the entry at a path."""
        holder, key = at(self.data, path[:-1]), path[-1]
        kept = holder.pop(key)
        self.subject.facts.clear()  # what was read of the data before
        again = {name: self.again(name) for name in concerned("".join(f"/{token}" for token in path))}
        holder[key] = kept
        moved = {found.commitment for name, found in again.items() if found != self.findings[name]}
        findings = {**self.findings, **again}
        return said(findings, {**self.rates, **rates(findings, moved)}) if moved else self.whole

    def again(self, name):
        """Give what a criterion finds now, its words left as they were."""
        found = requirement(name).judge(self.subject)
        return replace(
            wordless()[name],
            outcome=found.outcome,
            credit=found.credit,
            level=found.level,
            weight=grand_est("fr").charter.weights[found.level],
            evidenced=found.proven,
            proof_missing=found.outcome in {"met", "partial"} and not found.proven,
            expectation=found.expectation,
            claimed=found.claimed,
        )


@cache
def wordless():
    """Give a finding of each criterion, by id, whose words do not matter."""
    card = grand_est("fr")(Dossier(path="d.yaml", data={}), AS_OF)
    return {each.criterion: each for each in card.findings if each.commitment}


def rates(findings, only=None):
    """Give the rates of each commitment, or of some of them, by id."""
    commitments = grand_est("fr").charter.commitments
    return {each.id: rates_of(each, findings.values()) for each in commitments if only is None or each.id in only}


def said(findings, rated):
    """Give what is compared of findings and their rates."""
    verdict = verdict_of(grand_est("fr").charter, list(rated.values()), list(findings.values()))
    return Said(tuple((each.evidenced, each.declared) for each in rated.values()), str(verdict))


def subject(data, as_of, proofs=None):
    """Give what criteria look at: sound data, its plans and claims."""
    by_id = grand_est("fr").by_id
    plans, _ = statements.plans(data, by_id, as_of)
    claims, _ = statements.claims(data, by_id)
    return Subject(Dossier(path="d.yaml", data=data, proofs=proofs or {}), data, as_of, claims, plans)


@cache
def requirement(name):
    """Give a criterion ready to judge."""
    return Requirement(grand_est("fr").by_id[name])


@cache
def examples():
    """Give the examples that have the form of a dossier, by name, as the real loader reads them, proofs included."""
    found = {}
    for path in EXAMPLE_PATHS:
        dossier = load_dossier(str(path))
        card = grand_est("fr")(dossier, AS_OF)
        if dossier.data is not None and not any(f.criterion.startswith("DOS-0") and f.gap for f in card.findings):
            found[path.stem] = dossier
    return found


def scales(name):
    """Give a scale for each dossier of a name: an example, or the tests of a criterion."""
    if name in examples():
        dossier = examples()[name]
        return [Scale(copy.deepcopy(dossier.data), AS_OF, dossier.proofs)]
    return [Scale(data, as_of, {}) for _, _, data, as_of, _ in charter_tests(name)]


def removable(data):
    """Give the path of every entry that may not be taken away to one's advantage."""
    return [path for path in entries(data) if path[0] not in {*STATED, "dossier"}]


def test_there_are_examples():
    """Some examples have the form of a dossier: what follows says something."""
    assert len(examples()) >= 6


@pytest.mark.parametrize("name", [*CRITERIA, *sorted(examples())])
def test_taking_an_entry_away_gains_nothing(name):
    """Without any one entry, no commitment's `evidenced` or `declared` is higher, and no admissible verdict is reached."""
    for scale in scales(name):
        assert scale.mistakes == []
        for path in removable(scale.data):
            assert scale.lighter(path).gains_on(scale.whole) is None, path


def test_the_short_way_is_the_long_way():
    """Judging again only what reads an entry says the same as judging the dossier without it, on a sample of entries."""
    chance = random.Random(1)  # noqa: S311
    for name in (*chance.sample(CRITERIA, 5), *sorted(examples())):
        scale = scales(name)[0]
        assert scale.whole == told(
            grand_est("fr")(Dossier(path="d.yaml", data=scale.data, proofs=scale.proofs), scale.as_of)
        )
        paths = removable(scale.data)
        for path in chance.sample(paths, min(6, len(paths))):
            less = Dossier(path="d.yaml", data=without(scale.data, path), proofs=scale.proofs)
            assert scale.lighter(path) == told(grand_est("fr")(less, scale.as_of)), path


def test_taking_the_version_away_gains_nothing():
    """Without its `dossier: 1` a dossier says the same, and is incomplete at best."""
    for dossier in examples().values():
        less = {key: item for key, item in dossier.data.items() if key != "dossier"}
        with_it, without_it = (
            told(grand_est("fr")(Dossier(path="d.yaml", data=data, proofs=dossier.proofs), AS_OF))
            for data in (dossier.data, less)
        )
        assert without_it.rates == with_it.rates
        assert without_it.verdict in {"incomplete", "inadmissible"}


def shuffled(data, chance):
    """Give data with the keys of every mapping in another order."""
    if isinstance(data, dict):
        keys = list(data)
        chance.shuffle(keys)
        return {key: shuffled(data[key], chance) for key in keys}
    return [shuffled(item, chance) for item in data] if isinstance(data, list) else data


def written(data, as_of=AS_OF, proofs=None):
    """Give the whole scorecard of data as JSON."""
    card = grand_est("fr")(Dossier(path="d.yaml", data=data, proofs=proofs or {}), as_of)
    return json.dumps(as_json(card), ensure_ascii=False)


@pytest.mark.parametrize("name", sorted(examples()))
def test_order_of_keys_in_examples(name):
    """With the keys of every mapping in another order, an example's scorecard is the same, to the letter."""
    dossier = examples()[name]
    for seed in range(2):
        other = shuffled(dossier.data, random.Random(seed))  # noqa: S311
        assert written(other, proofs=dossier.proofs) == written(dossier.data, proofs=dossier.proofs)


SAMPLE = list(charter_tests())[::24]


def test_order_of_keys_in_tests():
    """With the keys of every mapping in another order, the scorecard of a charter's test is the same, to the letter."""
    chance = random.Random(2)  # noqa: S311
    for _, _, data, as_of, _ in SAMPLE:
        assert written(shuffled(data, chance), as_of) == written(data, as_of)


def test_null_is_absence():
    """A null in place of an entry says what the dossier without the entry says, to the letter."""
    chance = random.Random(3)  # noqa: S311
    for _, _, data, as_of, _ in SAMPLE:
        path = chance.choice([path for path in entries(data) if path[0] not in STATED])
        assert written(replaced(data, path, None), as_of) == written(without(data, path), as_of), path


def judged(data, as_of, name):
    """Give what one criterion says of data: outcome, credit, level, proof."""
    cleaned, _ = validate(data, grand_est("fr").shape)
    found = requirement(name).judge(subject(cleaned, as_of))
    return found.outcome, found.credit, found.level, found.proven


@pytest.mark.parametrize("name", CRITERIA)
def test_blank_is_absence(name):
    """A blank in place of any text of its tests says to a criterion what the absence of that text says."""
    for _, _, data, as_of, _ in charter_tests(name):
        for path in entries(data):
            if isinstance(at(data, path), str):
                blank = judged(replaced(data, path, "  "), as_of, name)
                assert blank == judged(without(data, path), as_of, name), path
