"""Anyone's text as one harmless line: bounded, nothing that a terminal or the logs of a CI server obey."""

from __future__ import annotations

from guichet_cli.core.patterns import later
from guichet_cli.core.printable import visible

LONGEST = 400
"""How many characters of one message are shown."""
ASCII = (
    ("«\u00a0", '"'),
    ("\u00a0»", '"'),
    *((character, '"') for character in "«»“”„"),
    *((character, "'") for character in "‘’‚"),
    *((character, "-") for character in "–—−‑·•"),
    ("…", "..."),
    ("→", "->"),
    ("≤", "<="),
    ("≥", ">="),
    ("×", "x"),
    ("÷", "/"),
    ("½", "1/2"),
    ("✓", "+"),
    ("✗", "x"),
    ("\u2009", "\u202f"),
)
"""What stands for each sign where the terminal has only ASCII; accented letters are the terminal's encoding to settle."""
COMMANDS = ((later(r"::(?=[A-Za-z-]+(?:[ :]|$))"), ": :"), (later(r"##(?=[A-Za-z]*\[)"), "# #"))
"""What the logs of CI servers obey at the beginning of a line, or anywhere in it, and what is written in its place."""
_BLANKS = later(r"[ \t\r\n]+")


def plain(text: str, *, unicode: bool, longest: int = LONGEST) -> str:
    """Give anyone's text as one harmless line: bounded, blanks as single spaces, nothing that a terminal obeys."""
    line = visible(shortened(_BLANKS.sub(" ", text[: 10 * longest]).strip(" "), longest))
    return line if unicode else ascii_signs(line)


def unobeyed(text: str) -> str:
    """Give a text that the logs of CI servers do not obey."""
    for command, stand_in in COMMANDS:
        text = command.sub(stand_in, text)
    return text


def ascii_signs(text: str) -> str:
    """Give a text with an ASCII stand-in for each sign of typography."""
    for sign, stand_in in ASCII:
        text = text.replace(sign, stand_in)
    return text


def shortened(text: str, longest: int) -> str:
    """Give a text of at most so many characters, ended at a word where it is cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    word = head.rfind(" ", longest // 2)
    return (head[:word] if word > 0 else head).rstrip(" ,;:.") + "…"
