"""`--waivers` and `--no-waivers`, as facts: what is tolerated, what is told where, what is refused."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "waivers.schema.json").read_text(encoding="utf-8"))
AS_OF = ("--as-of", "2026-11-23", "-f", "json")
REASON = "Le prestataire livre la version conforme au printemps ; le contrat est signé."
GOOD = f"""waivers: 1
entries:
  - criterion: ETH-01
    project: A
    reason: {REASON}
    approver: Prof. Anne Meyer
    granted: 2026-10-01
    expires: 2027-03-31
"""


@pytest.fixture
def answered(answered, guichet):
    """Give what writes a dossier that names its lead, to be told from those who approve."""

    def write(name, **kept):
        text = (guichet.work / answered(name, **kept)).read_text(encoding="utf-8")
        guichet.write(name, text.replace("phase: pilot}", "phase: pilot, lead: {name: Dr Luc Marchand}}"))

    return write


@pytest.fixture
def check(guichet, small):
    """Give what judges dossiers against the small charter, with more options."""

    def run(*arguments, **environment):
        return guichet("check", *arguments, "--charter", small, *AS_OF, **environment)

    return run


def waived(ended):
    """Give the criteria that are waived, by project."""
    return {
        d["project"]["id"]: [f["criterion"] for f in d["findings"] if f["waived"]] for d in ended.document["dossiers"]
    }


def warnings(ended):
    """Give the warnings about waivers: code, file and line."""
    return [
        (f["criterion"], f["location"]["path"], f["location"]["line"])
        for dossier in ended.document["dossiers"]
        for f in dossier["findings"]
        if f["criterion"].startswith("WAI-")
    ]


def test_the_gate_tolerates_and_no_number_moves(guichet, check, answered):
    """A waived gap is shown, marked and tolerated; rates, counts and verdict are those of the dossier alone."""
    answered("a.yaml", blocking=False)
    guichet.write("w.yaml", GOOD)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(yaml.safe_load(GOOD), default=str)))
    without, with_waivers = check("a.yaml"), check("a.yaml", "--waivers", "w.yaml")
    assert (without.code, with_waivers.code) == (1, 0)
    assert (waived(with_waivers), warnings(with_waivers)) == ({"A": ["ETH-01"]}, [])
    one, other = (ended.document for ended in (without, with_waivers))
    other["dossiers"][0]["findings"][0]["waived"] = False
    assert {**other, "gate": None} == {**one, "gate": None}
    assert other["gate"]["cleared"] is True
    assert with_waivers.said == (
        "Barrière franchie\u00a0: aucune lacune bloquante hors de ce que l’appel tolère (1 sous dérogation).\n"
    )


def test_a_lead_without_a_name(guichet, check):
    """Where the dossier does not name its lead, that nobody could check who approves is a warning; the waiver holds."""
    guichet.write("a.yaml", "dossier: 1\nproject: {id: A, phase: pilot, lead: {name: ' ', contact: a@exemple.fr}}\n")
    guichet.write("w.yaml", GOOD)
    ended = check("a.yaml", "--waivers", "w.yaml")
    assert (waived(ended), warnings(ended)) == ({"A": ["ETH-01"]}, [("WAI-009", "w.yaml", 6)])


def test_sarif_tells_why(guichet, small, answered):
    """The suppression of a waived gap has the waiver's reason, who answers for it and until when."""
    answered("a.yaml", blocking=False)
    guichet.write("w.yaml", GOOD)
    call = ("check", "a.yaml", "--charter", small, *AS_OF[:2], "--waivers", "w.yaml")
    ended = guichet(*call, "-f", "sarif", "--lang", "en")
    found = [s for result in ended.document["runs"][0]["results"] for s in result["suppressions"]]
    because = f"{REASON} (Prof. Anne Meyer, until 2027-03-31)"
    assert found == [{"kind": "external", "status": "accepted", "justification": because}]


def test_concise_counts_its_silences(guichet, small, answered):
    """`concise` has a line a gap: stderr says how many warnings it leaves out, unless another format shows them."""
    answered("a.yaml", blocking=False)
    guichet.write("w.yaml", GOOD.replace("project: A", "project: B"))
    call = ("check", "a.yaml", "--charter", small, *AS_OF[:2], "--waivers", "w.yaml", "-f", "concise")
    told = "1 avertissement n’est pas montré\u00a0: ajoutez --show all.\n"
    alone, beside, every = guichet.batch(call, (*call, "--report", "csv=a.csv"), (*call, "--show", "all"))
    assert told in alone.said
    assert told not in beside.said + every.said
    assert "WAI-004" in every.text


