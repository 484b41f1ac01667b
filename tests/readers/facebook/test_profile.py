"""Profile fields and what the profile says of the account."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.facebook.profile import FIELDS
from scanner.schema import PROFILE_FIELDS
from tests.readers.reading import JSON, facts, mojibake, notes, read, records, skips

PROFILE: dict[str, Any] = {
    "name": {"full_name": mojibake("Zoë Sample"), "first_name": "Zoë", "last_name": "Sample"},
    "emails": {"emails": ["jane@example.org"], "previous_emails": ["old@example.org"], "pending_emails": []},
    "birthday": {"year": 1990, "month": 5, "day": 4},
    "gender": {"gender_option": "FEMALE", "pronoun": "FEMALE"},
    "previous_names": [{"name": "Zoë Example", "timestamp": 1_500_000_000}],
    "current_city": {"name": "Berlin, Germany", "timestamp": 1_600_000_000},
    "hometown": {"name": "Sampletown", "timestamp": 0},
    "relationship": {"status": "Married", "partner": "Max Sample"},
    "family_members": [{"name": "Max Sample", "relation": "Brother"}, {"name": "Ann Sample"}],
    "work_experiences": [{"employer": "Sample Ltd", "title": "Baker", "timestamp": 5}],
    "education_experiences": [
        {"name": "Sample School", "concentrations": ["Moss", 5], "school_type": "College"}
    ],
    "websites": [{"address": "https://example.org"}],
    "phone_numbers": [{"phone_type": "Mobile", "phone_number": "+49 30 000000", "verified": True}],
    "intro_bio": {"name": "Hello"},
    "username": "zoe.sample",
    "registration_timestamp": 1_200_000_000,
    "profile_uri": "https://www.facebook.com/zoe.sample",
}


def found_in(document: object) -> list[tuple[str | None, str | None, str | None]]:
    """Give field, plain name and words of each record."""
    return [
        (one.field, one.title, one.text)
        for one in records(read("facebook.profile", document, section="profile"))
    ]


@pytest.mark.parametrize(
    "document", [{"profile_v2": PROFILE}, {"profile": PROFILE}, PROFILE, [{"profile_v2": PROFILE}]]
)
def test_each_field_is_a_record(document: object) -> None:
    assert found_in(document) == [
        ("name", "Name", "Zoë Sample"),
        ("email", "Email", "jane@example.org"),
        ("email", "Email", "old@example.org"),
        ("birth_date", "Birthday", "1990-05-04"),
        ("gender", "Gender", "FEMALE, FEMALE"),
        ("name", "Previous name", "Zoë Example"),
        ("city", "Current city", "Berlin, Germany"),
        ("hometown", "Hometown", "Sampletown"),
        ("relationship", "Relationship", "Married"),
        ("family", "Family member", None),
        ("family", "Family member", None),
        ("work", "Work", "Baker, Sample Ltd"),
        ("education", "Education", "Sample School, College, Moss"),
        ("website", "Website", "https://example.org"),
        ("phone", "Phone", "+49 30 000000"),
        ("bio", "Bio", "Hello"),
        ("username", "Username", "zoe.sample"),
        ("user_id", "Profile address", "https://www.facebook.com/zoe.sample"),
    ]


def test_other_people_of_the_profile_are_not_named() -> None:
    readings = repr(read("facebook.profile", {"profile_v2": PROFILE}))
    assert "Max" not in readings
    assert "Ann" not in readings


def test_fields_speak_the_words_of_the_schema() -> None:
    assert {field for field, _, _ in FIELDS.values()} <= set(PROFILE_FIELDS)


def test_profile_tells_of_the_account() -> None:
    assert facts(read("facebook.profile", {"profile_v2": PROFILE})) == {
        "name": "Zoë Sample",
        "username": "zoe.sample",
        "birth_date": "1990-05-04",
        "joined": 1_200_000_000.0,
        "city": "Berlin, Germany",
    }


@pytest.mark.parametrize(
    ("city", "told"), [("Berlin, Germany", "Berlin, Germany"), ("Berlin", None), ("", None)]
)
def test_the_current_city_tells_where_one_lives_where_it_names_a_country(city: str, told: str | None) -> None:
    assert (
        facts(read("facebook.profile", {"profile_v2": {"current_city": {"name": city}}})).get("city") == told
    )


@pytest.mark.parametrize(
    "birthday",
    [
        {"year": 1990, "month": 13, "day": 1},
        {"year": 0},
        {"month": 5, "day": 4},
        [],
        "x",
        None,
        {"year": 10**30, "month": 1, "day": 1},
    ],
)
def test_birthday_that_is_no_date_is_none(birthday: object) -> None:
    assert read("facebook.profile", {"profile_v2": {"birthday": birthday}}) == []


def test_labelled_profile_is_read_and_new_labels_are_other() -> None:
    values = [{"label": "Name", "value": "Jane Sample"}, {"label": "Shoe size", "value": "38"}]
    document = {"label_values": values, "fbid": "1"}
    assert found_in(document) == [("name", "Name", "Jane Sample"), ("other", "Shoe size", "38")]
    readings = read("facebook.profile", document)
    assert facts(readings) == {"name": "Jane Sample"}
    assert len(notes(readings)) == 1


@pytest.mark.parametrize("document", [5, "x", None])
def test_no_profile_is_skipped(document: object) -> None:
    assert len(skips(read("facebook.profile", document))) == 1


@given(
    st.dictionaries(st.sampled_from([*FIELDS, "birthday", "family_members", "registration_timestamp"]), JSON)
)
def test_wrong_types_anywhere_never_fail(profile: dict[str, Any]) -> None:
    read("facebook.profile", {"profile_v2": profile})
