"""Details of an account, built from plain facts."""

from scanner.accounts.details import AccountDetails
from scanner.readers.record import AccountDetail


def details_of(
    *facts: tuple[str, str | bool | float] | tuple[str, str | bool | float, float],
) -> AccountDetails:
    """Return the details of an Instagram account with these facts: name, value and, if any, time."""
    return AccountDetails("instagram", [AccountDetail("instagram", *fact) for fact in facts])
