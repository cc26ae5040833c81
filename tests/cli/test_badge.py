"""`guichet badge`: the verdict, the coverage and the charter's version, as JSON and as an image that says itself."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from guichet_cli.core.model import Verdict
from guichet_cli.render.badge import COLOURS, LABEL

SVG = "{http://www.w3.org/2000/svg}"
DAY = ("--as-of", "2026-11-23")
ENDPOINT = {"schemaVersion", "label", "message", "color", "labelColor"}


@pytest.mark.parametrize(
    ("lang", "name", "label", "message"),
    [
        ("fr", "radiologie-triage", "Charte Grand-Est 2024 (lecture), v", "non recevable · 12 bloquantes · couverture"),
        ("en", "radiologie-triage", "Grand-Est charter 2024 (reading), v", "inadmissible · 12 blocking · coverage"),
        ("en", "flux-urgences", "Grand-Est charter 2024 (reading), v", "admissible · coverage 100%"),
        ("en", "inacheve", "Grand-Est charter 2024 (reading), v", "incomplete · 17 blocking · coverage ≥ "),
    ],
)
def test_endpoint(guichet, example, lang, name, label, message):
    """The JSON has the members that shields knows, and tells the verdict before any number."""
    ended = guichet("--lang", lang, "badge", example(name), *DAY)

    assert ended.code == 0
    badge = ended.document
    assert set(badge) == ENDPOINT
    assert badge["schemaVersion"] == 1
    assert badge["label"].startswith(label)
    assert badge["message"].split(" · ")[0] == message.split(" · ")[0]
    assert badge["message"].split(" · ")[-1].startswith(message.split(" · ")[-1])


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["radiologie-triage", "flux-urgences", "illisible"])
def test_svg(guichet, example, lang, name):
    """The image is XML with a role, a title and a label that say all that it shows, and no font file, script or address."""
    ended = guichet("--lang", lang, "badge", example(name), "-f", "svg", *DAY)
    root = ET.fromstring(ended.text)  # noqa: S314 our own output
    texts = [text.text for text in root.iter(f"{SVG}text")]
    title = root.find(f"{SVG}title")

    assert ended.code == (1 if name == "illisible" else 0)
    assert (root.tag, root.get("role"), root.get("lang")) == (f"{SVG}svg", "img", lang)
    assert root.get("aria-label") == title.text
    assert all(text in title.text for text in texts)
    assert "2026-11-23" in title.text
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {"svg", "title", "desc", "rect", "g", "text"}
    assert "url(" not in ended.text
    assert "href" not in ended.text


def luminance(colour):
    """Give the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [*COLOURS.values(), LABEL])
def test_contrast(colour):
    """White text reads on every colour: a contrast of 4.5 at least."""
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_every_verdict_has_its_colour():
    """Each verdict has a colour of its own; the words tell them apart without it."""
    assert len(set(COLOURS.values())) == len(Verdict) == len(COLOURS)


def test_the_suffix_decides(guichet, small, answered):
    """The suffix of --output decides the form; without a path, ./dossier.yaml is meant; the dossier is never overwritten."""
    answered("dossier.yaml")

    assert guichet("badge", "--charter", small, "-o", "b.svg").code == 0
    assert guichet("badge", "--charter", small, "-o", "b.json").code == 0
    assert (guichet.work / "b.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (guichet.work / "b.json").read_text(encoding="utf-8").startswith("{")
    assert guichet("badge", "--charter", small, "-o", "dossier.yaml").code == 2


def test_one_dossier(guichet, small, answered):
    """A badge is that of one dossier: two are refused, none as well, the remedy last."""
    assert guichet("badge").code == 2
    answered("x/a.yaml")
    answered("x/b.yaml")
    assert guichet("badge", "x", "--charter", small).code == 2


def test_hostile_charter(guichet, small, answered):
    """What a charter says is text in the image and in the JSON, never markup."""
    text = (guichet.work / small).read_text(encoding="utf-8")
    evil = '"<script>&]]> ::error::"'
    title = f"title: {{fr: {evil}, en: {evil}}}\nnotice"
    charter = guichet.write("evil.yaml", text.replace("title: {fr: Petite charte, en: Small charter}\nnotice", title))
    path = answered("a.yaml")

    image, badge = (guichet("badge", path, "--charter", charter, "-f", form) for form in ("svg", "endpoint"))

    assert "<script>" in "".join(ET.fromstring(image.text).itertext())  # noqa: S314 our own output
    assert "<script>" not in image.text
    assert "\x1b" not in image.text + badge.text
    assert "::error::" not in image.text + badge.text
