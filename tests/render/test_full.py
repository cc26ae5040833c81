"""What a person sees in a terminal: the scorecard of one dossier, the table of several."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from rich.cells import cell_len
from small_charter import CONTROLS, DOSSIERS, MARKUP, judged, run_of

from guichet_cli.core.gate import Gate
from guichet_cli.core.model import Level, Outcome, Verdict
from guichet_cli.core.pointer import dotted
from guichet_cli.core.printable import visible
from guichet_cli.core.row import GROUPS, SORTS, row_of
from guichet_cli.core.tally import Tally
from guichet_cli.render import render
from guichet_cli.render.bars import BLOCKS, LETTERS, bar
from guichet_cli.render.prose import cut, cut_start, plain, shortened, wrapped

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("fr", "en")
WIDTHS = (60, 80, 120)
SGR = re.compile(r"\x1b\[[0-9;]*m")
UNSAFE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
TYPOGRAPHY = set("«»“”‘’–—…→✓✗█▒·─\u00a0\u202f")

each_case = pytest.mark.parametrize("case", DOSSIERS)
each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_width = pytest.mark.parametrize("width", [*WIDTHS, 20, 21, 33, 45, 59, 69, 70, 109, 200])


def full(case, lang, **more):
    """Draw a case."""
    return render("full", judged(case, lang), run_of(lang, **more))


@pytest.fixture
def golden(pytestconfig):
    """Give a function that compares a text with the one kept under a name, or keeps it."""

    def compare(name, text):
        path = GOLDEN / f"{name}.txt"
        if pytestconfig.getoption("update_golden"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{path.name} differs: pytest --update-golden, then read the change"

    return compare


@each_case
@each_language
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("charset", ["unicode", "ascii"])
def test_screen(case, lang, width, charset, golden):
    """Each screen is the one that was read and kept."""
    golden(f"{case}.{lang}.{width}.{charset}", full(case, lang, width=width, unicode=charset == "unicode"))


@each_language
def test_screen_of_every_finding(lang, golden):
    """With `--show all`, each screen is the one that was read and kept."""
    golden(f"gaps.all.{lang}.80.unicode", full("gaps", lang, show="all"))


@pytest.mark.parametrize("case", ["gaps", "several"])
def test_coloured_screen(case, golden):
    """In colour, each screen is the one that was read and kept."""
    golden(f"{case}.fr.80.colour", full(case, "fr", color=True))


@each_language
@pytest.mark.parametrize("width", [60, 80, 120])
def test_table_keeps_the_five_rates(lang, width):
    """From 60 columns on, the row of a dossier has its five rates, the lowest, the blocking gaps and the verdict."""
    lines = full("several", lang, width=width).split("\n")
    head = next(line for line in lines if "ETH" in line)
    assert re.findall(r"ETH|EXP|EQU|ENV|USR", head) == ["ETH", "EXP", "EQU", "ENV", "USR"]
    row = next(line for line in lines if line.startswith("RETIN-IA"))
    coverage, stale = (["45"], ["1"]) if width >= 80 else ([], [])
    assert re.findall(r"\d+", row) == ["64", "50", "45", "55", "100", "45", *coverage, "2", *stale]
    assert run_of(lang).language.say("verdict.inadmissible") in row


@each_language
def test_every_finding_of_several_dossiers(lang):
    """With `--show all` the page of each of several dossiers comes before their table, as it is alone."""
    text = full("several", lang, show="all")
    places = [text.index(render("full", [card], run_of(lang, show="all"))) for card in judged("several", lang)]
    assert places == sorted(places)
    assert text.endswith(full("several", lang))


@each_language
def test_frequent_gaps_are_those_of_what_was_read(lang):
    """What could not be read is told apart, and is no frequent gap."""
    unreadable = judged("unreadable", lang) * 5
    heading = run_of(lang).language.say("card.frequent")
    assert heading not in render("full", unreadable, run_of(lang))
    frequent = render("full", [*unreadable, *judged("gaps", lang)], run_of(lang)).partition(heading)[2]
    assert "ETH-02" in frequent
    assert "DOS-026" not in frequent


@each_language
@pytest.mark.parametrize(
    ("gaps", "fr", "en"),
    [
        ((), "aucun critère à lever", "no criterion left to settle"),
        (
            ("unproven",),
            "1 critère bloquant à lever, faute de preuve",
            "1 blocking criterion to settle, for want of proof",
        ),
        (
            ("unproven",) * 2,
            "2 critères bloquants à lever, tous sans preuve",
            "2 blocking criteria to settle, all without proof",
        ),
        (
            ("contradicted",) * 2,
            "2 critères bloquants à lever, tous contredits par le dossier",
            "2 blocking criteria to settle, all contradicted by the dossier",
        ),
        (
            ("unproven", "contradicted", "missing"),
            "3 critères bloquants à lever, dont 1 contredit par le dossier et 1 sans preuve",
            "3 blocking criteria to settle, of which 1 contradicted by the dossier and 1 without proof",
        ),
    ],
)
def test_why_of_blocking_gaps(lang, gaps, fr, en):
    """The reason counts the blocking gaps, then those that want only a proof and those that the dossier contradicts, or says all."""
    (card,) = judged("admissible", lang)
    gap = replace(next(f for f in judged("gaps", lang)[0].gaps if f.criterion == "ETH-02"), credit=Fraction(0))
    kinds = {
        "unproven": replace(gap, credit=Fraction(1), outcome=Outcome.MET, proof_missing=True),
        "contradicted": replace(gap, outcome=Outcome.UNMET),
        "missing": replace(gap, outcome=Outcome.MISSING),
    }
    verdict = Verdict.INCOMPLETE if gaps else Verdict.ADMISSIBLE
    judged_ = replace(card, verdict=verdict, findings=tuple(kinds[kind] for kind in gaps))
    text = " ".join(render("full", [judged_], run_of(lang, width=200)).replace("\u00a0", " ").split())
    assert f"({fr if lang == 'fr' else en})" in text


@each_case
@each_language
@each_width
def test_no_line_is_wider_than_the_page(case, lang, width):
    """Whatever the width, no line takes more cells than the terminal has, and none ends with blanks."""
    for show in ("gaps", "all"):
        for unicode in (True, False):
            for line in full(case, lang, width=width, show=show, unicode=unicode).split("\n"):
                assert cell_len(line) <= width
                assert line == line.rstrip(" ")


@each_case
@each_language
@pytest.mark.parametrize("color", [False, True])
def test_nothing_is_obeyed_but_colour(case, lang, color):
    """Without colour there is no escape at all; with colour, only the codes that select colours."""
    text = full(case, lang, color=color, show="all")
    assert ("\x1b" in text) is color
    assert not UNSAFE.search(SGR.sub("", text) if color else text)


@each_case
@each_language
def test_colour_changes_no_word(case, lang):
    """The words are the same with and without colour."""
    assert SGR.sub("", full(case, lang, color=True)) == full(case, lang)


@each_case
def test_same_bytes_twice(case, monkeypatch):
    """Two renderings give the same bytes, whatever the environment says of terminals."""
    for color in (False, True):
        before = full(case, "fr", color=color)
        for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "7", "LINES": "2"}.items():
            monkeypatch.setenv(name, value)
        assert full(case, "fr", color=color) == before


@each_case
@each_language
def test_ascii_has_no_typography(case, lang):
    """Where the terminal has only ASCII, no sign of typography is left; letters keep their accents."""
    text = full(case, lang, unicode=False, show="all")
    assert not TYPOGRAPHY & set(text)
    if case != "hostile":  # which has letters of another script, and is one of the several dossiers
        (full(case, lang, unicode=False) if case == "several" else text).encode("cp1252")


def test_markup_is_shown_literally():
    """Text that looks like markup is shown as it was written."""
    text = " ".join(full("hostile", "fr", width=200).split())
    assert MARKUP in text
    assert "[red]nulle part" in text


def test_controls_are_written_out():
    """Controls of a dossier are visible, and no text of a dossier begins a line."""
    text = full("hostile", "en", width=120)
    assert "\\x1B[2J" in text
    assert "\\u202E" in text
    assert not any(line.startswith("CONFORME") for line in text.split("\n"))
    assert visible(CONTROLS).count("\\x") == 7


@each_language
def test_every_gap_is_told(lang):
    """One dossier's screen has the code, level, place, message and remedy of every gap that can be judged."""
    (card,) = judged("gaps", lang)
    text = full("gaps", lang, width=200)
    language = run_of(lang).language
    assert card.gaps
    for gap in (gap for gap in card.gaps if gap.outcome is not Outcome.UNDETERMINED):
        at = f":{gap.location.span.line}:{gap.location.span.column}"
        assert f"{gap.criterion} [{language.say(f'level.{gap.level}')}] dossier.yaml{at}  {gap.title}\n" in text
        assert gap.remedy in text
        assert gap.message in text
    assert f"guichet\u00a0explain\u00a0{card.gaps[0].criterion}" in text


