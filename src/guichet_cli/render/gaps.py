"""What is left to do: each gap with its place, what is wrong, what to do, where it comes from and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from guichet_cli.core.model import EFFORTS, Level, Outcome, Status
from guichet_cli.render.facts import draw_facts
from guichet_cli.render.ink import Text
from guichet_cli.render.page import LEVEL_MARKS, LEVEL_STYLES, MARGIN
from guichet_cli.render.prose import cut, cut_start
from guichet_cli.render.told import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guichet_cli.core.model import Finding, Location, Reference, Scorecard
    from guichet_cli.render.page import Page

SETTLED = {Outcome.MET: ("✓", "green"), Outcome.PLANNED: ("✓", "green")}
LEAST_PATH = 8
LEAST_PLACE = 24
"""How many cells a place is given beside a code: with fewer it has its own line."""
LONGEST_REFERENCE = 90


def draw_gaps(page: Page, card: Scorecard) -> None:
    """Write the gaps, most urgent first, then the warnings."""
    gaps = card.gaps
    draw_tally(page, gaps)
    draw_facts(page, gaps)
    judged = [gap for gap in gaps if gap.outcome is not Outcome.UNDETERMINED]
    draw_findings(page, judged, judged)
    warnings = [f for f in card.findings if f.level is Level.WARNING]
    draw_group(page, page.say("card.warnings"), warnings)
    draw_hint(page, gaps, whole=False)


def draw_all(page: Page, card: Scorecard) -> None:
    """Write every finding, by commitment; what concerns the form first, what is to come last."""
    draw_tally(page, card.gaps)
    shape = [f for f in card.findings if f.commitment is None and f.level is not Level.WARNING]
    draw_group(page, page.say("card.shape"), shape)
    for rates in card.rates:
        mine = [f for f in card.findings if f.commitment == rates.commitment.id and f.status is Status.ACTIVE]
        rate = page.percent(rates.declared, complete=rates.complete)
        draw_group(page, f"{page.plain(rates.commitment.title)} {page.sign('–')} {rate}", mine)
    draw_group(page, page.say("card.future"), [f for f in card.findings if f.status is Status.FUTURE])
    draw_group(page, page.say("card.warnings"), [f for f in card.findings if f.level is Level.WARNING])
    draw_hint(page, card.gaps, whole=True)


def draw_tally(page: Page, gaps: Sequence[Finding]) -> None:
    """Write how many gaps of each level."""
    counts = [(level, sum(f.level is level for f in gaps)) for level in Level if level is not Level.WARNING]
    said = ", ".join(page.count(f"card.gaps.{level}", n) for level, n in counts if n)
    page.blank()
    if said:
        head = page.say("card.gaps.title")
        page.prose(page.say("card.sentence.colon", head=head, tail=said), accent=(head, "bold"))
    else:
        page.prose(page.say("card.gaps.none"))


def draw_group(page: Page, head: str, findings: Sequence[Finding]) -> None:
    """Write findings under a heading; none, no heading."""
    if findings:
        page.blank()
        page.prose(head, style="bold")
        draw_findings(page, findings, [f for f in findings if _told(f)])


def draw_findings(page: Page, findings: Sequence[Finding], told: Sequence[Finding]) -> None:
    """Write findings: in full what is left to do, in one line what is settled."""
    beside = all(_beside(page, finding) for finding in told)
    codes = max((cell_len(page.plain(f.criterion)) for f in findings), default=0)
    words = max((cell_len(_outcome(page, f)) for f in findings if not _told(f)), default=0)
    after_block = True
    for finding in findings:
        block = _told(finding)
        if block or after_block:
            page.blank()
        if block:
            draw_finding(page, finding, beside=beside)
        else:
            draw_settled(page, finding, codes, words)
        after_block = block


def draw_finding(page: Page, finding: Finding, *, beside: bool) -> None:
    """Write one gap or warning: what is wrong, what to do, where that comes from."""
    indent = " " * MARGIN
    head, title = _head(page, finding), page.plain(finding.title)
    place = place_of(page, finding.location, page.width - _width(head))
    if beside:
        page.line(*head, (place, "dim"), "  ", (title, "bold"))
    elif page.width - _width(head) < LEAST_PLACE:
        page.line(*head)
        page.line(indent, (place_of(page, finding.location, page.width - MARGIN), "dim"))
        page.prose(title, first=indent, style="bold")
    else:
        page.line(*head, (place, "dim"))
        page.prose(title, first=indent, style="bold")
    page.prose(page.plain(finding.message), first=indent)
    if finding.remedy:
        page.prose(page.plain(finding.remedy), first=indent + page.sign("→ "))
    draw_worth(page, finding)


def draw_worth(page: Page, finding: Finding) -> None:
    """Write what closing a gap gains and costs, and the reference of what it asks."""
    indent, said = " " * MARGIN, page.sign(" · ").join(_worth(page, finding))
    room = page.width - MARGIN
    reference = _reference(page, finding.references, max(room, LONGEST_REFERENCE))
    together = page.sign(" · ").join(filter(None, [said, reference]))
    if cell_len(together) <= room:
        page.prose(together, first=indent, style="dim")
    else:
        page.prose(said, first=indent, style="dim")
        page.prose(_reference(page, finding.references, room), first=indent, style="dim")


def draw_settled(page: Page, finding: Finding, codes: int, words: int) -> None:
    """Write a finding that leaves nothing to do now, in one line."""
    mark, style = SETTLED.get(finding.outcome, ("–", "dim"))
    code, word = page.plain(finding.criterion), _outcome(page, finding)
    before = f" {code}{' ' * (codes - cell_len(code))}  {word}{' ' * (words - cell_len(word))}  "
    sign = page.sign(mark)
    room = max(page.width - cell_len(before) - cell_len(sign), 0)
    page.line((sign, style), before, cut(page.plain(finding.title), room, page.dots))


def draw_hint(page: Page, gaps: Sequence[Finding], *, whole: bool) -> None:
    """Write how to know more."""
    code = next((f.criterion for f in gaps if f.commitment), gaps[0].criterion if gaps else "")
    said = [page.say("card.explain", command=_tied(f"guichet explain {page.plain(code)}"))] if code else []
    if not whole:
        said.append(page.say("card.show_all").replace("--show all", _tied("--show all")))
    page.blank()
    for hint in said:
        page.prose(hint, style="dim")


def place_of(page: Page, location: Location, room: int) -> str:
    """Give `path:line:column`, the path cut at its beginning where it is long."""
    at = f":{location.span.line}:{location.span.column}" if location.span else ""
    return cut_start(page.path(location.path), max(room - len(at), LEAST_PATH), page.dots) + at


def _told(finding: Finding) -> bool:
    return finding.gap or finding.level is Level.WARNING


def _head(page: Page, finding: Finding) -> list[str | tuple[str, str]]:
    style = LEVEL_STYLES[finding.level]
    return [
        (page.sign(LEVEL_MARKS[finding.level]), style),
        f" {page.plain(finding.criterion)} ",
        (f"[{page.say(f'level.{finding.level}')}]", style),
        " ",
    ]


def _width(parts: Sequence[str | tuple[str, str]]) -> int:
    return cell_len(Text.assemble(*parts).plain)


def _beside(page: Page, finding: Finding) -> bool:
    """Tell whether the title fits on the line of the place: all of a list do, or none is written so."""
    place = place_of(page, finding.location, page.width)
    return _width([*_head(page, finding), place, "  ", page.plain(finding.title)]) <= page.width


def _worth(page: Page, finding: Finding) -> Iterator[str]:
    points = int(finding.gain // 1)
    if points:
        yield page.count("card.gain", points)
    elif finding.gain:
        yield page.say("card.gain.little")
    if finding.effort in EFFORTS and finding.commitment:
        yield page.say(f"card.effort.{finding.effort}")
    yield from map(page.plain, marks(finding, page.language))


def _reference(page: Page, references: Sequence[Reference], room: int) -> str:
    """Give the first reference that names a place in its document, else the first: title and article, cut to fit."""
    chosen = next((reference for reference in references if reference.at), references[0] if references else None)
    if chosen is None:
        return ""
    at = page.plain(chosen.at or "")
    at = f", {cut(at, room // 2, page.dots)}" if at else ""
    return cut(page.plain(chosen.title), max(room - cell_len(at), 0), page.dots) + at


def _outcome(page: Page, finding: Finding) -> str:
    return page.say("outcome.claimed" if finding.claimed else f"outcome.{finding.outcome}")


def _tied(words: str) -> str:
    return words.replace(" ", "\u00a0")
