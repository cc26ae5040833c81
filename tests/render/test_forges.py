"""What GitHub and GitLab show at a line: annotations, Code Quality, paths and fingerprints."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from corpus import CORPUS, drawn, each_corpus, elsewhere
from jsonschema import Draft202012Validator
from reading import annotations
from small_charter import judged, run_of

from guichet_cli.core.model import Span
from guichet_cli.render import render
from guichet_cli.render.places import address, relative

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "pattern": r"^[^\n\r]+$"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/|\.\./|[A-Za-z]:/)."},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


@each_corpus
def test_github_annotations(case):
    """At most ten annotations of each command, worst first, numbers for places; the last line counts every gap."""
    cards = CORPUS[case]("fr")
    text = drawn("github", case)
    found = annotations(text)
    ranks = [("error", "warning", "notice").index(command) for command, _, _ in found]
    assert ranks == sorted(ranks)
    assert max(Counter(ranks).values(), default=0) <= 10
    for _, properties, message in found:
        assert set(properties) <= {"file", "line", "col", "endColumn", "title"}
        assert all(properties[key].isdecimal() for key in ("line", "col", "endColumn") if key in properties)
        assert "\n" not in message
    last = text.split("\n")[-2]
    levels = Counter(str(gap.level) for card in cards for gap in card.gaps)
    words = {"blocking": "bloquante", "major": "majeure", "minor": "mineure"}
    assert {level: int(n) for level, word in words.items() for n in re.findall(rf"(\d+) {word}", last)} == levels
    left = sum(levels.values()) - sum(
        a[1]["title"].split(" ")[0] in {g.criterion for c in cards for g in c.gaps} for a in found
    )
    assert ("pas d’annotation" in last) is (left > 0)


def test_github_puts_unreadable_first():
    """What could not be read comes before the gaps of what could, minor gaps before warnings."""
    gaps, unreadable = judged("gaps", "fr")[0], judged("unreadable", "fr")[0]
    found = annotations(render("github", [gaps] * 20 + [unreadable], run_of("fr")))
    assert found[0][1]["title"].startswith("DOS-026")
    assert found[20][1]["title"].startswith("ENV-01")
    assert len(found) == 30


def test_github_keeps_paths_and_texts():
    """What a reader of the annotations decodes is the path and the text, whatever signs they have."""
    (card,) = judged("gaps", "fr")
    text = "100 % a:b, c%0Ad"
    found = annotations(
        render(
            "github",
            [elsewhere(replace(card, findings=(replace(card.gaps[0], message=text),)), "a,b:c %0A.yaml")],
            run_of("fr"),
        )
    )
    assert found[0][1]["file"] == "a,b:c %0A.yaml"
    assert found[0][2].startswith(text)


@each_corpus
def test_gitlab_fits_its_schema(case):
    """Every item fits what GitLab reads, and no fingerprint is there twice."""
    items = json.loads(drawn("gitlab", case))
    assert [error.message for error in Draft202012Validator(CODE_QUALITY).iter_errors(items)] == []
    assert len({item["fingerprint"] for item in items}) == len(items)


def test_fingerprints_are_stable():
    """A fingerprint depends on the path, the criterion and the place: not on the text, the line, the order or the language."""
    (card,) = judged("gaps", "fr")
    (other,) = judged("gaps", "en")
    moved = tuple(
        replace(f, locations=tuple(replace(p, span=Span(99, 1, 99, 2)) for p in f.locations))
        for f in reversed(other.findings)
    )
    path = elsewhere(card, "./sub/../dossier.yaml")

    def marks(given, **more):
        return {item["fingerprint"] for item in json.loads(render("gitlab", [given], run_of("fr", **more)))}

    assert marks(card) == marks(replace(other, findings=moved)) == marks(path)
    assert marks(card) == marks(elsewhere(card, "/repo/dossier.yaml"), root="/repo")
    assert not marks(card) & marks(elsewhere(card, "autre.yaml"))
    assert not marks(card) & marks(card, within="sub/")


@pytest.mark.parametrize(
    ("path", "root", "within", "known", "uri"),
    [
        ("a.yaml", "/repo", "", "a.yaml", "a.yaml"),
        ("./Données IA/a#1.yaml", "/repo", "", "Données IA/a#1.yaml", "Donn%C3%A9es%20IA/a%231.yaml"),
        ("/repo/sub/a.yaml", "/repo", "sub/", "sub/a.yaml", "sub/a.yaml"),
        ("a.yaml", "/repo", "sub/", "sub/a.yaml", "sub/a.yaml"),
        ("../a.yaml", "/repo", "sub/", "a.yaml", "a.yaml"),
        ("../../a.yaml", "/repo", "", "../../a.yaml", "a.yaml"),
        ("/etc/a.yaml", "/repo", "", "/etc/a.yaml", "file:///etc/a.yaml"),
        ("C:/repo/a b.yaml", "C:/repo", "", "a b.yaml", "a%20b.yaml"),
        ("D:/x/a b.yaml", "C:/repo", "", "D:/x/a b.yaml", "file:///D:/x/a%20b.yaml"),
        ("//server/x/a.yaml", "/repo", "", "//server/x/a.yaml", "file://server/x/a.yaml"),
        ("a:b.yaml", "", "", "a:b.yaml", "a%3Ab.yaml"),
        ("-", "/repo", "sub/", "-", "-"),
    ],
)
def test_paths(path, root, within, known, uri):
    """A path is what the repository knows it as, and a URI of RFC 3986 that gives it back."""
    run = run_of("fr", root=root, within=within)
    assert relative(path, run) == known
    assert address(path, run).uri == uri
    assert unquote(urlsplit(uri).path or uri).endswith(known.removeprefix("../../").removeprefix("//server"))
