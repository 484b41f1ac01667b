"""An account's privacy over time."""

from math import inf

import pytest

from scanner.accounts.privacy_history import PrivacyHistory, Switch, privacy_history, united_history

END = 1000.0


def _switches(*told: tuple[float, str]) -> list[Switch]:
    return [Switch(at, to) for at, to in told]


@pytest.mark.parametrize(
    ("flag", "switches", "state", "history", "public"),
    [
        (False, (), "public", "none", ((END, END),)),
        (True, (), "private", "none", ()),
        (None, (), "unknown", "none", ()),
        (True, ((100, "private"),), "private", "recorded", ((100, 100),)),
        (False, ((100, "public"),), "public", "recorded", ((100, END),)),
        (None, ((100, "private"),), "private", "only", ((100, 100),)),
        (None, ((100, "public"),), "public", "only", ((100, END),)),
        (
            True,
            ((100, "public"), (50, "private"), (200, "private")),
            "private",
            "recorded",
            ((50, 50), (100, 200)),
        ),
        (False, ((100, "private"), (200, "public")), "public", "recorded", ((100, 100), (200, END))),
        (True, ((100, "unknown"),), "private", "recorded", ((100, 100),)),
        (False, ((100, "unknown"),), "public", "recorded", ((100, END),)),
        (True, ((50, "unknown"), (100, "unknown")), "private", "recorded", ((50, 100),)),
        (True, ((50, "unknown"), (100, "private")), "private", "recorded", ((50, 100),)),
        (None, ((50, "unknown"), (100, "private")), "private", "only", ((50, 100),)),
        (True, ((100, "private"), (100, "private")), "private", "recorded", ((100, 100),)),
        (False, ((2000, "public"),), "public", "recorded", ((2000, 2000),)),
    ],
)
def test_the_past_is_rebuilt_from_the_flag_and_the_switches(
    flag: bool | None,
    switches: tuple[tuple[float, str], ...],
    state: str,
    history: str,
    public: tuple[tuple[float, float], ...],
) -> None:
    line = privacy_history(flag, _switches(*switches), END)
    assert (line.state, line.history, line.public) == (state, history, public)
    assert line.known_from == min((at for at, _ in switches), default=inf)
    assert line.since == (max(at for at, _ in switches) if switches else None)


@pytest.mark.parametrize(
    ("flag", "switches", "state"),
    [
        (False, ((100, "private"),), "unknown"),
        (True, ((100, "public"),), "unknown"),
        (True, ((50, "private"), (100, "private")), "private"),
        (False, ((50, "public"), (100, "public")), "public"),
        (None, ((100, "unknown"),), "unknown"),
        (None, ((50, "private"), (100, "unknown")), "unknown"),
        (None, ((50, "public"), (100, "public")), "public"),
    ],
)
def test_of_a_record_that_contradicts_itself_only_the_state_at_the_export_is_taken(
    flag: bool | None, switches: tuple[tuple[float, str], ...], state: str
) -> None:
    line = privacy_history(flag, _switches(*switches), END)
    at_export = ((END, END),) if state == "public" else ()
    assert (line.state, line.history, line.public) == (state, "contradiction", at_export)
    assert line.known_from == inf


def test_the_order_of_the_record_does_not_matter() -> None:
    told = _switches((300, "public"), (100, "private"), (200, "unknown"), (150, "public"))
    assert privacy_history(False, told, END) == privacy_history(False, told[::-1], END)


def _line(flag: bool | None, made: float, *switches: tuple[float, str]) -> PrivacyHistory:
    return privacy_history(flag, _switches(*switches), made)


@pytest.mark.parametrize(
    ("newest", "older", "public", "known_from"),
    [
        (_line(True, END), [_line(False, 500)], ((500, 500),), inf),
        (_line(True, END), [_line(True, 500)], (), inf),
        (_line(False, END), [_line(True, 500)], ((END, END),), inf),
        (_line(True, END), [_line(False, 700), _line(False, 500)], ((500, 500), (700, 700)), inf),
        (_line(True, END), [_line(False, 500, (100, "public"))], ((100, 500),), inf),
        (_line(False, END, (100, "public")), [_line(False, 500)], ((100, END),), 100),
        (_line(True, END, (300, "private")), [_line(False, 200)], ((200, 200), (300, 300)), 300),
        (_line(True, END, (300, "private")), [_line(False, 500)], ((300, 300), (500, 500)), inf),
        (_line(True, END, (600, "private")), [_line(False, 5, (1, "public"))], ((1, 5), (600, 600)), 600),
        (_line(None, END), [_line(False, 500)], ((500, 500),), inf),
    ],
)  # fmt: skip
def test_each_download_is_a_record_of_its_own_time(
    newest: PrivacyHistory,
    older: list[PrivacyHistory],
    public: tuple[tuple[float, float], ...],
    known_from: float,
) -> None:
    line = united_history(newest, older)
    assert (line.public, line.known_from) == (public, known_from)
    assert (line.state, line.history, line.since) == (newest.state, newest.history, newest.since)
