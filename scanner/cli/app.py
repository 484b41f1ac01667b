"""The commands put together. Whatever a command needs beyond its options it imports when it runs."""

from typing import Annotated, Any, Final

import typer

from scanner import __version__
from scanner.cli import cohort, coverage, diff, errors, explain, facts, items, plan, rules, scan
from scanner.cli.options import EPILOG

_HELP: Final = (
    "Which of your Facebook and Instagram items are inside the pool Meta names for training its AI? Reads "
    "the download that Meta gave you, on this machine, without any network, and answers item by item."
)


class _Spoken(typer.core.TyperGroup):
    """Turns what goes wrong in any command into words and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with errors.spoken():
            return super().invoke(ctx)


app = typer.Typer(
    name="exposure",
    cls=_Spoken,
    help=_HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    # rich would double the time of --help, which has to appear at once
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"exposure {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before any command."""


app.command("scan", short_help="What is public, what is in the pool, what to do first.")(scan.scan)
app.command("items", short_help="The items themselves, filtered.")(items.items)
app.command("explain", short_help="Why one item got its verdicts.")(explain.explain)
app.command("facts", short_help="What no download says: asks you, and saves your answers.")(facts.facts)
app.command("plan", short_help="What you can do, ranked by what it would take out.")(plan.plan)
app.command("coverage", short_help="What became of each file in the download.")(coverage.coverage)
app.command("diff", short_help="What changed between two downloads or saved scans.")(diff.diff)
app.command("cohort", short_help="Many people's downloads at once, and the sums.")(cohort.cohort)
app.add_typer(rules.app, name="rules")
