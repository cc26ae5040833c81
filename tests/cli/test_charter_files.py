"""A charter given as a file, as facts: what is wrong with it ends the call at its line; a sound one judges."""

import http.server
import threading

import pytest

REQUIREMENT = "schema: {type: object, required: [intended_use]"
FAULTS = (
    # what is mended for the worse, the text on whose line it is said (none: the fault has no line), what the sentence names
    ("id: small", "id: [small", "version:", "bracket"),
    ("id: small", "\tid: small", "id: small", "a charter is indented with spaces"),
    ("id: small", "id: small\nid: other", "id: other", "“id”"),
    ("charter: 1", "charter: 2", "charter: 2", "charter format “2” is not known"),
    ("charter: 1\n", "", "", "Write `charter: 1`"),
    ("charter: 1\n", "dossier: 1\n", "", "is a dossier, not a charter"),
    ("provenance: derived", "provenance: divine", "provenance", "“divine”"),
    ("level: major", "level: grave", "level: grave", "ETH-02: “grave” is not allowed here"),
    ("    effort: high\n", "", "- id: ENV-01", "ENV-01: `effort` is missing"),
    ("ref: source", "ref: sauce", "ref: sauce", "“sauce”"),
    ("id: ETH-02", "id: ETH-01", "- id: ETH-01\n    commitment: ethics\n    level: major", "“ETH-01”"),
    ("commitment: environment", "commitment: users", "commitment: users", "“users”"),
    (REQUIREMENT, "schema: {kind: object, required: [intended_use]", "kind:", "ETH-01: “kind”"),
    (REQUIREMENT, "schema: {$ref: 'ADDRESS', required: [intended_use]", "$ref:", "ETH-01: “$ref”"),
    (REQUIREMENT, "schema: {$ref: 'file:///etc/passwd', required: [intended_use]", "$ref:", "ETH-01: “$ref”"),
    (REQUIREMENT, "schema: {pattern: '(', required: [intended_use]", "pattern:", "ETH-01: "),
    (REQUIREMENT, "schema: {pattern: '^(a+)+$', required: [intended_use]", "pattern:", "ETH-01: "),
    ("required: [functional_unit]", "required: [fonctional_unit]", "required: [fonc", "/environment/fonctional_unit"),
    (
        "    basis: charter",
        "    when: {fact: /system/generativ, is: true}\n    basis: charter",
        "when:",
        "/system/generativ",
    ),
    ("blocking: 2", "blocking: .nan", "blocking: .nan", ".nan"),
    ("blocking: 2", "blocking: 0.5", "blocking: 0.5", "blocking"),
    ("minimum_coverage: 0", "minimum_coverage: 1e9", "minimum_coverage", "100"),
)
"""Each is told in lint's own words, with its name for the place."""


@pytest.fixture
def address():
    """Give an address on this machine, and the list of what is asked of it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/schema.json", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_faults(guichet, small, address):
    """Each fault of a charter ends `check` with 2, in one sentence that begins with file:line:column; nothing is fetched."""
    guichet.write("a.yaml")
    url, asked = address
    sound = (guichet.work / small).read_text(encoding="utf-8")
    broken = [sound.replace(good, bad.replace("ADDRESS", url), 1) for good, bad, _, _ in FAULTS]
    assert sound not in broken
    names = [guichet.write(f"c{number}.yaml", text) for number, text in enumerate(broken)]
    ended = guichet.batch(*(("check", "a.yaml", "--charter", name, "-f", "json") for name in names), GUICHET_LANG="en")
    for name, text, (_, bad, where, named), one in zip(names, broken, FAULTS, ended, strict=True):
        assert (bad, one.code, one.text, one.said.count("\n")) == (bad, 2, "", 1), one.said
        line = text[: text.index(where)].count("\n") + 1
        place = f"{name}:{line}:" if where else f"{name}:"
        assert one.said.startswith(f"guichet: {place}"), (bad, one.said)
        assert named in one.said, (bad, one.said)
    assert asked == []


def test_words_of_lint(guichet, small):
    """What ends `check` is a finding that `charter lint` shows of the same file, at the same place, with the same advice."""
    sound = (guichet.work / small).read_text(encoding="utf-8")
    names = [guichet.write(f"c{n}.yaml", sound.replace(good, bad, 1)) for n, (good, bad, _, _) in enumerate(FAULTS)]
    guichet.write("a.yaml")
    call = ("check", "a.yaml", "--charter")
    ended = guichet.batch(*((*call, name) for name in names), GUICHET_LANG="fr")
    linted = guichet.batch(*(("charter", "lint", name, "-f", "json") for name in names), GUICHET_LANG="fr")
    for one, other in zip(ended, linted, strict=True):
        (document,) = other.document["dossiers"]
        found = [f for f in document["findings"] if f["message"] in one.said and f["remedy"] in one.said]
        assert found, (one.said, document["findings"])
        if found[0]["location"]["line"]:
            assert f":{found[0]['location']['line']}:{found[0]['location']['column']}\u00a0: " in one.said


def test_what_is_no_charter(guichet):
    """A list, plain text or two documents given as a charter are told so of a charter, and not of a dossier."""
    guichet.write("a.yaml")
    texts = {"- a\n": "charter: 1", "bonjour\n": "charter: 1", "charter: 1\n---\ncharter: 1\n": "charte"}
    names = [guichet.write(f"c{number}.yaml", text) for number, text in enumerate(texts)]
    for one, word in zip(
        guichet.batch(*(("check", "a.yaml", "--charter", name) for name in names)), texts.values(), strict=True
    ):
        assert one.code == 2
        assert word in one.said
        assert "dossier" not in one.said


def test_every_command_refuses_it(guichet, small):
    """Every command that takes a charter's file refuses a broken one alike: exit 2, the same sentence, nothing on stdout."""
    sound = (guichet.work / small).read_text(encoding="utf-8")
    bad = guichet.write("bad.yaml", sound.replace("level: major", "level: grave", 1))
    guichet.write("a.yaml")
    calls = [
        ("check", "a.yaml", "--charter", bad),
        ("explain", "ETH-01", "--charter", bad),
        *(("charter", name, bad) for name in ("show", "test", "docs")),
        ("charter", "diff", small, bad),
        ("charter", "diff", bad, small),
    ]
    ended = guichet.batch(*calls, GUICHET_LANG="en")
    assert {(one.code, one.text) for one in ended} == {(2, "")}
    assert len({one.said for one in ended}) == 1
    assert "ETH-02: “grave” is not allowed here" in ended[0].said


