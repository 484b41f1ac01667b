"""Groups of options: written once as dataclasses, flattened to the signature that typer reads."""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from inspect import Parameter, Signature, signature
from typing import Any

import typer


def with_option_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose parameters that are dataclasses are options of their own for typer.

    The command itself gets the dataclasses, filled; a dataclass that refuses its values raises UsageError.
    """
    flat: list[Parameter] = []
    groups: dict[str, type[Any]] = {}
    for parameter in signature(command).parameters.values():
        if is_dataclass(parameter.annotation):
            group: Any = parameter.annotation
            groups[parameter.name] = group
            flat += (
                Parameter(
                    field.name,
                    Parameter.KEYWORD_ONLY,
                    default=Parameter.empty if field.default is MISSING else field.default,
                    annotation=field.type,
                )
                for field in fields(group)
            )
        else:
            flat.append(parameter.replace(kind=Parameter.KEYWORD_ONLY))

    def run(**values: Any) -> None:
        filled = {
            name: group(**{field.name: values.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        command(**values, **filled)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in flat}
    run.__signature__ = Signature(flat)  # type: ignore[attr-defined]
    return run


def option(names: str, panel: str, text: str, *, show_default: bool = False, **more: Any) -> Any:
    """Return an option of typer: its names with a space between, its panel and its text in `--help`."""
    first, *others = names.split()
    return typer.Option(first, *others, rich_help_panel=panel, help=text, show_default=show_default, **more)
