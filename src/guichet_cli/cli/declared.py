"""What the command line declares, for the quick road: Typer's own parameters of `check` and of the whole, as data.

`tests/cli/test_quick.py` compares it with Typer's, and writes it anew with `--update-golden`.
"""

from guichet_cli.cli.call import Option

WHOLE = (
    Option("lang", ("--lang",)),
    Option("color", ("--color",), envvar="GUICHET_COLOR", default="auto"),
    Option("quiet", ("--quiet", "-q"), is_flag=True, default=False),
    Option("verbose", ("--verbose", "-v"), is_flag=True, default=False),
    Option("config", ("--config",), envvar="GUICHET_CONFIG"),
    Option("isolated", ("--isolated",), is_flag=True, default=False),
)
"""The options that every command has."""
CHECK = (
    Option("paths", ("paths",), multiple=True),
    Option("charter", ("--charter",), envvar="GUICHET_CHARTER"),
    Option("format_name", ("--format", "-f"), envvar="GUICHET_FORMAT"),
    Option("output", ("--output", "-o"), envvar="GUICHET_OUTPUT"),
    Option("report", ("--report",), multiple=True),
    Option("fail_on", ("--fail-on",), envvar="GUICHET_FAIL_ON", default="blocking"),
    Option("fail_under", ("--fail-under",), envvar="GUICHET_FAIL_UNDER"),
    Option("basis", ("--basis",), envvar="GUICHET_BASIS", default="declared"),
    Option("baseline", ("--baseline",), envvar="GUICHET_BASELINE"),
    Option("write_baseline", ("--write-baseline",)),
    Option("waivers", ("--waivers",), envvar="GUICHET_WAIVERS"),
    Option("no_waivers", ("--no-waivers",), is_flag=True, default=False),
    Option("select", ("--select",), envvar="GUICHET_SELECT", multiple=True),
    Option("ignore", ("--ignore",), envvar="GUICHET_IGNORE", multiple=True),
    Option("as_of", ("--as-of",), envvar="GUICHET_AS_OF"),
    Option("show", ("--show",), envvar="GUICHET_SHOW", default="gaps"),
    Option("sort", ("--sort",), envvar="GUICHET_SORT", default="path"),
    Option("group_by", ("--group-by",), envvar="GUICHET_GROUP_BY"),
    Option("compare_texts", ("--compare-texts",), envvar="GUICHET_COMPARE_TEXTS", is_flag=True, default=False),
    Option("out_dir", ("--out-dir",)),
    Option("audience", ("--audience",), envvar="GUICHET_AUDIENCE", default="expert"),
    Option("exclude", ("--exclude",), envvar="GUICHET_EXCLUDE", multiple=True),
    Option(
        "respect_gitignore",
        ("--respect-gitignore",),
        ("--no-respect-gitignore",),
        envvar="GUICHET_RESPECT_GITIGNORE",
        is_flag=True,
        default=True,
    ),
    Option("exit_zero", ("--exit-zero",), envvar="GUICHET_EXIT_ZERO", is_flag=True, default=False),
    Option("jobs", ("--jobs",), envvar="GUICHET_JOBS", default="1"),
    Option("executor", ("--executor",)),
    Option("watch", ("--watch",), is_flag=True, default=False),
    Option("show_files", ("--show-files",), is_flag=True, default=False),
    Option("show_settings", ("--show-settings",), is_flag=True, default=False),
)
"""The argument and the options of `check`."""
