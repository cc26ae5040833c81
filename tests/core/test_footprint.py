"""Measured trainings to proposals and doubts, as plain tables."""

import pytest

from guichet_cli.core.footprint import Run, doubt_of_card, doubts, of_card, of_runs, short

SHORT = (
    (0, 0),
    (0.0, 0),
    (12.0, 12),
    (12.345, 12.35),
    (-12.345, -12.35),
    (0.000123456, 0.0001235),
    (123456.7, 123500),
    (1e20, 1e20),
)
DOUBTS = (
    # energy, emissions, PUE, duration; what is doubted
    ((100, 5), {}, []),
    ((100, 0.5), {}, []),
    ((100, 0.49), {}, ["intensity"]),
    ((100, 150), {}, []),
    ((100, 151), {}, ["intensity"]),
    ((0, 0), {}, []),
    ((0, 1), {}, ["no_energy"]),
    ((-1, 1), {}, ["negative"]),
    ((0, -1), {}, ["negative"]),
    ((100, -1), {}, ["negative"]),
    ((100, 5), {"duration": -1}, ["negative"]),
    ((100, 5), {"duration": 0}, []),
    ((100, 5), {"duration": 3_600}, []),
    ((101, 5), {"duration": 3_600}, ["power"]),
    ((101, 5_000), {"duration": 3_600}, ["power"]),
    ((100, 5), {"pue": 1}, []),
    ((100, 5), {"pue": 9.9}, []),
    ((100, 5), {"pue": 10}, ["pue"]),
    ((100, 5), {"pue": 0.99}, ["pue"]),
    ((-1, -1), {"pue": -1, "duration": -1}, ["negative", "negative", "negative", "pue"]),
)
CARDS = (
    # grams, the kilowatt-hours that the dossier holds, what is doubted
    (10, None, None),
    (9.99, None, "small"),
    (0, None, "small"),
    (-1, None, "negative"),
    (-1, 10, "negative"),
    (500, 10, None),
    (50, 10, None),
    (15_000, 10, None),
    (15_001, 10, "intensity"),
    (49.9, 10, "intensity"),
    (15, 10, "kilograms"),
    (0.05, 10, "kilograms"),
    (0.04, 10, "intensity"),
    (5, True, "small"),
    (5, "10", "small"),
    (5, 0, "small"),
    (500, -10, None),
)


def proposed(proposals):
    """Give proposals as plain data."""
    return {each.pointer.rpartition("/")[2]: (each.value, each.unit, each.source) for each in proposals}


@pytest.mark.parametrize(("value", "shown"), SHORT)
def test_short(value, shown):
    """A measure keeps four digits that mean something; a whole number has no point, unless it is beyond counting."""
    assert (short(value), type(short(value))) == (shown, type(shown))


@pytest.mark.parametrize(("figures", "more", "keys"), DOUBTS)
def test_doubts_of_runs(figures, more, keys):
    """What cannot be, or is hardly plausible, is doubted at its line; bounds are plausible themselves."""
    found = list(doubts([Run(1, 100, 5), Run(7, *figures, **more)]))
    assert [(each.key, each.line) for each in found] == [(key, 7) for key in keys]


def test_doubts_cite_figures():
    """A doubt cites what it is about, and the bounds."""
    one, two, three, four = doubts(
        [Run(2, 100, 5, pue=0.5), Run(3, 1_000, 5, duration=3_600), Run(4, 100, 200), Run(5, 0, 1.23456)]
    )
    assert one.params == {"value": 0.5}
    assert two.params == {"energy": 1_000, "power": 1_000, "most": 100}
    assert three.params == {"intensity": 2_000, "least": 5, "most": 1_500}
    assert four.params == {"value": 1.235}
    (negative,) = doubts([Run(2, -1, 0)])
    assert negative.params == {"column": "energy_consumed", "value": -1}


