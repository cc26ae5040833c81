"""What a person sees of a plan and of an explanation, and that nobody's text has an effect there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from corpus import each_language
from markdown_it import MarkdownIt
from reading import rows
from rich.cells import cell_len
from small_charter import AS_OF, DOSSIERS, GAPS, INJECTIONS, judge_of, run_of

from guichet_cli.core.model import Outcome, Verdict
from guichet_cli.core.plan import plan_of
from guichet_cli.core.reach import TARGETS
from guichet_cli.render.explain import of_commitment, of_criterion
from guichet_cli.render.explain_dossier import commitment_here, criterion_here
from guichet_cli.render.explanation import explanations_markdown, explanations_text
from guichet_cli.render.plan import plan_text
from guichet_cli.render.plan_csv import COLUMNS, plan_csv
from guichet_cli.render.plan_json import plan_json
from guichet_cli.render.plan_markdown import plan_markdown

GOLDEN = Path(__file__).parent / "golden"
CASES = [case for case in DOSSIERS if case != "several"]
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff\u00ad]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
HOSTILE = {
    **GAPS,
    "plans": [{"criterion": "ETH-02", "action": text, "owner": text, "due": "2026-01-01"} for text in INJECTIONS],
}
"""A dossier whose dated actions are hostile."""
each_case = pytest.mark.parametrize("case", CASES)


def planned(dossier, lang="fr", **more):
    """Give the plan of a dossier."""
    judge = judge_of(lang)
    return plan_of(judge(dossier, AS_OF), judge.read(dossier), **more)


def hostile(lang="fr"):
    """Give the plan of the dossier whose actions are hostile."""
    return planned(replace(DOSSIERS["gaps"][0], data=HOSTILE), lang)


@pytest.fixture
def golden(pytestconfig):
    """Give a function that compares a text with the one kept under a name, or keeps it."""

    def compare(name, text):
        path = GOLDEN / name
        if pytestconfig.getoption("update_golden"):
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes(), f"{name} differs: pytest --update-golden, then read the change"

    return compare


@each_language
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("charset", ["unicode", "ascii"])
@pytest.mark.parametrize("case", ["gaps", "blank"])
def test_screen(case, lang, width, charset, golden):
    """Each screen of a plan is the one that was read and kept."""
    text = plan_text(planned(DOSSIERS[case][0], lang), run_of(lang, width=width, unicode=charset == "unicode"))
    golden(f"plan.{case}.{lang}.{width}.{charset}.txt", text)


@each_language
def test_screen_of_a_supposition(lang, golden):
    """The numbers and the verdict before and after what is supposed are the ones that were read and kept."""
    what_if = {"ETH-02": Outcome.MET, "DOS-020": Outcome.MET}
    plan = planned(DOSSIERS["gaps"][0], lang, what_if=what_if, target=Verdict.ADMISSIBLE)
    golden(f"plan.supposed.{lang}.txt", plan_text(plan, run_of(lang)))
    golden(f"plan.supposed.{lang}.md", plan_markdown(plan, run_of(lang)))


@each_language
@pytest.mark.parametrize("charset", ["unicode", "ascii"])
def test_screen_of_an_explanation(lang, charset, golden):
    """The sum of a commitment and the reasons of an outcome are the ones that were read and kept."""
    judge = judge_of(lang)
    dossier = DOSSIERS["gaps"][0]
    card, data = judge(dossier, AS_OF), judge.read(dossier)
    told = [
        of_commitment(judge.charter.commitments[0], judge.charter, commitment_here(judge.charter.commitments[0], card)),
        *(of_criterion(each, judge.charter, criterion_here(each, card, data)) for each in judge.charter.criteria[:3]),
    ]
    golden(f"explain.{lang}.{charset}.txt", explanations_text(told, run_of(lang, unicode=charset == "unicode")))


@each_case
@each_language
@pytest.mark.parametrize("width", [20, 33, 45, 60, 80, 120])
@pytest.mark.parametrize("unicode", [True, False])
def test_pages_are_harmless_and_fit(case, lang, width, unicode):
    """Whatever a dossier says, no line of a plan is wider than the page but an address, and no control gets through."""
    plan = planned(DOSSIERS[case][0], lang)
    for made in (plan, hostile(lang)):
        text = plan_text(made, run_of(lang, width=width, unicode=unicode))
        assert UNSAFE.findall(text) == []
        if not unicode:
            assert not set("«»“”‘’–—…→✓✗─≤\u00a0\u202f") & set(text)
        if width >= 45:
            assert [line for line in text.split("\n") if cell_len(line) > width] == []


@each_case
@each_language
def test_formats_agree(case, lang):
    """The CSV and the JSON have the steps of the plan, in its order."""
    plan = planned(DOSSIERS[case][0], lang)
    codes = [step.finding.criterion for step in plan.shown]
    told = rows(plan_csv(plan, run_of(lang)))
    document = json.loads(plan_json(plan, run_of(lang)))
    assert [row["criterion"] for row in told] == [step["criterion"] for step in document["steps"]] == codes
    assert [row["rank"] for row in told] == [str(n) for n in range(1, len(codes) + 1)]
    for step, row, item in zip(plan.shown, told, document["steps"], strict=True):
        assert row["group"] == item["group"] == step.group
        assert int(row["gain_points"]) == step.finding.gain // 1 <= item["gain"] <= float(step.finding.gain)
        assert item["verdict_alone"] == row["verdict_alone"] == step.alone
    assert document["needed"] == {str(target): plan.needed(target) for target in TARGETS}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula(separator):
    """Whatever sign a spreadsheet splits at, no cell of a plan is a formula."""
    for plan in (hostile(), *(planned(DOSSIERS[case][0]) for case in CASES)):
        text = plan_csv(plan, run_of("fr")).removeprefix("\ufeff")
        assert text.split("\r\n")[0].count(",") == len(COLUMNS) - 1
        for line in text.split("\r\n"):
            for cell in line.split(separator):
                bare = cell.strip('"')
                assert re.fullmatch(r"-?\d+", bare) or FORMULA.match(bare) is None, cell


def test_markdown_is_inert():
    """Nobody's text makes an element, a link, an image or a mention in the Markdown of a plan or an explanation."""
    judge = judge_of("fr")
    dossier = DOSSIERS["injected"][0]
    card, data = judge(dossier, AS_OF), judge.read(dossier)
    told = (of_criterion(each, judge.charter, criterion_here(each, card, data)) for each in judge.charter.criteria)
    for text in (
        plan_markdown(hostile(), run_of("fr")),
        plan_markdown(planned(dossier), run_of("fr")),
        explanations_markdown(told, run_of("fr")),
    ):
        assert UNSAFE.findall(text) == []
        assert "@team" not in text
        tokens = [t for token in MarkdownIt("commonmark").parse(text) for t in (token, *(token.children or ()))]
        assert {token.type for token in tokens} & {"html_block", "html_inline", "image"} == set()
        links = {token.attrs["href"] for token in tokens if token.type == "link_open"}
        assert links <= {reference.url for each in judge.charter.criteria for reference in each.references}