@each_language
def test_facts_are_asked_once(lang):
    """Each absent fact is named once, with its place and every criterion that waits for it."""
    (card,) = judged("gaps", lang)
    block = full("gaps", lang, width=200).split("\u2192")[0]
    waiting = [gap for gap in card.gaps if gap.outcome is Outcome.UNDETERMINED]
    assert waiting
    for fact in {detail.pointer for gap in waiting for detail in gap.details}:
        (line,) = [line for line in block.splitlines() if f"`{dotted(fact)}`" in line]
        assert all(gap.criterion in line for gap in waiting if any(d.pointer == fact for d in gap.details))
        assert re.search(r"\((ligne|line) \d+\)", line)


def test_gaps_come_most_urgent_first():
    """Gaps are in the order that the scorecard gives."""
    (card,) = judged("gaps", "fr")
    shown = re.findall(r"^[✗!·] ([A-Z]+-\d+) ", full("gaps", "fr"), re.MULTILINE)
    assert shown == [gap.criterion for gap in card.gaps if gap.outcome is not Outcome.UNDETERMINED]


def test_every_finding_is_shown_on_demand():
    """With `--show all`, every finding appears, and what is to come stands apart."""
    (card,) = judged("gaps", "fr")
    text = full("gaps", "fr", show="all")
    for finding in card.findings:
        assert re.search(rf"^\S {finding.criterion}\b", text, re.MULTILINE)
    assert text.index("À venir") < text.index("ETH-05")


