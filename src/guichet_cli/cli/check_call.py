"""What `guichet check` does with a call, whichever road has understood it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from guichet_cli.cli import listing
from guichet_cli.cli.crews import force_of
from guichet_cli.cli.debts import debts_of
from guichet_cli.cli.judging import Judging
from guichet_cli.cli.outputs import order_of, outputs_of, refuse_idle
from guichet_cli.cli.settings import as_date, as_rate, choice
from guichet_cli.cli.walking import tell_configuration, walk
from guichet_cli.core.gate import BARS, BASES, Gate
from guichet_cli.errors import GuichetError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from guichet_cli.cli.call import Call
    from guichet_cli.cli.debts import Debts
    from guichet_cli.cli.outputs import Output
    from guichet_cli.load.dossier import Plan
    from guichet_cli.load.sieve import Sieve


def answer(call: Call) -> int:
    """Judge dossiers and give the exit code of the gate, or show what would be judged, and how. Raises GuichetError."""
    asked = call.params
    listing.refuse_idle(call, asked["paths"])
    if asked["show_settings"]:
        return listing.show_settings(call)
    if not call.shared["quiet"]:
        tell_configuration(call)
    if asked["show_files"]:
        return listing.show_files(_walked(call)()[0], quiet=call.shared["quiet"])
    judging = judging_of(call)
    if not asked["watch"]:
        return judging()
    from guichet_cli.cli.watching import watch as again

    return again(judging, asked["paths"], asked["write_baseline"])


def judging_of(call: Call) -> Judging:
    """Give what a call judges, against what, and where it goes. Raises GuichetError for options that cannot be honoured."""
    asked = call.params
    outputs = _outputs(asked, call.shared["langs"])
    choice("--show", asked["show"], ("gaps", "all"))
    choice("--audience", asked["audience"], ("expert", "public"))
    refuse_idle(call, outputs)
    if asked["watch"] and asked["out_dir"]:
        raise GuichetError("usage.idle_out_dir")
    waivers = None if asked["no_waivers"] else asked["waivers"]
    return Judging(
        call=call,
        outputs=outputs,
        gate=_gate(asked),
        debts=partial(_debts, asked, waivers),
        walked=_walked(call),
        beside=(asked["charter"], waivers, asked["baseline"]),
        charter=asked["charter"],
        as_of=as_date(asked["as_of"]),
        show=asked["show"],
        order={
            **order_of(asked["sort"], asked["group_by"]),
            "compare_texts": asked["compare_texts"],
            "audience": asked["audience"],
        },
        folder=asked["out_dir"],
        exit_zero=asked["exit_zero"],
        force=None if asked["watch"] else force_of(asked["jobs"], asked["executor"], both=call.typed("jobs")),
    )


def _walked(call: Call) -> Callable[[], tuple[Plan, Sieve]]:
    asked = call.params
    return partial(walk, call, asked["paths"], asked["exclude"], git=asked["respect_gitignore"])


def _outputs(asked: Mapping[str, Any], langs: Sequence[str]) -> Sequence[Output]:
    return outputs_of(
        asked["format_name"],
        asked["output"],
        asked["report"],
        also=asked["write_baseline"],
        folder=asked["out_dir"],
        langs=langs,
    )


def _debts(asked: Mapping[str, Any], waivers: str | None) -> Debts:
    return debts_of(
        waivers=waivers,
        baseline=asked["baseline"],
        target=asked["write_baseline"],
        select=asked["select"],
        ignore=asked["ignore"],
        charter=asked["charter"],
    )


def _gate(asked: Mapping[str, Any]) -> Gate:
    return Gate(
        fail_on=choice("--fail-on", asked["fail_on"], BARS),
        fail_under=as_rate("--fail-under", asked["fail_under"]),
        basis=choice("--basis", asked["basis"], BASES),
    )
