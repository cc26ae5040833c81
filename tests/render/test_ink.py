"""A line with styles is drawn as rich draws it."""

from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text as RichText

from guichet_cli.render.ink import Text

STYLES = ("", "bold", "dim", "red", "bold red", "yellow", "cyan", "magenta", "green", "bold yellow", "blue")
PARTS = st.lists(st.tuples(st.text("ab é漢·", max_size=6), st.sampled_from(STYLES)), max_size=5)


def by_rich(text, *, color):
    """Give what rich writes of a line of its own."""
    written = StringIO()
    Console(
        file=written,
        width=200,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        legacy_windows=False,
        _environ={},
    ).print(text, no_wrap=True, overflow="ignore", crop=False)
    return written.getvalue()


@given(
    parts=PARTS,
    more=PARTS,
    accent=st.sampled_from(("a", "ab", "é")),
    style=st.sampled_from(STYLES[1:]),
    end=st.integers(0, 9),
)
@settings(max_examples=200, database=None, derandomize=True)
def test_as_rich(parts, more, accent, style, end):
    """Words in styles, one line after another, words that stand out and a cut: the same escapes, in colour and without."""
    ours, theirs = Text.assemble(*parts), RichText.assemble(*parts)
    ours.append(Text.assemble(*more))
    theirs.append(RichText.assemble(*more))
    ours.highlight(accent, style)
    theirs.highlight_words([accent], style)
    if len(ours) > end:
        ours.crop(end)
        theirs.right_crop(len(theirs) - end)
    for color in (False, True):
        assert f"{ours.drawn(color=color)}\n" == by_rich(theirs, color=color)
