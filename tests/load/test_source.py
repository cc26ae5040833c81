"""What bytes say, as plain tables: the same on libyaml and on PyYAML's own parser."""

import gc
import json
import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guichet_cli.core.model import Span
from guichet_cli.load.data import language
from guichet_cli.load.scalars import NumberLostError, plain
from guichet_cli.load.source import CHARTER, DOSSIER, Limits, Source, read_source
from guichet_cli.load.tree import Tree

LOADERS = ("c", "pure")
both = pytest.mark.parametrize("loader", LOADERS)


def read(text, loader="c"):
    """Give the source of a text."""
    return read_source(text.encode("utf-8", "surrogatepass"), loader=loader)


def named(source):
    """Give each problem as `CODE.variant@line`."""
    return [
        f"{p.code}{'.' if p.variant else ''}{p.variant}" + (f"@{p.span.line}" if p.span else "")
        for p in source.problems
    ]


VALUES = [
    ("oui", "oui"),
    ("no", "no"),
    ("on", "on"),
    ("y", "y"),
    ("12:30", "12:30"),
    ("2026-01-02", "2026-01-02"),
    ("1_000", "1_000"),
    ("010", 10),
    ("-0", 0),
    ("+12", 12),
    ("-17", -17),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("1.50", 1.5),
    ("1.", 1.0),
    (".5", 0.5),
    ("1e3", 1000.0),
    ("1e-400", 0.0),
    ("-2.5E+2", -250.0),
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("nULL", "nULL"),
    ("true", True),
    ("TRUE", True),
    ("False", False),
    ("tRUE", "tRUE"),
    ("'12'", "12"),
    ('"null"', "null"),
    ("1.2.3", "1.2.3"),
    ("!!str 12", "12"),
    ("! 12", "12"),
    ("!!int 12", 12),
    ("!!float 12", 12.0),
    ("!!bool true", True),
    ("!!null ~", None),
    ("!!int '12'", 12),
    ("!!map {}", {}),
    ("!!seq []", []),
    ("&a 12", 12),
    ("1:30:59", "1:30:59"),
    ("d’é", "d’é"),
    ("a\tb", "a\tb"),
    ('"a\\tb\\r\\n"', "a\tb\r\n"),
    ("'l''essai'", "l'essai"),
    ('"\\ud83d\\ude00"', "😀"),
    ("C:\\ud800\\x1b", "C:\\ud800\\x1b"),
    ("'\\ud800'", "\\ud800"),
    ('"\\\\ud800"', "\\ud800"),
    ("|\n  un\n  deux\n", "un\ndeux\n"),
    (">-\n  un\n  deux\n", "un deux"),
    ("&a [1]", [1]),
]


@both
@pytest.mark.parametrize(("written", "value"), VALUES)
def test_value(written, value, loader):
    """A value is what the core schema of YAML 1.2 says, of the same type."""
    source = read(f"k: {written}\n", loader)
    assert source.problems == ()
    assert source.data == {"k": value}
    assert type(source.data["k"]) is type(value)


