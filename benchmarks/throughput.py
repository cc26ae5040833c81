"""What many dossiers cost, as a multiple of what libyaml takes to compose the same bytes, and where the time goes.

    .venv/bin/python benchmarks/throughput.py [--quick]

The dossiers are generated: each is an example with another id, other numbers, more text, its blocks in another order.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import yaml

from guichet_cli import __version__
from guichet_cli.checking import Checker
from guichet_cli.load.charter import DEFAULT, build, load_charter, packaged, parse
from guichet_cli.load.data import language, schema
from guichet_cli.load.dossier import load_dossier
from guichet_cli.load.shape import BLOCKS, dossier_shape
from guichet_cli.render import Run, render
from measuring import AS_OF, EXAMPLES, Goal, least, ratio, rounds, settle, table

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20241211
COUNT, QUICK = 1_000, 4
ROUNDS, SAMPLE = 3, 60
SOURCES = (
    "absences-rendez-vous",
    "dermatologie-telexpertise",
    "flux-urgences",
    "inacheve",
    "prescription-verification",
    "radiologie-triage",
)
NUMBER = re.compile(r"(?<=: )\d+(?:\.\d+)?$", re.MULTILINE)
BLOCK = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)
TEXT = re.compile(r"(?<=title: )([^{\n]*[a-zé])$", re.MULTILINE)
PROJECT = re.compile(r"(?<=\bid: )(?!EV-)[A-Z]+(?:-[A-Z0-9]+)+\b")
COMPOSE = """
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    yaml.compose(path.read_bytes(), yaml.CSafeLoader)
"""
BATCH = "guichet check FOLDER -f json"
FLOOR = "libyaml composing the same bytes"


def varied(text: str, number: int, draw: random.Random) -> str:
    """Give an example as another project might have written it."""

    def shifted(match: re.Match[str]) -> str:
        value = float(match[0]) * draw.uniform(0.8, 1.2)
        return f"{value:.2f}" if "." in match[0] else str(round(value)) if len(match[0]) > 1 else match[0]

    head, *blocks = BLOCK.split(text)
    draw.shuffle(blocks)
    text = NUMBER.sub(shifted, head + "".join(block if block.endswith("\n") else f"{block}\n" for block in blocks))
    text = TEXT.sub(lambda match: f"{match[1]}, variante {draw.randrange(10_000)}", text)
    return PROJECT.sub(lambda match: f"{match[0]}-{number}", text)


def generate(folder: Path, count: int) -> list[Path]:
    """Write dossiers beside the proofs of the examples, and give their paths."""
    draw = random.Random(SEED)  # noqa: S311 the same dossiers each time
    sources = [(EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8") for name in SOURCES]
    shutil.copytree(EXAMPLES / "preuves", folder / "preuves")
    paths = []
    for number in range(count):
        paths.append(folder / f"{number:05}.yaml")
        paths[-1].write_text(varied(sources[number % len(sources)], number, draw), encoding="utf-8")
    return paths


def milliseconds(work: Callable[[Any], object], items: list[Any]) -> float:
    """Give the median time that one item takes."""
    times = []
    for item in items:
        start = process_time()
        work(item)
        times.append(process_time() - start)
    return 1000 * median(times)


def events(data: bytes) -> None:
    """Let libyaml read a text to its end."""
    for _ in yaml.parse(data, yaml.CSafeLoader):
        pass


def stages(paths: list[Path]) -> list[tuple[str, float]]:
    """Give what each step takes for one dossier, in a warm process."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    from guichet_cli.core.failure import Scene
    from guichet_cli.core.requirement import failures
    from guichet_cli.core.validate import without_nulls

    checker = Checker(lang="fr", as_of=date.fromisoformat(AS_OF))
    raw = [path.read_bytes() for path in paths]
    dossiers = [load_dossier(str(path)) for path in paths]
    cards = [checker.card(dossier) for dossier in dossiers]
    data = [without_nulls(dossier.data) for dossier in dossiers]
    documents = [schema(f"{name}.schema.json") for name in ("dossier", *BLOCKS)]
    registry: Any = Registry().with_resources([(d["$id"], Resource.from_contents(d)) for d in documents])
    validator, shape = Draft202012Validator(documents[0], registry=registry), dossier_shape()
    run = Run(language=language("fr"), version=__version__, as_of=date.fromisoformat(AS_OF))
    return [
        ("libyaml, events only", milliseconds(events, raw)),
        ("libyaml, nodes", milliseconds(lambda text: yaml.compose(text, yaml.CSafeLoader), raw)),
        ("load: data, positions, proofs", milliseconds(lambda path: load_dossier(str(path)), paths)),
        ("shape, this engine", milliseconds(lambda value: failures(shape, value, Scene(value, "")), data)),
        ("shape, jsonschema", milliseconds(lambda value: list(validator.iter_errors(value)), data)),
        ("judge: shape, 60 criteria, rates", milliseconds(checker.card, dossiers)),
        ("render: json", milliseconds(lambda card: render("json", [card], run), cards)),
        ("render: full", milliseconds(lambda card: render("full", [card], run), cards)),
    ]


