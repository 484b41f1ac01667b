"""What an export says of the account: place, language, default audience, Pages, requests."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final

from scanner.readers.facebook.fields import Json, child, objects
from scanner.readers.labelled_values import LabelledValues
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Skip
from scanner.readers.records import records
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of


def read(source: Source) -> Iterator[Reading]:
    """Read one file about the account, known by its name; nothing in other files is used."""
    name = PurePosixPath(source.path).stem.casefold()
    reader = next((reader for pattern, reader in FILES if pattern.search(name)), None)
    return reader(source) if reader else iter(())


def _roots(source: Source) -> list[Json]:
    """Return the object of a file, or the objects of its list."""
    return objects(source.document)


def _fields(source: Source) -> Iterator[LabelledValues]:
    """Return the labelled values of each record of a file."""
    return (LabelledValues(root, source.labels) for root in _roots(source) if "label_values" in root)


def _jurisdiction(source: Source) -> Iterator[Reading]:
    """Yield each value of the privacy jurisdiction (WIF: two rows, one of them a list)."""
    values = (value.text for fields in _fields(source) for value in fields.values if value.text)
    for value in dict.fromkeys(values):
        yield AccountDetail(source.platform, "jurisdiction", value)


def _public_location(source: Source) -> Iterator[Reading]:
    """Yield the country of `primary_public_location_v2{city,region,country}`."""
    for root in _roots(source):
        holder = child(root, "primary_public_location_v2") or child(root, "primary_public_location")
        if country := text_of(holder.get("country")):
            yield AccountDetail(source.platform, "country", country)
    for fields in _fields(source):
        if country := fields.text_anywhere("country"):
            yield AccountDetail(source.platform, "country", country)


def _primary_location(source: Source) -> Iterator[Reading]:
    """Yield each city with its region of `primary_location_v2{city_region_pairs[][]}` (WIF)."""
    for root in _roots(source):
        pairs = child(root, "primary_location_v2").get("city_region_pairs")
        for pair in pairs if isinstance(pairs, list) else ():
            names = [name for part in pair if (name := text_of(part))] if isinstance(pair, list) else []
            if len(names) > 1:
                yield AccountDetail(source.platform, "city", ", ".join(names))


def _timezone(source: Source) -> Iterator[Reading]:
    """Yield the zone, `timezone_v2` or a labelled value (D3I: of the form `Europe/Berlin`)."""
    texts = [text_of(root.get("timezone_v2")) or text_of(root.get("timezone")) for root in _roots(source)]
    texts += [value.text for fields in _fields(source) for value in fields.values]
    zone = next(
        (text for text in texts if text and re.fullmatch(r"[A-Za-z_]+/[A-Za-z_/+-]+|UTC", text)), None
    )
    if zone:
        yield AccountDetail(source.platform, "timezone", zone)


def _language(source: Source) -> Iterator[Reading]:
    """Yield the first value of `language_and_locale_v2[]`, under `entries` or `children[].entries`."""
    groups = [g for root in _roots(source) for g in objects(root.get("language_and_locale_v2"))]
    groups += [inner for group in groups for inner in objects(group.get("children"))]
    data = (child(entry, "data") for group in groups for entry in objects(group.get("entries")))
    if language := next((text for entry in data if (text := text_of(entry.get("value")))), None):
        yield AccountDetail(source.platform, "language", language)


def _default_audience(source: Source) -> Iterator[Reading]:
    """Yield the audience setting of future posts at export time; it says nothing of past posts (ORA)."""
    for fields in _fields(source):
        value = fields.text_anywhere("future_posts_audience")
        if value is None:
            yield ReaderNote("", "has no known label for the audience of future posts")
        elif audience := source.labels.audience(value):
            yield AccountDetail(source.platform, "default_audience", audience)
        else:
            yield ReaderNote("", "the audience of future posts is in words that no locale table lists")


def _pages(source: Source) -> Iterator[Reading]:
    """Yield the Pages the person runs (`pages_v2[{name,timestamp,url}]`)."""
    for match in records(source.entries):
        if isinstance(match, Skip):
            yield match
            continue
        record = match[1]
        name = text_of(record.get("name")) or LabelledValues(record, source.labels).text("name")
        if name:
            yield AccountDetail(source.platform, "page", name, parse_time(record.get("timestamp")))


def _requests(source: Source) -> Iterator[Reading]:
    """Yield when a download was asked for and what it was to cover; a negative start means all time."""
    for root in _roots(source):
        fields = LabelledValues(root, source.labels)
        requested_at = parse_time(root.get("timestamp")) or fields.time("request_completed")
        if requested_at is not None:
            yield AccountDetail(source.platform, "requested_at", requested_at, requested_at)
        for concept, fact in (("request_start", "covers_from"), ("request_end", "covers_until")):
            stamps = (value.stamp for value in fields.values if value.concept == concept)
            if (stamp := next((stamp for stamp in stamps if stamp), None)) is not None:
                yield AccountDetail(source.platform, fact, stamp, requested_at)


def _registration(source: Source) -> Iterator[Reading]:
    """Yield when the account was made."""
    for root in _roots(source):
        at = LabelledValues(root, source.labels).time("registered") or parse_time(root.get("timestamp"))
        if at is not None:
            yield AccountDetail(source.platform, "joined", at)


FILES: Final[tuple[tuple[re.Pattern[str], Callable[[Source], Iterator[Reading]]], ...]] = (
    (re.compile("privacy_jurisdiction"), _jurisdiction),
    (re.compile("primary_public_location"), _public_location),
    (re.compile("primary_location"), _primary_location),
    (re.compile("timezone"), _timezone),
    (re.compile("language_and_locale"), _language),
    (re.compile("privacy_settings"), _default_audience),
    (re.compile("your_pages"), _pages),
    (re.compile("information_download_requests"), _requests),
    (re.compile("registration_information"), _registration),
)
"""The reader of each file, by a pattern of its name (WIF, NIK, D3I, ORA)."""
