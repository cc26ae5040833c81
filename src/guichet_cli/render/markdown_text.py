"""Anyone's text in Markdown as a forge shows it: no element, link, image, mention or heading comes from it."""

from __future__ import annotations

import re

CODE = re.compile(r"`([\w.\[\] ()/:,'’…=<>-]{1,200})`")
"""What keeps its back-quotes: the names of fields, and little else."""
SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]")
JOINED = re.compile(r"@(?=\w)|#(?=\d)|:(?=//)|:(?=[\w+-]+:)|\b[wW]{3}(?=\.)|\bGH-(?=\d)")
"""Where a forge sees mentions, issues, addresses and emoji; an escape does not stop it, a sign of no width does."""
STARTING = re.compile(r"^(\d*)(?=[-+.)] )")
"""What would begin a list."""
APART = "\u200b"


def escaped(text: str) -> str:
    """Give one line of text as Markdown that means just that, in a table as well."""
    begun, *parts = CODE.split(text)
    words = STARTING.sub(r"\1\\", _words(begun))
    return words + "".join(_words(part) if index % 2 else f"`{part}`" for index, part in enumerate(parts))


def _words(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", JOINED.sub(lambda found: f"{found[0]}{APART}", text))
