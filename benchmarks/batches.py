"""Ten thousand dossiers in one call, with one job and with two, beside the tools that would otherwise be picked.

    .venv/bin/python benchmarks/batches.py [--quick] [--count N] [--rounds N] [--peers FOLDER]

All of them read the same generated files. The peers say whether the shape of a dossier is that of `schemas/dossier.schema.json`,
bundled in one file; `guichet` does that and the evidence, the scores, the gaps and their places. Peers that FOLDER does not hold
are installed there, or in a temporary folder where none is given; with `--quick` nothing is installed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measuring import AS_OF, ROOT, ratio, settle, table, trees
from throughput import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COUNT, QUICK = 10_000, 6
SLOW = 1_000
"""The slowest peers are given no more dossiers than this; what is compared is the time of one dossier."""
NPM = ("@sourcemeta/jsonschema", "ajv-cli", "ajv-formats")
PYPI = ("check-jsonschema", "yamale", "jsonschema-rs", "pyyaml")
BLOCKS = ("ethics", "explainability", "equity", "environment", "users")
FLOOR = "guichet check FOLDER -f json"
LOOP = """
import json, pathlib, sys, jsonschema_rs, yaml
class Loader(yaml.CSafeLoader):
    "Reads dates as texts, which JSON has."
    yaml_implicit_resolvers = {}
for sign, known in yaml.CSafeLoader.yaml_implicit_resolvers.items():
    Loader.yaml_implicit_resolvers[sign] = [each for each in known if not each[0].endswith(":timestamp")]
schema = jsonschema_rs.validator_for(json.loads(pathlib.Path(sys.argv[1]).read_bytes()))
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.yaml")):
    list(schema.iter_errors(yaml.load(path.read_bytes(), Loader)))
"""
YAMALE = "dossier: int()\n" + "".join(
    f"{key}: any(required=False)\n" for key in ("charter", "project", "system", *BLOCKS)
)


class Peer(NamedTuple):
    """A tool, the file without which it is absent, and its call on a schema and a folder of dossiers."""

    name: str
    needs: str
    call: Callable[[Path, Path, Path], Sequence[str | Path]]
    slow: bool = False


def files(folder: Path) -> list[Path]:
    """Give the dossiers of a folder."""
    return sorted(folder.glob("*.yaml"))


PEERS = (
    Peer(
        "sourcemeta jsonschema validate",
        "node_modules/.bin/jsonschema",
        lambda home, schema, folder: (
            home / "node_modules/.bin/jsonschema",
            "validate",
            "--continue",
            schema,
            *files(folder),
        ),
    ),
    Peer(
        "ajv-cli validate",
        "node_modules/.bin/ajv",
        lambda home, schema, folder: (
            *(home / "node_modules/.bin/ajv", "validate", "-s", schema, "-d", folder / "*.yaml", "-c", "ajv-formats"),
            *("--spec=draft2020", "--strict=false", "--all-errors"),
        ),
    ),
    Peer(
        "jsonschema-rs, bare loop",
        "venv/bin/python",
        lambda home, schema, folder: (home / "venv/bin/python", "-c", LOOP, schema, folder),
    ),
    Peer(
        "yamale, eight keys",
        "venv/bin/yamale",
        lambda home, schema, folder: (
            home / "venv/bin/yamale",
            "--no-strict",
            "-n",
            "2",
            "-s",
            schema.with_name("yamale.yaml"),
            folder,
        ),
    ),
    Peer(
        "check-jsonschema",
        "venv/bin/check-jsonschema",
        lambda home, schema, folder: (home / "venv/bin/check-jsonschema", "--schemafile", schema, *files(folder)),
        slow=True,
    ),
)


def bundle() -> dict[str, object]:
    """Give the dossier's schema with those that it refers to inside."""
    whole = json.loads((ROOT / "schemas" / "dossier.schema.json").read_bytes())
    inside = {name: json.loads((ROOT / "schemas" / f"{name}.schema.json").read_bytes()) for name in BLOCKS}
    return {
        **whole,
        "$id": "https://guichet.invalid/dossier.schema.json",
        "$defs": {**whole.get("$defs", {}), **inside},
    }


def install(home: Path) -> None:
    """Have the peers that a folder does not hold yet; those that cannot be had stay absent."""
    if not (home / "node_modules").is_dir() and shutil.which("npm"):
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", home, *NPM], check=False)
    if not (home / "venv").is_dir():
        venv.create(home / "venv", with_pip=True)
        subprocess.run([home / "venv/bin/python", "-m", "pip", "install", "--quiet", *PYPI], check=False)


def rows(taken: dict[str, list[tuple[float, float, float]]], counts: dict[str, int]) -> Iterator[tuple[str, ...]]:
    """Give the head of the table, then each tool by the clock."""
    yield ("one call", "dossiers", "s by the clock", "dossiers/s", "× guichet", "processor s", "MB at most")
    clock = {name: [(seconds / counts[name], memory) for seconds, _, memory in runs] for name, runs in taken.items()}
    for name, each in clock.items():
        count = counts[name]
        seconds, memory = sorted(seconds * count for seconds, _ in each)[len(each) // 2], max(mb for _, mb in each)
        busy = sorted(processor for _, processor, _ in taken[name])[len(each) // 2]
        of_ours = f"{ratio(clock, name, FLOOR):.2f}"
        yield (name, str(count), f"{seconds:.2f}", f"{count / seconds:.0f}", of_ours, f"{busy:.2f}", f"{memory:.0f}")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--count", type=int)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peers", type=Path)
    asked = parser.parse_args(arguments)
    count = asked.count or (QUICK if asked.quick else COUNT)
    with settle(), tempfile.TemporaryDirectory() as place:
        home = asked.peers or Path(place) / "peers"
        if not asked.quick:
            install(home)
        folders = {}
        for name, most in (("all", count), ("some", min(count, SLOW)), ("tenth", max(count // 10, 1))):
            folders[name] = Path(place) / name
            folders[name].mkdir()
            generate(folders[name], most)
        (Path(place) / "bundle.json").write_text(json.dumps(bundle()), encoding="utf-8")
        (Path(place) / "yamale.yaml").write_text(YAMALE, encoding="utf-8")
        check = (sys.executable, "-m", "guichet_cli", "check", "-f", "json", "--as-of", AS_OF)
        calls: dict[str, Sequence[str | Path]] = {FLOOR: (*check, folders["all"])}
        calls[f"{FLOOR} --jobs 2"] = (*check, "--jobs", "2", folders["all"])
        calls["a tenth of them"] = (*check, folders["tenth"])
        calls["a tenth of them --jobs 2"] = (*check, "--jobs", "2", folders["tenth"])
        counts = {name: max(count // 10, 1) if name.startswith("a tenth") else count for name in calls}
        absent = []
        for peer in PEERS:
            if not (home / peer.needs).exists():
                absent.append(peer.name)
                continue
            folder = folders["some" if peer.slow else "all"]
            calls[peer.name] = peer.call(home, Path(place) / "bundle.json", folder)
            counts[peer.name] = len(files(folder))
        taken = trees(calls, asked.rounds)
    size = "each of them read from the same files"
    sys.stdout.write(f"{sys.version.split()[0]}, {count} dossiers, {size}\n\n{table(list(rows(taken, counts)))}\n")
    if absent:
        sys.stdout.write(f"\nnot installed: {', '.join(absent)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
