"""`explain` and `charter`, as facts: every code has a page, in both languages."""

import re

import pytest

from guichet_cli.load.charter import load_charter, packaged

AT_LEAST = {"criteria": 60, "rules": 10, "problems": 25}
SECTIONS = {"fr": ("Ce qui est demandé", "Références"), "en": ("What is asked", "References")}


@pytest.fixture(scope="module")
def codes(words):
    """Give all the codes that a result may show."""
    charter = load_charter("grand-est-2024", "fr")
    return {
        "criteria": [criterion.id for criterion in charter.criteria],
        "rules": [rule.id for rule in charter.rules],
        "problems": sorted({key.split(".")[0] for key in words["fr"] if key.startswith("DOS-")}),
    }


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_is_explained(guichet, codes, lang):
    """Each criterion, rule and finding has a page of its own within 80 columns, addresses aside."""
    assert {kind: len(found) >= AT_LEAST[kind] for kind, found in codes.items()} == dict.fromkeys(codes, True)
    every = [code for found in codes.values() for code in found]
    ended = guichet("explain", *map(str.lower, every), GUICHET_LANG=lang)
    assert (ended.code, ended.said) == (0, "")
    pages = re.split(rf"^(?=(?:{'|'.join(every)})  )", ended.text, flags=re.MULTILINE)[1:]
    assert [page.split()[0] for page in pages] == every
    for page in pages:
        assert page.count("\n") > 3
        assert [line for line in page.split("\n") if len(line) > 80 and "http" not in line] == []
        assert re.findall(r"\{\w+\}", page) == []
    for page in pages[: len(codes["criteria"])]:
        assert [words for words in SECTIONS[lang] if words not in page] == []


def test_several_codes(guichet):
    """Several codes give their pages in the order asked; an unknown one among them gives none."""
    asked, wrong = guichet.batch(("explain", "usr-01", "ETH-01", "X-04", "DOS-021"), ("explain", "ETH-01", "ETH-00"))
    places = [asked.text.index(code) for code in ("USR-01", "ETH-01", "X-04", "DOS-021")]
    assert places == sorted(places)
    assert (wrong.code, wrong.text) == (2, "")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_charters(guichet, codes, lang):
    """`list` names every packaged charter; `show` every criterion and rule of one, and what its text is worth."""
    listed, shown, named = guichet.batch(
        ("charter", "list"), ("charter", "show"), ("charter", "show", "grand-est-2024"), GUICHET_LANG=lang
    )
    assert (listed.code, shown.code, listed.said, shown.said) == (0, 0, "", "")
    assert named.out == shown.out
    for name in packaged():
        assert name in listed.text
    for code in (*codes["criteria"], *codes["rules"]):
        assert code in shown.text
    notice = " ".join(load_charter("grand-est-2024", lang).notice.split())
    assert notice in " ".join(shown.text.split())
    for page in (listed, shown):
        assert [line for line in page.text.split("\n") if len(line) > 80 and "http" not in line] == []