@pytest.mark.parametrize(("grams", "energy", "key"), CARDS)
def test_doubt_of_a_card(grams, energy, key):
    """A card's grams are doubted beside the energy that the dossier holds, else where they are very few."""
    data = {"environment": {"training": {"energy_kwh": energy}}} if energy is not None else {}
    doubt = doubt_of_card(grams, 3, data)
    assert (doubt and doubt.key, doubt and doubt.line) == (key, key and 3)


def test_doubt_of_a_card_cites_figures():
    """The doubt about a card has the grams, and the grams for a kilowatt-hour where energy is known."""
    held = {"environment": {"training": {"energy_kwh": 10}}}
    assert doubt_of_card(15, 1, held).params == {"intensity": 1.5, "grams": 15, "least": 5, "most": 1_500}
    assert doubt_of_card(9, 1, {}).params == {"grams": 9}
    assert doubt_of_card(-1, 1, {}).params == {"column": "emissions", "value": -1}


def test_sums():
    """Several runs are added up; their ratio, PUE and GPU hours are told where all of them agree."""
    runs = [Run(2, 10, 1, 1.5, 3_600, 2, "FRA"), Run(3, 30, 3, 1.5, 1_800, 4, "FRA")]
    found = of_runs(runs, {"environment": {"training": {"runs": 5, "pue": 1.4}}})
    assert proposed(found) == {
        "energy_kwh": (40, "kWh", "sum"),
        "emissions_kgco2e": (4, "kgCO2e", "sum"),
        "runs": (2, "", "rows"),
        "tool": ("codecarbon", "", "tool"),
        "grid_gco2e_per_kwh": (100, "gCO2e/kWh", "ratio"),
        "includes_pue": (True, "", "pue"),
        "pue": (1.5, "", "column"),
        "gpu_hours": (4, "h", "gpus"),
    }
    assert {each.pointer: each.held for each in found if each.held is not None} == {
        "/environment/training/runs": 5,
        "/environment/training/pue": 1.4,
    }
    assert [each.params for each in found if each.params] == [{"n": 2}, {"n": 2}, {"value": 1.5}]


@pytest.mark.parametrize(
    ("runs", "absent"),
    [
        ([Run(2, 10, 1, 1.5, 1, 1, "FRA"), Run(3, 10, 1, 1.5, 1, 1, "DEU")], {"grid_gco2e_per_kwh"}),
        ([Run(2, 0, 0, 1.5, 1, 1, "FRA")], {"grid_gco2e_per_kwh"}),
        ([Run(2, 10, 1, 1.5, 1, 1), Run(3, 10, 1, 1.4, 1, 1)], {"includes_pue", "pue"}),
        ([Run(2, 10, 1, None, 1, 1)], {"includes_pue", "pue"}),
        ([Run(2, 10, 1, 1.0, 1, 1)], {"pue"}),
        ([Run(2, 10, 1, 1.5, 1, 1), Run(3, 10, 1, 1.5, 1, 0)], {"gpu_hours"}),
        ([Run(2, 10, 1, 1.5, None, 1)], {"gpu_hours"}),
    ],
    ids=lambda value: ", ".join(sorted(value)) if isinstance(value, set) else "",
)
def test_untold(runs, absent):
    """What the runs do not agree about, or do not say, is not proposed."""
    told = proposed(of_runs([Run(2, 10, 1, 1.5, 1, 1)], {}))
    found = proposed(of_runs(runs, {}))
    assert told.keys() - found.keys() == absent
    assert found.get("includes_pue", (None,))[0] is (None if "includes_pue" in absent else "pue" not in absent)


def test_card():
    """A card counts grams, a dossier kilograms; the tool is named where the card names CodeCarbon, however it is written."""
    (one,) = of_card(1_234.5, "by hand", {"environment": {"training": {"emissions_kgco2e": 2}}})
    assert (one.pointer, one.value, one.unit, one.source, one.params, one.held) == (
        "/environment/training/emissions_kgco2e",
        1.234,
        "kgCO2e",
        "grams",
        {"grams": 1_234},
        2,
    )
    assert proposed(of_card(1, "Code Carbon 2.1", {}))["tool"] == ("codecarbon", "", "tool")
