"""The corpus of every format: the cases of the small charter, and one where every text is hostile."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from small_charter import DOSSIERS, INJECTION, INJECTIONS, judged, run_of

from guichet_cli.core.model import Verdict
from guichet_cli.render import BINARY, FORMATS, render, writer

MACHINES = [name for name in FORMATS if name != "full" and name not in BINARY]

each_case = pytest.mark.parametrize("case", DOSSIERS)
each_language = pytest.mark.parametrize("lang", ["fr", "en"])
each_format = pytest.mark.parametrize("name", MACHINES)


def elsewhere(card, path):
    """Give the scorecard of the same dossier under another path."""
    places = [tuple(replace(place, path=path) for place in finding.locations) for finding in card.findings]
    findings = (replace(finding, locations=place) for finding, place in zip(card.findings, places, strict=True))
    return replace(card, path=path, findings=tuple(findings))


def everywhere():
    """Give scorecards of which every text, the charter's included, is hostile."""
    (card,) = judged("injected", "fr")
    texts = iter(INJECTIONS * 100)
    reference = next(f for f in judged("gaps", "fr")[0].findings if f.references).references[0]
    findings = tuple(
        replace(
            finding,
            title=next(texts),
            message=INJECTION,
            remedy=next(texts),
            references=(replace(reference, title=next(texts), at=next(texts), url="javascript:alert(1)"),),
        )
        for finding in card.findings
    )
    rates = tuple(replace(r, commitment=replace(r.commitment, title=next(texts), prefix=INJECTION)) for r in card.rates)
    criteria = tuple(
        replace(c, texts=replace(c.texts, title=next(texts), asks=next(texts), why=INJECTION, remedy=next(texts)))
        for c in card.charter.criteria
    )
    commitments = tuple(r.commitment for r in rates)
    charter = replace(
        card.charter,
        title=INJECTION,
        notice=next(texts),
        version=next(texts),
        criteria=criteria,
        commitments=commitments,
    )
    hostile = replace(card, findings=findings, rates=rates, charter=charter)
    return [hostile, elsewhere(hostile, INJECTION), replace(elsewhere(hostile, "=a.yaml"), verdict=Verdict.UNREADABLE)]


CORPUS = {
    **{case: (lambda lang, case=case: judged(case, lang)) for case in DOSSIERS},
    "everywhere": lambda _: everywhere(),
}
each_corpus = pytest.mark.parametrize("case", CORPUS)


def drawn(name, case, lang="fr", **more):
    """Render a case."""
    return render(name, CORPUS[case](lang), run_of(lang, **more))


def packed(name, case, lang="fr", **more):
    """Give the bytes of a case in a format that is no text."""
    format_writer = writer(name, run_of(lang, **more))
    cards = CORPUS[case](lang) if isinstance(case, str) else case
    return b"".join([format_writer.begin(), *(format_writer.add(card) for card in cards), format_writer.end()])


def gaps_of(cards):
    """Give how many gaps there are of each code and level."""
    return Counter((gap.criterion, str(gap.level)) for card in cards for gap in card.gaps)
