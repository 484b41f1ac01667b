"""What in a written file would load something from elsewhere as soon as the file is opened."""

import csv
import json
import re
from pathlib import Path
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

REMOTE: Final = re.compile(
    r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:https?|ftp|file|javascript):", re.IGNORECASE
)
LOADING: Final = (
    "src", "srcset", "poster", "background", "data", "action", "formaction", "ping", "manifest", "xlink:href",
)  # fmt: skip
"""Attributes whose address is loaded or sent to, other than of a link that one has to click."""
IN_STYLE: Final = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)", re.IGNORECASE)
CALLS: Final = re.compile(r"(?!-?[\d.]+$)[=+\-@\t\r\n＝＋－＠]")
"""The start of a cell that a spreadsheet takes for a formula; a number below zero is none."""


def loads_by_itself(path: Path) -> list[str]:
    """Name what a file would load; a kind of file that is not known is taken for data."""
    if path.suffix in (".html", ".htm", ".svg"):
        return of_page(path.read_text(encoding="utf-8"))
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as table:
            return [cell for row in csv.reader(table) for cell in row if CALLS.match(cell)]
    if path.suffix == ".json":
        return of_json(json.loads(path.read_bytes()))
    return []


def of_json(document: Any) -> list[str]:
    """Name the keys by which tools fetch a schema or a context."""
    if isinstance(document, list):
        return [found for inner in document for found in of_json(inner)]
    if not isinstance(document, dict):
        return []
    here = [key for key in ("$schema", "$ref", "@context") if REMOTE.match(str(document.get(key, "")))]
    return here + [found for inner in document.values() for found in of_json(inner)]


def of_page(text: str) -> list[str]:
    """Name what a page would load."""
    found = []
    for node in LexborHTMLParser(text).css("*"):
        attributes = {name: value or "" for name, value in node.attributes.items()}
        found += [f"{node.tag} {name}" for name in LOADING if REMOTE.match(attributes.get(name, ""))]
        if node.tag in ("link", "base", "use", "image") and REMOTE.match(attributes.get("href", "")):
            found.append(f"{node.tag} href")
        if node.tag == "meta" and "url=" in attributes.get("content", "").lower().replace(" ", ""):
            found.append("meta refresh")
        style = node.text(deep=True) if node.tag == "style" else attributes.get("style", "")
        found += [f"{node.tag} style"] if IN_STYLE.search(style) else []
    return found
