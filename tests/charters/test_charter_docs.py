"""Charter docs: a catalogue that anyone can read, current, the same at every run, and in which no text is an instruction."""

from __future__ import annotations

import base64
import copy
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from guichet_cli.cli.charter_docs import page, pages_of
from guichet_cli.load.charter import build, packaged, parse
from guichet_cli.load.charter_skeleton import SKELETON, skeleton
from guichet_cli.load.charter_text import read_charter_text
from guichet_cli.render.charter_document import document
from guichet_cli.render.charter_html import charter_html
from guichet_cli.render.charter_markdown import charter_markdown
from guichet_cli.render.charter_markup import address, html, markdown

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "docs" / "charters"
LANGUAGES = ("fr", "en")
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """What a page is made of: open elements, headings, ids, links, attributes, and the text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.headings, self.ids, self.links, self.tags, self.words = [], [], [], [], [], []
        self.attributes = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep an element."""
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes.setdefault(tag, []).append(given)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])

    def handle_endtag(self, tag):
        """Close an element, which must be the last one open."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep a text."""
        self.words.append(data)


@pytest.fixture(params=[(name, lang) for name in packaged() for lang in LANGUAGES], ids="-".join)
def web_page(request):
    """Give the outline and the text of each page of each packaged charter."""
    name, lang = request.param
    text = page(read_charter_text(name, lang), lang, "html")
    return Outline(text), text, lang


@pytest.mark.parametrize("name", packaged())
def test_the_committed_catalogue_is_current(name):
    """docs/charters holds what the charter says today; else: guichet charter docs ID -o docs/charters."""
    for path, content in pages_of(read_charter_text(name, "fr"), LANGUAGES, ("markdown", "html")):
        assert (COMMITTED / path).read_text(encoding="utf-8") == content, (
            f"guichet charter docs {name} -o docs/charters"
        )


@pytest.mark.parametrize("name", packaged())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_catalogue_holds_everything(name, lang):
    """Every criterion and rule is there with all its texts, every document with its address."""
    text = read_charter_text(name, lang)
    words = " ".join(" ".join(Outline(page(text, lang, "html")).words).split())
    flat = re.sub(r"\s+", "", words)
    charter = text.charter(lang)
    for criterion in charter.criteria:
        texts = criterion.texts
        for said in (criterion.id, texts.title, texts.asks, texts.why, texts.remedy, texts.good, texts.weak):
            assert re.sub(r"[\s`]+", "", said) in flat, (criterion.id, said)
    for rule in charter.rules:
        assert re.sub(r"[\s`]+", "", rule.warns) in flat
    links = Outline(page(text, lang, "html")).links
    for about in text.data["references"].values():
        assert about["url"] in links
    assert charter.sha256 in words
    assert re.sub(r"\s+", "", charter.notice) in flat


def test_the_page_is_well_formed_and_can_be_walked(web_page):
    """Elements are closed in order, one h1, no level of heading skipped, ids unique, and every inner link leads somewhere."""
    outline, _, lang = web_page
    assert outline.open == []
    assert outline.headings.count(1) == 1
    assert outline.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    assert outline.attributes["html"] == [{"lang": lang}]
    assert outline.links[0] == "#content"
    assert {"nav", "main", "header", "title"} <= set(outline.tags)


def test_the_page_fetches_and_runs_nothing(web_page):
    """No script, no style but its own, whose digest is the only one that the policy lets in."""
    outline, text, _ = web_page
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(outline.tags)
    given = {name for elements in outline.attributes.values() for attributes in elements for name in attributes}
    assert not {name for name in given if name.startswith("on")} | (given & {"style", "src"})
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (meta["content"] for meta in outline.attributes["meta"] if "http-equiv" in meta)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "@media print" in style
    assert "prefers-color-scheme: dark" in style


EVIL = "<script>alert(1)</script> | **gras** [x](javascript:alert(1)) `a|b` & # \x1b[31m \u202e `<b>` &lt; \\ _s_ ~~d~~"


def hostile(url):
    """Give a charter whose every text is an attempt at markup."""
    data = copy.deepcopy(parse(SKELETON.read_bytes()))
    words = {"fr": EVIL, "en": EVIL}
    data.update(title=words, notice=words)
    for about in data["references"].values():
        about.update(title=EVIL, issuer=EVIL, url=url, note=EVIL)
    for criterion in data["criteria"]:
        criterion.update(dict.fromkeys(("title", "asks", "why", "remedy"), words))
        criterion["examples"] = {"good": words, "weak": words}
        criterion["references"][0]["at"] = EVIL
        criterion["tests"][0]["dossier"] = {"ethics": {"purpose": {EVIL: [EVIL, {"a": EVIL + "\n```\n<i>"}]}}}
    for threshold in data["criteria"][2]["thresholds"]:
        threshold["note"] = EVIL
    return data


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'https://x/"onclick="', "data:text/html,x", "https://x/<b>", "x y"]
)
def test_no_text_of_a_charter_is_markup_in_the_page(url):
    """Whatever a charter says is shown as text, and only addresses of the web are links."""
    data = hostile(url)
    made = document(build(data, "", "fr"), data)
    text = charter_html(made)
    outline = Outline(text)
    assert outline.open == []
    assert not {"script", "b", "i"} & set(outline.tags)
    assert all(link.startswith(("#", "https://")) and '"' not in link and "<" not in link for link in outline.links)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "alert(1)" in "".join(outline.words)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x/>y", "https://x/\n# y"])