def test_numbers_are_those_of_the_card():
    """Each commitment's row has its rates rounded down, met of counted, and its blocking gaps."""
    text = full("gaps", "en")
    assert re.search(r"Ethics and governance +64% +35% .* 2/3 +✗ 1\n", text)
    assert re.search(r"User involvement +100% +100% .* 1/1 +–\n", text)
    assert "Lowest declared rate: Equity of access, 45%." in text


def test_nothing_counted_is_a_dash():
    """A commitment of which nothing is counted shows a dash, and is not the lowest."""
    (card,) = judged("gaps", "fr")
    nothing = dict.fromkeys(("evidenced", "declared", "possible", "coverage"))
    empty = replace(card.rates[0], **nothing, counts=dict.fromkeys(card.rates[0].counts, 0))
    text = render("full", [replace(card, rates=(empty, *card.rates[1:]))], run_of("fr"))
    assert re.search(r"Éthique et gouvernance +– +– +– +0/0", text)
    text = render("full", [replace(card, rates=(empty,))], run_of("fr"))
    assert "Aucun critère n’entre encore dans le calcul." in text


def test_hundred_is_only_for_complete():
    """A rate of exactly 100 is shown as 99 while something counted is not met."""
    (card,) = judged("gaps", "en")
    near = replace(card.rates[0], declared=Fraction(100), complete=False)
    assert "99%" in render("full", [replace(card, rates=(near,))], run_of("en"))


@pytest.mark.parametrize("glyphs", [BLOCKS, LETTERS])
def test_bar_tells_its_parts_apart_by_glyph(glyphs):
    """A bar's evidenced, declared and possible parts are three signs, cumulated and rounded down."""
    (card,) = judged("gaps", "fr")
    rates = replace(
        card.rates[0], evidenced=Fraction(99, 4), declared=Fraction(50), possible=Fraction(899, 10), complete=False
    )
    assert len(set(glyphs)) == 3
    assert bar(rates, 20, glyphs).plain == glyphs.evidenced * 4 + glyphs.declared * 6 + glyphs.possible * 7
    assert bar(replace(rates, evidenced=None, declared=None, possible=None), 20, glyphs).plain == ""


