"""A second charter, the AI Act for a hospital that deploys AI: the same dossiers, the same commands, and no code of its own."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from guichet_cli.core.charter_tests import run_tests, staged
from guichet_cli.core.judge import Judge
from guichet_cli.load.charter import DEFAULT, load_charter, packaged, parse
from guichet_cli.load.dossier import find_dossiers, load_entry
from guichet_cli.load.shape import dossier_shape

CHARTER = "ai-act-deployer-2026"
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "grand-est-2024"
LANGUAGES = ("fr", "en")
TODAY = "2026-11-23"

# The ids of the charter, in the order of the file.
CRITERIA = [
    f"{prefix}-0{n}" for prefix, last in (("AIE", 9), ("AIX", 2), ("AIQ", 2), ("AIU", 3)) for n in range(1, last + 1)
]

# What each example owes today, by hand, from the facts of its project: + met, ~ partial, - missing, . not applicable.
OUTCOMES = {
    #                            AIE (nine)    AIX   AIQ   AIU
    # minimal risk, nobody trained: only Articles 4, 5 and 6 speak to it
    "absences-rendez-vous": "    + . + - . . . . .   . .   . .   . . .",
    # Annex I, used by patients who are not told; 19 points of skin type unexplained; staff not told
    "dermatologie-telexpertise": "+ . + + + + + + +   - .   ~ .   - . .",
    "flux-urgences": "           + . + + . . . . .   . .   . .   . . .",
    # made in-house under Article 5(5), so outside Annex I
    "prescription-verification": "+ . + + . . . . .   . .   . .   . . .",
    # Annex I; no patient uses it and it generates nothing
    "radiologie-triage": "       + . + + + + + + +   . .   + .   + . .",
    # generates text, says so, and the vendor has not said how it will be marked
    "scribe-ambiant": "          + + + + . . . . .   + -   . .   . . .",
}
SIGNS = {"+": "met", "~": "partial", "-": "missing", ".": "not_applicable"}

# The verdict today, then on the day of the new bans and of marking, of Annex III, of Annex I, of the older systems of public bodies.
DAYS = (TODAY, "2026-12-02", "2027-12-02", "2028-08-02", "2030-08-02")
ADMISSIBLE, RESERVED, INCOMPLETE = "admissible", "admissible_with_reservations", "incomplete"
VERDICTS = {
    "absences-rendez-vous": (RESERVED, RESERVED, RESERVED, RESERVED, RESERVED),
    "dermatologie-telexpertise": (INCOMPLETE, INCOMPLETE, INCOMPLETE, INCOMPLETE, INCOMPLETE),
    "flux-urgences": (ADMISSIBLE, ADMISSIBLE, ADMISSIBLE, ADMISSIBLE, ADMISSIBLE),
    "prescription-verification": (ADMISSIBLE, ADMISSIBLE, ADMISSIBLE, ADMISSIBLE, ADMISSIBLE),
    # the answers are complete; their documents are not attached, which matters once the duties are blocking: on the market since 2024 and
    # unchanged, in a public hospital, the software has until 2030
    "radiologie-triage": (ADMISSIBLE, ADMISSIBLE, ADMISSIBLE, ADMISSIBLE, INCOMPLETE),
    "scribe-ambiant": (ADMISSIBLE, RESERVED, RESERVED, RESERVED, RESERVED),
}

# What one day changes: dossier, criterion, eve and day, the level on each, the outcome on both, what each language says.
TURNS = [
    (
        "scribe-ambiant",
        "AIX-02",
        ("2026-12-01", "minor"),
        ("2026-12-02", "major"),
        "missing",
        {
            "fr": (
                "Niveau majeur à partir du 2 décembre 2026.",
                "Niveau majeur depuis le 2 décembre 2026 (mineur avant).",
            ),
            "en": ("Level major from 2 December 2026 on.", "Level major since 2 December 2026 (minor before)."),
        },
    ),
    (
        "scribe-ambiant",
        "AIE-02",
        ("2026-12-01", "minor"),
        ("2026-12-02", "major"),
        "met",
        {
            "fr": (
                "Niveau majeur à partir du 2 décembre 2026.",
                "Niveau majeur depuis le 2 décembre 2026 (mineur avant).",
            ),
            "en": ("Level major from 2 December 2026 on.", "Level major since 2 December 2026 (minor before)."),
        },
    ),
    (
        "absences-rendez-vous",
        "AIE-03",
        ("2027-12-01", "major"),
        ("2027-12-02", "blocking"),
        "met",
        {
            "fr": (
                "Niveau bloquant à partir du 2 décembre 2027.",
                "Niveau bloquant depuis le 2 décembre 2027 (majeur avant).",
            ),
            "en": ("Level blocking from 2 December 2027 on.", "Level blocking since 2 December 2027 (major before)."),
        },
    ),
    (
        "radiologie-triage",
        "AIE-05",
        ("2030-08-01", "minor"),
        ("2030-08-02", "blocking"),
        "met",
        {
            "fr": ("Niveau bloquant à partir du 2 août 2030.", "Niveau bloquant depuis le 2 août 2030 (mineur avant)."),
            "en": ("Level blocking from 2 August 2030 on.", "Level blocking since 2 August 2030 (minor before)."),
        },
    ),
    (
        "radiologie-triage",
        "AIU-01",
        ("2030-08-01", "minor"),
        ("2030-08-02", "major"),
        "met",
        {
            "fr": ("Niveau majeur à partir du 2 août 2030.", "Niveau majeur depuis le 2 août 2030 (mineur avant)."),
            "en": ("Level major from 2 August 2030 on.", "Level major since 2 August 2030 (minor before)."),
        },
    ),
]

# The missed-appointments project says that Annex III, point 5(a), arises if overbooking decides who is seen. Were it so, a plan-level
# prototype would owe each of these, minor as a preparation, at this level from 2 December 2027.
ANNEX_III = {
    "AIE-05": ("met", "blocking"),
    "AIE-06": ("partial", "blocking"),  # a secretary may override, but nobody has been trained to
    "AIE-07": ("missing", "blocking"),
    "AIE-08": ("missing", "blocking"),
    "AIE-09": ("unmet", "blocking"),  # the DPIA is said not to be started
    "AIQ-01": ("missing", "major"),
    "AIQ-02": ("missing", "blocking"),
    "AIU-01": ("missing", "major"),
    "AIU-02": ("missing", "blocking"),
    "AIU-03": ("missing", "blocking"),
}


@cache
def judge(lang):
    """Give the judge of the charter in a language."""
    return Judge(load_charter(CHARTER, lang), dossier_shape())


@cache
def charter_data():
    """Give the charter as plain data, its tests included."""
    return parse(packaged()[CHARTER].read_bytes())


@cache
def dossier(name):
    """Give an example dossier, with its files looked up."""
    return load_entry(find_dossiers([str(EXAMPLES / f"{name}.yaml")]).entries[0])


@cache
def card(name, day, lang="fr"):
    """Give the scorecard of an example at a date."""
    return judge(lang)(dossier(name), date.fromisoformat(day))


def found(scorecard, criterion):
    """Give the finding of a criterion."""
    return next(finding for finding in scorecard.findings if finding.criterion == criterion)


def guichet(*arguments):
    """Run the command."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "100", "GITHUB_ACTIONS": ""}
    return subprocess.run(
        [sys.executable, "-m", "guichet_cli", "--lang", "fr", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env=environment,
    )


def entries(value, path=()):
    """Give the path of every mapping entry of plain data."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if isinstance(value, dict):
            yield (*path, key)
        yield from entries(item, (*path, key))


def without(value, path):
    """Give plain data without one entry."""
    changed = copy.deepcopy(value)
    holder = changed
    for token in path[:-1]:
        holder = holder[token]
    del holder[path[-1]]
    return changed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sound(lang):
    """Read as a stranger's file, with every check, the charter is accepted, and is the packaged one."""
    charter = load_charter(str(packaged()[CHARTER]), lang)
    assert charter == load_charter(CHARTER, lang)
    assert [criterion.id for criterion in charter.criteria] == CRITERIA


def test_its_tests():
    """Every test that the charter carries finds what it expects."""
    runs = list(run_tests(load_charter(CHARTER, "fr"), charter_data(), dossier_shape()))
    assert {run.criterion for run in runs} == set(CRITERIA)
    assert [(run.criterion, run.name, run.surprises) for run in runs if run.surprises] == []


@pytest.mark.parametrize("criterion", charter_data()["criteria"], ids=lambda criterion: criterion["id"])
def test_deleting_never_helps(criterion):
    """Deleting any entry of any of its tests, a plan or a claim apart, raises no credit and takes nothing out of the fraction."""
    charter = load_charter(CHARTER, "fr")
    alone = Judge(
        replace(charter, criteria=tuple(c for c in charter.criteria if c.id == criterion["id"])), dossier_shape()
    )
    for test in criterion["tests"]:
        day = date.fromisoformat(test.get("as_of", charter_data()["tests_as_of"]))
        before = found(alone(staged(test["dossier"]), day), criterion["id"])
        if before.outcome in {"not_applicable", "not_due"}:
            continue
        for path in entries({key: block for key, block in test["dossier"].items() if key != "plans"}):
            after = found(alone(staged(without(test["dossier"], path)), day), criterion["id"])
            assert after.credit <= before.credit, (test["name"], path)
            assert after.outcome not in {"not_applicable", "not_due"}, (test["name"], path)


def test_honest():
    """The charter says that it is a reading and no legal advice, and cites its sources as the Grand-Est charter does."""
    data = charter_data()
    assert data["provenance"] == "derived"
    assert "n’est pas un avis juridique" in data["notice"]["fr"]
    assert "not legal advice" in data["notice"]["en"]
    assert "Journal officiel" in data["notice"]["fr"]
    known = parse(packaged()[DEFAULT].read_bytes())["references"]
    assert {name: known.get(name) for name in data["references"]} == data["references"]
    cited = {reference["ref"] for criterion in data["criteria"] for reference in criterion["references"]}
    assert cited == set(data["references"])


def test_no_code():
    """No module knows this charter, its criteria or its prefixes."""
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in (CHARTER, "AIE", "AIX", "AIQ", "AIU") if word in text], path.name


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes(name):
    """The six examples, written for another charter, are judged as their facts say."""
    expected = dict(zip(CRITERIA, (SIGNS[sign] for sign in OUTCOMES[name].split()), strict=True))
    findings = {finding.criterion: finding for finding in card(name, TODAY).findings}
    assert {name: str(findings[name].outcome) for name in CRITERIA} == expected
    # nothing is wrong with their form; the plans they make under the other charter are left aside
    assert {str(finding.level) for finding in findings.values() if finding.commitment is None} <= {"warning"}