FATAL = [
    ("a:\n\tb: 1\n", "DOS-001.tab@2"),
    ("a: 1\n\tb: 2\n", "DOS-001.tab@2"),
    ("a: |\n \tb\n", "DOS-001.tab@2"),
    ("a:\n  b: 1\n c: 2\n", "DOS-001.indentation@3"),
    ("a: 1\n  b: 2\n", "DOS-001.indentation@2"),
    ("a:\n  - b\n c: 1\n", "DOS-001.indentation@3"),
    ('a: "x" y\n', "DOS-001.after_value@1"),
    ("a: 1\nb: 'l'école'\n", "DOS-001.after_value@2"),
    ("a: [1, 2]]\n", "DOS-001.after_value@1"),
    ("titre: IA : un projet\n", "DOS-001.colon@1"),
    ("a:\n  b: x\n  titre: Projet: IA\n", "DOS-001.colon@3"),
    ("b: 2\na:1\nc: 3\n", "DOS-001.colon_space@2"),
    ("a:1\nb: 2\n", "DOS-001.colon_space@1"),
    ("{a:}\n", "DOS-001.colon_space@1"),
    ("a: 1\nb\nc: 2\n", "DOS-001.missing_colon@2"),
    ("a: 1\nb\n", "DOS-001.missing_colon@2"),
    ("a: 1\nfin\n[", "DOS-001.missing_colon@2"),
    ("a: - b\n", "DOS-001.dash@1"),
    ("a: 1\n- b\n", "DOS-001.dash@2"),
    ("a:\n  - b\n  -c\n  - d: e\n", "DOS-001.dash_space@3"),
    ("a: 1\n-b\nc: 2\n", "DOS-001.dash_space@2"),
    ("a: @b\n", "DOS-001.reserved@1"),
    ("a: `b`\n", "DOS-001.reserved@1"),
    ("a: %b\n", "DOS-001.percent@1"),
    ("a: 1\n%b\n", "DOS-001.percent@2"),
    ("%TAG ! tag:x\n---\na: 1\n", "DOS-001.percent@1"),
    ("%YAML 1.2\n%YAML 1.2\n---\na: 1\n", "DOS-001.percent@2"),
    ("%YAML 2.0\n---\na: 1\n", "DOS-001.percent@1"),
    ("a: 1\nb: 'x\nc: 2\n", "DOS-001.quote@2"),
    ('a: 1\nb: "x\nc: 2\n', "DOS-001.quote@2"),
    ("a: 1\nb: 'x\n---\n", "DOS-001.quote@2"),
    ("a: 1\nb: [1, 2\n", "DOS-001.bracket@2"),
    ("a: {b: 1\n\n\n", "DOS-001.bracket@1"),
    ("a: [1, 2\nb: 3\n", "DOS-001.bracket@2"),
    ("a: [1, 2\n---\n", "DOS-001.bracket@2"),
    ("a: [\n", "DOS-001.bracket@1"),
    ("a: [1, {b: 2},\n\n# fin\n", "DOS-001.bracket@1"),
    ("a: 1\nb: *c\n", "DOS-001.alias@2"),
    ("a: *\n", "DOS-001.reference@1"),
    ("a: **gras**\n", "DOS-001.reference@1"),
    ("a: & b\n", "DOS-001.reference@1"),
    ('a: "C:\\q"\n', "DOS-001.escape@1"),
    ('a: "\\u12"\n', "DOS-001.escape@1"),
    ('a: "\\U00110000"\n', "DOS-001.escape@1"),
    ('a: "\\UFFFFFFFF"\n', "DOS-001.escape@1"),
    ("a: !<x\n", "DOS-001.tag@1"),
    ("a: !x!y z\n", "DOS-001.tag@1"),
    ("a: !%c0%80 x\n", "DOS-001.tag@1"),
    ("a: |x\n  b\n", "DOS-001.block_text@1"),
    ("a: |0\n  b\n", "DOS-001.block_text@1"),
    ("a: ? b\n", "DOS-001.question_mark@1"),
    ("{?a: 1}\n", "DOS-001.question_key@1"),
    ("a: 1\nb: [x,\n  ?y z]\n", "DOS-001.question_key@3"),
    ("{?'a': 1}\n", "DOS-001.question_key@1"),
    ("{?&a b: 1}\n", "DOS-001.question_key@1"),
    ("a: &b:c d\n", "DOS-001.mark_end@1"),
    ("a: 1\nb: !!str &c?d e\n", "DOS-001.mark_end@2"),
    ("a: [&b:c]\n", "DOS-001.mark_end@1"),
    ("a: &b c\n*b: 1\n", "DOS-001.mark_end@2"),
    ("{a: 1} b\n", "DOS-001.after_end@1"),
    ("a: [1,,2]\n", "DOS-001.content@1"),
    ("a: 1\n: b\n", "DOS-001.content@2"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n", "DOS-001.conflict@2"),
    ("a: 1\r=======\rb: 1\r", "DOS-001.conflict@2"),
    ("a: 1\n>>>>>>> x\n", "DOS-001.conflict@2"),
    ("a: 1\n---\nb: 2\n", "DOS-004@2"),
    ("a: 1\n...\nb: 2\n", "DOS-004@3"),
    ("---\n---\na: 1\n", "DOS-004@2"),
    ("a: 1\n---\n---\n", "DOS-004@2"),
    ("- a\n", "DOS-005.list@1"),
    ("[]", "DOS-005.list@1"),
    ("bonjour\n", "DOS-005.scalar@1"),
    ("# titre\n\n12\n", "DOS-005.scalar@3"),
    ("!x {a: 1}\n", "DOS-008@1"),
    ("!x a\n", "DOS-008@1"),
    ("a: 1\nb: \0\n", "DOS-002.control@2"),
    ("a: 1\nb: x\x1b[0m\n", "DOS-002.control@2"),
    ("a: \x7f\n", "DOS-002.control@1"),
    ("a: \x9b\n", "DOS-002.control@1"),
    ("a: \ufffe\n", "DOS-002.control@1"),
    ("b: 1\n" + "a" * 2000 + ": 1\n", "DOS-003.key@2"),
    ("b: 1\n? " + "a" * 2000 + "\n: 1\n", "DOS-003.key@2"),
    ("a: " + "x" * 262_145, "DOS-003.scalar@1"),
]


@both
@pytest.mark.parametrize(("text", "problem"), FATAL)
def test_fatal(text, problem, loader):
    """A text that cannot be composed gives no data and exactly one problem, at the line to mend."""
    source = read(text, loader)
    assert (source.data, source.spans, named(source)) == (None, {}, [problem])


KEPT = [
    ("", {}, []),
    ("# seulement un commentaire\n", {}, []),
    ("null\n", {}, []),
    ("---\n", {}, []),
    ("---\na: 1\n", {"a": 1}, []),
    ("a: 1\n---\n", {"a": 1}, []),
    ("a: 1\n...\n---\n...\n# fin\n", {"a": 1}, []),
    ("%YAML 1.2\n---\na: 1\n", {"a": 1}, []),
    ("# une page\n%YAML 1.1 # non\n---\na: 1\n", {"a": 1}, []),
    ("# =======\na: |\n  =======\n", {"a": "=======\n"}, []),
    ("a: 1\nb: 2\na: 3\n", {"b": 2}, ["DOS-006@3"]),
    ("a: 1\na: 2\na: 3\n", {}, ["DOS-006@2"]),
    ("a: &x 1\n'a': 2\nb: *x\n", {"b": 1}, ["DOS-006@2"]),
    ("a: {b: 1, b: 2, c: 3}\n", {"a": {"c": 3}}, ["DOS-006@1"]),
    ("a: {b: 1, c: 2}\na: {b: 3, b: 4}\n", {}, ["DOS-006@2", "DOS-006@2"]),
    ("é: 1\ne\u0301: 2\n", {}, ["DOS-006@2"]),
    ("<<: 1\n'<<': 2\n", {"<<": 2}, ["DOS-009@1"]),
    ("a: &x {b: 1}\nc: {<<: *x, d: 2}\n", {"a": {"b": 1}, "c": {"d": 2}}, ["DOS-009@2"]),
    ("1: a\n'1': b\n", {"1": "b"}, ["DOS-007.number@1"]),
    ("!!str 1: a\n", {"1": "a"}, []),
    ("1.5: a\n", {}, ["DOS-007.number@1"]),
    ("true: a\n", {}, ["DOS-007.boolean@1"]),
    ("~: a\n", {}, ["DOS-007.empty@1"]),
    ("? [a, {b: 1}]\n: c\nd: 1\n", {"d": 1}, ["DOS-007.list@1"]),
    ("{}: a\n", {}, ["DOS-007.mapping@1"]),
    ("oui: 1\n2026-01-02: 2\n", {"oui": 1, "2026-01-02": 2}, []),
    ("a: {{titre}}\n", {"a": {}}, ["DOS-007.mapping@1"]),
    ("a: !!python/object:os.system x\n", {"a": None}, ["DOS-008@1"]),
    ("a: !include x\nb: !x [1, {c: 2}]\n", {"a": None, "b": None}, ["DOS-008@1", "DOS-008@2"]),
    ("a: !!int x\nb: !!bool 1\nc: !!map []\nd: !!set {}\n", dict.fromkeys("abcd"), [f"DOS-008@{n}" for n in (1, 2, 3, 4)]),
    ("a: !!int ''\nb: !!float oui\nc: !!timestamp 2026-01-02\n", dict.fromkeys("abc"), [f"DOS-008@{n}" for n in (1, 2, 3)]),
    ("a: &x [*x]\n", {"a": [None]}, ["DOS-010@1"]),
    ("a: &x {b: *x, c: 1}\n", {"a": {"b": None, "c": 1}}, ["DOS-010@1"]),
    ("&x a: *x\n", {"a": "a"}, []),
    ("a: &x [1, &x 2, *x]\nb: *x\n", {"a": [1, 2, 2], "b": 2}, []),
    ("a: &x clef\n*x : 1\n", {"a": "clef", "clef": 1}, []),
    ("a: &x [1]\nb: *x\nc: {d: *x}\n", {"a": [1], "b": [1], "c": {"d": [1]}}, []),
    ("a: &x 1\n? *x\n: b\n", {"a": 1}, ["DOS-007.number@2"]),
    ("a: &x {? *x : 1, b: 2}\n", {"a": {"b": 2}}, ["DOS-010@1"]),
    ("a: 999999999999999999\n", {"a": 999999999999999999}, []),
    ("a: 1234567890123456789\n", {"a": None}, ["DOS-011.integer@1"]),
    ("a: 0000000000000000000001\n", {"a": 1}, []),
    ("a: 0xFFFFFFFFFFFFFFFF\n", {"a": None}, ["DOS-011.integer@1"]),
    ("a: 0o" + "7" * 30, {"a": None}, ["DOS-011.integer@1"]),
    ("a: " + "9" * 100_000, {"a": None}, ["DOS-011.integer@1"]),
    ("a: 0x" + "F" * 5_000, {"a": None}, ["DOS-011.integer@1"]),
    ("a: 1e999\nb: -.inf\nc: .NaN\n", dict.fromkeys("abc"), ["DOS-011.infinite@1", "DOS-011.infinite@2", "DOS-011.not_a_number@3"]),
    ("a: 1." + "0" * 100_000, {"a": None}, ["DOS-011.infinite@1"]),
    ('a: "\\e[0m"\n', {"a": "\\x1B[0m"}, ["DOS-012@1"]),
    ('a: "\\0"\n', {"a": "\\x00"}, ["DOS-012@1"]),
    ('a: "\\ud800x"\n', {"a": "\\uD800x"}, ["DOS-012@1"]),
    ('a: "\\U0000DFFF"\n', {"a": "\\uDFFF"}, ["DOS-012@1"]),
    ('a: "\\ude00\\ud83d"\n', {"a": "\\uDE00\\uD83D"}, ["DOS-012@1"]),
    ('a: "\\u202e\\N\\L\\P"\n', {"a": "\\u202E\\x85\\u2028\\u2029"}, ["DOS-012@1"]),
    ('"\\u202ea": 1\n', {"\\u202Ea": 1}, ["DOS-012.key@1"]),
    ("a: x\u202ey\n", {"a": "x\\u202Ey"}, ["DOS-012@1"]),
    ("a: x\u2028y\x85z\u2029\nb: 1\n", {"a": "x\\u2028y\\x85z\\u2029", "b": 1}, ["DOS-012@1"]),
    ("a: x\U000e0041\n", {"a": "x\\U000E0041"}, ["DOS-012@1"]),
    ("a: x\ufeffy\n", {"a": "x\\uFEFFy"}, ["DOS-012@1"]),
    ("# \u2028 \u202e\na: \ue000\n", {"a": "\ue000"}, []),
    ('a: "\\ue000"\nb: "\\ud800"\nc: \\ud800\n', {"a": "\ue000", "b": "\\uD800", "c": "\\ud800"}, ["DOS-012@2"]),
    ("a: [1, ?]]\n", {"a": [1, {}]}, ["DOS-007.empty@1"]),
    ("a:\tb\n", {"a": "b"}, []),
    ("a: [x?, y?z]\n", {"a": ["x?", "y?z"]}, []),
    ("a: ?b\nc: x, ?y {?z\nd: &e [1 ?f]\n", {"a": "?b", "c": "x, ?y {?z", "d": ["1 ?f"]}, []),
    ("a: b&c:d # {?e}\n'?f': '{?g} &h:i'\n", {"a": "b&c:d", "?f": "{?g} &h:i"}, []),
    ("a: |# texte\n  b\n", {"a": "b\n"}, []),
    ("a: |\n  b\n   ", {"a": "b\n \n"}, []),
    ("a: |\r  b\r   ", {"a": "b\n \n"}, []),
    ("a: |\n  b\n   \t", {"a": "b\n \t\n"}, []),
    ("a: b\n  ", {"a": "b"}, []),
    ("  ", {}, []),
]  # fmt: skip


@both
@pytest.mark.parametrize(("text", "data", "problems"), KEPT)
def test_kept(text, data, problems, loader):
    """What can be kept is kept, what cannot is named at its line."""
    source = read(text, loader)
    assert (source.data, named(source)) == (data, problems)


SPANS = [
    ("a: 1\n", {"": (1, 1, 1, 5), "/a": (1, 1, 1, 2)}),
    ("\n  é: {b: 1}\n", {"": (2, 3, 2, 12), "/é": (2, 3, 2, 4), "/é/b": (2, 7, 2, 8)}),
    ("{a: 1}", {"": (1, 1, 1, 2), "/a": (1, 2, 1, 3)}),
    ("a:\n  - x y\n  - b: 1\n    c: 2\n  - - 3\n", {
        "": (1, 1, 1, 3), "/a": (1, 1, 1, 2), "/a/0": (2, 5, 2, 8), "/a/1": (3, 5, 3, 9), "/a/1/b": (3, 5, 3, 6),
        "/a/1/c": (4, 5, 4, 6), "/a/2": (5, 5, 5, 8), "/a/2/0": (5, 7, 5, 8),
    }),
    ("a: [1, 'é', {b: 1}]\n", {
        "": (1, 1, 1, 20), "/a": (1, 1, 1, 2), "/a/0": (1, 5, 1, 6), "/a/1": (1, 8, 1, 11), "/a/2": (1, 13, 1, 14),
        "/a/2/b": (1, 14, 1, 15),
    }),
    ("'x/y~z': 1\n", {"": (1, 1, 1, 11), "/x~1y~0z": (1, 1, 1, 8)}),
    ("a: &x [1]\nb: *x\nc: [*x]\n", {
        "": (1, 1, 1, 10), "/a": (1, 1, 1, 2), "/a/0": (1, 8, 1, 9), "/b": (2, 1, 2, 2), "/c": (3, 1, 3, 2),
        "/c/0": (3, 5, 3, 7),
    }),
    ("a: 1\r\nb: 2\rc: 3\n", {"": (1, 1, 1, 5), "/a": (1, 1, 1, 2), "/b": (2, 1, 2, 2), "/c": (3, 1, 3, 2)}),
    ("a: x\u2028y\x85z\nb: 😀\n", {"": (1, 1, 1, 9), "/a": (1, 1, 1, 2), "/b": (2, 1, 2, 2)}),
    ("a:\n  - |\n    x\n    y\n", {"": (1, 1, 1, 3), "/a": (1, 1, 1, 2), "/a/0": (2, 5, 2, 6)}),
]  # fmt: skip


@both
@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_spans(text, spans, loader):
    """An entry's span is its key's, an item's is its start; columns count code points, lines as an editor does."""
    source = read(text, loader)
    assert source.spans == {pointer: Span(*span) for pointer, span in spans.items()}


def test_duplicate_shows_both_lines():
    """A duplicate key is cited with the line of the first one."""
    (problem,) = read("a: 1\nb: 2\n'a': 3\n").problems
    assert problem.pointer == "/a"
    assert (problem.span, problem.related) == (Span(3, 1, 3, 4), (Span(1, 1, 1, 2),))
    assert problem.params == {"key": "a", "first_line": 1}


PLACES = [
    ("a: [1, !x 2]\n", "/a/1"),
    ("a:\n  - b: .inf\n", "/a/0/b"),
    ("a:\n  1: x\n", "/a"),
    ("a: {b: &x [*x]}\n", "/a/b/0"),
    ('a:\n  - "\\e"\n', "/a/0"),
    ("a: [!x {}]\n", "/a/0"),
]


@both
@pytest.mark.parametrize(("text", "pointer"), PLACES)
def test_problem_pointer(text, pointer, loader):
    """A problem points at the value, or at the mapping whose key is refused."""
    assert [problem.pointer for problem in read(text, loader).problems] == [pointer]


TEXT = "titre: Épinal\nville: «\u00a0Nancy\u00a0»\n"
DATA = {"titre": "Épinal", "ville": "«\u00a0Nancy\u00a0»"}
ENCODINGS = [
    TEXT.encode(),
    b"\xef\xbb\xbf" + TEXT.encode(),
    b"\xff\xfe" + TEXT.encode("utf-16-le"),
    b"\xfe\xff" + TEXT.encode("utf-16-be"),
    TEXT.encode("utf-16-le"),
    TEXT.encode("utf-16-be"),
    TEXT.replace("\n", "\r\n").encode(),
    TEXT.replace("\n", "\r").encode(),
    TEXT.rstrip().encode(),
]


@both
@pytest.mark.parametrize("data", ENCODINGS)
def test_encoding(data, loader):
    """UTF-8, UTF-16, byte order marks and any line ends give the same dossier, with the same spans."""
    source = read_source(data, loader=loader)
    assert (source.data, source.problems) == (DATA, ())
    assert source.spans["/ville"] == Span(2, 1, 2, 6)


BYTES = [
    (b"a: 1\nb: \xc9pinal\n", "DOS-002.cp1252@2"),
    ("a: cœur d’enfant".encode("cp1252"), "DOS-002.cp1252@1"),
    ("a: déjà\nb: été\n".encode("latin-1"), "DOS-002.cp1252@1"),
    (b"a: \xc0\xaf\n", "DOS-002.invalid@1"),
    (b"a: \xed\xa0\x80\n", "DOS-002.invalid@1"),
    (b"a: 1\nb: \x81\n", "DOS-002.invalid@2"),
    ("a: é".encode()[:-1], "DOS-002.truncated@1"),
    (b"\xff\xfea\x00:\x00 \x00\x00\xd8\n\x00", "DOS-002.utf16@1"),
    (b"\xff\xfea", "DOS-002.utf16@1"),
    ("a: 1".encode("utf-32"), "DOS-002.utf32"),
    ("a: 1".encode("utf-32-le"), "DOS-002.utf32"),
    ("a: 1".encode("utf-32-be"), "DOS-002.utf32"),
    (b"PK\x03\x04\x14\0\x06\0", "DOS-002.zip"),
    (b"\x1f\x8b\x08\0", "DOS-002.gzip"),
    (b"%PDF-1.7\n%\xe2", "DOS-002.pdf"),
    (b"\x89PNG\r\n\x1a\n", "DOS-002.image"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "DOS-002.image"),
    (b"\x7fELF\x02\x01", "DOS-002.program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOS-002.office"),
    (b"{\\rtf1\\ansi", "DOS-002.rtf"),
    (b"a" * 1_000_001, "DOS-003.size"),
]


@both
@pytest.mark.parametrize(("data", "problem"), BYTES)
def test_bytes(data, problem, loader):
    """Bytes that are no readable text are named for what they are."""
    source = read_source(data, loader=loader)
    assert (source.data, named(source)) == (None, [problem])


def test_old_windows_word():
    """The word that is not UTF-8 is cited as Windows-1252 reads it, at its own column."""
    (problem,) = read_source("a: 1\nville: « Épinal »\n".encode("cp1252")).problems
    assert problem.params == {"word": "«"}
    (problem,) = read_source("a: 1\nville: (Épinal)\n".encode("cp1252")).problems
    assert problem.params == {"word": "Épinal"}
    assert problem.span == Span(2, 9, 2, 10)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + above] * 9)}]\n" for above, name in pairwise("abcdefghi")
)
CRASHES = [
    ("[" * 30_000, "DOS-005.list"),
    ("a: " + "[" * 30_000, "DOS-003.depth"),
    ("- " * 40_000, "DOS-005.list"),
    ("a:\n  " + "- " * 40_000, "DOS-003.depth"),
    ("a: " + "{b: " * 30_000, "DOS-003.depth"),
    ("? " * 30_000, "DOS-003.depth"),
    ("a:\n" + "\n".join(" " * n + "b:" for n in range(1, 900)), "DOS-003.depth"),
    ("a: [" + "1," * 100_000 + "]", "DOS-003.nodes"),
    ("\n".join(f"k{n}: 1" for n in range(50_000)), "DOS-003.nodes"),
    ("\n".join(f"k{n}: &a{n} 1" for n in range(20_000)), "DOS-003.nodes"),
    (BOMB, "DOS-003.nodes"),
    ("a: &a " + "x" * 200_000 + "\nb: [" + "*a," * 10_000 + "]\n", "DOS-003.repeats"),
    ("a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100)), "DOS-003.depth"),
    ("a: 1" + ":59" * 200_000, "DOS-003.scalar"),
    ("a: " + "x" * 900_000, "DOS-003.scalar"),
    ("---\n" * 10_000, "DOS-004"),
    ("%TAG !a! b\n" * 50_000, "DOS-001.percent"),
    ("%YAML 1.2\n" * 50_000, "DOS-001.percent"),
    ("a: '" + "\n" * 900_000, "DOS-001.quote"),
    ("\t" * 900_000, "DOS-001.tab"),
    ('a: "' + "\\ud800" * 40_000 + '"', "DOS-012"),
]  # fmt: skip


@both
@pytest.mark.parametrize(("text", "problem"), CRASHES)
def test_crash_inputs(text, problem, loader):
    """What kills or hangs an ordinary loader is refused or kept, and named, in bounded time."""
    began = time.process_time()
    source = read(text, loader)
    assert time.process_time() - began < (2 if loader == "c" else 15)
    assert [name.partition("@")[0] for name in named(source)] == [problem]


@both
def test_depth_is_exact(loader):
    """Sixty-four levels are read, sixty-five are not, alias or no alias."""
    assert read("a: " + "[" * 63 + "]" * 63, loader).problems == ()
    assert named(read("a: " + "[" * 64 + "]" * 64, loader)) == ["DOS-003.depth@1"]
    assert read("a: &x " + "[" * 30 + "]" * 30 + "\nb: " + "[" * 33 + "*x" + "]" * 33, loader).problems == ()
    beyond = read("a: &x " + "[" * 30 + "]" * 30 + "\nb: " + "[" * 34 + "*x" + "]" * 34, loader)
    assert named(beyond) == ["DOS-003.depth@2"]


@both
def test_limits(loader):
    """The caps are the caller's, and the refusal cites them."""
    small = Limits(size=100, depth=2, nodes=5, scalar=10, key=3)
    cases = {
        "a: [[]]": "depth",
        "a: [1, 2, 3]": "nodes",
        "a: " + "x" * 11: "scalar",
        "abcd: 1": "key",
        " " * 101: "size",
    }
    for text, cap in cases.items():
        (problem,) = read_source(text.encode(), loader=loader, limits=small).problems
        assert (problem.code, problem.variant, problem.params) == ("DOS-003", cap, {"limit": getattr(small, cap)})
    assert (DOSSIER.size, DOSSIER.nodes, CHARTER.size, CHARTER.nodes) == (1_000_000, 20_000, 4_000_000, 200_000)


def test_every_problem_is_worded():
    """Every problem of this file has its sentence and remedy in both languages, filled with its own values."""
    sources = [read(text) for text, *_ in FATAL + KEPT] + [read_source(data) for data, _ in BYTES]
    for problem in (problem for source in sources for problem in source.problems):
        key = f"{problem.code}.{problem.variant}" if problem.variant else problem.code
        for words in (language("fr").messages, language("en").messages):
            for part in ("message", "remedy"):
                assert words[f"{key}.{part}"].format(**problem.params)


def same(one: Source, other: Source) -> bool:
    """Tell whether two parsers read the same thing: data, spans, and problems to the line."""

    def seen(source):
        return (
            source.data,
            source.spans,
            [(p.pointer, name) for p, name in zip(source.problems, named(source), strict=True)],
        )

    return seen(one) == seen(other)


@given(st.binary(max_size=300))
@settings(max_examples=500)
@example(b"\xff\xfe\x00")
@example(b"a: !%ff x")
def test_any_bytes(data):
    """Any bytes give a source, the same on both parsers."""
    sources = [read_source(data, loader=loader) for loader in LOADERS]
    assert same(*sources)
    for source in sources:
        assert source.data is not None or len(source.problems) == 1


PIECES = st.sampled_from([
    "a", "b", "é", "1", ":", ": ", "-", "- ", "?", "? ", "[", "]", "{", "}", ",", "#", " #", "&a ", "&a", "*a", "?a", "!", "!!str ",
    "|", ">", "'", '"', "%", "@", "`", " ", "  ", "\n", "\n  ", "\t", "\r", "\r\n", "---\n", "...\n", "\\", "\\u", "~",
    "\\ud800", "\u2028", "\ufeff", "true", ".", "0x1F", "<<", "=", "/", "%YAML 1.2\n", "a: 1\n", "- b\n",
    "c:\n  d: [1, 2]\n", "\x00", "\x1b", "\u202e",
])  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=2000)
@example("{?\n}")
def test_parsers_agree_on_any_text(text):
    """Any text is read alike by both parsers, but for the line of an empty key after `?` in braces.

    libyaml marks that key at the brace that follows, PyYAML at the question mark: either way the key is refused.
    """
    c, pure = (read(text, loader) for loader in LOADERS)
    if "?" in text and "{" in text:
        assert (c.data, [p.code for p in c.problems]) == (pure.data, [p.code for p in pure.problems])
    else:
        assert same(c, pure)


