"""The profile: a record for each field, and details of the account."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from scanner.readers.facebook.fields import Json, child, objects
from scanner.readers.labelled_values import LabelledValue, LabelledValues, UnknownLabels
from scanner.readers.record import AccountDetail, Reading, Record, Skip
from scanner.readers.records import escape_key, junk_reason
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of

FIELDS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "name": ("name", "Name", ("full_name",)),
    "other_names": ("name", "Other name", ("name",)),
    "previous_names": ("name", "Previous name", ("name",)),
    "name_pronunciation": ("name", "Name pronunciation", ("name",)),
    "username": ("username", "Username", ()),
    "profile_uri": ("user_id", "Profile address", ()),
    "intro_bio": ("bio", "Bio", ("name", "text")),
    "about_me": ("bio", "About", ("text", "name")),
    "favorite_quotes": ("bio", "Favourite quotes", ("text", "name")),
    "gender": ("gender", "Gender", ("gender_option", "pronoun")),
    "emails": ("email", "Email", ("emails", "previous_emails", "pending_emails", "ad_account_emails")),
    "phone_numbers": ("phone", "Phone", ("phone_number",)),
    "current_city": ("city", "Current city", ("name",)),
    "places_lived": ("city", "Place lived", ("place", "name")),
    "address": ("city", "Address", ("street", "city", "zipcode", "region", "country")),
    "hometown": ("hometown", "Hometown", ("name",)),
    "work_experiences": ("work", "Work", ("title", "employer", "location", "description")),
    "education_experiences": (
        "education",
        "Education",
        ("name", "school_type", "degree", "concentrations", "description"),
    ),
    "religious_view": ("religion", "Religious views", ("name", "description")),
    "political_view": ("politics", "Political views", ("name", "description")),
    "websites": ("website", "Website", ("address",)),
    "relationship": ("relationship", "Relationship", ("status",)),
    "interested_in": ("relationship", "Interested in", ()),
    "languages": ("other", "Language", ("name",)),
    "blood_info": ("other", "Blood donor", ("blood_donor_status",)),
}
"""Each key of `profile_v2`: its field of `schema.PROFILE_FIELDS`, its plain name, and the keys of its words.
Source: TL; WIF; D3I. Family members are other people: counted, see FAMILY."""
NAME_KEYS: Final = ("previous_names", "other_names")
"""Keys of the owner's further and earlier names."""
FAMILY: Final = "family_members"
CONCEPTS: Final = {
    "name": "name", "username": "username", "bio": "bio", "gender": "gender", "email": "email",
    "phone": "phone", "birth_date": "birth_date", "website": "website", "city": "city",
}  # fmt: skip
"""Labels of a profile in labelled values, as locale tables name them, and their field."""
NESTED: Final = "a value nested in the profile, not kept because it may be about someone else"


def read(source: Source) -> Iterator[Reading]:
    """Read the profile: `profile_v2`, `profile` before 2021, bare, or labelled values."""
    document = source.document
    if not isinstance(document, dict | list):
        yield Skip("", junk_reason(document))
    for root in objects(document):
        if "label_values" in root:
            yield from _labelled(source, root)
            continue
        key = next((key for key in ("profile_v2", "profile") if isinstance(root.get(key), dict)), None)
        profile = child(root, key) if key else root
        yield from _fields(source, profile, f"/{key}" if key else "")
        yield from _details(source.platform, profile)


def _fields(source: Source, profile: Json, pointer: str) -> Iterator[Reading]:
    """Yield a record for each field that has words; a birthday and the family have forms of their own."""
    for key, value in profile.items():
        at = f"{pointer}/{escape_key(key)}"
        if key == "birthday":
            yield from _field(source, at, "birth_date", "Birthday", _day(value))
        elif key == FAMILY:
            for index, _ in enumerate(objects(value)):
                yield _record(source, f"{at}/{index}", "family", "Family member", None)
        elif key in FIELDS:
            yield from _values(source, at, key, value)


