"""An account's privacy over time, rebuilt from its flag and the recorded switches."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import Final

import msgspec
from msgspec.structs import replace

OPPOSITE: Final = {"public": "private", "private": "public", "unknown": "unknown"}

Spans = tuple[tuple[float, float], ...]
"""Starts and ends in seconds since 1970 UTC, the earliest first; a span of no length is a moment."""


class Switch(msgspec.Struct, frozen=True):
    """A switch of the account's privacy: `to` is `public private unknown`, `at` seconds since 1970."""

    at: float
    to: str


class PrivacyHistory(msgspec.Struct, frozen=True):
    """What is known of an account's privacy up to the export."""

    state: str
    """`public private unknown`: at the time of the export."""
    history: str
    """`recorded none only contradiction`, as `schema.FACTS` words it."""
    public: Spans = ()
    """When a record shows the account public. A switch to private that comes first is a moment: it shows that
    the account was public just then, and nothing of the time before it."""
    known_from: float = inf
    """From when on every state is recorded: the first switch; infinity where no switch says anything."""
    since: float | None = None
    """The last recorded switch."""


def privacy_history(flag: bool | None, switches: Iterable[Switch], until: float) -> PrivacyHistory:
    """Return the account's privacy; `flag` is True for a private account, `until` the moment of the export.

    A state is known at the export, and from a recorded switch until the next one. What came before the first
    switch is not known: a record that is missing proves nothing. A switch whose direction no table could read
    follows from its neighbours, walking back from the flag. Where the record contradicts itself (the last
    switch and the flag differ; two switches to the same side follow each other) only the state at the export
    is taken.
    """
    record = sorted(set(switches), key=lambda switch: switch.at)
    flagged = {True: "private", False: "public", None: "unknown"}[flag]
    if not record:
        return PrivacyHistory(flagged, "none", _at_export(flagged, until))
    last = record[-1]
    if flagged != "unknown" and last.to not in ("unknown", flagged):
        return PrivacyHistory("unknown", "contradiction", since=last.at)
    state = flagged if flagged != "unknown" else last.to
    directed = None if state == "unknown" else _directions(record, state)
    if directed is None:
        return PrivacyHistory(state, "contradiction", _at_export(state, until), since=last.at)
    history = "recorded" if flagged != "unknown" else "only"
    return PrivacyHistory(state, history, _public_spans(directed, until), directed[0].at, last.at)


def united_history(newest: PrivacyHistory, older: Iterable[PrivacyHistory]) -> PrivacyHistory:
    """Return what the records of several downloads of one account show together; the state is the newest's.

    Each download is a record of its own time: it shows where the account was public up to when it was made.
    Where an older one shows the account public while the switches of the newest say that it was private, a
    switch is missing from these, and they don't prove that anything was never public.
    """
    earlier = [span for history in older for span in history.public]
    complete = all(_agrees(newest, span) for span in earlier)
    return replace(
        newest,
        public=_merged([*newest.public, *earlier]),
        known_from=newest.known_from if complete else inf,
    )


def _agrees(history: PrivacyHistory, span: tuple[float, float]) -> bool:
    """Return whether a history has a span as public too, as far as its record goes back."""
    since, until = max(span[0], history.known_from), span[1]
    return until < history.known_from or any(a <= since and until <= b for a, b in history.public)


def _merged(spans: Iterable[tuple[float, float]]) -> Spans:
    """Return the spans in the order of time, each run of overlapping ones as one."""
    merged: list[tuple[float, float]] = []
    for since, until in sorted(spans):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return tuple(merged)


def _at_export(state: str, until: float) -> Spans:
    """Return the one moment at which a state without a history is known: that of the export."""
    return ((until, until),) if state == "public" else ()


def _directions(record: Sequence[Switch], state: str) -> list[Switch] | None:
    """Return every switch with its direction, walking back from the state at the export.

    None where the record contradicts itself.
    """
    directed: list[Switch] = []
    expected = state
    for switch in reversed(record):
        if switch.to not in ("unknown", expected):
            return None
        directed.append(Switch(switch.at, expected))
        expected = OPPOSITE[expected]
    return directed[::-1]


def _public_spans(directed: Sequence[Switch], until: float) -> Spans:
    """Return when the switches show the account public, the moment of a first switch to private included."""
    first, last = directed[0], directed[-1]
    before = ((first.at, first.at),) if first.to == "private" else ()
    end = Switch(max(until, last.at), "unknown")
    return before + tuple((a.at, b.at) for a, b in pairwise([*directed, end]) if a.to == "public")
