"""Meta's products, a row each: whose download and objection covers them, and how their pages are read.

A leaf. What tells one product's files from another's is in `rules/layouts/packaging.toml`.
"""

from typing import Final, NamedTuple


class Platform(NamedTuple):
    """One product of Meta's."""

    title: str
    download: str | None
    """The product whose download and account its content comes with; None: any product's."""
    objection: str
    """The product whose objection covers it."""
    labels: str
    """The folder of `rules/locales` whose labels its files use."""
    chats: str
    """The platform of the chats in its download."""
    account_word: str = ""
    """Its word for an account that is public or private as a whole; empty: each post has an audience."""
    fixed_html_zone: bool = False
    """Whether its HTML has times eight hours behind UTC, whatever the account's zone. Source: blog.sh."""


PLATFORMS: Final[dict[str, Platform]] = {
    "facebook": Platform("Facebook", "facebook", "facebook", "facebook", "messenger"),
    "instagram": Platform("Instagram", "instagram", "instagram", "instagram", "instagram", "account", True),
    "threads": Platform("Threads", "threads", "instagram", "instagram", "threads", "profile", True),
    "messenger": Platform("Messenger", "facebook", "facebook", "facebook", "messenger"),
    "meta_ai": Platform("Meta AI", None, "meta_ai", "instagram", "meta_ai"),
    "whatsapp": Platform("WhatsApp", None, "whatsapp", "facebook", "whatsapp"),
}

DOWNLOADS: Final = tuple(name for name, row in PLATFORMS.items() if row.download == name)
"""The products that give a download with an account of its own."""
OBJECTIONS: Final = tuple(dict.fromkeys(PLATFORMS[name].objection for name in DOWNLOADS))
"""The products for which an objection is filed."""
WITH_ACCOUNT_STATE: Final = tuple(name for name, row in PLATFORMS.items() if row.account_word)
"""The products whose accounts are public or private as a whole."""


def account_platform(name: str) -> str:
    """Return the product whose account the content of a platform belongs to."""
    row = PLATFORMS.get(name)
    return (row.download if row else None) or name


def objection_platform(name: str) -> str:
    """Return the product whose objection covers a platform."""
    row = PLATFORMS.get(name)
    return row.objection if row else name