KEYS = st.text("abcéÉ -_/~'\"#:?1", min_size=1, max_size=8)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(-1e6, 1e6) | st.text("abé \n:#'\"-1.", max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=15,
    ),
    max_size=5,
)  # fmt: skip


def reads_alike(tree):
    """Tell whether YAML 1.1, which PyYAML writes, and YAML 1.2 agree on which plain texts need quotation marks."""
    if isinstance(tree, dict):
        return all(reads_alike(item) for pair in tree.items() for item in pair)
    if isinstance(tree, list):
        return all(reads_alike(item) for item in tree)
    try:
        return not isinstance(tree, str) or plain(tree) == tree
    except NumberLostError:
        return False


def normalized(value):
    """Give a tree as YAML 1.2 reads what PyYAML dumps: floats such as `1e-05` stay floats."""
    return json.loads(json.dumps(value))


@given(TREES, st.sampled_from([None, True, False]), st.integers(20, 200))
@settings(max_examples=500)
def test_valid_documents_round_trip(tree, flow, width):
    """A document that PyYAML or JSON writes is read back as it was, with the same spans on both parsers."""
    texts = [json.dumps(tree, ensure_ascii=False)]
    if reads_alike(tree):
        texts.append(yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False))
    for text in texts:
        c, pure = (read(text, loader) for loader in LOADERS)
        assert c.problems == ()
        assert c.data == normalized(tree)
        assert same(c, pure)


def test_nothing_raw_reaches_the_data():
    """No control, bidi or surrogate character reaches data, spans or params, whatever the escape."""
    odd = [
        chr(n) for n in (*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
    ]
    kept = {"\t", "\n", "\r"}
    for character in odd:
        written = f"\\u{ord(character):04X}"
        source = read(f'k: "a{written}b"\n"{written}": 1\n')
        told = repr((source.data, source.spans, [dict(p.params) for p in source.problems]))
        assert character in kept or (character not in "".join(source.data) + source.data["k"])
        assert character in kept or f"\\\\{'u' if ord(character) > 255 else 'x'}" in told


def test_nothing_stays_of_a_text_that_was_read():
    """Reading leaves no ring of objects behind, which would stay until Python looks for lost ones: a batch keeps its size."""
    gc.collect()
    gc.disable()
    try:
        for text in (b"a: [1, {b: c}]\n", b"a: [1\n", b"a: &a [*a]\n"):
            read_source(text)
        assert not [each for each in gc.get_objects() if isinstance(each, Tree)]
    finally:
        gc.enable()
