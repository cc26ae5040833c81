"""Calls that are not understood: one sentence in the reader's language, the remedy last, and 2."""

import re

import pytest

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
CALLS = (
    # the arguments, and what the sentence names, in any language
    (("chek", "a.yaml"), ("“chek”", "“check”", "guichet --help")),
    (("frobnicate",), ("“frobnicate”", "guichet --help")),
    (("charter", "lisst"), ("“lisst”", "“list”", "guichet charter --help")),
    (("-q",), ("guichet --help",)),
    (("check", "--fromat", "json"), ("“--fromat”", "“--format”", "guichet check --help")),
    (("check", "--colour", "always"), ("“--colour”", "“--color”", "guichet check --help")),
    (("check", "-z"), ("“-z”", "guichet check --help")),
    (("check", "-f", "jsno"), ("“jsno”", "--format", "“json”")),
    (("check", "--fail-on", "major,minor"), ("“major,minor”", "--fail-on")),
    (("check", "--show", "everything"), ("“everything”", "--show", "gaps, all")),
    (("check", "--color", "sometimes"), ("“sometimes”", "--color", "auto, always, never")),
    (("--lang", "de", "check"), ("“de”", "--lang", "fr, en")),
    (("check", "--as-of", "23/11/2026"), ("“23/11/2026”", "--as-of", "2026-11-23")),
    (("check", "--as-of", "2026-02-30"), ("“2026-02-30”", "--as-of")),
    (("check", "--fail-under", "101"), ("“101”", "--fail-under", "100")),
    (("check", "--fail-under", "-1"), ("“-1”", "--fail-under")),
    (("check", "--fail-under", "nan"), ("“nan”", "--fail-under")),
    (("check", "--as-of"), ("“--as-of”", "guichet check --help")),
    (("check", "-o"), ("“-o”", "guichet check --help")),
    (("check", "--lang"), ("“--lang”", "guichet --help")),
    (("check", "--exit-zero=yes"), ("“--exit-zero”", "guichet check --help")),
    (("explain",), ("CODE…", "guichet explain --help")),
    (("explain", "ETH-99"), ("“ETH-99”", "ETH-", "guichet charter show")),
    (("explain", "ETH-01", "dos-099"), ("“DOS-099”", "DOS-0")),
    (("charter", "show", "a", "b"), ("“b”", "guichet charter show --help")),
    (("charter", "list", "a"), ("“a”", "guichet charter list --help")),
    (("charter", "show", "grand-est-2042"), ("“grand-est-2042”", "“grand-est-2024”")),
    (("check", "--charter", "nowhere/mine"), ("“nowhere/mine”", "grand-est-2024")),
    (("check", "--charter", ""), ("grand-est-2024",)),
    (("check",), ("./dossier.yaml", "guichet check")),
    (("check", {"SOURCE_DATE_EPOCH": "yesterday"}), ("SOURCE_DATE_EPOCH", "“yesterday”", "--as-of")),
    (("check", {"GUICHET_FORMAT": "xml"}), ("“xml”", "GUICHET_FORMAT")),
    (("check", {"GUICHET_FAIL_ON": "blockign"}), ("“blockign”", "“blocking”")),
    (("check", {"GUICHET_CHARTER": "grand-est"}), ("“grand-est”", "grand-est-2024")),
    (("check", "a\x1b[2Jb\n::error::c"), ("a\\x1B[2Jb\\x0A::error::c",)),
    (("check", "--\x1b]0;x\x07"), ("\\x1B]0;x\\x07",)),
    (("che\ncked",), ("che\\x0Acked",)),
)

ENGLISH = ("Error", "Got ", "Missing", "Invalid", "such", "argument(s)", "Did you mean")


def test_one_sentence(guichet):
    """A call that is not understood ends with 2, stdout empty, and one line that names what is wrong and what to do."""
    calls = [call for call, _ in CALLS]
    french, english = (guichet.batch(*calls, GUICHET_LANG=lang) for lang in ("fr", "en"))
    for said, opening, closing in ((french, "«\u00a0", "\u00a0»"), (english, "“", "”")):
        for (call, named), one in zip(CALLS, said, strict=True):
            assert (call, one.code, one.text, one.said[-1]) == (call, 2, "", "\n")
            assert one.said.startswith("guichet: ")
            assert CONTROL.search(one.said[:-1]) is None, call
            for name in named:
                assert name.replace("“", opening).replace("”", closing) in one.said, call
    assert [call for call, fr, en in zip(calls, french, english, strict=True) if fr.said == en.said] == []
    assert [one.said for one in french if any(word in one.said for word in ENGLISH)] == []


@pytest.mark.parametrize(
    ("group", "commands"), [((), ("check", "explain", "charter")), (("charter",), ("list", "show"))]
)
def test_bare_group(guichet, group, commands):
    """A group without a command shows its help, on stderr, and ends with 2; with `--help`, on stdout, with 0."""
    bare, asked = guichet.batch(group, (*group, "--help"))
    assert (bare.code, bare.text, asked.code, asked.said) == (2, "", 0, "")
    assert bare.said == asked.text
    for name in commands:
        assert f"  {name} " in asked.text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_help(guichet, words, lang):
    """The help of every command is in the reader's language, whole, and within the terminal's width."""
    calls = ((), ("check",), ("explain",), ("charter",), ("charter", "list"), ("charter", "show"))
    for columns in ("80", "60"):
        pages = guichet.batch(*((*call, "--help") for call in calls), GUICHET_LANG=lang, COLUMNS=columns)
        for call, page in zip(calls, pages, strict=True):
            assert (call, page.code, page.said) == (call, 0, "")
            assert words[lang]["help.usage"] in page.text
            assert max(map(len, page.text.split("\n"))) <= int(columns), call
            assert "..." not in page.text
            english = [f"[{word}" for word in ("required", "default:", "env var:")] + [
                "Options:\n",
                "Show this message",
            ]
            assert [word for word in english if word in page.text and lang == "fr"] == []
            about = words[lang][".".join(("help", *call)) if call else "help.guichet"]
            assert " ".join(about.split()) in " ".join(page.text.split())
