"""Documents that nobody would write: the examples, cut small, then broken by their bytes or by their structure."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
TOKENS = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!python/object:os.system ",
        b"!!binary ",
        b"!t ",
        b"? ",
        b": ",
        b"- ",
    ),
    *(
        b"\x00",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1b[31m",
        b"\x1b]8;;http://x\x07",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
        b"\xc3",
    ),
    *(
        b"1e999",
        b".nan",
        b".inf",
        b"-.inf",
        b"0o17",
        b"1_000",
        b"1:30",
        b"9" * 400,
        b"0x",
        b"~",
        b"null",
        b"yes",
        b"NO",
    ),
    *(
        b"|\n",
        b">-\n",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
        b"\t",
        b"\r",
        b"\r\n",
        b"\n\n",
        b'"',
        b"'",
        b"#",
        b"\\",
        b"@",
        b"`",
    ),
    *(b"::error::x", b"%0A", b"=1+1", b"<script>", b"]]>", b"</style>", b"2026-02-30", b"a: a\n", b"dossier: 1\n"),
)
"""What breaks readers, writers and screens."""
NASTY: tuple[Any, ...] = (
    *(None, "", " ", [], {}, True, False, 0, -1, 1, 10**30, -(10**400), 1e308, -0.0, float("inf"), float("nan")),
    *(
        "undetermined",
        "none",
        "oui",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "[bold]x[/]",
    ),
    *(
        "\x1b[31m",
        "a\u202eb",
        "\u200b",
        "\ud800",
        "<img src=x onerror=1>",
        "](javascript:1)",
        "|x|\n|-|",
        "&amp;",
        "]]>",
        "%s{0}",
    ),
    *("x" * 5_000, "é" * 300, "a\nb", "../../etc/passwd", "C:\\Windows", "CON", "file:///etc/passwd", "-rf", "~"),
    *([[]], [None], [{}], {"": ""}, {"a": {"b": {"c": []}}}, [1, "1", 1.0, True], ["EV-001"] * 3),
)
"""Values that no field is for."""


class Mutator:
    """Gives documents, one after the other, the same for the same source of chance."""

    def __init__(self, draw: random.Random, sources: list[bytes]) -> None:
        self.draw = draw
        self.sources = sources
        self.trees = [tree for tree in map(_tree, sources) if isinstance(tree, dict)]
        self.ways: tuple[Callable[[], bytes], ...] = (self.by_bytes, self.by_structure, self.by_structure)

    def __call__(self) -> bytes:
        """Give one more document."""
        return self.draw.choice(self.ways)()

    def by_bytes(self) -> bytes:
        """Give a piece of an example with bytes removed, repeated, put in or changed."""
        source = self.draw.choice(self.sources)
        begin = self.draw.randrange(len(source)) if self.draw.random() < 0.3 else 0
        data = bytearray(source[begin : begin + self.draw.choice((200, 1_000, 4_000))])
        for _ in range(self.draw.choice((0, 1, 1, 2, 8))):
            self._break(data)
        return bytes(data)

    def _break(self, data: bytearray) -> None:
        draw = self.draw
        at = draw.randrange(len(data) + 1)
        match draw.randrange(5):
            case 0:
                data[at:at] = draw.choice(TOKENS)
            case 1:
                del data[at : at + draw.choice((1, 3, 40))]
            case 2:
                data[at:at] = data[at : at + draw.choice((1, 10, 200))] * draw.choice((1, 2, 30))
            case 3:
                data[at:at] = draw.randbytes(draw.choice((1, 2, 6)))
            case _:
                if at < len(data):
                    data[at] ^= 1 << draw.randrange(8)

    def by_structure(self) -> bytes:
        """Give some blocks of an example, with values and keys replaced, removed, moved or repeated."""
        draw = self.draw
        tree = draw.choice(self.trees)
        names = [name for name in tree if draw.random() < 0.25]
        document = json.loads(json.dumps({name: tree[name] for name in names}))
        for _ in range(draw.choice((0, 1, 2, 6))):
            self._disturb(document)
        return self._written(document)

    def _disturb(self, document: Any) -> None:
        draw = self.draw
        places = list(_places(document))
        if not places:
            return
        holder, key = draw.choice(places)
        match draw.randrange(6):
            case 0:
                del holder[key]
            case 1:
                other, name = draw.choice(places)
                try:
                    holder[key] = json.loads(json.dumps(other[name]))
                except (KeyError, IndexError):  # removed on the way
                    holder[key] = None
            case 2 if isinstance(holder, dict):
                holder[draw.choice(("", "__proto__", "x-y", "é", key.upper(), f"{key} ", "\x1b[2J", "<b>"))] = holder[
                    key
                ]
            case 3 if isinstance(holder, list):
                holder.extend(deepcopy(holder[key]) for _ in range(draw.choice((1, 50))))
            case _:
                holder[key] = deepcopy(draw.choice(NASTY))

    def _written(self, document: Any) -> bytes:
        if self.draw.random() < 0.5:
            return json.dumps(document, ensure_ascii=self.draw.random() < 0.2).encode("utf-8", "surrogatepass")
        try:
            text: str = yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True)
        except (UnicodeEncodeError, yaml.YAMLError):  # what libyaml cannot write, JSON can
            return json.dumps(document).encode()
        return text.encode("utf-8", "surrogatepass")


def examples() -> list[bytes]:
    """Give the examples of the repository, those that cannot be read among them."""
    return [path.read_bytes() for path in sorted((ROOT / "examples").rglob("*.yaml"))]


def _tree(source: bytes) -> Any:
    try:
        return json.loads(json.dumps(yaml.load(source, yaml.CSafeLoader), default=str))
    except (yaml.YAMLError, ValueError, TypeError):
        return None


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give each place of a document as its holder and its key."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(items):
        yield value, key
        yield from _places(item)
