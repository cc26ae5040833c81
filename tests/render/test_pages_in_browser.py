"""The HTML pages in Chromium: axe-core finds nothing, and what axe does not look at holds as well. Skipped where it is not there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from corpus import everywhere
from small_charter import judged, run_of

from guichet_cli.checking import Checker
from guichet_cli.core.classes import replace
from guichet_cli.load.data import language
from guichet_cli.render import Run, render
from guichet_cli.render.html import report_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "grand-est-2024" / "radiologie-triage.yaml"
AS_OF = date(2026, 11, 23)
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
"""WCAG 1.4.12: what a reader may ask of the spacing of text."""
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(each => each instanceof HTMLElement).filter(each => {
  const style = getComputedStyle(each);
  return style.overflow === 'hidden' || style.textOverflow === 'ellipsis'
    || (each.scrollWidth > each.clientWidth + 1 && style.overflowX === 'visible' && style.display !== 'inline' && each.clientWidth > 0
        && !each.closest('.scroll'));
}).map(each => each.outerHTML.slice(0, 120))"""
OVERLAP = """() => [...document.querySelectorAll('svg[role=img]')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect());
  return boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other =>
    one.left < other.right && other.left < one.right && one.top < other.bottom - 1 && other.top < one.bottom - 1));
}).length"""
COLOURS = """() => [...document.querySelectorAll('svg text')].map(text =>
  [getComputedStyle(text).fill, getComputedStyle(document.body).backgroundColor].map(colour => colour.match(/\\d+/g).map(Number)))"""
PAGES = ("expert", "public", "batch", "hostile")

each_page = pytest.mark.parametrize("name", PAGES)
each_language = pytest.mark.parametrize("lang", ["fr", "en"])

ALONE = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""The browser's own errands: it has none here, so that what reaches out is a page."""


@pytest.fixture(scope="module")
def browser():
    """Give a browser; none, no test."""
    if BROWSER is None:
        pytest.skip("Chromium is not on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=BROWSER, args=ALONE)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def axe():
    """Give the script of axe-core."""
    package = pytest.importorskip("axe_playwright_python", reason="the extra `browser` is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Give the addresses of the pages, by name and language."""
    folder, found = tmp_path_factory.mktemp("pages"), {}
    for lang in ("fr", "en"):
        checker = Checker(lang=lang, as_of=AS_OF)
        (card,) = checker.cards(checker.plan([str(EXAMPLE)]))
        run = Run(language=language(lang), version="0", as_of=AS_OF, show="all", twins=[("fr", "a.html")])
        texts = {
            "expert": report_of(card, run, "index.html"),
            "public": render("html", [card], Run(language=language(lang), version="0", as_of=AS_OF, audience="public")),
            "batch": render("html", judged("several", lang), run_of(lang, group_by="verdict")),
            "hostile": render("html", everywhere()[:1], run_of(lang)),
            "long": render("html", [_named(each, "x" * 300) for each in judged("several", lang)], run_of(lang)),
        }
        for name, text in texts.items():
            path = folder / f"{name}.{lang}.html"
            path.write_text(text, encoding="utf-8")
            found[name, lang] = path.as_uri()
    return found


@pytest.fixture
def opened(browser, pages):
    """Give what opens a page; whatever it asks of the network, or says, fails the test."""
    opened_pages, said = [], []

    def opening(name, lang, scheme="light", width=1280):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened_pages.append(page)
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: said.append(request.url) if request.url != pages[name, lang] else None)
        page.goto(pages[name, lang])
        return page

    yield opening
    for page in opened_pages:
        page.close()
    assert said == []


@each_page
@each_language
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing(opened, axe, name, lang, scheme, width):
    """axe-core has no violation to tell, in the light and in the dark, on a wide screen and on a narrow one."""
    page = opened(name, lang, scheme, width)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe})
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert len(found["passes"]) >= 25


def _named(card, name):
    return replace(card, project={**card.project, "id": name, "title": name}, path=f"{name}.yaml")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_long_names_hide_nothing(opened, media):
    """However long the names of dossiers are, the page of a batch shows every column beside them, on paper too."""
    page = opened("long", "fr", width=1280 if media == "screen" else 680)
    page.emulate_media(media=media)
    widths = page.evaluate(
        "[...document.querySelectorAll('.scroll')].map(each => [each.scrollWidth, each.clientWidth])"
    )
    assert widths
    assert [wide for wide, room in widths if wide > room + 1] == []


@each_page
def test_reflow(opened, name):
    """At 320 pixels, which is 1280 at 400 %, nothing has to be scrolled sideways but tables in their own region."""
    page = opened(name, "fr", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CLIPPED) == []


@each_page
@pytest.mark.parametrize("width", [1280, 320])
def test_spacing_of_text(opened, name, width):
    """With the spacing that WCAG 1.4.12 lets a reader ask for, no text is cut, and none of the chart is on another."""
    page = opened(name, "fr", width=width)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    sheet = session.send("CSS.createStyleSheet", {"frameId": frame})["styleSheetId"]
    session.send("CSS.setStyleSheetText", {"styleSheetId": sheet, "text": SPACING})
    assert page.evaluate("getComputedStyle(document.querySelector('main p, main td')).letterSpacing") != "normal"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CLIPPED) == []
    assert name == "hostile" or page.evaluate(OVERLAP) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_chart(opened, scheme):
    """The text of the chart, which axe passes over, is at 4.5 of what is behind it."""
    from test_html_pages import contrast

    pairs = opened("expert", "fr", scheme).evaluate(COLOURS)
    assert pairs
    for text, ground in pairs:
        assert contrast(*("#" + "".join(f"{part:02x}" for part in colour[:3]) for colour in (text, ground))) >= 4.5


@each_page
def test_focus_is_seen(opened, name):
    """From the keyboard, each thing that is reached first, the way past the navigation included, has an outline."""
    page = opened(name, "fr")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):  # round once
            break
        outline = page.evaluate(
            "(() => { const style = getComputedStyle(document.activeElement); return [style.outlineStyle, style.outlineWidth] })()"
        )
        assert outline == ["solid", "3px"]


@each_page
def test_prints_whole(opened, name):
    """On paper every section is there, in the light palette, and no way to another page."""
    page = opened(name, "fr", "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 22, 22)"
    assert page.evaluate("[...document.querySelectorAll('section')].every(each => each.offsetHeight > 0)")
    assert page.evaluate("[...document.querySelectorAll('nav, .ways')].every(each => each.offsetHeight === 0)")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
