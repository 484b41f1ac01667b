"""The key of a cohort, and the names and ids made with it.

Who has the key can tell whether a given person is in the cohort; who has not sees names that mean nothing.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from scanner.cohort.errors import CohortError

KEY_FILE: Final = "cohort.key"
"""In the folder written to, made by the first run."""
SHORTEST: Final = 16
"""Bytes of a key given with `--key`: fewer could be tried out."""
_NEW: Final = 32
_NAME_DIGITS: Final = 32


def read_key(path: Path) -> bytes:
    """Read a key; white space around it does not count. Raises CohortError."""
    try:
        key = path.read_bytes().strip()
    except OSError as fault:
        raise CohortError(f"the key {path} can't be read: {fault.strerror}") from None
    if len(key) < SHORTEST:
        raise CohortError(f"the key {path} is too short: it takes {SHORTEST} bytes or more")
    return key


def new_key(path: Path) -> bytes:
    """Make a key in a file that its owner alone may read. Raises CohortError."""
    key = secrets.token_hex(_NEW).encode()
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(key + b"\n")
    except OSError as fault:
        raise CohortError(f"the key {path} can't be written: {fault.strerror}") from None
    return key


def keyed_name(key: bytes, name: str) -> str:
    """Return the name of a person's file, 32 hexadecimal digits, of the name that stands in the folder."""
    return keyed(key, "name", os.fsencode(name)).hex()[:_NAME_DIGITS]


def keyed(key: bytes, purpose: str, message: bytes) -> bytes:
    """Return the HMAC-SHA256 of a message for a purpose, so that one purpose's is of no use for another."""
    return hmac.digest(key, purpose.encode() + b"\0" + message, hashlib.sha256)
