"""Plans and claims: which count, and each reason why one does not."""

from __future__ import annotations

import pytest
from building import AS_OF, criterion, finding, grand_est, judged

from guichet_cli.core.model import Dossier, Level
from guichet_cli.render.json import dossier as as_json

REASON = "Ce projet ne touche aucun patient : personne ne pourrait répondre."
OTHER = "Ce projet n’a pas d’interface en ligne, et n’en aura pas cette année."
PLAN = {"criterion": "ETH-02", "action": "Écrire", "owner": "Dr Weber", "due": "2026-11-23"}
CRITERIA = (
    criterion("ETH-01", not_applicable="allowed"),
    criterion("ETH-02", level="major", not_applicable="allowed"),
    criterion("ETH-03", level="major"),
    criterion(
        "ETH-04",
        level=[{"when": {"fact": "/project/phase", "is": "idea"}, "is": "blocking"}, {"is": "minor"}],
        not_applicable="allowed",
    ),
    criterion("ETH-05", level="minor", not_applicable="allowed"),
)


def carded(**said):
    """Give the scorecard of a dossier with an answer that contradicts, and some statements."""
    data = {"project": {"phase": "pilot"}, "ethics": {"answer": {"x": "bad"}}, **said}
    return judged(data, *CRITERIA)


def warned(card):
    """Give the warnings of a scorecard: code, pointer and message."""
    return [(each.criterion, each.location.pointer, each.message) for each in card.findings if not each.commitment]


def numbers(card):
    """Give what statements may change: rates, verdict, and the outcome of each criterion."""
    return card.rates, card.verdict, [(f.criterion, f.outcome, f.credit) for f in card.findings if f.commitment]


def claim(name, reason=REASON):
    """Give a claim."""
    return {"criterion": name, "reason": reason}


REFUSED_CLAIMS = {
    "an unknown criterion": ([claim("ETH-99")], "is not a criterion of this charter"),
    "no criterion": ([{"reason": REASON}], "is not a criterion of this charter"),
    "a criterion that never allows it": ([claim("ETH-03")], "cannot be declared"),
    "a blocking criterion": ([claim("ETH-01")], "cannot be declared"),
    "a criterion that may be blocking": ([claim("ETH-04")], "cannot be declared"),
    "no reason": ([{"criterion": "ETH-02"}], "has 0 characters; 40 are needed"),
    "a reason of 39 characters": ([claim("ETH-02", "x" * 39)], "has 39 characters; 40 are needed"),
    "a reason that is mostly blanks": ([claim("ETH-02", "x" + " " * 60)], "has 1 characters"),
}


@pytest.mark.parametrize(("claims", "reason"), REFUSED_CLAIMS.values(), ids=REFUSED_CLAIMS)
def test_refused_claims(claims, reason):
    """A claim that is refused is warned of with its reason, and changes nothing."""
    card = carded(not_applicable=claims)
    [(code, pointer, message)] = warned(card)
    assert (code, pointer) == ("DOS-031", "/not_applicable/0")
    assert reason in message
    assert numbers(card) == numbers(carded())


def test_copied_reasons():
    """A reason given twice, blanks and capitals apart, is refused both times."""
    card = carded(not_applicable=[claim("ETH-02"), claim("ETH-05", REASON.upper().replace(" ", "  "))])
    assert [(code, pointer) for code, pointer, _ in warned(card)] == [
        ("DOS-031", "/not_applicable/0"),
        ("DOS-031", "/not_applicable/1"),
    ]
    assert numbers(card) == numbers(carded())


def test_a_criterion_claimed_twice():
    """Of two claims for a criterion, the first counts and the second is warned of, whatever its reason."""
    once = carded(not_applicable=[claim("ETH-02")], ethics={})
    for reason in (REASON, OTHER):
        card = carded(not_applicable=[claim("ETH-02"), claim("ETH-02", reason)], ethics={})
        [(code, pointer, message)] = warned(card)
        assert (code, pointer) == ("DOS-031", "/not_applicable/1")
        assert "more than once" in message
        assert numbers(card) == numbers(once)


def test_one_mistake_one_finding():
    """A statement whose member breaks the form is told once, at the member; a flaw of another member is told as well."""
    said = {
        "plans": [{**PLAN, "due": "demain"}, {**PLAN, "due": "demain", "owner": " "}, {**PLAN, "action": 3}],
        "not_applicable": [{"criterion": "ENV-05", "reason": 3}, {"criterion": 3, "reason": REASON}],
    }
    judge = grand_est("en")
    card = judge(Dossier(path="d.yaml", data={"dossier": 1, "project": {"phase": "pilot"}, **said}), AS_OF)
    assert {(code, pointer) for code, pointer, _ in warned(card) if code.startswith("DOS-")} == {
        ("DOS-024", "/plans/0/due"),
        ("DOS-024", "/plans/1/due"),
        ("DOS-032", "/plans/1"),
        ("DOS-021", "/plans/2/action"),
        ("DOS-021", "/not_applicable/0/reason"),
        ("DOS-021", "/not_applicable/1/criterion"),
    }


