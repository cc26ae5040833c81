"""Asking: for each field of a dossier, the criteria of a charter that read it, and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.conditions import branches
from guichet_cli.core.lint_book import Part
from guichet_cli.core.lint_sites import operands, place_of, sites
from guichet_cli.core.model import Status
from guichet_cli.core.pointer import under

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from guichet_cli.core.lint_fields import Fields
    from guichet_cli.core.model import Charter, Criterion

By = dict[str, list["Criterion"]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Readers:
    """The criteria that read each place of a dossier, in the charter's order; `[]` stands for any item of a list."""

    asks: By = field(default_factory=dict)
    """Those whose requirement speaks of the place."""
    decides: By = field(default_factory=dict)
    """Those whose applicability or level hangs on the fact."""
    proves: By = field(default_factory=dict)
    """Those whose proofs are named there."""


def readers(charter: Charter, fields: Fields) -> Readers:
    """Give who reads what among the criteria that a charter still asks."""
    found = Readers()
    wide = {"", *(f"/{commitment.id}" for commitment in charter.commitments)}  # no one criterion asks for a whole block
    for criterion in charter.criteria:
        if criterion.status is Status.OBSOLETE:
            continue
        for by, places in (
            (found.asks, asked(criterion, fields) - wide),
            (found.decides, set(_facts(criterion))),
            (found.proves, proof_places(criterion)),
        ):
            for place in sorted(places):
                by.setdefault(place, []).append(criterion)
    return found


def asked(criterion: Criterion, fields: Fields) -> set[str]:
    """Give the places that a criterion's requirements speak of, its own included."""
    schemas = [criterion.schema, *(case["schema"] for case in criterion.cases), criterion.partial or {}]
    places = set()
    for schema in schemas:
        for site in sites(Part("", schema), criterion.at, fields):
            places |= {site.place, *(under(site.place, name) for name in site.data.get("required", ()))}
            places |= {place_of(operand, site) for operand in operands(site)}
    return places


def proof_places(criterion: Criterion) -> set[str]:
    """Give the places where a criterion's proofs are named."""
    return {place if place.startswith("/") else f"{criterion.at}/{place}" for place in criterion.proof_at}


def _facts(criterion: Criterion) -> Iterator[str]:
    levels = [] if isinstance(criterion.level, str) else [branch.get("when") for branch in criterion.level]
    for condition in (criterion.when, *levels, *(case["when"] for case in criterion.cases)):
        yield from _within(condition)


def _within(condition: Mapping[str, Any] | None) -> Iterator[str]:
    if condition is None:
        return
    if "fact" in condition:
        yield condition["fact"]
    for part in branches(condition):
        yield from _within(part)
