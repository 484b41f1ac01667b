"""Profiles: the flag that everything hangs on, the fields, the picture."""

import pytest

from scanner.readers.record import AccountDetail
from tests.readers.reading import facts, mojibake, notes, read, records

AT = 1655685392
PICTURE = {"uri": "media/other/17900000000000005.jpg", "creation_timestamp": AT, "title": ""}


def profile(told: dict[str, object], reader: str = "instagram.profile") -> list[object]:
    record = {"title": "User Information", "media_map_data": {}, "string_map_data": told}
    return list(read(reader, {"profile_user": [record]}, "instagram", "profile"))


@pytest.mark.parametrize(
    ("label", "value", "private"),
    [
        ("Private Account", "True", True),
        ("Private account", "False", False),
        ("Private Account", "true", True),
        ("Privates Konto", "Ja", True),
        ("Privates Konto", "False", False),
        (mojibake("Compte privé"), "Oui", True),
        ("Compte privé", "Non", False),
        ("Private Account", "Perhaps", None),
        ("Private Account", "", None),
        ("Yksityinen tili", "True", None),
        ("Cuenta privada", "False", None),
    ],
)
def test_the_private_flag_is_only_what_a_table_knows(label: str, value: str, private: bool | None) -> None:
    readings = read(
        "instagram.profile", {"profile_user": [{"string_map_data": {label: {"value": value}}}]}, "instagram"
    )
    assert facts(readings).get("private") is private
    assert bool(notes(readings)) is (private is None)


def test_a_boolean_under_another_label_is_not_taken_for_the_flag() -> None:
    told = {"Phone Confirmed": {"value": "True"}, "Konto yksityinen": {"value": "False"}}
    assert "private" not in facts(
        read("instagram.profile", {"profile_user": [{"string_map_data": told}]}, "instagram")
    )


WHOLE: dict[str, dict[str, object]] = {
    "Email": {"href": "", "value": "jane@example.org", "timestamp": 0},
    "Phone Number": {"value": "+49 30 0000000"},
    "Phone Confirmed": {"value": "True"},
    "Username": {"value": "jane_sample"},
    "Name": {"value": mojibake("Jané Sample")},
    "Bio": {"value": "tides"},
    "Gender": {"value": "female"},
    "Date of birth": {"value": "1990-05-04"},
    "Website": {"href": "https://example.org", "value": ""},
    "Private Account": {"value": "False"},
}
VALUES = {
    "name": "Jané Sample",
    "username": "jane_sample",
    "bio": "tides",
    "gender": "female",
    "birth_date": "1990-05-04",
    "email": "jane@example.org",
    "phone": "+49 30 0000000",
    "website": "https://example.org",
}
AS_LABEL_VALUES = {
    "label_values": [{"label": label, **entry} for label, entry in WHOLE.items()],
    "media": [],
}


@pytest.mark.parametrize(
    "document",
    [
        {"profile_user": [{"title": "User Information", "string_map_data": WHOLE}]},
        [{"string_map_data": WHOLE}],
        {"string_map_data": WHOLE},
        AS_LABEL_VALUES,
    ],
    ids=["wrapped", "list", "bare", "label_values"],
)
def test_each_field_is_a_record(document: object) -> None:
    readings = read("instagram.profile", document, "instagram", "profile")
    assert {one.field: one.text for one in records(readings)} == VALUES
    assert {(one.kind, one.section) for one in records(readings)} == {("profile_field", "profile")}
    assert [one.title for one in records(readings)][4] == "birth date"
    told = {"name": "Jané Sample", "username": "jane_sample", "birth_date": "1990-05-04", "private": False}
    assert facts(readings) == told
    assert not notes(readings)


@pytest.mark.parametrize(
    ("value", "fact", "fields"),
    [("1990-05-04", "1990-05-04", 1), ("1919-01-01", None, 0), ("4 May", None, 1), ("1990-13-04", None, 1)],
)
def test_birth_dates_that_are_none(value: str, fact: str | None, fields: int) -> None:
    told = {"Date of birth": {"value": value}, "Private Account": {"value": "True"}}
    readings = read("instagram.profile", {"profile_user": [{"string_map_data": told}]}, "instagram")
    assert facts(readings).get("birth_date") == fact
    assert len(records(readings)) == fields
    assert bool(notes(readings)) is (fact is None)


def test_the_picture_of_the_profile() -> None:
    record = {"media_map_data": {mojibake("Photo de profil"): PICTURE}, "string_map_data": {}}
    (picture,) = records(read("instagram.profile", {"profile_user": [record]}, "instagram", "profile"))
    assert (picture.kind, picture.section, picture.at) == ("profile_picture", "profile_picture", AT)
    assert [file.uri for file in picture.media] == [PICTURE["uri"]]


def test_facts_are_of_instagram() -> None:
    assert AccountDetail("instagram", "private", True) in profile({"Private Account": {"value": "True"}})
