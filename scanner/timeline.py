"""An account's privacy over time, rebuilt from its flag and the switches on record."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

OPPOSITE = {"public": "private", "private": "public", "unknown": "unknown"}


class Switch(msgspec.Struct, frozen=True):
    """A switch of the account's privacy: `to` is `public private unknown`, `at` seconds since 1970."""

    at: float
    to: str


class Timeline(msgspec.Struct, frozen=True):
    """What is known of an account's privacy up to the export."""

    state: str
    """`public private unknown`: at the time of the export."""
    history: str
    """`recorded none only contradiction`, as `schema.FACTS` words it."""
    public: tuple[tuple[float, float], ...] = ()
    """The spans in which it was public, in seconds since 1970; minus infinity: as long as the account is
    known."""
    since: float | None = None
    """The last switch on record."""


def timeline(flag: bool | None, switches: Iterable[Switch], until: float) -> Timeline:
    """Rebuild the account's privacy. `flag` is True for a private account, `until` the moment of the export.

    Walking back from the flag: before a switch to private the account was public, and the other way round. A
    switch whose direction no table could read follows from its neighbours. Where the record contradicts
    itself (the last switch and the flag differ; two switches to the same side follow each other) the past is
    not told.
    """
    record = sorted(set(switches), key=lambda switch: switch.at)
    flagged = {True: "private", False: "public", None: "unknown"}[flag]
    if not record:
        return Timeline(flagged, "none", ((float("-inf"), until),) if flagged == "public" else ())
    last = record[-1]
    state = flagged if flagged != "unknown" else last.to
    if flagged != "unknown" and last.to not in ("unknown", flagged):
        return Timeline("unknown", "contradiction", since=last.at)
    told = _directions(record, state)
    if told is None:
        return Timeline(state, "contradiction", since=last.at)
    history = "recorded" if flagged != "unknown" else "only"
    return Timeline(
        state, history if state != "unknown" else "contradiction", _public_spans(told, until), last.at
    )


def _directions(record: Sequence[Switch], state: str) -> list[Switch] | None:
    """Give every switch its direction, walking back from the state now.

    None where the record contradicts itself.
    """
    told: list[Switch] = []
    expected = state
    for switch in reversed(record):
        if switch.to not in ("unknown", expected):
            return None
        told.append(Switch(switch.at, expected))
        expected = OPPOSITE[expected]
    return told[::-1]


def _public_spans(told: Sequence[Switch], until: float) -> tuple[tuple[float, float], ...]:
    """Give the spans in which the account was public."""
    first = Switch(float("-inf"), OPPOSITE[told[0].to])
    end = Switch(max(until, told[-1].at), "unknown")
    return tuple((a.at, b.at) for a, b in pairwise([first, *told, end]) if a.to == "public")
