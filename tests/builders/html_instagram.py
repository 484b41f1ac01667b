"""Instagram's, Threads' and Meta AI's HTML exports of 2022 to 2026, from the JSON export of the same account.

Each JSON member becomes the page of the same name, in the markup of its year; what HTML lacks is left out.
The markup follows public readers of real pages: memoria, go-sfomuseum-instagram, blog.sh, Meta-AI-Parser.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import PurePosixPath
from typing import Any

from tests.builders import instagram_vintages as json_vintages
from tests.builders.built import Built
from tests.builders.people import JANE
from tests.builders.siblings import meta_ai, meta_ai_json
from tests.builders.story import Story
from tests.builders.write import Json

BLOCK = "pam _3-95 _2ph- _a6-g uiBoxWhite noborder"
HEADING = "_3-95 _2pim _a6-h _a6-i"
LACKING = frozenset(("your_information_download_requests",))
"""Pages that an HTML export does not have (rmaatougui README)."""
PACIFIC = timedelta(hours=-8)
"""All year round (blog.sh, measured against the JSON of the same account)."""
AI = "ai_conversations"
PARTICIPANTS = "Participants: "


@dataclass(frozen=True)
class Markup:
    """How the pages of some years look."""

    heading: str = "h2"
    main: str = "div"
    start: str = "start_here.html"
    comma: bool = False
    """A comma after the year, AM and PM in capitals, days without a zero: until 2022."""

    def date(self, seconds: float) -> str:
        """Give a time as the pages print it: to the minute, in no stated zone."""
        at = datetime.fromtimestamp(seconds, UTC) + PACIFIC
        clock = f"{at:%I:%M %p}".removeprefix("0")
        if self.comma:
            return f"{at:%b} {at.day}, {at.year}, {clock}"
        return f"{at:%b %d, %Y} {clock.lower()}"


OF_2022 = Markup(heading="div", start="index.html", comma=True)
OF_2024 = Markup(start="index.html")
OF_2025 = Markup(main="main")


def instagram_html_2022(story: Story = JANE) -> Built:
    """Instagram of 2021 to 2023: `content/`, captions in `div`, a comma after the year."""
    return in_html(json_vintages.instagram_g2(story), OF_2022)


def instagram_html_2024(story: Story = JANE) -> Built:
    """Instagram of 2023 and 2024: captions in `h2`, no comma, am and pm in small letters."""
    return in_html(json_vintages.instagram_g3(story), OF_2024)


def instagram_html_2025(story: Story = JANE) -> Built:
    """Instagram of 2025: `your_instagram_activity/media/`, `start_here.html`."""
    return in_html(json_vintages.instagram_g4(story), OF_2025)


def instagram_html_2026(story: Story = JANE) -> Built:
    """Instagram of 2026: tables of labels in more pages, reposts, a page for each chat with Meta AI."""
    return in_html(json_vintages.instagram_g5(story), OF_2025)


def threads_html(story: Story = JANE) -> Built:
    """Threads alone."""
    return in_html(json_vintages.threads(story), OF_2025)


HTML_VINTAGES = {
    "instagram_html_2022": (instagram_html_2022, json_vintages.instagram_g2),
    "instagram_html_2024": (instagram_html_2024, json_vintages.instagram_g3),
    "instagram_html_2025": (instagram_html_2025, json_vintages.instagram_g4),
    "instagram_html_2026": (instagram_html_2026, json_vintages.instagram_g5),
    "threads_html": (threads_html, json_vintages.threads),
    "meta_ai": (meta_ai, meta_ai_json),
}
"""Each vintage in HTML, and the JSON of the same year."""


def in_html(told: Built, markup: Markup) -> Built:
    """Give an export with each JSON member as a page."""
    built = Built({}, told.expected.copy(), told.counted.copy())
    for path, content in told.tree.items():
        if not path.endswith(".json"):
            built.raw(path, content)
        elif PurePosixPath(path).stem not in LACKING:
            _add(built, path.removesuffix(".json"), clean(json.loads(content)), markup)
    _forget_replies(built)
    built.raw(markup.start, page("Your download", '<a href="files/">Your files</a>', markup))
    return built


def _add(built: Built, path: str, document: Json, markup: Markup) -> None:
    """Add the page of a member; chats with Meta AI have a page each, and one that links to them."""
    title = PurePosixPath(path).stem
    if title == AI:
        thread = f"{path}/thread_for_mailbox100000000000001_200000000000002.html"
        link = f'<div class="{BLOCK}"><a href="{thread}">thread for mailbox100000000000001</a></div>'
        built.raw(f"{path}.html", page("AI conversations", link, markup))
        built.raw(thread, page("thread for mailbox", body_of(document, markup, nested="section"), markup))
        return
    heading = document.get("title", title) if isinstance(document, dict) else title
    built.raw(f"{path}.html", page(heading or title, body_of(document, markup), markup))


def _forget_replies(built: Built) -> None:
    """Count the replies on Threads as posts, since no page marks them (blog.sh `lib/import/threads.rb`)."""
    built.expected += Counter(post=built.expected.pop("reply", 0))


def clean(thing: Json) -> Json:
    """Give JSON with its text as it was before Meta's writer broke it."""
    if isinstance(thing, str):
        return thing.encode("latin-1").decode()
    if isinstance(thing, dict):
        return {clean(key): clean(value) for key, value in thing.items()}
    return [clean(one) for one in thing] if isinstance(thing, list) else thing


