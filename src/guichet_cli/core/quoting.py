"""Quoting: the long texts of a dossier, each with a signature by which near copies are recognised. Shown, never judged.

A signature is what 32 min-hashes keep of the runs of three words of a text (Broder, 1997), numbers and capitalised words
standing for any other: two texts agree at about as many of them as the share of runs that they have in common.
"""

from __future__ import annotations

import re
import struct
from hashlib import shake_128
from itertools import groupby
from typing import TYPE_CHECKING

from guichet_cli.core.model import Quote
from guichet_cli.core.pointer import under
from guichet_cli.core.sincerity import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from guichet_cli.core.model import Charter, Dossier

SHORTEST = 120
"""Characters under which a text is not compared: short answers are alike without anybody's copying (editorial)."""
SHOWN = 120
"""How many characters of a text are kept to be shown."""
MOST_QUOTES = 100
"""How many texts of one dossier are compared."""
MOST_CHARACTERS = 30_000
"""How many characters of one text are compared."""
LEAST_WORDS = 12
"""Words under which what is left without names says nothing: the names count then."""
RUN = 3
HASHES = 32
NEAR = 0.8
"""Share in common from which texts are nearly the same (editorial)."""
WORD = re.compile(r"[^\W_]+")
NUMBER, NAME = "0", "A"
"""What stands for any number, and for any capitalised words that follow one another."""
DIGESTS, KEPT = struct.Struct(f"<{HASHES}I"), struct.Struct(f"<{HASHES}H")


class Sources:
    """The texts that a dossier may be copied from, each with the criterion that it explains."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.criteria = [texts[text] for text in sorted(texts)]
        self.known: dict[str, list[int]] = {}
        """The texts in which each run of words stands, by their numbers."""
        for number, text in enumerate(sorted(texts)):
            for run in _runs([NUMBER if word[0].isdigit() else word for word in WORD.findall(text)]):
                self.known.setdefault(run, []).append(number)

    def copied(self, plain: Sequence[str]) -> str:
        """Give the criterion whose text nearly all of some words is taken from, nothing where there is none."""
        runs, shared = _runs(plain), dict[int, int]()
        for run in runs:
            for number in self.known.get(run, ()):
                shared[number] = shared.get(number, 0) + 1
        best = max(shared, key=lambda number: (shared[number], -number), default=-1)
        return self.criteria[best] if shared.get(best, 0) >= NEAR * len(runs) else ""


def sources(charter: Charter) -> Sources:
    """Give the texts of a charter that a dossier may be copied from: its guidance, and the answers of its examples."""
    answers = {text.casefold(): each.id for each in charter.criteria for _, text in _texts(each.example or {})}
    return Sources({**answers, **charter.guidance})


def quotes(dossier: Dossier, sources: Sources) -> tuple[Quote, ...]:
    """Give the texts of a dossier that are compared, and the files that its ledger names, as they were found."""
    if dossier.data is None:
        return ()
    found = [*_documents(dossier)]
    for pointer, text in _texts(dossier.data):
        if len(found) >= MOST_QUOTES:
            break
        words = WORD.findall(text[:MOST_CHARACTERS])
        plain = [NUMBER if word[0].isdigit() else word.casefold() for word in words]
        if len(set(plain)) < LEAST_WORDS:
            continue
        span = dossier.locate(pointer).span or (0, 0)
        shown = " ".join(text[: 8 * SHOWN].split())[:SHOWN]
        found.append(Quote("text", pointer, *span[:2], shown, signature(words, plain), sources.copied(plain)))
    return tuple(found)


def signature(words: Sequence[str], plain: Sequence[str]) -> bytes:
    """Give the signature of words as they are written, and as they are compared."""
    nameless = [NAME if word[0].isupper() else same for word, same in zip(words, plain, strict=True)]
    kept = [word for word, same in groupby(nameless) for _ in ([0] if word in {NAME, NUMBER} else same)]
    runs = _runs(kept if len(kept) >= LEAST_WORDS else plain)
    digests = (DIGESTS.unpack(shake_128(run.encode("utf-8", "replace")).digest(DIGESTS.size)) for run in runs)
    return KEPT.pack(*(min(column) & 0xFFFF for column in zip(*digests, strict=True)))


def _runs(words: Sequence[str]) -> set[str]:
    return set(map(" ".join, zip(*(words[start:] for start in range(RUN)), strict=False)))


def _texts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each long text, in the order of the keys; blocks where repeating oneself is natural are left out."""
    waiting: list[tuple[str, Any]] = [("", {key: value for key, value in data.items() if key not in PROSE})]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            if len(value) >= SHORTEST:
                yield pointer, value
        elif isinstance(value, dict):
            waiting += [(under(pointer, key), item) for key, item in sorted(value.items(), key=_by_name, reverse=True)]
        elif isinstance(value, list):
            waiting += [(under(pointer, index), item) for index, item in reversed([*enumerate(value)])]


def _by_name(item: tuple[object, object]) -> str:
    return str(item[0])


def _documents(dossier: Dossier) -> Iterator[Quote]:
    """Give each file of the ledger that is there, by its first entry."""
    entries = dossier.get("/evidence")
    met = set[str]()
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        path = entry.get("path") if isinstance(entry, dict) else None
        proof = dossier.proofs.get(path) if isinstance(path, str) else None
        if proof is None or proof.sha256 is None or proof.sha256 in met or len(met) >= MOST_QUOTES // 2:
            continue
        met.add(proof.sha256)
        pointer = f"/evidence/{index}"
        span = dossier.locate(pointer).span or (0, 0)
        yield Quote("document", pointer, *span[:2], str(path)[:SHOWN], bytes.fromhex(proof.sha256), "")


def alike(one: Iterable[int], other: Iterable[int]) -> bool:
    """Tell whether two signatures, unpacked, are those of texts that are nearly the same."""
    return sum(a == b for a, b in zip(one, other, strict=True)) >= NEAR * HASHES