@each_language
@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_is_a_mark_a_word_and_a_reason(verdict, lang):
    """Each verdict has a mark, a word and a reason, whatever the colour."""
    (card,) = judged("gaps", lang)
    text = render("full", [replace(card, verdict=verdict)], run_of(lang))
    word = run_of(lang).language.say(f"verdict.{verdict}").upper().replace(" ", "\u00a0")
    assert re.search(rf"[✓!✗]\u00a0{word} \(\S", text)


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        ({"ETH-02", "EQU-01"}, "2 critères bloquants à lever, dont 1 contredit par le dossier"),
        ({"ETH-02"}, "1 critère bloquant à lever, contredit par le dossier"),
        ({"EQU-01"}, "1 critère bloquant à lever"),
        ({"ETH-01"}, "1 critère bloquant à lever, faute de preuve"),
        (
            {"ETH-01", "ETH-02", "USR-01"},
            "3 critères bloquants à lever, dont 1 contredit par le dossier et 2 sans preuve",
        ),
    ],
)
def test_verdict_says_what_bars_the_way(kept, why):
    """The reason tells blocking gaps that the dossier contradicts from those that only want their proof."""
    (card,) = judged("gaps", "fr")
    unproven = {"ETH-01", "USR-01"}
    findings = tuple(replace(f, proof_missing=f.criterion in unproven) for f in card.findings if f.criterion in kept)
    text = render("full", [replace(card, findings=findings)], run_of("fr", width=200))
    assert f"RECEVABLE ({why})" in text


def test_waiver_is_said():
    """A waived gap says so, and stays in the list."""
    (card,) = judged("gaps", "fr")
    waived = [replace(f, waived=f.criterion == "ETH-02") for f in card.findings]
    text = render("full", [replace(card, findings=tuple(waived))], run_of("fr"))
    assert text.count("dérogation accordée") == 1


def test_claims_are_said_beside_the_rates():
    """The criteria that the lead declares not applicable are counted and named."""
    assert "Sans objet\u00a0: 2, dont 1 déclaré par le porteur (EXP-02)." in full("gaps", "fr")


def test_texts_have_limits():
    """A message of a hundred thousand characters is cut, and the screen stays short."""
    (card,) = judged("gaps", "fr")
    endless = tuple(replace(f, title="t " * 50_000, message="m" * 100_000, remedy="r " * 50_000) for f in card.findings)
    project = {**card.project, "title": "é" * 100_000, "id": "x" * 100_000}
    huge = replace(card, findings=endless, project=project)
    assert len(render("full", [huge], run_of("fr", show="all"))) < 40_000
    assert len(render("full", [huge, huge], run_of("fr"))) < 10_000


def test_project_that_says_nothing():
    """A dossier without id or title is named by its path."""
    assert full("blank", "en").startswith("- – phase not given\n")


def test_no_dossier_no_text():
    """Nothing to draw gives nothing."""
    assert render("full", [], run_of("fr")) == ""


def test_several_keep_rows_and_not_scorecards():
    """Each of several dossiers is a row; what is unreadable says at which line."""
    text = full("several", "fr", width=120)
    table = text.split("\n\n")[1].split("\n")[2:]
    assert len(table) == len(DOSSIERS["several"])
    assert re.search(r"dermato\.yaml +– +– +– +– +– +– +– +– +– +✗ illisible \(ligne 1234\)$", table[3])
    assert "7 dossiers\u00a0: 1" in text


def test_shared_ids_are_told_apart_by_path():
    """Rows whose id is not theirs alone are named by their path."""
    (card,) = judged("gaps", "fr")
    text = render("full", [card, replace(card, path="autre.yaml")], run_of("fr"))
    assert "dossier.yaml " in text
    assert "autre.yaml " in text
    assert "RETIN-IA" not in text


def test_several_charters_are_said():
    """Dossiers judged by different charters share no header."""
    (card,) = judged("gaps", "en")
    other = replace(card, charter=replace(card.charter, sha256="d" * 64))
    assert "Several charters" in render("full", [card, other], run_of("en"))