STYLE = "._a6-g { border: 1px } .uiBoxWhite { background: #fff }"


def page(title: str, body: str, markup: Markup, style: str = STYLE) -> bytes:
    """Give a whole page with Meta's head, style, logo and foot around the body."""
    return (
        f'<html><head><meta charset="utf-8" /><title>{escape(title)}</title>'
        f"<style>{style}</style></head>"
        f'<body class="_5vb_ _2yq _a7o5"><div class="clearfix _ikh"><img src="files/Instagram-Logo.png" />'
        f'<div class="_a70d"><div class="_a70e">{escape(title)}</div></div></div>'
        f'<{markup.main} class="_a706" role="main">{body}</{markup.main}>'
        '<div class="_3-8x">Generated by the account on Monday</div></body></html>'
    ).encode()


def body_of(document: Json, markup: Markup, nested: str = "div") -> str:
    """Give the blocks of a document of any shape."""
    if isinstance(document, dict) and "messages" in document:
        return _thread(document, markup)
    return "".join(_record(record, markup, nested) for record in _records(document))


def _records(document: Json) -> Iterator[dict[str, Any]]:
    """Give the records of a list, of a wrapper, or the bare one."""
    if isinstance(document, list):
        yield from document
    elif {"media", "label_values", "string_map_data", "uri"} & document.keys():
        yield document
    else:
        for inner in document.values():
            yield from _records(inner)


def _record(record: dict[str, Any], markup: Markup, nested: str) -> str:
    """Give the block of one record."""
    if "label_values" in record:
        foot = record.get("timestamp")
        table = _table(_label_values(record["label_values"], markup, nested))
        return block(record.get("title", ""), table, foot, markup, nested)
    if "string_map_data" in record:
        return block(record.get("title", ""), _table(_string_map(record, markup)), None, markup)
    if "string_list_data" in record:
        return block(record["title"], _string_list(record, markup), None, markup)
    return _post(record, markup)


def block(heading: str, body: str, at: float | None, markup: Markup, tag: str = "div") -> str:
    """Give one block: a heading where there is one, a body, a time where there is one."""
    head = f'<{markup.heading} class="{HEADING}">{text(heading)}</{markup.heading}>' if heading else ""
    foot = f'<div class="_3-94 _a6-o">{markup.date(at)}</div>' if at else ""
    kind = BLOCK if tag == "div" else "_3-95 _a6-g"
    return f'<{tag} class="{kind}">{head}<div class="_3-95 _a6-p">{body}</div>{foot}</{tag}>'


def text(value: str) -> str:
    """Give text as the pages write it: entities, `@` too, line breaks as tags."""
    return escape(value, quote=True).replace("@", "&#064;").replace("\n", "<br />")


def _post(record: dict[str, Any], markup: Markup) -> str:
    """Give a post, story, reel or thread: its caption, its files, what is known of each, its time."""
    files = record.get("media", [record])
    caption = record.get("title") or files[0].get("title", "")
    at = record.get("creation_timestamp") or files[0].get("creation_timestamp")
    return block(caption, "".join(map(_file, files)), at, markup)


