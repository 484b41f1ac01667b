"""What the files around the content say of the account."""

from typing import Any

import pytest

from scanner.readers.record import AccountDetail, Reading
from tests.readers.reading import facts, mojibake, notes, read, skips

AT = 1650219244
SWITCH_TO_PRIVATE = "Switched to Private"


def account(document: object, path: str = "member.json") -> list[Reading]:
    return read("instagram.account", document, "instagram", "profile", path)


def labelled(**values: Any) -> dict[str, Any]:
    """Give a record of `label_values`: text under `value`, numbers under `timestamp_value`."""
    rows = [
        {"label": label.replace("_", " "), "timestamp_value" if isinstance(value, int) else "value": value}
        for label, value in values.items()
    ]
    return {"media": [], "label_values": rows}


@pytest.mark.parametrize(
    ("title", "direction"),
    [
        ("Switched to Private", "private"),
        ("switched to public", "public"),
        ("Muutettu yksityiseksi", "unknown"),
        ("", "unknown"),
    ],
)
@pytest.mark.parametrize(
    "container",
    [
        {"string_map_data": {"Time": {"href": "", "value": "", "timestamp": AT}}},
        {"string_map_data": {mojibake("Čas"): {"timestamp": AT}}},
        {"string_list_data": [{"timestamp": AT}]},
        {"label_values": [{"label": "Time", "timestamp_value": AT}]},
    ],
    ids=["map", "map in an unlisted language", "list", "label_values"],
)
def test_switches_of_privacy(title: str, direction: str, container: dict[str, object]) -> None:
    document = {"account_history_account_privacy_history": [{"title": title, **container}]}
    readings = account(document)
    assert AccountDetail("instagram", "switched", direction, AT) in readings
    assert bool(notes(readings)) is (direction == "unknown")


@pytest.mark.parametrize(
    "path", ["account_privacy_changes.json", "x/login_and_profile_creation/profile_privacy_changes.json"]
)
def test_switches_without_a_wrapper_by_either_name(path: str) -> None:
    document = [{"title": "?", "string_map_data": {"Time": {"timestamp": AT}}}]
    assert facts(account(document, path)) == {"switched": "unknown"}
    assert facts(account(document)) == {}


def test_a_switch_is_told_by_its_title_whatever_its_file() -> None:
    document = [{"title": SWITCH_TO_PRIVATE, "string_map_data": {"Time": {"timestamp": AT}}}]
    assert account(document) == [AccountDetail("instagram", "switched", "private", AT)]


@pytest.mark.parametrize("time", [0, -3, None])
def test_a_switch_without_a_time_is_skipped(time: object) -> None:
    record = {"title": SWITCH_TO_PRIVATE, "string_map_data": {"Time": {"timestamp": time}}}
    readings = account({"account_history_account_privacy_history": [record]})
    assert len(skips(readings)) == 1
    assert not facts(readings)


@pytest.mark.parametrize("kind", ["Account privacy changed", "Privacy changed"])
def test_the_log_of_2026_knows_no_direction(kind: str) -> None:
    document = [
        {"timestamp": AT, **labelled(Type=kind, App="Instagram")},
        {"timestamp": AT, **labelled(Type="Login")},
    ]
    assert account(document) == [AccountDetail("instagram", "switched", "unknown", AT)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"string_map_data": {"First Country Code": {"value": "DE"}}}, {"signup_country": "DE"}),
        (labelled(First_country_code="FR"), {"signup_country": "FR"}),
        (
            {"string_map_data": {"First Close Friends Story Time": {"timestamp": AT}}},
            {"close_friends_since": AT},
        ),
        (
            {"string_map_data": {"First Close Friends Story Time": {"timestamp": 0}}},
            {"close_friends_since": 0.0},
        ),
        (labelled(First_close_friends_story_time=0), {"close_friends_since": 0.0}),
        ({"string_map_data": {"First Close Friends Story Time": {"value": ""}}}, {}),
        ({"string_map_data": {"First Close Friends Story Time": {"timestamp": -9}}}, {}),
        ({"string_map_data": {"Contact Syncing": {"value": "False"}}}, {}),
    ],
)
def test_account_insights(record: dict[str, object], expected: dict[str, object]) -> None:
    assert facts(account({"profile_account_insights": [record]})) == expected
    assert facts(account([record])) == expected
    assert facts(account(record)) == expected


