"""Facebook's HTML exports of each vintage: the JSON export of the same story, shown as pages.

The shape of a block is that of excerpts of real exports (TSYC, D3I); how an offer, an event or a profile is
laid out is invented.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from tests.builders.write import Json, Tree, mojibake

ZONE = "Europe/Berlin"
"""The zone of the invented account."""
PROFILE = {
    "name": "Name",
    "username": "Username",
    "emails": "Emails",
    "birthday": "Birthday",
    "gender": "Gender",
    "current_city": "Current city",
    "about_me": "About me",
    "profile_uri": "Profile URI",
    "registration_timestamp": "Registration date",
}
"""What the page calls the keys of a profile."""


@dataclass(frozen=True)
class Look:
    """The markup of a vintage: its element for a block, and the classes of each part."""

    block: str
    classes: str
    title: str
    body: str
    foot: str
    date: str = ""
    heading: str = "_a70e"


LOOKS = {
    "facebook_v2": Look(
        "div", "pam _3-95 _2pi0 _2lej uiBoxWhite noborder", "_3-96 _2pio _2lek _2lel", "_3-96 _2let",
        "_3-94 _2lem", heading="_3b0d",
    ),
    "facebook_v3": Look(
        "div", "pam _3-95 _2ph- _a6-g uiBoxWhite noborder", "_2ph_ _a6-h _a6-i", "_2ph_ _a6-p",
        "_3-94 _a6-o", "_a72d",
    ),
    "facebook_v4": Look("div", "_a6-g", "_2ph_ _a6-h _a6-i", "_2ph_ _a6-p", "_3-94 _a6-o", "_a72d"),
    "facebook_v5": Look("section", "_a6-g", "_2ph_ _a6-h _a6-i", "_2ph_ _a6-p", "_3-94 _a6-o", "_a72d"),
}  # fmt: skip
"""By the vintage of JSON that has the same content."""


def in_html(tree: Tree, vintage: str) -> Tree:
    """Give a tree of JSON with its pages in HTML and all else as it is."""
    shown = Pages(LOOKS[vintage])
    made: Tree = {}
    for path, content in tree.items():
        where = PurePosixPath(path)
        if where.suffix == ".json":
            made[str(where.with_suffix(".html"))] = shown.page(json.loads(content)).encode()
        else:
            made[path] = content
    return made


def with_zone(tree: Tree) -> Tree:
    """Give a tree of JSON with the member that names the account's zone."""
    return tree | {"logged_information/location/timezone.json": mojibake({"timezone_v2": ZONE})}


def date_text(at: float) -> str:
    """Give a moment as a page of the account's zone shows it in English."""
    local = datetime.fromtimestamp(at, ZoneInfo(ZONE))
    hour = local.hour % 12 or 12
    return f"{local:%b %d, %Y} {hour}:{local:%M:%S} {'pm' if local.hour >= 12 else 'am'}"


def repaired(thing: Json) -> Json:
    """Give a parsed document with its text as it was written."""
    if isinstance(thing, str):
        return thing.encode("latin-1").decode()
    if isinstance(thing, dict):
        return {repaired(key): repaired(value) for key, value in thing.items()}
    return [repaired(one) for one in thing] if isinstance(thing, list) else thing


