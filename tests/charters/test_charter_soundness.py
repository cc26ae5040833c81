"""Every packaged charter is sound: its form, its two languages, its references, the places that it names, the rules of the house."""

from __future__ import annotations

import re
from functools import cache

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from guichet_cli.load.charter import packaged, parse
from guichet_cli.load.data import schema

CHARTERS = {name: parse(path.read_bytes()) for name, path in packaged().items()}
ITEMS = [
    pytest.param(name, each, id=f"{name}-{each['id']}")
    for name, data in CHARTERS.items()
    for each in (*data["criteria"], *data.get("rules", ()))
]
EVERYTHING = [pytest.param(each.values[1], id=each.id) for each in ITEMS]
CRITERIA = [each for each in EVERYTHING if "expected" in each.values[0]]
IN_PLACE = ("if", "then", "else", "not")
NOT_FRENCH = re.compile(r"\w'\w|(?<![.(]) [:;!?%»](?!\w)|« |\w[;!?»](?!\w)")
PATHS = re.compile(r"`[^`]*`|https?://\S+")
FIELD = re.compile(r"`((?:project|system|ethics|explainability|equity|environment|users)(?:\.\w+)+)`")


@pytest.mark.parametrize("name", CHARTERS)
def test_form(name):
    """A charter has the form of its schema, requirements and vocabulary included."""
    documents = [schema("charter.schema.json"), schema("vocabulary.schema.json")]
    for document in documents:
        Draft202012Validator.check_schema(document)
    registry = Registry().with_resources([(each["$id"], Resource.from_contents(each)) for each in documents])
    validator = Draft202012Validator(
        documents[0], registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [(list(error.path), error.message) for error in validator.iter_errors(CHARTERS[name])] == []


@pytest.mark.parametrize("name", CHARTERS)
def test_ids(name):
    """Ids are unique, begin with the prefix of their commitment, and name a commitment that the charter declares."""
    data = CHARTERS[name]
    ids = [each["id"] for block in ("criteria", "rules") for each in data.get(block, ())]
    assert len(set(ids)) == len(ids)
    prefixes = {each["id"]: each["prefix"] for each in data["commitments"]}
    assert len(set(prefixes.values())) == len(data["commitments"])
    for each in data["criteria"]:
        assert each["id"].partition("-")[0] == prefixes[each["commitment"]]
    assert not set(ids) & set(data.get("retired", ()))


@pytest.mark.parametrize(("name", "each"), ITEMS)
def test_references_exist(name, each):
    """Each reference of a criterion, a rule or a threshold is a document of the charter."""
    named = [one["ref"] for one in (*each.get("references", ()), *each.get("thresholds", ())) if "ref" in one]
    assert [ref for ref in named if ref not in CHARTERS[name]["references"]] == []


def words(said, place=""):
    """Give every text in both languages below some data, with its place; the dossiers of tests are not texts."""
    if isinstance(said, dict):
        if said.keys() == {"fr", "en"}:
            yield place, said["fr"], said["en"]
        else:
            for key, part in said.items():
                if key != "tests":
                    yield from words(part, f"{place}/{key}")
    elif isinstance(said, list):
        for index, part in enumerate(said):
            yield from words(part, f"{place}/{index}")


@pytest.mark.parametrize("name", CHARTERS)
def test_two_languages(name):
    """Each text is in French and in English, and the one is not the other."""
    found = list(words(CHARTERS[name]))
    assert len(found) > 4 * len(CHARTERS[name]["criteria"])
    assert [place for place, french, english in found if not french.strip() or french == english] == []


@pytest.mark.parametrize("name", CHARTERS)
def test_french_typography(name):
    """French texts have typographic apostrophes, and a space that does not break before : ; ! ? % and inside « »."""
    poor = []
    for place, french, _ in words(CHARTERS[name]):
        found = NOT_FRENCH.search(PATHS.sub("", french).replace("\n", " "))
        if found:
            poor.append((place, french[max(0, found.start() - 15) : found.end() + 15]))
    assert poor == []


@cache
def book(name):
    """Give a schema of the dossier by its file name."""
    return schema(name)


def followed(found):
    """Give the schema that references lead to; every fragment is in the document that it is written in."""
    while found is not None and "$ref" in found:
        document, _, fragment = found["$ref"].partition("#")
        found = book(document or "dossier.schema.json")
        for token in fragment.split("/")[1:]:
            found = found[token]
    return found


def step(found, token):
    """Give the schema of a member, or of the rows of a list for `[]`; None where a dossier may not say that."""
    found = followed(found)
    if found is None:
        return None
    if token == "[]":  # noqa: S105
        return found.get("items")
    return found.get("properties", {}).get(token)


def place(pointer):
    """Give the schema of the place that a pointer names in a dossier, None where there is none."""
    found = book("dossier.schema.json")
    for token in pointer.split("/")[1:]:
        found = step(found, token)
    return followed(found)


def from_at(each, pointer):
    """Give a pointer from the root: one that does not begin with a slash stands at the criterion's own place."""
    return pointer if pointer.startswith("/") else f"{each['at']}/{pointer}"


def conditions(each):
    """Give the conditions of a criterion or a rule."""
    levels = each.get("level")
    for holder in (each, *(levels if isinstance(levels, list) else ()), *each.get("cases", ())):
        if "when" in holder:
            yield holder["when"]


def facts(condition):
    """Give each comparison with a fact inside a condition."""
    if "fact" in condition:
        yield condition
    for part in (*condition.get("all", ()), *condition.get("any", ()), *filter(None, [condition.get("not")])):
        yield from facts(part)


def requirements(each):
    """Give the requirements of a criterion or a rule."""
    yield each["schema"]
    yield from (case["schema"] for case in each.get("cases", ()))
    yield from filter(None, [each.get("partial")])


def operands(said):
    """Give the pointers in an operand of the vocabulary."""
    if isinstance(said, str) and said != "@as_of":
        yield said
    for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from operands(part)


def read_by(found):
    """Give the pointers that the vocabulary reads in one schema, from where it stands."""
    for keyword, keys in (("age", ("of", "months", "days")), ("rate", ("of", "over")), ("bounds", ("of",))):
        for key in keys:
            yield from operands(found.get(keyword, {}).get(key))
    for key in ("value", "is"):
        yield from operands(found.get("computed", {}).get(key))
    yield from operands(found.get("ascending"))
    for keyword in ("gap", "totals"):
        table = found.get(keyword, {})
        yield from (f"[]/{name}" for key in ("value", "group", "n") for name in [table.get(key)] if name)
        yield from (f"[]/{name}" for name in table.get("by", ()))


def inside(found, here, beside=(), premise=False):
    """Give every schema of a requirement: where it stands, what others require of the same value, whether it is a premise."""
    yield found, here, {name for schema in beside for name in schema.get("required", ())}, premise
    together = beside if premise else (*beside, found)
    for key, sub in found.get("properties", {}).items():
        others = (schema.get("properties", {}).get(key) for schema in together)
        yield from inside(sub, (*here, key), tuple(each for each in others if each and each is not sub), premise)
    for keyword in ("items", "contains"):
        if keyword in found:
            others = (schema.get("items") for schema in together)
            rows = tuple(each for each in others if each and each is not found[keyword])
            yield from inside(found[keyword], (*here, "[]"), rows, premise)
    for keyword in IN_PLACE:
        if keyword in found:
            yield from inside(found[keyword], here, together, premise or keyword in {"if", "not"})
    for sub in (*found.get("allOf", ()), *found.get("anyOf", ())):
        yield from inside(sub, here, together, premise)


def everywhere(each):
    """Give every schema of all the requirements of a criterion or a rule, with where it stands; a case stands beside the schema."""
    here, cases = tuple(each["at"].split("/")[1:]), [case["schema"] for case in each.get("cases", ())]
    for requirement in requirements(each):
        yield from inside(requirement, here, (each["schema"],) if any(case is requirement for case in cases) else ())


@pytest.mark.parametrize("each", EVERYTHING)
def test_places_exist(each):
    """Every place that a criterion names is one where a dossier may say something."""
    named = [each["at"], *(fact["fact"] for when in conditions(each) for fact in facts(when))]
    named += [from_at(each, pointer) for pointer in each.get("proof_at", ["proofs"] if "proof" in each else [])]
    for found, here, _, _ in everywhere(each):
        base = "".join(f"/{token}" for token in here)
        named += [f"{base}/{key}" for key in (*found.get("properties", ()), *found.get("required", ()))]
        named += [pointer if pointer.startswith("/") else f"{base}/{pointer}" for pointer in read_by(found)]
    assert [pointer for pointer in dict.fromkeys(named) if place(pointer) is None] == []


@pytest.mark.parametrize("each", CRITERIA)
def test_proofs_are_named_in_lists_of_ids(each):
    """What proves a criterion is named in lists of ids of the ledger."""
    for pointer in each.get("proof_at", ["proofs"]) if each.get("proof") == "required" else ():
        assert place(from_at(each, pointer)) == book("dossier.schema.json")["$defs"]["proofs"]


@pytest.mark.parametrize("each", EVERYTHING)
def test_values_can_be_written(each):
    """Every value that a condition or a requirement asks for is one that the dossier's schemas accept."""
    wanted = []
    for when in conditions(each):
        for fact in facts(when):
            wanted += [(fact["fact"], value) for value in fact.get("in", [fact["is"]] if "is" in fact else [])]
    for found, here, _, _ in everywhere(each):
        base = "".join(f"/{token}" for token in here)
        wanted += [(base, value) for value in (*found.get("enum", ()), *([found["const"]] if "const" in found else ()))]
    for pointer, value in wanted:
        written = place(pointer)
        if followed(written).get("type") == "array":
            written = followed(written["items"])
        checked = {key: written[key] for key in ("type", "enum", "const", "minimum", "maximum") if key in written}
        assert Draft202012Validator(checked).is_valid(value), (pointer, value)


@pytest.mark.parametrize("each", CRITERIA)
def test_what_is_constrained_is_required(each):
    """Every property that a requirement constrains or reads as a premise is required where it stands, or around it."""
    loose = []
    for found, here, around, premise in everywhere(each):
        own = set() if premise else set(found.get("required", ()))
        loose += [(here, key) for key in found.get("properties", ()) if key not in around | own]
    assert loose == []


@pytest.mark.parametrize("each", CRITERIA)
def test_requirements_look_at_no_proof(each):
    """A proof never changes an outcome: no requirement reads the ledger or a list of its ids."""
    ids = book("dossier.schema.json")["$defs"]["proofs"]
    for _, here, _, _ in everywhere(each):
        pointer = "".join(f"/{token}" for token in here)
        assert not pointer.startswith("/evidence")
        assert place(pointer) != ids, pointer


@pytest.mark.parametrize("each", CRITERIA)
def test_house_rules(each):
    """A criterion that may be blocking allows no claim; a remedy names no field that a dossier has not."""
    levels = [each["level"]] if isinstance(each["level"], str) else [branch["is"] for branch in each["level"]]
    assert not ("blocking" in levels and each.get("not_applicable") == "allowed")
    if isinstance(each["level"], list):
        assert "when" not in each["level"][-1]
        assert all("when" in branch for branch in each["level"][:-1])
    for text in each["remedy"].values():
        for named in FIELD.findall(text):
            pointer = f"/{named.replace('.', '/')}"
            holder, _, member = pointer.rpartition("/")
            assert place(pointer) or place(f"{holder}/[]/{member}"), named
