"""The same dossier, charter and date give the same scorecard, in any process."""

from __future__ import annotations

import os
import subprocess
import sys

from building import AS_OF, EXAMPLES, charter_tests, grand_est

from guichet_cli.core.judge import Judge
from guichet_cli.core.model import Dossier
from guichet_cli.load.charter import DEFAULT, load_charter
from guichet_cli.load.dossier import load_dossier
from guichet_cli.load.shape import dossier_shape

SCRIPT = """
import sys
from datetime import date
from guichet_cli.checking import Checker
from guichet_cli.load.data import language
from guichet_cli.load.dossier import load_dossier
from guichet_cli.render import Run, render

sys.stdout.reconfigure(encoding="utf-8", newline="")
day = date(2026, 11, 23)
for lang in ("fr", "en"):
    checker = Checker(lang=lang, as_of=day)
    cards = [checker.card(load_dossier(path)) for path in sys.argv[1:]]
    print(render("json", cards, Run(language=language(lang), version="0", as_of=day)))
"""


def test_judging_twice_gives_equal_scorecards():
    """A scorecard is a value: judged again, by the same judge or by another, it is equal."""
    fresh = Judge(load_charter(DEFAULT, "fr"), dossier_shape())
    for path in sorted(EXAMPLES.glob("*/*.yaml")):
        first, again = load_dossier(str(path)), load_dossier(str(path))
        assert grand_est("fr")(first, AS_OF) == grand_est("fr")(first, AS_OF) == fresh(again, AS_OF)


def test_judging_leaves_the_dossier_alone():
    """A dossier that has been judged is as it was before."""
    for _, _, data, as_of, _ in list(charter_tests())[::20]:
        before = repr(data)
        grand_est("fr")(Dossier(path="d.yaml", data=data), as_of)
        assert repr(data) == before


def test_hash_seeds_do_not_matter():
    """Two processes that hash texts differently write the same JSON, byte for byte."""
    paths = [str(path) for path in sorted(EXAMPLES.glob("*/*.yaml"))]
    written = []
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        written.append(run.stdout)
    assert written[0] == written[1]
    assert len(written[0]) > 10_000