@pytest.mark.parametrize("name", VERDICTS)
def test_verdicts(name):
    """The verdict of each example on each day on which duties begin."""
    assert tuple(str(card(name, day).verdict) for day in DAYS) == VERDICTS[name]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "criterion", "eve", "day", "outcome", "said"), TURNS)
def test_turns(name, criterion, eve, day, outcome, said, lang):
    """The day a duty begins its finding changes level, and says so on the eve and after, in the reader's language."""
    for (as_of, level), sentence in zip((eve, day), said[lang], strict=True):
        finding = found(card(name, as_of, lang), criterion)
        assert (str(finding.level), str(finding.outcome)) == (level, outcome)
        assert finding.message.endswith(sentence)


def test_annex_iii():
    """Were the missed-appointments tool in Annex III, its duties would be a preparation, then due from 2 December 2027."""
    data = copy.deepcopy(dict(dossier("absences-rendez-vous").data))
    data["system"]["ai_act"] |= {"category": "high_risk_annex_iii", "placed_on_market": "2027-12-02"}
    changed = replace(dossier("absences-rendez-vous"), data=data)
    eve, day = (judge("fr")(changed, date.fromisoformat(one)) for one in ("2027-12-01", "2027-12-02"))
    for criterion, (outcome, level) in ANNEX_III.items():
        before, after = found(eve, criterion), found(day, criterion)
        assert (str(before.outcome), str(before.level)) == (outcome, "minor"), criterion
        assert (str(after.outcome), str(after.level)) == (outcome, level), criterion
        assert "à partir du 2 décembre 2027" in before.message
        assert "depuis le 2 décembre 2027" in after.message
    # a prototype is asked for plans, so that even the answer that contradicts a blocking duty does not close the door
    assert (str(eve.verdict), str(day.verdict)) == (INCOMPLETE, INCOMPLETE)