def _values(source: Source, pointer: str, key: str, value: object) -> Iterator[Reading]:
    """Yield a record for each value of a field, which may be text, an object, or a list of either."""
    field, title, keys = FIELDS[key]
    entries = value if isinstance(value, list) else [value]
    for index, entry in enumerate(entries):
        at = f"{pointer}/{index}" if isinstance(value, list) else pointer
        if key == "emails" and isinstance(entry, dict):
            for name in keys:
                for text in _texts(entry.get(name)):
                    yield from _field(source, f"{at}/{name}", field, title, text)
        elif isinstance(entry, dict):
            parts = (text for name in keys for text in _texts(entry.get(name)))
            yield from _field(
                source, at, field, title, ", ".join(parts), at=parse_time(entry.get("timestamp"))
            )
        else:
            yield from _field(source, at, field, title, text_of(entry))


def _texts(value: object) -> Iterator[str]:
    """Yield the text of a value, or the texts of a list."""
    for entry in value if isinstance(value, list) else (value,):
        if text := text_of(entry):
            yield text


def _field(
    source: Source, pointer: str, field: str, title: str, text: str | None, *, at: float | None = None
) -> Iterator[Reading]:
    """Yield the record of a field, where it has words."""
    if text:
        yield _record(source, pointer, field, title, text, at=at)


def _record(
    source: Source, pointer: str, field: str, title: str, text: str | None, *, at: float | None = None
) -> Record:
    """Return the record of a field."""
    return Record(
        platform=source.platform,
        kind="profile_field",
        section="profile",
        pointer=pointer,
        at=at,
        text=text,
        title=title,
        field=field,
    )


def _day(value: object) -> str | None:
    """Return a date `{year, month, day}` in ISO form, or None where it is none."""
    parts: Any = value if isinstance(value, dict) else {}
    try:
        return date(parts.get("year"), parts.get("month"), parts.get("day")).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None


def _details(platform: str, profile: Json) -> Iterator[AccountDetail]:
    """Yield what the profile says of the account."""
    name = text_of(child(profile, "name").get("full_name")) or text_of(profile.get("name"))
    details: dict[str, str | float | None] = {
        "name": name,
        "username": text_of(profile.get("username")),
        "birth_date": _day(profile.get("birthday")),
        "joined": parse_time(profile.get("registration_timestamp")),
        "city": _city(profile),
    }
    yield from _further_names(platform, profile)
    for fact, value in details.items():
        if value is not None:
            yield AccountDetail(platform, fact, value)


def _further_names(platform: str, profile: Json) -> Iterator[AccountDetail]:
    """Yield the owner's further and earlier names, with a time in `at`."""
    for key in NAME_KEYS:
        for entry in objects(profile.get(key)):
            if name := text_of(entry.get("name")):
                yield AccountDetail(platform, "name", name, parse_time(entry.get("timestamp")) or 0.0)


def _city(profile: Json) -> str | None:
    """Return the current city's name where it ends with a country or state, `Berlin, Germany`."""
    city = text_of(child(profile, "current_city").get("name")) or text_of(profile.get("current_city")) or ""
    return city if "," in city else None


def _labelled(source: Source, root: Json) -> Iterator[Reading]:
    """Read a profile in labelled values; a label that no table lists makes a field called `other`."""
    fields, unlisted = LabelledValues(root, source.labels), UnknownLabels()
    unlisted.add(fields)
    for index, value in enumerate(fields.values):
        if not value.text or value.concept == "ignored":
            continue
        if value.is_direct:
            yield _labelled_field(source, index, value)
            yield from _labelled_detail(source.platform, value)
        else:
            yield Skip(f"/label_values/{index}", NESTED)
    yield from unlisted.notes()


def _labelled_field(source: Source, index: int, value: LabelledValue) -> Record:
    """Return the record of one labelled value."""
    field = CONCEPTS.get(value.concept or "", "other")
    return _record(source, f"/label_values/{index}", field, value.label or value.group, value.text)


def _labelled_detail(platform: str, value: LabelledValue) -> Iterable[AccountDetail]:
    """Yield the name and the username of the account."""
    if value.concept in ("name", "username") and value.depth == 0 and value.text:
        yield AccountDetail(platform, value.concept, value.text)
