"""What a person types, as the value of a field or as a reason in the person's language."""

import pytest

from guichet_cli.core.answers import RefusedError, answer, typed
from guichet_cli.core.field_words import choices
from guichet_cli.load.charter_lint import dossier_fields
from guichet_cli.load.data import LANGUAGES, language
from guichet_cli.load.shape import dossier_shape

FIELDS = dossier_fields()
UNDERSTOOD = [
    # what is typed, where, and the value that the dossier holds
    ("oui", "/system/generative", True),
    ("O", "/system/generative", True),
    ("Non", "/system/generative", False),
    ("yes", "/system/generative", True),
    ("faux", "/system/generative", False),
    ("pilot", "/project/phase", "pilot"),
    ("Pilote", "/project/phase", "pilot"),
    ("déployé", "/project/phase", "deployed"),
    ("DEPLOYE", "/project/phase", "deployed"),
    ("12500", "/project/budget_eur", 12500),
    ("12 500,50", "/project/budget_eur", 12500.5),
    ("12\u202f500,5 €", "/project/budget_eur", 12500.5),
    ("0.5", "/project/budget_eur", 0.5),
    ("23/11/2026", "/project/updated_on", "2026-11-23"),
    ("3.2.2026", "/project/updated_on", "2026-02-03"),
    ("2026-02-03", "/project/updated_on", "2026-02-03"),
    ("1.10", "/project/version", "1.10"),
    ("  Zoé : « a »  ", "/project/title", "Zoé : « a »"),
    ("oui", "/project/title", "oui"),
    ("non", "/ethics/need/alternatives/0/uses_ai", False),
]


@pytest.mark.parametrize(
    ("text", "place", "value"), UNDERSTOOD, ids=[f"{text} at {place}" for text, place, _ in UNDERSTOOD]
)
def test_understood(text, place, value):
    """An answer takes the type of its field, from what people write in French and in English."""
    found = answer(text, place, FIELDS, dossier_shape(), language("fr"))
    assert (found, type(found)) == (value, type(value))


REFUSED = [
    # what is typed, where, and what the reason cites in each language
    ("peut-être", "/system/generative", "oui ou non", "yes or no"),
    ("pilotte", "/project/phase", "Vouliez-vous dire «\u00a0pilot\u00a0»", "Did you mean “pilot”"),
    ("zzz", "/project/phase", "deployed (déployé)", "deployed (in routine use)"),
    ("douze", "/project/budget_eur", "11,8 (en €)", "11.8 (in EUR)"),
    ("1,2,3", "/project/budget_eur", "n’est pas un nombre", "is not a number"),
    ("9" * 30, "/project/budget_eur", "n’est pas un nombre", "is not a number"),
    ("-3", "/project/budget_eur", "au moins 0", "at least 0"),
    ("31/02/2026", "/project/updated_on", "23/11/2026", "2026-11-23"),
    ("Nancy", "/project/desk", "`nancy`", "`nancy`"),
    ("a\x1b[2J", "/project/title", "invisible", "invisible"),
    ("a\u202eb", "/project/title", "invisible", "invisible"),
    ("a\ud800", "/project/title", "invisible", "invisible"),
    ("x", "/project/fase", "n’existe pas", "no such field"),
    ("x" * 20_001, "/project/title", "20\u202f000", "20,000"),
]


@pytest.mark.parametrize(
    ("text", "place", "fr", "en"), REFUSED, ids=[f"{text[:12]!a} at {place}" for text, place, *_ in REFUSED]
)
def test_refused(text, place, fr, en):
    """What cannot be the answer is refused with what would be one, in either language."""
    for code, cited in zip(("fr", "en"), (fr, en), strict=True):
        with pytest.raises(RefusedError) as refused:
            answer(text, place, FIELDS, dossier_shape(), language(code))
        assert cited in refused.value.reason
        assert "\x1b" not in refused.value.reason


def listed(place=""):
    """Give every field of dossiers that is answered with one of a list of words."""
    field = FIELDS.at(place)
    if field.kind == "list":
        yield from listed(f"{place}/[]")
    elif field.kind == "object":
        for name in FIELDS.names(field):
            yield from listed(f"{place}/{name}")
    elif field.schema.get("enum"):
        yield place, field


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_is_understood(code):
    """Each word of each list is an answer, as it is and by its meaning, unless another word of the list means the same."""
    fields = list(listed())
    assert len(fields) > 60
    for place, field in fields:
        known = choices(field, language(code))
        assert list(known) == field.schema["enum"], place
        assert all(known.values()), place
        for word, meaning in known.items():
            assert typed(word, field, language(code)) == word, place
            assert typed(meaning, field, language(code)) in {word, *(w for w in known if w == meaning)}, (place, word)