class Pages:
    """Shows documents as pages of one vintage."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._titles = 0

    def page(self, document: Json) -> str:
        """Give the page of a document as JSON has it."""
        told = repaired(document)
        name = told.get("name", told.get("title", "")) if isinstance(told, dict) else "Your activity"
        inner = "".join(self._blocks(told))
        style = "<style>._a6-g{color:#000}</style><script>document.title='x'</script>"
        head = f'<head><meta charset="utf-8"><title>{escape(str(name))}</title>{style}</head>'
        banner = f'<div class="{self.look.heading}">{escape(str(name))}</div>'
        return f'<!DOCTYPE html><html>{head}<body><div role="main">{banner}{inner}</div></body></html>'

    def _blocks(self, told: Json) -> Iterator[str]:
        if isinstance(told, list):
            for record in told:
                yield self._record(record)
        elif "photos" in told and "name" in told:
            yield from (self._file_block(photo) for photo in told["photos"])
        elif "messages" in told:
            yield from (self._message(one) for one in told["messages"])
        elif profile := told.get("profile_v2", told.get("profile")):
            yield self._box("", self._table(_profile_rows(profile)), None)
        elif any(isinstance(value, str) for value in told.values()) or "label_values" in told:
            yield self._record(told)
        else:
            for inner in told.values():
                yield from self._blocks(inner if isinstance(inner, list) else _plain(inner))

    def _record(self, record: Json) -> str:
        if "label_values" in record:
            files = "".join(self._file(file) for file in record.get("media", ()))
            shown = self._labels(record["label_values"]) + files
            return self._box(record.get("title", ""), shown, record.get("timestamp"))
        if "uri" in record:
            return self._file_block(record)
        if "data" in record or "attachments" in record:
            return self._post(record)
        if "name" in record:
            return self._named(record)
        if "description" in record or "text" in record:
            return self._named(record | {"name": record.get("title", "")})
        return self._box("", self._table([(key, str(value)) for key, value in record.items()]), None)

    def _named(self, record: Json) -> str:
        lines = [escape(record.get("description") or record.get("text") or "")]
        lines += [f"Place: {escape(record['place']['name'])}"] if record.get("place", {}).get("name") else []
        lines += [f"Marketplace: {escape(record['marketplace'])}"] if "marketplace" in record else []
        lines += [f"Price: {escape(record['price'])}"] if "price" in record else []
        url = record.get("url")
        lines += [f'<a href="{escape(url)}">{escape(url)}</a>'] if url else []
        inner = "".join(_deep(line) for line in lines if line)
        at = next(
            (record[key] for key in ("create_timestamp", "created_timestamp", "timestamp") if key in record),
            0,
        )
        return self._box(record["name"], inner, at)

    def _post(self, record: Json) -> str:
        inner, own = "", ""
        for group in record.get("attachments", ()):
            for attached in group["data"]:
                inner += "".join(self._attached(key, value) for key, value in attached.items())
        for entry in record.get("data", ()):
            said = entry.get("post") or entry.get("comment", {})
            if isinstance(said, str):
                own += _part(_lines(said))
            elif "comment" in said:
                name = escape(said.get("group", ""))
                group = f'<div class="_3-95"><span>Group: </span>{name}</div>' if name else ""
                own += _part(group + _lines(said["comment"]))
            if "update_timestamp" in entry:
                own += _part(f"Updated {date_text(entry['update_timestamp'])}", "<div></div><div></div>")
        return self._box(record.get("title", ""), inner + own, record.get("timestamp"))

    def _attached(self, key: str, value: Json) -> str:
        if key == "media":
            return _deep(f'<div class="_a7nf"><div class="_a7ng">{self._file(value)}</div></div>')
        if key == "external_context":
            link = f'<a target="_blank" href="{escape(value["url"])}">{escape(value["url"])}</a>'
            return _deep(f"<div>{escape(value['name'])}</div><div>{link}</div>") if value["url"] else ""
        if key == "place":
            spot = value["coordinate"]
            lines = [
                f"Place: {escape(value['name'])}",
                f"({spot['latitude']}, {spot['longitude']})",
                "Address: ",
            ]
            return _deep("".join(f"<div>{line}</div>" for line in lines))
        words = [value.get(name) for name in ("title", "name", "question", "text", "description", "answer")]
        words += [option["option"] for option in value.get("options", ())]
        return _deep("".join(f"<div>{_lines(text)}</div>" for text in words if text))

    def _file(self, file: Json) -> str:
        uri = escape(file["uri"])
        if uri.endswith(".mp4"):
            inner = f'<a target="_blank" href="{uri}"><div>Click for video:</div></a>'
            shown = f'<video src="{uri}" controls="1" class="_a6_o">{inner}</video>'
        else:
            shown = f'<a target="_blank" href="{uri}"><img src="{uri}" class="_a6_o" onerror="alert(1)"/></a>'
        album = f"<div>{escape(file.get('title', ''))}</div>"
        caption = f'<div class="_3-95">{_lines(file["description"])}</div>' if "description" in file else ""
        return f"<div>{shown}{album}{caption}{self._camera(file)}</div>"

    def _camera(self, file: Json) -> str:
        facts: dict[str, Json] = {}
        for held in file.get("media_metadata", {}).values():
            facts |= held.get("exif_data", [held])[0]
        names = {
            "upload_ip": "Upload IP address",
            "taken_timestamp": "Taken",
            "camera_make": "Camera make",
            "camera_model": "Camera model",
            "latitude": "Latitude",
            "longitude": "Longitude",
        }
        rows = [
            (names[key], date_text(value) if key == "taken_timestamp" else str(value))
            for key, value in facts.items()
        ]
        return self._table(rows) if rows else ""

    def _file_block(self, file: Json) -> str:
        return self._box("", self._file(file), file["creation_timestamp"])

    def _message(self, message: Json) -> str:
        said = f"<div><div></div><div>{_lines(message.get('content', ''))}</div></div>"
        liked = '<ul class="_a6-q _tqp"><li>👍Ravi Example</li></ul>'
        return self._box(message["sender_name"], said + liked, message["timestamp_ms"] / 1000)

    def _labels(self, entries: list[Json]) -> str:
        """Give the table of labelled values."""
        return self._table([(entry.get("label", ""), self._value(entry)) for entry in entries])

    def _value(self, entry: Json) -> str:
        """Give what stands beside or below a label; a group stands in a block of its own."""
        if "dict" in entry:
            inner = self._labels(entry["dict"])
            return f"<div>{self._box(entry['title'], inner, None) if entry['title'] else inner}</div>"
        if "vec" in entry:
            return "".join(f"<div><div>{escape(one['value'])}</div></div>" for one in entry["vec"])
        if "media" in entry:
            uris = [escape(file["uri"]) for file in entry["media"]]
            return "<div>" + "".join(f'<a href="{uri}"><img src="{uri}"/></a>' for uri in uris) + "</div>"
        if "href" in entry:
            return f'<div><a href="{escape(entry["href"])}">{escape(entry["value"])}</a></div>'
        if entry.get("timestamp_value"):
            return date_text(entry["timestamp_value"])
        return str(entry.get("value", ""))

    def _table(self, rows: list[tuple[str, str]]) -> str:
        shown = ""
        for label, value in rows:
            if value.startswith("<"):
                cell = f'<td colspan="2" class="_2pin _a6_q">{escape(label)}{value}</td>'
                shown += f"<tr>{cell}</tr>"
            else:
                cell = f'<td class="_2pin _2piu _a6_r">{_lines(value)}</td>'
                shown += f'<tr><td class="_2pin _a6_q">{escape(label)}</td>{cell}</tr>'
        return f'<table style="table-layout: fixed;">{shown}</table>'

    def _box(self, title: str, inner: str, at: float | None) -> str:
        look = self.look
        tag = "h2" if look.block == "section" else "div"
        foot = "footer" if look.block == "section" else "div"
        named, naming = self._ids() if title and look.block == "section" else ("", "")
        shown = f'<{tag} class="{look.title}"{named}>{escape(title)}</{tag}>' if title else ""
        shown += f'<div class="{look.body}"><div>{inner}</div></div>' if inner else ""
        if at:
            date = f'<div class="{look.date}">{date_text(at)}</div>' if look.date else date_text(at)
            link = (
                f'<a href="https://www.facebook.com/dyi/l/?l=AYCopaque&amp;s=1">{date}</a>'
                if look.date
                else date
            )
            shown += f'<{foot} class="{look.foot}">{link}</{foot}>'
        return f'<{look.block} class="{look.classes}"{naming}>{shown}</{look.block}>'

    def _ids(self) -> tuple[str, str]:
        """Give the attributes that tie a title to its block, which pages have since 2025."""
        self._titles += 1
        return f' id="u_0_{self._titles:x}"', f' aria-labelledby="u_0_{self._titles:x}"'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br />\n")


def _part(inner: str, after: str = "<div></div>") -> str:
    """Give a part that holds the person's own words."""
    return f'<div class="_2pin"><div>{inner}</div>{after}</div>'


def _deep(inner: str) -> str:
    """Give a part that holds what hangs on a post."""
    return f'<div class="_2pin"><div><div><div><div>{inner}</div></div></div></div></div>'


def _plain(inner: Json) -> Json:
    return inner if isinstance(inner, dict) else {"value": str(inner)}


def _profile_rows(profile: Json) -> list[tuple[str, str]]:
    rows = []
    for key, value in profile.items():
        if key == "birthday":
            text = f"{datetime(value['year'], value['month'], value['day']):%b %d, %Y}"
        elif key == "registration_timestamp":
            text = date_text(value)
        elif key == "emails":
            text = "\n".join(value["emails"])
        elif isinstance(value, dict):
            text = next(iter(value.values()))
        else:
            text = value
        rows.append((PROFILE[key], text))
    return rows
