"""Waivers, as facts: which are worth something, what is said of the others, and that no number moves."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date

import pytest
from building import AS_OF, EXAMPLES, criterion, grand_est, judged
from hypothesis import given
from hypothesis import strategies as st

from guichet_cli.core.baseline import Ratchet
from guichet_cli.core.model import Dossier, Level, Span
from guichet_cli.core.waivers import Waiver, Waivers, same_person
from guichet_cli.load.data import language
from guichet_cli.load.dossier import load_dossier
from guichet_cli.render.json import dossier as as_json

CRITERIA = (
    criterion("ETH-01"),
    criterion("ETH-02", basis="legal"),
    criterion("EXP-01", basis="legal", level="major"),
    criterion("EQU-01", schema={}),
    criterion(
        "ENV-01",
        basis="legal",
        level=[{"when": {"fact": "/project/phase", "is": "idea"}, "is": "minor"}, {"is": "blocking"}],
    ),
)
LEAD = {"name": "Dr Cl\u00e9a Vaubert", "contact": "clea@exemple.fr", "organisation": "CHU"}
PILOT = {"project": {"id": "P", "phase": "pilot", "lead": LEAD}}


def waivers(*entries):
    """Give waivers whose text has a line for each member of each entry."""
    members = ("criterion", "project", "approver", "granted", "expires")
    places = [f"/entries/{index}/{member}" for index in range(len(entries)) for member in members]
    spans = {place: Span(line, 1, line, 9) for line, place in enumerate(places, 1)}
    said = {
        "criterion": "ETH-01",
        "project": "P",
        "approver": "Prof. Z",
        "reason": "Rare subgroups wait for the second campaign.",
        "granted": "2026-01-01",
        "expires": "2027-12-31",
    }
    made = []
    for index, entry in enumerate(entries):
        full = {**said, **entry}
        dates = {name: date.fromisoformat(full.pop(name)) for name in ("granted", "expires")}
        made.append(Waiver(pointer=f"/entries/{index}", **full, **dates))
    return Waivers(text=Dossier(path="w.yaml", data={}, spans=spans), entries=tuple(made))


def applied(*entries, data=PILOT):
    """Give a scorecard with these waivers."""
    made = judged(data, *CRITERIA)
    return waivers(*entries).apply(made, Dossier(path="dossier.yaml", data=data))


def outcome(made):
    """Give the waived criteria, and the code and line of each warning."""
    return (
        [f.criterion for f in made.findings if f.waived],
        [(f.criterion, f.location.span.line) for f in made.findings if f.criterion.startswith("WAI-")],
    )


FACTS = {
    "a good one": ({}, ["ETH-01"], []),
    "good on its first day": ({"granted": "2026-11-23"}, ["ETH-01"], []),
    "not granted yet": ({"granted": "2026-11-24"}, [], [("WAI-002", 4)]),
    "good on its last day": ({"expires": "2026-11-23"}, ["ETH-01"], [("WAI-007", 5)]),
    "a day left": ({"expires": "2026-11-24"}, ["ETH-01"], [("WAI-007", 5)]),
    "30 days left": ({"expires": "2026-12-23"}, ["ETH-01"], [("WAI-007", 5)]),
    "31 days left": ({"expires": "2026-12-24"}, ["ETH-01"], []),
    "expired yesterday": ({"expires": "2026-11-22"}, [], [("WAI-001", 5)]),
    "unknown criterion": ({"criterion": "ETH-1"}, [], [("WAI-003", 1)]),
    "a mistake of form": ({"criterion": "DOS-020"}, [], [("WAI-003", 1)]),
    "another project": ({"project": "Q"}, [], []),
    "approved by the lead": ({"approver": "Dr Cl\u00e9a Vaubert"}, [], [("WAI-005", 3)]),
    "by the lead, in another case, with blanks": ({"approver": " DR  CLE\u0301A vaubert "}, [], [("WAI-005", 3)]),
    "by the organisation's contact": ({"approver": "Clea@Exemple.fr"}, [], [("WAI-005", 3)]),
    "legal and blocking": ({"criterion": "ETH-02"}, [], [("WAI-006", 1)]),
    "legal and blocking at this phase": ({"criterion": "ENV-01"}, [], [("WAI-006", 1)]),
    "legal and major": ({"criterion": "EXP-01"}, ["EXP-01"], []),
    "met": ({"criterion": "EQU-01"}, [], [("WAI-008", 1)]),
}


@pytest.mark.parametrize(("entry", "waived", "warned"), FACTS.values(), ids=FACTS)
def test_each_kind(entry, waived, warned):
    """A waiver marks its gap, or is told at the line that makes it worth nothing; the gap then counts."""
    made = applied(entry)
    assert outcome(made) == (waived, warned)
    assert all(f.level is Level.WARNING and not f.gap for f in made.findings if f.criterion.startswith("WAI-"))


def test_a_level_that_depends_on_the_phase():
    """A legal criterion that is not blocking at the dossier's phase can be waived."""
    data = {"project": {**PILOT["project"], "phase": "idea"}}
    assert outcome(applied({"criterion": "ENV-01"}, data=data)) == (["ENV-01"], [])


def test_one_good_waiver_is_enough():
    """Of two waivers of one gap, one holds: that the other expired is told, and not that the gap counts."""
    made = applied({"expires": "2026-06-30"}, {})
    assert outcome(made) == (["ETH-01"], [("WAI-001", 5)])
    assert "covers the gap" in next(f.message for f in made.findings if f.criterion == "WAI-001")


