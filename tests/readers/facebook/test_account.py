"""Facts of the account from the files beside the content."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.reading import JSON, facts, notes, read

AT = 1_710_000_000
FUTURE = "Who can see your future posts?"


def setting(value: str) -> dict[str, Any]:
    """Give the privacy settings with this default audience."""
    return {"label_values": [{"label": "Settings", "dict": [{"label": FUTURE, "value": value}]}], "fbid": "1"}


@pytest.mark.parametrize(
    ("path", "document", "expected"),
    [
        (
            "logged_information/location/your_privacy_jurisdiction.json",
            {"label_values": [{"label": "A", "value": "EU"}, {"label": "B", "vec": [{"value": "GDPR"}]}]},
            {"jurisdiction": "GDPR"},
        ),
        (
            "logged_information/location/primary_public_location.json",
            {"primary_public_location_v2": {"city": "Sampletown", "region": "X", "country": "DE"}},
            {"country": "DE"},
        ),
        (
            "logged_information/location/primary_public_location.json",
            {"label_values": [{"label": "Country", "value": "Germany"}]},
            {"country": "Germany"},
        ),
        (
            "logged_information/location/primary_location.json",
            {"primary_location_v2": {"city_region_pairs": [["Hamburg", "Germany"]], "zipcode": ["20095"]}},
            {"city": "Hamburg, Germany"},
        ),
        (
            "logged_information/location/primary_location.json",
            {"primary_location_v2": {"city_region_pairs": [["Hamburg"], "x", [None, 3]]}},
            {},
        ),
        (
            "logged_information/location/timezone.json",
            {"timezone_v2": "Europe/Berlin"},
            {"timezone": "Europe/Berlin"},
        ),
        (
            "logged_information/location/timezone.json",
            {"label_values": [{"label": "x", "value": "America/Argentina/Buenos_Aires"}]},
            {"timezone": "America/Argentina/Buenos_Aires"},
        ),
        (
            "preferences/preferences/language_and_locale.json",
            {
                "language_and_locale_v2": [
                    {"name": "x", "children": [{"entries": [{"data": {"name": "y", "value": "Deutsch"}}]}]}
                ]
            },
            {"language": "Deutsch"},
        ),
        (
            "preferences/preferences/privacy_settings.json",
            setting("Friends"),
            {"default_audience": "friends"},
        ),
        ("preferences/preferences/privacy_settings.json", setting("Public"), {"default_audience": "public"}),
        ("preferences/preferences/privacy_settings.json", setting("Amigos"), {}),
        (
            "your_facebook_activity/pages/your_pages.json",
            {"pages_v2": [{"name": "Sample Bakery", "timestamp": AT, "url": "x"}]},
            {"page": "Sample Bakery"},
        ),
        (
            "your_facebook_activity/other_activity/your_information_download_requests.json",
            [
                {
                    "timestamp": AT,
                    "label_values": [
                        {"label": "Start date", "timestamp_value": -2048515200},
                        {"label": "End date", "timestamp_value": AT - 5},
                    ],
                }
            ],
            {"requested_at": AT, "covers_from": -2048515200.0, "covers_until": AT - 5},
        ),
        (
            "security_and_login_information/registration_information.json",
            {"label_values": [{"label": "Registration date", "timestamp_value": AT}]},
            {"joined": AT},
        ),
        ("preferences/preferences/dark_mode_settings.json", {"label_values": []}, {}),
    ],
)
def test_facts_of_each_file(path: str, document: object, expected: dict[str, Any]) -> None:
    assert facts(read("facebook.account", document, path=path)) == expected


def test_every_value_of_the_jurisdiction_is_told() -> None:
    document = {"label_values": [{"label": "A", "value": "EU"}, {"label": "B", "vec": [{"value": "GDPR"}]}]}
    readings = read("facebook.account", document, path="your_privacy_jurisdiction.json")
    assert [reading.value for reading in readings if hasattr(reading, "value")] == ["EU", "GDPR"]


@pytest.mark.parametrize(
    "document", [setting("Amigos"), {"label_values": [{"label": "Quién", "value": "Amigos"}]}]
)
def test_default_audience_in_unlisted_words_is_noted_without_them(document: object) -> None:
    (note,) = notes(read("facebook.account", document, path="privacy_settings.json"))
    assert "Amigos" not in note.reason


FILES = [
    "your_privacy_jurisdiction", "primary_public_location", "timezone", "language_and_locale",
    "privacy_settings", "your_pages", "your_information_download_requests", "registration_information",
]  # fmt: skip


@given(JSON, st.sampled_from(FILES))
def test_no_json_makes_it_fail(document: object, name: str) -> None:
    read("facebook.account", document, path=f"a/{name}.json")
    read(
        "facebook.account",
        {"label_values": document, "language_and_locale_v2": document},
        path=f"a/{name}.json",
    )
