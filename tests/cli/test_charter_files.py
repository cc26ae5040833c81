"""A charter given as a file, as facts: what is wrong with it ends the call at its line; a sound one judges."""

import http.server
import threading

import pytest

REQUIREMENT = "schema: {type: object, required: [intended_use]"
FAULTS = (
    # what is mended for the worse, the text on whose line it is said (none: the fault has no line), what the sentence names
    ("id: small", "id: [small", "version:", "bracket"),
    ("id: small", "\tid: small", "id: small", "tab"),
    ("id: small", "id: small\nid: other", "id: other", "“id”"),
    ("charter: 1", "charter: 2", "charter: 2", "“2”"),
    ("charter: 1\n", "", "", "“–”"),
    ("provenance: derived", "provenance: divine", "provenance", "`provenance`"),
    ("level: major", "level: grave", "level: grave", "`criteria[2].level`"),
    ("    effort: high\n", "", "- id: ENV-01", "`criteria[3]`"),
    ("ref: source", "ref: sauce", "ref: sauce", "“sauce”"),
    ("id: ETH-02", "id: ETH-01", "- id: ETH-01\n    commitment: ethics\n    level: major", "“ETH-01”"),
    ("commitment: environment", "commitment: users", "commitment: users", "“users”"),
    (REQUIREMENT, "schema: {kind: object, required: [intended_use]", "kind:", "`criteria[1].schema"),
    (REQUIREMENT, "schema: {$ref: 'ADDRESS', required: [intended_use]", "$ref:", "`criteria[1].schema"),
    (REQUIREMENT, "schema: {$ref: 'file:///etc/passwd', required: [intended_use]", "$ref:", "`criteria[1].schema"),
    (REQUIREMENT, "schema: {pattern: '(', required: [intended_use]", "pattern:", "`criteria[1].schema"),
)


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
