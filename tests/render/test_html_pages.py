"""The HTML report, for experts and for the public, and the page of a batch: what they say, and that nothing else gets in."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from corpus import CORPUS, drawn, each_case, each_corpus, each_language
from html_reading import read
from small_charter import ADMISSIBLE, AS_OF, INJECTIONS, judge_of, judged, run_of

from guichet_cli.core.account import NARRATIVE
from guichet_cli.core.model import Dossier, Level, Verdict
from guichet_cli.core.pointer import tokens
from guichet_cli.core.selection import Selection
from guichet_cli.render import render
from guichet_cli.render.html import report_of
from guichet_cli.render.html_page import BASE
from guichet_cli.render.told import inert

each_audience = pytest.mark.parametrize("audience", ["expert", "public"])
ELEMENTS = {
    **dict.fromkeys(("html", "link"), frozenset({"lang", "rel", "hreflang", "href"})),
    "meta": {"charset", "http-equiv", "content", "name"},
    **dict.fromkeys(("head", "title", "style", "body", "header", "caption", "thead", "tbody", "tr"), frozenset({"id"})),
    **dict.fromkeys(
        ("footer", "dl", "dt", "dd", "li", "ul", "ol", "p", "span", "strong", "div", "code"), frozenset({"class"})
    ),
    "a": {"href", "rel", "class", "hreflang", "lang"},
    "main": {"id", "tabindex"},
    "nav": {"class", "aria-label"},
    "section": {"class", "aria-labelledby"},
    **dict.fromkeys(("h1", "h2", "h3", "h4"), frozenset({"id", "class"})),
    "table": set(),
    "th": {"scope", "class"},
    "td": {"class"},
    "br": set(),
    **dict.fromkeys(("figure", "figcaption", "defs", "desc"), frozenset({"id"})),
    "svg": {"class", "role", "aria-labelledby", "aria-describedby", "aria-hidden", "width", "height"},
    "text": {"x", "y", "class"},
    "rect": {"x", "y", "width", "height", "fill", "class"},
    "line": {"x1", "x2", "y1", "y2", "class"},
    "pattern": {"id", "width", "height", "patternunits"},
    "path": {"d", "class"},
    "circle": {"cx", "cy", "r", "class"},
}
"""Every element that a page is made of, with the attributes that it may have: none runs, none fetches, none is styled in place."""
SCROLL = {"class", "role", "tabindex", "aria-labelledby"}
WEB = re.compile(r"https?://[^\s<>\"]+|mailto:[\w.+@-]+|#[\w-]+|[\w%.-]+\.html")
HOSTILE = (
    *INJECTIONS[:7],
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "</title></svg><a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<!-- --><![CDATA[x]]>&lt;script&gt;&#x3c;b&#x3e;",
    "https://example.org/\"onmouseover='x",
    "a@b.fr?subject=x\nBcc: y",
)


def page_of(case, lang="fr", **more):
    """Give a page of the corpus, read back."""
    return read(drawn("html", case, lang, **more))


def assert_sound(root, lang):
    """Nothing on a page is foreign; its headings go down by one step, its ids are its own, its links lead somewhere."""
    (html,) = root.all("html")
    assert html.attributes["lang"] == lang
    for node in root.all():
        allowed = SCROLL if node.attributes.get("class") == "scroll" else ELEMENTS[node.name]
        assert set(node.attributes) <= allowed | {"id", "aria-hidden"}, (node.name, node.attributes)
    ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    depths = [int(node.name[1]) for node in root.all("h1", "h2", "h3", "h4")]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
    for node in root.all():
        for name in ("aria-labelledby", "aria-describedby"):
            assert node.attributes.get(name, ids[0]) in ids
        href = node.attributes.get("href")
        assert href is None or WEB.fullmatch(href), href
        assert not (href or "").startswith("#") or href[1:] in ids


@each_corpus
@each_language
@each_audience
def test_nothing_foreign(case, lang, audience):
    """Whatever a dossier, its path or its charter say, the page has the tool's own elements, attributes and addresses."""
    for show in ("gaps", "all"):
        assert_sound(page_of(case, lang, audience=audience, show=show), lang)
    for card in CORPUS[case](lang):
        assert_sound(read(report_of(card, run_of(lang, audience=audience))), lang)


