"""Text from strangers, as facts: it is shown, and nothing obeys it."""

import json
import re

import pytest

SGR = re.compile(r"\x1b\[[0-9;]*m")
UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)
TEXTS = (
    # what is written, and what is shown of it
    ("[bold red]gras[/bold red] [/] [not a tag]", "[bold red]gras[/bold red] [/] [not a tag]"),
    (":skull: [link=http://x]y[/link]", ":skull: [link=http://x]y[/link]"),
    ("\x1b[2J\x1b[31mrouge", "\\x1B[2J\\x1B[31mrouge"),
    ("\x1b]8;;http://x\x07lien\x1b]8;;\x07", "\\x1B]8;;http://x\\x07lien"),
    ("\x9b31m huit bits", "\\x9B31m huit bits"),
    ("\u202egnp.exe", "\\u202Egnp.exe"),
    ("a\U000e0041\u2066b\ufeff", "a\\U000E0041\\u2066b\\uFEFF"),
    ("fin\u2028::error::ligne", "fin\\u2028::error::ligne"),
    ("%s %n {0} {0.__class__} {n}", "%s %n {0} {0.__class__} {n}"),
    ("##[error]a ::set-output name=x::y", "a ::set-output name=x::y"),
    ("Admissible\r\n✓ RECEVABLE 100 %", "✓ RECEVABLE 100 %"),
)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_text_is_shown_and_inert(guichet, small, lang):
    """Markup, escapes, bidi controls and formats come out as text, with and without colour; the only escapes are our colours."""
    groups = [TEXTS[start : start + 4] for start in (0, 4, len(TEXTS) - 4)]
    calls = []
    for number, group in enumerate(groups):
        name, title, phase, key = (text for text, _ in group)
        data = {"dossier": 1, "project": {"id": name, "title": title, "phase": phase, "lead": {key: 1}}, key: key}
        file = guichet.write(f"{number}.yaml", json.dumps(data))
        calls.append(("check", file, "--charter", small, "--as-of", "2026-11-23"))
    plain, colored, documents = (
        guichet.batch(*((*call, "--show", "all") for call in calls), GUICHET_LANG=lang),
        guichet.batch(*((*call, "--show", "all") for call in calls), GUICHET_LANG=lang, FORCE_COLOR="1", COLUMNS="120"),
        guichet.batch(*((*call, "-f", "json") for call in calls), GUICHET_LANG=lang),
    )
    for group, screen, colors, document in zip(groups, plain, colored, documents, strict=True):
        assert [one.code for one in (screen, colors, document)] == [1, 1, 1]
        assert "\x1b" in colors.text
        for page in (screen.text, SGR.sub("", colors.text), document.text):
            assert UNPRINTABLE.search(page) is None, page
        for _, shown in group:
            assert shown in " ".join(screen.text.split()), (shown, screen.text)
        assert max(len(line) for line in screen.text.split("\n")) <= 200
        assert document.document["dossiers"][0]["verdict"] == "incomplete"


def test_name_of_a_charter(guichet):
    """The name that a dossier gives its charter is text as well."""
    texts = [text for text, _ in TEXTS[2:7]]
    for number, text in enumerate(texts):
        guichet.write(f"d/{number}.yaml", json.dumps({"dossier": 1, "charter": text}))
    ended = guichet("check", "d", "-f", "json")
    told = [finding["criterion"] for dossier in ended.document["dossiers"] for finding in dossier["findings"]]
    assert (ended.code, told.count("DOS-024"), UNPRINTABLE.search(ended.text)) == (1, len(texts), None)


def test_several_rows(guichet, small):
    """In a table, a hostile name keeps to its row."""
    for number, (text, _) in enumerate(TEXTS):
        guichet.write(f"d/{number:02}.yaml", json.dumps({"dossier": 1, "project": {"id": text}}))
    ended = guichet("check", "d", "--charter", small, FORCE_COLOR="1")
    page = SGR.sub("", ended.text)
    assert (ended.code, UNPRINTABLE.search(page)) == (1, None)
    assert page.split("\n")[0] == f"{len(TEXTS)} dossiers"
    assert len([line for line in page.split("\n") if line.rstrip().endswith("! à compléter")]) == len(TEXTS)


def test_flood(guichet):
    """A dossier that is all mistakes, each of them long, gives a page of bounded length and a JSON that is whole."""
    long = "x" * 20_000
    data = {
        "dossier": 1,
        "project": {"id": long, "title": long, "phase": long},
        **{f"{'k' * 500}{n}": n for n in range(400)},
    }
    name = guichet.write("a.yaml", json.dumps(data))
    screen, document = guichet("check", name), guichet("check", name, "-f", "json")
    assert (screen.code, document.code) == (1, 1)
    assert len(screen.out) < 1_000_000
    assert max(map(len, screen.text.split("\n"))) <= 1_000
    assert 200 < len(document.document["dossiers"][0]["findings"]) < 400
    assert len(document.out) < 4_000_000