def test_no_text_of_a_charter_is_markup_in_markdown(url):
    """Outside of fences and code, every sign that Markdown obeys is escaped."""
    data = hostile(url)
    text = charter_markdown(document(build(data, "", "fr"), data))
    fence = ""
    for line in text.splitlines():
        mark = re.match("`{3,}", line)
        if mark and (not fence or mark[0] == fence):
            fence = "" if fence else mark[0]
            continue
        if fence or line.startswith("<a id="):
            continue
        bare = re.sub(r"(?<!\\)`[^`]+`", "", line)
        bare = re.sub(r"\\.", "", bare)
        assert not re.search(r"<(?!https?://)|[|~&]", bare), line
        assert all(target.startswith(("](<http", "](#")) for target in re.findall(r"\]\(.{5}", bare)), line
    assert not fence
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1.0.0", "1.0.0"),
        ("1. un", "1\\. un"),
        ("- un", "\\- un"),
        ("# un", "\\# un"),
        ("a | b", "a \\| b"),
        ("`a_b` et c_d", "`a_b` et c\\_d"),
        ("un ` seul", "un \\` seul"),
        ("sur\ndeux  lignes", "sur deux lignes"),
    ],
)
def test_markdown_means_the_text(text, written):
    """A text is one line in which only what stands between back-quotes is code."""
    assert markdown(text) == written


def test_html_means_the_text():
    """Back-quotes mark a field; everything else is escaped."""
    assert html('`a<b` & "c"') == "<code>a&lt;b</code> &amp; &quot;c&quot;"
    assert address("http://www.iias.fr/p/Notre-charte-ethique")
    assert address("https://blog.octo.com/l'ecoconception-(rgesn)")
    assert not address("HTTP javascript:")


def call(*arguments, cwd):
    """Run the command line and give its exit code, stdout and stderr."""
    environment = {**os.environ, "GUICHET_LANG": "fr", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "guichet_cli", "charter", "docs", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_command_writes_and_checks(tmp_path):
    """Pages are written in both languages and formats, twice the same; --check is 0 then, and 1 once the charter moves on."""
    source = tmp_path / "essai.yaml"
    source.write_text(skeleton("essai"), encoding="utf-8")
    names = {"essai.fr.md", "essai.fr.html", "essai.en.md", "essai.en.html"}
    assert call("essai.yaml", "--check", "-o", "d", cwd=tmp_path)[0] == 1
    assert call("essai.yaml", "-o", "d", cwd=tmp_path)[0] == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()}
    assert set(first) == names
    assert call("essai.yaml", "-o", "d", cwd=tmp_path)[0] == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()} == first
    assert call("essai.yaml", "--check", "-o", "d", cwd=tmp_path) == (0, "4 pages à jour.\n", "")
    source.write_text(skeleton("essai").replace("Finalité écrite", "Finalité"), encoding="utf-8")
    code, out, err = call("essai.yaml", "--check", "-o", "d", cwd=tmp_path)
    assert code == 1
    assert all(f"d/{name}" in out for name in names)
    assert "guichet charter docs essai.yaml -o d" in err
    assert {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()} == first


@pytest.mark.parametrize("where", [ROOT, ROOT / "tests", None], ids=["root", "below", "elsewhere"])
def test_the_pages_committed_are_checked_from_anywhere(where, tmp_path):
    """Without a name or a folder, --check looks at the pages of every charter provided, wherever it is called from."""
    code, out, err = call("--check", cwd=where or tmp_path)
    assert (code, err) == (0, ""), out
    assert out == f"{4 * len(packaged())} pages à jour.\n"


def test_where_the_pages_of_a_file_lie_has_to_be_said(tmp_path):
    """No folder is guessed for a charter that is not provided."""
    (tmp_path / "essai.yaml").write_text(skeleton("essai"), encoding="utf-8")
    code, out, err = call("essai.yaml", "--check", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "--output" in err


def test_one_page_goes_to_stdout(tmp_path):
    """Without a folder, the page of one language and one format is the document on stdout."""
    (tmp_path / "essai.yaml").write_text(skeleton("essai"), encoding="utf-8")
    code, out, err = call("essai.yaml", "--format", "html", "--lang", "en", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert out.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert call("essai.yaml", cwd=tmp_path)[1].startswith("# Titre de la charte\n")


def test_a_language_or_a_format_can_be_chosen(tmp_path):
    """--lang and --format keep only what they name."""
    (tmp_path / "essai.yaml").write_text(skeleton("essai"), encoding="utf-8")
    assert call("essai.yaml", "-o", "d", "--lang", "fr", "--format", "markdown", cwd=tmp_path)[0] == 0
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["essai.fr.md"]
