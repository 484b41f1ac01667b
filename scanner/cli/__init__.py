"""The command `exposure`: the only place that knows typer, terminals and exit codes."""


def main() -> None:
    """Run the command; ends the process with its exit code."""
    from scanner.cli.app import app

    app(prog_name="exposure")
