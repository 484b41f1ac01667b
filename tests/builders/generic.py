"""Meta's generic record shapes, which files of both products move to: labels and values, string maps."""

from collections.abc import Iterable

from tests.builders.write import Json


def value(label: str, text: str, *, ent: str = "") -> Json:
    """Give a label with a text value; `ent` is Meta's own name of the field (exports up to early 2025)."""
    return {"label": label, "value": text} | ({"ent_field_name": ent} if ent else {})


def moment(label: str, seconds: int) -> Json:
    """Give a label with a time in seconds."""
    return {"label": label, "timestamp_value": seconds}


def address(label: str, url: str) -> Json:
    """Give a label with an address, which stands twice."""
    return {"label": label, "value": url, "href": url}


def listed(label: str, texts: Iterable[str]) -> Json:
    """Give a label with a list of values."""
    return {"label": label, "vec": [{"value": text} for text in texts]}


def pictures(label: str, media: list[Json]) -> Json:
    """Give a label with media objects."""
    return {"label": label, "media": media}


def group(title: str, rows: list[Json]) -> Json:
    """Give a titled group of labels; it may stand in another group."""
    return {"title": title, "dict": rows}


def labelled(
    at: int | None, rows: list[Json], *, media: Iterable[Json] = (), title: str = "", fbid: int = 0
) -> Json:
    """Give one record of labels and values."""
    record: dict[str, Json] = {} if at is None else {"timestamp": at}
    if title:
        record["title"] = title
    record |= {"media": list(media), "label_values": rows}
    return record | ({"fbid": str(900_000_000_000_000 + fbid)} if fbid else {})


def string_map(
    values: dict[str, str | int], *, title: str = "", media: dict[str, Json] | None = None
) -> Json:
    """Give a record of Instagram's `string_map_data`: a text is a value, a number a time in seconds."""
    return {
        "title": title,
        "media_map_data": media or {},
        "string_map_data": {
            label: {
                "href": "",
                "value": "" if isinstance(held, int) else held,
                "timestamp": held if isinstance(held, int) else 0,
            }
            for label, held in values.items()
        },
    }


def string_list(title: str, values: Iterable[tuple[str, int]], *, href: str = "") -> Json:
    """Give a record of Instagram's `string_list_data`: values with their times."""
    return {
        "title": title,
        "media_list_data": [],
        "string_list_data": [{"href": href, "value": text, "timestamp": seconds} for text, seconds in values],
    }