SOON, NEXT = {"expires": "2026-12-01"}, {"granted": "2026-12-02"}
RENEWALS = {
    "a longer one beside it": ((SOON, {}), []),
    "one that begins the day after": ((SOON, NEXT), []),
    "one that begins too late": ((SOON, {"granted": "2026-12-03"}), [("WAI-007", 5)]),
    "one of another gap": ((SOON, {**NEXT, "criterion": "EXP-01"}), [("WAI-007", 5), ("WAI-002", 9)]),
    "one that the lead approves": ((SOON, {"approver": LEAD["name"]}), [("WAI-007", 5), ("WAI-005", 8)]),
}


@pytest.mark.parametrize(("entries", "warned"), RENEWALS.values(), ids=RENEWALS)
def test_a_waiver_that_is_renewed(entries, warned):
    """That a waiver is about to expire is told unless another one takes over; while one holds, one to come is no news."""
    assert outcome(applied(*entries)) == (["ETH-01"], warned)


PERSONS = (
    # a lead, an approver, whether they are one person
    ("Dr Cléa Vaubert (nom fictif)", "Clea VAUBERT", True),
    ("Dr Cléa Vaubert", "Vaubert, Cléa", True),
    ("Dr Cléa Vaubert", "Cléa Vaubert, cheffe de service", True),
    ("clea@exemple.fr", "Cléa Vaubert <Clea@exemple.fr>", True),
    ("Jean-Marie Weber", "Pr. Jean Marie Weber", True),
    ("Dr Cléa Vaubert", "Dr Paul Vaubert", False),
    ("Dr Cléa Vaubert", "Dr", False),
    ("Dr Cléa Vaubert", "Vaubert", False),
    ("Dr", "Prof. Z", False),
    ("(X)", "(x)", True),
    ("", "Prof. Z", False),
)


@pytest.mark.parametrize(("lead", "approver", "same"), PERSONS)
def test_who_is_who(lead, approver, same):
    """A person is told by their words: not by titles, order, case, accents or what is added; a family name is not enough."""
    assert same_person(lead, approver) is same_person(approver, lead) is same


def test_projects_that_were_not_met():
    """They are one warning, at the line of each, that names no project to the others; the nearest id is told for one."""
    found = waivers({"project": "Q"}, {}, {"project": "SECRET"})
    several = found.strangers(frozenset({"P"}), language("fr"))
    assert (several.criterion, several.level) == ("WAI-004", Level.WARNING)
    assert [place.span.line for place in several.locations] == [2, 12]
    assert {place.path for place in several.locations} == {"w.yaml"}
    assert "SECRET" not in several.message + several.remedy
    assert waivers({}).strangers(frozenset({"P"}), language("fr")) is None
    one = waivers({"project": "RETIN-AI"}).strangers(frozenset({"RETIN-IA"}), language("en"))
    assert "RETIN-IA" in one.remedy


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_words(lang):
    """Every code has its title, and each of its sentences its remedy."""
    messages = language(lang).messages
    for number in range(1, 9):
        code = f"WAI-00{number}"
        sentences = [key for key in messages if key.startswith(f"{code}.") and key.endswith(".message")]
        assert f"{code}.title" in messages
        assert sentences
        assert [key for key in sentences if key.replace(".message", ".remedy") not in messages] == []


def test_fingerprints_do_not_depend_on_order():
    """A warning keeps its fingerprint wherever its waiver stands in the file."""
    expired = {"expires": "2026-06-30"}
    marks = {
        next(f.fingerprint for f in made.findings if f.criterion == "WAI-001")
        for made in (applied(expired), applied({"criterion": "EXP-01"}, expired))
    }
    assert len(marks) == 1


EXAMPLE_CARDS = {
    path.stem: (dossier, grand_est()(dossier, AS_OF))
    for path in sorted(EXAMPLES.glob("grand-est-2024/*.yaml"))
    for dossier in [load_dossier(str(path))]
    if dossier.data is not None
}
CODES = sorted({f.criterion for _, made in EXAMPLE_CARDS.values() for f in made.findings})
ENTRIES = st.fixed_dictionaries(
    {
        "criterion": st.sampled_from([*CODES, "ETH-99"]),
        "granted": st.sampled_from(["2026-01-01", "2027-01-01"]),
        "expires": st.sampled_from(["2026-02-01", "2026-12-01", "2028-01-01"]),
    }
)


def numbers(made):
    """Give all that must not move: every member of the JSON but the marks and the warnings about waivers."""
    plain = copy.deepcopy(as_json(made))
    plain["findings"] = [
        {key: value for key, value in finding.items() if key not in {"waived", "known"}}
        for finding in plain["findings"]
        if not finding["criterion"].startswith("WAI-")
    ]
    return plain


@given(name=st.sampled_from(sorted(EXAMPLE_CARDS)), entries=st.lists(ENTRIES, max_size=12), debts=st.integers(0, 3))
def test_no_number_and_no_verdict_moves(name, entries, debts):
    """Whatever is waived and known, the rates, the counts, the gaps and the verdict are those of the dossier alone."""
    dossier, made = EXAMPLE_CARDS[name]
    project = made.project["id"] or ""
    marked = waivers(*({**entry, "project": project} for entry in entries)).apply(made, dossier)
    known = Ratchet()
    known.mark(replace(made, findings=made.findings[debts::2]))
    marked = Ratchet(known=known.kept()).mark(marked)
    assert numbers(marked) == numbers(made)
    assert marked.verdict is made.verdict
    assert [gap.criterion for gap in marked.gaps] == [gap.criterion for gap in made.gaps]
