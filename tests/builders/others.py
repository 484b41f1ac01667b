"""Other people's words, marked, in every nested place of an export where Meta may write them.

A walker over finished trees: it knows the shapes of records, not the vintages, so that a new vintage is
marked like the others. Each mark names its place, so that a failing test says where the words came from.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.builders.html_instagram import clean
from tests.builders.write import Json, Tree, mojibake

MARK: Final = "WordsOfOthers"
"""Stands in every text and name that is another person's."""
STRANGER: Final = f"{MARK}Stranger"
"""The name of someone who is not the owner; it is no more kept than what they write."""
AT: Final = 1_600_000_000
CONTENT: Final = re.compile(
    r"(posts?|comments?|reels?|stories|instants|repost|archive|check-ins|group|event|note|threads_and|videos"
    r"|photos|items_sold|listing|fundraiser|trash|album)[^/]*(/[^/]*)?\.(json|html)$"
)
"""Files of content: what is nested in a record of a profile or a setting is the person's own."""
LABELS: Final = {
    "English": {
        "Caption": "Caption", "Title": "Title", "Text": "Text", "Message": "Message", "Comment": "Comment",
        "Description": "Description", "Name": "Name", "Media Owner": "Media Owner", "Group": "Group",
        "Location": "Location", "Place name": "Place name", "Author": "Author", "Audience": "Audience",
    },
    "French": {"Comment": "Commentaire", "Media Owner": "Propriétaire du média", "Name": "Nom"},
    "unlisted": {"Caption": "Підпис", "Text": "Текст", "Comment": "Коментар", "Name": "Ім'я"},
}  # fmt: skip
"""Labels of what hangs on a record, in listed languages and in one that no table lists."""
GROUPS: Final = ("Media", "", "Caption", "Comment", "Shared post", "Медіа")
"""Titles of the groups that hold it."""


def mark(place: str) -> str:
    """Return marked words that name their place."""
    return f"{MARK}_{place}"


def with_others(tree: Tree) -> Tree:
    """Return the tree with marked words in each of its JSON members."""
    return {path: _marked(path, content) for path, content in tree.items()}


def _marked(path: str, content: bytes) -> bytes:
    if not path.endswith(".json"):
        return content
    document = json.loads(content)
    try:
        document = clean(document)
    except UnicodeError:
        _walk(path, document)  # Messenger's encrypted chats are written as everybody else writes JSON
        return json.dumps(document).encode()
    _walk(path, document)
    return mojibake(document)


def _walk(path: str, node: Json) -> None:
    """Mark the records of a document, however they are wrapped."""
    if isinstance(node, list):
        _walk_list(path, node)
    elif isinstance(node, dict) and isinstance(node.get("messages"), list):
        _mark_thread(node)
    elif isinstance(node, dict):
        for inner in list(node.values()):
            _walk(path, inner)
        for fits, change in MARKERS:
            if CONTENT.search(path) and fits(node):
                change(node)


def _walk_list(path: str, entries: list[Json]) -> None:
    """Mark the records of a list, and add records in which nobody but others has words."""
    for entry in list(entries):
        _walk(path, entry)
    if not CONTENT.search(path):
        return
    entries.extend([_wordless(entry) for entry in entries if isinstance(entry, dict) and _has_labels(entry)])
    if any("comment" in str(entry)[:400] for entry in entries[:1]):
        entries.extend(_comments_of_others())


def _has_labels(record: dict[str, Any]) -> bool:
    return _is_labelled(record) or _is_mapped(record)


def _wordless(record: dict[str, Any]) -> Json:
    """Return the same record, a moment later, without own words: only those of others are there."""
    later = record | ({"timestamp": record["timestamp"] + 1} if "timestamp" in record else {})
    if _is_labelled(record):
        own = [entry | {"value": ""} if "value" in entry else entry for entry in record["label_values"]]
        return later | {"label_values": own}
    told = {
        label: held | ({"value": ""} if label in ("Comment", "Text") else {})
        for label, held in record["string_map_data"].items()
    }
    return later | {"string_map_data": told}


def _is_labelled(record: dict[str, Any]) -> bool:
    return isinstance(record.get("label_values"), list)


def _is_mapped(record: dict[str, Any]) -> bool:
    return isinstance(record.get("string_map_data"), dict)


def _is_facebook_post(record: dict[str, Any]) -> bool:
    return isinstance(record.get("data"), list) or isinstance(record.get("attachments"), list)


def _is_file(record: dict[str, Any]) -> bool:
    return isinstance(record.get("uri"), str)


def _is_instagram_post(record: dict[str, Any]) -> bool:
    return isinstance(record.get("media"), list) and not _is_labelled(record)


def nested_groups() -> Iterator[Json]:
    """Give groups of labelled values that hold someone else's post, flat and nested, in every language."""
    for language, labels in LABELS.items():
        rows = [
            {"label": label, "value": mark(f"{language}_{name}"), "href": f"https://example.org/{mark(name)}"}
            for name, label in labels.items()
        ]
        picture = {"label": "Media", "media": [_file_of_others()]}
        owner = {"title": "Owner", "dict": [{"title": "", "dict": [
            {"label": "Name", "value": STRANGER}, {"label": "Username", "value": STRANGER}]}]}  # fmt: skip
        for title in GROUPS:
            yield {"title": title, "dict": [*rows, picture, owner]}
            yield {"title": title, "dict": [{"title": "", "dict": [*rows, picture, owner]}]}