def test_rates_do_not_move(guichet, check, answered):
    """`--fail-under` compares the rate of the dossier: a waiver does not raise it."""
    answered("a.yaml", blocking=False)
    guichet.write("w.yaml", GOOD)
    assert check("a.yaml", "--waivers", "w.yaml", "--fail-under", "50").code == 1


def test_audit(guichet, check, answered):
    """`--no-waivers` ignores the file, the variable and the settings; a broken file is not even read."""
    answered("a.yaml", blocking=False)
    guichet.write("w.yaml", GOOD)
    guichet.write("guichet.toml", 'waivers = "broken.yaml"\n')
    guichet.write("broken.yaml", "a: [")
    plain = check("a.yaml", "--isolated")
    assert check("a.yaml").code == 2
    for more in (("--waivers", "w.yaml"), ()):
        audit = check("a.yaml", "--no-waivers", *more, GUICHET_WAIVERS="w.yaml")
        assert (audit.code, audit.out) == (1, plain.out)
    assert check("a.yaml", GUICHET_WAIVERS="w.yaml").code == 0


def test_what_is_told_where(guichet, check, answered):
    """Each waiver that is not right is a warning at its line of the waivers file, on the dossier that it is for."""
    guichet.write(
        "a.yaml", "dossier: 1\nproject: {id: A, phase: pilot, lead: {name: Anne Meyer, contact: anne@exemple.fr}}\n"
    )
    answered("b.yaml", blocking=False)
    lines = (
        ("ETH-01", "A", "Anne  MEYER", "2026-10-01", "2027-03-31", "WAI-005"),
        ("ETH-02", "A", "Prof. B", "2027-01-01", "2027-03-31", "WAI-002"),
        ("ENV-01", "A", "Prof. B", "2026-01-01", "2026-06-30", "WAI-001"),
        ("ENV-10", "A", "Prof. B", "2026-01-01", "2027-06-30", "WAI-003"),
        ("ETH-01", "B", "Anne Meyer", "2026-01-01", "2026-12-01", "WAI-007"),
        ("ETH-01", "C", "Prof. B", "2026-01-01", "2027-06-30", "WAI-004"),
    )
    members = {
        "WAI-005": "approver",
        "WAI-002": "granted",
        "WAI-001": "expires",
        "WAI-003": "criterion",
        "WAI-007": "expires",
    }
    text, expected = ["waivers: 1", "entries:"], []
    for criterion, project, approver, granted, expires, code in lines:
        said = dict(
            criterion=criterion, project=project, reason=REASON, approver=approver, granted=granted, expires=expires
        )
        for member, value in said.items():
            text.append(f"  {'- ' if member == 'criterion' else '  '}{member}: {value}")
            if member == members.get(code, "project"):
                expected.append((code, "regles/w.yaml", len(text)))
    guichet.write("regles/w.yaml", "\n".join(text))
    ended = check("a.yaml", "b.yaml", "--waivers", "regles/w.yaml")
    assert warnings(ended) == expected
    assert waived(ended) == {"A": [], "B": ["ETH-01"]}
    by_dossier = [
        [f["criterion"] for f in d["findings"] if f["criterion"].startswith("WAI-")] for d in ended.document["dossiers"]
    ]
    assert by_dossier == [["WAI-005", "WAI-002", "WAI-001", "WAI-003"], ["WAI-007", "WAI-004"]]
    shown = (
        "check",
        "a.yaml",
        "b.yaml",
        "--charter",
        "charters/small.yaml",
        "--as-of",
        "2026-11-23",
        "--waivers",
        "regles/w.yaml",
    )
    sarif, github, gitlab, junit, table = guichet.batch(
        *((*shown, "-f", n) for n in ("sarif", "github", "gitlab", "junit", "csv"))
    )
    results = json.loads(sarif.text)["runs"][0]["results"]
    uris = {r["ruleId"]: r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results}
    paths = {item["check_name"]: item["location"]["path"] for item in json.loads(gitlab.text)}
    assert (uris["WAI-001"], uris["ETH-01"]) == ("regles/w.yaml", "b.yaml")
    assert (paths["WAI-001"], paths["ETH-02"]) == ("regles/w.yaml", "a.yaml")
    assert "::notice file=regles/w.yaml,line=" in github.text
    assert 'file="regles/w.yaml"' in junit.text
    assert '"regles/w.yaml"\r\n' in table.text