def test_every_unreadable_file_has_its_reason():
    """However many files could not be read, each is told with its place and its reason."""
    (card,) = judged("unreadable", "fr")
    text = render("full", [replace(card, path=f"{n}.yaml") for n in range(8)], run_of("fr"))
    assert text.count("cet outil ne connaît que la version 1") == 8


@each_language
@pytest.mark.parametrize("width", [60, 80, 120])
def test_grouped_rows(lang, width, golden):
    """Each group of rows has a heading with what it adds up to, all of them in the same columns, as it was read and kept."""
    golden(f"grouped.{lang}.{width}", full("several", lang, width=width, sort="lowest", group_by="phase"))


def test_row_is_small():
    """What a batch keeps of a dossier takes 2 kB at most, even where every text of it is endless."""
    (card,) = judged("gaps", "fr")
    words = {"id": "x" * 10_000, "title": "é" * 100_000, "phase": "pilot", "desk": "nancy"}
    tracemalloc.start()
    rows = [row_of(replace(card, path=f"{n}.yaml", project={**words, "id": f"{n} {words['id']}"})) for n in range(500)]
    taken = tracemalloc.get_traced_memory()[0] / len(rows)
    tracemalloc.stop()
    assert taken < 2_000


def test_sorting_loses_no_row():
    """The rows are the same in every order and every group."""
    cards = judged("several", "fr")
    rows = {
        tuple(
            sorted(
                line for line in full("several", "fr", sort=sort, group_by=by).split("\n") if re.search("[✓!✗]", line)
            )
        )
        for sort in SORTS
        for by in (None, *GROUPS)
    }
    assert len(rows) == 1
    assert len(next(iter(rows))) == len(cards)


def test_words_of_strangers_do_not_flood_the_spread():
    """A desk is anyone's word: past twelve of them, the others are counted."""
    (card,) = judged("gaps", "fr")
    many = [replace(card, project={**card.project, "desk": f"bureau-{n:02}"}) for n in range(40)]
    text = " ".join(render("full", many, run_of("fr")).split())
    assert "bureau-11 (1), 28 autres." in text.replace("\u00a0", " ")


def test_gaps_are_counted_where_the_criterion_applies():
    """A frequent gap says on how many dossiers, of how many that its criterion concerns: one that does not apply is left out."""
    tally = Tally(gate=Gate())
    for card in judged("several", "fr"):
        tally.add(card)
    found = {gap.criterion: (gap.dossiers, gap.of) for gap in tally.most_frequent()}
    assert (found["EXP-03"], found["ENV-01"]) == ((4, 5), (3, 3))
    assert all(n <= of <= 5 for n, of in found.values())


def test_wrapping_breaks_at_plain_spaces_only():
    """Non-breaking spaces hold, wide characters count double, a long word is broken."""
    assert list(wrapped("un deux\u00a0: trois\u202f; x", 9)) == ["un deux\u00a0:", "trois\u202f; x"]
    assert list(wrapped("見出し見出し", 7)) == ["見出し", "見出し"]
    assert list(wrapped("a b\u00a0c", 4)) == ["a", "b\u00a0c"]
    assert list(wrapped("", 10)) == []


def test_cutting():
    """Texts are cut to their cells, at a word where they are prose, at the beginning where they are paths."""
    assert cut("見出し", 5) == "見出…"
    assert cut("court", 5) == "court"
    assert cut("abc", 0) == ""
    assert cut_start("dossiers/retinia.yaml", 12) == "…etinia.yaml"
    assert cut_start("見出し", 4, "...") == "..."
    assert shortened("un deux trois quatre", 15) == "un deux trois…"
    assert plain("a\u0007\n b\u202e", unicode=True) == "a\\x07 b\\u202E"


def test_levels_and_verdicts_are_words_in_both_languages():
    """Every level, verdict and outcome has a word in both languages."""
    for lang in LANGUAGES:
        messages = run_of(lang).language.messages
        assert all(f"level.{level}" in messages for level in Level)
        assert all(f"verdict.{verdict}" in messages for verdict in Verdict)
    assert {*run_of("fr").language.messages} == {*run_of("en").language.messages}
