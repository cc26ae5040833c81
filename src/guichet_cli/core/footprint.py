"""The footprint of trainings as other tools measured it: proposals for a dossier's fields, units shown, doubts told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from guichet_cli.core.classes import dataclass, field
from guichet_cli.core.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TRAINING = "/environment/training"
LEAST, MOST = 5, 1_500
"""Grams of CO2e for a kilowatt-hour of electricity, between which a figure is plausible. Editorial."""
SMALL = 10
"""Grams of CO2e under which a training is asked about where nothing tells the unit. Editorial."""
POWER = 100
"""Kilowatts that one machine cannot draw: more, and the energy is in another unit than the kWh. Editorial."""
DIGITS = 4


class Run(NamedTuple):
    """One training as a tool measured it: its line in the file, kWh, kgCO2e, PUE, seconds, GPUs, country."""

    line: int
    energy: float
    emissions: float
    pue: float | None = None
    duration: float | None = None
    gpus: float | None = None
    country: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A value for a field of the dossier: where it comes from, and what the field holds already."""

    pointer: str
    value: Any
    unit: str = ""
    source: str = ""
    """The key of the sentence that says what the value was made of."""
    params: Mapping[str, Any] = field(default_factory=dict)
    held: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """Why figures cannot be taken as they are: a wording key, the line of the file, what it cites."""

    key: str
    line: int
    params: Mapping[str, Any] = field(default_factory=dict)


def doubts(runs: Sequence[Run]) -> Iterator[Doubt]:
    """Give what speaks against measured trainings: negative figures, an impossible PUE, an odd intensity."""
    for run in runs:
        for name, value in (("energy_consumed", run.energy), ("emissions", run.emissions), ("duration", run.duration)):
            if value is not None and value < 0:
                yield Doubt(key="negative", line=run.line, params={"column": name, "value": value})
        if run.pue is not None and not 1 <= run.pue < 10:
            yield Doubt(key="pue", line=run.line, params={"value": run.pue})
        if run.energy == 0 < run.emissions:
            yield Doubt(key="no_energy", line=run.line, params={"value": short(run.emissions)})
        power = 3_600 * run.energy / run.duration if run.duration and run.duration > 0 else 0
        if power > POWER:
            params = {"energy": short(run.energy), "power": short(power), "most": POWER}
            yield Doubt(key="power", line=run.line, params=params)
        elif run.energy > 0 and run.emissions >= 0:
            intensity = 1_000 * run.emissions / run.energy
            if not LEAST <= intensity <= MOST:
                params = {"intensity": short(intensity), "least": LEAST, "most": MOST}
                yield Doubt(key="intensity", line=run.line, params=params)


def of_runs(runs: Sequence[Run], data: Mapping[str, Any]) -> list[Proposal]:
    """Give what measured trainings tell of a dossier's training, all of them together."""
    energy, emissions = math.fsum(run.energy for run in runs), math.fsum(run.emissions for run in runs)
    several = {"n": len(runs)}
    found = [
        Proposal(pointer="energy_kwh", value=short(energy), unit="kWh", source="sum", params=several),
        Proposal(pointer="emissions_kgco2e", value=short(emissions), unit="kgCO2e", source="sum", params=several),
        Proposal(pointer="runs", value=len(runs), source="rows"),
        Proposal(pointer="tool", value="codecarbon", source="tool"),
    ]
    if energy > 0 and len({run.country for run in runs}) == 1:
        grid = Proposal(
            pointer="grid_gco2e_per_kwh", value=short(1_000 * emissions / energy), unit="gCO2e/kWh", source="ratio"
        )
        found.append(grid)
    pues = {run.pue for run in runs}
    if len(pues) == 1 and (pue := pues.pop()) is not None:
        found.append(Proposal(pointer="includes_pue", value=pue > 1, source="pue", params={"value": pue}))
        if pue > 1:
            found.append(Proposal(pointer="pue", value=short(pue), source="column"))
    hours = [run.duration * run.gpus / 3_600 for run in runs if run.duration is not None and run.gpus]
    if len(hours) == len(runs):
        found.append(Proposal(pointer="gpu_hours", value=short(math.fsum(hours)), unit="h", source="gpus"))
    return [_placed(each, data) for each in found]


def of_card(grams: float, tool: str, data: Mapping[str, Any]) -> list[Proposal]:
    """Give what a model card tells of a dossier's training; the card counts grams, the dossier kilograms."""
    found = [
        Proposal(
            pointer="emissions_kgco2e",
            value=short(grams / 1_000),
            unit="kgCO2e",
            source="grams",
            params={"grams": short(grams)},
        )
    ]
    if "codecarbon" in tool.lower().replace(" ", ""):
        found.append(Proposal(pointer="tool", value="codecarbon", source="tool"))
    return [_placed(each, data) for each in found]


def doubt_of_card(grams: float, line: int, data: Mapping[str, Any]) -> Doubt | None:
    """Give what speaks against a card's figure: it is none, or it looks like kilograms given as grams."""
    if grams < 0:
        return Doubt(key="negative", line=line, params={"column": "emissions", "value": grams})
    energy = resolve(data, f"{TRAINING}/energy_kwh")
    if isinstance(energy, int | float) and not isinstance(energy, bool) and energy > 0:
        intensity = grams / energy
        if LEAST <= intensity <= MOST:
            return None
        key = "kilograms" if LEAST <= 1_000 * intensity <= MOST else "intensity"
        params = {"intensity": short(intensity), "grams": short(grams), "least": LEAST, "most": MOST}
        return Doubt(key=key, line=line, params=params)
    return Doubt(key="small", line=line, params={"grams": short(grams)}) if grams < SMALL else None


def short(value: float) -> int | float:
    """Give a measure with the digits that it deserves: four that mean something, a whole number where it is one."""
    if value == 0:
        return 0
    rounded = round(value, DIGITS - 1 - math.floor(math.log10(abs(value))))
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 10**15 else rounded


def _placed(proposal: Proposal, data: Mapping[str, Any]) -> Proposal:
    pointer = f"{TRAINING}/{proposal.pointer}"
    return Proposal(
        pointer=pointer,
        value=proposal.value,
        unit=proposal.unit,
        source=proposal.source,
        params=proposal.params,
        held=resolve(data, pointer),
    )
