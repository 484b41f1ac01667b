"""Where the built-in rules are, and how TOML is read. A leaf, like `schema`."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from tomli import TOMLDecodeError, loads

T = TypeVar("T")


class TomlError(Exception):
    """A file is no TOML, or not of the shape it should have; the message says what is wrong."""


def rules_dir() -> Path:
    """Return the folder of the built-in rules: inside the installed package, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


def parsed(path: Path) -> dict[str, Any]:
    """Read a file of any keys. Raises TomlError."""
    try:
        return loads(path.read_text(encoding="utf-8"))
    except (TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise TomlError(str(fault)) from None


def decoded(path: Path, shape: type[T]) -> T:
    """Read a file as a shape. Raises TomlError."""
    try:
        return msgspec.convert(parsed(path), shape, builtin_types=(datetime, date, time))
    except msgspec.ValidationError as fault:
        raise TomlError(str(fault)) from None


__all__ = ["TOMLDecodeError", "TomlError", "decoded", "loads", "parsed", "rules_dir"]