def test_calendar_is_inert_and_the_same_twice():
    """Hostile words stay text of their task; names and stamps are those of the review, not of the clock."""
    icalendar = pytest.importorskip("icalendar", reason="pip install 'guichet-cli[calendar]'")
    from guichet_cli.render.plan_calendar import plan_calendar

    text = plan_calendar(hostile(), run_of("fr"))
    assert text == plan_calendar(hostile(), run_of("fr"))
    assert UNSAFE.findall(text.replace("\r\n", "\n")) == []
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    tasks = icalendar.Calendar.from_ical(text).walk()[1:]
    assert [task.name for task in tasks] == ["VTODO"] * len(INJECTIONS)
    assert len({task["UID"] for task in tasks}) == len(tasks)
    allowed = {"UID", "DTSTAMP", "DUE", "SUMMARY", "DESCRIPTION", "CONTACT", "CATEGORIES", "PRIORITY", "STATUS"}
    for task in tasks:
        assert set(task) <= allowed
        assert task.decoded("DTSTAMP").date() == AS_OF
        assert task.decoded("DUE").isoformat() == "2026-01-01"
        assert task["SUMMARY"].startswith("ETH-02 ")


def test_gains_are_rounded_down():
    """Points are whole and rounded down; under one is told so; a doubt is told."""
    from guichet_cli.render.plan_words import points

    given = [points(Fraction(n, 10)) for n in (0, 9, 10, 129)]
    assert given == ["–", "<\u00a01", "+1", "+12"]
    assert points(Fraction(129, 10), sure=False) == "≤\u00a012"