def _location(*rows: tuple[str, str]) -> dict[str, Any]:
    """Give a home as exports of 2026 write it."""
    told = [{"label": label, "value": value} for label, value in rows]
    return {"label_values": [{"label": "Location", "dict": told}]}


@pytest.mark.parametrize(
    ("path", "document", "expected"),
    [
        (
            "account_based_in.json",
            {"inferred_data_primary_location": [{"string_map_data": {"City Name": {"value": "X, Germany"}}}]},
            {"city": "X, Germany"},
        ),
        (
            "member.json",
            {"inferred_data_primary_location": [{"string_map_data": {"Mesto": {"value": "X, Slovakia"}}}]},
            {"city": "X, Slovakia"},
        ),
        (
            "profile_based_in.json",
            _location(("Country", "Germany"), ("Region", "IN"), ("City", "X")),
            {"country": "Germany"},
        ),
        ("profile_based_in.json", _location(("City", "X, Germany")), {"city": "X, Germany"}),
        ("member.json", _location(("City", "X, Germany")), {}),
        ("member.json", _location(("Country", "Germany")), {"country": "Germany"}),
        ("information_about_you.json", {"city_name": "X, Germany"}, {"city": "X, Germany"}),
        ("information_about_you.json", {"city_name": "X"}, {}),
    ],
)
def test_a_home_is_a_country_or_a_city_with_one(
    path: str, document: object, expected: dict[str, str]
) -> None:
    assert facts(account(document, path)) == expected


@pytest.mark.parametrize(
    ("record", "professional"),
    [
        ({"title": "Business Information", "string_map_data": {}}, None),
        ({"title": "Business Information", "string_map_data": {"Email": {"value": ""}}}, None),
        (
            {"title": "Business Information", "string_map_data": {"Email": {"value": "shop@example.org"}}},
            True,
        ),
    ],
)
def test_a_filled_record_of_business_says_professional(record: object, professional: bool | None) -> None:
    assert facts(account({"profile_business": [record]})).get("professional") is professional
    assert facts(account([record], "professional_information.json")).get("professional") is professional


def test_sign_up_tells_when_and_under_which_name() -> None:
    told = {
        "Username": {"value": "old_jane"},
        "IP Address": {"value": "192.0.2.1"},
        "Time": {"timestamp": AT},
    }
    readings = account({"account_history_registration_info": [{"string_map_data": told}]})
    assert readings == [
        AccountDetail("instagram", "joined", AT),
        AccountDetail("instagram", "username", "old_jane", AT),
    ]


@pytest.mark.parametrize(("changed", "expected"), [("Username", {"username": "old_jane"}), ("Bio", {})])
def test_earlier_usernames(changed: str, expected: dict[str, object]) -> None:
    told = {
        "Changed": {"value": changed},
        "Previous Value": {"value": "old_jane"},
        "New Value": {"value": "jane_sample"},
        "Change Date": {"timestamp": AT},
    }
    readings = account({"profile_profile_change": [{"title": "", "string_map_data": told}]})
    assert facts(readings) == expected
    assert all(reading.at == AT for reading in readings if isinstance(reading, AccountDetail))


@pytest.mark.parametrize(
    ("start", "covers_from"),
    [(-2048515200, -1.0), (AT - 86400, AT - 86400.0), (0, None)],
    ids=["all", "a day", "unset"],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "list"])
def test_requests_for_a_download(start: int, covers_from: float | None, wrapped: bool) -> None:
    record = labelled(Request_completion_time=AT + 60, Start_date=start, End_date=AT)
    readings = account([record] if wrapped else record)
    told = facts(readings)
    assert (told["requested_at"], told["covers_until"]) == (AT + 60, AT)
    assert told.get("covers_from") == covers_from
    assert {reading.at for reading in readings if isinstance(reading, AccountDetail)} == {AT + 60}


def test_a_record_that_tells_nothing_of_the_account_gives_nothing() -> None:
    assert (
        account(
            {"account_history_login_history": [{"string_map_data": {"IP Address": {"value": "192.0.2.1"}}}]}
        )
        == []
    )