def charter() -> list[tuple[str, float]]:
    """Give what a charter takes to load, compiled and not."""
    raw = packaged()[DEFAULT].read_bytes()
    return [
        ("charter, compiled", milliseconds(lambda _: load_charter(DEFAULT, "fr"), list(range(7)))),
        (
            "charter, from its YAML",
            milliseconds(lambda _: build(json.loads(json.dumps(parse(raw))), "", "fr"), list(range(3))),
        ),
    ]


def main(arguments: list[str]) -> None:
    """Measure and print."""
    quick = "--quick" in arguments
    count = QUICK if quick else COUNT
    with settle(), tempfile.TemporaryDirectory() as place:
        folder, tenth = Path(place) / "all", Path(place) / "tenth"
        folder.mkdir()
        tenth.mkdir()
        paths = generate(folder, count)
        generate(tenth, max(count // 10, 1))
        size = sum(path.stat().st_size for path in paths)
        check = (sys.executable, "-m", "guichet_cli", "check", "-f", "json", "--as-of", AS_OF)
        taken = rounds(
            {
                FLOOR: (sys.executable, "-c", COMPOSE, str(folder)),
                BATCH: (*check, str(folder)),
                "a tenth": (*check, str(tenth)),
            },
            1 if quick else ROUNDS,
        )
        steps = stages(paths[: QUICK if quick else SAMPLE])
    found, goal = ratio(taken, BATCH, FLOOR), Goal(4, 2.5)
    small, large = (max(memory for _, memory in taken[name]) for name in ("a tenth", BATCH))
    write = sys.stdout.write
    write(f"{sys.version.split()[0]}, {count} dossiers, {size / 1_000_000:.1f} MB\n\n")
    rows = [("whole process", "s", "× libyaml", "least", "MB", "must", "aim", "")]
    for name, judged in ((FLOOR, ("", "", "")), (BATCH, (f"{goal.must:g}", f"{goal.aim:g}", goal.judged(found)))):
        times, memory = zip(*taken[name], strict=True)
        ratios = (f"{ratio(taken, name, FLOOR):.2f}", f"{least(taken, name, FLOOR):.2f}")
        rows.append((name, f"{median(times):.2f}", *ratios, f"{max(memory):.0f}", *judged))
    write(
        f"{table(rows)}\n\nmemory for {count} dossiers against {max(count // 10, 1)}: {large:.0f} MB against {small:.0f} MB\n\n"
    )
    nodes = dict(steps)["libyaml, nodes"]
    rows = [("one dossier, in a warm process", "ms", "× libyaml nodes")]
    rows += [(name, f"{ms:.2f}", f"{ms / nodes:.2f}") for name, ms in (*steps, *charter())]
    write(table([tuple(map(str, row)) for row in rows]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