@pytest.mark.parametrize("hostile", HOSTILE)
@each_audience
def test_every_text_of_a_dossier_is_inert(hostile, audience):
    """A hostile text in every field that a report shows changes neither its elements nor their attributes."""
    data = filled(hostile)
    card = judge_of("fr")(Dossier(path=hostile, data=data), AS_OF)
    root = read(report_of(card, run_of("fr", audience=audience, show="all")))
    assert_sound(root, "fr")
    shown = inert(hostile).replace("`", "").split()[0]
    assert shown in root.text


def filled(text):
    """Give a dossier of which every text that a report shows is this one."""
    data = {"dossier": 1, "evidence": [dict.fromkeys(("id", "title", "path", "url", "date", "valid_until"), text)]}
    for place in (*NARRATIVE, "/project/id", "/project/title", "/project/desk", "/ethics/dpia/proofs/*"):
        put(data, tokens(place), text)
    return data


def put(data, names, text):
    """Write a text at a place of a dossier, `*` for the first item of a list."""
    name, *rest = names
    if name == "*":
        if not data:
            data.append({} if rest else text)
        if rest:
            put(data[0], rest, text)
    elif rest:
        put(data.setdefault(name, [] if rest[0] == "*" else {}), rest, text)
    else:
        data[name] = text


@each_case
@each_audience
def test_stands_by_itself(case, audience):
    """The policy lets nothing load or run but the page's own style, by its digest; there is no script and no style in place."""
    text = drawn("html", case, audience=audience)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(m for m in read(text).all("meta") if m.attributes.get("http-equiv"))
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style


@each_language
def test_verdict_first(lang):
    """The page begins with the verdict as a sentence, then the rates, the gaps in order, the documents, the provenance."""
    (card,) = judged("gaps", lang)
    root = page_of("gaps", lang)
    assert next(root.all("section")).attributes["class"] == f"verdict {card.verdict}"
    assert run_of(lang).language.say(f"verdict.{card.verdict}") in root.classed("sentence")[0].text
    assert [node.attributes["id"] for node in root.all("h2")][:3] == ["verdict", "rates", "gaps"]
    section = next(s for s in root.all("section") if s.attributes.get("aria-labelledby") == "gaps")
    codes = [node.text for finding in section.classed("finding") for node in finding.classed("code")]
    assert codes == [gap.criterion for gap in card.gaps]
    assert {card.sha256, card.charter.sha256} <= set(re.findall(r"[0-9a-fc]{64}", root.text))


def test_a_gap_is_told_whole():
    """Of each gap: where, what was found, what to do, what is asked, where that comes from, and its marks."""
    (card,) = judged("gaps", "en")
    findings = tuple(replace(f, waived=True, known=True, waived_because="Until March") for f in card.findings)
    root = read(report_of(replace(card, findings=findings), run_of("en")))
    texts = [node.text for node in root.classed("finding")]
    for gap, text in zip(card.gaps, texts, strict=False):
        line = gap.location.span.line if gap.location.span else 1
        for words in (gap.criterion, gap.title, gap.message, gap.remedy, gap.asks, f"line {line}", "Until March"):
            assert words.replace("`", "") in text
        assert all(reference.title in text for reference in gap.references)
        assert "waiver" in text
        assert "known" in text


def test_what_is_chosen_is_said():
    """A selection of codes is said where the report comes from, with the gaps that it hides."""
    (card,) = judged("gaps", "en")
    chosen = Selection(ignore=("ETH",))
    root = read(report_of(chosen.apply(card), run_of("en", selection=chosen)))
    hidden = sum(gap.criterion.startswith("ETH") for gap in card.gaps)
    assert f"This report leaves out ETH. {hidden} gap" in root.text


def test_documents_of_the_dossier():
    """Every document that a dossier names is listed with its state, even one that its ledger does not have."""
    data = {**ADMISSIBLE, "evidence": [*ADMISSIBLE["evidence"], {"id": "autre", "path": "a.pdf"}]}
    data["ethics"] = {**data["ethics"], "need": {**data["ethics"]["need"], "proofs": ["inconnue"]}}
    card = judge_of("en")(Dossier(path="d.yaml", data=data), AS_OF)
    assert [(d.id, d.state) for d in card.documents] == [
        ("tout", "missing"),
        ("autre", "missing"),
        ("inconnue", "unknown"),
    ]
    assert card.documents[0].criteria == ("ETH-02",)
    assert card.documents[2].criteria == ("ETH-03",)
    root = read(report_of(card, run_of("en")))
    assert all(name in root.text for name in ("tout", "autre", "inconnue"))


