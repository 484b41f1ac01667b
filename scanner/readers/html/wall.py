"""The wall of 2010 to 2013, in hCard: the one page that says of each post who can see it (FBK)."""

from collections import Counter
from typing import Any

from scanner.readers.html.elements import Tag
from scanner.readers.html.links import target
from scanner.readers.html.page import HtmlPage

Json = dict[str, Any]
FOREIGN = "by_others"
"""The key of what others wrote on the wall."""


def translate(sheet: HtmlPage) -> Json:
    """Return the wall as posts, the comments under them, and what others wrote there.

    Of others' comments only who wrote them and when is passed on: they are counted as skipped.
    """
    told = sheet.held(entry)
    entries = [each for each in told if "comment" not in each]
    owner = _owner(sheet, [said["author"] for said in entries])
    posts = [said for said in entries if said["author"] in (owner, "")]
    foreign = [said for said in entries if said["author"] not in (owner, "")]
    written = [
        each if each["author"] == owner else each | {"comment": ""}
        for each in told
        if each.get("author") and "comment" in each
    ]
    comments = [{"timestamp": each.get("timestamp"), "data": [{"comment": each}]} for each in written]
    return {"owner": owner, "posts": posts, "comments": comments, FOREIGN: foreign}


def _owner(sheet: HtmlPage, authors: list[str]) -> str:
    """Give the name at the head of the page, or the one that wrote most."""
    heading = sheet.head().first("heading")
    name = heading.text() if heading else ""
    named = Counter(author for author in authors if author)
    return name if name in named or not named else named.most_common(1)[0][0]


def entry(block: Tag, sheet: HtmlPage) -> list[Json]:
    """Give one post, and the comments that stand under it."""
    comments = [comment(each, sheet) for each in block.all("comment")]
    block = _without_comments(block)
    author, text, icon = block.first("author"), block.first("text"), block.first("icon")
    told: Json = {"author": author.text() if author else "", **_time(block.first("date"), sheet)}
    told["data"] = [{"post": text.text()}] if text else []
    if icon and icon.attributes.get("title"):
        # Behind a colon stand the names of those it is kept from or shown to.
        told["privacy"] = icon.attributes["title"].partition(":")[0].strip()
    links = [found for tag in block.walk() if (found := target(tag.attributes.get("href")))]
    if links:
        told["attachments"] = [{"data": [{"external_context": {"url": links[0]}}]}]
    return [told, *comments]


def _without_comments(tag: Tag) -> Tag:
    """Return a post without the comments under it, whose words are not the post's."""
    kept = [
        child if isinstance(child, str) else _without_comments(child)
        for child in tag.children
        if isinstance(child, str) or child.part != "comment"
    ]
    return Tag(tag.name, tag.part, tag.attributes, kept)


def comment(tag: Tag, sheet: HtmlPage) -> Json:
    """Give one comment; a line that counts likes has no author."""
    author, text = tag.first("author"), tag.first("text")
    told: Json = {"author": author.text() if author else "", **_time(tag.first("date"), sheet)}
    return told | {"comment": text.text() if text else ""}


def _time(date: Tag | None, sheet: HtmlPage) -> Json:
    """Give the time, which stands in ISO form in the title of its element."""
    text = (date.attributes.get("title") or date.text()) if date else ""
    return {"timestamp": sheet.time(text)} if text else {}
