"""What readers yield: records, details of the account, and what could not be read; never a verdict."""

from typing import Final

import msgspec


class UnreadableError(Exception):
    """A member that can't be read; its message is the reason, without content of the export."""


class TooMuchError(UnreadableError):
    """More than may be parsed at once; where it is one record of many, the others can be read."""


class MediaReference(msgspec.Struct, gc=False):
    """One reference to a media file, as a record makes it."""

    uri: str
    """As the export writes it: a path from the export's root, a bare name, or an address on the net."""
    at: float | None = None
    """When Meta's record of the file was made, in seconds since 1970 UTC."""
    text: str | None = None
    """The caption of this file alone."""
    container: str | None = None
    """Name of the album it belongs to."""
    latitude: float | None = None
    longitude: float | None = None
    kind: str | None = None
    """`photo video audio file`, where the record says so; else the file's name decides."""
    has_ip: bool = False
    """The export notes the address it was uploaded from (the address itself is not kept)."""


class Record(msgspec.Struct, gc=False, kw_only=True):
    """One unit of content, as the export has it.

    `at` is seconds since 1970 UTC; `text` is repaired and NFC.
    """

    platform: str
    kind: str
    section: str
    """The section it belongs to, one of `schema.SECTIONS`."""
    pointer: str
    """JSON pointer of the record inside its member, or its element index in HTML."""
    at: float | None = None
    precision: str = "second"
    author: str = "self"
    count: int = 1
    text: str | None = None
    title: str | None = None
    container: str | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    tagged: tuple[str, ...] = ()
    link: str | None = None
    media: tuple[MediaReference, ...] = ()
    hint: str | None = None
    """What its title line says, one of `schema.TITLE_HINTS`, from the locale tables; None: not recognised."""
    writer: str | None = None
    """Name of the one who wrote it, where the record says so; someone else's words are counted, not kept."""
    host: str | None = None
    """One of `schema.HOSTS`, where the record itself says on whose page or timeline it is."""
    host_name: str | None = None
    """Name of the owner of that page or timeline, to be compared with the account's own names."""
    stated_audience: str | None = None
    """One of `schema.AUDIENCES`, where a label of this very record names who can see it."""
    stated_label: str | None = None
    """That label's value, in the export's own words."""
    field: str | None = None
    """For a profile field: one of `schema.PROFILE_FIELDS`."""
    published: bool | None = None
    """Instagram's `posts.json`: the `Published` flag."""
    draft: bool | None = None
    """Instagram's `posts.json`: the `Draft` flag."""
    deleted: bool | None = None
    """The record says it was deleted."""
    own_page: bool | None = None
    """Facebook: the post comes from the export of a Page or an additional profile."""


class Skip(msgspec.Struct, gc=False, frozen=True):
    """A record that makes no item, and why, so that none is dropped without a word."""

    pointer: str
    reason: str
    count: int = 1
    lost: bool = False
    """Whether content in it can't be read, so that its member is read in part only."""


class ReaderNote(msgspec.Struct, gc=False, frozen=True):
    """A remark on a record that was read all the same: an odd time, a new label."""

    pointer: str
    reason: str


class AccountDetail(msgspec.Struct, gc=False, frozen=True):
    """What a member says of the account: `name` is one of `ACCOUNT_FACTS`, `at` seconds since 1970 UTC."""

    platform: str
    name: str
    value: str | bool | float
    at: float | None = None


ACCOUNT_FACTS: Final = {
    "name": "the owner's name; `at` set where it is an earlier one",
    "username": "the owner's username; `at` set where it is an earlier one",
    "birth_date": "ISO date",
    "country": "ISO 3166-1 alpha-2 or a country's name, from a profile or an inferred home",
    "city": "a city with the country or state after a comma, from a profile or an inferred home",
    "signup_country": "ISO 3166-1 alpha-2 of the country where the account was made",
    "jurisdiction": "Facebook's privacy jurisdiction, as the export words it",
    "private": "bool: the account's private flag at the time of the export",
    "switched": "`private`, `public` or `unknown`, at `at`: a switch of the account's privacy",
    "close_friends_since": "seconds since 1970 of the first close-friends story; 0: there never was one",
    "professional": "bool: the account is or was a professional one",
    "default_audience": "one of schema.AUDIENCES: the setting for future Facebook posts, at export time",
    "page": "name of a Page the owner runs",
    "linked": "a username, name or identifier of an account in the same Accounts Center",
    "joined": "seconds since 1970",
    "requested_at": "seconds since 1970: when the download was asked for or made",
    "covers_from": "seconds since 1970: the first day the download was asked for; negative: all time",
    "covers_until": "seconds since 1970",
    "timezone": "IANA name of the account's zone",
    "language": "the account's language, as the export words it",
}
"""Every fact of an account that a reader may report."""

Reading = Record | Skip | ReaderNote | AccountDetail
"""What a reader yields."""
