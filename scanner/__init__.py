"""Which of your Facebook and Instagram items are inside the pool Meta names for training its AI."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.facts import Facts
    from scanner.pipeline import scan

__version__ = "0.1.0"
__all__ = ["Facts", "__version__", "scan"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: polars takes longer to load than the help to print."""
    if name == "scan":
        from scanner.pipeline import scan  # noqa: PLC0415

        return scan
    if name == "Facts":
        from scanner.facts import Facts  # noqa: PLC0415

        return Facts
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