def test_market_date():
    """A high-risk dossier that does not say when its system came, or whether it was changed, cannot be judged once duties begin."""
    eve, day = (card("dermatologie-telexpertise", one) for one in ("2028-08-01", "2028-08-02"))
    assert (str(found(eve, "AIU-01").outcome), str(found(eve, "AIU-01").level)) == ("missing", "minor")
    assert (str(found(day, "AIU-01").outcome), str(found(day, "AIU-01").level)) == ("undetermined", "major")
    assert "`system.ai_act.placed_on_market`" in found(day, "AIU-01").message


@pytest.mark.parametrize(("day", "code"), [("2030-08-01", 0), ("2030-08-02", 1)])
def test_check(day, code):
    """`guichet check --charter` judges a dossier that names another charter, and the gate closes the day its duties begin."""
    run = guichet("check", "--charter", CHARTER, "--as-of", day, "examples/grand-est-2024/radiologie-triage.yaml")
    assert run.returncode == code, run.stderr
    assert "Règlement IA, hôpital déployeur 2026" in run.stdout
    assert "avis juridique" in run.stdout
    assert "2 août 2030" in " ".join(run.stdout.split())


def test_list():
    """`guichet charter list` shows both charters."""
    run = guichet("charter", "list")
    assert run.returncode == 0
    assert {DEFAULT, CHARTER} <= set(run.stdout.split())
