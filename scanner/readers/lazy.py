"""A list of records that are made one by one as they are asked for, so that few of a large page are held."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec


class Lazy(msgspec.Struct, frozen=True):
    """Stands in the place of a parsed list; gone through again, it is made anew."""

    make: Callable[[], Iterator[Any]]
    """Begins with the first record. What it gives may raise UnreadableError."""

    def __iter__(self) -> Iterator[Any]:
        """Return each record."""
        return self.make()
