"""Reads TOML, in which rules, tables for the readers, and facts are written. A leaf, like `schema`."""

from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import msgspec
from tomli import TOMLDecodeError, loads

T = TypeVar("T")


class TomlError(Exception):
    """A file is no TOML, or not of the shape it should have; the message says what is wrong."""


def decoded(path: Path, shape: type[T]) -> T:
    """Read a file as a shape. Raises TomlError."""
    try:
        held = loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(held, shape, builtin_types=(datetime, date, time))
    except (TOMLDecodeError, UnicodeDecodeError, RecursionError, msgspec.ValidationError) as fault:
        raise TomlError(str(fault)) from None


__all__ = ["TOMLDecodeError", "TomlError", "decoded", "loads"]
