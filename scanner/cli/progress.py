"""Progress on a terminal: a bar over the bytes that are read."""

import sys

from tqdm import tqdm  # type: ignore[import-untyped]


class Bar:
    """A tqdm bar on standard error, gone when the work has ended: a `reading.Progress`."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def start(self, total: int) -> None:
        """Show the bar."""
        self._bar = tqdm(total=total, unit="B", unit_scale=True, desc="Reading", leave=False, file=sys.stderr)

    def advance(self, done: int) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(done)

    def done(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
