"""Addresses behind Meta's own redirects, taken from the address itself and never fetched."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

REDIRECTS: Final = {
    "/l.php": "u",
    "/flx/warn/": "u",
    "/dyi/l/": "l",
}
"""Paths of Meta's redirects, and the parameter that may hold where they lead; of `dyi/l` few do (D3I)."""
HOSTS: Final = ("facebook.com", "instagram.com", "threads.net", "threads.com")


def target(address: str | None) -> str | None:
    """Give the address on the net that a link leads to; None for none, or one that only Meta can resolve."""
    if not address or not address.startswith(("https://", "http://")):
        return None
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return None
    if not any(host == name or host.endswith("." + name) for name in HOSTS):
        return address
    key = REDIRECTS.get(path) or ("u" if host.startswith("l.") else None)
    if key is None:
        return address
    return next(
        (held for held in parse_qs(parts.query).get(key, ()) if held.startswith(("https://", "http://"))),
        None,
    )