def _file(media: dict[str, Any]) -> str:
    """Give a file and the table of what is known of it."""
    shown = picture(media["uri"]) if media.get("uri") else ""
    known = media.get("media_metadata", {})
    exif = known.get("photo_metadata", known.get("video_metadata", {})).get("exif_data", [{}])[0]
    rows = [_wide(name.title(), str(exif[name])) for name in ("latitude", "longitude") if exif.get(name)]
    rows.append(_wide("Has Camera Metadata", "False"))
    return f"<div><div>{shown}</div>{_table(rows)}</div>"


def picture(uri: str) -> str:
    """Give the element of a photo or a video."""
    at = escape(uri)
    if uri.endswith(".mp4"):
        link = f'<a target="_blank" href="{at}"><div>Click for video:</div></a>'
        return f'<video src="{at}" controls="1" class="_a6_o _3-96">{link}</video>'
    return f'<a target="_blank" href="{at}"><img src="{at}" class="_a6_o _3-96" /></a>'


def _table(rows: list[str]) -> str:
    """Give a table of finished rows."""
    return f'<table style="table-layout: fixed;">{"".join(rows)}</table>'


def _wide(label: str, value: str) -> str:
    """Give a row whose value stands below its label."""
    return f'<tr><td colspan="2" class="_2pin _a6_q">{text(label)}<div><div>{value}</div></div></td></tr>'


def _pair(label: str, value: str) -> str:
    """Give a row whose value stands beside its label."""
    return f'<tr><td class="_2pin _a6_q">{text(label)}</td><td class="_2pin _2piu _a6_r">{value}</td></tr>'


def _string_map(record: dict[str, Any], markup: Markup) -> list[str]:
    """Give the rows of a string map: texts below their labels, times beside them, unset ones left out."""
    pictures = record.get("media_map_data", {}).items()
    rows = [_wide(label, picture(media["uri"])) for label, media in pictures]
    for label, held in record["string_map_data"].items():
        if held["timestamp"]:
            rows.append(_pair(label, markup.date(held["timestamp"])))
        elif held["value"]:
            rows.append(_wide(label, text(held["value"])))
    return rows


def _string_list(record: dict[str, Any], markup: Markup) -> str:
    """Give the values of a string list, each with its link and its time."""
    return "".join(
        f'<div><div><a target="_blank" href="{held["href"]}">{text(held["value"])}</a></div>'
        f"<div>{markup.date(held['timestamp'])}</div></div>"
        for held in record["string_list_data"]
    )


def _label_values(entries: list[dict[str, Any]], markup: Markup, nested: str) -> list[str]:
    """Give the rows of labels and values; a group is a block in a cell of its own."""
    return [row for entry in entries for row in _label_value(entry, markup, nested)]


def _label_value(entry: dict[str, Any], markup: Markup, nested: str) -> Iterator[str]:
    """Give the row of one labelled value or group."""
    label = entry.get("label", "")
    if "dict" in entry:
        inner = _table(_label_values(entry["dict"], markup, nested))
        group = block(entry.get("title", label), inner, None, markup, nested)
        yield f'<tr><td colspan="2" class="_2pin _a6_q"><div>{group}</div></td></tr>'
    elif "media" in entry:
        yield _wide(label, "".join(picture(media["uri"]) for media in entry["media"]))
    elif "timestamp_value" in entry:
        if entry["timestamp_value"]:
            yield _pair(label, markup.date(entry["timestamp_value"]))
    elif entry["value"]:
        yield _pair(label, text(entry["value"]))


def _thread(thread: dict[str, Any], markup: Markup) -> str:
    """Give a chat: who takes part, then its messages, the newest first."""
    names = [participant["name"] for participant in thread["participants"]]
    told = f'<{markup.heading} class="_a6-h">{text(PARTICIPANTS + " and ".join(names))}</{markup.heading}>'
    return told + "".join(
        block(said["sender_name"], f"<div><div></div><div>{text(said.get('content', ''))}</div></div>",
              said["timestamp_ms"] / 1000, markup)
        for said in thread["messages"]
    )  # fmt: skip
