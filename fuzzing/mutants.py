"""Faults put into the core one at a time: does a test notice? Each is judged by the tests that run its line, in a copy of the tree.

    .venv/bin/python -m pytest -m "not hypothesis" --cov --cov-context=test tests/core tests/charters tests/load tests/render tests/write
    .venv/bin/python fuzzing/mutants.py [--count 200] [--seed 1] [--only core/scoring.py] [--keep survivors.txt]

Ends with 1 when a tenth of the faults or more are noticed by no test.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter, time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/guichet_cli")
SWAPS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
NEAR, ALL = 40, 400
"""How many tests judge first, those that run least besides; then how many more judge what these let pass."""
SECONDS = (300, 600)
MEMORY = 3_000_000_000


class Mutant(NamedTuple):
    """A fault: the file, the line, what it does, and the whole text of the file with it."""

    path: Path
    line: int
    change: str
    text: str


class Watch:
    """Which tests run which lines, as `pytest --cov --cov-context=test` saw them."""

    def __init__(self, data: Path) -> None:
        from coverage import CoverageData  # a development tool: what makes the faults does without

        read = CoverageData(str(data))
        read.read()
        self._lines: dict[tuple[str, int], set[str]] = {}
        self._weights: Counter[str] = Counter()
        for file in read.measured_files():
            for line, contexts in read.contexts_by_lineno(file).items():
                # `tests/core/test_a.py::test_b[c]|run`; what is imported or collected has no test
                tests = {context.rpartition("|")[0] for context in contexts if "::" in context}
                self._weights.update(tests)
                self._lines[Path(file).as_posix(), line] = tests

    def tests(self, path: Path, line: int) -> list[str]:
        """Give the tests of a line, then those of its file, those that run least of the core first in each."""
        file = (ROOT / path).as_posix()
        here = self._lines.get((file, line), set())
        around = {test for (name, _), tests in self._lines.items() if name == file for test in tests} - here
        weigh = self._weights.__getitem__
        return [*sorted(here, key=lambda t: (weigh(t), t)), *sorted(around, key=lambda t: (weigh(t), t))]


def places(path: Path) -> Iterator[tuple[Path, int, int]]:
    """Give where every fault of a file would be: the file, the rank of the node, the rank of what may stand there."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for number, (node, parent, field, _) in enumerate(_sites(tree)):
        for way in range(len(_faults(node, parent, field))):
            yield path, number, way


def made(path: Path, number: int, way: int) -> Mutant:
    """Give the fault of a place."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    node, parent, field, index = list(_sites(tree))[number]
    after = _faults(node, parent, field)[way]
    before = _short(node)
    if index is None:
        setattr(parent, field, after)
    else:
        getattr(parent, field)[index] = after
    ast.fix_missing_locations(tree)
    return Mutant(path, node.lineno, f"{before}  →  {_short(after)}", ast.unparse(tree))


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:110]


def _sites(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, str, int | None]]:
    """Give each node that runs, with what holds it and where: neither annotations, decorators, docstrings nor what mypy reads."""
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "decorator_list", "type_params", "bases"}:
            continue
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _is_inert(node):
                continue
            if hasattr(node, "lineno"):
                yield node, tree, field, index if isinstance(value, list) else None
            yield from _sites(node)


def _is_inert(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"__all__", "TYPE_CHECKING"}


def _faults(node: ast.AST, parent: ast.AST, field: str) -> list[ast.AST]:
    """Give what may stand in a node's place."""
    others: list[ast.AST] = []
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        others += [ast.Compare(node.left, [to()], node.comparators) for to in SWAPS.get(type(node.ops[0]), ())]
    elif isinstance(node, ast.BoolOp):
        others += [ast.BoolOp(to(), node.values) for to in SWAPS[type(node.op)]]
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        others += [ast.BinOp(node.left, to(), node.right) for to in SWAPS[type(node.op)]]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        others.append(node.operand)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        others.append(ast.Constant(not node.value))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        others += [ast.Constant(node.value + 1), ast.Constant(node.value - 1)]
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        others.append(ast.Return(ast.Constant(None)))
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Raise | ast.Continue) or (
        isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
    ):
        others.append(ast.Pass())
    elif isinstance(node, ast.Break):
        others.append(ast.Continue())
    if isinstance(parent, ast.If | ast.IfExp | ast.While) and field == "test" and not others:
        others.append(ast.UnaryOp(ast.Not(), node))
    return others


class Bench:
    """A copy of the tree in which one file at a time is broken."""

    def __init__(self, folder: Path) -> None:
        self._tree = folder / "tree"
        skipped = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "dist")
        shutil.copytree(ROOT, self._tree, ignore=skipped)
        self._moment = time()

    def noticed(self, mutant: Mutant, tests: list[str]) -> str:
        """Tell how the tests end with a fault: `killed`, `too long` or `survived`."""
        target = self._tree / mutant.path
        sound = target.read_text(encoding="utf-8")
        self._write(target, mutant.text)
        try:
            for asked, seconds in zip((tests[:NEAR], tests[NEAR : NEAR + ALL]), SECONDS, strict=True):
                if asked and (ended := self.run(asked, seconds)) != "survived":
                    return ended
            return "survived"
        finally:
            self._write(target, sound)

    def _write(self, target: Path, text: str) -> None:
        """Write a file with a time of its own: within a second, Python takes a file of the same size for the same file."""
        target.write_text(text, encoding="utf-8")
        self._moment += 10
        os.utime(target, (self._moment, self._moment))

    def run(self, tests: list[str], seconds: int) -> str:
        """Tell how some tests end."""
        command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
        environment = {**os.environ, "PYTHONPATH": str(self._tree / "src"), "COVERAGE_FILE": os.devnull}
        process = subprocess.Popen(
            [*command, *tests],
            cwd=self._tree,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            return "survived" if process.wait(seconds) == 0 else "killed"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            return "too long"


def main() -> int:
    """Break the core, and say what no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="files of the package, such as core/scoring.py")
    parser.add_argument("--coverage", type=Path, default=ROOT / ".coverage")
    parser.add_argument("--keep", type=Path, help="a file for what survived")
    asked = parser.parse_args()
    watch = Watch(asked.coverage)
    paths = [PACKAGE / name for name in asked.only] or sorted(
        path.relative_to(ROOT) for path in (ROOT / PACKAGE / "core").glob("*.py")
    )
    every = [place for path in paths for place in places(path)]
    drawn = random.Random(asked.seed).sample(every, min(asked.count, len(every)))  # noqa: S311 the same ones each time
    ended: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for place in drawn:
            mutant = made(*place)
            began = perf_counter()
            tests = watch.tests(mutant.path, mutant.line)
            how = bench.noticed(mutant, tests)
            ended[how] += 1
            line = f"{how:8} {mutant.path.name}:{mutant.line}  {mutant.change}  ({len(tests)} tests, {perf_counter() - began:.0f} s)"
            print(line, flush=True)
            if how == "survived" and asked.keep:
                with asked.keep.open("a", encoding="utf-8") as file:
                    file.write(f"{line}\n")
    share = ended["survived"] / max(1, len(drawn))
    print(f"{len(drawn)} faults of {len(every)}: {dict(ended)}, {share:.1%} noticed by no test")
    return int(share >= 0.1)


if __name__ == "__main__":
    sys.exit(main())
