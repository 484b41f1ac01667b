"""Where the built-in rules stand. A leaf, like `schema`: readers have data there too, and need no more."""

from pathlib import Path


def rules_dir() -> Path:
    """Give the folder of the built-in rules: inside the installed package, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"
