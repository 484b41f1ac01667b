"""Mutations that keep an input nearly valid: of a document, of markup, of a whole tree of members."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any, Final

from tests.builders import Tree

ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1e308, 10**30, 2**63, -0.5, 1_710_000_000_000, -62_169_958_800, "", " ", "x",
    "2026-01-01", "1710000000", "\x00", "\x1f", "\u202e", "\ud800", "\xc3", "Ã©", "../../a.jpg", "/a.jpg",
    "C:\\a.jpg", "https://example.org/a.jpg", "=1+1", "[red]x[/red]", "<script>", "Public", "Only me",
    10**400, float("nan"), float("inf"), "x" * 3_000, [], {}, [[]], [None], [{}], {"": None},
    {"timestamp": "no"}, {"uri": 7},
    {"dict": [{"dict": 1}]}, {"value": {"value": []}},
)  # fmt: skip
"""What may stand in place of anything."""
MARKS: Final = (
    b"</div>", b"<div>", b"</table>", b"<table><tr><td>", b"<!--", b"<script>", b"<", b"&#0;",
    b"&#x110000;", b"&", b"<img src='", b"<a href=''>", b"\x00", b"\xff", b"</body></html>", b"<br>",
    b"</td>", b"<svg>", b"]]>", b"<textarea>", b"<div><div><div>", b"Mar 10, 2024, 11:59 PM", b"99:99",
    b"31/02/2024", b"Feb 30, 2024 0:0",
)  # fmt: skip
"""What may stand anywhere in markup."""
_PIECES: Final = re.compile(rb"<[^>]*>|[^<]+|<")
_MOST: Final = 6

Place = tuple[Any, Any]
"""What holds a value, and the key or index it has there."""


class BytesDice(Random):
    """Dice thrown by the bytes of an input, so that a fuzzer steers them; all zero once these are used up."""

    def __new__(cls, raw: bytes) -> "BytesDice":
        return super().__new__(cls)

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self._left = memoryview(raw)

    def getrandbits(self, bits: int, /) -> int:
        """Give the next bits of the input."""
        size = (bits + 7) // 8
        taken, self._left = self._left[:size], self._left[size:]
        return int.from_bytes(taken, "little") & ((1 << bits) - 1)

    def random(self) -> float:
        """Give the next number from 0 to 1 of the input."""
        return self.getrandbits(8) / 256


def document(raw: bytes, dice: Random) -> bytes:
    """Change some places of a JSON document; what is none is changed as bytes."""
    try:
        thing = json.loads(raw)
    except (ValueError, RecursionError):
        return scrambled(raw, dice)
    try:
        return _changed(thing, dice)
    except RecursionError:  # nested deeper than Python itself writes
        return scrambled(raw, dice)


def _changed(thing: Any, dice: Random) -> bytes:
    for _ in range(dice.randint(1, _MOST)):
        found = _places(thing)
        if not found:
            return json.dumps(dice.choice(ODD)).encode()
        dice.choice(_CHANGES)(dice.choice(found), found, dice)
    return json.dumps(thing, ensure_ascii=dice.random() < 1 / 2).encode("utf-8", "surrogatepass")


def _places(thing: Any) -> list[Place]:
    """Give every place of a document."""
    found: list[Place] = []
    waiting = [thing]
    while waiting:
        held = waiting.pop()
        keys = list(held) if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ()
        found += [(held, key) for key in keys]
        waiting += [held[key] for key in keys]
    return found


def _set_odd(place: Place, _: list[Place], dice: Random) -> None:
    place[0][place[1]] = deepcopy(dice.choice(ODD))


def _remove(place: Place, _: list[Place], dice: Random) -> None:
    holder, key = place
    if isinstance(holder, dict):
        holder.pop(key, None)
    else:
        del holder[key:]


def _copy_from_elsewhere(place: Place, found: list[Place], dice: Random) -> None:
    holder, key = dice.choice(found)
    place[0][place[1]] = deepcopy(holder[key])


def _wrap(place: Place, _: list[Place], dice: Random) -> None:
    holder, key = place
    holder[key] = [holder[key]] if dice.random() < 1 / 2 else {"dict": holder[key]}


def _nest(place: Place, _: list[Place], dice: Random) -> None:
    holder, key = place
    held, step = holder[key], dice.choice(("dict", "value", "children", "media", "data", "label_values", ""))
    for _level in range(dice.choice((10, 70, 400))):
        held = {step: held} if dice.random() < 1 / 4 else [{step: held}]
    holder[key] = held


def _repeat(place: Place, _: list[Place], dice: Random) -> None:
    holder, key = place
    if isinstance(holder, list):
        holder.insert(key, deepcopy(holder[key]))
    elif isinstance(holder[key], str):
        holder[key] *= 2


def _other_key(place: Place, found: list[Place], dice: Random) -> None:
    holder, key = place
    names = [name for _, name in found if isinstance(name, str)]
    if isinstance(holder, dict) and names:
        holder[dice.choice(names)] = holder.pop(key)


Change = Callable[[Place, list[Place], Random], None]
_CHANGES: Final[tuple[Change, ...]] = (
    _set_odd, _set_odd, _remove, _copy_from_elsewhere, _wrap, _nest, _repeat, _other_key,
)  # fmt: skip


def markup(raw: bytes, dice: Random) -> bytes:
    """Drop, repeat, swap and move tags and texts of a page, or cut it."""
    pieces = _PIECES.findall(raw) or [b""]
    for _ in range(dice.randint(1, _MOST)):
        here, there = dice.randrange(len(pieces)), dice.randrange(len(pieces))
        match dice.randrange(7):
            case 0:
                pieces[here] = b""
            case 1:
                pieces[here], pieces[there] = pieces[there], pieces[here]
            case 2:
                pieces[here:here] = pieces[there : there + dice.randint(1, 40)]
            case 3:
                pieces[here] += dice.choice(MARKS)
            case 4:
                del pieces[here + 1 : here + dice.randint(2, 40)]
                pieces[here] = scrambled(pieces[here], dice)
            case 5:
                pieces[here] *= dice.choice((2, 30, 3_000 // (1 + len(pieces[here]))))
            case _:
                pieces = pieces[: here + 1]
    return b"".join(pieces)


def scrambled(raw: bytes, dice: Random) -> bytes:
    """Change bytes: one to another, a stretch away, the rest away, or something between."""
    at = dice.randrange(len(raw) + 1)
    match dice.randrange(4):
        case 0:
            return raw[:at] + bytes([dice.getrandbits(8)]) + raw[at + 1 :]
        case 1:
            return raw[:at] + raw[at + dice.randint(1, 64) :]
        case 2:
            return raw[:at]
        case _:
            return raw[:at] + dice.choice(MARKS) + raw[at:]


def member(path: str, raw: bytes, dice: Random) -> bytes:
    """Change a member as what its name says it is."""
    if path.endswith(".json"):
        return document(raw, dice)
    return markup(raw, dice) if path.endswith((".html", ".htm")) else scrambled(raw, dice)


def tree(given: Tree, dice: Random) -> Tree:
    """Change some members of a tree: what is in them, their names, whether they are there at all."""
    changed = dict(given)
    for _ in range(dice.randint(1, _MOST)):
        if not changed:
            break
        path, other = dice.choice(list(changed)), dice.choice(list(changed))
        match dice.randrange(8):
            case 0:
                del changed[path]
            case 1:
                changed[path] = changed[other]
            case 2:
                changed[_renamed(path, other, dice)] = changed[path]
            case _:
                pages = [name for name in changed if name.endswith((".json", ".html", ".htm"))] or [path]
                path = dice.choice(pages)
                changed[path] = member(path, changed[path], dice)
    return changed


def _renamed(path: str, other: str, dice: Random) -> str:
    """Give a path near another: a file's name in the other's folder, one more number, another case."""
    folder, _, _ = other.rpartition("/")
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return dice.choice(
        (f"{folder}/{name}", f"{folder}/{stem}_2{dot}{ending}", path.upper(), f"x/{path}", f"../{path}")
    )
