"""The commands put together. Whatever a command needs beyond its options it imports when it runs."""

from typing import Annotated, Any, Final

import typer

from scanner import __version__
from scanner.cli import cohort, coverage, diff, errors, explain, facts, items, plan, rules, scan
from scanner.cli.help import Command

_HELP: Final = (
    "Which of your Facebook and Instagram items are inside what Meta says it uses to train its AI? Reads "
    "the download that Meta gave you, on this machine and without any network, and answers item by item."
)
_EPILOG: Final = (
    "\b\nExamples:\n  exposure scan facebook-jane.zip\n  exposure plan facebook-jane.zip --region Germany\n\n"
    "Exit codes: 0 done; 1 --fail-on reached; 2 usage, configuration or rule error; 3 no Meta download "
    "there; 4 done, but some of the download could not be read; 130 stopped."
)


class _ErrorReporting(typer.core.TyperGroup):
    """Turns what goes wrong in any command into words and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with errors.report_errors():
            return super().invoke(ctx)


app = typer.Typer(
    name="exposure",
    cls=_ErrorReporting,
    help=_HELP,
    epilog=_EPILOG,
    no_args_is_help=True,
    # rich would double the time of --help, which has to appear at once
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(value: bool) -> None:
    """Print the version and end."""
    if value:
        typer.echo(f"exposure {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Take the options that come before any command."""


_COMMANDS: Final = (
    (
        scan.scan,
        "What is public, what is eligible for AI training, what to do first.",
        ("scan facebook-jane.zip --region Germany", "scan jane/ --now yes --kind post,comment"),
    ),
    (
        items.items,
        "The items themselves, filtered.",
        ("items facebook-jane.zip --visibility public --until 2015", "items jane/ --now yes -o eligible.csv"),
    ),
    (explain.explain, "Why one item got its verdicts.", ("explain facebook-jane.zip 3f2a9c00",)),
    (
        facts.facts,
        "Answer what no download says, and save your answers.",
        (
            "facts facebook-jane.zip",
            "facts facebook-jane.zip --set audience=friends --kind post",
        ),
    ),
    (
        plan.plan,
        "What you can do, ranked by what it would take out.",
        ("plan facebook-jane.zip --region Germany --write letters",),
    ),
    (
        coverage.coverage,
        "What became of each file in your download.",
        ("coverage facebook-jane.zip -o coverage.csv",),
    ),
    (
        diff.diff,
        "What changed between two downloads or saved scans.",
        ("diff facebook-jane-2025.zip facebook-jane-2026.zip",),
    ),
    (
        cohort.cohort,
        "Many people's downloads at once, and the sums.",
        ("cohort downloads --out results --region Germany --min-persons 5",),
    ),
)
"""Each command with its line in the list of commands, and examples of calls."""

for _function, _line, _examples in _COMMANDS:
    app.command(
        _function.__name__,
        cls=Command,
        short_help=_line,
        epilog="\n".join(f"exposure {example}" for example in _examples),
    )(_function)
app.add_typer(rules.app, name="rules")