@each_language
def test_the_public_reads_no_code(lang):
    """No code, no field and no number of the tool's own stands in the public report, but where it says how it was made."""
    for case in ("gaps", "admissible", "reserved", "blank"):
        (card,) = judged(case, lang)
        root = read(report_of(card, run_of(lang, audience="public")))
        said = root.text.replace(str(card.project["id"]), "")
        assert re.search(r"\b[A-Z]{1,3}-\d{2}\b", said) is None
        assert list(next(root.all("main")).all("code")) == list(root.classed("made")[0].all("code"))


def test_what_is_not_said_is_said_to_be():
    """A dossier that says nothing gets no invented sentence: the public report says that it does not say."""
    (card,) = judged("blank", "en")
    assert card.narrative == {}
    text = read(report_of(card, run_of("en", audience="public"))).text
    assert text.count("The project’s dossier does not say.") == 4
    for words in ("does not say where the project stands", "names no representative", "gives no contact"):
        assert words in text


def test_the_project_speaks_for_itself():
    """Texts of the dossier are in the public report as they are, each item of a list too."""
    text = "Un texte du projet"
    card = judge_of("en")(Dossier(path="d.yaml", data=filled(text)), AS_OF)
    told = read(report_of(card, run_of("en", audience="public"))).text.count(text)
    assert told >= 13


@each_language
def test_page_of_a_batch(lang):
    """Several dossiers are a row each, unreadable ones with their line and reason; nothing is dropped."""
    cards = judged("several", lang)
    root = page_of("several", lang)
    (rows,) = root.classed("rows")
    names = [row.text for row in rows.all("tr")][1:]
    assert len(names) == len(cards)
    for card, name in zip(cards, names, strict=True):
        assert run_of(lang).language.say(f"verdict.{card.verdict}") in name
    faults = next(s for s in root.all("section") if s.attributes.get("aria-labelledby") == "faults")
    assert len(list(faults.all("li"))) == sum(card.verdict is Verdict.UNREADABLE for card in cards)
    assert "1234" in faults.text.replace("\u202f", "").replace(",", "")


def test_page_of_a_batch_in_groups():
    """Rows are in the groups and the order of the run."""
    root = page_of("several", "en", group_by="verdict", sort="verdict")
    tables = [table for box in root.classed("rows") for table in box.all("table")]
    assert len(tables) == len({card.verdict for card in judged("several", "en")})
    assert "Unreadable" in next(tables[0].all("caption")).text


def test_render_of_several_is_their_page():
    """One file holds one report, or the page of several: never a part of them."""
    one, two = (render("html", judged(case, "fr"), run_of("fr")) for case in ("gaps", "several"))
    assert 'content="guichet report"' in one
    assert 'content="guichet index"' in two


def test_known_by_name_as_a_warning():
    """Warnings are apart from gaps, and are not counted with them."""
    (card,) = judged("gaps", "en")
    section = next(s for s in page_of("gaps", "en").all("section") if s.attributes.get("aria-labelledby") == "warnings")
    assert len(section.classed("finding")) == sum(f.level is Level.WARNING for f in card.findings)


PAIRS = [("ink", "paper"), ("quiet", "paper"), ("link", "paper"), ("ink", "box"), ("quiet", "box")]
PAIRS += [(tone, ground) for tone in ("red", "green", "amber", "blue") for ground in ("paper", "box")]


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast(scheme):
    """Every text is at 4.5 of its ground or more, every line that carries meaning at 3, in the light, the dark and on paper."""
    blocks = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", BASE, re.DOTALL)
    ]
    colours = [block for block in blocks if block][scheme]
    for text, ground in PAIRS:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["edge"], colours["paper"]) >= 3


def contrast(one, other):
    """Give the contrast of two colours, as WCAG defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    """Give how light a colour is, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