def test_legal_obligations(guichet, example):
    """What the law asks and blocks is not waived, whoever says so, and the gate stays closed."""
    guichet.write("dossier.yaml", "dossier: 1\nproject: {id: A, phase: pilot}\nsystem: {uses_personal_data: true}\n")
    alone = guichet("check", *AS_OF).document["dossiers"][0]["findings"]
    ids = [f["criterion"] for f in alone if f["gap"] and f["level"] == "blocking"]
    entry = GOOD.partition("entries:\n")[2]
    guichet.write("w.yaml", "waivers: 1\nentries:\n" + "".join(entry.replace("ETH-01", name) for name in ids))
    ended = guichet("check", *AS_OF, "--waivers", "w.yaml")
    refused = [
        f["message"].split(" ")[0] for f in ended.document["dossiers"][0]["findings"] if f["criterion"] == "WAI-006"
    ]
    assert ended.code == 1
    assert refused
    assert sorted([*refused, *waived(ended)["A"]]) == sorted(ids)
    assert (
        "obligation légale" in guichet("explain", "WAI-006").text
        or "Dérogation impossible" in guichet("explain", "WAI-006").text
    )


BROKEN = (
    # the file's text, and what the sentence names
    ("", "`waivers: 1`"),
    ("a: [", ":1:"),
    ("- a", ":1:1"),
    ("- a", "waivers.schema.json"),
    (GOOD.replace("2027-03-31", "2026-09-30"), ":8:"),
    ("waivers: 2\nentries: []", ":1:1"),
    ("waivers: true\nentries: []", ":1:1"),
    ("dossier: 1\n", "`waivers: 1`"),
    ("waivers: 1\n", "`entries`"),
    ("waivers: 1\nentries: none\n", "`entries`"),
    ("waivers: 1\nentries: [null]\n", ":2:"),
    ("waivers: 1\nentries: [3]\n", ":2:"),
    (GOOD + "more: 1\n", ":9:1"),
    (GOOD + "waivers: 1\n", ":9:1"),
    (GOOD.replace("approver", "aprover"), ":6:5"),
    (GOOD.replace("    approver: Prof. Anne Meyer\n", ""), "`approver`"),
    (GOOD.replace("Prof. Anne Meyer", "' '"), ":6:5"),
    (GOOD.replace(REASON, "Trop court."), ":5:5"),
    (GOOD.replace(REASON, "a" + " " * 60), ":5:5"),
    (GOOD.replace("2026-10-01", "01/10/2026"), ":7:5"),
    (GOOD.replace("2026-10-01", "2026-02-30"), ":7:5"),
    (GOOD.replace("2027-03-31", "[2027]"), ":8:5"),
    (GOOD.replace("ETH-01", "1"), ":3:5"),
    ("a: &a [x]\nb: &b [*a, *a]\n" + "\n".join(f"c{n}: &c{n} [*b, *b]" for n in range(9)) + "\n\x1b[2J", "w.yaml:"),
)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_broken_files(guichet, answered, lang):
    """A waivers file that is broken ends the call with 2 and its line, before anything is judged."""
    answered("a.yaml")
    for number, (text, _) in enumerate(BROKEN):
        guichet.write(f"{number}/w.yaml", text)
    ended = guichet.batch(
        *(("check", "a.yaml", *AS_OF, "--waivers", f"{number}/w.yaml") for number in range(len(BROKEN))),
        GUICHET_LANG=lang,
    )
    for number, ((text, named), one) in enumerate(zip(BROKEN, ended, strict=True)):
        assert (text, one.code, one.text, one.said.count("\n")) == (text, 2, "", 1)
        assert f"{number}/w.yaml" in one.said
        assert named in one.said, (text, one.said)
        assert one.said[:-1].replace("\u00a0", " ").replace("\u202f", " ").isprintable(), text


def test_missing_file(guichet, answered):
    """A waivers file that is not there ends the call with 2."""
    answered("a.yaml")
    ended = guichet("check", "a.yaml", "--waivers", "nowhere.yaml")
    assert (ended.code, ended.text, "nowhere.yaml" in ended.said) == (2, "", True)
