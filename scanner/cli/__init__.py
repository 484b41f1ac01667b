"""The command `exposure`: the only place that knows typer, terminals and exit codes."""


def main() -> None:
    """Run the command; ends the process with its exit code."""
    from scanner.cli.app import app
    from scanner.cli.errors import USAGE, say

    try:
        app(prog_name="exposure")
    except OSError as fault:
        # --help and --version are printed before any command runs: where they can't be, no command says so
        say(f"Error: {fault.strerror}")
        raise SystemExit(USAGE) from None