def test_a_flaw_that_does_not_bend_a_judgement(guichet, small, answered):
    """A charter that lint would have better written judges all the same."""
    answered("a.yaml")
    more = "references:\n  other: {title: Un autre, url: 'https://example.org/autre', seen: memory}\n"
    text = (guichet.work / small).read_text(encoding="utf-8").replace("references:\n", more, 1)
    unused = guichet.write("unused.yaml", text)
    call = ("charter", "lint", unused, "--fail-on", "minor")
    checked, linted = guichet.batch(("check", "a.yaml", "--charter", unused), call)
    assert (checked.code, linted.code) == (0, 1), checked.said


def test_not_a_charter(guichet):
    """A folder, a list, an empty file or a dossier given as a charter end the call with 2."""
    guichet.write("a.yaml")
    names = [
        "folder",
        guichet.write("list.yaml", "[1]"),
        guichet.write("empty.yaml", ""),
        "a.yaml",
        guichet.write("bytes.yaml", b"\xff\xfe\xfa"),
    ]
    (guichet.work / "folder").mkdir()
    for one in guichet.batch(*(("check", "a.yaml", "--charter", name) for name in names)):
        assert (one.code, one.text, one.said.count("\n")) == (2, "", 1)


def test_sound_charter(guichet, small, answered):
    """A charter of one's own judges, is shown and is explained like a packaged one, by option or by variable."""
    answered("a.yaml", major=False)
    call = ("check", "a.yaml", "-f", "json", "--as-of", "2026-11-23")
    option, variable, wins, shown, explained = guichet.batch(
        (*call, "--charter", small),
        (*call, {"GUICHET_CHARTER": small}),
        (*call, "--charter", small, {"GUICHET_CHARTER": "nowhere"}),
        ("charter", "show", small),
        ("explain", "eth-02", "--charter", small),
    )
    assert option.document["charter"]["id"] == "small"
    assert variable.out == wins.out == option.out
    assert "ETH-02" in shown.text
    assert "Dites pour qui." in explained.text


def test_charter_that_a_dossier_names(guichet, small):
    """A dossier names a packaged charter by id, never a file: another name is a finding, and the default one judges."""
    names = {"a.yaml": "grand-est-2024", "b.yaml": small, "c.yaml": "grand-est-2042"}
    for name, charter in names.items():
        guichet.write(name, f"dossier: 1\ncharter: {charter}\n")
    (ended,) = guichet.batch(("check", *names, "-f", "json"))
    told = [[f["criterion"] for f in d["findings"] if f["criterion"] == "DOS-028"] for d in ended.document["dossiers"]]
    assert told == [[], [], ["DOS-028"]]
    assert "DOS-024" in {f["criterion"] for f in ended.document["dossiers"][1]["findings"]}
    assert {d["charter"]["id"] for d in ended.document["dossiers"]} == {"grand-est-2024"}
