"""How `--help` is laid out: options under the heading of their panel, and examples at the end.

Plain text, as click lays it out: rich's boxes would double the time, and a screen reader spells them out.
"""

from typing import Any

from typer.core import TyperCommand

from scanner.cli.options import OUTPUT, PANELS


class Command(TyperCommand):
    """A command whose options are listed by panel, with the examples of its `epilog`, one a line."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then each panel: those of the command, then the shared ones, limits last."""
        panels: dict[str, list[tuple[str, str]]] = {"Arguments": []}
        parameters = self.get_params(ctx)
        general = OUTPUT if any(_panel(parameter) == OUTPUT for parameter in parameters) else "Options"
        for parameter in parameters:
            record = parameter.get_help_record(ctx)
            if record is not None:
                is_argument = parameter.param_type_name == "argument"
                panel = _panel(parameter) or general
                panels.setdefault("Arguments" if is_argument else panel, []).append(record)
        for panel in sorted(panels, key=_place):
            if panels[panel]:
                with formatter.section(panel):
                    formatter.write_dl(panels[panel])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples."""
        if self.epilog:
            lines = self.epilog.split("\n")
            with formatter.section("Examples" if len(lines) > 1 else "Example"):
                formatter.write("".join(f"{'':>{formatter.current_indent}}{line}\n" for line in lines))


def _panel(parameter: Any) -> str | None:
    """Return the heading that a parameter is listed under; None where it names none."""
    panel: str | None = getattr(parameter, "rich_help_panel", None)
    return panel


def _place(panel: str) -> int:
    """Return where a panel is listed: a command's own first, limits last."""
    return PANELS.index(panel) + 1 if panel in PANELS else 0