def _file_of_others() -> Json:
    return {
        "uri": "your_facebook_activity/posts/media/others/1234567890123.jpg",
        "creation_timestamp": AT,
        "title": mark("media_title"),
        "description": mark("media_description"),
        "comments": list(_comments_under()),
    }


def _comments_under() -> Iterator[Json]:
    yield {"timestamp": AT, "comment": mark("comment_under"), "author": STRANGER}
    yield {"timestamp": AT, "comment": mark("comment_of_nobody")}
    yield {"timestamp": AT, "comment": {"comment": mark("comment_inside"), "author": STRANGER}}


def _mark_labelled(record: dict[str, Any]) -> None:
    record["label_values"].extend(nested_groups())


def _mark_mapped(record: dict[str, Any]) -> None:
    """A comment or repost of Instagram's names the post it is of beside the person's own words."""
    told = record["string_map_data"]
    if "Comment" in told or "Time of repost" in told:
        told["Caption"] = {"href": "", "value": mark("mapped_caption"), "timestamp": 0}


def _mark_facebook_post(record: dict[str, Any]) -> None:
    shared = {"title": mark("shared_title"), "text": mark("shared_text"), "post": mark("shared_post")}
    record.setdefault("attachments", []).append(
        {
            "data": [
                {"external_context": {"name": mark("link_name"), "source": mark("link_source"),
                                      "description": mark("link_description"), "url": ""}},
                {"text": mark("attached_text")},
                {"name": mark("attached_name")},
                {"event": {"name": mark("event_name"), "description": mark("event_description")}},
                {"fundraiser": {"title": mark("fundraiser_title"), "description": mark("fundraiser")}},
                {"poll": {"question": "", "options": [{"option": mark("poll_option")}]}},
                {"fun_fact": {"question": mark("fun_fact")}},
                {"shared_post": shared, "post": shared, "memory": shared, "group": shared, "life": shared},
            ]
        }
    )  # fmt: skip
    record["comments"] = list(_comments_under())
    record["shared_post"] = shared


def _mark_instagram_post(record: dict[str, Any]) -> None:
    record["comments"] = list(_comments_under())
    record["shared_post"] = {"title": mark("shared_title"), "media": [_file_of_others()]}


def _mark_file(record: dict[str, Any]) -> None:
    record["comments"] = [*record.get("comments", ()), *_comments_under()]
    record["cross_post_source"] = {"source_app": mark("cross_post")}


MARKERS: Final[tuple[tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], None]], ...]] = (
    (_is_labelled, _mark_labelled),
    (_is_mapped, _mark_mapped),
    (_is_facebook_post, _mark_facebook_post),
    (_is_instagram_post, _mark_instagram_post),
    (_is_file, _mark_file),
)
"""What makes a record one of a shape, and how such a record gets its marks."""


def _comments_of_others() -> Iterator[Json]:
    """Give comments of someone else, as they stand in a file of comments."""
    said = {"timestamp": AT, "comment": mark("comment"), "author": STRANGER}
    yield {"timestamp": AT, "title": "A comment.", "data": [{"comment": said}]}
    yield {"timestamp": AT, "title": "A comment.", "comment": said}


def _mark_thread(thread: dict[str, Any]) -> None:
    """Have a stranger speak in a thread, to the people and to the AI, who answers."""
    said: list[dict[str, Any]] = [
        {"content": mark("message"), "share": {"share_text": mark("share"), "link": ""}, "reactions": [
            {"reaction": mark("reaction"), "actor": STRANGER}]},
        {"content": f"@Meta AI {mark('prompt')}"},
    ]  # fmt: skip
    messages = thread["messages"]
    at = max((entry.get("timestamp_ms", entry.get("timestamp", 0)) for entry in messages), default=AT * 1000)
    key = "senderName" if any("senderName" in entry for entry in messages) else "sender_name"
    time = "timestamp" if key == "senderName" else "timestamp_ms"
    content = "text" if key == "senderName" else "content"
    told = [
        {key: STRANGER, time: at + number * 1000, content: entry.pop("content"), **entry}
        for number, entry in enumerate(said, 1)
    ]
    told.append({key: "Meta AI", time: at + 9000, content: mark("reply")})
    thread["messages"] = [*reversed(told), *messages]


def thread_of_others() -> Json:
    """Return a group chat in which others ask an AI, and the AI answers them."""
    people = ["Meta AI", STRANGER, "Bo Example"]
    thread = {"participants": [{"name": name} for name in people], "messages": [], "title": "Chat",
              "thread_path": "inbox/chat_77"}  # fmt: skip
    _mark_thread(thread)
    return thread


def block_of_others(tag: str, classes: str, title: str, body: str) -> str:
    """Return a block of HTML that holds someone else's post, to be put into a block of a page."""
    rows = "".join(
        f'<tr><td class="_a6_q">{label}</td><td class="_2piu _a6_r">{mark(f"html_{label}")}</td></tr>'
        for labels in LABELS.values()
        for label in labels.values()
    )
    inner = (
        f'<div class="_2pin"><div>{mark("html_part")}</div></div><div>{mark("html_div")}</div>'
        f'<img src="posts/media/others/9876543210123.jpg"/><div>{mark("html_under_picture")}</div>'
        f"<table>{rows}</table><table><tr><td>Media</td><td><table>{rows}</table></td></tr></table>"
    )
    return (
        f'<{tag} class="{classes}"><div class="{title}">{STRANGER}</div>'
        f'<div class="{body}"><div>{inner}</div></div></{tag}>'
    )