def test_accepted_claims():
    """A claim with its reason takes its criterion out of the fraction, is counted beside, and is no gap."""
    card = carded(not_applicable=[claim("ETH-02"), claim("ETH-05", OTHER)], ethics={})
    for name in ("ETH-02", "ETH-05"):
        found = finding(card, name)
        assert (str(found.outcome), found.claimed, found.counted, found.gap) == ("not_applicable", True, False, False)
    assert card.rates[0].claimed == 2
    assert warned(card) == []


def test_reason_of_forty_characters():
    """Forty characters are enough."""
    assert finding(carded(not_applicable=[claim("ETH-02", "x" * 40)]), "ETH-02").claimed


def test_claim_wins_over_an_answer():
    """A claim beside an answer wins, whether the answer is met or not, and a warning says so."""
    for answer in ("good", "bad"):
        card = carded(not_applicable=[claim("ETH-02")], ethics={"answer": {"x": answer}})
        assert finding(card, "ETH-02").claimed
        [(code, pointer, message)] = warned(card)
        assert (code, pointer) == ("DOS-031", "/not_applicable/0")
        assert "the claim wins" in message


def test_statements_for_another_charter():
    """A code with a prefix that this charter has not, and none near it, is another charter's: passed over in silence."""
    for code, told in (("QQQ-01", 0), ("ETH-99", 2), ("ETG-01", 2), ("ethics", 2)):
        card = carded(not_applicable=[claim(code)], plans=[{**PLAN, "criterion": code}])
        assert len(warned(card)) == told, code
        assert numbers(card) == numbers(carded())


def test_claim_where_the_facts_decide():
    """A claim on a criterion that the facts rule out is not needed, and is not counted as one."""
    asked = criterion(level="minor", not_applicable="allowed", when={"fact": "/system/a", "is": True})
    data = {"project": {"phase": "pilot"}, "system": {"a": False}, "not_applicable": [claim("ETH-01")]}
    found = finding(judged(data, asked), "ETH-01")
    assert (str(found.outcome), found.claimed) == ("not_applicable", False)


REFUSED_PLANS = {
    "an unknown criterion": ({"criterion": "ETH-99"}, "is not a criterion of this charter"),
    "no criterion": ({"criterion": None}, "is not a criterion of this charter"),
    "no action": ({"action": None}, "has no `action`"),
    "a blank action": ({"action": "  "}, "has no `action`"),
    "no owner": ({"owner": None}, "has no `owner`"),
    "no due date": ({"due": None}, "has no `due` date"),
    "a due date that does not exist": ({"due": "2027-02-30"}, "has no `due` date"),
    "overdue since yesterday": ({"due": "2026-11-22"}, "is overdue (2026-11-22)"),
}


@pytest.mark.parametrize(("said", "reason"), REFUSED_PLANS.values(), ids=REFUSED_PLANS)
def test_refused_plans(said, reason):
    """A plan that is not valid is warned of with its reason, and changes nothing."""
    card = carded(plans=[{**PLAN, **said}], ethics={})
    [(code, pointer, message)] = warned(card)
    assert (code, pointer) == ("DOS-032", "/plans/0")
    assert reason in message
    assert numbers(card) == numbers(carded(ethics={}))


def test_accepted_plan():
    """A plan due today is valid: more is expected, so it earns nothing, and the gap is shown at the plan."""
    found = finding(carded(plans=[PLAN], ethics={}), "ETH-02")
    assert (str(found.outcome), found.credit, found.gap) == ("planned", 0, True)
    assert found.location.pointer == "/plans/0"


def test_a_valid_plan_beside_a_refused_one():
    """Of two plans for a criterion, the valid one counts and the other is warned of."""
    card = carded(plans=[{**PLAN, "due": "2025-01-01"}, PLAN], ethics={})
    assert str(finding(card, "ETH-02").outcome) == "planned"
    assert [pointer for _, pointer, _ in warned(card)] == ["/plans/0"]


ODD = [
    None,
    "text",
    3,
    {"criterion": "ETH-02"},
    [None],
    ["text"],
    [[]],
    [{}],
    [{"criterion": [], "reason": 3, "due": 3}],
]


@pytest.mark.parametrize("block", ["plans", "not_applicable"])
@pytest.mark.parametrize("said", ODD, ids=repr)
def test_odd_blocks(block, said):
    """A block of another form than the schema's is never accepted, and never raises."""
    assert numbers(carded(**{block: said})) == numbers(carded())


def test_warnings_change_no_number():
    """Against the packaged charter, refused statements are warnings: nothing but findings of that level is added."""
    data = {"dossier": 1, "project": {"phase": "pilot"}}
    statements = {
        "not_applicable": [claim("ETH-01"), claim("ETH-99", OTHER)],
        "plans": [{**PLAN, "due": "2020-01-01"}, {**PLAN, "criterion": "ETH-99"}],
    }
    judge = grand_est("fr")
    bare = as_json(judge(Dossier(path="d.yaml", data=dict(data)), AS_OF))
    card = judge(Dossier(path="d.yaml", data={**data, **statements}), AS_OF)
    told = as_json(card)
    added = [each for each in told["findings"] if each not in bare["findings"]]
    assert {each["level"] for each in added} == {str(Level.WARNING)}
    assert [each["criterion"] for each in added] == ["DOS-032", "DOS-032", "DOS-031", "DOS-031"]
    assert {**told, "findings": []} == {**bare, "findings": []}
    assert not any(each.gap for each in card.findings if each.level is Level.WARNING)
